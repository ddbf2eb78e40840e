"""One sheet of a workbook that is a form: its cells made ready to be filled, and filled."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kpitrack.language import Text, say

from .cell_styles import CellStyles
from .language import FormProblem, Share, text_of
from .moved_parts import MAIN
from .moved_rows import MovedRows
from .tree import Element, Literal, Pieces, Shape, has_tags

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_HEADERS = [f"{MAIN}{which}{part}" for which in ("odd", "even", "first") for part in ("Header", "Footer")]
_LONGEST = 32_767  # characters of a cell


def blank(row: Element) -> Element:
    """A row with its looks and nothing in its cells."""
    made = copy.deepcopy(row)
    for cell in made.findall(f"{MAIN}c"):
        _emptied(cell)
    return made


def _emptied(cell: Element) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)


SHAPE = Shape(
    text=frozenset({f"{MAIN}t", f"{_DRAWN}t", *_HEADERS}),
    paragraphs=frozenset({f"{MAIN}is", f"{MAIN}headerFooter", f"{_DRAWN}p"}),
    rows=frozenset({f"{MAIN}row"}),
    kept=frozenset({f"{MAIN}v", f"{MAIN}f"}),
    blank=blank,
)


def made_ready(root: Element, strings: Sequence[Element]) -> None:
    """Bring the texts with placeholders into their cells, and give every row between loops an element."""
    blocks = []
    for cell in root.iter(f"{MAIN}c"):
        if cell.get("t") == "s" and has_tags([shown(strings[int(cell.findtext(f"{MAIN}v", "0"))])]):
            said = copy.deepcopy(strings[int(cell.findtext(f"{MAIN}v", "0"))])
            said.tag = f"{MAIN}is"
            for reading in (*said.findall(f"{MAIN}rPh"), *said.findall(f"{MAIN}phoneticPr")):
                said.remove(reading)  # how the placeholder is pronounced
            _emptied(cell)
            cell.set("t", "inlineStr")
            cell.append(said)
        elif cell.get("t") != "inlineStr":
            continue
        if "{%" in shown(cell) or "％" in shown(cell):
            blocks.append(int(cell.getparent().get("r")))
    data = root.find(f"{MAIN}sheetData")
    if not blocks or data is None:
        return
    rows = {int(row.get("r")): row for row in data}
    for number in range(min(blocks), max(blocks)):
        if number not in rows:
            rows[number] = data.makeelement(f"{MAIN}row", {"r": str(number)})
    data[:] = [rows[number] for number in sorted(rows)]


def shown(element: Element) -> str:
    """The text of a string, without its reading."""
    return "".join(one.text or "" for one in element.iter(f"{MAIN}t") if one.getparent().tag != f"{MAIN}rPh")


def place_of(sheet: str, paragraph: Element) -> str:
    """Where a paragraph of a sheet is: ``Sheet1!B5``."""
    cell = paragraph.getparent()
    if paragraph.tag == f"{MAIN}is" and cell is not None:
        return f"{sheet}!{cell.get('r')}"
    where = say("page header or footer") if paragraph.tag == f"{MAIN}headerFooter" else say("text box or chart")
    return f"{sheet}: {where}" if sheet else str(where)


def filled(texts: Iterable[tuple[Element, Pieces]], styles: CellStyles, sheet: str) -> Iterator[FormProblem]:
    """Fill the texts of a part; what does not fit comes back."""
    cells: dict[Element, list[tuple[Element, Pieces]]] = {}
    for text, pieces in texts:
        if text.tag in _HEADERS:
            text.text = "".join(one if isinstance(one, Literal) else text_of(one).replace("&", "&&") for one in pieces)
        elif text.tag == f"{MAIN}t":
            cell = next(one for one in text.iterancestors() if one.tag == f"{MAIN}c")
            cells.setdefault(cell, []).append((text, pieces))
        else:
            text.text = " ".join(whole(pieces).split("\n"))
    for cell, parts in cells.items():
        problem = _fill(cell, parts, styles)
        if problem is not None:
            yield FormProblem(f"{sheet}!{cell.get('r')}", problem)


def whole(pieces: Pieces) -> str:
    """A text with its values in it."""
    return "".join(one if isinstance(one, Literal) else text_of(one) for one in pieces)


def _fill(cell: Element, parts: list[tuple[Element, Pieces]], styles: CellStyles) -> Text | None:
    pieces = [one for _, several in parts for one in several if not isinstance(one, Literal) or one.strip()]
    if len(pieces) == 1 and _is_number(pieces[0]) and not styles.is_text(cell.get("s")):
        value = pieces[0]
        _emptied(cell)
        number = cell.makeelement(f"{MAIN}v", {})
        number.text = (
            repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else float.__repr__(float(value))
        )
        cell.append(number)
        if isinstance(value, Share):
            styles.as_percent(cell)
        return None
    said = [whole(several) for _, several in parts]
    length = len("".join(said))
    if length > _LONGEST:
        return say("the text has {n} characters; a cell holds {most}", n=length, most=_LONGEST)
    if not "".join(said):
        _emptied(cell)
        return None
    for (text, _), words in zip(parts, said, strict=True):
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for run in list(cell.iter(f"{MAIN}r")):
        if not run.findtext(f"{MAIN}t"):
            run.getparent().remove(run)
    styles.as_text(cell, shown(cell))
    return None


def said(root: Element) -> dict[str, str]:
    """The texts of a filled sheet by cell."""
    return {cell.get("r", ""): shown(cell) for cell in root.iter(f"{MAIN}c") if cell.get("t") == "inlineStr"}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def moved_rows(root: Element, stored: Sequence[int]) -> MovedRows:
    """Where the rows of a filled sheet have gone; they still have their old numbers."""
    return MovedRows([int(row.get("r")) for row in root.iter(f"{MAIN}row")], stored)


def without_results(root: Element, *, shared: bool) -> None:
    """Take out what formulas came to before; with ``shared``, write out those that only name another one."""
    origins: dict[str, tuple[str, str]] = {}
    for cell in root.iter(f"{MAIN}c"):
        formula = cell.find(f"{MAIN}f")
        if formula is None:
            continue
        result = cell.find(f"{MAIN}v")
        if result is not None:
            cell.remove(result)
            cell.attrib.pop("t", None)
        if shared and formula.get("t") == "shared":
            _write_out(cell, formula, origins)


def _write_out(cell: Element, formula: Element, origins: dict[str, tuple[str, str]]) -> None:
    from openpyxl.formula.translate import Translator

    name = formula.get("si", "")
    if formula.text:
        origins[name] = formula.text, cell.get("r")
    elif name in origins:
        text, origin = origins[name]
        formula.text = Translator(f"={text}", origin=origin).translate_formula(cell.get("r"))[1:]
    for attribute in ("t", "si", "ref"):
        formula.attrib.pop(attribute, None)


def tables_with_tags(root: Element, areas: Mapping[str, str], sheet: str) -> Iterator[FormProblem]:
    """The headings of Excel tables that hold placeholders: Excel knows its columns by them."""
    for name, area in areas.items():
        row = re.search(r"[0-9]+", area)
        for cell in root.iter(f"{MAIN}c"):
            if row and cell.get("r", "").endswith(row[0]) and cell.get("t") == "inlineStr" and has_tags([shown(cell)]):
                yield FormProblem(
                    f"{sheet}!{cell.get('r')}",
                    say("the heading of the table {name} cannot be filled", name=name),
                    say("turn the table into a plain area (Table Design → Convert to Range)"),
                )
