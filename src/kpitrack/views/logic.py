"""What ``logic`` shows, for each of its formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpitrack.analysis.logic import Break, Flaw, FlawKind, LogicModel, Point
from kpitrack.language import Text, mark, pick, say, translate
from kpitrack.model.settings import Status

from .words import status_mark, status_word

_LEVELS: dict[str, str] = {
    "impact": mark("impact"),
    "outcome": mark("outcome"),
    "output": mark("output"),
    "activity": mark("activity"),
    "input": mark("input"),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A logic model with the verdicts on its KPIs and what was found in it.

    Args:
        model: the model.
        statuses: the computed status of each KPI by its ref.
        flaws: what is wrong with the model.
        breaks: where the data break it.
    """

    model: LogicModel
    statuses: Mapping[str, Status]
    flaws: list[Flaw]
    breaks: list[Break]

    def name(self, ref: str) -> str:
        """A point's number and title, or its name, with the strategy that it is of if another's; else the ref."""
        point = self.model.points.get(ref)
        if point is None or point.branch is None:
            return ref
        node = point.branch.node
        title = f"{node.number} {pick(node.title)}" if node.number else pick(node.title)
        name = pick(point.kpi.name) if point.kpi else title
        return f"{name} ({point.branch.strategy})" if point.foreign else name

    def status(self, point: Point) -> str:
        """A KPI's mark and status in words; empty for others."""
        status = self.statuses.get(point.ref) if point.kpi else None
        return f"{status_mark(status)} {status_word(status)}" if status else ""


def level_word(point: Point) -> str:
    """A KPI's level in words, or ``KPI`` where none is stated; empty for others."""
    if point.kpi is None:
        return ""
    return translate(_LEVELS[point.kpi.level]) if point.kpi.level else "KPI"


_FLAWS: dict[FlawKind, str] = {
    "goal_without_outcome": mark("No outcome KPI shows whether these goals are reached:"),
    "measure_leads_nowhere": mark("These measures lead to no outcome; say with contributes_to what they are for:"),
    "outcome_without_feeder": mark("Nothing leads to these outcomes; no measure or output names them:"),
    "cycle": mark("These lead back to themselves:"),
}


def flaws_heading(kind: FlawKind) -> str:
    """What is wrong, in a sentence that the names follow."""
    return translate(_FLAWS[kind])


def flaw_names(drawn: Drawn, flaw: Flaw) -> str:
    """What a flaw is about, by name."""
    refs = (*flaw.refs, flaw.refs[0]) if flaw.kind == "cycle" else flaw.refs
    return " → ".join(drawn.name(ref) for ref in refs)


def break_text(drawn: Drawn, one: Break) -> Text:
    """Which outcome goes badly though its outputs go well; `break_outputs` names them."""
    fields = {
        "outcome": drawn.name(one.outcome),
        "status": status_word(drawn.statuses[one.outcome]),
        "n": len(one.good),
        "total": one.feeding,
    }
    if one.implied:
        return say("“{outcome}”: {status}, though {n} of {total} outputs below its goal go well:", **fields)
    return say("“{outcome}”: {status}, though {n} of {total} outputs that feed it go well:", **fields)


def break_outputs(drawn: Drawn, one: Break) -> list[str]:
    """The outputs that go well, each with its status."""
    return [f"{drawn.name(ref)} ({status_word(drawn.statuses[ref])})" for ref in one.good]


def undrawn_text() -> Text:
    """That the strategy says nothing of its logic."""
    return say("This strategy states no level and no contributes_to: only its outline can be drawn.")
