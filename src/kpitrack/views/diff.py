"""``diff``: what changed between two revisions, in the project's own terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from kpitrack.diagnostics.gaps import LeftOut
from kpitrack.history.changes import KINDS, Change
from kpitrack.language import mark, pick, said, say, say_n, translate
from kpitrack.language.visible import visible
from kpitrack.model.vocabulary import observation_word
from kpitrack.model.written import flow, written
from kpitrack.model.years import show_year

from .text import json
from .text.columns import Column
from .text.markdown import escape_comment as escape
from .text.plain import widest, wrap
from .text.styled import Styled, wrapped
from .words import status_text

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
_STYLES = {"+": "green", "-": "red", "!": "bold red", "~": "yellow"}
_NOTHING = "–"
_MOST = 60_000  # characters; a comment holds 65,536
_LONGEST_CELL = 400
_MOST_LEFT_OUT = 20


@dataclass(frozen=True, slots=True)
class Compared:
    """Two revisions and what changed between them.

    Args:
        base: the older one, in words.
        head: the newer one, in words.
        as_of: the fiscal year at which both sides were judged.
        changes: in their order.
        left_out: files that were not compared, and why.
    """

    base: str
    head: str
    as_of: int
    changes: list[Change]
    left_out: list[LeftOut]


def heading(kind: str) -> str:
    """The heading above changes of this kind."""
    return translate(_HEADINGS[kind])


def sign(change: Change) -> str:
    """A mark that needs no colour: + added, - removed, ! moved without an explanation, ~ all else."""
    if change.explained is False:
        return "!"
    return _SIGNS.get(change.kind.partition("-")[0], "~")


def subject(change: Change) -> str:
    """What changed: its id, name, field and year."""
    words = " ".join(filter(None, (change.ref.rpartition("/")[2], pick(change.name))))
    parts = [words, change.field or "", "" if change.year is None else show_year(change.year, calendar=change.calendar)]
    return " · ".join(filter(None, parts))


def before_and_after(change: Change) -> tuple[str, str]:
    """The old and the new value in words; empty where there is none."""
    if change.kind.endswith(("-strategy", "-measure")) and not change.kind.startswith("renamed"):
        return "", ""
    if change.kind == "turned-status":
        return _status(change, change.old), _status(change, change.new)
    if change.kind == "turned-grade":
        return _grade(change.old), _grade(change.new)
    if change.kind.endswith("-actual"):
        old, new = differing(change.old, change.new)
    else:
        old, new = both_in_words(change.old, change.new, change.calendar)
    if change.kind.startswith("added"):
        return "", new
    return (old, "") if change.kind.startswith("removed") else (old, new)


def explanation(change: Change) -> str:
    """Whether a revision or restatement explains the move, and its reason."""
    if change.explained is None:
        return ""
    if not change.explained:
        field = "restated" if change.kind == "moved-baseline" else "revisions"
        return said("nothing under “{field}” explains it", field=field)
    reason = pick(change.reason)
    return said("explained: {reason}", reason=reason) if reason else said("explained, without a reason")


def counts(changes: Iterable[Change]) -> str:
    """How many changes there are."""
    found = list(changes)
    if not found:
        return said("nothing changed in the project's terms")
    silent = sum(change.kind == "moved-target" and not change.explained for change in found)
    words = str(say_n("{n} change", "{n} changes", len(found)))
    if silent:
        moved = say_n("{n} target moved without a revision", "{n} targets moved without a revision", silent)
        words = said("{changes}; {moved}", changes=words, moved=moved)
    return words


def _status(change: Change, value: Mapping[str, Any]) -> str:
    text = status_text(value["status"])
    if "actual_value" in value:
        text += f" ({show_year(value['actual_year'], calendar=change.calendar)}: {flow(value['actual_value'])})"
    return text


def _grade(value: Mapping[str, Any] | None) -> str:
    return _NOTHING if value is None else f"{value['grade']} {pick(value['label'])}".rstrip()


def both_in_words(old: Any, new: Any, calendar: Literal["fy", "cy"]) -> tuple[str, str]:
    """What stood and stands at a place, in the same form: as it is written, unless both are words and these differ."""
    before, after = in_words(old, calendar), in_words(new, calendar)
    alike = before != after and "{" not in {before[:1], after[:1]}
    return (before, after) if alike else (flow(old), flow(new))


def in_words(value: Any, calendar: Literal["fy", "cy"]) -> str:
    """What stands at a place of a strategy: a text, a number with its year or years, or all as it is written."""
    if not isinstance(value, Mapping) or not value:
        return flow(value)
    if set(value) <= {"ja", "en"}:
        return pick(value)
    by_year = {value["year"]: value["value"]} if value.keys() == {"year", "value"} else value
    if not all(isinstance(year, int) for year in by_year):
        return flow(value)
    return said(", ").join(f"{show_year(year, calendar=calendar)}: {flow(one)}" for year, one in by_year.items())


def brief(entry: Mapping[str, Any] | None) -> str:
    """An entry of the actuals in few words: its value, its fraction, or why it has none: ``1914 (provisional)``."""
    if not entry:
        return _NOTHING
    status = entry.get("status", "normal")
    try:
        word = observation_word(status)
    except (KeyError, TypeError):  # an older version may say anything
        word = str(status)
    if "value" in entry:
        number = flow(entry["value"])
    elif "numerator" in entry or "denominator" in entry:
        number = f"{flow(entry.get('numerator'))} / {flow(entry.get('denominator'))}"
    else:
        return word
    return number if status == "normal" else f"{number} ({word})"


def differing(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> tuple[str, str]:
    """Two entries in few words; where these are equal, the fields in which the entries differ."""
    before, after = brief(old), brief(new)
    if before != after:
        return before, after
    was, is_ = old or {}, new or {}
    fields = [field for field in {**was, **is_} if was.get(field) != is_.get(field)]
    return _fields(was, fields), _fields(is_, fields)


def _fields(entry: Mapping[str, Any], fields: list[str]) -> str:
    return flow({field: entry[field] for field in fields if field in entry}) if set(fields) & entry.keys() else _NOTHING


def _title(compared: Compared) -> str:
    year = show_year(compared.as_of)
    return said("{base} → {head}, judged as of {year}", base=compared.base, head=compared.head, year=year)


def as_text(compared: Compared, columns: int) -> Iterator[Styled]:
    """The lines for a terminal of so many ``columns``: strategy by strategy, kind by kind."""
    yield from wrapped(visible(_title(compared)), columns, "bold")
    for strategy, changes in groupby(compared.changes, lambda change: change.ref.partition("/")[0]):
        yield Styled()
        yield Styled(visible(strategy), "bold")
        for kind, members in groupby(changes, lambda change: change.kind):
            yield Styled(f"  {heading(kind)}")
            several = list(members)
            subjects = Column(visible(subject(change)) for change in several)
            for change in several:
                yield from _change_text(change, subjects, columns)
    yield Styled()
    yield from wrapped(counts(compared.changes), columns)
    for line in compared.left_out:
        yield from wrapped(visible(str(line.reason)), columns, "yellow")


def _change_text(change: Change, subjects: Column, columns: int) -> Iterator[Styled]:
    """A change: what changed and how in a line where all of its kind have room, else below each other."""
    values = visible(" → ".join(filter(None, before_and_after(change))))
    lead, style = f"    {sign(change)} ", _STYLES[sign(change)]
    if subjects.widest <= columns // 2 and len(lead) + subjects.widest + 2 + widest(values) <= columns:
        text, leaders = subjects.parted(visible(subject(change)))
        yield Styled(lead, style).append(text).append(leaders if values else "", "dim").append(f"  {values}".rstrip())
    else:
        first, *more = wrap(visible(subject(change)), columns - len(lead)) or [""]
        yield Styled(lead, style).append(first)
        yield from (Styled(f"      {line}") for line in more)
        yield from wrapped(values, columns - 8, first="        ")
    if note := explanation(change):
        yield from wrapped(visible(note), columns - 8, "dim" if change.explained else "bold red", first="        ")


def as_markdown(compared: Compared) -> Iterator[str]:
    """The lines of a comment on a pull request: a table for each kind of change, the gravest kind first."""
    yield from (f"## {say('kpitrack: what changes')}", "")
    yield from (f"**{escape(counts(compared.changes))}**", "")
    yield escape(_title(compared))
    left_out = [f"- ⚠️ {_cell(str(line.reason))}" for line in compared.left_out[:_MOST_LEFT_OUT]]
    yield from _tables(compared.changes, _MOST - sum(map(len, left_out)))
    if left_out:
        yield from ("", *left_out)


def _tables(changes: Sequence[Change], room: int) -> Iterator[str]:
    """One table for each kind of change, until ``room`` characters are used up."""
    shown = 0
    for kind, members in groupby(sorted(changes, key=lambda one: KINDS.index(one.kind)), lambda one: one.kind):
        yield from ("", f"### {heading(kind)}", "")
        yield f"| | {say('Strategy')} | {say('What')} | {say('Before')} | {say('After')} |"
        yield "| --- | --- | --- | --- | --- |"
        for change in members:
            row = _row(change)
            room -= len(row)
            if room < 0:
                yield from ("", str(say_n("… and {n} more.", "… and {n} more.", len(changes) - shown)))
                return
            shown += 1
            yield row


def _row(change: Change) -> str:
    what, note = _cell(subject(change)), _cell(explanation(change))
    if note:
        what += f"<br>{note}" if change.explained else f"<br>**{note}**"
    old, new = map(_cell, before_and_after(change))
    return f"| {escape(sign(change))} | {_cell(change.ref.partition('/')[0])} | {what} | {old} | {new} |"


def _cell(text: str) -> str:
    return escape(text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…")


def as_json(compared: Compared, base: str, head: str | None) -> Iterator[str]:
    """The document ``kpitrack/diff/1``.

    Args:
        compared: what changed.
        base: the commit that is compared.
        head: the commit that it is compared with; null for the working tree.
    """
    gates = Counter(gate for change in compared.changes for gate in change.gates)
    yield from json.lines(
        "diff",
        base={"name": compared.base, "commit": base},
        head={"name": compared.head, "commit": head},
        as_of=compared.as_of,
        summary={"changes": len(compared.changes), "by_kind": dict(sorted(gates.items()))},
        changes=[_change(change) for change in compared.changes],
        left_out=[{"path": one.path, "reason": str(one.reason)} for one in compared.left_out],
    )


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "ref": change.ref,
        "name": change.name if isinstance(change.name, (str, Mapping)) else None,
        "year": change.year,
        "field": change.field,
        "old": written(change.old),
        "new": written(change.new),
        "explained": change.explained,
        "reason": change.reason,
    }
