"""``kpitrack succeed`` as its users meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..conftest import Run, Town

OLD = """\
  - id: g2
    title: 安心して暮らす
    cross_cutting: true
    kpis:
      - {id: satisfaction, name: 満足度, unit: "%", better: higher, frequency: 2, baseline: {year: 2020, value: 61.5}, target: {year: 2025, value: 70}}
      - {id: plan, name: 計画の策定, unit: "", scale: [未着手, 検討中, 策定済], baseline: {year: 2020, value: 未着手}, target: {year: 2025, value: 策定済}}
      - {id: gone, name: 廃止した指標, unit: 件, target: {year: 2025, value: 3}, discontinued: {year: 2023}}
    roadmap: [{id: house, title: 空き家の改修, start: 2024, state: under_way}]
reviews: [{year: 2025, kind: final, title: 最終評価}]
"""
VALUES = """\
  satisfaction: {2022: 63, 2025: {value: 66, status: provisional}}
  plan: {2023: 検討中}
"""


@pytest.fixture
def ended(town: Town) -> Town:
    for path, more in ((town.strategy, OLD), (town.actuals, VALUES)):
        with path.open("a", encoding="utf-8") as file:
            file.write(more)
    return town


def succeed(run: Run, town: Town) -> Path:
    file = town.root / "data/strategies/town-2.yaml"
    result = run("succeed", "town", file, "--as-of", "2026")
    assert result.code == 0, result.err
    return file


def test_the_outline_goes_on_and_the_last_values_are_baselines(run: Run, ended: Town) -> None:
    text = succeed(run, ended).read_text("utf-8")
    assert "id: town-2\ntitle: TODO\n" in text
    assert "period: {start: 2026, end: 2030}\nsupersedes: [town]\n" in text
    assert "continues: town/satisfaction" in text
    assert "baseline: {year: 2025, value: 66}" in text
    assert "baseline: {year: 2023, value: 検討中}" in text
    assert "cross_cutting: true" in text
    assert "id: gone" not in text
    # A running total begins anew, and the direction that the old figures showed is stated.
    movers = text[text.index("- id: movers") : text.index("- id: guests")]
    assert "\n            baseline" not in movers
    assert "# a running total begins anew; where it is counted on, write: baseline: {year: " in movers
    assert "better: higher" in movers


def test_what_is_left_open_stands_at_the_top(run: Run, ended: Town) -> None:
    top = succeed(run, ended).read_text("utf-8").partition("id: town-2")[0]
    for left in ("延べ宿泊者数: no value of FY2025 yet", "満足度: the last value is not final",
                 "満足度: the target was missed", "廃止した指標: discontinued, and not continued",
                 "空き家の改修: not done on the roadmap", "最終評価: not decided"):  # fmt: skip
        assert f"#   {left}\n" in top


def test_a_survey_that_is_taken_every_few_years_lacks_no_value_in_between(run: Run, ended: Town) -> None:
    for path, old, new in (
        (ended.strategy, "target: {year: 2025, value: 70}", "target: {year: 2024, value: 70}"),
        (ended.actuals, "2025: {value: 66, status: provisional}", "2024: 66"),
    ):
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    text = succeed(run, ended).read_text("utf-8")
    assert "満足度: the target was missed" in text
    assert "満足度: no value" not in text
    survey = text[text.index("- id: satisfaction") : text.index("- id: plan")]
    assert "baseline: {year: 2024, value: 66}" in survey
    assert "not there yet" not in survey
    assert "target: {year: 2030, value: …}" in survey  # the end of the new period


def test_the_draft_has_no_errors_and_the_series_runs_on(run: Run, ended: Town) -> None:
    succeed(run, ended)
    found = json.loads(run("validate", "--as-of", "2026", "--format", "json").out)
    assert found["summary"]["errors"] == 0, found["diagnostics"]
    kpis = json.loads(run("status", "town-2", "--as-of", "2026", "--format", "json").out)["kpis"]
    assert {kpi["kpi"]: kpi["baseline"] and kpi["baseline"]["value"] for kpi in kpis}["satisfaction"] == 66
    review = json.loads(run("review", "town", "--year", "2027", "--format", "json").out)["strategies"][0]
    assert review["values"] == []


def test_the_old_strategy_is_in_force_until_the_next_one_begins(run: Run, town: Town) -> None:
    def asked(year: int) -> dict[str, int]:
        review = json.loads(run("review", "--year", year, "--format", "json").out)["strategies"]
        return {one["strategy"]: len(one["values"]) for one in review}

    def stale(year: int) -> set[str]:
        kpis = json.loads(run("status", "--as-of", year, "--format", "json").out)["kpis"]
        return {kpi["ref"] for kpi in kpis if kpi["stale"]}

    before, late = asked(2025), stale(2025)
    assert before["town"] > 0
    assert "town/guests" in late
    succeed(run, town)  # for 2026 to 2030
    assert asked(2025) == {"town": before["town"], "town-2": 0}
    assert late <= stale(2025)
    assert asked(2026)["town"] == 0
    assert not any(ref.startswith("town/") for ref in stale(2026))


def test_validate_names_the_targets_that_are_still_to_be_written(run: Run, ended: Town) -> None:
    file = succeed(run, ended)

    def targets() -> list[str]:
        found = json.loads(run("validate", "--format", "json").out)["diagnostics"]
        return [one["message"] for one in found if one["name"] == "draft-left" and "target" in one["message"]]

    text = file.read_text("utf-8")
    left = text.count("# TODO: the target")
    assert targets() == [f"{left} KPIs go on from the strategy before, and have no target yet"]
    file.write_text(
        text.replace(
            "# TODO: the target, such as target: {year: 2030, value: …}", "target: {year: 2030, improve: true}"
        ),
        "utf-8",
    )
    assert targets() == []


def test_nothing_that_is_there_is_replaced(run: Run, ended: Town) -> None:
    file = succeed(run, ended)
    before = file.read_bytes()
    result = run("succeed", "town", file, "--as-of", "2026")
    assert result.code == 2
    assert "the id town-2 is that of data/strategies/town-2.yaml" in result.err
    assert file.read_bytes() == before
    for code, said in ((0, "it is read once it lies in data/strategies/"), (1, "draft.yaml is there already")):
        result = run("succeed", "town", "draft.yaml", "--as-of", "2026")
        assert (result.code, said in result.err) == (code, True), result.err


@pytest.mark.parametrize("file", ["data/strategies/more/town.yaml", "data/actuals/town-3.yaml"])
def test_the_repository_stays_without_errors(run: Run, ended: Town, file: str) -> None:
    before = sorted(ended.root.rglob("*"))
    assert run("succeed", "town", file, "--as-of", "2026").code == 2
    assert sorted(ended.root.rglob("*")) == before


@pytest.mark.parametrize("name", ["Town-2.yaml", "次期.yaml", "town-2.txt", "town 2.yaml"])
def test_the_file_names_the_strategy(run: Run, ended: Town, name: str) -> None:
    result = run("succeed", "town", ended.root / name)
    assert (result.code, result.out) == (2, "")
    assert "data/strategies/town-3.yaml" in result.err


def test_a_strategy_that_is_not_there(run: Run, ended: Town) -> None:
    result = run("succeed", "twon", ended.root / "data/strategies/town-2.yaml")
    assert result.code == 2
    assert "town" in result.err
