"""What one workbook asks for: the rows of values and of evaluations, and the lines of its sheets that they become."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from kpitrack.language import say, translate
from kpitrack.model.numbers import exact, plain_number, rounded
from kpitrack.model.vocabulary import NEXT_STEPS, ObservationStatus, observation_word
from kpitrack.model.years import era_year, show_year

from .columns import COLUMNS, COMMITTEE_COLUMNS, EVALUATION_COLUMNS, Column

Content = str | int | float | dt.date
LineKind = Literal["strategy", "goal", "measure", "asked", "shown"]
LONGEST = 32_767  # characters of a cell
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of values: what the department needs to know of a KPI and year, and what is already recorded.

    ``path`` holds the titles of the goal and the measures that the KPI hangs on.
    """

    kpi: str  # strategy/kpi
    year: int
    name: str
    unit: str
    strategy: str = ""  # its title
    path: Sequence[str] = ()
    calendar: Literal["fy", "cy"] = "fy"
    department: str = ""
    definition: str = ""
    accumulation: str = ""
    baseline_year: int | None = None
    baseline: float | str | None = None
    target_year: int | None = None
    target: float | str | None = None
    target_words: str = ""
    previous_year: int | None = None
    previous: float | str | None = None
    expected: float | str | None = None
    value: float | str | None = None
    status: ObservationStatus | None = None
    source: str = ""
    note: str = ""
    published: dt.date | None = None
    scale: Sequence[str] = ()  # the words that its value is one of

    @property
    def ref(self) -> str:
        """``strategy/kpi``."""
        return self.kpi

    @property
    def goal(self) -> str:
        """The title of its goal."""
        return self.path[0] if self.path else ""

    @property
    def measure(self) -> str:
        """The title of the measure that it hangs on; empty where it hangs on the goal."""
        return self.path[-1] if len(self.path) > 1 else ""


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One row of evaluations: a goal, a measure or a KPI in a year, and the words that are already recorded."""

    ref: str  # ``strategy/id``
    is_node: bool  # whether it is a goal or measure
    year: int  # the fiscal year that is judged
    name: str  # its title or name
    strategy: str = ""  # the title of its strategy
    path: Sequence[str] = ()  # the titles of the goal and measures above it
    calendar: Literal["fy", "cy"] = "fy"
    department: str = ""  # who is asked
    figures: str = ""  # what the figures of that year say, for people
    # what is recorded for the year, by `columns.EVALUATION_FIELDS`
    words: Mapping[str, str | dt.date] = field(default_factory=dict)
    earlier_year: int | None = None  # the newest year before it that has an evaluation
    earlier: Mapping[str, str | dt.date] = field(default_factory=dict)  # what that one says

    @property
    def goal(self) -> str:
        """The title of the goal above it."""
        return self.path[0] if self.path else ""


@dataclass(frozen=True, slots=True)
class Handout:
    """One workbook."""

    title: str  # printed at the top of each page
    values: Sequence[SheetRow] = ()  # the values asked for, in the order of the sheet
    evaluations: Sequence[EvaluationRow] = ()  # the evaluations asked for, in the order of the sheet
    committee: bool = False  # whether they are asked of a committee, which judges beside the departments
    department: str = ""  # who is asked, where it is one
    due: dt.date | None = None  # the day until which the answer is awaited


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the title of a strategy, goal or measure, something asked for, or something to look at."""

    # how it looks. A goal or measure of which an evaluation is asked is both a title and a row to fill in
    kind: LineKind
    cells: Mapping[str, Content]  # their contents by the names of the columns; empty ones are left out
    asked: bool = False  # whether its cells are to be filled in
    scale: Sequence[str] = ()  # the words to choose its value from


def columns_of(handout: Handout) -> tuple[Column, ...]:
    """The columns of its evaluations."""
    return COMMITTEE_COLUMNS if handout.committee else EVALUATION_COLUMNS


def value_lines(rows: Sequence[SheetRow]) -> Iterator[Line]:
    """The rows of values, each group below the titles of its goal and measures."""
    titles = _Titles(rows)
    for row in rows:
        yield from titles.above((row.strategy, *row.path))
        cells = {column.name: shown for column in COLUMNS if (shown := value_cell(row, column)) != ""}
        yield Line("asked", cells, asked=True, scale=row.scale)


def evaluation_lines(handout: Handout) -> Iterator[Line]:
    """The rows of evaluations, each followed by what was said of an earlier year."""
    titles, columns = _Titles(handout.evaluations), columns_of(handout)
    for row in handout.evaluations:
        yield from titles.above((row.strategy, *row.path))
        kind: LineKind = "asked"
        if row.is_node:
            kind = "measure" if row.path else "goal"
            titles.enter((row.strategy, *row.path, row.name))
        yield Line(kind, evaluation_cells(row, columns), asked=True)
        if row.earlier:
            yield Line("shown", _earlier_cells(row, columns))


class _Titles:
    """The titles that stand above rows, each where it changes; that of the strategy where there are several."""

    def __init__(self, rows: Iterable[SheetRow | EvaluationRow]) -> None:
        self._first = 0 if len({row.strategy for row in rows}) > 1 else 1
        self._above: tuple[str, ...] = ()

    def above(self, path: tuple[str, ...]) -> Iterator[Line]:
        """The titles in ``path`` that are not those of the row before."""
        same = 0
        while same < min(len(path), len(self._above)) and path[same] == self._above[same]:
            same += 1
        kinds: tuple[LineKind, ...] = ("strategy", "goal")
        for depth in range(max(same, self._first), len(path)):
            yield Line(kinds[depth] if depth < len(kinds) else "measure", {"name": text_for_cell(path[depth])})
        self._above = path

    def enter(self, path: tuple[str, ...]) -> None:
        """Take a row's own title for one that stands above those that follow."""
        self._above = path


def value_cell(row: SheetRow, column: Column) -> Content:
    """The content of a cell of values; empty where there is none."""
    if column.name == "era":
        return _era(row)
    value = getattr(row, column.name)
    if value is None:
        return ""
    if column.name == "status":
        return observation_word(value)
    if isinstance(value, str):
        return text_for_cell(value, keep=column.fill)
    if column.name == "expected":
        value = _rounded(value, row)
    if isinstance(value, float | int) and not _survives(value):
        return plain_number(value)
    return value  # type: ignore[no-any-return]  # a number or a date


def evaluation_cells(row: EvaluationRow, columns: Iterable[Column]) -> dict[str, Content]:
    """The contents of a row of evaluations by the names of its columns."""
    own: dict[str, Content] = {
        "node" if row.is_node else "kpi": row.ref, "goal": row.goal, "name": row.name, "department": row.department,
        "figures": row.figures, "year": row.year, "era": _era(row),
    }  # fmt: skip
    return _named(own, row.words, columns)


def _own_judgement(words: Mapping[str, str | dt.date]) -> str:
    """What a department judged, why, and what becomes of it, for a committee to look at."""
    step = words.get("next")
    following = say("next year: {step}", step=translate(NEXT_STEPS[str(step)])) if step else ""
    return "\n".join(str(part) for part in (words.get("judgement"), words.get("comment"), following) if part)


def _earlier_cells(row: EvaluationRow, columns: Iterable[Column]) -> dict[str, Content]:
    year = row.earlier_year or 0
    own: dict[str, Content] = {
        "last_year_of": row.ref, "name": row.name, "department": row.department,
        "figures": str(say("{year}, for reference", year=show_year(year, calendar=row.calendar, era=True))),
    }  # fmt: skip
    return _named(own, row.earlier, columns, keep=False)


def _named(
    own: Mapping[str, Content], words: Mapping[str, str | dt.date], columns: Iterable[Column], *, keep: bool = True
) -> dict[str, Content]:
    """The cells of ``columns``: what the row has of its ``own``, and the words, also under the names for looking at."""
    found: dict[str, Content] = {}
    own = {**own, "own_judgement": _own_judgement(words)}
    for column in columns:
        value: Any = own.get(column.name, words.get(column.name.removeprefix("own_"), ""))
        if column.kind == "next" and value:
            value = translate(NEXT_STEPS[value])
        if isinstance(value, str):
            value = text_for_cell(value, keep=keep and column.fill)
        if value != "":
            found[column.name] = value
    return found


def text_for_cell(text: str, *, keep: bool = False) -> str:
    """``text`` as a cell can hold it; with ``keep`` empty rather than changed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) <= LONGEST and not _NOT_IN_XML.search(text):
        return text
    return "" if keep else _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)[:LONGEST]


def digits_of(value: float) -> int:
    """How many digits ``value`` has after the point, at most ten."""
    exponent = exact(value).normalize().as_tuple().exponent
    return min(max(0, -exponent), 10) if isinstance(exponent, int) else 0


def _era(row: SheetRow | EvaluationRow) -> str:
    return era_year(row.year).removesuffix("" if row.calendar == "fy" else "度")


def _survives(value: float) -> bool:
    """Whether a spreadsheet keeps the number, with its doubles of 15 digits."""
    return float(f"{value:.15g}") == value


def _rounded(value: float, row: SheetRow) -> float:
    """An expected value, rounded to one decimal more than the KPI's figures."""
    known = [number for number in (row.baseline, row.target, row.previous) if isinstance(number, float | int)]
    return float(rounded(value, max((digits_of(number) for number in known), default=0) + 1))
