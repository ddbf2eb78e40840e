"""What refers to the rows of a sheet, once they have moved: merged cells, rules, names, pictures, charts, comments."""

from __future__ import annotations

import copy
import re

from .moved_rows import MovedRows, Sheets, moved_area, moved_areas, moved_formula
from .tree import Element

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_NAME = re.compile(r"([A-Z]+)([0-9]+)")
_BOX_ROW = re.compile(r"(<(?:\w+:)?Row>)([0-9]+)(</(?:\w+:)?Row>)")
_BOX_ANCHOR = re.compile(r"(<(?:\w+:)?Anchor>)([^<]*)(</(?:\w+:)?Anchor>)")


def renumber(root: Element, rows: MovedRows, sheets: Sheets, sheet: str) -> None:
    """Give rows, cells, formulas and areas of a sheet the numbers that they have now."""
    for place, (row, number) in enumerate(zip(root.iter(f"{MAIN}row"), rows.numbers, strict=True)):
        row.set("r", str(number))
        for cell in row:
            if found := _NAME.fullmatch(cell.get("r", "")):
                cell.set("r", f"{found[1]}{number}")
            formula = cell.find(f"{MAIN}f")
            if formula is not None and formula.text:
                formula.text = moved_formula(formula.text, sheets, sheet, place)
                if formula.get("ref"):
                    formula.set("ref", cell.get("r"))
    if rows.same:
        return
    _areas(root, rows, sheets, sheet)


def _areas(root: Element, rows: MovedRows, sheets: Sheets, sheet: str) -> None:
    for name in ("mergeCells", "hyperlinks"):
        holder = root.find(f"{MAIN}{name}")
        for one in list(holder if holder is not None else ()):
            for area in moved_area(one.get("ref"), rows, apart=True):
                made = copy.deepcopy(one)
                made.set("ref", area)
                one.addprevious(made)
            holder.remove(one)
        if holder is not None and name == "mergeCells":
            holder.set("count", str(len(holder)))
    _breaks(root, rows)
    _sparklines(root, rows, sheets, sheet)
    follow_all(root, rows, sheets, sheet)
    dimension = root.find(f"{MAIN}dimension")
    if dimension is not None:
        root.remove(dimension)


def follow_all(root: Element, rows: MovedRows, sheets: Sheets, sheet: str) -> None:
    """Let what the elements of a part say of rows follow them: areas, formulas of rules, anchors of pictures."""
    done = {f"{MAIN}{name}" for name in ("mergeCell", "hyperlink", "c", "f")}
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in done and not _of_sparkline(element):
            _follow(element, rows, sheets, sheet)


def _of_sparkline(element: Element) -> bool:
    above = element.getparent()
    return above is not None and isinstance(above.tag, str) and above.tag.endswith("}sparkline")


def _follow(element: Element, rows: MovedRows, sheets: Sheets, sheet: str) -> None:
    local = element.tag.rpartition("}")[2]
    for name in ("sqref", "ref", "activeCell", "topLeftCell"):
        if element.get(name):
            element.set(name, moved_areas(element.get(name), rows))
    if local in {"formula", "formula1", "formula2", "f"} and element.text:
        above = next(
            (
                area
                for one in (element, *element.iterancestors())
                if (area := one.get("sqref") or one.findtext("{*}sqref"))
            ),
            "",
        )
        start = re.search(r"[0-9]+", above)
        place = rows.numbers.index(int(start[0])) if start and int(start[0]) in rows.numbers else None
        element.text = moved_formula(element.text, sheets, sheet, place)
    elif local == "sqref" and element.text:
        element.text = moved_areas(element.text, rows)
    elif element.tag == f"{_ANCHOR}row" and element.text:
        element.text = str(rows.first(int(element.text) + 1) - 1)


def _sparklines(root: Element, rows: MovedRows, sheets: Sheets, sheet: str) -> None:
    """Give each copy of a row its own drawing in a cell, of its own figures."""
    for one in list(root.iter("{*}sparkline")):
        place, drawn = one.find("{*}sqref"), one.find("{*}f")
        found = _NAME.fullmatch(place.text or "") if place is not None else None
        if found is None or drawn is None:
            continue
        for number in rows.new(int(found[2])):
            made = copy.deepcopy(one)
            made.find("{*}sqref").text = f"{found[1]}{number}"
            made.find("{*}f").text = moved_formula(drawn.text or "", sheets, sheet, rows.numbers.index(number))
            one.addprevious(made)
        one.getparent().remove(one)


def _breaks(root: Element, rows: MovedRows) -> None:
    holder = root.find(f"{MAIN}rowBreaks")
    for one in list(holder if holder is not None else ()):
        old = int(one.get("id"))
        for number in rows.new(old) or [rows.first(old)]:
            made = copy.deepcopy(one)
            made.set("id", str(number))
            one.addprevious(made)
        holder.remove(one)
    if holder is not None:
        holder.set("count", str(len(holder)))
        holder.set("manualBreakCount", str(len(holder)))


def chart_moved(root: Element, sheets: Sheets) -> None:
    """Let a chart draw the rows where they have gone, and nothing that it has kept of them."""
    for formula in root.iter("{*}f"):
        if formula.text:
            formula.text = moved_formula(formula.text, sheets, None, spread=True)
    for kept in [*root.iter("{*}numCache"), *root.iter("{*}strCache")]:
        kept.getparent().remove(kept)


def comment_boxes_moved(data: bytes, rows: MovedRows) -> bytes:
    """The boxes of comments where their cells have gone; their part is no XML that every parser reads."""

    def moved(place: str) -> str:
        return str(rows.first(int(place) + 1) - 1)

    def anchored(found: re.Match[str]) -> str:
        places = found[2].split(",")
        for at in (2, 6):  # the rows of its corners
            if len(places) == 8 and places[at].strip().isdigit():
                places[at] = f" {moved(places[at])}"
        return found[1] + ",".join(places) + found[3]

    text = _BOX_ROW.sub(lambda found: f"{found[1]}{moved(found[2])}{found[3]}", data.decode("utf-8", "surrogateescape"))
    return _BOX_ANCHOR.sub(anchored, text).encode("utf-8", "surrogateescape")
