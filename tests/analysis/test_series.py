"""What a KPI's chart draws, year by year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpitrack.analysis.case import Case
from kpitrack.analysis.series import Picture, YearValue, former_targets, least_foreseen, legend, picture, years
from kpitrack.analysis.standing import WrittenStanding
from kpitrack.workspace.case import case_of
from kpitrack.workspace.choose import Asked, choose
from kpitrack.workspace.open import open_folder
from kpitrack.workspace.pieces import Question

STRATEGY = """\
id: town
title: 戦略
organization: {name: 町}
period: {start: 2020, end: 2025}
goals:
  - id: g
    title: 目標
    kpis:
      - {id: bare, name: 率, unit: "%", better: higher}
      - {id: pair, name: 率, unit: "%", better: higher}
      - id: plain
        name: 数
        unit: 件
        baseline: {year: 2019, value: 100}
        milestones: {2022: 130}
        target: {year: 2025, value: 160}
        revisions:
          - {target: {year: 2024, value: 150}, reason: 見直し}
          - {target: {year: 2024, percent_change: 40%}, reason: 見直し}
      - {id: held, name: 率, unit: "%", better: higher, baseline: {year: 2020, value: 50}, target: {year: 2024, hold: at_least, value: 48}}
      - {id: falling, name: 店舗数, unit: 店, better: higher, baseline: {year: 2020, value: 10}, target: {year: 2025, value: 12}}
      - {id: balance, name: 社会増減, unit: 人, better: higher, baseline: {year: 2020, value: 10}, target: {year: 2025, value: -2}}
      - {id: summed, name: 数, unit: 件, accumulation: sum, baseline: {year: 2020, value: 5}, target: {year: 2023, value: 30}}
      - {id: mean, name: 率, unit: "%", accumulation: mean, baseline: {year: 2020, value: 5}, target: {year: 2022, value: 6}}
      - {id: open, name: 率, unit: "%", accumulation: mean, baseline: {year: 2020, value: 5}, target: {value: 6}}
      - {id: begun, name: 率, unit: "%", accumulation: mean, baseline: {year: 2020, value: 5}, target: {year: 2022, value: 6}}
"""
ACTUALS = """\
strategy: town
actuals:
  bare: {2021: 1}
  pair: {2021: 1, 2022: 2}
  plain:
    2020: 110
    2021: {value: 115, status: break, note: 定義変更}
    2022: {value: 120, status: provisional}
    2023: {status: missing}
    2024: {value: 130, status: forecast}
  falling: {2022: 4}
  balance: {2022: 4}
  held: {2021: 49, 2022: 47}
  summed: {2020: 5, 2021: 7, 2022: 8, 2023: {value: 9, status: forecast}, 2024: 10}
  mean: {2020: 5, 2021: 4, 2022: 8, 2023: 20}
  open: {2020: 5, 2021: 4, 2022: 8, 2023: 9}
  begun: {2020: 5, 2021: 4}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("series")
    for kind, text in (("strategies", STRATEGY), ("actuals", ACTUALS)):
        (root / "data" / kind).mkdir(parents=True)
        (root / "data" / kind / "town.yaml").write_text(text, "utf-8")
    return root


def case(root: Path, kpi: str) -> Case:
    return case_of(choose(open_folder(root, lambda _: 2023, Question(2023, tables=True)), Asked(kpi=kpi)))


def drawn(root: Path, kpi: str) -> Picture:
    one = case(root, kpi)
    return picture(one, years(one))


def test_every_value_has_the_mark_of_what_it_is(root: Path) -> None:
    found = drawn(root, "plain")
    marks: dict[str, list[tuple[int, float]]] = {}
    for point in found.points:
        marks.setdefault(point.mark, []).append((point.year, point.value))
    assert marks == {
        "milestone": [(2022, 130)],
        "final": [(2020, 110)],
        "break": [(2021, 115)],
        "provisional": [(2022, 120)],
        "foreseen": [(2024, 130)],
        "baseline": [(2019, 100)],
        "former": [(2024, 150), (2024, pytest.approx(140))],
        "target": [(2025, 160)],
    }
    assert found.runs == (((2019, 100), (2020, 110)), ((2021, 115), (2022, 120)))
    assert found.breaks == (2021,)
    assert (found.path[0], found.path[-1]) == ((2019, 100), (2025, 160))
    assert found.trend[0] == (2022, 120)
    assert found.gap == (2022, 120, 130)


@pytest.mark.parametrize(
    ("fields", "there"),
    [
        ({}, True),
        ({"decided_by_year": 2022}, True),
        ({"decided_by_year": 2021}, False),
        ({"status": "discontinued"}, False),
        ({"gap_to_expected": 0.0}, False),
        ({"gap_to_expected": None}, False),
        ({"actual_value": 119}, False),
        ({"actual_year": 2023, "actual_value": None}, False),
        ({"actual_year": None}, False),
    ],
)
def test_the_gap_is_that_of_the_value_that_counts(root: Path, fields: dict[str, object], there: bool) -> None:
    one = case(root, "plain")
    standing = WrittenStanding({**one.standing.row, **fields}, one.standing.strategy, one.standing.kpi)
    found = picture(replace(one, standing=standing), years(one))
    assert found.gap == ((2022, 120, 130) if there else None)


def test_a_year_is_called_as_the_kpi_counts_it(root: Path) -> None:
    one = case(root, "plain")
    by_calendar = one.standing.kpi.model_copy(update={"calendar": "cy"})
    other = replace(one, standing=WrittenStanding(one.standing.row, one.standing.strategy, by_calendar))
    assert [one.year(2022), other.year(2022)] == ["FY2022", "2022"]


def test_what_is_to_be_held_has_a_band_in_which_it_is(root: Path) -> None:
    found = drawn(root, "held")
    assert found.band == (48, None)
    assert "limit" in legend(found)
    assert drawn(root, "plain").band == (None, None)


def test_the_key_names_what_is_drawn_and_nothing_else(root: Path) -> None:
    assert legend(drawn(root, "pair")) == ["final"]
    assert set(legend(drawn(root, "plain"))) == {
        "final", "provisional", "foreseen", "break", "path", "milestone", "trend", "baseline", "target", "former",
    }  # fmt: skip


def test_of_a_sum_the_sum_so_far_is_drawn(root: Path) -> None:
    one = case(root, "summed")
    rows = {row.year: (row.amount, row.value, row.marks) for row in years(one)}
    assert rows[2020][:2] == (5, None)
    assert rows[2021] == (7, 7, ())
    assert rows[2022] == (8, 15, ())
    assert rows[2023] == (9, None, ("target",))
    assert rows[2024] == (10, None, ())  # after the years that are added up


def test_one_year_makes_no_picture(root: Path) -> None:
    assert drawn(root, "bare") == Picture()
    assert {point.year for point in drawn(root, "pair").points} == {2021, 2022}


def test_a_target_that_never_was_moved_has_no_former(root: Path) -> None:
    assert former_targets(case(root, "held")) == []


def test_the_notes_stand_beside_their_years(root: Path) -> None:
    assert {row.year: row.stated.note for row in years(case(root, "plain")) if row.stated and row.stated.note} == {
        2021: "定義変更"
    }


def test_a_trend_ends_where_it_reaches_what_cannot_be(root: Path) -> None:
    assert case(root, "falling").standing.row["forecast_value"] == -5
    (start, end) = drawn(root, "falling").trend
    assert start == (2022, 4)
    assert end == (pytest.approx(2022 + 4 / 3), 0)
    assert 2023 in drawn(root, "falling").years()
    assert min(drawn(root, "falling").values()) == 0


@pytest.mark.parametrize(("unit", "actual", "least"), [("位", 1, 1), ("位", 0.5, None), ("件", 0, 0), ("件", -1, None)])
def test_what_cannot_be_is_below_the_first_place_or_below_zero(unit: str, actual: float, least: float | None) -> None:
    row = {"unit": unit, "target_form": "value", "limit": False, "start_value": 5, "actual_value": actual}
    assert least_foreseen(row) == least


def test_a_trend_goes_below_zero_where_a_value_below_is_known(root: Path) -> None:
    assert drawn(root, "balance").trend == ((2022, 4), (2025, -5))


@pytest.mark.parametrize(
    ("kpi", "line"), [("mean", ((2021, 6), (2022, 6))), ("open", ((2021, 7), (2023, 7))), ("begun", ())]
)
def test_a_mean_is_drawn_over_the_years_that_it_is_of(root: Path, kpi: str, line: tuple[YearValue, ...]) -> None:
    assert drawn(root, kpi).mean == line
