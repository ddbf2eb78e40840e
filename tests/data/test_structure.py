"""What the founding documents hold beside figures: outline, crosswalk, counts, dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

Trees = dict[str, Any]


def test_every_strategy_names_its_source(strategies: Trees) -> None:
    for strategy in strategies.values():
        assert set(strategy["source"]["title"]) == {"ja", "en"}


@pytest.mark.parametrize(
    ("strategy", "code"),
    [
        ("tsuruoka-2", "062031"),
        ("sapporo-miraisousei", "011002"),
        ("sapporo-miraisousei-1", "011002"),
        ("nagano-shinshu", "200000"),
        ("ibaraki", "080004"),
    ],
)
def test_the_organization_code_has_its_check_digit(strategies: Trees, strategy: str, code: str) -> None:
    assert strategies[strategy]["organization"]["code"] == code
    weighted = sum(int(digit) * weight for digit, weight in zip(code[:5], (6, 5, 4, 3, 2), strict=True))
    assert int(code[5]) == (11 - weighted % 11) % 10


def test_only_the_nation_has_no_code(strategies: Trees) -> None:
    assert {s["organization"]["level"] for s in strategies.values() if "code" not in s["organization"]} == {"nation"}


def test_every_id_stands_once_in_its_strategy(strategies: Trees) -> None:
    def ids(item: Any) -> Iterator[str]:
        if isinstance(item, dict):
            if "id" in item:
                yield item["id"]
            item = list(item.values())
        if isinstance(item, list):
            for part in item:
                yield from ids(part)

    for strategy in strategies.values():
        own = list(ids(strategy["goals"]))
        assert len(own) == len(set(own))


class TestTsuruoka:
    def test_the_outline_is_the_printed_one(self, nodes: Trees) -> None:
        def printed(ref: str) -> list[str]:
            numbers = (nodes[f"tsuruoka-2/{step}"]["number"] for step in nodes[ref]["path"])
            return [one["ja"] if isinstance(one, dict) else one for one in numbers]

        assert printed("tsuruoka-2/g1-1-1-u") == ["基本目標1", "1", "(1)", "ウ"]
        assert printed("tsuruoka-2/g2-1-1-i") == ["基本目標2", "1", "(1)", "イ"]
        assert printed("tsuruoka-2/g2-2-6-a") == ["基本目標2", "2", "(6)", "ア"]
        assert printed("tsuruoka-2/x2-3") == ["横断的な目標2", "3"]

    def test_the_cross_cutting_goal_is_apart(self, strategies: Trees) -> None:
        assert [goal["id"] for goal in strategies["tsuruoka-2"]["goals"] if goal.get("cross_cutting")] == ["x2"]

    def test_the_crosswalk_has_all_five_items(self, strategies: Trees) -> None:
        states: dict[str, list[str]] = {}
        for line in strategies["tsuruoka-2"]["alignments"]:
            states.setdefault(line["to"].removeprefix("japan-2/"), []).append(line["relation"])
        assert states == {
            "telework": ["new"],
            "related-population": ["extended"],
            "dx-decarbonisation": ["extended", "new"],
            "local-universities": ["already_covered"] * 3,
            "corporate-furusato": ["covered_elsewhere"],
        }

    def test_what_another_plan_covers_comes_from_no_measure(self, strategies: Trees) -> None:
        (line,) = [a for a in strategies["tsuruoka-2"]["alignments"] if a["relation"] == "covered_elsewhere"]
        assert "from" not in line
        assert "地域再生計画" in line["stance"]["ja"]

    def test_the_digital_measure_has_no_kpi(self, nodes: Trees) -> None:
        assert "kpis" not in nodes["tsuruoka-2/x2-3"]
        assert "kpis" not in nodes["tsuruoka-2/x2-2"]

    def test_nine_projects_of_fy2021(self, nodes: Trees) -> None:
        counts = {
            node["id"]: [initiative["year"] for initiative in node["initiatives"]]
            for ref, node in nodes.items()
            if ref.startswith("tsuruoka-2/") and "initiatives" in node
        }
        assert counts == {"g2-1-1-i": [2021], "g2-2-6-a": [2021] * 3, "x2-2": [2021] * 3, "x2-3": [2021] * 2}

    def test_no_actual_is_published(self, actuals: Trees) -> None:
        assert actuals["tsuruoka-2"]["actuals"] == {}

    def test_a_kpi_keeps_what_its_name_says_about_counting(self, kpis: Trees) -> None:
        assert "（累計）" in kpis["tsuruoka-2/telework-practitioners"]["name"]["ja"]
        assert "（年度内）" in kpis["tsuruoka-2/repeat-participants"]["name"]["ja"]
        assert "（評価年度とその前年度）" in kpis["tsuruoka-2/furusato-repeat-donors"]["name"]["ja"]


def test_the_national_items_are_numbered_one_to_five(nodes: Trees) -> None:
    items = nodes["japan-2/revision-2020"]["measures"]
    assert [item["number"] for item in items] == ["①", "②", "③", "④", "⑤"]


class TestDigitalGardenCity:
    def test_four_directions_on_three_foundations(self, strategies: Trees) -> None:
        goals = strategies["digital-garden-city"]["goals"]
        by_section: dict[str | None, list[str | None]] = {}
        for goal in goals:
            by_section.setdefault(goal.get("section"), []).append(goal.get("number"))
        assert by_section == {"local-problems": ["1", "2", "3", "4"], "groundwork": ["1", "2", "3"], None: [None]}
        assert not any("cross_cutting" in goal for goal in goals)
        assert strategies["digital-garden-city"]["period"] == {"start": 2023, "end": 2027}

    def test_every_kpi_names_the_nations_page(self, kpis: Trees) -> None:
        own = {ref.split("/")[1]: kpi for ref, kpi in kpis.items() if ref.startswith("digital-garden-city/")}
        assert {name: kpi["target"]["value"] for name, kpi in own.items()} == {
            "digital-implementation": 1500, "satellite-office-authorities": 1200, "fibre-households": 99.9,
            "population-5g": 99, "digital-professionals": 2_300_000,
        }  # fmt: skip
        assert all(kpi["source"]["url"].startswith("https://www.cas.go.jp/") for kpi in own.values())

    def test_twelve_model_regions_of_which_eleven_have_a_place(self, strategies: Trees) -> None:
        practices = strategies["digital-garden-city"]["practices"]
        assert len({one["kind"]["ja"] for one in practices}) == 12
        assert len([one for one in practices if "place" in one]) == 11

    def test_thirty_four_measures_under_seven_goals(self, strategies: Trees) -> None:
        goals = [goal for goal in strategies["digital-garden-city"]["goals"] if "section" in goal]
        assert [len(goal["measures"]) for goal in goals] == [5, 5, 3, 7, 5, 5, 4]

    def test_examples_of_linking(self, nodes: Trees) -> None:
        assert len(nodes["digital-garden-city/linking-measures"]["measures"]) == 4
        assert len(nodes["digital-garden-city/linking-regions"]["measures"]) == 3


class TestConcept:
    def test_three_visions_and_five_pillars(self, strategies: Trees) -> None:
        numbers = [goal.get("number") for goal in strategies["japan-2-0-concept"]["goals"]]
        assert numbers == ["①", "②", "③", None, "(1)", "(2)", "(3)", "(4)", "(5)", None]

    def test_open_lists_say_how_many_they_hold(self, nodes: Trees) -> None:
        held = {
            vision: (
                nodes[f"japan-2-0-concept/{vision}"]["declared_counts"]["kpis"],
                len(nodes[f"japan-2-0-concept/{vision}"]["kpis"]),
            )
            for vision in ("vision-1", "vision-2", "vision-3", "vision-common")
        }
        assert held == {"vision-1": (3, 1), "vision-2": (5, 1), "vision-3": (3, 1), "vision-common": (3, 3)}

    def test_numbers_keep_their_gaps(self, nodes: Trees) -> None:
        below = nodes["japan-2-0-concept/related-population"]["measures"]
        assert [measure["number"] for measure in below] == ["i", "ii", "iv", "v"]
        pillar = nodes["japan-2-0-concept/pillar-3"]["measures"]
        assert [measure["number"] for measure in pillar if "number" in measure] == ["①", "④"]

    def test_it_ends_in_fy2034_with_a_review_in_fy2029(self, strategies: Trees) -> None:
        concept = strategies["japan-2-0-concept"]
        assert concept["period"]["end"] == 2034
        assert [review["year"] for review in concept["reviews"] if review["kind"] == "midterm"] == [2029]

    def test_fiscal_and_calendar_years_live_side_by_side(self, kpis: Trees) -> None:
        by_calendar = {
            ref for ref, kpi in kpis.items() if ref.startswith("japan-2-0-concept/") and kpi.get("calendar") == "cy"
        }
        assert by_calendar == {"japan-2-0-concept/industrial-land"}


class TestJapan2025:
    def test_the_counts_add_up(self, strategies: Trees, nodes: Trees) -> None:
        parts = [
            nodes[f"japan-2025/{goal}"]["declared_counts"]["measures"] for goal in ("g1", "g2", "g3", "national-role")
        ]
        assert parts == [132, 118, 62, 19]
        assert sum(parts) == strategies["japan-2025"]["declared_counts"]["measures"] == 331

    def test_the_fourth_bucket_is_no_policy_goal(self, strategies: Trees, nodes: Trees) -> None:
        assert [goal["id"] for goal in strategies["japan-2025"]["goals"] if "kpis" not in goal] == ["national-role"]
        for measure in nodes["japan-2025/national-role"]["measures"]:
            assert measure["contributes_to"] == ["g1", "g2", "g3"]

    def test_the_inventory_is_an_excerpt(self, strategies: Trees) -> None:
        assert strategies["japan-2025"].get("inventory", "excerpt") == "excerpt"

    def test_intermediate_goals_feed_their_goals_kpis(self, nodes: Trees, kpis: Trees) -> None:
        between = {
            ref: node
            for ref, node in nodes.items()
            if ref.startswith("japan-2025/") and "＜＞の見出し" in node.get("notes", {}).get("ja", "")
        }
        assert len(between) == 5
        for node in between.values():
            for target in node["contributes_to"]:
                assert kpis[f"japan-2025/{target}"]["node"] == f"japan-2025/{node['path'][0]}"


class TestSapporo:
    def test_it_answers_three_measures_of_the_concept(self, strategies: Trees) -> None:
        lines = strategies["sapporo-miraisousei"]["alignments"]
        assert [line["to"] for line in lines] == [
            "japan-2-0-concept/government-relocation",
            "japan-2-0-concept/related-population",
            "japan-2-0-concept/wide-region-framework",
        ]
        assert all(line["stance"]["ja"] and line["stance"]["en"] for line in lines)

    def test_it_decides_in_fy2026(self, strategies: Trees) -> None:
        assert [(r["year"], r["kind"]) for r in strategies["sapporo-miraisousei"]["reviews"]] == [(2026, "decision")]


def test_references_between_strategies_lead_somewhere(strategies: Trees, nodes: Trees, kpis: Trees) -> None:
    for name, strategy in strategies.items():
        for line in strategy.get("alignments", []):
            said = {f"{other}/{one['id']}" for other, s in strategies.items() for one in s.get("statements", [])}
            assert line["to"] in nodes or line["to"] in said
            assert "from" not in line or f"{name}/{line['from']}" in nodes
    for ref, item in [*nodes.items(), *kpis.items()]:
        for target in item.get("contributes_to", []):
            own = target if "/" in target else f"{ref.split('/')[0]}/{target}"
            assert own in nodes or own in kpis


def test_every_actual_belongs_to_a_kpi(actuals: Trees, kpis: Trees) -> None:
    for strategy, file in actuals.items():
        for kpi in file.get("actuals", {}):
            assert f"{strategy}/{kpi}" in kpis


def test_what_two_strategies_share_is_written_once(kpis: Trees) -> None:
    shared: dict[str, list[str]] = {}
    for ref, kpi in kpis.items():
        if "indicator" in kpi:
            shared.setdefault(kpi["indicator"], []).append(ref)
    assert {code: len(refs) for code, refs in shared.items()} == {
        "vital-statistics:total-fertility-rate": 2,
        "regional-revitalisation:new-exporters": 1,
    }


def test_titles_and_names_stand_in_both_languages(nodes: Trees, kpis: Trees) -> None:
    for node in nodes.values():
        assert set(node["title"]) == {"ja", "en"}
    for kpi in kpis.values():
        assert set(kpi["name"]) == {"ja", "en"}
