"""The looks of cells in a workbook, to which a form adds what its values need."""

from __future__ import annotations

import copy

from kpitrack.exchange.spreadsheet.formula import is_like_formula

from .tree import Element

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TEXT = "49"  # the number of the format @
_PERCENT = "0.0%"
_OWN = 164  # the first number of a format that is no built-in one


class CellStyles:
    """The looks, by their numbers.

    Args:
        root: of the part ``styles.xml``.
    """

    def __init__(self, root: Element) -> None:
        self.root = root
        self._looks = root.find(f"{_MAIN}cellXfs")
        self._made: dict[tuple[str, str], str] = {}

    def is_text(self, number: str | None) -> bool:
        """Whether a cell takes all that is in it for text."""
        return bool(self._format(number) == _TEXT)

    def text_look(self, number: str | None) -> tuple[float, bool]:
        """The size in points of the letters in a cell, and whether they go on in a next line."""
        look = self._looks[int(number or 0)] if self._looks is not None else None
        if look is None:
            return 11.0, False
        fonts = self.root.find(f"{_MAIN}fonts")
        font = fonts[int(look.get("fontId", 0))].find(f"{_MAIN}sz") if fonts is not None else None
        alignment = look.find(f"{_MAIN}alignment")
        wraps = alignment is not None and alignment.get("wrapText") in {"1", "true"}
        return float(font.get("val")) if font is not None else 11.0, wraps

    def as_percent(self, cell: Element) -> None:
        """Show a ratio in per cent, unless the form says how numbers look in the cell."""
        if self._format(cell.get("s")) == "0":
            cell.set("s", self._with(cell.get("s"), "numFmtId", self._percent(), "applyNumberFormat"))

    def as_text(self, cell: Element, text: str) -> None:
        """Keep a text that is like a formula a text, also where somebody edits the cell."""
        if is_like_formula(text):
            cell.set("s", self._with(cell.get("s"), "quotePrefix", "1", None))

    def _format(self, number: str | None) -> str:
        at = int(number or 0)
        return self._looks[at].get("numFmtId", "0") if self._looks is not None and at < len(self._looks) else "0"

    def _with(self, number: str | None, name: str, value: str, flag: str | None) -> str:
        key = number or "0", name
        if key not in self._made:
            look = copy.deepcopy(self._looks[int(key[0])])
            look.set(name, value)
            if flag:
                look.set(flag, "1")
            self._looks.append(look)
            self._looks.set("count", str(len(self._looks)))
            self._made[key] = str(len(self._looks) - 1)
        return self._made[key]

    def _percent(self) -> str:
        formats = self.root.find(f"{_MAIN}numFmts")
        if formats is None:
            formats = self.root.makeelement(f"{_MAIN}numFmts", {})
            self.root.insert(0, formats)
        for one in formats:
            if one.get("formatCode") == _PERCENT:
                return str(one.get("numFmtId"))
        number = str(max([_OWN - 1, *(int(one.get("numFmtId")) for one in formats)]) + 1)
        formats.append(formats.makeelement(f"{_MAIN}numFmt", {"numFmtId": number, "formatCode": _PERCENT}))
        formats.set("count", str(len(formats)))
        return number
