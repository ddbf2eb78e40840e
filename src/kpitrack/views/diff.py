"""Changes in words, for every format that people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kpitrack.history.changes import Change
from kpitrack.language import mark, pick, say, say_n, translate
from kpitrack.model.written import flow
from kpitrack.model.years import show_year

from .entry_words import differing
from .words import status_mark, status_word

_HEADINGS = {
    "moved-target": mark("Targets that moved"),
    "moved-baseline": mark("Baselines that moved"),
    "moved-milestones": mark("Milestones that moved"),
    "changed-definition": mark("Definitions that changed"),
    "removed-actual": mark("Actuals removed"),
    "changed-actual": mark("Actuals changed"),
    "added-actual": mark("Actuals added"),
    "annotated-actual": mark("Actuals whose source or note changed"),
    "removed-kpi": mark("KPIs dropped"),
    "renamed-kpi": mark("KPIs with another id"),
    "relocated-kpi": mark("KPIs under another goal or measure"),
    "added-kpi": mark("KPIs added"),
    "removed-measure": mark("Goals and measures dropped"),
    "renamed-measure": mark("Goals and measures with another id"),
    "added-measure": mark("Goals and measures added"),
    "removed-strategy": mark("Strategies dropped"),
    "added-strategy": mark("Strategies added"),
    "turned-status": mark("Statuses that turn"),
    "turned-grade": mark("Grades that turn"),
}
_SIGNS = {"added": "+", "removed": "-"}
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Compared:
    """What there is to show.

    Args:
        base: what is compared, in words.
        head: with what.
        as_of: the fiscal year at which both sides were judged.
        changes: in their order.
        left_out: files that were not compared, and why.
    """

    base: str
    head: str
    as_of: int
    changes: list[Change]
    left_out: list[str]


def heading(kind: str) -> str:
    """What changes of this kind are called."""
    return translate(_HEADINGS[kind])


def sign(change: Change) -> str:
    """A mark that needs no colour: + came, - went, ! moved without a word, ~ the rest."""
    if change.explained is False:
        return "!"
    return _SIGNS.get(change.kind.partition("-")[0], "~")


def subject(change: Change) -> str:
    """What changed: its id, its words and the year."""
    words = " ".join(filter(None, (change.ref.rpartition("/")[2], pick(change.name))))
    parts = [words, change.field or "", "" if change.year is None else show_year(change.year, calendar=change.calendar)]
    return " · ".join(filter(None, parts))


def before_and_after(change: Change) -> tuple[str, str]:
    """What was there and what is there; an empty text where there is nothing to say."""
    if change.kind.endswith(("-strategy", "-measure")) and not change.kind.startswith("renamed"):
        return "", ""
    if change.kind == "turned-status":
        return _status(change, change.old), _status(change, change.new)
    if change.kind == "turned-grade":
        return _grade(change.old), _grade(change.new)
    if change.kind.endswith("-actual"):
        old, new = differing(change.old, change.new)
    else:
        old, new = _words(change.old), _words(change.new)
    if change.kind.startswith("added"):
        return "", new
    return (old, "") if change.kind.startswith("removed") else (old, new)


def explanation(change: Change) -> str:
    """Whether an entry explains a move, and what it says."""
    if change.explained is None:
        return ""
    if not change.explained:
        field = "restated" if change.kind == "moved-baseline" else "revisions"
        return str(say("nothing under “{field}” explains it", field=field))
    reason = pick(change.reason)
    return str(say("explained: {reason}", reason=reason)) if reason else str(say("explained, without a reason"))


def counts(changes: Iterable[Change]) -> str:
    """How many changes there are."""
    found = list(changes)
    if not found:
        return str(say("nothing changed in the project's terms"))
    silent = sum(change.kind == "moved-target" and not change.explained for change in found)
    words = str(say_n("{n} change", "{n} changes", len(found)))
    if silent:
        moved = say_n("{n} target moved without a revision", "{n} targets moved without a revision", silent)
        words = str(say("{changes}; {moved}", changes=words, moved=moved))
    return words


def _status(change: Change, value: Mapping[str, Any]) -> str:
    text = f"{status_mark(value['status'])} {status_word(value['status'])}"
    if "actual_value" in value:
        text += f" ({show_year(value['actual_year'], calendar=change.calendar)}: {flow(value['actual_value'])})"
    return text


def _grade(value: Mapping[str, Any] | None) -> str:
    return NOTHING if value is None else f"{value['grade']} {pick(value['label'])}".rstrip()


def _words(value: Any) -> str:
    if isinstance(value, Mapping) and value and set(value) <= {"ja", "en"}:
        return pick(value)
    return flow(value)
