"""A form that is a workbook (``.xlsx``).

Its parts are changed, not written anew by a library: what is not touched stays byte for byte, be it charts, pictures,
shapes, sparklines or what comes with the next Excel. openpyxl would lose charts, shapes and text boxes.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from kpitrack.language import Text, say

from .language import FormProblem, Share, text_of
from .looks import CellStyles, grow_rows
from .moved_rows import (
    MovedRows,
    Sheets,
    chart_moved,
    comment_boxes_moved,
    follow_all,
    moved_formula,
    renumber,
)
from .package import BadForm, parse, relations, serialized
from .tree import MAIN, Element, Literal, Pieces, Shape, Template, has_tags, whole

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWING = re.compile(r"xl/(?:drawings/drawing|charts/chart)[0-9]+\.xml")
_CHART = re.compile(r"xl/charts/chart[0-9]+\.xml")
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_HEADERS = [f"{MAIN}{which}{part}" for which in ("odd", "even", "first") for part in ("Header", "Footer")]
_LONGEST = 32_767  # characters of a cell


def _blank(row: Element) -> Element:
    """A row with its looks and nothing in its cells."""
    made = copy.deepcopy(row)
    for cell in made.findall(f"{MAIN}c"):
        _emptied(cell)
    return made


def _emptied(cell: Element) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)


_SHAPE = Shape(
    text=frozenset({f"{MAIN}t", f"{_DRAWN}t", *_HEADERS}),
    paragraphs=frozenset({f"{MAIN}is", f"{MAIN}headerFooter", f"{_DRAWN}p"}),
    rows=frozenset({f"{MAIN}row"}),
    kept=frozenset({f"{MAIN}v", f"{MAIN}f"}),
    blank=_blank,
)


class WorkbookForm:
    """A workbook with placeholders, from the parts of its file by name."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = dict(parts)
        main = next((path for kind, path in relations(parts, "").values() if kind == "officeDocument"), "")
        if main != "xl/workbook.xml" or main not in parts:
            raise BadForm(say("the form is no workbook that Excel writes"))
        self.book = parse(parts[main])
        self.template = Template(_SHAPE)
        self.names = self._names()
        self._filled: list[tuple[str, str, list[int]]] = []  # part, sheet, stored rows
        self._take_in()

    def _names(self) -> dict[str, str]:
        """By part, the name of each sheet."""
        leads = relations(self.parts, "xl/workbook.xml")
        found = {}
        for one in self.book.iter(f"{MAIN}sheet"):
            kind, part = leads.get(one.get(_RELATION), ("", ""))
            if kind == "worksheet" and part in self.parts:
                found[part] = one.get("name")
        return found

    def _take_in(self) -> None:
        shared = self.parts.get("xl/sharedStrings.xml")
        strings = list(parse(shared)) if shared else []
        drawn = {way: name for part, name in self.names.items() for way in self._near(part, "drawing")}
        for part, name in self.names.items():
            root = parse(self.parts[part])
            _made_ready(root, strings)
            areas = {}
            for table in self._near(part, "table"):
                found = parse(self.parts[table])
                areas[found.get("displayName", "")] = found.get("ref", "")
            self.template.problems += _tables_with_tags(root, areas, name)
            stored = [int(row.get("r")) for row in root.iter(f"{MAIN}row")]
            if self.template.add(root, lambda one, name=name: _place_of(name, one)):  # type: ignore[misc]  # bound now
                self._filled.append((part, name, stored))
        for part in sorted(self.parts):
            if _DRAWING.fullmatch(part):
                name = drawn.get(part, "")
                if self.template.add(parse(self.parts[part]), lambda one, name=name: _place_of(name, one)):  # type: ignore[misc]
                    self._filled.append((part, name, []))

    def _near(self, part: str, kind: str) -> list[str]:
        """The parts of a kind that a part leads to."""
        return [way for what, way in relations(self.parts, part).values() if what == kind and way in self.parts]

    @cached_property
    def _with_formulas(self) -> list[str]:
        return [part for part in self.names if b"<f" in self.parts[part] or b":f>" in self.parts[part]]

    def filled(self, rendered: str, values: list[Any]) -> tuple[dict[str, bytes], list[FormProblem]]:
        """The parts with what the template has given, and what does not fit."""
        parts = dict(self.parts)
        styles = CellStyles(parse(parts["xl/styles.xml"]))
        roots: dict[str, Element] = {}
        moved: dict[str, MovedRows] = {}
        problems: list[FormProblem] = []
        done: Iterator[tuple[Element, list[tuple[Element, Pieces]]]] = self.template.rebuilt(rendered, values)
        for (part, name, stored), (root, texts) in zip(self._filled, done, strict=True):
            problems += _filled(texts, styles, name)
            roots[part] = root
            if part in self.names:
                rows = MovedRows([int(row.get("r")) for row in root.iter(f"{MAIN}row")], stored)
                if not rows.same:
                    moved[name] = rows
        for part in self._with_formulas:
            roots.setdefault(part, parse(parts[part]))
        for part, root in roots.items():
            if part in self.names:
                _without_results(root, shared=bool(moved))
        if moved:
            problems += self._move(roots, moved, parts)
        for part, _, _ in self._filled:
            if part in self.names:
                grow_rows(roots[part], _said(roots[part]), styles)
        parts |= {part: serialized(root) for part, root in roots.items()}
        parts["xl/styles.xml"] = serialized(styles.root)
        return self._recomputed(parts, moved), problems

    def _move(self, roots: dict[str, Element], moved: Sheets, parts: dict[str, bytes]) -> Iterator[FormProblem]:
        """Let the sheets, and what lies over and beside them, follow the rows."""
        for part, name in self.names.items():
            if part in roots:
                stays = [int(row.get("r")) for row in roots[part].iter(f"{MAIN}row")]
                renumber(roots[part], moved.get(name) or MovedRows(stays, stays), moved, name)
            if name not in moved:
                continue
            if self._near(part, "pivotTable"):
                yield FormProblem(
                    name,
                    say("a pivot table stands on this sheet, and would not follow the rows that a loop adds"),
                    say("put the pivot table on a sheet of its own"),
                )
            for kind in ("drawing", "table", "comments", "threadedComment"):
                for way in self._near(part, kind):
                    follow_all(roots.setdefault(way, parse(self.parts[way])), moved[name], moved, name)
            for way in self._near(part, "vmlDrawing"):
                parts[way] = comment_boxes_moved(parts[way], moved[name])
        for part in self.parts:
            if _CHART.fullmatch(part):
                chart_moved(roots.setdefault(part, parse(self.parts[part])), moved)

    def _recomputed(self, parts: dict[str, bytes], moved: Sheets) -> dict[str, bytes]:
        """The workbook told to compute its formulas when it is opened, its names where their rows have gone."""
        book = parse(parts["xl/workbook.xml"])
        sheets = [one.get("name") for one in book.iter(f"{MAIN}sheet")]
        for name in book.iter(f"{MAIN}definedName"):
            own = sheets[int(name.get("localSheetId"))] if name.get("localSheetId") else None
            if moved and name.text:
                name.text = moved_formula(name.text, moved, own)
        computing = book.find(f"{MAIN}calcPr")
        if computing is None:
            computing = book.makeelement(f"{MAIN}calcPr", {})
            after = [
                one
                for tag in ("definedNames", "externalReferences", "functionGroups", "sheets")
                if (one := book.find(f"{MAIN}{tag}")) is not None
            ]
            after[0].addnext(computing)
        computing.set("fullCalcOnLoad", "1")
        parts["xl/workbook.xml"] = serialized(book)
        if parts.pop("xl/calcChain.xml", None) is not None:  # the order in which formulas were computed
            for part, attribute in (("[Content_Types].xml", "PartName"), ("xl/_rels/workbook.xml.rels", "Target")):
                root = parse(parts[part])
                for one in list(root):
                    if one.get(attribute, "").endswith("calcChain.xml"):
                        root.remove(one)
                parts[part] = serialized(root)
        return parts


def _made_ready(root: Element, strings: Sequence[Element]) -> None:
    """Bring the texts with placeholders into their cells, and give every row between loops an element."""
    blocks = []
    for cell in root.iter(f"{MAIN}c"):
        if cell.get("t") == "s" and has_tags([_shown(strings[int(cell.findtext(f"{MAIN}v", "0"))])]):
            said = copy.deepcopy(strings[int(cell.findtext(f"{MAIN}v", "0"))])
            said.tag = f"{MAIN}is"
            for reading in (*said.findall(f"{MAIN}rPh"), *said.findall(f"{MAIN}phoneticPr")):
                said.remove(reading)  # how the placeholder is pronounced
            _emptied(cell)
            cell.set("t", "inlineStr")
            cell.append(said)
        elif cell.get("t") != "inlineStr":
            continue
        if "{%" in _shown(cell) or "％" in _shown(cell):
            blocks.append(int(cell.getparent().get("r")))
    data = root.find(f"{MAIN}sheetData")
    if not blocks or data is None:
        return
    rows = {int(row.get("r")): row for row in data}
    for number in range(min(blocks), max(blocks)):
        if number not in rows:
            rows[number] = data.makeelement(f"{MAIN}row", {"r": str(number)})
    data[:] = [rows[number] for number in sorted(rows)]


def _shown(element: Element) -> str:
    """The text of a string, without its reading."""
    return "".join(one.text or "" for one in element.iter(f"{MAIN}t") if one.getparent().tag != f"{MAIN}rPh")


def _place_of(sheet: str, paragraph: Element) -> str:
    """Where a paragraph of a sheet is: ``Sheet1!B5``."""
    cell = paragraph.getparent()
    if paragraph.tag == f"{MAIN}is" and cell is not None:
        return f"{sheet}!{cell.get('r')}"
    where = say("page header or footer") if paragraph.tag == f"{MAIN}headerFooter" else say("text box or chart")
    return f"{sheet}: {where}" if sheet else str(where)


def _filled(texts: Iterable[tuple[Element, Pieces]], styles: CellStyles, sheet: str) -> Iterator[FormProblem]:
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
    styles.as_text(cell, _shown(cell))
    return None


def _said(root: Element) -> dict[str, str]:
    """The texts of a filled sheet by cell."""
    return {cell.get("r", ""): _shown(cell) for cell in root.iter(f"{MAIN}c") if cell.get("t") == "inlineStr"}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _without_results(root: Element, *, shared: bool) -> None:
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


def _tables_with_tags(root: Element, areas: Mapping[str, str], sheet: str) -> Iterator[FormProblem]:
    """The headings of Excel tables that hold placeholders: Excel knows its columns by them."""
    for name, area in areas.items():
        row = re.search(r"[0-9]+", area)
        for cell in root.iter(f"{MAIN}c"):
            if row and cell.get("r", "").endswith(row[0]) and cell.get("t") == "inlineStr" and has_tags([_shown(cell)]):
                yield FormProblem(
                    f"{sheet}!{cell.get('r')}",
                    say("the heading of the table {name} cannot be filled", name=name),
                    say("turn the table into a plain area (Table Design → Convert to Range)"),
                )
