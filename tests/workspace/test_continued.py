"""The series of a KPI that goes on from an earlier strategy's."""

from __future__ import annotations

from pathlib import Path

from kpitrack.analysis.case import Case
from kpitrack.workspace.case import case_of
from kpitrack.workspace.choose import Asked, choose
from kpitrack.workspace.open import open_folder
from kpitrack.workspace.pieces import Question


def strategy(number: int, fields: str = "") -> str:
    start = 2010 + 5 * number
    return f"""\
id: t{number}
title: 第{number}期
organization: {{name: 町}}
period: {{start: {start}, end: {start + 4}}}
source: 例
goals:
  - id: g
    title: 目標
    kpis:
      - {{id: k, name: 客, unit: 人, baseline: {{year: {start - 1}, value: {50 + number}}}, target: {{year: {start + 4}, value: 80}}{fields}}}
"""


ACTUALS = (
    "strategy: t1\nactuals: {k: {2015: 52, 2016: {value: 53, source: 調査}, 2020: 57, 2021: 59}}\n",
    "strategy: t2\nactuals: {k: {2021: {status: missing}, 2022: 60}}\n",
    "strategy: t3\nactuals: {k: {2025: 70}}\n",
)


def case(root: Path, *strategies: str, kpi: str = "t2/k") -> Case:
    for n, (text, actuals) in enumerate(zip(strategies, ACTUALS, strict=False)):
        for folder, content in (("strategies", text), ("actuals", actuals)):
            path = root / "data" / folder / f"{n}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
    (root / "kpitrack.yaml").write_text("", "utf-8")
    space = open_folder(root, lambda _: 2026, Question(2026, tables=True))
    assert not space.errors
    return case_of(choose(space, Asked(kpi=kpi)))


def values(found: Case) -> dict[int, float | None]:
    return {year: found.standing.kpi.value_of(entry) for year, entry in found.series.entries.items()}


def test_the_earlier_values_are_there_with_their_places(tmp_path: Path) -> None:
    found = case(tmp_path, strategy(1), strategy(2, ", continues: t1/k"))
    assert values(found) == {2015: 52, 2016: 53, 2020: 57, 2021: 59, 2022: 60}
    assert found.origins[2016] == ("data/actuals/0.yaml", "k")
    assert found.origins[2022] == ("data/actuals/1.yaml", "k")
    row = found.standing.row
    assert (row["previous_year"], row["previous_value"]) == (2021, values(found)[2021])


def test_a_line_of_strategies_is_followed_to_its_start(tmp_path: Path) -> None:
    found = case(tmp_path, strategy(1), strategy(2, ", continues: t1/k"), strategy(3, ", continues: t2/k"), kpi="t3/k")
    assert list(values(found)) == [2015, 2016, 2020, 2021, 2022, 2025]


def test_an_earlier_strategy_has_what_was_recorded_later(tmp_path: Path) -> None:
    found = case(tmp_path, strategy(1), strategy(2, ", continues: t1/k"), strategy(3, ", continues: t2/k"), kpi="t1/k")
    assert values(found) == {2015: 52, 2016: 53, 2020: 57, 2021: 59, 2022: 60, 2025: 70}
    assert found.origins[2025] == ("data/actuals/2.yaml", "k")
    assert found.standing.row["actual_value"] in values(found).values()


def test_running_totals_are_not_shared(tmp_path: Path) -> None:
    total = ", accumulation: running_total"
    found = case(tmp_path, strategy(1, total), strategy(2, f"{total}, continues: t1/k"))
    assert list(values(found)) == [2021, 2022]


def test_a_strategy_that_is_not_here_lends_nothing(tmp_path: Path) -> None:
    found = case(tmp_path, strategy(1), strategy(2, ", continues: elsewhere/k"))
    assert list(values(found)) == [2021, 2022]
