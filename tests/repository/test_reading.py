"""From bytes to a model, or to findings with their places."""

from __future__ import annotations

import pytest

from kpitrack.repository.discovery import Kind
from kpitrack.repository.loading import load
from kpitrack.repository.places import Places, place
from kpitrack.repository.yaml import exact

# A tab before a comment is left to the exact reader.
ODD = "strategy: town\t# 町\nactuals:\n  movers: {令和3年度: [x], 2022: {value: 1, stauts: normal}}\n".encode()


def test_a_file_that_is_read_exactly_is_read_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read, times = exact.read_exact, []

    def counted(data: bytes) -> exact.Document:
        times.append(data)
        return read(data)

    monkeypatch.setattr(exact, "read_exact", counted)
    found = place(load(Kind.ACTUALS, "a.yaml", ODD).findings, lambda _: ODD)
    assert len(times) == 1
    assert [one.rule.name for one in found] == ["wrong-type", "unknown-field"]
    span = Places(ODD, exactly=True).span
    assert [one.span for one in found] == [span(one.at, one.part) for one in found]
