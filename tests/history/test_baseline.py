"""A baseline recognises the findings of yesterday, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitrack.checks.check import Context
from kpitrack.checks.run import check
from kpitrack.diagnostics import Diagnostic
from kpitrack.history.baseline import BadBaseline, dump, parse, split
from kpitrack.repository.places import place
from kpitrack.repository.repository import read_repository

HEAD = "id: town\ntitle: 町\norganization: {name: 町}\nperiod: {start: 2021, end: 2025}\nsource: 例\ngoals:\n"
KPI = "      - {{id: {}, name: 数, unit: 人, baseline: {{year: 2024, value: 0}}, target: {{year: 2023, value: 1}}}}\n"
GOAL = "  - id: g\n    title: 目標\n    kpis:\n"


def found_in(root: Path, text: str) -> list[Diagnostic]:
    path = root / "data/strategies/town.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    repository = read_repository(root)
    return place(check(repository, Context(2024)), repository.read)


def test_what_was_known_is_recognised_where_it_has_moved_to(tmp_path: Path) -> None:
    before = found_in(tmp_path, HEAD + GOAL + KPI.format("a") + KPI.format("b"))
    assert [one.rule.name for one in before] == ["target-not-after-baseline"] * 2
    kept = parse(dump(before).encode())
    after = found_in(tmp_path, "# 追記\n" + HEAD + GOAL + KPI.format("c") + KPI.format("b"))
    parted = split(after, kept)
    assert ["c" in str(one.message) for one in parted.new] == [True]
    assert ["b" in str(one.message) for one in parted.known] == [True]
    assert parted.gone == 1


def test_a_line_without_a_node(tmp_path: Path) -> None:
    before = found_in(tmp_path, HEAD + "  - [\n")
    kept = parse(dump(before).encode())
    assert split(before, kept).new == []
    after = found_in(tmp_path, HEAD + "  - {{{\n")
    assert split(after, kept).new == after


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"schema": "kpitrack/baseline/1"}', b'{"schema": "other", "findings": []}', b"\xff",
     b'{"schema": "kpitrack/baseline/1", "findings": [{"code": 1, "path": "", "at": ""}]}', b"[" * 100_000],
)  # fmt: skip
def test_a_file_that_is_none(data: bytes) -> None:
    with pytest.raises(BadBaseline):
        parse(data)


def test_nothing_is_a_baseline_too(tmp_path: Path) -> None:
    assert not parse(dump([]).encode())
