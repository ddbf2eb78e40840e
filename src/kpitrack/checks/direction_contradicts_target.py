from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, rule
from kpitrack.language import Text, mark, plain, say
from kpitrack.model.numbers import plain_number
from kpitrack.model.strategy import KPI
from kpitrack.model.target import Target

from .check import Check, Context, Example
from .examples import kpi
from .targets import Better, baseline_of, direction_of, number_of
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """KPIs whose ``better``, or whose scale, is the opposite of what baseline and target show."""
    for item, at, target, form in view.aims:
        if item.scale is not None:
            if form == "value" and direction_of(item, target) == "lower":
                yield _down_the_scale(item, target, view.path, at)
            if target.hold == "at_most":
                yield _held_down(item, view.path, at)
            continue
        if item.better is None or form is None:
            continue
        if item.accumulation == "sum" and form == "value":
            continue  # a ceiling on a sum lies above its start, and lower is better
        shown = direction_of(item, target)
        if shown is None or shown == item.better:
            continue
        yield Diagnostic(
            CHECK.rule,
            say(
                "“better: {better}” says the opposite of the target of “{kpi}”, which asks for “{shown}”",
                better=item.better, kpi=item.id, shown=shown,
            ),
            _hint(item, target, shown),
            view.path, (*at, "better"),
        )  # fmt: skip


def _down_the_scale(item: KPI, target: Target, path: str, at: KeyPath) -> Diagnostic:
    """A finding for a target that is a worse word than the baseline: whatever the value is, it would be reached."""
    words = [*map(plain, item.scale or ())]
    first, last = (words[int(step or 0)] for step in (baseline_of(item), target.value))
    return Diagnostic(
        CHECK.rule,
        say("the target of “{kpi}”, “{last}”, stands below its baseline, “{first}”, on the scale", kpi=item.id,
            first=first, last=last),
        say("write the words of “scale” from the worst to the best; if the value may fall so far and no further, "
            "write “hold: at_least” beside “value: {last}”", last=last),
        path, (*at, "target", "value"),
    )  # fmt: skip


def _held_down(item: KPI, path: str, at: KeyPath) -> Diagnostic:
    """A finding for a scale that is to be kept from its better words: the best one would be a miss."""
    return Diagnostic(
        CHECK.rule,
        say("“hold: at_most” keeps “{kpi}” from the better words of its scale", kpi=item.id),
        say("write “hold: at_least”, and the words of “scale” from the worst to the best"),
        path, (*at, "target", "hold"),
    )  # fmt: skip


def _hint(item: KPI, target: Target, shown: Better) -> Text:
    """What to write instead; where the number is the limit of a worsening, as a hold."""
    hold = "at_least" if item.better == "higher" else "at_most"
    if target.form == "hold":
        return say("write “better: {shown}”, or “hold: {hold}”", shown=shown, hold=hold)
    number = number_of(target, baseline_of(item))
    if number is None:
        return say(
            "write “better: {shown}” if the target is to be reached; if it limits how far the value may go, write "
            "“hold: {hold}” and its “value” in place of “{form}”; or check the values of baseline and target",
            shown=shown, hold=hold, form=target.form,
        )  # fmt: skip
    value = plain_number(round(number, 6))  # of a percentage, without the error of a float
    if target.form == "value":
        return say(
            "write “better: {shown}” if the target is to be reached; if it limits how far the value may go, write "
            "“hold: {hold}” beside “value: {value}”; or check the values of baseline and target",
            shown=shown, hold=hold, value=value,
        )  # fmt: skip
    return say(
        "write “better: {shown}” if the target is to be reached; if it limits how far the value may go, write "
        "“hold: {hold}, value: {value}” in place of “{form}”; or check the values of baseline and target",
        shown=shown, hold=hold, value=value, form=target.form,
    )  # fmt: skip


_KPI = """\
id: out-migration
name: 20～29歳の道外への転出超過数
unit: 人
better: {}
baseline: {{year: 2014, value: 2637}}
target: {{year: 2024, value: 1300}}
"""

CHECK = Check(
    rule("direction-contradicts-target"),
    mark("“better” says the opposite of what baseline and target show."),
    mark(
        "A target below the baseline asks for a falling value, one above it for a rising value. Where “better” says "
        "the opposite, either it or one of the two values is wrong, and every verdict would be turned round. "
        "Correct it or the values. Where the number is no aim but the limit of a worsening, as for a population that "
        "falls, write “hold: at_least” (or “at_most”) beside it. The words of a scale run from the worst to the best."
    ),
    Example(bad=kpi(_KPI.format("higher")), good=kpi(_KPI.format("lower"))),
    find,
    needs=frozenset({"target-form", "target-not-after-baseline", "undefined-multiple", "unit-slip"}),
)
