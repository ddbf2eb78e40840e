"""A form that is a workbook (``.xlsx``).

Its parts are changed, not written anew by a library: what is not touched stays byte for byte, be it charts, pictures,
shapes, sparklines or what comes with the next Excel. openpyxl would lose charts, shapes and text boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from kpitrack.language import say

from . import moved_parts, sheet_part
from .cell_styles import CellStyles
from .language import FormProblem
from .moved_parts import MAIN
from .moved_rows import MovedRows, Sheets, moved_formula
from .package import BadForm, parse, relations, serialized
from .row_heights import grow_rows
from .sheet_part import SHAPE
from .tree import Element, Pieces, Template

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWING = re.compile(r"xl/(?:drawings/drawing|charts/chart)[0-9]+\.xml")
_CHART = re.compile(r"xl/charts/chart[0-9]+\.xml")


class WorkbookForm:
    """A workbook with placeholders.

    Args:
        parts: of the file, by name.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = dict(parts)
        main = next((path for kind, path in relations(parts, "").values() if kind == "officeDocument"), "")
        if main != "xl/workbook.xml" or main not in parts:
            raise BadForm(say("the form is no workbook that Excel writes"))
        self.book = parse(parts[main])
        self.template = Template(SHAPE)
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
            sheet_part.made_ready(root, strings)
            areas = {}
            for table in self._near(part, "table"):
                found = parse(self.parts[table])
                areas[found.get("displayName", "")] = found.get("ref", "")
            self.template.problems += sheet_part.tables_with_tags(root, areas, name)
            stored = [int(row.get("r")) for row in root.iter(f"{MAIN}row")]
            if self.template.add(root, lambda one, name=name: sheet_part.place_of(name, one)):  # type: ignore[misc]  # bound now
                self._filled.append((part, name, stored))
        for part in sorted(self.parts):
            if _DRAWING.fullmatch(part):
                name = drawn.get(part, "")
                if self.template.add(parse(self.parts[part]), lambda one, name=name: sheet_part.place_of(name, one)):  # type: ignore[misc]
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
            problems += sheet_part.filled(texts, styles, name)
            roots[part] = root
            if part in self.names:
                rows = sheet_part.moved_rows(root, stored)
                if not rows.same:
                    moved[name] = rows
        for part in self._with_formulas:
            roots.setdefault(part, parse(parts[part]))
        for part, root in roots.items():
            if part in self.names:
                sheet_part.without_results(root, shared=bool(moved))
        if moved:
            problems += self._move(roots, moved, parts)
        for part, _, _ in self._filled:
            if part in self.names:
                grow_rows(roots[part], sheet_part.said(roots[part]), styles)
        parts |= {part: serialized(root) for part, root in roots.items()}
        parts["xl/styles.xml"] = serialized(styles.root)
        return self._recomputed(parts, moved), problems

    def _move(self, roots: dict[str, Element], moved: Sheets, parts: dict[str, bytes]) -> Iterator[FormProblem]:
        """Let the sheets, and what lies over and beside them, follow the rows."""
        for part, name in self.names.items():
            if part in roots:
                stays = [int(row.get("r")) for row in roots[part].iter(f"{MAIN}row")]
                moved_parts.renumber(roots[part], moved.get(name) or MovedRows(stays, stays), moved, name)
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
                    moved_parts.follow_all(roots.setdefault(way, parse(self.parts[way])), moved[name], moved, name)
            for way in self._near(part, "vmlDrawing"):
                parts[way] = moved_parts.comment_boxes_moved(parts[way], moved[name])
        for part in self.parts:
            if _CHART.fullmatch(part):
                moved_parts.chart_moved(roots.setdefault(part, parse(self.parts[part])), moved)

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
