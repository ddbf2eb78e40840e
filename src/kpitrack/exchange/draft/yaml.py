"""The draft of a strategy as YAML, with the cells that its fields come from and what is still open as comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.language import Text, say
from kpitrack.repository.edit.writing import write_flow, write_scalar

from .draft import Draft, DraftNode
from .row import DraftField, DraftKPI

TODO = "TODO"
_LONGEST = 200
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff]+"
)


def write_draft(draft: Draft, file: str) -> str:
    """The draft as the text of a strategy file.

    Args:
        draft: what was understood.
        file: the name of the spreadsheet, for the first line.
    """
    return "\n".join(_lines(draft, file)) + "\n"


def _lines(draft: Draft, file: str) -> Iterator[str]:
    yield _comment(say("Draft from {file}. Comments name the cell that a line comes from.", file=file))
    yield _comment(say("What is marked {todo} is not in the file: write it. Then: kpitrack validate", todo=TODO))
    for sheet, cell, message in draft.open:
        yield _comment(_open(cell, message, sheet))
    yield f"id: draft  {_comment(say('{todo}: a name that lasts, such as tsuruoka-2', todo=TODO))}"
    if draft.title:
        title, cell = draft.title
        yield f"title: {write_scalar(_text(title))}  {_comment(cell.place)}"
    else:
        yield f"title: {TODO}"
    yield f"organization: {{name: {TODO}}}"
    yield _period(draft)
    yield "goals:"
    for number, goal in enumerate(draft.goals, 1):
        yield from _node(goal, f"g{number}", "  ")


def _period(draft: Draft) -> str:
    if draft.period:
        start, end, cell = draft.period
        return f"period: {{start: {start}, end: {end}}}  {_comment(cell.place)}"
    if draft.years:
        note = say("{todo}: these are the years of the indicators; is it the period?", todo=TODO)
        return f"period: {{start: {min(draft.years)}, end: {max(draft.years)}}}  {_comment(note)}"
    return f"period: {{start: {TODO}, end: {TODO}}}"


def _node(node: DraftNode, id_: str, indent: str) -> Iterator[str]:
    yield f"{indent}- id: {id_}"
    below = indent + "  "
    if node.number:
        yield f"{below}number: {write_scalar(_text(node.number))}"
    if node.cell:
        yield f"{below}title: {write_scalar(_text(node.title))}  {_comment(node.cell.place)}"
    else:
        yield f"{below}title: {TODO}"
    if node.kpis:
        yield f"{below}kpis:"
        for number, kpi in enumerate(node.kpis, 1):
            yield from _kpi(kpi, f"{id_}-k{number}", below + "  ")
    if node.measures:
        yield f"{below}measures:"
        for number, measure in enumerate(node.measures, 1):
            yield from _node(measure, f"{id_}-m{number}", below + "  ")


def _kpi(kpi: DraftKPI, id_: str, indent: str) -> Iterator[str]:
    yield f"{indent}- id: {id_}  {_comment(kpi.place)}"
    for line in kpi.lines:
        yield f"{indent}  {_field(line)}"
    for cell, message in kpi.open:
        yield f"{indent}  {_comment(_open(cell, message))}"


def _field(line: DraftField) -> str:
    value = line.value
    written = write_scalar(_text(value)) if isinstance(value, str) else write_flow(value)
    if line.cell is None or line.name == "name":
        return f"{line.name}: {written}"
    origin = f"{line.cell.place}: {line.words}" if line.words else line.cell.place
    return f"{line.name}: {written}  {_comment(origin)}"


def _open(cell: Cell, message: Text, sheet: str = "") -> str:
    place = f"{sheet}!{cell.place}" if sheet else cell.place
    return str(say("{place} “{text}”: {message}", place=place, text=_text(cell.text, 60), message=message))


def _text(text: str, longest: int = 10_000) -> str:
    """``text`` in one line, as far as it can be half a character less."""
    flat = " ".join(_UNPRINTABLE.sub(" ", text).split())
    return flat if len(flat) <= longest else f"{flat[:longest]}…"


def _comment(text: object) -> str:
    return f"# {_text(str(text), _LONGEST)}"
