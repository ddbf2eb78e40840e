"""Merging what departments answer with each other and with the repository: three ways, nothing lost in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from kpitrack.language import Text, say
from kpitrack.model.actuals import Actual
from kpitrack.model.numbers import plain_number, whole_as_int
from kpitrack.model.vocabulary import WITHOUT_VALUE, observation_word
from kpitrack.repository.edit import REMOVE, Edited

from .carried import mark_of
from .recorded import Recorded
from .row import RECORDS, FilledRow, Record, field_of

AWAITING = frozenset({"provisional", "estimated", "forecast"})
"""The states of a value that another one is waited for: a department that saw it may put the next one in its place."""
_PROVENANCE = ("source", "note", "published")
_DERIVED = ("numerator", "denominator", "by")
_SIGNATURE = ("by", "on")


class Key(NamedTuple):
    """One record of the repository."""

    record: Record
    ref: str
    year: int


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A filled row and the file that it comes from."""

    file: str
    answer: FilledRow

    def at(self, name: str) -> str:
        """The place of a field: ``file sheet!B5``; where its cell is empty, that of another one that is seen."""
        places = self.answer.places
        place = next(places[one] for one in (name, "value", "name", *places) if one in places)
        return f"{self.file} {self.answer.sheet}!{place}" if self.answer.sheet else f"{self.file} {place}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two answers that cannot both hold."""

    said: PlacedRow  # the one row
    name: str  # its field
    new: str  # what it says there
    other: PlacedRow | None  # the other row; None: the repository
    other_name: str  # the field that contradicts it
    old: str  # what stands there
    # whether the repository has changed since the sheet was exported; None where that is not known
    since: bool | None = None


@dataclass(slots=True)
class Merged:
    """The result of a merge."""

    edits: dict[Key, Edited] = field(default_factory=dict)  # by record, the fields to write into it
    # contradictions, refused unless the user chooses to replace
    conflicts: list[Conflict] = field(default_factory=list)
    # answers that do not count, each with the one that does instead
    superseded: list[tuple[PlacedRow, PlacedRow]] = field(default_factory=list)
    # rows that do not make an entry, each with what is missing
    incomplete: list[tuple[PlacedRow, Text]] = field(default_factory=list)
    same: int = 0  # how many answers are recorded already


def merge(answers: Iterable[PlacedRow], recorded: Callable[[Record, str, int], Recorded]) -> Merged:
    """Merge ``answers`` with each other, in the order in which the files were given, and with what is ``recorded``.

    An answer counts whole: of two that contradict each other, the later one, and nothing of the earlier.
    """
    found = Merged()
    by_record: dict[Key, list[PlacedRow]] = {}
    for said in answers:
        by_record.setdefault(Key(said.answer.record, said.answer.ref, said.answer.year), []).append(said)
    for key, several in by_record.items():
        _settle(key, _latest(several, found), recorded(*key), found)
    return found


def _latest(several: list[PlacedRow], found: Merged) -> PlacedRow:
    """The answer that counts: the latest, or an earlier one that says all that it says."""
    best, *later = several
    for said in later:
        old, new = _marks(best.answer), _marks(said.answer)
        if new.items() <= old.items():
            continue
        if not old.items() <= new.items():
            name = next(name for name in sorted(new, key=lambda name: name not in old) if new[name] != old.get(name))
            other = name if name in old else next(name for name in old if old[name] != new.get(name))
            first, second = _shown(other, said_by(best.answer)[other]), _shown(name, said_by(said.answer)[name])
            found.conflicts.append(Conflict(said, name, second, best, other, first))
            found.superseded.append((best, said))
        best = said
    return best


def _marks(answer: FilledRow) -> dict[str, str]:
    """What an answer says, for comparison with another one."""
    return {name: mark_of(name, value) for name, value in said_by(answer).items()}


def said_by(answer: FilledRow) -> dict[str, Any]:
    """The fields on which a row says something, with what it says; None where it takes the content away.

    A value is said with its state, which is final where the cell is empty; a workbook of which nobody knows what it
    was exported with says nothing by an empty cell.
    """
    if answer.changed is None:
        return dict(answer.fields)
    changed = set(answer.changed)
    if "value" in answer.fields and "value" in changed:
        changed.add("status")
    found = {name: answer.fields.get(name) for name in _names(answer.record) if name in changed}
    if "value" in answer.fields and "status" in found:
        found["status"] = answer.fields.get("status", "normal")
    return found


def _names(record: Record) -> list[str]:
    """The fields of a record, in the order of the sheet."""
    return [field_of(record, column) for column in RECORDS[record]]


def _settle(key: Key, said: PlacedRow, here: Recorded, found: Merged) -> None:
    """What comes of the answer that counts, held against the repository."""
    answer = said.answer
    holds = here.holds_about if answer.changed is None else here.holds

    def held(name: str, value: Any) -> bool:
        return here.marks(name) == {""} if value is None else holds(name, value)

    new = {name: value for name, value in said_by(answer).items() if not held(name, value)}
    if not new:
        found.same += 1
        return
    if key.record == "actual" and not ("value" in answer.fields or answer.fields.get("status") in WITHOUT_VALUE):
        cleared = answer.changed is not None and "value" in answer.changed
        if cleared or (here.value is None and here.status not in WITHOUT_VALUE):
            found.incomplete.append((said, say("the row has no value, and does not say why")))
            return
    conflicts = _against(said, new, here)
    found.conflicts += conflicts
    edit = (
        _actual_edit(answer, new, here, forced=bool(conflicts))
        if key.record == "actual"
        else _evaluation_edit(new, here)
    )
    if edit == {}:
        found.same += 1
    else:
        found.edits[key] = edit


def _against(said: PlacedRow, new: Mapping[str, Any], here: Recorded) -> list[Conflict]:
    """How an answer contradicts the repository."""
    answer = said.answer

    def conflict(name: str, other: str, *, since: bool | None) -> Conflict:
        return Conflict(said, name, _shown(name, new[name]), None, other, here.shown(other), since)

    if answer.changed is None:
        return [conflict(name, name, since=None) for name in new if _stands_in_the_way(here, new, name)]
    there = {name: answer.could_not_show(name) or answer.was(name) for name in _names(answer.record)}
    moved = [name for name, mark in there.items() if mark not in here.marks(name)]
    hidden = [name for name in new if answer.could_not_show(name)]
    both = [name for name in new if name in moved or name in hidden]
    if answer.record != "actual":
        return [conflict(name, name, since=name in moved) for name in both]
    if moved or hidden:
        pairs = [(name, name) for name in both] or [(next(iter(new)), moved[0])]
        return [conflict(name, other, since=other in moved) for name, other in pairs]
    gone = new.get("status") in WITHOUT_VALUE
    if here.value is None or not ("value" in new or gone) or here.status in AWAITING:
        return []
    return [conflict("status" if gone else "value", "value", since=False)]


def _stands_in_the_way(here: Recorded, new: Mapping[str, Any], name: str) -> bool:
    """Whether something else is recorded where a row says something, of which nobody knows what its sheet showed."""
    if here.record == "actual" and here.value is None and "value" in new:
        return False  # what was said about the absence of a value does not hold for the value
    return "" not in here.marks(name)


def _shown(name: str, value: Any) -> str:
    """A field in words; empty where it has none."""
    if name == "status" and value:
        return observation_word(value)
    return plain_number(value) if isinstance(value, int | float) else str(value or "")


def _actual_edit(answer: FilledRow, new: Mapping[str, Any], here: Recorded, *, forced: bool) -> Edited:
    """The edit of a year's entry; ``forced`` where the answer contradicts it, so that the row goes in its place whole.

    A value that goes, or comes in place of another, takes its source, note, day and breakdown with it: only what the
    row says anew belongs to the new one.
    """
    fields = answer.fields
    gone = fields.get("status") in WITHOUT_VALUE
    if "value" in new or (gone and here.value is not None) or not here.present:
        own = answer.changed is not None and ("value" in answer.changed or gone)
        given = answer.changed if own and answer.changed is not None else set(fields)
        wanted = {name: value for name, value in fields.items() if name in {"value", "status"} or name in given}
        dropped = {"value", "status", *_PROVENANCE, *_DERIVED} - set(wanted)
    elif forced and answer.changed is not None:
        wanted = {name: value for name, value in fields.items() if name == "status" or not here.holds(name, value)}
        dropped = {"status", *_PROVENANCE} - set(fields)
    else:
        wanted = {name: value for name, value in new.items() if value is not None}
        dropped = set(new) - set(wanted)
    if wanted.get("status") == "normal":
        del wanted["status"]
        dropped |= {"status"}
    return _written(here, wanted, dropped)


def _evaluation_edit(new: Mapping[str, Any], here: Recorded) -> Edited:
    """The edit of a year's evaluation. One whose words change loses its old author and date."""
    replaced = {name for name in new if name in here.written} - {*_SIGNATURE}
    dropped = {name for name, value in new.items() if value is None}
    dropped |= {name for name in _SIGNATURE if replaced and new.get(name) is None}
    return _written(here, {name: value for name, value in new.items() if value is not None}, dropped)


def _written(here: Recorded, wanted: Mapping[str, Any], dropped: set[str]) -> Edited:
    """The edit in the form that the record has: a bare value stays one as long as it says everything."""
    if here.record == "actual" and not isinstance(here.content, Actual):
        old = whole_as_int(here.content) if isinstance(here.content, float) else here.content
        kept = {} if old is None or "value" in dropped else {"value": old}
        kept |= wanted
        return cast("Edited", kept["value"] if set(kept) == {"value"} else kept)
    removed = dict.fromkeys(sorted(dropped & here.written), REMOVE)
    return cast("Edited", {**wanted, **removed})
