"""What the models become, column by column."""

from __future__ import annotations

from typing import Any

import polars as pl

import strategies as made
from kpitrack.model.actuals import Actuals
from kpitrack.model.settings import Settings
from kpitrack.progress.frames import build, tables
from kpitrack.progress.judge import COLUMNS, judge
from kpitrack.progress.schema import ACTUALS, COMPARATORS, KPIS, MILESTONES, VERDICTS
from kpitrack.progress.schemes import ladders


def test_the_schemas_hold_with_and_without_rows(frames_of: Any) -> None:
    full = frames_of(
        {"k": {"target": {"parity_with": "c"}, "milestones": {2021: 1}}}, {"k": {2021: 3}}, comparators={"c": {2020: 1}}
    )
    for frames in (full, build([], [])):
        assert dict(frames.kpis.schema) == dict(KPIS)
        assert dict(frames.actuals.schema) == dict(ACTUALS)
        assert dict(frames.milestones.schema) == dict(MILESTONES)
        assert dict(frames.comparators.schema) == dict(COMPARATORS)
        for schemes in (None, ladders()):
            judged = judge(frames, 2022, schemes=schemes).collect()
            assert dict(judged.schema) == {name: {**KPIS, **VERDICTS}[name] for name in COLUMNS}
    assert full.milestones.rows() == [("s/k", 2021, 1)]


def test_texts_in_two_languages_keep_both(frames_of: Any) -> None:
    names = {"name": {"ja": "移住者数", "en": "Newcomers"}, "unit": {"en": "people"}}
    frames = frames_of({"k": names}, strategy={"organization": {"name": {"ja": "鶴岡市", "en": "Tsuruoka"}}})
    row = frames.kpis.row(0, named=True)
    assert (row["name"], row["name_en"], row["unit"], row["unit_en"]) == ("移住者数", "Newcomers", "people", "people")
    assert (row["organization_name"], row["organization_name_en"]) == ("鶴岡市", "Tsuruoka")


def test_a_share_stands_in_the_kpis_unit(frames_of: Any) -> None:
    share = {2021: {"numerator": 9, "denominator": 90}}
    units = {"percent": "%", "mille": "‰", "wari": "割", "ratio": "倍"}
    frames = frames_of({name: {"unit": unit} for name, unit in units.items()}, dict.fromkeys(units, share))
    assert frames.actuals["value"].to_list() == [10, 100, 1, 0.1]
    assert frames.kpis["additive"].to_list() == [False, False, False, True]


def test_the_scheme_is_the_strategys_then_the_repositorys(frames_of: Any) -> None:
    settings = Settings.model_validate({"grading": "sano"}).in_force
    assert frames_of({"k": {}}).kpis["scheme"].item() == "default"
    assert frames_of({"k": {}}, settings=settings).kpis["scheme"].item() == "sano"
    assert frames_of({"k": {}}, settings=settings, strategy={"grading": "ino"}).kpis["scheme"].item() == "ino"


def test_a_named_series_goes_before_a_kpi_of_the_same_name(frames_of: Any) -> None:
    kpis = {"k": {"target": {"parity_with": "c"}}, "c": {}, "l": {"target": {"parity_with": "s/c"}}}
    frames = frames_of(kpis, {"c": {2021: 5}}, comparators={"c": {2021: 7}, "unused": {2021: 9}})
    assert sorted(frames.comparators.rows()) == [("s#c", 2021, 7), ("s/c", 2021, 5)]


def test_only_some_kpis(frames_of: Any) -> None:
    frames = frames_of({"k": {"milestones": {2021: 1}}, "l": {}}, {"k": {2021: 3}, "l": {2021: 4}}).only(["s/l"])
    assert frames.kpis["ref"].to_list() == ["s/l"]
    assert frames.actuals["value"].to_list() == [4]
    assert frames.milestones.is_empty()


def test_actuals_of_unknown_kpis_stay_out(frames_of: Any) -> None:
    judged = judge(frames_of({"k": {}}, {"nowhere": {2021: 3}}), 2022).collect()
    assert judged.select(pl.col("ref"), pl.col("actual_value")).rows() == [("s/k", None)]


def test_a_department_is_the_kpis_own_else_that_of_the_nearest_node() -> None:
    own, above, none = (
        f"{{id: {name}, name: {name}, unit: 人{more}}}"
        for name, more in (("a", ", department: {ja: 農政課, en: Farming}"), ("b", ""), ("c", ""))
    )
    strategy = made.strategy(f"""
- {{id: g1, title: 一, department: 企画課, measures: [{{id: m1, title: 二, kpis: [{own}, {above}]}}]}}
- {{id: g2, title: 三, kpis: [{none}]}}
""")
    found = tables([strategy], [])["kpis"].select("department", "department_en").rows()
    assert found == [("農政課", "Farming"), ("企画課", None), (None, None)]


def test_goals_and_measures_keep_their_number_and_title_in_both_languages() -> None:
    kpis = "kpis: [{id: k, name: 指標, unit: 人}]"
    both = "number: {ja: 基本目標１, en: Goal 1}, title: {ja: 目標, en: Aim}"
    strategy = made.strategy(f"- {{id: g, {both}, measures: [{{id: m, title: 施策, {kpis}}}]}}")
    assert tables([strategy], [])["nodes"].rows() == [
        (strategy.id, "g", "基本目標１", "Goal 1", "目標", "Aim"),
        (strategy.id, "m", None, None, "施策", None),
    ]


def test_what_a_target_is_level_with_has_its_name() -> None:
    target = "target: {year: 2025, parity_with: %s}"
    kpis = [
        f"{{id: k{i}, name: 指標{i}, unit: 円, {target % other}}}"
        for i, other in enumerate(("tokyo", "bare", "k0", "no"))
    ]
    strategy = made.strategy(f"- {{id: g, title: 目標, kpis: [{', '.join(kpis)}]}}")
    series = {"tokyo": {"name": {"ja": "東京圏", "en": "the Tokyo area"}, "values": {2020: 1}}, "bare": {2020: 1}}
    written = Actuals.model_validate({"strategy": "town", "comparators": series})
    found = tables([strategy], [written])["kpis"].select("parity_with", "parity_name", "parity_name_en").rows()
    assert found == [
        ("tokyo", "東京圏", "the Tokyo area"), ("bare", None, None), ("k0", "指標0", None), ("no", None, None)
    ]  # fmt: skip
