"""Why the cells under a heading are not taken."""

from __future__ import annotations

from kpitrack.language import Text, say

from .column import TableColumn
from .words import Role

REASONS: dict[Role, Text] = {
    "rate": say("a rate: kpitrack works it out itself"),
    "grade": say("a grade: kpitrack gives its own"),
    "money": say("an amount of money, no value of the indicator"),
    "number": say("a number or code of the table's own"),
    "quarter": say("of a quarter or half a year, which a yearly value is not"),
    "increase": say("an increase, not the level that is reached"),
    "earlier_target": say("an earlier target: write it under revisions, with the day on which it was changed"),
    "midterm": say("a value of the middle, and does not say whether it is a target or an actual"),
    "other_year": say("of a year that is named by another one, such as 前年度"),
    "expected_course": say("what is expected without the plan, neither a target nor an actual"),
    "year": say("under a year that does not say whether it holds targets or actuals"),
    "kind": say("says what kind of row it is, in a way that is not understood"),
    "area_code": say("the code of an area"),
    "area": say("the name of an area"),
    "time": say("a time that no value is beside"),
    "value": say("a value whose heading does not say what it is"),
}
_WOULD_BE = (
    "指標名, 単位, 基準値, 現状値, 目標値, 実績値, 目標値(R6), 実績値(R4), 担当課, 備考; "
    "Indicator, Unit, Baseline, Target"
)


def why_left(column: TableColumn) -> Text:
    """Why what stands in ``column`` is not taken; of a heading that is not understood, which ones would be."""
    if column.role in REASONS:
        return REASONS[column.role]
    if not column.cells:
        return say(
            "stands in a column without a heading; headings such as these are understood: {words}", words=_WOULD_BE
        )
    return say(
        "the heading “{heading}” is not understood; such as these are: {words}",
        heading=column.words[:60],
        words=_WOULD_BE,
    )
