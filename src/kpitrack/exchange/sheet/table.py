"""A sheet to fill in: what stands above its table, the table, and how it is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kpitrack import language
from kpitrack.language import say, translate
from kpitrack.model.vocabulary import NEXT_STEPS, OBSERVATION_WORDS, observation_word

from .columns import MEMBER, RESPONDENT, Column, ColumnKind
from .page import LINE, MARGIN, Page, lay_out, lines_of, units_of
from .rows import Handout, Line

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from .looks import Looks

_TITLE, _DUE, _RESPONDENT, _NAMES, _HEADS = range(5)
_FIRST = _HEADS + 1
_LABEL, _ANSWER = 6, 24  # half-width characters, of who answers
_HEADER = 110  # characters; Excel takes 255 in all
_TITLE_OF_ERROR, _MESSAGE = 32, 255  # the longest that Excel takes


def write_table(  # noqa: PLR0913, PLR0917  a sheet, what stands in it, how it looks, and who waits
    sheet: Worksheet,
    columns: Sequence[Column],
    lines: Sequence[Line],
    handout: Handout,
    looks: Looks,
    step: Callable[[], None],
) -> None:
    """Write ``lines`` into an empty sheet as a table to fill in; ``step`` is called once for each row asked for."""
    page = lay_out(columns, lines, one_department=bool(handout.department))
    _write_columns(sheet, page, looks)
    _write_cover(sheet, page, handout, looks)
    rows = [part for line in lines for part in page.parted(line)]
    for number, line in enumerate(rows, _FIRST):
        _write_line(sheet, number, line, page, looks)
        if line.asked:
            step()
    last = _FIRST + len(rows) - 1
    for number, column in enumerate(page.columns):
        if column.fill and column.kind == "number":
            for first, end, scale in _runs(rows):
                if limits := _of_scale(scale) if scale else _limits("number"):
                    sheet.data_validation(first, number, end, number, limits)
        elif column.fill and column.kind in {"status", "next", "date"}:
            sheet.data_validation(_FIRST, number, last, number, _limits(column.kind))
    sheet.autofilter(_HEADS, page.printed[0], last, len(columns) - 1)
    _set_up(sheet, page, handout, last)


def _runs(rows: Sequence[Line]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The first and last rows, one under the other, whose values are numbers, or words of the same scale."""
    for scale, run in groupby(enumerate(rows, _FIRST), key=lambda one: tuple(one[1].scale)):
        numbers = [number for number, _ in run]
        yield numbers[0], numbers[-1], scale


def _of_scale(words: Sequence[str]) -> dict[str, Any] | None:
    """The list of words to choose a value from; None where Excel cannot hold it."""
    if any("," in word for word in words) or len(",".join(words)) > _MESSAGE:
        return None
    return {**_limits("status"), "source": list(words), "error_type": "warning"}


def _limits(kind: ColumnKind) -> dict[str, Any]:
    """What the cells of a kind take: others are asked about, or refused where there is a list."""
    asks = {"criteria": "between", "error_type": "warning"}
    if kind == "number":
        title, words = (
            say("Is this a number?"),
            say("Write the number alone. Where there is none, leave the cell empty and choose a state."),
        )
        limits = {"validate": "decimal", "minimum": -1e300, "maximum": 1e300, **asks}
    elif kind == "date":
        title, words = say("Is this a date?"), say("Write a day, such as 2024-06-30.")
        limits = {"validate": "date", "minimum": dt.date(1900, 3, 1), "maximum": dt.date(2200, 12, 31), **asks}
    else:
        title, words = say("Choose from the list"), say("Choose one of the words of the list, or leave the cell empty.")
        steps = list(map(translate, NEXT_STEPS.values()))
        limits = {
            "validate": "list",
            "source": [*map(observation_word, OBSERVATION_WORDS)] if kind == "status" else steps,
        }
    return {**limits, "error_title": str(title)[:_TITLE_OF_ERROR], "error_message": str(words)[:_MESSAGE]}


def _write_columns(sheet: Worksheet, page: Page, looks: Looks) -> None:
    """The widths, the machine's names in a hidden row, and the titles."""
    for number, column in enumerate(page.columns):
        hidden = {"hidden": True} if column.place == "hidden" else {}
        sheet.set_column(number, number, units_of(column.width), None, hidden)
        sheet.write_string(_NAMES, number, column.name, looks.name())
        sheet.write_string(_HEADS, number, translate(column.title), looks.head(fill=column.fill))
    sheet.set_row(_NAMES, None, None, {"hidden": True})
    shown = [column for column in page.columns if column.place != "hidden"]
    tallest = max(lines_of(translate(column.title), column.width - 2) for column in shown)  # the filter's arrow
    sheet.set_row(_HEADS, tallest * LINE + 5)


def _write_cover(sheet: Worksheet, page: Page, handout: Handout, looks: Looks) -> None:
    """The title, until when an answer is awaited, and who gives it."""
    first = page.printed[0]
    sheet.write_string(
        _TITLE, first, f"{handout.title}  {handout.department}".strip(), looks.get(bold=True, font_size=14)
    )
    sheet.set_row(_TITLE, 26)
    words = say("Fill in the yellow cells.")
    if handout.due:
        words = say("Please fill in the yellow cells and send this file back by {day}.", day=_day(handout.due))
    sheet.write_string(_DUE, first, str(words), looks.get(bold=bool(handout.due), font_size=10))
    sheet.set_row(_DUE, 20)
    label = looks.get(align="right")
    answer = looks.get(bottom=1, locked=False, bg_color="#FFF9DB", num_format="@")
    columns = iter(page.printed)
    for title in [MEMBER] if handout.committee else RESPONDENT:
        wide, last = 0.0, first
        while wide < _LABEL and (number := next(columns, None)) is not None:
            wide, last = wide + page.columns[number].width, number
        sheet.write_string(_RESPONDENT, last, translate(title), label)
        wide = 0.0
        while wide < _ANSWER and (number := next(columns, None)) is not None:
            sheet.write_blank(_RESPONDENT, number, None, answer)
            wide += page.columns[number].width
    sheet.set_row(_RESPONDENT, 20)


def _write_line(sheet: Worksheet, number: int, line: Line, page: Page, looks: Looks) -> None:
    if not line.asked and line.kind != "shown":
        _write_title(sheet, number, line, page, looks)
        return
    for place, column in enumerate(page.columns):
        content = line.cells.get(column.name, "")
        look = looks.cell(column, content, line.kind, asked=line.asked)
        if isinstance(content, str):
            _write_text(sheet, number, place, content, look)
        elif isinstance(content, dt.date):
            sheet.write_datetime(number, place, dt.datetime(content.year, content.month, content.day), look)  # noqa: DTZ001  a day has no zone
        else:
            sheet.write_number(number, place, content, look)
    sheet.set_row(number, page.height(line.cells))


def _write_title(sheet: Worksheet, number: int, line: Line, page: Page, looks: Looks) -> None:
    """The title of a group, over all columns of the page: its words run on over empty cells, none are merged."""
    printed = page.printed
    for place in printed:
        look = looks.title(line.kind, first=place == printed[0], last=place == printed[-1])
        _write_text(sheet, number, place, str(line.cells["name"]) if place == printed[0] else "", look)
    sheet.set_row(number, LINE + 4)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    if text:
        sheet.write_string(row, column, text, look)
    else:
        sheet.write_blank(row, column, None, look)


def _set_up(sheet: Worksheet, page: Page, handout: Handout, last: int) -> None:
    """Protection, panes and print."""
    allowed = ("format_columns", "format_rows", "format_cells", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True))
    name = next(number for number, column in enumerate(page.columns) if column.name == "name")
    sheet.freeze_panes(_FIRST, name + 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=MARGIN, right=MARGIN, top=0.6, bottom=0.5)
    sheet.print_area(0, page.printed[0], last, page.printed[-1])
    sheet.repeat_rows(_HEADS)
    sheet.fit_to_pages(page.pages, 0)
    if page.pages > 1:
        sheet.repeat_columns(name)
    department = f"&R{_printable(handout.department)}" if handout.department else ""
    sheet.set_header(f"&L{_printable(handout.title)}{department}", {"margin": 0.25})
    due = f"&L{_printable(str(say('Due {day}', day=_day(handout.due))))}" if handout.due else ""
    sheet.set_footer(f"{due}&R&P / &N", {"margin": 0.25})


def _printable(text: str) -> str:
    """``text`` in a page header, where & starts a code and is written twice; cut where it is too long for one."""
    while len(printable := text.replace("&", "&&")) > _HEADER:
        text = text[:-1]
    return printable


def _day(day: dt.date) -> str:
    """A day with its day of the week."""
    if language.active() == "ja":
        return f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）"
    return f"{day:%A}, {day.isoformat()}"
