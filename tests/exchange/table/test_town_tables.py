"""Tables that towns, ministries and British councils have published: every figure arrives, or its cell is named."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kpitrack.exchange.table.draft import write_drafts
from kpitrack.exchange.table.drafted import DraftKPI
from kpitrack.exchange.table.open import open_tables
from kpitrack.exchange.table.reading import TablesReading, read_tables
from kpitrack.model.actuals import Actuals
from kpitrack.model.strategy import Strategy
from kpitrack.repository.discovery import Kind
from kpitrack.repository.loading import load

TABLES = Path(__file__).parent / "tables"
KNOWN: dict[str, Any] = json.loads((TABLES / "rows.json").read_text("utf-8"))

#: How many figures each table holds, how many are taken, and how many are left with their cell and the reason.
FIGURES = {
    "01_nagasaki_g1.xlsx": (68, 68, 0),
    "02_gose_13.xlsx": (15, 15, 0),
    "03_gunma_town_sheet23.xlsx": (23, 23, 0),
    "05_meiwa_kankyo.csv": (20, 20, 0),
    "05_meiwa_kankyo.xlsx": (20, 20, 0),
    "06_mima_seika.xlsx": (33, 32, 1),
    "07_city_plan2_list.xlsx": (14, 14, 0),
    "12_komoro_3-2.xlsx": (7, 7, 0),
    "13_sabae_ricchi.xlsx": (21, 20, 1),
    "15_town_senkou.xlsx": (8, 8, 0),
    "18_kenko21_hyoka.xlsx": (16, 11, 5),
    "21_aya_kpi.xlsx": (8, 8, 0),
    "22_tochigi_revised.xlsx": (4, 4, 0),
    "23a_osaka_lib_5-1.xlsx": (22, 22, 0),
    "23b_osaka_lib_1-1.xlsx": (13, 13, 0),
    "23c_osaka_lib_2017.xlsx": (36, 34, 2),
    "30_hart_q2_2014.csv": (131, 0, 131),
    "33_rotherham.csv": (10, 6, 4),
}
#: What the source's rows say and the table does not hold: a direction from elsewhere in the document, a start of zero
#: that was assumed.
ELSEWHERE = {("12_komoro_3-2.xlsx", "target", "延伸"), ("15_town_senkou.xlsx", "baseline", "0")}


def reading_of(name: str) -> TablesReading:
    return read_tables([(name, open_tables(TABLES / name))])


def figures(row: dict[str, Any]) -> list[tuple[str, Any, str | None]]:
    """What is printed in a row: its kind, the figure, and the year."""
    found = [(kind, row[kind], row[f"{kind}_year"]) for kind in ("baseline", "target") if row[kind] is not None]
    return found + [(kind, value, year) for kind in ("milestones", "actuals") for year, value in row[kind].items()]


def taken(kpi: DraftKPI, kind: str, year: str | None) -> tuple[Any, int | None]:
    """What was read there, and the year that it was read for."""
    at = int(year[-4:]) if year and re.fullmatch(r"(?:FY)?[0-9]{4}", year) else None
    if kind in {"baseline", "target"}:
        found = kpi.value_of(kind) or {}
        return found.get("value"), found.get("year")
    if kind == "actuals":
        return (kpi.actuals[at].value if at in kpi.actuals else None), at
    target = kpi.value_of("target") or {}
    last = target.get("value") if target.get("year") == at or target.get("every_year") else None
    return (kpi.value_of("milestones") or {}).get(at, last), at


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_arrives_or_its_cell_is_named(name: str) -> None:
    reading = reading_of(name)
    left = [one.cell.text for sheet in reading.files[0].sheets for one in sheet.account.left]
    kpis = {kpi.name: kpi for kpi in reading.kpis}
    there = arrived = 0
    for row in KNOWN[name]["rows"]:
        for kind, value, year in figures(row):
            if (name, kind, str(value)) in ELSEWHERE:
                continue
            there += 1
            found, at = taken(kpis[row["printed"]], kind, year)
            if found is None:
                numbers = value.values() if isinstance(value, dict) else [value]
                for number in numbers:
                    digits = f"{number:g}" if isinstance(number, float | int) else str(number).lstrip(">")
                    shown = {digits, f"{number:,}" if isinstance(number, float | int) else digits, f"{number}", "4.5万"}
                    assert any(text in cell for text in shown for cell in left), (row["printed"], kind, number)
                continue
            arrived += 1
            want = value if isinstance(value, float | int) else float(re.sub(r"[^0-9.]", "", str(value)))
            assert found == pytest.approx(want, abs=1e-12), (row["printed"], kind, year)
            if at and year and re.fullmatch(r"(?:FY)?[0-9]{4}", year):
                assert at == int(year[-4:]), (row["printed"], kind, year)
    assert (there, arrived, there - arrived) == FIGURES[name]


@pytest.mark.parametrize("name", FIGURES)
def test_no_cell_disappears_and_the_drafts_are_sound(name: str) -> None:
    reading = reading_of(name)
    for sheet in reading.files[0].sheets:
        account = sheet.account
        assert len(account.used) + len(account.left) == len(account.cells)
        places = [one.cell.place for one in (*account.used, *account.left)]
        assert len(places) == len(set(places))
        assert all(str(one.reason) for one in account.left)
    drafts = write_drafts(reading, name)
    strategy = load(Kind.STRATEGY, "data/strategies/draft.yaml", drafts.strategy.encode())
    errors = {found.rule.name for found in strategy.findings}
    assert isinstance(strategy.model, Strategy), errors
    if drafts.actuals:
        actuals = load(Kind.ACTUALS, "data/actuals/draft.yaml", drafts.actuals.encode())
        assert isinstance(actuals.model, Actuals), [str(found.message) for found in actuals.findings]


def test_directions_and_limits() -> None:
    better = {kpi.name: kpi.value_of("better") for kpi in reading_of("01_nagasaki_g1.xlsx").kpis}
    assert list(better.values()) == ["higher", "lower", "lower", "higher", "higher", "higher"]
    limits = {kpi.name: kpi.value_of("target") for kpi in reading_of("13_sabae_ricchi.xlsx").kpis}
    assert limits["中心市街地周辺の人口"] == {"year": 2019, "hold": "at_least", "value": 2000}
    councils = {kpi.name: kpi.value_of("target") for kpi in reading_of("33_rotherham.csv").kpis}
    assert councils["Overall proportion of disabled employees"] == {"year": 2022, "hold": "at_least", "value": 9}


def test_quarters_are_refused_by_name() -> None:
    (sheet,) = reading_of("30_hart_q2_2014.csv").files[0].sheets
    reasons = {one.cell.place: str(one.reason) for one in sheet.account.left}
    assert "quarter" in reasons["F1"]
    assert "quarter" in reasons["G17"]
    assert "whether it is of a quarter" in reasons["H17"]
