from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, Severity, rule
from kpitrack.language import Text, mark, say

from .check import Check, Context, Example
from .examples import STRATEGY, goals
from .outline import View
from .references import Guesses, Reference, Referent, names, references, resolve


def find(view: View, _: Context) -> Iterator[Diagnostic]:
    """References to things that do not exist: a warning where the whole strategy is missing, else an error."""
    guesses = Guesses()
    for reference in references(view):
        target = resolve(view, reference)
        if target.exists is not False:
            continue
        yield Diagnostic(
            CHECK.rule, _message(target), _hint(view, reference, target, guesses), reference.owner.path, reference.at,
            severity_override=None if target.here else Severity.WARNING,
        )  # fmt: skip


def _message(target: Referent) -> Text:
    if target.here:
        return say("the strategy “{strategy}” has no “{name}”", strategy=target.strategy, name=target.name)
    return say("there is no strategy “{strategy}” in this repository", strategy=target.strategy)


def _hint(view: View, reference: Reference, target: Referent, guesses: Guesses) -> Text | None:
    if not target.here:
        return guesses.did_you_mean(target.strategy, lambda: view.by_id) or say(
            "it cannot be checked until that strategy is added"
        )
    one = view.by_id[target.strategy][0]
    if target.name in one.node_ids:
        return say("“{name}” is a goal or measure; write the id of a KPI", name=target.name)
    if near := guesses.did_you_mean(target.name, lambda: names(one, reference.kind)):
        return near
    return Text(_WHAT_TO_WRITE[reference.kind], {})


_ANYTHING = mark(
    "write the id of a goal, measure or KPI, with its strategy before it where that is another: strategy/id"
)
_WHAT_TO_WRITE = {
    "comparison": mark("write the name of a series under “comparators” in the actuals, or the id of a KPI"),
    "kpi": mark("write the id of a KPI, with its strategy before it where that is another: strategy/kpi"),
    "grant": mark("write the id of a grant under “grants” of the strategy"),
    "section": mark("write the id of a section under “sections” of the strategy"),
    "strategy": mark("write the id of a strategy"),
    "node": _ANYTHING,
    "anything": _ANYTHING,
}


_GOALS = """\
- id: g2
  title: ひとの交わりを加速させ、移住者や関係人口を増やす
  measures:
    - id: g2-1-1-i
      title: テレワークの推進
      contributes_to: [{}]
- id: g3
  title: 結婚・出産・子育ての希望をかなえる
"""

CHECK = Check(
    rule("unknown-reference"),
    mark("Something is referred to that is not there."),
    mark(
        "“contributes_to”, “replaced_by”, “parity_with” and the lines of “alignments” name other goals, measures, KPIs "
        "or series. A name that leads nowhere would silently be missing from the logic model, the crosswalk and the "
        "comparison. Write the id as it stands in its file, with its strategy before it where that is another one. "
        "Where the whole strategy is not in the repository, this is a warning only."
    ),
    Example(bad={STRATEGY: goals(_GOALS.format("g33"))}, good={STRATEGY: goals(_GOALS.format("g3"))}),
    of_repository=find,
    needs=frozenset({"target-form"}),
)
