"""Forms to start from, laid out as towns commonly lay them out: to be changed in Excel and Word as one likes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
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
    (mark("What was done"), "done"),
    (mark("Results"), "result"),
    (mark("Issues"), "issues"),
    (mark("What comes next"), "plan"),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A form to start from.

    Args:
        name: of its file, without its end.
        about: what it is, in words.
        suffix: ``.xlsx`` or ``.docx``.
        make: gives its bytes.
    """

    name: str
    about: str
    suffix: str
    make: Callable[[], bytes]

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
        Example(mark("KPI sheet"), translate(mark("a sheet for each KPI (効果検証シート)")), ".xlsx", _kpi_sheet),
        Example(
            mark("Measure sheet"), translate(mark("a sheet for each measure (施策評価シート)")), ".docx", _measure_sheet
        ),
        Example(
            mark("Grant report"),
            translate(mark("how the grants of a strategy are used (交付金 実施状況報告)")),
            ".xlsx",
            _grant_report,
        ),
    )


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

    def line(self, heading: str, text: str, height: float = 20) -> None:
        """A heading, and a text over the rest of the width."""
        self.sheet.write_string(self.row, 0, heading, self.head())
        self.sheet.merge_range(self.row, 1, self.row, _WIDE - 1, text, self.cell())
        self.sheet.set_row(self.row, height)
        self.row += 1

    def cells(self, texts: Sequence[str], looks: Sequence[Any], height: float | None = None) -> None:
        from xlsxwriter.utility import xl_rowcol_to_cell as cell_name

        for i, (text, look) in enumerate(zip(texts, looks, strict=True)):
            self.sheet.write_string(self.row, i, text, look)
            if look.num_format == _FIGURE:
                whole = {"type": "formula", "criteria": f"=MOD({cell_name(self.row, i)},1)=0"}
                self.sheet.conditional_format(self.row, i, self.row, i, {**whole, "format": self.whole})
        if height:
            self.sheet.set_row(self.row, height)
        self.row += 1

    def closed(self) -> bytes:
        self.sheet.print_area(0, 0, self.row - 1, _WIDE - 1)
        self.book.close()
        return self.buffer.getvalue()


def _kpi_sheet() -> bytes:
    say = translate
    form = _Sheet(say(mark("KPI sheet")), (16, 13, 13, 13, 12, 13, 13, 20))
    form.title(say(mark("KPI sheet")))
    form.line(say(mark("Strategy")), "{{ strategy.title }}")
    form.line(say(mark("Goal")), "{{ goal.heading }}")
    form.line(say(mark("Measure")), "{{ measure.heading }}")
    form.line(say(mark("KPI")), "{{ kpi.name }}{% if kpi.unit %} [{{ kpi.unit }}]{% endif %}", 26)
    form.line(say(mark("Definition")), "{{ kpi.definition }}", 34)
    form.line(say(mark("Source")), "{{ kpi.source }}")
    form.line(say(mark("Department")), "{{ kpi.department }}")
    form.row += 1
    heads = (
        mark("Year"), mark("Expected"), mark("Actual"), mark("Progress"), mark("Grade"), mark("Status"), mark("State"),
        mark("Note"),
    )  # fmt: skip
    form.cells([say(head) for head in heads], [form.head()] * _WIDE, 22)
    number, percent, middle = (
        form.figure(),
        form.cell(num_format="0.0%"),
        form.cell(align="center"),
    )
    form.cells(
        (
            "{% for one in kpi.series %}{{ one.year | era }}", "{{ one.expected }}", "{{ one.so_far }}",
            "{{ kpi.progress(one.year) }}", "{{ kpi.grade(one.year) }}", "{{ kpi.status_text(one.year) }}",
            "{{ one.status }}", "{{ one.note }}{% endfor %}",
        ),
        (middle, number, number, percent, middle, middle, middle, form.cell(font_size=9)),
    )  # fmt: skip
    form.line(
        say(mark("Target")),
        "{{ kpi.target_text }}{{ kpi.unit }}  {{ kpi.target_year | era }}",
    )
    form.line(say(mark("Verdict")), "{{ kpi.sentence }}", 52)
    form.row += 1
    judged = say(mark("Evaluation by the department")) + " {% set said = kpi.evaluation %}{{ said.year | era }}"
    form.sheet.merge_range(form.row, 0, form.row, _WIDE - 1, judged, form.head())
    form.row += 1
    for heading, word in _EVALUATED:
        form.line(say(heading), "{{ said." + word + " }}", 56)
    form.line(say(mark("Judgement")), "{{ said.judgement }}")
    form.line(say(mark("Next")), "{{ said.next }}")
    form.line(say(mark("External evaluation")), "{{ said.external.judgement }} {{ said.external.comment }}", 56)
    return form.closed()


def _grant_report() -> bytes:
    say = translate
    form = _Sheet(say(mark("Grant report")), (30, 14, 14, 14, 16, 16, 12, 34), landscape=True)
    form.title(say(mark("Grant report")) + "  {{ as_of | era }}")
    form.sheet.write_string(form.row, 0, "{{ strategy.organization }}  {{ strategy.title }}", form.look())
    form.row += 1
    bold = form.look(bold=True, font_size=12)
    form.sheet.write_string(form.row, 0, "{% for grant in strategy.grants %}■ {{ grant.title }}", bold)
    form.sheet.set_row(form.row, 26)
    form.row += 1
    form.sheet.write_string(
        form.row,
        0,
        "{{ grant.program }}  {{ grant.start | era }}–{{ grant.end | era }}  {{ grant.amount }}",
        form.look(),
    )
    form.row += 1
    heads = (
        mark("KPI"), mark("Baseline"), mark("Target"), mark("Actual"), mark("Year"), mark("Status"), mark("Progress"),
        mark("In words"),
    )  # fmt: skip
    number, percent, text = form.figure(), form.cell(num_format="0.0%"), form.cell()
    form.cells([say(head) for head in heads], [form.head()] * _WIDE, 22)
    form.cells(
        (
            "{% for kpi in grant.kpis %}{{ kpi.name }}", "{{ kpi.baseline }}", "{{ kpi.target }}", "{{ kpi.actual }}",
            "{{ kpi.actual_year | era }}", "{{ kpi.status_text }}", "{{ kpi.progress }}",
            "{{ kpi.sentence }}{% endfor %}",
        ),
        (text, number, number, number, form.cell(align="center"), form.cell(align="center"), percent,
         form.cell(font_size=9)),
    )  # fmt: skip
    heads = (
        mark("Project"), mark("Budget"), mark("Spent"), mark("Executed"), mark("Year"), mark("Department"), "",
        mark("Note"),
    )  # fmt: skip
    money = form.cell(align="right", num_format="#,##0")
    form.cells([say(head) if head else "" for head in heads], [form.head()] * _WIDE, 22)
    first = form.row + 1
    form.cells(
        (
            "{% for one in grant.initiatives %}{{ one.title }}", "{{ one.budget }}", "{{ one.spent }}",
            "{{ one.execution_rate }}", "{{ one.year | era }}", "{{ one.department }}", "",
            "{{ one.notes }}{% endfor %}",
        ),
        (text, money, money, percent, form.cell(align="center"), text, text, text),
    )  # fmt: skip
    total = form.cell(bold=True, align="right", num_format="#,##0")
    form.sheet.write_string(form.row, 0, say(mark("Total")), form.cell(bold=True))
    for i, letter in ((1, "B"), (2, "C")):
        form.sheet.write_formula(form.row, i, f"=SUM({letter}{first}:{letter}{first})", total)
    for i in range(3, _WIDE):
        form.sheet.write_blank(form.row, i, None, form.cell())
    form.row += 1
    form.line(
        say(mark("Verification")),
        "{% set found = grant.verification %}{{ found.outcome }} {{ found.by }} {{ found.on | era }}",
        40,
    )
    form.row += 1
    form.sheet.write_string(form.row - 1, 0, "{% endfor %}", form.look())
    return form.closed()


def _measure_sheet() -> bytes:
    from docx import Document

    from kpitrack.report.paper import TableLooks, table_of, with_styles

    say = translate
    document = with_styles(Document())
    document.add_heading(say(mark("Measure sheet")) + "  {{ as_of | era }}", 1)
    rows = (
        (mark("Strategy"), "{{ strategy.title }}"),
        (mark("Goal"), "{{ goal.heading }}"),
        (mark("Measure"), "{{ measure.heading }}"),
        (mark("Description"), "{{ measure.description }}"),
        (mark("Department"), "{{ measure.department }}"),
    )
    table_of(document, [[say(heading), text] for heading, text in rows], (3.2, 13.8), TableLooks("column"))
    document.add_heading(say(mark("KPIs")), 2)
    table_of(
        document,
        [
            [
                say(head)
                for head in (
                    mark("KPI"),
                    mark("Baseline"),
                    mark("Newest"),
                    mark("Target"),
                    mark("Progress"),
                    mark("Status"),
                )
            ],
            [
                "{% for kpi in measure.kpis %}{{ kpi.name }}{% if kpi.unit %} [{{ kpi.unit }}]{% endif %}",
                "{{ kpi.baseline }} ({{ kpi.baseline_year }})",
                "{{ kpi.actual }} ({{ kpi.actual_year }})",
                "{{ kpi.target_text }} ({{ kpi.target_year }})",
                "{{ kpi.progress }}",
                "{{ kpi.status_text }}{% endfor %}",
            ],
        ],
        (5.0, 2.5, 2.5, 2.5, 2.0, 2.5),
    )
    document.add_paragraph("{% for kpi in measure.kpis %}")
    document.add_paragraph("{{ kpi.name }}: {{ kpi.sentence }}", style="List Bullet")
    document.add_paragraph("{% endfor %}")
    document.add_heading(say(mark("Projects")), 2)
    table_of(
        document,
        [
            [say(head) for head in (mark("Project"), mark("Year"), mark("Budget"), mark("Spent"), mark("Executed"))],
            [
                "{% for one in measure.initiatives(as_of) %}{{ one.title }}",
                "{{ one.year | era }}",
                "{{ one.budget }}",
                "{{ one.spent }}",
                "{{ one.execution_rate }}{% endfor %}",
            ],
            [
                say(mark("Total")), "", "{{ measure.budget(as_of) }}", "{{ measure.spent(as_of) }}",
                "{{ measure.execution_rate(as_of) }}",
            ],
        ],
        (7.0, 2.5, 2.5, 2.5, 2.5),
    )  # fmt: skip
    document.add_heading(say(mark("Evaluation")) + " {% set said = measure.evaluation %}{{ said.year | era }}", 2)
    judged = (
        *((heading, "{{ said." + word + " }}") for heading, word in _EVALUATED),
        (mark("Judgement"), "{{ said.judgement }}"),
        (mark("Next"), "{{ said.next }}"),
        (mark("External evaluation"), "{{ said.external.judgement }} {{ said.external.comment }}"),
    )
    table_of(document, [[say(heading), text] for heading, text in judged], (3.2, 13.8), TableLooks("column"))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
