"""The workbook that departments fill in: one row for each KPI and year asked for, and a guide.

It follows the rules for machine-readable government data (総務省「統計表における機械判読可能なデータの表記方法」,
2020): one cell one value, no merged cells, numbers as numbers, western years beside the era, one row of column names.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kpitrack.exchange.spreadsheet.formula import is_like_formula
from kpitrack.language import say, translate
from kpitrack.model.actuals import OBSERVATION_WORDS, ObservationStatus, observation_word
from kpitrack.model.numbers import exact, plain_number
from kpitrack.model.years import era_year

from .carried import NAME, ShownRow, carry
from .columns import COLUMNS, Column
from .guide import guide

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEADER_ROWS = 2
_LONGEST = 32_767  # characters of a cell
_LINE = 15.0  # points
_EMPTY = 8  # characters
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FONT = "Yu Gothic"
_GREY, _TINT, _FILL = "#E7E6E6", "#1F3864", "#FFF9DB"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: what the department needs to know of a KPI and year, and what is already recorded."""

    kpi: str  # strategy/kpi
    year: int
    name: str
    unit: str
    goal: str = ""
    measure: str = ""
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


def write_sheet(rows: Sequence[SheetRow], title: str, step: Callable[[], None] = lambda: None) -> bytes:
    """The workbook as the bytes of an ``.xlsx`` file, in the active language.

    Args:
        rows: in the order of the sheet.
        title: printed at the top of each page.
        step: called once for each row.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    # A text from a file stays a text and never becomes a formula, link or number.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title, "created": _created()})
        formats = _Formats(book)
        sheet = book.add_worksheet(str(say("Actuals")))
        _layout(sheet, formats, title, rows)
        for number, row in enumerate(rows, HEADER_ROWS):
            _write_row(sheet, number, row, formats)
            step()
        manual = book.add_worksheet(str(say("How to fill in")))
        _write_guide(manual, formats)
        hidden = book.add_worksheet(NAME)
        hidden.very_hidden()
        for number, line in enumerate(carry(map(_carried, rows), _created().replace(tzinfo=dt.UTC))):
            hidden.write_string(number, 0, line)
        sheet.activate()
    return buffer.getvalue()


def _created() -> dt.datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdigit() else dt.datetime.now(dt.UTC)
    return now.replace(tzinfo=None)


class _Formats:
    """The formats of cells, created on demand."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        look = {"font_name": _FONT, "font_size": 10, "valign": "vcenter", **properties}
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def cell(self, column: Column, digits: int = 0, *, quoted: bool = False) -> Format:
        look: dict[str, Any] = {"border": 1, "border_color": "#BFBFBF", "text_wrap": column.kind != "number"}
        if column.fill:
            look |= {"locked": False, "bg_color": _FILL}
        if column.kind in {"number", "year"}:
            look["align"] = "right" if column.kind == "number" else "center"
        if column.kind == "number" and not column.fill:
            # Input must be shown as typed: only read-only cells have a fixed number of digits.
            look["num_format"] = "#,##0" + ("." + "0" * digits if digits else "")
        if column.kind == "date":
            look |= {"num_format": "yyyy-mm-dd", "align": "center"}
        if column.name == "era" or column.kind == "status":
            look["align"] = "center"
        if quoted:
            look["quote_prefix"] = True  # by which a text stays one also where somebody edits the cell
        if column.name == "kpi":
            look |= {"font_size": 8, "font_color": "#595959"}
        return self.get(**look)


def _layout(sheet: Worksheet, formats: _Formats, title: str, rows: Sequence[SheetRow]) -> None:
    last = HEADER_ROWS + len(rows) - 1
    words = formats.get(bold=True, text_wrap=True, align="center", border=1, border_color="#BFBFBF", bg_color=_GREY)
    to_fill = formats.get(
        bold=True, text_wrap=True, align="center", border=1, border_color="#BFBFBF", bg_color=_TINT, font_color="white"
    )
    names = formats.get(
        font_size=8, font_color="#7F7F7F", align="center", border=1, border_color="#BFBFBF", shrink=True
    )
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, _column_width(column, rows))
        sheet.write_string(0, number, translate(column.title), to_fill if column.fill else words)
        sheet.write_string(1, number, column.name, names)
    tallest = max(_lines(translate(column.title), column.width) for column in COLUMNS)
    sheet.set_row(0, max(2, tallest) * _LINE + 4)
    sheet.freeze_panes(HEADER_ROWS, 2)
    if rows:
        sheet.autofilter(HEADER_ROWS - 1, 0, last, len(COLUMNS) - 1)
        _validate(sheet, last)
    sheet.protect(
        "",
        {
            "format_columns": True,
            "format_rows": True,
            "format_cells": True,
            "sort": True,
            "autofilter": True,
        },
    )
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEADER_ROWS - 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header(f"&L{_printable(title)}")
    sheet.set_footer("&R&P / &N")


def _column_width(column: Column, rows: Sequence[SheetRow]) -> float:
    """The column's width; narrow where it is empty and not filled in.

    Excel shows a number that does not fit as #####; the value to fill in is assumed to be as long as those beside it.
    """
    used = column.fill or column.name == "era" or any(getattr(row, column.name) not in {None, ""} for row in rows)
    if not used:
        longest = max(map(_width, translate(column.title).split()))
        return min(column.width, max(_EMPTY, longest + 2))
    if column.kind != "number":
        return column.width
    names = [one.name for one in COLUMNS if one.kind == "number"] if column.fill else [column.name]
    shown = (
        _rounded(value, row) for row in rows for name in names if isinstance(value := getattr(row, name), float | int)
    )
    return max(column.width, max((len(f"{exact(value):,f}") for value in shown), default=0) * 1.1 + 1.5)


def _printable(title: str) -> str:
    """``title`` in a page header, where & starts a code; Excel takes at most 255 characters."""
    return title[:110].replace("&", "&&")


def _validate(sheet: Worksheet, last: int) -> None:
    at = {column.name: number for number, column in enumerate(COLUMNS)}

    def on(name: str, **options: Any) -> None:
        sheet.data_validation(HEADER_ROWS, at[name], last, at[name], options)

    on(
        "value",
        validate="decimal",
        criteria="between",
        minimum=-1e300,
        maximum=1e300,
        error_type="warning",
        error_title=str(say("Is this a number?"))[:32],
        error_message=str(say("Write the number alone. Where there is none, leave the cell empty and choose a state."))[
            :255
        ],
    )
    on(
        "status",
        validate="list",
        source=[observation_word(status) for status in OBSERVATION_WORDS],
        error_title=str(say("Choose from the list"))[:32],
        error_message=str(say("Choose one of the words of the list, or leave the cell empty."))[:255],
    )
    on(
        "published",
        validate="date",
        criteria="between",
        minimum=dt.date(1900, 3, 1),
        maximum=dt.date(2200, 12, 31),
        error_type="warning",
        error_title=str(say("Is this a date?"))[:32],
        error_message=str(say("Write a day, such as 2024-06-30."))[:255],
    )


def _write_row(sheet: Worksheet, number: int, row: SheetRow, formats: _Formats) -> None:
    lines = 1
    for place, column in enumerate(COLUMNS):
        value = _shown(row, column)
        if isinstance(value, str):
            look = formats.cell(column, quoted=is_like_formula(value))
            if value:
                sheet.write_string(number, place, value, look)
            else:
                sheet.write_blank(number, place, None, look)
            lines = max(lines, _lines(value, column.width * (1.2 if column.name == "kpi" else 1.0)))
        elif isinstance(value, dt.date):
            sheet.write_datetime(number, place, dt.datetime(value.year, value.month, value.day), formats.cell(column))  # noqa: DTZ001  a day has no zone
        else:
            sheet.write_number(number, place, value, formats.cell(column, _digits(value)))
    sheet.set_row(number, min(lines, 12) * _LINE + 3)


def _shown(row: SheetRow, column: Column) -> str | int | float | dt.date:
    """The content of the cell; empty where there is none."""
    if column.name == "era":
        return era_year(row.year).removesuffix("" if row.calendar == "fy" else "度")
    value = getattr(row, column.name)
    if value is None:
        return ""
    if column.name == "status":
        return observation_word(value)
    if isinstance(value, str):
        return _text(value, column)
    if column.name == "expected":
        value = _rounded(value, row)
    if isinstance(value, float | int) and not _survives(value):
        return plain_number(value)
    return value  # type: ignore[no-any-return]  # a number or a date


def _carried(row: SheetRow) -> ShownRow:
    """What the workbook carries along of a row, and what of it no cell can hold."""
    cells = {column.name: _shown(row, column) for column in COLUMNS}
    texts = {
        column.name: getattr(row, column.name) for column in COLUMNS if column.fill and column.kind in {"text", "prose"}
    }
    return ShownRow(row.kpi, row.year, cells, {name: text for name, text in texts.items() if text and not cells[name]})


def _text(text: str, column: Column) -> str:
    """``text`` as a cell can hold it; empty, rather than changed, in an input column."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) <= _LONGEST and not _NOT_IN_XML.search(text):
        return text
    return "" if column.fill else _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST]


def _survives(value: float) -> bool:
    """Whether a spreadsheet keeps the number, with its doubles of 15 digits."""
    return float(f"{value:.15g}") == value


def _rounded(value: float, row: SheetRow) -> float:
    """An expected value, rounded to one decimal more than the KPI's figures."""
    known = [number for number in (row.baseline, row.target, row.previous) if isinstance(number, float | int)]
    return round(value, max((_digits(number) for number in known), default=0) + 1)


def _digits(value: float) -> int:
    exponent = exact(value).normalize().as_tuple().exponent
    return min(max(0, -exponent), 10) if isinstance(exponent, int) else 0


def _lines(text: str, columns: float) -> int:
    """How many lines ``text`` takes in a cell of ``columns`` characters."""
    return sum(max(1, math.ceil(_width(line) * 1.08 / max(columns - 1, 1))) for line in text.split("\n")) if text else 1


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _write_guide(sheet: Worksheet, formats: _Formats) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 86)
    heading = formats.get(bold=True, font_size=14)
    left = formats.get(bold=True, text_wrap=True, valign="top", border=1, border_color="#BFBFBF", bg_color=_GREY)
    right = formats.get(text_wrap=True, valign="top", border=1, border_color="#BFBFBF")
    sheet.write_string(0, 0, str(say("How to fill in the sheet")), heading)
    sheet.set_row(0, 26)
    for number, (first, second) in enumerate(guide(), 2):
        sheet.write_string(number, 0, first, left)
        sheet.write_string(number, 1, second, right)
        sheet.set_row(number, max(_lines(first, 26), _lines(second, 86)) * _LINE + 5)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
