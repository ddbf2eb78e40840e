"""Word documents as offices print them: A4, fonts for Japanese, headings that are headings, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kpitrack.language import active

SANS = "Yu Gothic"
ACROSS = 17.0  # the width of the text on a page, in centimetres
_INK, _BAND = RGBColor(0x1F, 0x38, 0x64), "E9EDF4"
_APART = 6  # what stays free below a table, in points
_STYLES = (
    # name, size in points, bold, colour, space before and after in points
    ("Title", 22, True, _INK, 0, 6),
    ("Subtitle", 12, False, RGBColor(0x59, 0x59, 0x59), 0, 12),
    ("Heading 1", 16, True, _INK, 18, 6),
    ("Heading 2", 13, True, _INK, 14, 4),
    ("Heading 3", 11.5, True, _INK, 12, 3),
    ("Heading 4", 10.5, True, _INK, 10, 2),
    ("Heading 5", 10.5, True, _INK, 10, 2),
    ("Heading 6", 10, True, _INK, 8, 2),
    ("Normal", 10, False, None, 0, 4),
    ("List Bullet", 10, False, None, 0, 2),
    ("Caption", 9, False, RGBColor(0x40, 0x40, 0x40), 2, 6),
    ("Header", 9, False, RGBColor(0x59, 0x59, 0x59), 0, 0),
    ("Footer", 9, False, RGBColor(0x59, 0x59, 0x59), 0, 0),
)


def with_styles(document: Any) -> Any:
    """The document with our pages and styles."""
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    for name, size, bold, color, before, after in _STYLES:
        style = document.styles[name]
        _font(style.element.get_or_add_rPr(), SANS)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        if color is not None:
            style.font.color.rgb = color
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.15
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    usual = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _font(usual, SANS)
    spoken = usual.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        usual.append(spoken)
    spoken.set(qn("w:val"), "ja-JP" if active() == "ja" else "en-US")
    spoken.set(qn("w:eastAsia"), "ja-JP")  # else a Japanese letter may be drawn in its Chinese form
    return document


def _font(properties: Any, name: str) -> None:
    """Use a font for Latin and Japanese letters alike, not that of the theme."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for letters in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{letters}"), name)


class TableLooks(NamedTuple):
    """How a table looks."""

    # whether the first row or the first column holds headings. A first row stands on each page
    heads: Literal["row", "column"] = "row"
    right: Sequence[int] = ()  # the columns that are set to the right, as numbers are
    size: float = 9  # of its letters in points


PLAIN = TableLooks()
_KEPT = 9  # rows


def table_of(document: Any, rows: Sequence[Sequence[str]], widths: Sequence[float], looks: TableLooks = PLAIN) -> None:
    """Add a table of ``rows``; ``widths`` are those of its columns in centimetres."""
    table = document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for i, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        _say(row, "w:cantSplit")  # it stays on one page
        for j, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Cm(widths[j])
            head = i == 0 if looks.heads == "row" else j == 0
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            # A table of a few rows stays on one page, where it fits on one; a longer one begins with two rows at least.
            paragraph.paragraph_format.keep_with_next = i < (len(rows) - 1 if len(rows) <= _KEPT else 1)
            fill(paragraph, text, size=looks.size, bold=head)
            if head:
                _shade(cell, _BAND)
            if j in looks.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if i == 0 and looks.heads == "row":
            _say(row, "w:tblHeader")  # it stands at the top of each page
    apart = document.add_paragraph()
    apart.paragraph_format.space_after, apart.paragraph_format.line_spacing = Pt(0), Pt(_APART)


def fill(paragraph: Any, text: str, *, size: float | None = None, bold: bool = False) -> None:
    """Put a text into a paragraph, its lines parted."""
    for i, line in enumerate(text.split("\n") if text else ()):
        run = paragraph.add_run()
        if i:
            run.add_break()
        run.add_text(line)
        if size:
            run.font.size = Pt(size)
        if bold:
            run.font.bold = True


def _say(row: Any, rule: str) -> None:
    """State a rule of a row for which python-docx has no word."""
    row._tr.get_or_add_trPr().append(OxmlElement(rule))  # noqa: SLF001


def _shade(cell: Any, color: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def field(paragraph: Any, code: str, shown: str) -> None:
    """Add a field such as PAGE, which Word computes; until then ``shown`` stands there."""
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run()
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            run._r.append(instruction)  # noqa: SLF001
        elif kind == "text":
            run.text = shown
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            if kind == "begin":
                mark.set(qn("w:dirty"), "true")
            run._r.append(mark)  # noqa: SLF001


def page_numbers(document: Any, header: str) -> None:
    """Number the pages, with what the document is above them."""
    for section in document.sections:
        fill(section.header.paragraphs[0], header)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field(foot, "PAGE", "1")
        foot.add_run(" / ")
        field(foot, "NUMPAGES", "1")
