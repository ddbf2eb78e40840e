"""The committee's workbook: an overview, every KPI with its verdict, their series, and charts.

Every number is in a cell of its own, so that the sheets can be computed with; verdicts have a mark beside their colour,
so that they can be told apart on paper.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from kpitrack.report.site.table_row import share

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FONT = "Yu Gothic"
_HEAD, _INK = "#1F3864", "#1C2126"
_LOOKS = {
    # group: background, letters; light enough that black on white paper stays readable
    "good": ("#E8F1F9", "#0B4F8A"),
    "risk": ("#FDF3DC", "#7A5200"),
    "bad": ("#FBE9E7", "#8C1414"),
    "unknown": ("#F0F1F3", "#4C5560"),
    "closed": ("#F0F1F3", "#4C5560"),
}
_BARS = {"good": "#2F7FC1", "risk": "#F2B632", "bad": "#5C1010", "unknown": "#DCDCDC", "closed": "#A9A9A9"}
_CHARTS = 60
"""The most charts in one workbook; with more it opens slowly, and nobody looks at them."""
_ROWS = 1_048_576
_A3, _A4, _WIDE = 8, 9, 12  # columns from which a sheet is printed on A3
_LINE, _TALLEST = 13.5, 400.0  # points
_GRID = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.75}}
_LONGEST = 32_767
_MARK = "kpitrack", "report"  # a property of the workbook, by which a new one knows what it may replace


@dataclass(frozen=True, slots=True)
class KPIRow:
    """One KPI as the committee reads it. Texts are in the workbook's language.

    Args:
        strategy, goal, measure, name, unit, department: texts.
        figures: baseline, newest, expected and target, each with its year.
        target_words: the target as written, where it is more than a number.
        progress, pace: ratios; the progress in words where there is none.
        group: of the status: good, risk, bad, unknown or closed.
        status: mark and word.
        before: mark and word of a year earlier.
        grade, flags, judgement: texts.
        series: by year, the actual and what the path asks for.
    """

    strategy: str
    goal: str
    measure: str
    name: str
    unit: str
    department: str
    figures: Sequence[tuple[int | None, float | None]]
    target_words: str
    progress: float | str | None
    pace: float | None
    group: str
    status: str
    before: str
    grade: str
    flags: str
    judgement: str
    series: Mapping[int, tuple[float | None, float | None]]


@dataclass(frozen=True, slots=True)
class Report:
    """The workbook's content.

    Args:
        title: of the whole.
        as_of: the year of the verdicts, in words.
        kpis: in the order of the documents.
        counts: for each strategy its title and the number of KPIs in each group.
        groups: the groups' names in words, by group.
        words: the words of the sheets, by `WORDS`.
    """

    title: str
    as_of: str
    kpis: Sequence[KPIRow]
    counts: Sequence[tuple[str, Mapping[str, int]]]
    groups: Mapping[str, str]
    words: Mapping[str, str]


WORDS = (
    "overview", "kpis", "series", "charts", "strategy", "goal", "measure", "kpi", "unit", "department", "baseline",
    "newest", "expected", "target", "year", "as_written", "progress", "pace", "status", "before", "grade", "notes",
    "judgement", "trend", "total", "share", "actual", "path", "remark",
)  # fmt: skip


def workbook(report: Report, made: dt.date) -> bytes:
    """The file's bytes: the same report and day give the same bytes.

    Args:
        report: what to show.
        made: the date of creation written into the file.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_custom_property(*_MARK)
    book.set_properties({"title": report.title, "created": dt.datetime(made.year, made.month, made.day)})  # noqa: DTZ001
    _Book(book, report).write()
    book.close()
    return buffer.getvalue()


def is_ours(content: bytes) -> bool:
    """Whether this is a workbook that `workbook` has made."""
    name, value = (text.encode() for text in _MARK)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book, book.open("docProps/custom.xml") as custom:
            told = custom.read(_LONGEST)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        return False
    return b'name="%s"' % name in told and value in told


class _Book:
    def __init__(self, book: Workbook, report: Report) -> None:
        self.book = book
        self.report = report
        self.words = report.words
        self.plain = self.format()
        # Of a text alone, which by the prefix stays one also where somebody edits the cell.
        self.wrapped = self.format(text_wrap=True, quote_prefix=True)
        self.indented = self.format(text_wrap=True, indent=1, quote_prefix=True)
        self.head = self.format(bold=True, font_color="#FFFFFF", bg_color=_HEAD, text_wrap=True, valign="vcenter")
        self.title = self.format(bold=True, font_size=16)
        self.number = self.format(num_format="#,##0.############")
        self.count = self.format(num_format="#,##0")
        self.percent = self.format(num_format="0.0%")
        self.input = self.format(text_wrap=True, bg_color="#FFF9DB")

    def format(self, **look: Any) -> Format:
        return self.book.add_format({"font_name": _FONT, "font_size": 10, "valign": "top", **look})

    def write(self) -> None:
        self.overview()
        self.kpis()
        self.series()
        self.charts()

    def sheet(self, word: str, columns: Sequence[tuple[str, float]], at: int = 0) -> Worksheet:
        sheet = self.book.add_worksheet(self.words[word])
        for i, (title, width) in enumerate(columns):
            sheet.set_column(i, i, width, self.plain)
            sheet.write_string(at, i, title, self.head)
        sheet.set_paper(_A3 if len(columns) > _WIDE else _A4)
        sheet.set_landscape()
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, at)
        sheet.freeze_panes(at + 1, 0)
        sheet.set_row(at, _height([(title, width) for title, width in columns]))
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def overview(self) -> None:
        report, words = self.report, self.words
        groups = list(report.groups)
        columns = [
            (words["strategy"], 50.0),
            *((report.groups[group], 13.0) for group in groups),
            (words["total"], 9.0),
        ]
        sheet = self.sheet("overview", [*columns, (words["share"], 16.0)], at=3)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, report.title, self.title)
        sheet.write_string(1, 0, report.as_of, self.plain)
        first, last = 4, 3 + len(report.counts)
        for at, (title, counts) in enumerate(report.counts, first):
            sheet.set_row(at, _height([(title, 50)]))
            sheet.write_string(at, 0, _text(title), self.wrapped)
            for i, group in enumerate(groups, 1):
                sheet.write_number(at, i, counts[group], self.count)
            sheet.write_number(at, len(groups) + 1, sum(counts.values()), self.count)
            ratio = share(counts)
            if ratio is not None:
                sheet.write_number(at, len(groups) + 2, ratio, self.percent)
        chart = self.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
        name = words["overview"]
        for i, group in enumerate(groups, 1):
            chart.add_series(
                {
                    "name": [name, 3, i],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, i, last, i],
                    "fill": {"color": _BARS[group]},
                    "border": {"color": "#FFFFFF"},
                }
            )
        chart.set_x_axis({"major_gridlines": _GRID})
        chart.set_y_axis({"reverse": True})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 900, "height": 140 + 34 * min(len(report.counts), 40)})
        sheet.insert_chart(last + 2, 0, chart, {"description": words["overview"]})

    def kpis(self) -> None:
        words = self.words
        figures = [
            (title, width)
            for name in ("baseline", "newest", "expected", "target")
            for title, width in ((words[name], 10.0), (f"{words[name]} {words['year']}", 6.0))
        ]
        columns = [
            (words["strategy"], 16.0), (words["goal"], 18.0), (words["measure"], 20.0), (words["kpi"], 30.0),
            (words["unit"], 7.0), (words["status"], 13.0), (words["before"], 13.0), *figures,
            (words["as_written"], 12.0), (words["progress"], 9.0), (words["pace"], 8.0),
            (words["trend"], 14.0), (words["grade"], 12.0),
            (words["notes"], 24.0), (words["judgement"], 18.0), (words["department"], 11.0), (words["remark"], 26.0),
        ]  # fmt: skip
        sheet = self.sheet("kpis", columns)
        years = self.years()
        for at, one in enumerate(self.report.kpis[: _ROWS - 1], 1):
            texts = (one.strategy, one.goal, one.measure, one.name, one.unit, one.status, one.before)
            for i, text in enumerate(texts):
                sheet.write_string(at, i, _text(text), self.wrapped)
            ends = (one.grade, one.flags, one.judgement, one.department)
            shown = [*enumerate(texts), *enumerate(ends, 19), (15, one.target_words)]
            sheet.set_row(at, _height([(text, columns[i][1]) for i, text in shown]))
            for i, (year, value) in enumerate(one.figures):
                self.write_number(sheet, at, 7 + 2 * i, value, self.number)
                self.write_number(sheet, at, 8 + 2 * i, year, self.plain)
            sheet.write_string(at, 15, _text(one.target_words), self.indented)
            if isinstance(one.progress, str):
                sheet.write_string(at, 16, one.progress, self.wrapped)
            else:
                self.write_number(sheet, at, 16, one.progress, self.percent)
            self.write_number(sheet, at, 17, one.pace, self.percent)
            if len([1 for actual, _ in one.series.values() if actual is not None]) > 1:
                sheet.add_sparkline(
                    at, 18, {"range": f"'{words['series']}'!{_cells(at + 1, 3, 2 + len(years))}", "markers": True}
                )
            for i, text in enumerate(ends, 19):
                sheet.write_string(at, i, _text(text), self.wrapped)
            sheet.write_blank(at, 23, None, self.input)
        last = max(1, len(self.report.kpis))
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.freeze_panes(1, 4)
        self.conditions(sheet, last)

    def conditions(self, sheet: Worksheet, last: int) -> None:
        marks: dict[str, str] = {one.status: one.group for one in self.report.kpis}
        for status, group in marks.items():
            background, letters = _LOOKS[group]
            look = self.book.add_format({"bg_color": background, "font_color": letters, "bold": True})
            sheet.conditional_format(
                1, 5, last, 5, {"type": "cell", "criteria": "==", "value": f'"{status}"', "format": look}
            )
        sheet.conditional_format(
            1, 16, last, 16,
            {
                "type": "data_bar", "bar_color": _BARS["good"], "bar_solid": True, "min_type": "num", "min_value": 0,
                "max_type": "num", "max_value": 1, "bar_negative_color": _BARS["bad"],
            },
        )  # fmt: skip
        look = self.book.add_format({"font_color": _LOOKS["bad"][1]})
        sheet.conditional_format(1, 17, last, 17, {"type": "cell", "criteria": "<", "value": 0.6, "format": look})

    def years(self) -> list[int]:
        found = {year for one in self.report.kpis for year in one.series}
        return list(range(min(found), max(found) + 1)) if found else []

    def series(self) -> None:
        words, years = self.words, self.years()
        columns = [(words["strategy"], 20.0), (words["kpi"], 30.0), (words["unit"], 8.0)]
        sheet = self.sheet("series", [*columns, *((str(year), 9.0) for year in (*years, *years))], at=1)
        for i, word in enumerate(("actual", "path")):
            for j, year in enumerate(years):  # as numbers, for the charts' scale
                sheet.write_number(1, 3 + i * len(years) + j, year, self.head)
            if len(years) > 1:
                sheet.merge_range(0, 3 + i * len(years), 0, 2 + (i + 1) * len(years), words[word], self.head)
            elif years:
                sheet.write_string(0, 3 + i, words[word], self.head)
        for at, one in enumerate(self.report.kpis[: _ROWS - 2], 2):
            texts = (one.strategy, one.name, one.unit)
            sheet.set_row(at, _height([(text, width) for text, (_, width) in zip(texts, columns, strict=True)]))
            for i, text in enumerate(texts):
                sheet.write_string(at, i, _text(text), self.wrapped)
            for i, year in enumerate(years):
                actual, expected = one.series.get(year, (None, None))
                self.write_number(sheet, at, 3 + i, actual, self.number)
                self.write_number(sheet, at, 3 + len(years) + i, expected, self.number)
        sheet.freeze_panes(2, 2)

    def charts(self) -> None:
        words, years = self.words, self.years()
        drawn = [
            (at, one)
            for at, one in enumerate(self.report.kpis, 2)
            if any(actual is not None for actual, _ in one.series.values())
        ][:_CHARTS]
        if not drawn:
            return
        sheet = self.book.add_worksheet(words["charts"])
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        name, n = words["series"], len(years)
        for i, (at, one) in enumerate(drawn):
            chart = self.book.add_chart({"type": "line"})
            start, end = min(one.series) - years[0], max(one.series) - years[0]
            for word, first, look in (
                ("path", 3 + n, {"color": "#4A4A4A", "dash_type": "dash", "width": 1.5}),
                ("actual", 3, {"color": "#0B4F8A", "width": 2.25}),
            ):
                chart.add_series(
                    {
                        "name": words[word],
                        "categories": [name, 1, 3 + start, 1, 3 + end],
                        "values": [name, at, first + start, at, first + end],
                        "line": look,
                        "marker": {"type": "circle" if word == "actual" else "none"},
                    }
                )
            title = f"{one.name} [{one.unit}]" if one.unit else one.name
            chart.set_title({"name": title[:200], "name_font": {"size": 11}})
            chart.set_x_axis({"label_position": "low"})
            chart.set_y_axis({"major_gridlines": _GRID, "num_format": "#,##0.##########"})
            chart.set_legend({"position": "bottom"})
            chart.show_blanks_as("span")
            chart.set_size({"width": 460, "height": 260})
            sheet.insert_chart(14 * (i // 2), 8 * (i % 2), chart, {"description": _text(one.name)})

    @staticmethod
    def write_number(sheet: Worksheet, row: int, column: int, value: float | None, look: Format) -> None:
        if value is not None:
            sheet.write_number(row, column, value, look)


def _cells(row: int, first: int, last: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(row, first, row, last))


def _height(cells: Sequence[tuple[str, float]]) -> float:
    """The height of a row in points, from its texts and the widths of their columns; wide letters count twice."""

    def lines(text: str, width: float) -> int:
        letters = sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)
        return max(1, -(-letters // max(1, int(width - 1))))

    return min(_TALLEST, _LINE * max(lines(text, width) for text, width in cells) + 3)


def _text(text: str) -> str:
    return text[:_LONGEST]
