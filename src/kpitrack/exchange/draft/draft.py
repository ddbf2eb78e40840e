"""From a list of KPIs in a spreadsheet to the draft of a strategy: what is understood, and what is not, by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kpitrack.exchange.spreadsheet.cells import Cell, Sheet
from kpitrack.language import Text, say
from kpitrack.model.figures import UnreadableFigure, read_year
from kpitrack.model.numbers import narrow

from .columns import Header, Role, find_header, settle
from .row import DraftKPI, RowReader

_GOAL = re.compile(r"^(?:基本目標|横断的(?:な)?目標|政策分野|分野|柱|重点目標|戦略|goal)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^(?P<number>(?:基本目標|横断的な目標|政策分野|分野|柱|施策)\s*[0-9０-９一二三四五六七八九十Ⅰ-Ⅹ①-⑳]+"
    r"|[(（][0-9０-９ア-ン]+[)）]|[①-⑳]|[0-9０-９]+(?:[-－.．][0-9０-９]+)*(?=[\s　.．、]))"
    r"[\s　:：.．、]*(?P<title>\S.*)$"
)
_PERIOD = re.compile(
    r"(?P<start>(?:19|20|21)[0-9]{2}|[^\s()~]{2,12}?年度?)\s*(?:から|[~-])\s*(?P<end>[^\s()~]{2,12}?年度?)(?![0-9])"
)


@dataclass(slots=True)
class DraftNode:
    """A goal or a measure with what hangs on it. ``cell`` is None where the list names none."""

    title: str
    number: str = ""
    cell: Cell | None = None
    kpis: list[DraftKPI] = field(default_factory=list)
    measures: list[DraftNode] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """What was understood of the file.

    Attributes:
        title: of the strategy, with its cell, where a text stands above the list.
        period: its first and last year with the cell that names them.
        years: all years of baselines and targets.
        goals: in the order of the list.
        open: what belongs to no KPI and was not understood, with the sheet it is in.
    """

    title: tuple[str, Cell] | None = None
    period: tuple[int, int, Cell] | None = None
    years: set[int] = field(default_factory=set)
    goals: list[DraftNode] = field(default_factory=list)
    open: list[tuple[str, Cell, Text]] = field(default_factory=list)

    def kpis(self) -> Iterator[DraftKPI]:
        """Every indicator, in order."""
        waiting = list(self.goals)
        while waiting:
            node = waiting.pop(0)
            yield from node.kpis
            waiting = [*node.measures, *waiting]


def draft_strategy(sheets: Sequence[Sheet]) -> Draft:
    """The draft of what ``sheets`` list; without goals where no list of KPIs was found in them."""
    draft = Draft()
    for sheet in sheets:
        _SheetReader(sheet, draft, several=len(sheets) > 1).read()
    return draft


class _SheetReader:
    """One sheet while it is read from top to bottom: headings, section titles and rows."""

    def __init__(self, sheet: Sheet, draft: Draft, *, several: bool) -> None:
        self.sheet, self.draft, self.several = sheet, draft, several
        self.header: Header | None = None
        self.goal: DraftNode | None = None
        self.measure: DraftNode | None = None

    def read(self) -> None:
        """Read the sheet into the draft."""
        index = 0
        while index < len(self.sheet.rows):
            row = self.sheet.rows[index]
            if header := find_header(self.sheet, index):
                self.header = settle(header, self.sheet.rows[index + header.depth :])
                self._tell_unused(self.header)
                index += header.depth
                continue
            index += 1
            if self.header is None:
                self._above(row)
            elif len(row) == 1 and not row[0].formula and not self._is_name(row[0]):
                self._section(row[0])
            else:
                self._row(row, self.header)

    def _is_name(self, cell: Cell) -> bool:
        return bool(self.header and cell.column in self.header.having("name") and not _GOAL.match(cell.text))

    def _above(self, row: Sequence[Cell]) -> None:
        """Take a title and a period from what stands above the list."""
        for cell in row:
            text = " ".join(cell.text.split())
            if cell.formula or not isinstance(cell.value, str):
                continue
            if self.draft.period is None and (found := _period(text)):
                self.draft.period = (*found, cell)
            if _GOAL.match(text):
                self._section(cell)
            elif self.draft.title is None and len(text) > 3:
                self.draft.title = (text, cell)

    def _section(self, cell: Cell) -> None:
        if _GOAL.match(cell.text) or self.goal is None:
            self._enter_goal(cell)
        else:
            self._enter_measure(cell)

    def _enter_goal(self, cell: Cell) -> None:
        node = _node(cell)
        known = [goal for goal in self.draft.goals if (goal.number, goal.title) == (node.number, node.title)]
        if not known:
            self.draft.goals.append(node)
        self.goal, self.measure = (known or [node])[0], None

    def _enter_measure(self, cell: Cell) -> None:
        if self.goal is None:
            self.goal = DraftNode("")
            self.draft.goals.append(self.goal)
        node = _node(cell)
        known = [one for one in self.goal.measures if (one.number, one.title) == (node.number, node.title)]
        if not known:
            self.goal.measures.append(node)
        self.measure = (known or [node])[0]

    def _tell_unused(self, header: Header) -> None:
        for at, heading in header.columns.items():
            used = heading.role not in {None, "actual", "year", "number"}
            first = heading.role is None or at == header.having(heading.role)[0]
            if heading.role == "actual":
                message = say("actuals are no part of a strategy; record them with kpitrack add-actual")
            elif heading.role == "year":
                message = say("a column of a year that does not say whether it holds targets or actuals")
            elif heading.role is None:
                message = say("the column is not understood")
            elif used and not first and heading.role in {"baseline", "unit", "name"}:
                message = say("a second column of this kind; the first one was taken")
            else:
                continue
            self.draft.open.append((self.sheet.name, heading.cell, message))

    def _row(self, row: Sequence[Cell], header: Header) -> None:
        cells: dict[Role, Cell] = {}
        for cell in row:
            heading = header.columns.get(cell.column)
            if heading and heading.role and heading.role not in cells:
                cells[heading.role] = cell
        if "goal" in cells:
            self._enter_goal(cells["goal"])
        if "measure" in cells:
            self._enter_measure(cells["measure"])
        if "name" not in cells:
            if any(role in cells for role in ("baseline", "target", "unit")):
                self.draft.open.append(
                    (self.sheet.name, row[0], say("the row has no indicator's name; it is left out"))
                )
            return
        if self.goal is None:
            self.goal = DraftNode("")
            self.draft.goals.append(self.goal)
        targets = [cell for cell in row if cell.column in header.having("target")]
        place = f"{self.sheet.name}!{cells['name'].place}" if self.sheet.name else cells["name"].place
        reader = RowReader(cells, targets, header, DraftKPI(place))
        (self.measure or self.goal).kpis.append(reader.read())
        self.draft.years |= reader.years


def _node(cell: Cell) -> DraftNode:
    text = " ".join(cell.text.split())
    if found := _NUMBERED.match(text):
        return DraftNode(found["title"], found["number"], cell)
    return DraftNode(text, "", cell)


def _period(text: str) -> tuple[int, int] | None:
    found = _PERIOD.search(narrow(text).replace("〜", "~").replace("–", "-").replace("(", " ("))
    if not found:
        return None
    try:
        start, end = read_year(found["start"].lstrip("(")).year, read_year(found["end"]).year
    except UnreadableFigure:
        return None
    return (start, end) if start <= end else None
