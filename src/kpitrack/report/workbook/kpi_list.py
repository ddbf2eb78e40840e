"""The KPIs to be read on paper: a line each, below bands of their strategy and goal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .content import KPIRow, Report
from .figures import bars, sparkline, status_colors
from .paper import BAND, GOAL_BAND, ROWS, Looks, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_LINE: dict[str, Any] = {"bottom": 1, "bottom_color": "#BFBFBF", "valign": "vcenter"}
_WIDTHS = (30.0, 9, 9, 9, 11, 9, 9, 11, 11, 9, 15, 13, 44)
_PROGRESS, _TREND, _STATUS = 8, 10, 11


def kpi_list(book: Workbook, looks: Looks, report: Report) -> None:
    """Write the sheet."""
    words = report.words
    sheet = Sheet(book.add_worksheet(words["list"]), looks, _WIDTHS)
    sheet.heads(
        0,
        [
            words["kpi"], words["unit"], words["baseline"], words["newest"], words["year"], words["expected"],
            words["target"], words["year"], words["progress"], words["due"], words["trend"], words["status"],
            words["in_words"],
        ],
    )  # fmt: skip
    row, strategy, goal = 1, None, None
    for at, one in enumerate(report.kpis):
        if row + 3 > ROWS:
            break
        if one.strategy != strategy:
            row = _band(sheet, row, one.strategy, bg_color=BAND, bold=True, font_size=11)
            strategy, goal = one.strategy, None
        if one.goal != goal:
            row, goal = _band(sheet, row, one.goal, bg_color=GOAL_BAND, bold=True), one.goal
        _write(sheet, row, one)
        sparkline(sheet, row, _TREND, report, at)
        row += 1
    status_colors(book, sheet, report, _STATUS, row)
    bars(sheet, _PROGRESS, row)
    sheet.closed(frozen=(1, 1))


def _band(sheet: Sheet, row: int, title: str, **look: Any) -> int:
    """A line across the page; it goes on in no next row, since Excel breaks pages before it, not after."""
    for column in range(1, len(_WIDTHS)):
        sheet.sheet.write_blank(row, column, None, sheet.looks.get(**look))
    sheet.text(row, 0, title, sheet.looks.get(quote_prefix=True, **look))
    return row + 1


def _write(sheet: Sheet, row: int, one: KPIRow) -> None:
    looks = sheet.looks
    name = f"{one.measure}\n{one.name}" if one.measure else one.name
    sheet.text(row, 0, name, looks.text(**_LINE))
    sheet.text(row, 1, one.unit, looks.text(**_LINE))
    sheet.figure(row, 2, one.baseline.value, one.decimals, **_LINE)
    sheet.figure(row, 3, one.newest.value, one.decimals, **_LINE, bold=True)
    sheet.text(row, 4, one.newest.when, looks.text(**_LINE))
    sheet.derived(row, 5, one.expected.value, one.decimals, **_LINE)
    if isinstance(one.target.value, float) and one.target_words.replace(",", "").replace(".", "").isdigit():
        sheet.derived(row, 6, one.target.value, one.decimals, **_LINE)
    else:
        sheet.text(row, 6, one.target_words, looks.text(align="right", **_LINE))
    sheet.text(row, 7, one.target.when, looks.text(**_LINE))
    sheet.ratio(row, _PROGRESS, one.progress, **_LINE)
    sheet.ratio(row, 9, one.due, **_LINE)
    sheet.sheet.write_blank(row, _TREND, None, looks.get(**_LINE))
    sheet.text(row, _STATUS, one.status, looks.text(**_LINE))
    sheet.text(row, 12, one.sentence, looks.text(font_size=9, **_LINE))
    sheet.tall(row, [(0, name), (1, one.unit), (6, one.target_words), (12, one.sentence)])
