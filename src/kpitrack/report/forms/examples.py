"""Forms to start from, laid out as towns commonly lay them out: to be changed in Excel and Word as one likes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpitrack.language import mark, translate

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FONT = "Yu Gothic"
_GREY = "#E7E6E6"
_FIGURE = "#,##0.0###"
_WIDE = 8  # columns of the forms in Excel
_EVALUATED = (
    # heading, text, height of the row
    (mark("What was done"), "{{ said.done }}", 56),
    (mark("Results"), "{{ said.result }}", 56),
    (mark("Issues"), "{{ said.issues }}", 56),
    (mark("What comes next"), "{{ said.plan }}", 56),
    (mark("Judgement"), "{{ said.judgement }}", 20),
    (mark("Next"), "{{ said.next }}", 20),
    (mark("External evaluation"), "{{ said.external.judgement }} {{ said.external.comment }}", 56),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A form to start from."""

    name: str  # of its file, without its end
    about: str  # what it is, in words
    suffix: str  # ``.xlsx`` or ``.docx``
    make: Callable[[], bytes]  # gives its bytes

    @property
    def file_name(self) -> str:
        """The name of its file in the active language."""
        return translate(self.name) + self.suffix

    def content(self) -> bytes:
        """Its bytes: the same whenever it is made."""
        from kpitrack.exchange.forms.package import rewritten

        return rewritten(self.make())


def examples() -> tuple[Example, ...]:
    """The forms, in the active language."""
    return (
        Example(mark("KPI sheet"), translate("a sheet for each KPI (効果検証シート)"), ".xlsx", _kpi_sheet),
        Example(mark("Measure sheet"), translate("a sheet for each measure (施策評価シート)"), ".docx", _measure_sheet),
        Example(
            mark("Grant report"), translate("how the grants of a strategy are used (交付金 実施状況報告)"), ".xlsx",
            _grant_report,
        ),
    )  # fmt: skip


class _Sheet:
    """A sheet of a form in Excel, A4, eight columns wide."""

    def __init__(self, name: str, widths: Sequence[float], *, landscape: bool = False) -> None:
        import xlsxwriter

        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.book.set_properties({"created": dt.datetime(2024, 4, 1)})  # noqa: DTZ001  the same whenever it is made
        self.sheet: Worksheet = self.book.add_worksheet(name)
        for i, width in enumerate(widths):
            self.sheet.set_column(i, i, width)
        self.sheet.set_paper(9)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(0.6, 0.6, 0.7, 0.7)
        self.sheet.set_footer("&L{{ strategy.organization }}&R&P / &N")
        self.sheet.hide_gridlines(2)
        self.whole = self.book.add_format({"num_format": "#,##0"})
        self.row = 0

    def look(self, **more: Any) -> Any:
        return self.book.add_format({"font_name": _FONT, "font_size": 10, "valign": "vcenter", **more})

    def cell(self, **more: Any) -> Any:
        return self.look(border=1, border_color="#808080", text_wrap=True, **more)

    def figure(self) -> Any:
        """Of a number with the decimals that it has; `cells` lets whole ones end without a point."""
        return self.cell(align="right", num_format=_FIGURE)

    def head(self) -> Any:
        return self.cell(bold=True, bg_color=_GREY, align="center")

    def title(self, text: str) -> None:
        look = self.look(bold=True, font_size=15, align="center")
        self.sheet.merge_range(self.row, 0, self.row, _WIDE - 1, text, look)
        self.sheet.set_row(self.row, 30)
        self.row += 2

    def text(self, text: str, **more: Any) -> None:
        """A text that runs on over the cells beside it."""
        self.sheet.write_string(self.row, 0, text, self.look(**more))
        self.row += 1

    def line(self, heading: str, text: str, height: float = 20) -> None:
        """A heading, which is marked for translation, and a text over the rest of the width."""
        self.sheet.write_string(self.row, 0, translate(heading), self.head())
        self.sheet.merge_range(self.row, 1, self.row, _WIDE - 1, text, self.cell())
        self.sheet.set_row(self.row, height)
        self.row += 1

    def heads(self, *headings: str) -> None:
        """The headings of columns, which are marked for translation."""
        self.cells([translate(heading) for heading in headings], [self.head()] * _WIDE)
        self.sheet.set_row(self.row - 1, 22)

    def cells(self, texts: Sequence[str], looks: Sequence[Any]) -> None:
        from xlsxwriter.utility import xl_rowcol_to_cell as cell_name

        for i, (text, look) in enumerate(zip(texts, looks, strict=True)):
            self.sheet.write_string(self.row, i, text, look)
            if look.num_format == _FIGURE:
                whole = {"type": "formula", "criteria": f"=MOD({cell_name(self.row, i)},1)=0"}
                self.sheet.conditional_format(self.row, i, self.row, i, {**whole, "format": self.whole})
        self.row += 1

    def closed(self) -> bytes:
        self.sheet.print_area(0, 0, self.row - 1, _WIDE - 1)
        self.book.close()
        return self.buffer.getvalue()


def _kpi_sheet() -> bytes:
    form = _Sheet(translate("KPI sheet"), (16, 13, 13, 13, 12, 13, 13, 20))
    form.title(translate("KPI sheet"))
    form.line(mark("Strategy"), "{{ strategy.title }}")
    form.line(mark("Goal"), "{{ goal.heading }}")
    form.line(mark("Measure"), "{{ measure.heading }}")
    form.line(mark("KPI"), "{{ kpi.name }}{% if kpi.unit %} [{{ kpi.unit }}]{% endif %}", 26)
    form.line(mark("Definition"), "{{ kpi.definition }}", 34)
    form.line(mark("Source"), "{{ kpi.source }}")
    form.line(mark("Department"), "{{ kpi.department }}")
    form.row += 1
    form.heads(
        mark("Year"), mark("Expected"), mark("Actual"), mark("Progress"), mark("Grade"), mark("Status"), mark("State"),
        mark("Note"),
    )  # fmt: skip
    number, percent, middle = form.figure(), form.cell(num_format="0.0%"), form.cell(align="center")
    form.cells(
        (
            "{% for one in kpi.series %}{{ one.year | era }}", "{{ one.expected }}", "{{ one.so_far }}",
            "{{ kpi.progress(one.year) }}", "{{ kpi.grade(one.year) }}", "{{ kpi.status_text(one.year) }}",
            "{{ one.status }}", "{{ one.note }}{% endfor %}",
        ),
        (middle, number, number, percent, middle, middle, middle, form.cell(font_size=9)),
    )  # fmt: skip
    form.line(mark("Target"), "{{ kpi.target_text }}{{ kpi.unit }}  {{ kpi.target_year | era }}")
    form.line(mark("Verdict"), "{{ kpi.sentence }}", 52)
    form.row += 1
    judged = translate("Evaluation by the department") + " {% set said = kpi.evaluation %}{{ said.year | era }}"
    form.sheet.merge_range(form.row, 0, form.row, _WIDE - 1, judged, form.head())
    form.row += 1
    for heading, text, height in _EVALUATED:
        form.line(heading, text, height)
    return form.closed()


def _grant_report() -> bytes:
    form = _Sheet(translate("Grant report"), (30, 14, 14, 14, 16, 16, 12, 34), landscape=True)
    form.title(translate("Grant report") + "  {{ as_of | era }}")
    form.text("{{ strategy.organization }}  {{ strategy.title }}")
    form.sheet.set_row(form.row, 26)
    form.text("{% for grant in strategy.grants %}■ {{ grant.title }}", bold=True, font_size=12)
    form.text("{{ grant.program }}  {{ grant.start | era }}–{{ grant.end | era }}  {{ grant.amount }}")
    number, percent, text, middle = form.figure(), form.cell(num_format="0.0%"), form.cell(), form.cell(align="center")
    form.heads(
        mark("KPI"), mark("Baseline"), mark("Target"), mark("Actual"), mark("Year"), mark("Status"), mark("Progress"),
        mark("In words"),
    )  # fmt: skip
    form.cells(
        (
            "{% for kpi in grant.kpis %}{{ kpi.name }}", "{{ kpi.baseline }}", "{{ kpi.target }}", "{{ kpi.actual }}",
            "{{ kpi.actual_year | era }}", "{{ kpi.status_text }}", "{{ kpi.progress }}",
            "{{ kpi.sentence }}{% endfor %}",
        ),
        (text, number, number, number, middle, middle, percent, form.cell(font_size=9)),
    )  # fmt: skip
    money = form.cell(align="right", num_format="#,##0")
    form.heads(
        mark("Project"), mark("Budget"), mark("Spent"), mark("Executed"), mark("Year"), mark("Department"), "",
        mark("Note"),
    )  # fmt: skip
    first = form.row + 1
    form.cells(
        (
            "{% for one in grant.initiatives %}{{ one.title }}", "{{ one.budget }}", "{{ one.spent }}",
            "{{ one.execution_rate }}", "{{ one.year | era }}", "{{ one.department }}", "",
            "{{ one.notes }}{% endfor %}",
        ),
        (text, money, money, percent, middle, text, text, text),
    )  # fmt: skip
    total = form.cell(bold=True, align="right", num_format="#,##0")
    form.sheet.write_string(form.row, 0, translate("Total"), form.cell(bold=True))
    for i, letter in ((1, "B"), (2, "C")):
        form.sheet.write_formula(form.row, i, f"=SUM({letter}{first}:{letter}{first})", total)
    for i in range(3, _WIDE):
        form.sheet.write_blank(form.row, i, None, form.cell())
    form.row += 1
    verified = "{% set found = grant.verification %}{{ found.outcome }} {{ found.by }} {{ found.on | era }}"
    form.line(mark("Verification"), verified, 40)
    form.text("{% endfor %}")
    return form.closed()


def _measure_sheet() -> bytes:
    from docx import Document

    from kpitrack.report.paper import TableLooks, table_of, with_styles

    document = with_styles(Document())

    def facts(rows: Iterable[tuple[str, str]]) -> None:
        table_of(document, [[translate(head), text] for head, text in rows], (3.2, 13.8), TableLooks("column"))

    document.add_heading(translate("Measure sheet") + "  {{ as_of | era }}", 1)
    facts(
        (
            (mark("Strategy"), "{{ strategy.title }}"),
            (mark("Goal"), "{{ goal.heading }}"),
            (mark("Measure"), "{{ measure.heading }}"),
            (mark("Description"), "{{ measure.description }}"),
            (mark("Department"), "{{ measure.department }}"),
        )
    )
    document.add_heading(translate("KPIs"), 2)
    heads = mark("KPI"), mark("Baseline"), mark("Newest"), mark("Target"), mark("Progress"), mark("Status")
    kpi = (
        "{% for kpi in measure.kpis %}{{ kpi.name }}{% if kpi.unit %} [{{ kpi.unit }}]{% endif %}",
        "{{ kpi.baseline }} ({{ kpi.baseline_year }})",
        "{{ kpi.actual }} ({{ kpi.actual_year }})",
        "{{ kpi.target_text }} ({{ kpi.target_year }})",
        "{{ kpi.progress }}",
        "{{ kpi.status_text }}{% endfor %}",
    )
    table_of(document, [[translate(head) for head in heads], kpi], (5.0, 2.5, 2.5, 2.5, 2.0, 2.5))
    document.add_paragraph("{% for kpi in measure.kpis %}")
    document.add_paragraph("{{ kpi.name }}: {{ kpi.sentence }}", style="List Bullet")
    document.add_paragraph("{% endfor %}")
    document.add_heading(translate("Projects"), 2)
    project_heads = mark("Project"), mark("Year"), mark("Budget"), mark("Spent"), mark("Executed")
    project = (
        "{% for one in measure.initiatives(as_of) %}{{ one.title }}",
        "{{ one.year | era }}",
        "{{ one.budget }}",
        "{{ one.spent }}",
        "{{ one.execution_rate }}{% endfor %}",
    )
    total = (
        translate("Total"), "", "{{ measure.budget(as_of) }}", "{{ measure.spent(as_of) }}",
        "{{ measure.execution_rate(as_of) }}",
    )  # fmt: skip
    rows = [[translate(head) for head in project_heads], project, total]
    table_of(document, rows, (7.0, 2.5, 2.5, 2.5, 2.5))
    document.add_heading(translate("Evaluation") + " {% set said = measure.evaluation %}{{ said.year | era }}", 2)
    facts((heading, text) for heading, text, _ in _EVALUATED)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
