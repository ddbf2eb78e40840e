"""Which findings count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.checks.selection import CANNOT_BE_IGNORED, UnknownRule, covers, rules_asked, rules_named, select
from kpitrack.diagnostics import CATALOGUE, Diagnostic
from kpitrack.language import say
from kpitrack.model.in_force import Accepted, InForce
from kpitrack.model.settings import Settings

OLD = "data/actuals/old/2015.yaml"
ALL = [Diagnostic(one, say("found"), path=OLD) for one in CATALOGUE.values()]


def settings(*ignore: dict[str, str]) -> InForce:
    return Settings.model_validate({"ignore": [{"reason": "過年度のため"} | one for one in ignore]}).in_force


def names(found: tuple[Diagnostic, ...]) -> set[str]:
    return {one.rule.name for one in found}


def test_rules_that_are_off_by_default_count_only_when_selected() -> None:
    assert set(CATALOGUE) - names(select(ALL, InForce()).findings) == {"measure-without-kpi", "stale-kpi"}
    assert names(select(ALL, InForce(), rules_asked(["stale-kpi"])).findings) == {"stale-kpi"}
    assert rules_asked(["all"]) == set(CATALOGUE)


def test_rules_are_named_by_name_code_or_the_beginning_of_codes() -> None:
    assert rules_named("unit-slip") == rules_named("KP504") == rules_named("kp504") == {"unit-slip"}
    assert rules_named("KP4") == {name for name, one in CATALOGUE.items() if one.code.startswith("KP4")}
    assert rules_named("unit") == rules_named("KP9") == rules_named("") == frozenset()


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownRule) as refused:
        rules_asked(["unit-slp"])
    assert str(refused.value.hint) == "did you mean “unit-slip”?"


def test_what_is_ignored_is_left_out_of_what_is_selected() -> None:
    chosen = select(ALL, InForce(), rules_asked(["KP5"], ["KP504", "no-source"]))
    assert names(chosen.findings) == {n for n, one in CATALOGUE.items() if one.code[:3] == "KP5"} - {
        "unit-slip", "no-source",
    }  # fmt: skip


def test_the_settings_accept_findings_by_path_and_say_why() -> None:
    chosen = select(ALL, settings({"rule": "unit-slip", "path": "data/actuals/old"}))
    assert "unit-slip" not in names(chosen.findings)
    assert [(found.rule.name, why.reason) for found, why in chosen.ignored] == [("unit-slip", "過年度のため")]
    elsewhere = select(ALL, settings({"rule": "unit-slip", "path": "data/actuals/new/*"}))
    assert "unit-slip" in names(elsewhere.findings)


def test_what_leaves_no_figure_to_compute_cannot_be_accepted() -> None:
    chosen = select(ALL, settings({"rule": "all"}))
    assert names(chosen.findings) == CANNOT_BE_IGNORED
    assert {"yaml-syntax", "bad-number", "duplicate-actual", "target-form"} <= CANNOT_BE_IGNORED
    assert {"unknown-file", "running-total-falls", "unknown-kpi"}.isdisjoint(CANNOT_BE_IGNORED)


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        (None, True), (OLD, True), ("data/actuals/old", True), ("data/actuals/old/", True), ("./data/actuals", True),
        ("data/*/2015.yaml", True), ("**/2015.yaml", True), ("data/actuals/ol", False), ("2015.yaml", False),
        ("data/strategies", False),
    ],
)  # fmt: skip
def test_a_path_is_a_pattern_a_file_or_a_folder(pattern: str | None, covered: bool) -> None:
    assert covers(Accepted(rule="unit-slip", path=pattern, reason="…"), OLD) is covered


@given(st.lists(st.sampled_from(sorted(CATALOGUE))), st.lists(st.sampled_from(sorted(CATALOGUE))))
def test_no_finding_is_made_or_lost_but_by_what_was_asked(chosen: list[str], ignored: list[str]) -> None:
    kept = names(select(ALL, InForce(), rules_asked(chosen, ignored)).findings)
    assert kept == rules_asked(chosen, ignored)
    assert kept.isdisjoint(ignored)
