"""What a workbook carries along, hidden."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest

from kpitrack import language
from kpitrack.exchange.sheet.carried import Carried, Damaged, ShownRow, carried_in, carry, identity_of, mark_of
from kpitrack.exchange.spreadsheet.cells import Cell, Sheet, Value

DAY = dt.datetime(2026, 5, 1, 9, 30, tzinfo=dt.UTC)
LONG = "移住相談会を4回開き、\n延べ120人が来た。" * 200
ROWS = [
    ShownRow(
        "town/movers", 2024, {"name": "移住者数", "baseline": 0, "value": 1234.5, "note": "", "done": LONG}, {"note": "x" * 40_000}
    ),
    ShownRow("town/m1", 2024, {"name": "移住の促進", "published": dt.date(2025, 6, 30), "issues": "なし"}),
]  # fmt: skip


def sheet(lines: list[str]) -> Sheet:
    return Sheet("any name", tuple((Cell(row, 1, line),) for row, line in enumerate(lines, 1)))


def read(lines: list[str]) -> Carried:
    found = carried_in([Sheet("Actuals", ()), sheet(lines)])
    assert found
    return found


def test_what_is_carried_comes_back() -> None:
    lines = carry(ROWS, DAY)
    assert all(line.isascii() and len(line) < 1_000 for line in lines)
    found = read(lines)
    assert found.day == DAY
    movers, measure = found.rows["town/movers", 2024], found.rows["town/m1", 2024]
    assert movers.fields == {"value": "1234.5", "done": mark_of("done", LONG)}
    assert movers.identity == {"name": "移住者数", "baseline": "0"}
    assert set(movers.unseen) == {"note"}
    assert measure.fields == {"published": "2025-06-30", "issues": "なし"}
    assert found.number != read(carry(ROWS[:1], DAY)).number


def test_a_workbook_that_carries_nothing() -> None:
    assert carried_in([Sheet("", ((Cell(1, 1, "kpi"),),)), Sheet("empty", ())]) is None


@pytest.mark.parametrize(
    ("line", "changed"),
    [(0, {"day": "2026-05-01T09:30:00"}), (1, {"year": float("inf")}), (1, {"fields": ["value"]}), (1, {"fields": {"value": 1}}),
     (1, {"identity": 5})],
)  # fmt: skip
def test_what_nobody_exported_is_found_whatever_its_digest(line: int, changed: dict[str, object]) -> None:
    lines = carry(ROWS, DAY)
    lines[line] = json.dumps(json.loads(lines[line]) | changed)
    digest = hashlib.sha256("\n".join(lines[1:]).encode()).hexdigest()[:32]
    lines[0] = json.dumps(json.loads(lines[0]) | {"digest": digest})
    with pytest.raises(Damaged):
        read(lines)


@pytest.mark.parametrize("changed", ["value", "order", "row", "digest", "form", "torn", "empty"])
def test_damage_and_tampering_are_found(changed: str) -> None:
    lines = carry(ROWS, DAY)
    if changed == "value":
        lines[1] = lines[1].replace("1234.5", "1234.6")
    elif changed == "order":
        lines[1], lines[2] = lines[2], lines[1]
    elif changed == "row":
        del lines[2]
    elif changed == "torn":
        lines[0] = lines[0][:-5]
    elif changed == "empty":
        lines[0] = '{"kpitrack": 1}'
    else:
        lines[0] = json.dumps(json.loads(lines[0]) | {"kpitrack" if changed == "form" else changed: "0" * 32})
    with pytest.raises(Damaged):
        read(lines)


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("value", 12600, "１２，６００"),
        ("value", 0.1 + 0.2, 0.3),
        ("value", "12345678901234567", 12345678901234567.0),
        ("published", dt.datetime(2024, 6, 30), "2024-06-30"),  # noqa: DTZ001  as a workbook gives a day
        ("note", "a\r\nb ", "a\nb"),
        ("note", "か\u3099", "が"),
        ("status", "確定値", "normal"),
        ("status", "provisional", "速報値"),
        ("next", "continue", "continue"),
        ("done", None, " "),
    ],
)
def test_one_content_written_in_two_ways(name: str, one: Value, other: Value) -> None:
    assert mark_of(name, one) == mark_of(name, other)


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [("value", 12600, 12601), ("note", "a\nb", "a b"), ("note", LONG, LONG + "。"), ("note", "#0", "0"), ("value", None, 0)],
)  # fmt: skip
def test_two_contents(name: str, one: Value, other: Value) -> None:
    assert mark_of(name, one) != mark_of(name, other)


def test_next_steps_in_either_language() -> None:
    language.use("ja")
    assert mark_of("next", "改善") == mark_of("next", "improve") == "improve"


def test_what_stands_beside_a_key() -> None:
    assert identity_of("移住者数 （累計）") == identity_of("移住者数(累計)")
    assert identity_of(1200) == identity_of("1,200") == identity_of("１２００")
    assert identity_of("か\u3099く") == identity_of("がく") != identity_of("かく")
