"""The committee's workbook: a summary, the KPIs to be read and to be computed with, their series, charts and texts.

Every number is in a cell of its own, so that the sheets can be computed with; verdicts have a mark beside their colour,
so that they can be told apart on paper.
"""

from __future__ import annotations

import datetime as dt
import io

from kpitrack.exchange.spreadsheet.archive import part_of

from .content import Report
from .paper import Looks

_MARK = "kpitrack", "report"  # a property of the workbook, by which a new one knows what it may replace


def workbook(report: Report, made: dt.date) -> bytes:
    """The file's bytes: the same report and day give the same bytes.

    Args:
        report: what to show.
        made: the date of creation written into the file.
    """
    import xlsxwriter

    from .charts import charts
    from .kpis import all_kpis, kpi_list, series
    from .summary import summary
    from .texts import evaluations, nodes, texts

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_custom_property(*_MARK)
    book.set_properties({"title": report.title, "created": dt.datetime(made.year, made.month, made.day)})  # noqa: DTZ001
    looks = Looks(book)
    for write in (summary, kpi_list, charts, nodes, evaluations, texts, all_kpis, series):
        write(book, looks, report)
    book.close()
    return buffer.getvalue()


def is_ours(content: bytes) -> bool:
    """Whether this is a workbook that `workbook` has made."""
    name, value = (text.encode() for text in _MARK)
    told = part_of(content, "docProps/custom.xml")
    return b'name="%s"' % name in told and value in told
