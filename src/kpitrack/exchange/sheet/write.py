"""The workbook that is filled in: the values and evaluations asked for, a guide, and what its file is called.

It follows the rules for machine-readable government data (総務省「統計表における機械判読可能なデータの表記方法」,
2020): one cell one value, no merged cells, numbers as numbers, western years beside the era, one row of column names.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kpitrack.language import say, translate
from kpitrack.language.visible import HIDDEN

from .carried import NAME, ShownRow, carry
from .columns import COLUMNS, GUIDE
from .guide import guide
from .looks import FONT, Looks
from .page import FONT_SIZE, LINE, MARGIN, lines_of, units_of
from .rows import Content, Handout, columns_of, evaluation_cells, evaluation_lines, value_cell, value_lines
from .table import write_table

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FIXED = re.compile(rb'(<row [^>]*?) customHeight="1"')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=$|[. ])", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]|' + HIDDEN)
_LONGEST_NAME = 60  # bytes of one part: a file's name may have 255 in all
_HEADINGS, _SENTENCES = 24, 138  # half-width characters of the guide's columns


def write_sheet(handout: Handout, step: Callable[[], None] = lambda: None) -> bytes:
    """The workbook as the bytes of an ``.xlsx`` file, in the active language.

    Args:
        handout: what it asks for.
        step: called once for each row asked for.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    # A text from a file stays a text and never becomes a formula, link or number. The default font is the one of the
    # cells: by its digits columns are wide, here and in other programs.
    options: dict[str, Any] = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True,
        "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
    }  # fmt: skip
    created = _created()
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": handout.title, "created": created.replace(tzinfo=None)})
        looks = Looks(book)
        if handout.values:
            sheet = book.add_worksheet(str(say("Actuals")))
            write_table(sheet, COLUMNS, list(value_lines(handout.values)), handout, looks, step)
        if handout.evaluations:
            sheet = book.add_worksheet(str(say("Evaluations")))
            write_table(sheet, columns_of(handout), list(evaluation_lines(handout)), handout, looks, step)
        _write_guide(book.add_worksheet(str(say("How to fill in"))), handout, looks)
        hidden = book.add_worksheet(NAME)
        hidden.very_hidden()
        for number, line in enumerate(carry(shown_rows(handout), created)):
            hidden.write_string(number, 0, line)
        book.worksheets()[0].activate()
    return _with_growing_rows(buffer.getvalue())


def _with_growing_rows(workbook: bytes) -> bytes:
    """The workbook with its heights of rows as they are, but not fixed.

    xlsxwriter marks each height that it writes as set by hand, and then no spreadsheet changes it any more: a text
    typed into such a row is cut on the screen and on paper.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                content = _FIXED.sub(rb"\1", content)
            new.writestr(entry, content)
    return out.getvalue()


def _created() -> dt.datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdigit() else dt.datetime.now(dt.UTC)


def shown_rows(handout: Handout) -> Iterator[ShownRow]:
    """What the workbook carries along of each KPI, measure or goal and year, and what of it no cell can hold."""
    cells: dict[tuple[str, int], dict[str, Content]] = {}
    texts: dict[tuple[str, int], dict[str, str]] = {}
    for value in handout.values:
        cells[value.kpi, value.year] = {column.name: value_cell(value, column) for column in COLUMNS}
        texts[value.kpi, value.year] = {"source": value.source, "note": value.note}
    filled = {column.name for column in columns_of(handout) if column.fill}
    for row in handout.evaluations:
        cells.setdefault((row.ref, row.year), {}).update(evaluation_cells(row, columns_of(handout)))
        words = {name: words for name, words in row.words.items() if isinstance(words, str) and name in filled}
        texts.setdefault((row.ref, row.year), {}).update(words)
    for at, shown in cells.items():
        yield ShownRow(*at, shown, {name: text for name, text in texts[at].items() if text and not shown.get(name)})


def _write_guide(sheet: Worksheet, handout: Handout, looks: Looks) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, units_of(_HEADINGS))
    sheet.set_column(1, 1, units_of(_SENTENCES))
    left = looks.get(bold=True, text_wrap=True, valign="top", border=1, border_color="#BFBFBF", bg_color="#E7E6E6")
    right = looks.get(text_wrap=True, valign="top", border=1, border_color="#BFBFBF")
    sheet.write_string(0, 0, translate(GUIDE), looks.get(bold=True, font_size=14))
    sheet.set_row(0, 26)
    for number, (first, second) in enumerate(guide(handout), 2):
        sheet.write_string(number, 0, first, left)
        sheet.write_string(number, 1, second, right)
        sheet.set_row(number, max(lines_of(first, _HEADINGS), lines_of(second, _SENTENCES)) * LINE + 5)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=MARGIN, right=MARGIN, top=0.6, bottom=0.5)
    sheet.set_footer("&R&P / &N", {"margin": 0.25})
    sheet.fit_to_pages(1, 0)


def department_file(number: int, count: int, department: str, strategies: Collection[str], years: Sequence[int]) -> str:
    """The name of a department's workbook without its ending: ``03-企画課-town-2-2024``.

    ``number`` counts from 1 to ``count`` in the order of the document; several strategies are not named.
    """
    parts = [f"{number:0{max(2, len(str(count)))}}", portable(department or str(say("no department")))]
    parts += strategies if len(strategies) == 1 else ()
    return "-".join([*parts, "-".join(str(year) for year in years)])


def portable(text: str) -> str:
    """``text`` as a part of a file's name on Windows, macOS and Linux; never empty."""
    name = _NOT_IN_NAMES.sub("_", text)
    while len(name.encode()) > _LONGEST_NAME:
        name = name[:-1]
    return _RESERVED.sub(r"\1_", name.strip(" .")) or "_"
