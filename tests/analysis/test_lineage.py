"""Which strategy replaces which."""

from __future__ import annotations

from kpitrack.analysis.lineage import Lineage, line_of, lineages

TIES = lineages(
    [
        ("first", [], []),
        ("second", ["first"], ["vision"]),
        ("third", ["second", "annex"], ["vision"]),
        ("annex", [], []),
        ("alone", [], []),
    ]
)


def test_each_tie_is_known_from_both_ends() -> None:
    assert TIES["first"] == Lineage("first", superseded_by=("second",))
    assert TIES["second"] == Lineage("second", ("first",), ("third",), ("vision",))
    assert TIES["third"].names == ("second", "annex", "vision")
    assert lineages([("vision", [], []), ("town", [], ["vision"])])["vision"].carried_out_by == ("town",)
    assert [name for name, one in TIES.items() if one.alone] == ["alone"]


def test_the_line_runs_from_the_earliest_to_the_latest() -> None:
    assert line_of("first", TIES) == ["first", "second", "third"]
    assert line_of("second", TIES) == ["first", "second", "third"]
    assert line_of("third", TIES) == ["first", "annex", "second", "third"]
    assert line_of("annex", TIES) == ["annex", "third"]
    assert line_of("alone", TIES) == ["alone"]
    assert line_of("unknown", TIES) == ["unknown"]


def test_a_circle_ends() -> None:
    ring = lineages([("a", ["b"], []), ("b", ["a"], [])])
    assert line_of("a", ring) == ["b", "a"]


def test_what_is_not_here_is_still_named() -> None:
    (one,) = lineages([("second", ["gone"], [])]).values()
    assert line_of("second", {"second": one}) == ["gone", "second"]
