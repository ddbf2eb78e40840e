"""The summary: the whole on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpitrack.exchange.sheet.page import lines_at_most
from kpitrack.report.site.table_row import share

from .content import MOST_BARS, Report
from .paper import BAND, BARS, Looks, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_GRID = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.75}}
_CHART_ROW = 20  # pixels
_LINE = 14.5  # points


def summary(book: Workbook, looks: Looks, report: Report) -> None:
    """Write the sheet."""
    words, groups = report.words, list(report.groups)
    sheet = Sheet(book.add_worksheet(words["overview"]), looks, [46, *(12.0 for _ in groups), 8, 12])
    sheet.sheet.set_row(0, 28)
    sheet.sheet.write_string(0, 0, report.title, looks.get(bold=True, font_size=16))
    sheet.sheet.write_string(1, 0, report.as_of, looks.get())
    above = [*((text, True) for text in report.lead), *((text, False) for text in report.undrawn)]
    for row, (text, bold) in enumerate(above, 2):
        _across(sheet, row, text, bold=bold)
    head = 3 + len(above)
    titles = [words["strategy"], *(report.groups[group] for group in groups), words["total"], words["share"]]
    sheet.heads(head, titles, right=range(1, len(titles)))
    _counts(sheet, report, head + 1)
    last = head + len(report.counts)
    row = last + 2 + _chart(book, sheet, report, head)
    for heading, lines in (
        (words["behind"], report.behind),
        (words["changed"], [("", text) for text in report.changed]),
    ):
        if not lines:
            continue
        sheet.sheet.write_string(row, 0, heading, looks.get(bold=True, font_size=12))
        for name, text in lines:
            row += 1
            _beside(sheet, row, name, text)
        row += 2
    sheet.closed(frozen=(head + 1, 0), landscape=False, pages=int(len(report.counts) <= MOST_BARS))
    sheet.sheet.print_area(0, 0, max(row - 1, last), len(sheet.widths) - 1)


def _across(sheet: Sheet, row: int, text: str, **look: Any) -> None:
    """Write a text over the whole width, in as many lines as it takes."""
    form = sheet.looks.text(**look)
    sheet.sheet.merge_range(row, 0, row, len(sheet.widths) - 1, "", form)
    sheet.text(row, 0, text, form)
    sheet.sheet.set_row(row, _LINE * lines_at_most(text, sum(sheet.widths) - 1))


def _beside(sheet: Sheet, row: int, name: str, text: str) -> None:
    """Write a ``name`` with a text in the columns beside it; over the whole width where there is none."""
    if not name:
        _across(sheet, row, text)
        return
    form = sheet.looks.text()
    sheet.text(row, 0, name, form)
    sheet.sheet.merge_range(row, 1, row, len(sheet.widths) - 1, "", form)
    sheet.text(row, 1, text, form)
    lines = max(lines_at_most(name, sheet.widths[0] - 1), lines_at_most(text, sum(sheet.widths[1:]) - 1))
    sheet.sheet.set_row(row, _LINE * lines)


def _counts(sheet: Sheet, report: Report, first: int) -> None:
    """Write how many KPIs of each strategy and goal are in each group."""
    groups, goals = list(report.groups), any(line.depth for line in report.counts)
    for row, line in enumerate(report.counts, first):
        look: dict[str, Any] = {"bold": line.depth == 0 and goals, "border": 1, "border_color": "#BFBFBF"}
        if line.depth == 0 and goals:
            look["bg_color"] = BAND
        sheet.tall(row, [(0, line.title)])
        sheet.text(row, 0, line.title, sheet.looks.text(indent=2 * line.depth, **look))
        for column, group in enumerate(groups, 1):
            sheet.figure(row, column, line.counts[group], **look)
        sheet.figure(row, len(groups) + 1, sum(line.counts.values()), **look)
        sheet.share(row, len(groups) + 2, share(line.counts), **look)


def _chart(book: Workbook, sheet: Sheet, report: Report, head: int) -> int:
    """Draw the counts below their table, and give how many rows that takes."""
    first, shown = head + 1, min(len(report.counts), MOST_BARS)
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    name = report.words["overview"]
    for column, group in enumerate(report.groups, 1):
        chart.add_series(
            {
                "name": [name, head, column],
                "categories": [name, first, 0, first + shown - 1, 0],
                "values": [name, first, column, first + shown - 1, column],
                "fill": {"color": BARS[group]},
                "border": {"color": "#FFFFFF"},
                "gap": 40,
            }
        )
    chart.set_x_axis({"major_gridlines": _GRID, "num_format": "0%"})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    height = 110 + 26 * shown
    chart.set_size({"width": 900, "height": height})
    sheet.sheet.insert_chart(head + len(report.counts) + 2, 0, chart, {"description": " ".join(report.lead)})
    return height // _CHART_ROW + 2
