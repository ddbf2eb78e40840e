"""The series that Nagano, Ibaraki and Sapporo publish, with their baselines, guide values and printed rates."""

from __future__ import annotations

import math
from typing import Any

import pytest

Trees = dict[str, Any]

# KPI, unit, baseline, target, guide values, actuals
SERIES: list[tuple[str, str, tuple[int, float], tuple[int, float | None], dict[int, float], dict[int, float]]] = [
    ("nagano-shinshu/total-fertility-rate", "", (2014, 1.54), (2019, 1.68), {2017: 1.62}, {2015: 1.58, 2017: 1.56}),
    ("nagano-shinshu/net-migration", "人", (2014, -3703), (2019, -2000), {2017: -2700}, {2015: -3244, 2017: -2530}),
    ("nagano-shinshu/labour-productivity", "千円/人", (2012, 7153), (2017, 8220), {2015: 8137}, {2015: 7612}),
    ("nagano-shinshu/employment-rate", "%", (2014, 59.5), (2019, 60.0), {2017: 59.8}, {2017: 61.2}),
    ("nagano-shinshu/public-transport-trips", "回/人", (2013, 48.2), (2018, 49.9), {2016: 49.3}, {2016: 50.0}),
    ("nagano-shinshu/healthy-life-men", "歳", (2013, 79.83), (2019, None), {2017: 79.83}, {2016: 80.45}),
    ("nagano-shinshu/healthy-life-women", "歳", (2013, 84.35), (2019, None), {2017: 84.35}, {2016: 84.82}),
    ("sapporo-miraisousei-1/total-fertility-rate", "", (2014, 1.16), (2019, 1.36), {}, {2018: 1.14}),
    ("sapporo-miraisousei-1/net-outmigration-20s", "人", (2014, 2637), (2019, 1300), {}, {2018: 2756}),
    (
        "ibaraki/agricultural-output", "億円", (2013, 4356), (2019, 4380),
        {2014: 4278, 2015: 4300, 2016: 4320, 2017: 4340, 2018: 4360}, {2014: 4292},
    ),
]  # fmt: skip


def _values(actuals: Trees, ref: str) -> dict[int, float]:
    strategy, kpi = ref.split("/")
    values = {}
    for year, entry in actuals[strategy]["actuals"][kpi].items():
        value = entry.get("value") if isinstance(entry, dict) else entry
        if value is not None:
            values[year] = value
    return values


@pytest.mark.parametrize("row", SERIES, ids=[row[0] for row in SERIES])
def test_the_series_is_as_published(kpis: Trees, actuals: Trees, row: tuple[Any, ...]) -> None:
    ref, unit, baseline, target, guide, published = row
    kpi = kpis[ref]
    assert (kpi["unit"]["ja"] if isinstance(kpi["unit"], dict) else kpi["unit"]) == unit
    assert (kpi["baseline"]["year"], kpi["baseline"]["value"]) == baseline
    assert (kpi["target"]["year"], kpi["target"].get("value")) == target
    assert kpi.get("milestones", {}) == guide
    assert _values(actuals, ref) == published


def test_plain_years_are_calendar_years(kpis: Trees) -> None:
    by_fiscal_year = {
        ref.split("/")[1]
        for ref, kpi in kpis.items()
        if ref.startswith("nagano-shinshu/") and kpi.get("calendar") != "cy"
    }
    assert by_fiscal_year == {"labour-productivity", "public-transport-trips"}


def test_a_restated_baseline_keeps_what_it_was(kpis: Trees) -> None:
    baseline = kpis["nagano-shinshu/labour-productivity"]["baseline"]
    assert [old["value"] for old in baseline["restated"]] == [8012]
    assert round((7612 - baseline["value"]) / baseline["value"], 3) == 0.064


def test_a_longer_healthy_life_has_no_figure_and_no_value_of_2017(kpis: Trees, actuals: Trees) -> None:
    for kpi in ("healthy-life-men", "healthy-life-women"):
        assert kpis[f"nagano-shinshu/{kpi}"]["target"]["improve"] is True
        entry = actuals["nagano-shinshu"]["actuals"][kpi][2017]
        assert entry["status"] == "missing"
        assert "value" not in entry


def test_naganos_grades_are_kept_beside_its_scheme(strategies: Trees, kpis: Trees) -> None:
    assert strategies["nagano-shinshu"]["grading"] == "nagano-shinshu"
    printed = {
        ref.split("/")[1]: kpi["evaluations"][2017]["judgement"]
        for ref, kpi in kpis.items()
        if ref.startswith("nagano-shinshu/")
    }
    assert printed == {
        "total-fertility-rate": "C",
        "net-migration": "A",
        "labour-productivity": "C（A）",
        "employment-rate": "A",
        "public-transport-trips": "A",
        "healthy-life-men": "−",
        "healthy-life-women": "−",
    }


def test_sapporos_outmigration_is_better_lower(kpis: Trees) -> None:
    assert kpis["sapporo-miraisousei-1/net-outmigration-20s"]["better"] == "lower"


class TestIbarakisJobs:
    REF = "ibaraki/jobs-created"

    def test_single_years_sum_to_the_printed_totals(self, actuals: Trees) -> None:
        values = _values(actuals, self.REF)
        totals = [sum(value for y, value in values.items() if y <= year) for year in (2015, 2016, 2017)]
        assert totals == [2748, 5163, 7077]

    def test_the_printed_rates_come_out_of_the_guide_values(
        self, strategies: Trees, kpis: Trees, actuals: Trees
    ) -> None:
        assert strategies["ibaraki"]["rounding"] == {"decimals": 1, "mode": "truncate"}
        values, guide = _values(actuals, self.REF), kpis[self.REF]["milestones"]
        total, rates = 0, []
        for year in (2015, 2016, 2017):
            total += values[year]
            rates.append(math.floor(total * 1000 / guide[year]) / 10)
        assert rates == [137.4, 129.0, 117.9]

    def test_the_raised_target_keeps_the_former_one(self, kpis: Trees) -> None:
        kpi = kpis[self.REF]
        assert kpi["accumulation"] == "sum"
        assert kpi["target"] == {"year": 2019, "value": 13000}
        assert [revision["target"] for revision in kpi["revisions"]] == [{"year": 2019, "value": 10000}]
        assert kpi["milestones"] == {2015: 2000, 2016: 4000, 2017: 6000, 2018: 10000}

    def test_2017_is_provisional(self, actuals: Trees) -> None:
        assert actuals["ibaraki"]["actuals"]["jobs-created"][2017]["status"] == "provisional"


def test_ibarakis_output_is_expected_to_dip_first(kpis: Trees) -> None:
    kpi = kpis["ibaraki/agricultural-output"]
    assert kpi["milestones"][2014] < kpi["baseline"]["value"] < kpi["target"]["value"]


@pytest.mark.parametrize("strategy", ["nagasaki-g1", "gose-5", "osaka-library-2013", "kenko-nippon-21"])
def test_what_was_transcribed_says_so(strategies: Trees, strategy: str) -> None:
    assert strategies[strategy]["upkeep"] == "transcribed"
    assert set(strategies[strategy]["notes"]) == {"ja", "en"}
