"""Every target of the five founding documents stands in the data, in the form that its phrase asks for."""

from __future__ import annotations

from typing import Any

import pytest

CONCEPT = "japan-2-0-concept"
TSURUOKA = "tsuruoka-2"

# phrase as printed; KPI; unit; target (None where the document names no figure); what else must be said
TARGETS: list[tuple[str, str, str, dict[str, Any] | None, dict[str, Any]]] = [
    (
        "0件 (2020(令和2)年度) → 12件 (2024(令和6)年度)",
        f"{TSURUOKA}/telework-practitioners", "件", {"year": 2024, "value": 12},
        {"accumulation": "running_total", "baseline": {"year": 2020, "value": 0}},
    ),
    (
        "7人 (2020(令和2)年度) → 47人 (2024(令和6)年度)",
        f"{TSURUOKA}/repeat-participants", "人", {"year": 2024, "value": 47},
        {"accumulation": "running_total", "baseline": {"year": 2020, "value": 7}},
    ),
    (
        "3,141人 (2020(令和2)年度) → 12,600人 (2024(令和6)年度)",
        f"{TSURUOKA}/furusato-repeat-donors", "人", {"year": 2024, "value": 12600},
        {"accumulation": None, "baseline": {"year": 2020, "value": 3141}},
    ),
    (
        "若者それぞれの人口比並みに、参画の確保に努める",
        f"{CONCEPT}/participation-youth", "%", {"parity_with": "youth-population-share", "ratio": 1}, {},
    ),
    (
        "女性それぞれの人口比並みに、参画の確保に努める",
        f"{CONCEPT}/participation-women", "%", {"parity_with": "women-population-share", "ratio": 1}, {},
    ),
    (  # the value is reported with the decision, and not in the outline
        "付加価値労働生産性の伸び率",
        "japan-2025/productivity-growth", "%", {"year": 2029, "parity_with": "tokyo-area-growth", "ratio": 1}, {},
    ),
    ("良くなっていくと思う人の割合", "japan-2025/optimism-share", "%", None, {}),
    ("若者や女性の人数", "japan-2025/wished-life-people", "人", None, {"additive": False}),
    ("若者や女性の割合", "japan-2025/wished-life-share", "%", None, {}),
    (
        "東京圏と同水準に",
        f"{CONCEPT}/productivity-parity", "円/人",
        {"year": 2034, "parity_with": "tokyo-area-productivity", "ratio": 1}, {},
    ),
    ("割合を10割に（買物環境）", f"{CONCEPT}/shopping-environment", "割", {"year": 2034, "value": 10}, {}),
    ("地方への若者の流れを2倍に", f"{CONCEPT}/youth-flow", "%", {"year": 2034, "times_baseline": 2}, {"better": "higher"}),
    ("関係人口を実人数1,000万人", f"{CONCEPT}/related-population-people", "人", {"year": 2034, "value": 10_000_000}, {}),
    ("延べ人数1億人創出", f"{CONCEPT}/related-population-ties", "人", {"year": 2034, "value": 100_000_000}, {}),
    ("市町村の割合を10割に（AI）", f"{CONCEPT}/ai-municipalities", "割", {"year": 2034, "value": 10}, {}),
    ("輸出額・現地法人売上高35.5兆円を目指し", f"{CONCEPT}/export-sales", "兆円", {"value": 35.5}, {"multiplier": 12}),
    ("新規輸出1万者", f"{CONCEPT}/new-exporters", "者", {"value": 10_000}, {"accumulation": "running_total"}),
    (
        "実質4%/年（経済成長目標の4倍）以上",
        f"{CONCEPT}/midsize-value-added-growth", "%", {"value": 4, "every_year": True}, {"better": "higher"},
    ),
    ("現状地域大学関連26カ所", f"{CONCEPT}/university-hubs", "カ所", None, {"baseline": {"value": 26}}),
    ("産総研関連3カ所", f"{CONCEPT}/aist-hubs", "カ所", None, {"baseline": {"value": 3}}),
    (
        "2027年度までの3年間で…従業員増加数を約1万人",
        f"{CONCEPT}/headquarters-employees", "人", {"year": 2027, "value": 10_000, "approximate": True},
        {"accumulation": "sum", "baseline": {"year": 2024}},
    ),
    ("5か所以上創出", f"{CONCEPT}/gx-regions", "か所", {"value": 5}, {"better": "higher"}),
    (
        "今後10年間で50兆円を超える官民投資",
        f"{CONCEPT}/semiconductor-investment", "兆円", {"year": 2034, "value": 50, "strict": True},
        {"accumulation": "sum", "multiplier": 12},
    ),
    (
        "2032年度までの10年間に150兆円の官民投資",
        f"{CONCEPT}/gx-investment", "兆円", {"year": 2032, "value": 150},
        {"accumulation": "sum", "baseline": {"year": 2022}, "multiplier": 12},
    ),
    (
        "2033年までに工業用地の1万ha程度の増加",
        f"{CONCEPT}/industrial-land", "ha", {"year": 2033, "change": 10_000, "approximate": True},
        {"calendar": "cy"},
    ),
    ("全国の一級河川（1万km）", f"{CONCEPT}/drone-rivers", "km", {"value": 10_000}, {}),
    ("送電網上空（4万km）", f"{CONCEPT}/drone-grid", "km", {"value": 40_000}, {}),
    ("東北から九州の高速道において整備を目指す", f"{CONCEPT}/automated-driving-roads", "路線", None, {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ref", "unit", "target", "more"), [row[1:] for row in TARGETS], ids=[row[0] for row in TARGETS]
)
def test_the_phrase_stands_as_a_kpi(
    kpis: dict[str, Any], ref: str, unit: str, target: dict[str, Any] | None, more: dict[str, Any]
) -> None:
    kpi = kpis[ref]
    assert (kpi["unit"]["ja"] if isinstance(kpi["unit"], dict) else kpi["unit"]) == unit
    assert kpi.get("target") == target
    assert {key: kpi.get(key) for key in more} == more


@pytest.mark.parametrize("ref", [row[1] for row in TARGETS if row[3] is None])
def test_a_target_without_a_figure_says_so(kpis: dict[str, Any], ref: str) -> None:
    notes = kpis[ref]["notes"]
    assert set(notes) == {"ja", "en"}
    assert "目標" in notes["ja"]


@pytest.mark.parametrize(
    "ref",
    [row[1] for row in TARGETS if row[3] and {"times_baseline", "change", "parity_with"} & set(row[3])],
)
def test_a_relative_target_without_a_published_baseline_says_so(kpis: dict[str, Any], ref: str) -> None:
    assert "value" not in kpis[ref].get("baseline", {})
    assert kpis[ref]["notes"]["ja"]


def test_no_kpi_of_these_strategies_is_left_out_of_the_table(kpis: dict[str, Any]) -> None:
    here = {ref for ref in kpis if ref.split("/")[0] in {CONCEPT, TSURUOKA, "japan-2025"}}
    assert here == {row[1] for row in TARGETS}


def test_the_series_compared_with_are_named(kpis: dict[str, Any], actuals: dict[str, Any]) -> None:
    named = {kpi["target"]["parity_with"] for kpi in kpis.values() if "parity_with" in kpi.get("target", {})}
    assert named == set(actuals[CONCEPT]["comparators"]) | set(actuals["japan-2025"]["comparators"])
    for strategy in (CONCEPT, "japan-2025"):
        assert all(set(one["name"]) == {"ja", "en"} for one in actuals[strategy]["comparators"].values())


def test_what_is_no_target_is_no_kpi(strategies: dict[str, Any], nodes: dict[str, Any]) -> None:
    """The 68 pioneers are chosen already, 6,000億円 is a budget, and the 10,000 exporters of both documents are one KPI."""
    said = {one["id"]: one for one in strategies[CONCEPT]["statements"]}
    assert said["workstyle-pioneers"]["kind"] == "achievement"
    assert "68自治体（24県、44市町村）" in said["workstyle-pioneers"]["text"]["ja"]
    budgets = {one["id"]: one.get("budget") for one in nodes[f"{CONCEPT}/midsize-support"]["initiatives"]}
    assert budgets["growth-investment-subsidy"] == 6000 * 10**8
    assert nodes["japan-2025/new-export-programme"]["contributes_to"] == [f"{CONCEPT}/new-exporters"]
