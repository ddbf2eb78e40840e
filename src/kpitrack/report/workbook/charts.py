"""A chart for each KPI, eight to a page that no break cuts, and the sheet with their data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kpitrack.model.years import era_short

from .content import MOST_CHARTS, KPIRow, Report
from .paper import A4, Looks, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_ACROSS, _DOWN = 2, 4
_WIDE, _HIGH = 270, 232  # pixels of a chart; two leave room where another font makes columns wider
_ROWS = 12  # of a chart, 20 pixels each
_THOUSAND, _WIDE_ENOUGH = 1000, 20
_LONGEST_TITLE = 60
_SMALL = {"size": 8}
_GRID = {"visible": True, "line": {"color": "#E3E3E3", "width": 0.5}}
_LINES: dict[str, dict[str, Any]] = {
    # what is drawn: its line and its marks
    "expected": {"line": {"color": "#4A4A4A", "dash_type": "dash", "width": 1.25}, "marker": {"type": "none"}},
    "limit_low": {"line": {"color": "#6B6B00", "dash_type": "long_dash_dot", "width": 1}, "marker": {"type": "none"}},
    "limit_high": {"line": {"color": "#6B6B00", "dash_type": "long_dash_dot", "width": 1}, "marker": {"type": "none"}},
    "actual": {
        "line": {"color": "#0B4F8A", "width": 2},
        "marker": {"type": "circle", "size": 5, "fill": {"color": "#0B4F8A"}, "border": {"color": "#0B4F8A"}},
    },
    "baseline": {
        "line": {"none": True},
        "marker": {"type": "square", "size": 6, "fill": {"color": "#8C8C8C"}, "border": {"color": "#4A4A4A"}},
    },
    "target": {
        "line": {"none": True},
        "marker": {"type": "diamond", "size": 9, "fill": {"color": "#9C2A00"}, "border": {"color": "#9C2A00"}},
        "data_labels": {"value": True, "position": "above", "font": _SMALL},
    },
}


def charts(book: Workbook, looks: Looks, report: Report) -> None:
    """Write the sheet of charts, and the one of their data."""
    numbers = (one for one in report.kpis if one.drawn.points and not isinstance(one.newest.value, str))
    drawn = [one for one in numbers if any(values for _, values in _values(one))][:MOST_CHARTS]
    if not drawn:
        return
    words = report.words
    pictures = book.add_worksheet(words["charts"])
    data = Sheet(book.add_worksheet(words["chart_data"]), looks, [30.0, 10.0, *(11.0 for _ in _LINES)])
    data.heads(0, [words["kpi"], words["year"], *(words[name] for name in _LINES)])
    row = 1
    for i, one in enumerate(drawn):
        lines = {name: values for name, values in _values(one) if values}
        years = range(min(one.drawn.years()), max(one.drawn.years()) + 1)
        for at, year in enumerate(years, row):
            data.text(at, 0, one.name)
            data.text(at, 1, era_short(year), looks.get(quote_prefix=True))
            for column, name in enumerate(_LINES, 2):
                value = lines.get(name, {}).get(year)
                if value is not None:
                    data.derived(at, column, value, one.decimals)
        chart = _chart(book, report, one, lines, (row, row + len(years) - 1))
        place = _ROWS * (i // _ACROSS), i % _ACROSS
        pictures.insert_chart(
            *place, chart, {"description": f"{one.name}: {one.sentence}", "x_offset": 1, "y_offset": 2}
        )
        row += len(years)
    data.closed(frozen=(1, 0), landscape=False)
    _lay_out(pictures, -(-len(drawn) // _ACROSS))


def _lay_out(pictures: Any, rows: int) -> None:
    """Pages of whole charts: Excel keeps to page breaks only where the sheet is not fitted to pages."""
    pictures.hide_gridlines(2)
    pictures.set_default_row(15)
    pictures.set_column_pixels(0, _ACROSS - 1, _WIDE + 2)
    pictures.set_paper(A4)
    pictures.set_portrait()
    pictures.set_margins(0.25, 0.25, 0.5, 0.5)
    pictures.set_footer("&L&A&R&P / &N", {"margin": 0.25})
    pictures.center_horizontally()
    pictures.set_h_pagebreaks([_ROWS * _DOWN * page for page in range(1, -(-rows // _DOWN))])
    pictures.print_area(0, 0, _ROWS * rows - 1, _ACROSS - 1)


def _values(one: KPIRow) -> Iterator[tuple[str, Mapping[int, float]]]:
    """By what is drawn, the values by year."""
    drawn = one.drawn
    marks = {
        name: {point.year: point.value for point in drawn.points if point.mark == name}
        for name in ("baseline", "target")
    }
    years = (min(drawn.years()), max(drawn.years()))
    low, high = drawn.band
    yield "actual", {**marks["baseline"], **{point.year: point.value for point in drawn.actuals()}}
    yield "expected", dict(drawn.path)
    yield "limit_low", {} if low is None else dict.fromkeys(years, low)
    yield "limit_high", {} if high is None else dict.fromkeys(years, high)
    yield from marks.items()


def _chart(
    book: Workbook, report: Report, one: KPIRow, lines: Mapping[str, Mapping[int, float]], rows: tuple[int, int]
) -> Any:
    chart = book.add_chart({"type": "line"})
    sheet = report.words["chart_data"]
    for column, name in enumerate(_LINES, 2):
        if name in lines:
            chart.add_series(
                {
                    "name": report.words[name],
                    "categories": [sheet, rows[0], 1, rows[1], 1],
                    "values": [sheet, rows[0], column, rows[1], column],
                    **_LINES[name],
                }
            )
    title = f"{one.status}  {one.name} [{one.unit}]" if one.unit else f"{one.status}  {one.name}"
    title = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
    chart.set_title({"name": title, "name_font": {"size": 9, "bold": True}, "overlay": False})
    chart.set_x_axis({"label_position": "low", "num_font": _SMALL})
    chart.set_y_axis(
        {"major_gridlines": _GRID, "num_format": _axis_format(lines), "num_font": _SMALL, "line": {"none": True}}
    )
    chart.set_legend({"position": "bottom", "font": _SMALL})
    chart.show_blanks_as("span")
    chart.set_size({"width": _WIDE, "height": _HIGH})
    return chart


def _axis_format(lines: Mapping[str, Mapping[int, float]]) -> str:
    """The format of the numbers beside a chart: in thousands where the steps between them are whole."""
    values = [value for line in lines.values() for value in line.values()]
    wide = max(map(abs, values)) >= _THOUSAND and max(values) - min(values) >= _WIDE_ENOUGH
    return "#,##0" if wide else "General"
