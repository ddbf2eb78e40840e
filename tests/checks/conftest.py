from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kpitrack.checks.check import Context
from kpitrack.checks.run import check
from kpitrack.diagnostics import Diagnostic
from kpitrack.repository.places import place
from kpitrack.repository.repository import read_repository

Find = Callable[..., list[Diagnostic]]


@pytest.fixture
def find(tmp_path: Path) -> Find:
    """Writes files below a new root, and gives what is found in them."""

    def run(files: Mapping[str, str | bytes], *asked: str, as_of: int = 2024) -> list[Diagnostic]:
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        repository = read_repository(tmp_path)
        return place(check(repository, Context(as_of), asked), repository.read)

    return run
