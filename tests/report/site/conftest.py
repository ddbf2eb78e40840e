"""The site of a town, the nation and a town beside it, built once: tests read it, and build others elsewhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from published import THREE, publish, repository


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their repository."""
    return repository(tmp_path_factory.mktemp("three"), *THREE)


@pytest.fixture(scope="session")
def site(root: Path) -> Path:
    publish(root, root / "out", 2023)
    return root / "out"


def words(path: Path) -> str:
    """The text of a page."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", path.read_text("utf-8"))))
