from __future__ import annotations

import os
import sys

import pytest
from hypothesis import settings

from kpitrack import language

# With PYTHONDONTWRITEBYTECODE each of the hundreds of processes that tests start would compile the whole program.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# How long an example takes says nothing where several things run at once; benchmarks/ measures that.
settings.register_profile("kpitrack", deadline=None)
settings.load_profile("kpitrack")


@pytest.fixture(autouse=True)
def without_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on what an earlier run has left in the user's cache."""
    monkeypatch.setenv("KPITRACK_CACHE", "off")


@pytest.fixture(autouse=True)
def in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test starts processes but those that are about them: the cores are busy with tests, and a start takes long."""
    monkeypatch.setenv("KPITRACK_PROCESSES", "1")


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Start each test in English, whatever language the one before it spoke."""
    language.use("en")
