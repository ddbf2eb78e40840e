"""One row of a returned sheet: whose it is, what it answers, and what of it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeVar

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.language import Text, plain, say
from kpitrack.model.figures import Figure, UnreadableFigure
from kpitrack.model.figures.actual import hold_as_actual, words_to_keep
from kpitrack.model.numbers import suggest_number
from kpitrack.model.strategy import KPI
from kpitrack.model.vocabulary import WITHOUT_VALUE, ObservationStatus, observation_word

from .carried import ACTUAL, EVALUATION, EXTERNAL, FILLED, IDENTITY, CarriedRow, identity_of, mark_of
from .cells import (
    BadCell,
    as_number,
    checked,
    read_cell_day,
    read_cell_figure,
    read_cell_next_step,
    read_cell_status,
    read_cell_year,
    read_text,
)

_SHOWN = 60  # characters of a cell
Record = Literal["actual", "evaluation", "external"]
"""What a row answers: a year's value, its evaluation, or the external evaluation beside it. Each counts as a whole."""
RECORDS: Mapping[Record, tuple[str, ...]] = {"actual": ACTUAL, "evaluation": EVALUATION, "external": EXTERNAL}


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that could not be read: its place, its content, why, and what to write."""

    sheet: str
    place: str
    found: str
    message: Text
    hint: Text | None = None


class Subject(NamedTuple):
    """The KPI, goal or measure that a key names."""

    ref: str  # ``strategy/id``
    kpi: KPI | None  # None for a goal or measure, which have no values
    name: str  # in words
    # by the columns of `IDENTITY`, what may stand beside the key; columns that are not here may say anything
    says: Mapping[str, Collection[str]]


Find = Callable[[str, str], Subject]
"""What a key in the column ``kpi`` or ``node`` names; raises `BadCell` where there is none, or several."""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """What one row answers on one record."""

    record: Record
    ref: str  # ``strategy/id`` of the KPI, goal or measure
    year: int  # the fiscal year
    # what its cells hold; those of an external evaluation without ``external.``. Empty ones are left out
    fields: Mapping[str, Any]
    sheet: str  # its name; empty for a CSV file
    places: Mapping[str, str]  # the cells of the row, by their columns
    # the fields that are not as exported, cleared ones among them; None where that is not known
    changed: frozenset[str] | None = None
    exported: CarriedRow | None = None  # what the row was exported with, if that is known

    def was(self, name: str) -> str:
        """What a field was exported with, as `mark_of` puts it."""
        return self.exported.fields.get(column_of(self.record, name), "") if self.exported else ""

    def could_not_show(self, name: str) -> str:
        """The mark of what was recorded, and left out of the workbook, since no cell can hold it."""
        return self.exported.unseen.get(column_of(self.record, name), "") if self.exported else ""


def column_of(record: Record, name: str) -> str:
    """The column of a field of a record."""
    return f"external.{name}" if record == "external" else name


def field_of(record: Record, column: str) -> str:
    """The field of a record that stands in a column."""
    return column.removeprefix("external.") if record == "external" else column


Result = TypeVar("Result")


@dataclass(slots=True)
class Row:
    """Reads one row, and collects what could not be read of it."""

    sheet: str  # its name
    cells: Mapping[str, Cell]  # those that hold something, by the names of their columns
    columns: Collection[str]  # the input columns that the sheet has
    words: Mapping[str, ObservationStatus]  # every status by its words
    problems: list[Problem] = field(default_factory=list)  # what could not be read
    # the records that held something when the row was exported and are empty now, each with a place
    cleared: list[tuple[str, Record]] = field(default_factory=list)

    @property
    def filled(self) -> list[str]:
        """The input columns that are filled in."""
        return [name for name in FILLED if name in self.cells]

    @property
    def has_key(self) -> bool:
        """Whether it says of what and when it is."""
        return "year" in self.cells and ("kpi" in self.cells or "node" in self.cells)

    def refuse_merged(self, over_rows: Collection[tuple[int, int]]) -> None:
        """Find input cells that ``over_rows`` names by row and column: whose answer is theirs is not certain."""
        for cell in (self.cells[name] for name in self.filled):
            if (cell.row, cell.column) in over_rows:
                message = say("the cell is merged with those below it, which belong to other rows")
                self._problem(cell, message, say("take the merging off and write each row's own answer"))

    @property
    def named(self) -> set[tuple[str, int]]:
        """The keys that stand in the row, each with its year, as they are written."""
        try:
            year = read_cell_year(self.cells["year"])
        except (BadCell, KeyError):
            return set()
        return {(self.cells[name].text, year) for name in ("kpi", "node") if name in self.cells}

    def read(self, find: Find, carried: Mapping[tuple[str, int], CarriedRow] | None) -> list[FilledRow]:
        """What it answers; nothing where a part of it cannot be read, or all is as exported.

        Args:
            find: gives the KPI, goal or measure of a key.
            carried: what the workbook was exported with; None where it does not carry that.
        """
        if "last_year_of" in self.cells or (not self.filled and not self.has_key):
            return []  # words of an earlier year to look at, or a band between the rows
        key = "kpi" if "kpi" in self.cells or "node" not in self.cells else "node"
        if self._says_nothing(key, carried or {}):
            return []  # also of what is no longer there
        if self.filled:
            self._require(key, say("the row has no KPI"), say("write it as strategy/kpi, or take the row out"))
            self._require("year", say("the row has no year"), say("write the year"))
        subject = self._attempt(key, lambda cell: find(read_text(cell), key))
        year = self._attempt("year", read_cell_year)
        if subject is None or year is None:
            return []
        exported = (carried or {}).get((subject.ref, year))
        answers = [
            answer
            for record, names in RECORDS.items()
            if (answer := self._answer(record, names, subject, year, exported))
        ]
        if answers:
            self._hold_against(subject, year, exported)
        return [] if self.problems else answers

    def _says_nothing(self, key: str, carried: Mapping[tuple[str, int], CarriedRow]) -> bool:
        """Whether it is empty or full as it was exported, as far as its key is as it was."""
        try:
            at = self.cells[key].text, read_cell_year(self.cells["year"])
        except (BadCell, KeyError):
            return False
        exported = carried.get(at)
        if exported is None:
            return not self.filled
        return all(self._mark(name) == exported.fields.get(name, "") for name in self.columns)

    def _answer(
        self, record: Record, names: Collection[str], subject: Subject, year: int, exported: CarriedRow | None
    ) -> FilledRow | None:
        """What the row answers on ``record``; None where all of its cells are as exported, or empty."""
        there = [name for name in names if name in self.columns]
        was = {name: exported.fields.get(name, "") for name in there} if exported else {}
        touched = {name for name in there if exported is None or self._mark(name) != was[name]}
        if not touched:
            return None
        if not any(name in self.cells for name in there):
            if any(was.values()):  # cleared as a whole: that takes nothing away
                self.cleared.append((self.cells["year"].place, record))
            return None
        if record != "actual":
            fields = self._texts(there)
        elif subject.kpi is not None:
            fields = self._actual(subject.kpi, year, touched)
        else:
            first = next(self.cells[name] for name in there if name in self.cells)
            self._problem(first, say("a goal or measure has no values"), say("write it into the row of a KPI"))
            return None
        changed = None
        if exported is not None:
            now = {name: mark_of(name, fields.get(name)) for name in there}
            if "value" in fields:  # beside a value, an empty state means final
                now["status"] = now.get("status") or "normal"
                was["status"] = was.get("status") or ("normal" if was.get("value") else "")
            changed = frozenset(field_of(record, name) for name in there if now[name] != was[name])
            if not changed:
                return None
        places = {field_of(record, name): cell.place for name, cell in self.cells.items()}
        now_there = {field_of(record, name): value for name, value in fields.items()}
        return FilledRow(record, subject.ref, year, now_there, self.sheet, places, changed, exported)

    def _mark(self, name: str) -> str:
        cell = self.cells.get(name)
        if cell is None:
            return ""
        return f"={cell.text}" if cell.formula or cell.error else mark_of(name, cell.value)

    def _problem(self, cell: Cell, message: Text, hint: Text | None) -> None:
        self.problems.append(Problem(self.sheet, cell.place, _short(cell.text), message, hint))

    def _require(self, name: str, message: Text, hint: Text) -> None:
        if name not in self.cells:
            self._problem(self.cells[self.filled[0]], message, hint)

    def _attempt(self, name: str, read: Callable[[Cell], Result]) -> Result | None:
        if (cell := self.cells.get(name)) is None:
            return None
        try:
            return read(cell)
        except BadCell as bad:
            self._problem(cell, bad.message, bad.hint)
            return None

    def _texts(self, names: Collection[str]) -> dict[str, Any]:
        """The fields of an evaluation that the row fills in."""
        found: dict[str, Any] = {}
        for name in names:
            if name.rpartition(".")[2] == "on":
                day = self._attempt(name, read_cell_day)
                found[name] = day.isoformat() if day else None
            else:
                found[name] = self._attempt(name, read_cell_next_step if name == "next" else read_text)
        return {name: value for name, value in found.items() if value is not None}

    def _actual(self, kpi: KPI, year: int, touched: Collection[str]) -> dict[str, Any]:
        """The fields of the entry that the row fills in."""
        status = self._attempt("status", lambda cell: read_cell_status(cell, self.words))
        if "value" in touched and "status" not in touched and status in WITHOUT_VALUE:
            status = None  # it was exported without a value, and now has one
        word, figure = self._word(kpi), None
        if word is None:
            stated = status if "status" in touched else None
            figure = self._attempt("value", lambda cell: self._figure(cell, kpi, year, stated))
        if figure and figure.status != "normal":
            status = figure.status
        day = self._attempt("published", read_cell_day)
        fields = {
            "value": word if figure is None or figure.value is None else as_number(figure.value),
            "status": status,
            "source": self._attempt("source", read_text),
            "note": _joined(self._attempt("note", read_text), words_to_keep(figure) if figure else ""),
            "published": day.isoformat() if day else None,
        }
        if fields["value"] is not None and status in WITHOUT_VALUE:
            self._problem(
                self.cells["value"],
                say("there is a value, and a state that says that there is none"),
                say("take one of them out"),
            )
        return {name: value for name, value in fields.items() if value is not None}

    def _word(self, kpi: KPI) -> str | None:
        """The word of the KPI's scale that the row fills in, if it has one and that is one."""
        text = self._attempt("value", read_text) if kpi.scale is not None else None
        return text.strip() if text is not None and kpi.step_of(text.strip()) is not None else None

    def _figure(self, cell: Cell, kpi: KPI, year: int, status: ObservationStatus | None) -> Figure:
        if cell.text == "-" and status not in WITHOUT_VALUE:
            raise BadCell(
                say("“-” may be a 0 that Excel shows so, or no value"),
                say("write 0, or where there is no value, leave the cell empty and choose a state"),
            )
        try:
            figure = read_cell_figure(cell, plain(kpi.unit))
        except BadCell:
            if kpi.scale is not None:
                raise _no_word(cell, kpi) from None
            raise
        if kpi.scale is not None and figure.value is not None:
            raise _no_word(cell, kpi)
        try:
            hold_as_actual(figure, cell.text, kpi, year)
        except UnreadableFigure as error:
            raise BadCell(error.message, error.hint) from None
        if figure.status != "normal" and status is not None and status != figure.status:
            first, second = observation_word(figure.status), observation_word(status)
            raise BadCell(
                say("the value says {first}, the state says {second}", first=first, second=second),
                say("let both say the same"),
            )
        return figure

    def _hold_against(self, subject: Subject, year: int, exported: CarriedRow | None) -> None:
        """Find contradictions within the row: another year, or words beside the key that are not those of the key."""
        era = self._attempt("era", read_cell_year)
        if era not in {None, year}:
            self._problem(
                self.cells["era"],
                say("the row says {year} and {era}", year=year, era=self.cells["era"].text),
                say("let both name the same year"),
            )
        for name in IDENTITY:
            cell = self.cells.get(name)
            if cell and self._attempt(name, checked) and not _belongs(name, cell, subject, exported):
                known = subject.says.get(name)
                own = f"{next(iter(known), '')}" if known else subject.name
                self._problem(
                    cell,
                    say(
                        "“{found}” stands beside the key {ref}, to which “{own}” belongs",
                        found=_short(cell.text), ref=subject.ref, own=_short(own),
                    ),
                    say(
                        "put the key and what belongs to it into one row again, and sort whole rows; a value in another"
                        " unit has that unit beside it in its own cell"
                    ),
                )  # fmt: skip
                return
        self._hold_against_unit(subject, exported)

    def _hold_against_unit(self, subject: Subject, exported: CarriedRow | None) -> None:
        """Find a KPI that is counted otherwise than when the sheet was exported."""
        units = subject.says.get("unit", ())
        was = exported.identity.get("unit") if exported else None
        if was and "value" in self.cells and was not in {identity_of(unit) for unit in units}:
            self._problem(
                self.cells["value"],
                say(
                    "{ref} was counted in {before} when the sheet was exported, and is counted in {unit} now",
                    ref=subject.ref, before=was, unit=next(iter(units), "") or "–",
                ),
                say("export the sheet again"),
            )  # fmt: skip


def _belongs(name: str, cell: Cell, subject: Subject, exported: CarriedRow | None) -> bool:
    """Whether what stands beside a key is what was exported beside it, or what the repository has."""
    there = identity_of(cell.value)
    if exported and there == exported.identity.get(name, ""):
        return True
    if name not in subject.says:
        return exported is None
    return any(_agree(name, there, identity_of(words)) for words in subject.says[name])


def _agree(name: str, there: str, known: str) -> bool:
    if there == known or (name in {"goal", "measure"} and known and known in there):
        return True
    if name not in {"baseline", "target"}:
        return False
    shown, exact = suggest_number(there), suggest_number(known)
    if shown is None or exact is None:
        return False
    places = len(shown.partition(".")[2])  # a CSV file holds a number as its cell showed it, rounded
    return Decimal(shown) == round(Decimal(exact), places)


def _no_word(cell: Cell, kpi: KPI) -> BadCell:
    words = ", ".join(map(plain, kpi.scale or ()))
    return BadCell(
        say("“{word}” is no word of the KPI's scale", word=cell.text), say("write one of: {words}", words=words)
    )


def _joined(note: str | None, beside: str) -> str | None:
    """The note, with the words beside the value unless it already has them."""
    if not beside or beside in (note or ""):
        return note
    return f"{note}、{beside}" if note else beside


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
