"""Reading the sheets that departments send back: their columns and filled rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kpitrack.exchange.spreadsheet.cells import Cell, Sheet, UnreadableSheet
from kpitrack.language import Text, say
from kpitrack.model.actuals import WITHOUT_VALUE, ObservationStatus, observation_word
from kpitrack.model.figures import Figure, UnreadableFigure
from kpitrack.model.figures.actual import hold_as_actual, words_to_keep
from kpitrack.model.figures.units import spelling
from kpitrack.model.record import plain
from kpitrack.model.strategy import KPI

from .cells import (
    BadCell,
    as_number,
    checked,
    read_cell_day,
    read_cell_figure,
    read_cell_status,
    read_cell_year,
    read_text,
)
from .columns import COLUMNS, NEEDED, READ, header_names, plain_header, statuses_by_word

_SEARCHED = 60  # rows, for the header
_SHOWN = 60  # characters of a cell
_FILLED = ("value", "status", "source", "note", "published")


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that could not be read: its place, its content, why, and what to write."""

    sheet: str
    place: str
    found: str
    message: Text
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row for a KPI and year: the filled fields, each with its cell."""

    ref: str
    year: int
    fields: Mapping[str, Any]
    sheet: str
    places: Mapping[str, str]


@dataclass(slots=True)
class FilledSheet:
    """A returned file.

    Attributes:
        answers: its filled rows, in order.
        problems: the cells that could not be read.
        ignored: the names of unknown columns.
        empty: how many rows are not filled in.
    """

    answers: list[FilledRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    empty: int = 0


Result = TypeVar("Result")
Find = Callable[[str], tuple[str, KPI]]
"""The ref and the KPI of a key; raises `BadCell` where there is none, or several."""


def read_answers(sheets: Sequence[Sheet], find: Find, step: Callable[[], None] = lambda: None) -> FilledSheet:
    """Read the rows of all ``sheets``.

    Args:
        sheets: of one file.
        find: gives the KPI of a key.
        step: called once for each row.

    Raises:
        UnreadableSheet: none of them has the row of column names.
    """
    found = FilledSheet()
    words = statuses_by_word()
    tables = [(sheet, *header) for sheet in sheets if (header := _header(sheet))]
    if not tables:
        raise UnreadableSheet(
            say("no sheet has a row with the column names {names}", names=", ".join(NEEDED)),
            say("put the row of small grey names back, as kpitrack sheet export writes it"),
        )
    for sheet, start, columns, ignored in tables:
        found.ignored += [name for name in ignored if name not in found.ignored]
        for row in sheet.rows[start:]:
            cells = {columns[cell.column]: cell for cell in row if cell.column in columns and not cell.empty}
            read = _Row(sheet.name, cells, words)
            if not read.filled:
                found.empty += bool(cells)
            elif answer := read.answer(find):
                found.answers.append(answer)
            found.problems += read.problems
            step()
    return found


def _header(sheet: Sheet) -> tuple[int, dict[int, str], list[str]] | None:
    """The first row, the columns by number, and the unknown names; None without a header."""
    names = {column.name: column.name for column in COLUMNS}
    for known in (names, header_names()):
        for index, row in enumerate(sheet.rows[:_SEARCHED]):
            if row[0].row > _SEARCHED:
                break
            heads = [(cell, known.get(plain_header(cell.text))) for cell in row if not cell.formula]
            titles = [name for _, name in heads if name]
            if not set(NEEDED) <= set(titles):
                continue
            if twice := [name for name in READ if titles.count(name) > 1]:
                raise UnreadableSheet(
                    say("the column {name} stands in the sheet twice", name=twice[0]), say("take one of them out")
                )
            columns = {cell.column: name for cell, name in heads if name in READ}
            return index + 1, {at: str(name) for at, name in columns.items()}, [c.text for c, name in heads if not name]
    return None


@dataclass(slots=True)
class _Row:
    """Reads one row, and collects what could not be read of it."""

    sheet: str
    cells: Mapping[str, Cell]
    words: Mapping[str, ObservationStatus]
    problems: list[Problem] = field(default_factory=list)

    def answer(self, find: Find) -> FilledRow | None:
        """The filled row; None where a part of it cannot be read."""
        self._require("kpi", say("the row has no KPI"), say("write it as strategy/kpi, or take the row out"))
        self._require("year", say("the row has no year"), say("write the year"))
        place = self._attempt("kpi", lambda cell: find(read_text(cell)))
        year = self._attempt("year", read_cell_year)
        if place is None or year is None:
            return None
        ref, kpi = place
        fields = self._fields(kpi, year)
        self._hold_against(year)
        if self.problems:
            return None
        return FilledRow(ref, year, fields, self.sheet, {name: self.cells[name].place for name in self.filled})

    @property
    def filled(self) -> list[str]:
        """The input columns that are filled in."""
        return [name for name in _FILLED if name in self.cells]

    def _problem(self, cell: Cell, message: Text, hint: Text | None) -> None:
        text = cell.text if len(cell.text) <= _SHOWN else f"{cell.text[:_SHOWN]}…"
        self.problems.append(Problem(self.sheet, cell.place, text, message, hint))

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

    def _fields(self, kpi: KPI, year: int) -> dict[str, Any]:
        """The fields of the entry that the row fills in."""
        status = self._attempt("status", lambda cell: read_cell_status(cell, self.words))
        word, figure = self._word(kpi), None
        if word is None:
            figure = self._attempt("value", lambda cell: self._figure(cell, kpi, year, status))
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
        return {name: value for name, value in fields.items() if value is not None}

    def _word(self, kpi: KPI) -> str | None:
        """The word of the KPI's scale that the row fills in, if it has one and that is one."""
        text = self._attempt("value", read_text) if kpi.scale is not None else None
        return text.strip() if text is not None and kpi.step_of(text.strip()) is not None else None

    def _figure(self, cell: Cell, kpi: KPI, year: int, status: ObservationStatus | None) -> Figure:
        try:
            figure = read_cell_figure(cell, plain(kpi.unit), _other_unit(self.cells, kpi))
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
        if figure.value is not None and status in WITHOUT_VALUE:
            raise BadCell(
                say("there is a value, and a state that says that there is none"), say("take one of them out")
            )
        return figure

    def _hold_against(self, year: int) -> None:
        """Find contradictions within the row."""
        era = self._attempt("era", read_cell_year)
        if era not in {None, year}:
            self._problem(
                self.cells["era"],
                say("the row says {year} and {era}", year=year, era=self.cells["era"].text),
                say("let both name the same year"),
            )
        self._attempt("unit", checked)


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


def _other_unit(cells: Mapping[str, Cell], kpi: KPI) -> str:
    """The unit in the sheet, where someone has replaced the KPI's."""
    written = cells["unit"].text if "unit" in cells else ""
    own = {kpi.unit} if isinstance(kpi.unit, str) else set(kpi.unit.values())
    return "" if not written or spelling(written) in {spelling(unit) for unit in own} else written
