"""The KPIs: a list to be read on paper, a table with filters to be computed with, and one of their series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .content import KPIRow, Report
from .paper import BAND, BARS, GOAL_BAND, LOOKS, ROWS, Looks, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_BEFORE = 3  # the columns before the years in the table of series: strategy, KPI and unit
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
        right={2, 3, 5, 6, _PROGRESS, 9},
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
        _write_line(sheet, row, one)
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


def _write_line(sheet: Sheet, row: int, one: KPIRow) -> None:
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


def all_kpis(book: Workbook, looks: Looks, report: Report) -> None:
    """Write the table of all KPIs: one row each, no merged cells, numbers as numbers."""
    words = report.words
    figures = [
        (title, width)
        for name in ("baseline", "newest", "expected", "target")
        for title, width in ((words[name], 10.0), (f"{words[name]} {words['year']}", 7.0))
    ]
    columns = [
        (words["strategy"], 16.0), (words["goal"], 18.0), (words["measure"], 20.0), (words["kpi"], 30.0),
        (words["unit"], 7.0), (words["status"], 13.0), (words["before"], 13.0), *figures,
        (words["as_written"], 12.0), (words["progress"], 10.0), (words["pace"], 9.0),
        (words["trend"], 14.0), (words["grade"], 12.0),
        (words["notes"], 24.0), (words["judgement"], 18.0), (words["department"], 11.0), (words["remark"], 26.0),
    ]  # fmt: skip
    sheet = Sheet(book.add_worksheet(words["kpis"]), looks, [width for _, width in columns])
    sheet.heads(0, [title for title, _ in columns])
    for at, one in enumerate(report.kpis[: ROWS - 1]):
        row = at + 1
        texts = (one.strategy, one.goal, one.measure, one.name, one.unit, one.status, one.before)
        ends = (one.grade, one.remarks, one.judgement, one.department)
        sheet.texts(row, [*enumerate(texts), (15, one.target_words), *enumerate(ends, 19)], {15: looks.text(indent=1)})
        for i, figure in enumerate((one.baseline, one.newest, one.expected, one.target)):
            write = sheet.figure if figure in {one.baseline, one.newest} else sheet.derived
            write(row, 7 + 2 * i, figure.value, one.decimals)
            if figure.year is not None:
                sheet.sheet.write_number(row, 8 + 2 * i, figure.year, looks.get())
        sheet.ratio(row, 16, one.progress)
        sheet.ratio(row, 17, one.pace)
        sparkline(sheet, row, 18, report, at)
        sheet.sheet.write_blank(row, 23, None, looks.get(text_wrap=True, bg_color="#FFF9DB"))
    last = max(1, len(report.kpis))
    status_colors(book, sheet, report, 5, last + 1)
    bars(sheet, 16, last + 1)
    look = book.add_format({"font_color": LOOKS["bad"][1]})
    sheet.sheet.conditional_format(1, 17, last, 17, {"type": "cell", "criteria": "<", "value": 0.6, "format": look})
    sheet.closed(frozen=(1, 4), filtered=last, large=True)


def status_colors(book: Workbook, sheet: Sheet, report: Report, column: int, end: int) -> None:
    """Colour the statuses of a column down to the row before ``end``."""
    for status, group in {one.status: one.group for one in report.kpis}.items():
        background, letters = LOOKS[group]
        look = book.add_format({"bg_color": background, "font_color": letters, "bold": True})
        rule = {"type": "cell", "criteria": "==", "value": f'"{status}"', "format": look}
        sheet.sheet.conditional_format(1, column, max(1, end - 1), column, rule)


def bars(sheet: Sheet, column: int, end: int) -> None:
    """Show the shares of a column as bars, down to the row before ``end``; a whole bar is the target."""
    sheet.sheet.conditional_format(
        1, column, max(1, end - 1), column,
        {
            "type": "data_bar", "bar_color": BARS["good"], "bar_solid": True, "min_type": "num", "min_value": 0,
            "max_type": "num", "max_value": 1, "bar_negative_color": BARS["bad"],
        },
    )  # fmt: skip


def sparkline(sheet: Sheet, row: int, column: int, report: Report, kpi: int) -> None:
    """Draw the series of a KPI into a cell: a column a year, as LibreOffice prints them, the strategy's years for all.

    The columns begin at zero, where no value lies below it, so that their heights can be compared.
    """
    from xlsxwriter.utility import xl_range_abs

    one, years = report.kpis[kpi], list(report.years)
    shown = [year for year in years if one.span[0] <= year <= one.span[1]]
    values = [actual for year in shown if (actual := one.series.get(year, (None, None))[0]) is not None]
    if len(values) < 2:
        return
    first = _BEFORE + years.index(shown[0])
    cells = xl_range_abs(kpi + 2, first, kpi + 2, first + len(shown) - 1)
    looks = {"series_color": "#9DB7D5", "negative_points": True, "negative_color": LOOKS["bad"][1], "last_point": True}
    sheet.sheet.add_sparkline(
        row, column,
        {
            "range": f"'{report.words['series']}'!{cells}", "type": "column", "last_color": "#0B4F8A", **looks,
            **({"min": 0} if min(values) >= 0 else {}),
        },
    )  # fmt: skip


def series(book: Workbook, looks: Looks, report: Report) -> None:
    """Write the table of the series: actual and path, a column a year."""
    words, years = report.words, list(report.years)
    n = len(years)
    sheet = Sheet(book.add_worksheet(words["series"]), looks, [20.0, 30.0, 8.0, *(9.0 for _ in (*years, *years))])
    sheet.heads(1, [words["strategy"], words["kpi"], words["unit"]])
    for i, word in enumerate(("actual", "path")):
        for j, year in enumerate(years):  # as numbers, with the era beside them
            sheet.sheet.write_number(1, _BEFORE + i * n + j, year, looks.get(**_year_look(report.years[year])))
        if n > 1:
            sheet.sheet.merge_range(0, _BEFORE + i * n, 0, _BEFORE - 1 + (i + 1) * n, words[word], looks.head())
        elif years:
            sheet.sheet.write_string(0, _BEFORE + i, words[word], looks.head())
    for at, one in enumerate(report.kpis[: ROWS - 2], 2):
        sheet.texts(at, list(enumerate((one.strategy, one.name, one.unit))))
        for i, year in enumerate(years):
            actual, expected = one.series.get(year, (None, None))
            if actual is not None:
                sheet.figure(at, _BEFORE + i, actual, one.decimals)
            if expected is not None:
                sheet.derived(at, _BEFORE + n + i, expected, one.decimals)
    sheet.closed(frozen=(2, 2), large=len(sheet.widths) > 14)


def _year_look(era: str) -> dict[str, object]:
    """A year with its era in smaller words: ``2024 R6`` of the number 2024."""
    return {
        "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "valign": "vcenter", "border": 1,
        "num_format": f'0" {era}"',
    }  # fmt: skip
