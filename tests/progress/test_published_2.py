"""A hundred and forty rows of sixteen publishers, written in the project's format, against what each of them printed.

``published_2/data`` holds the rows as a repository, ``published_2/printed.json`` what was printed. What does not come
out stands here by name, with the reason why the publisher's own rule cannot give it.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kpitrack.model.numbers import printed_percent
from kpitrack.model.strategy import KPI, Strategy
from kpitrack.progress.frames import build
from kpitrack.progress.judge import judge
from kpitrack.progress.schemes import ladders
from kpitrack.repository.repository import read_repository

_HERE = Path(__file__).parent / "published_2"
_DATA = json.loads((_HERE / "printed.json").read_text("utf-8"))
_ROWS: list[dict[str, Any]] = _DATA["rows"]
_BY_TEST = "the grades rest on a statistical test of the samples, which the figures do not hold"
_LOST = "the printed 0.0 is a cell that was not read: the quarter before has 99 and more, or the colour says otherwise"
_CUMULATIVE = "the colour is not told by the quarter's figure against the quarter's target"
#: Grades that do not come out, and why.
_OTHERWISE = {
    "knk-1": _BY_TEST,
    "knk-2": _BY_TEST,
    "hrt-5": _LOST,
    "hrt-24": _LOST,
    "hrt-30": _LOST,
    "hrt-6": "97.0 of 97.0 is printed Amber: its further digits are not printed",
    "hrt-11": _CUMULATIVE,
    "hrt-15": _CUMULATIVE,
    "hrt-26": "days behind a timetable of 0: no share of it can be told, and the bounds are not stated",
    "hrt-43": "no target: a word for figures that are shown only",
    "hrt-44": "no target: a word for figures that are shown only",
    "hrt-45": "no target: a word for figures that are shown only",
}
#: Rows that cannot be written in the format; `docs/published.md` names them.
_NOT_WRITTEN = {"rth-10": "a place among the best quarter of all councils, whose figures are not there"}
_WORDS = {"rth-2": 50, "rth-3": 48, "rth-7": 9, "rth-8": 6.3, "rth-9": 4.6, "mim-17": 1, "kmr-2": None}
#: The library prints the year before its period beside the others; it is where the period starts.
_STARTS = re.compile("os7-")


@cache
def _written() -> tuple[dict[str, KPI], Any]:
    read = read_repository(_HERE)
    assert [str(one.message) for one in read.findings] == []
    strategies: list[Strategy] = [one.model for one in read.strategies]
    kpis = {kpi.id: kpi for one in strategies for kpi in one.goals[0].kpis or ()}
    return kpis, read


def _year(text: Any) -> int:
    found = re.search(r"\d{4}", str(text))
    assert found
    return int(found[0])


def _by_year(values: dict[str, Any] | None) -> dict[int, Any]:
    # Of two quarters of one year the newer one is printed first.
    return {_year(year): value for year, value in reversed((values or {}).items())}


@cache
def _judged(year: int) -> dict[str, dict[str, Any]]:
    _, read = _written()
    frames = build(
        [one.model for one in read.strategies], [one.model for one in read.actuals], read.configuration.in_force
    )
    frame = judge(frames, year, read.configuration.thresholds, ladders(read.configuration.in_force)).collect()
    return {row["kpi"]: row for row in frame.to_dicts()}


def _printed(field: str) -> list[tuple[str, int, Any]]:
    return [(row["id"], year, value) for row in _ROWS for year, value in _by_year(row.get(field)).items()]


@pytest.mark.parametrize(("kpi", "year", "rate"), _printed("published_rate_pct"))
def test_a_rate_is_printed_to_its_last_digit(kpi: str, year: int, rate: float) -> None:
    row = _judged(year)[kpi]
    assert row["grade_rate_label"] == "達成率"
    assert printed_percent(row["grade_rate_value"], 1, "half_up") == Decimal(str(rate))


@pytest.mark.parametrize(("kpi", "year", "grade"), _printed("published_grade"))
def test_a_grade_comes_out(kpi: str, year: int, grade: str) -> None:
    row = _judged(year)[kpi]
    # The national form prints the grade in words, behind 地方創生に or without it.
    words = {str(row[column]).removeprefix("地方創生に") for column in ("grade", "grade_label")}
    came_out = row["grade_scheme"] != "default" and grade.removeprefix("地方創生に") in words
    assert came_out is (kpi not in _OTHERWISE), (row["grade"], row["status"])


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: str(row["id"]))
def test_every_row_is_written_with_its_own_figures(row: dict[str, Any]) -> None:
    kpis, read = _written()
    name = row["id"]
    if name in _NOT_WRITTEN:
        assert name not in kpis
        return
    kpi = kpis[name]
    strategy = name.split("-")[0]
    entries = next((one.model.actuals.get(name, {}) for one in read.actuals if one.model.strategy == strategy), {})
    values = {year: kpi.value_of(entry) for year, entry in entries.items()}
    start = kpi.baseline.value if kpi.baseline else None
    printed = _by_year(row.get("actuals"))
    if _STARTS.match(name):
        before = printed.pop(2015)
        assert start in {None, before}
    else:
        assert start == row.get("baseline")
    assert values == printed
    assert kpi.unit == row.get("unit", "")
    wanted = _WORDS[name] if name in _WORDS else row.get("target")
    target = kpi.target
    assert (None if target is None else target.value) == wanted
    expected = {year: value for year, value in _by_year(row.get("expected")).items() if year in (kpi.milestones or {})}
    assert kpi.milestones in ({**expected}, None) or name.startswith("rth")


def test_nothing_is_left_out() -> None:
    assert len(_ROWS) == 140
    assert {row["source"] for row in _ROWS} == set(_DATA["sources"]) == set(_DATA["rules"])
    kpis, _ = _written()
    assert set(kpis) | set(_NOT_WRITTEN) == {row["id"] for row in _ROWS}
    assert _OTHERWISE.keys() <= {name for name, _, _ in _printed("published_grade")}
