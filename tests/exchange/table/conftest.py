"""Words are compared in English."""

from __future__ import annotations

import pytest

from kpitrack import language


@pytest.fixture(autouse=True)
def _english() -> None:
    language.use("en")
