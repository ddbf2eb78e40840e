from __future__ import annotations

import os
import sys

import pytest
from hypothesis import settings

from kpitrack import language

# With PYTHONDONTWRITEBYTECODE each of the hundreds of processes that tests start would compile the whole program.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# What tests write is to outlast no loss of power, and to wait for the disk takes up to a minute of all of them together.
# That it is asked for stays: those that count the calls, or let them fail, put their own function in this one's place.


def _no_wait(descriptor: int) -> None:
    os.fstat(descriptor)  # one that is closed is still noticed


os.fsync = _no_wait  # type: ignore[assignment]  # fsync takes files, too, which no one here hands it

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
