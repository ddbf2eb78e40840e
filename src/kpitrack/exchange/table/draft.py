"""What tables say as the text of a strategy file and of an actuals file, with the cells that each line comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.language import Text, say
from kpitrack.model.figures import UnreadableFigure, read_year
from kpitrack.model.numbers import narrow
from kpitrack.repository.edit.writing import write_flow, write_scalar

from .drafted import DraftField, DraftKPI
from .reading import TablesReading
from .record import DraftNode

TODO = "TODO"
DRAFT = "draft"
_LONGEST = 200
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff]+"
)
_PERIOD = re.compile(
    r"(?P<start>(?:19|20|21)[0-9]{2}|[^\s()~]{2,12}?年度?)\s*(?:から|[~-])\s*(?P<end>[^\s()~]{2,12}?年度?)(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class Drafts:
    """The text of the strategy, that of its actuals where there are some, and the id of each KPI by its number."""

    strategy: str
    actuals: str | None
    ids: Mapping[int, str]


def write_drafts(reading: TablesReading, files: str) -> Drafts:
    """The two files.

    Args:
        reading: what the tables say.
        files: the names of the files that they stand in, for the first line.
    """
    numbers = {id(record): number for number, record in enumerate(reading.records)}
    ids: dict[int, str] = {}
    for place, goal in enumerate(reading.goals, 1):
        _name(goal, f"g{place}", numbers, ids)
    strategy = "\n".join(_Writer(reading, numbers, ids).strategy(files)) + "\n"
    written = [(ids[number], kpi) for number, kpi in enumerate(reading.kpis) if kpi.actuals]
    actuals = "\n".join(_actuals(written, files)) + "\n" if written else None
    return Drafts(strategy, actuals, ids)


def _name(node: DraftNode, id_: str, numbers: Mapping[int, int], ids: dict[int, str]) -> None:
    for place, record in enumerate(node.kpis, 1):
        ids[numbers[id(record)]] = f"{id_}-k{place}"
    for place, measure in enumerate(node.measures, 1):
        _name(measure, f"{id_}-m{place}", numbers, ids)


@dataclass(frozen=True, slots=True)
class _Writer:
    """What is written, the number of each record, and the id of each KPI."""

    reading: TablesReading
    numbers: Mapping[int, int]
    ids: Mapping[int, str]

    def strategy(self, files: str) -> Iterator[str]:
        reading = self.reading
        yield _comment(say("Draft from {file}. Comments name the cell that a line comes from.", file=files))
        yield _comment(say("What is marked {todo} is not in the file: write it. Then: kpitrack validate", todo=TODO))
        yield f"id: {DRAFT}  {_comment(say('{todo}: a name that lasts, such as tsuruoka-2', todo=TODO))}"
        if reading.title:
            yield f"title: {write_scalar(plain(reading.title.text))}  {_comment(reading.title.place)}"
        else:
            yield f"title: {TODO}"
        yield f"organization: {{name: {TODO}}}"
        yield _period(reading)
        yield "goals:"
        for place, goal in enumerate(reading.goals, 1):
            yield from self._node(goal, f"g{place}", "  ")

    def _node(self, node: DraftNode, id_: str, indent: str) -> Iterator[str]:
        yield f"{indent}- id: {id_}"
        below = indent + "  "
        if node.number:
            yield f"{below}number: {write_scalar(plain(node.number))}"
        title = write_scalar(plain(node.title)) if plain(node.title) else TODO
        yield f"{below}title: {title}  {_comment(node.cell.place)}" if node.cell else f"{below}title: {title}"
        if node.kpis:
            yield f"{below}kpis:"
            for record in node.kpis:
                number = self.numbers[id(record)]
                yield from _kpi(self.reading.kpis[number], self.ids[number], below + "  ")
        if node.measures:
            yield f"{below}measures:"
            for place, measure in enumerate(node.measures, 1):
                yield from self._node(measure, f"{id_}-m{place}", below + "  ")


def _period(reading: TablesReading) -> str:
    for cell in reading.above:
        if isinstance(cell.value, str) and not cell.formula and (found := _span(plain(cell.text))):
            return f"period: {{start: {found[0]}, end: {found[1]}}}  {_comment(cell.place)}"
    years = {year for kpi in reading.kpis for year in kpi.years}
    if years:
        note = say("{todo}: these are the years of the indicators; is it the period?", todo=TODO)
        return f"period: {{start: {min(years)}, end: {max(years)}}}  {_comment(note)}"
    return f"period: {{start: {TODO}, end: {TODO}}}"


def _span(text: str) -> tuple[int, int] | None:
    found = _PERIOD.search(narrow(text).replace("〜", "~").replace("–", "-").replace("(", " ("))
    if not found:
        return None
    try:
        start, end = read_year(found["start"].lstrip("(")).year, read_year(found["end"]).year
    except UnreadableFigure:
        return None
    return (start, end) if start <= end else None


def _kpi(kpi: DraftKPI, id_: str, indent: str) -> Iterator[str]:
    yield f"{indent}- id: {id_}  {_comment(_place(kpi.cell, kpi.sheet))}"
    for line in kpi.lines:
        yield f"{indent}  {_field(line)}"
    for cell, message in kpi.open:
        yield f"{indent}  {_comment(_open(cell, message))}"


def _field(line: DraftField) -> str:
    value = line.value
    if isinstance(value, str):
        written = write_scalar(plain(value)) if plain(value) or line.name == "unit" else TODO
    else:
        written = write_flow(value)
    if line.name == "name" or (line.cell is None and not line.words):
        return f"{line.name}: {written}"
    place = line.cell.place if line.cell else ""
    return f"{line.name}: {written}  {_comment(': '.join(part for part in (place, line.words) if part))}"


def _actuals(kpis: list[tuple[str, DraftKPI]], files: str) -> Iterator[str]:
    yield _comment(say("Draft from {file}. Comments name the cell that a line comes from.", file=files))
    yield f"strategy: {DRAFT}"
    yield "actuals:"
    for id_, kpi in kpis:
        yield f"  {id_}:  {_comment(kpi.name)}"
        for year in sorted(kpi.actuals):
            value, status, note, cell = kpi.actuals[year]
            given = {"status": status} if status != "normal" else {}
            noted = {"note": plain(note)} if plain(note) else {}
            written = write_flow({"value": value, **given, **noted}) if given or noted else write_scalar(value)
            yield f"    {year}: {written}  {_comment(f'{_place(cell, kpi.sheet)}: {cell.text}')}"


def _place(cell: Cell, sheet: str) -> str:
    return f"{sheet}!{cell.place}" if sheet else cell.place


def _open(cell: Cell, message: Text) -> str:
    return str(say("{place} “{text}”: {message}", place=cell.place, text=plain(cell.text, 60), message=message))


def plain(text: str, longest: int = 10_000) -> str:
    """``text`` in one line, as far as it can be half a character less."""
    flat = " ".join(_UNPRINTABLE.sub(" ", text).split())
    return flat if len(flat) <= longest else f"{flat[:longest]}…"


def _comment(text: object) -> str:
    return f"# {plain(str(text), _LONGEST)}"
