from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def without_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on what an earlier run has left in the user's cache."""
    monkeypatch.setenv("KPITRACK_CACHE", "off")
