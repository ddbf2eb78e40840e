"""Which strategy replaces which."""

from __future__ import annotations

from kpitrack.analysis.lineage import Lineage, lineages

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
