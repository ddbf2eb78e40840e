"""How the cells of the sheet look."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kpitrack.exchange.spreadsheet.formula import is_like_formula

from .columns import Column
from .page import FONT_SIZE
from .rows import Content, LineKind, digits_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONT = "Meiryo UI"  # on every Windows, and its lines are low
_LINES = "#A6A6A6"
_GREY, _TINT, _FILL = "#E7E6E6", "#1F3864", "#FFF9DB"
_BACKGROUND: dict[LineKind, str] = {
    "strategy": _TINT, "goal": "#C9D7EE", "measure": "#E6EDF8", "shown": "#F2F2F2",
}  # fmt: skip


class Formats:
    """The formats of a workbook, each made once; what is ``usual`` holds where nothing else is said."""

    def __init__(self, book: Workbook, **usual: Any) -> None:
        self._book, self._usual = book, usual
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """A format with these properties of xlsxwriter."""
        look = {**self._usual, **properties}
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


class Looks(Formats):
    """The formats of the sheet's cells."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book, font_name=FONT, font_scheme="none", font_size=FONT_SIZE, valign="vcenter")
        self._cells: dict[tuple[object, ...], Format] = {}

    def head(self, *, fill: bool) -> Format:
        """The title of a column."""
        colours = {"bg_color": _TINT, "font_color": "white"} if fill else {"bg_color": _GREY}
        return self.get(bold=True, text_wrap=True, align="center", border=1, border_color=_LINES, **colours)

    def name(self) -> Format:
        """The machine's name of a column."""
        return self.get(font_size=8, font_color="#7F7F7F", align="center")

    def title(self, kind: LineKind, *, first: bool, last: bool) -> Format:
        """A cell of the row that titles a group; its words run on over the empty cells beside it."""
        look: dict[str, Any] = {"bg_color": _BACKGROUND[kind], "bold": True, "top": 1, "bottom": 1}
        look |= {"top_color": _LINES, "bottom_color": _LINES}
        if kind == "strategy":
            look["font_color"] = "white"
        look |= {"left": 1, "left_color": _LINES, "indent": int(kind == "measure")} if first else {}
        return self.get(**look, **({"right": 1, "right_color": _LINES} if last else {}))

    def cell(self, column: Column, content: Content, kind: LineKind, *, asked: bool) -> Format:
        """A cell of the table."""
        text, fill = isinstance(content, str), column.fill and asked
        number_format = _number_format(column, content, fill=fill)
        quoted = text and is_like_formula(str(content))
        key = (column, kind, fill, text, number_format, quoted)
        if key not in self._cells:
            look = _cell(column, kind, fill=fill, text=text)
            look |= {"num_format": number_format} if number_format else {}
            # By a quote prefix a text stays one also where somebody edits the cell.
            look |= {"quote_prefix": True} if quoted else {}
            self._cells[key] = self.get(**look)
        return self._cells[key]


def _cell(column: Column, kind: LineKind, *, fill: bool, text: bool) -> dict[str, Any]:
    look: dict[str, Any] = {"border": 1, "border_color": _LINES}
    look["text_wrap"] = column.place == "page" and (text or column.kind != "number")
    if fill:
        look |= {"locked": False, "bg_color": _FILL}
    elif kind in _BACKGROUND:
        look["bg_color"] = _BACKGROUND[kind]
    if column.name == "name" and kind in {"goal", "measure"}:
        look["bold"] = True
    if column.kind in {"number", "year"}:
        look["align"] = "right" if column.kind == "number" else "center"
    if column.kind in {"status", "next", "date"} or column.name in {"era", "judgement"}:
        look["align"] = "center"
    if column.kind == "prose" and column.name != "name":
        look["valign"] = "top"
    return look


def _number_format(column: Column, content: Content, *, fill: bool) -> str:
    """Input must be shown as typed, so only read-only numbers have a fixed number of digits; a text stays a text."""
    if column.kind == "date":
        return "yyyy-mm-dd"
    if fill and column.kind in {"prose", "text"}:
        return "@"
    if column.kind == "number" and not fill and isinstance(content, float | int) and not isinstance(content, dt.date):
        digits = digits_of(content)
        return "#,##0" + ("." + "0" * digits if digits else "")
    return ""
