"""Merging the rows that departments filled in: the changes of the repository, and conflicts with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from kpitrack.exchange.spreadsheet.cells import shortest
from kpitrack.language import Text, say
from kpitrack.model.actuals import WITHOUT_VALUE, Actual, Entry, stated_value
from kpitrack.model.numbers import plain_number
from kpitrack.model.record import Source, plain
from kpitrack.model.strategy import KPI
from kpitrack.repository.edit import REMOVE, Edited

from .read import FilledRow

_DERIVED = ("value", "numerator", "denominator", "by")


@dataclass(frozen=True, slots=True)
class Recorded:
    """The entry in the repository for one KPI and year. ``present`` tells an empty entry from a missing one."""

    kpi: KPI
    entry: Entry
    present: bool

    @property
    def actual(self) -> Actual:
        """The entry as a mapping of fields."""
        return self.entry if isinstance(self.entry, Actual) else Actual(value=self.entry)

    @property
    def value(self) -> float | str | None:
        """Its value, as written or derived; of a scale the word as written."""
        return stated_value(self.entry, plain(self.kpi.unit))


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A filled row and the file that it comes from."""

    file: str
    answer: FilledRow

    def at(self, name: str) -> str:
        """The place of a field: ``file sheet!B5``."""
        places = self.answer.places
        place = places.get(name) or next(iter(places.values()))
        return f"{self.file} {self.answer.sheet}!{place}" if self.answer.sheet else f"{self.file} {place}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict: the new value of a field, and the value that contradicts it with its source."""

    said: PlacedRow
    name: str
    new: str
    old: str
    other: PlacedRow | None = None  # None: the repository


@dataclass(slots=True)
class Merged:
    """The result of a merge.

    Attributes:
        edits: by KPI ref and year, the fields to write into the entry.
        conflicts: contradictions, refused unless the user chooses to replace values.
        incomplete: rows that do not make an entry, each with what is missing.
        same: how many rows change nothing.
    """

    edits: dict[tuple[str, int], Edited] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    incomplete: list[tuple[PlacedRow, Text]] = field(default_factory=list)
    same: int = 0


def merge(answers: Iterable[PlacedRow], recorded: Callable[[str, int], Recorded]) -> Merged:
    """Merge ``answers``; where two contradict each other, the later one counts.

    Args:
        answers: of all files, in their order.
        recorded: the entries in the repository.
    """
    found = Merged()
    by_entry: dict[tuple[str, int], list[PlacedRow]] = {}
    for said in answers:
        by_entry.setdefault((said.answer.ref, said.answer.year), []).append(said)
    for (ref, year), several in by_entry.items():
        here = recorded(ref, year)
        fields, sayers = _combined(several, here, found)
        if not fields:
            continue
        gone = bool(_gone(fields))
        if here.value is None and "value" not in fields and not gone and here.actual.status not in WITHOUT_VALUE:
            said = next(iter(sayers.values()))
            found.incomplete.append((said, say("the row has no value, and does not say why")))
            continue
        if here.value is not None and ("value" in fields or gone):
            name = "status" if gone else "value"
            found.conflicts.append(Conflict(sayers[name], name, _shown(fields[name]), _shown(here.value)))
        given = {name for said in several for name in said.answer.fields}
        found.edits[ref, year] = _edit(here, fields, given)
    return found


def _combined(
    several: Iterable[PlacedRow], here: Recorded, found: Merged
) -> tuple[dict[str, Any], dict[str, PlacedRow]]:
    """The new fields of one entry and their rows; contradictions are added to the conflicts."""
    fields: dict[str, Any] = {}
    sayers: dict[str, PlacedRow] = {}

    def contradict(said: PlacedRow, name: str, value: Any, other: str) -> None:
        found.conflicts.append(Conflict(said, name, _shown(value), _shown(fields[other]), sayers[other]))

    for said in several:
        new = {name: value for name, value in said.answer.fields.items() if not unchanged(here, name, value)}
        found.same += not new
        if {_gone(new), _gone(fields)} == {True, False}:
            name, other = ("status", "value") if _gone(new) else ("value", "status")
            contradict(said, name, new[name], other)
            del fields[other], sayers[other]
        for name, value in new.items():
            if name in fields and fields[name] != value:
                contradict(said, name, value, name)
            fields[name], sayers[name] = value, said
    return fields, sayers


def _gone(fields: Mapping[str, Any]) -> bool | None:
    """Whether ``fields`` state that there is no value; None where they state neither."""
    if "value" in fields:
        return False
    return True if fields.get("status") in WITHOUT_VALUE else None


def unchanged(here: Recorded, name: str, value: Any) -> bool:
    """Whether the repository already has ``value``, compared as the sheet shows it."""
    if not here.present:
        return False
    actual = here.actual
    if name == "value":
        known = here.value
        return known is not None and value in {known, known if isinstance(known, str) else shortest(known)}
    if name == "status":
        return bool(actual.status == value)
    if name == "published":
        return isinstance(actual.published, dt.date) and actual.published.isoformat() == value
    return _lossy(str(value)) in {_lossy(words) for words in _renderings(getattr(actual, name))}


def _renderings(text: object) -> set[str]:
    """Every form in which the sheet may show a text or a source."""
    if isinstance(text, Source):
        return _renderings(text.title) or ({text.url} if text.url else set())
    if isinstance(text, Mapping):
        return {str(words) for words in text.values()}
    return {text} if isinstance(text, str) else set()


def _lossy(text: str) -> str:
    """``text`` after a round trip: through a CSV file in CP932, which lacks characters, or with other line ends."""
    kept = text.replace("_x000D_", "\n").encode("cp932", "replace").decode("cp932")
    return " ".join(kept.split())


def _edit(here: Recorded, fields: Mapping[str, Any], given: set[str]) -> Edited:
    """The edit of an entry: its new fields, and the removal of old ones that no longer hold."""
    new: dict[str, Any] = dict(fields)
    old = here.actual
    if new.get("status") == "normal":
        new["status"] = REMOVE
    written = {name for name in type(old).model_fields if getattr(old, name) is not None}
    if isinstance(here.entry, Actual) and "status" not in old.model_fields_set:
        written.discard("status")
    if "value" in fields:
        gone = {name for name in _DERIVED if name != "value"}
        if "status" not in given and old.status != "normal":
            gone.add("status")
        if old.status in WITHOUT_VALUE and "note" not in given:
            gone.add("note")  # remarks on the missing value do not apply to the new value
    elif fields.get("status") in WITHOUT_VALUE:
        gone = set(_DERIVED)
    else:
        gone = set()
    if isinstance(here.entry, Actual):
        for name in gone & written:
            new.setdefault(name, REMOVE)
        return {name: value for name, value in new.items() if value is not REMOVE or name in written}
    kept: dict[str, Any] = {} if here.entry is None or "value" in gone else {"value": here.entry}
    kept |= {name: value for name, value in new.items() if value is not REMOVE}
    return cast("Edited", kept["value"] if set(kept) == {"value"} else kept)


def _shown(value: Any) -> str:
    return plain_number(value) if isinstance(value, int | float) else str(value)
