"""The goals and measures, their evaluations, and what the strategies say beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpitrack.report.site.table_row import share

from .content import EVALUATED, Report
from .paper import BAND, GOAL_BAND, Looks, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_BANDS = {1: BAND, 2: GOAL_BAND}


def nodes(book: Workbook, looks: Looks, report: Report) -> None:
    """Write the goals and measures: their KPIs by group, their money, and what they say."""
    words, groups = report.words, list(report.groups)
    titles = [
        words["strategy"], words["title"], *(report.groups[group] for group in groups), words["share"], words["budget"],
        words["spent"], words["executed"], words["judgement"], words["department"], words["description"],
    ]  # fmt: skip
    widths = [16.0, 34, *(9 for _ in groups), 10, 12, 12, 9, 14, 11, 44]
    sheet = Sheet(book.add_worksheet(words["nodes"]), looks, widths)
    sheet.heads(0, titles)
    money = 3 + len(groups)
    for row, one in enumerate(report.nodes, 1):
        look: dict[str, Any] = {"bg_color": _BANDS[one.depth], "bold": True} if one.depth == 1 else {}
        sheet.text(row, 0, one.strategy, looks.text(**look))
        sheet.text(row, 1, one.title, looks.text(indent=min(one.depth - 1, 5), **look))
        for column, group in enumerate(groups, 2):
            sheet.figure(row, column, one.counts[group] or None, **look)
        sheet.share(row, money - 1, share(one.counts), **look)
        sheet.figure(row, money, one.budget, **look)
        sheet.figure(row, money + 1, one.spent, **look)
        sheet.ratio(row, money + 2, one.executed, **look)
        ends = (one.judgement, one.department, one.description)
        for column, text in enumerate(ends, money + 3):
            sheet.text(row, column, text, looks.text(**look))
        sheet.tall(row, [(0, one.strategy), (1, one.title), *enumerate(ends, money + 3)])
    sheet.closed(frozen=(1, 2), filtered=len(report.nodes))


def evaluations(book: Workbook, looks: Looks, report: Report) -> None:
    """Write the evaluations of goals, measures and KPIs, a row a year."""
    if not report.evaluations:
        return
    words = report.words
    titles = [words["strategy"], words["of"], words["year"], *(words[name] for name in EVALUATED)]
    widths = [16.0, 26, 8, 11, 30, 30, 30, 30, 30, 10, 12, 11, 26]
    sheet = Sheet(book.add_worksheet(words["evaluations"]), looks, widths)
    sheet.heads(0, titles)
    for row, one in enumerate(report.evaluations, 1):
        sheet.sheet.write_number(row, 2, one.year, looks.get())
        sheet.texts(row, [(0, one.strategy), (1, one.of), *enumerate(one.texts, 3)])
    sheet.closed(frozen=(1, 2), filtered=len(report.evaluations), large=True)


def texts(book: Workbook, looks: Looks, report: Report) -> None:
    """Write what the strategies say beside their measures, and how they are tied to others."""
    if not report.texts:
        return
    words = report.words
    sheet = Sheet(book.add_worksheet(words["texts"]), looks, [22.0, 16, 34, 80])
    sheet.heads(0, [words["strategy"], words["part"], words["title"], words["text"]])
    for row, one in enumerate(report.texts, 1):
        sheet.texts(row, list(enumerate(one)))
    sheet.closed(frozen=(1, 0), filtered=len(report.texts))
