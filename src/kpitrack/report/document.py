"""``report`` as a Word document: headings, contents, tables, verdicts in sentences, evaluations, charts as pictures."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kpitrack.analysis.case import Case
from kpitrack.analysis.series import picture, years
from kpitrack.exchange.forms.package import rewritten
from kpitrack.exchange.spreadsheet.archive import part_of
from kpitrack.language import active, pick, say
from kpitrack.language.visible import visible
from kpitrack.report.charts.kpi import charts
from kpitrack.report.charts.looks import dressed
from kpitrack.report.charts.wording import Wording
from kpitrack.report.site.shown import summary
from kpitrack.views.sentence.part import LESSER

from .contents import Block, Bullets, Chart, Heading, Prose, Said, Table, contents
from .gather import Gathered
from .paper import ACROSS, TableLooks, field, fill, page_numbers, table_of, with_styles

_MARK = "kpitrack report"  # a property of the document, by which a new one knows what it may replace
_LONGEST_PROPERTY = 255  # characters, to python-docx
_CHARTS = 300  # the most charts in one document; with more it opens slowly, and nobody turns its pages
_LISTED_TO, _LISTED = 3, 90  # the deepest headings that the contents list, while these are on two pages
_FEW, _SMALL, _USUAL = 6, 8.0, 9.0  # with more columns than these, the letters of a table are small; in points
_SCALE = 1.6  # how many dots a chart has for each of its pixels: enough for paper, and no more


def document(gathered: Gathered, made: dt.date) -> bytes:
    """The file's bytes: the same data and day give the same bytes on one machine.

    Args:
        gathered: what to show.
        made: the day that the document names.
    """
    return _Writer(list(contents(gathered)), gathered, made).written()


def is_ours(content: bytes) -> bool:
    """Whether this is a document that `document` has made."""
    return _MARK.encode() in part_of(content, "docProps/core.xml")


class _Writer:
    def __init__(self, found: Sequence[Block], gathered: Gathered, made: dt.date) -> None:
        self.blocks, self.made = found, made
        publisher = gathered.terms.settings.publisher
        self.publisher = visible(pick(publisher.name)) if publisher else ""
        self.document = with_styles(Document())
        self.charts = self.marks = 0
        levels = [one.level for one in found if isinstance(one, Heading)]
        fitting = [n for n in range(2, _LISTED_TO + 1) if sum(0 < level <= n for level in levels) <= _LISTED]
        self.listed_to = max(fitting, default=1)

    def written(self) -> bytes:
        title = next(block.text for block in self.blocks if isinstance(block, Heading))
        core = self.document.core_properties
        core.title, core.author = title, self.publisher[:_LONGEST_PROPERTY]
        core.keywords, core.comments = _MARK, ""
        core.created = core.modified = dt.datetime(self.made.year, self.made.month, self.made.day)  # noqa: DTZ001  a day has no zone
        core.last_modified_by, core.revision = "", 1
        page_numbers(self.document, visible(title))
        self._front()
        for block in self.blocks:
            self._write(block)
        buffer = io.BytesIO()
        self.document.save(buffer)
        return rewritten(buffer.getvalue())

    def _front(self) -> None:
        """The title, and what stands below it."""
        title, as_of, *_ = self.blocks
        assert isinstance(title, Heading)  # noqa: S101  each report begins with them
        assert isinstance(as_of, Prose)  # noqa: S101
        self.document.add_paragraph(title.text, style="Title")
        made = say("Made on {day}", day=self.made)
        below = "   ".join(filter(None, (as_of.text, str(made), self.publisher)))
        self.document.add_paragraph(below, style="Subtitle")
        self.blocks = self.blocks[2:]

    def _contents(self) -> None:
        listed = [one for one in self.blocks if isinstance(one, Heading) and one.level <= self.listed_to]
        title = self.document.add_paragraph(str(say("Table of contents")), style="Subtitle")
        title.paragraph_format.space_before = Pt(18)
        for i, heading in enumerate(listed):
            line = self.document.add_paragraph(style="Normal")
            form = line.paragraph_format
            form.left_indent, form.space_after = Cm(0.6 * (heading.level - 1)), Pt(1)
            form.tab_stops.add_tab_stop(Cm(ACROSS), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), f"_Toc{i + 1:06}")
            line._p.append(link)  # noqa: SLF001  python-docx has no word for links within a document
            line.add_run(visible(heading.text))
            line.add_run("\t")
            field(line, f"PAGEREF _Toc{i + 1:06} \\h", "")
            for run in list(line._p.findall(qn("w:r"))):  # noqa: SLF001
                link.append(run)
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _write(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Prose):
            paragraph = self.document.add_paragraph(style="Caption" if block.small else "Normal")
            fill(paragraph, _shown(block.text))
        elif isinstance(block, Said):
            self._said(block)
        elif isinstance(block, Bullets):
            for title, text in block.points:
                point = self.document.add_paragraph(style="List Bullet")
                fill(point, _shown(title), bold=True)
                fill(point, _shown(f"{say(': ')}{text}" if title and text else text))
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Chart):
            self._chart(block)
        else:
            self._contents()

    def _heading(self, heading: Heading) -> None:
        paragraph = self.document.add_heading(visible(heading.text), min(heading.level, 6))
        if heading.level <= self.listed_to:
            self.marks += 1
            start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            for one in (start, end):
                one.set(qn("w:id"), str(self.marks))
            start.set(qn("w:name"), f"_Toc{self.marks:06}")
            paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)  # noqa: SLF001
            paragraph._p.append(end)  # noqa: SLF001

    def _said(self, block: Said) -> None:
        for lesser in (False, True):
            told = [one for one in block.sentences if (one.role in LESSER) == lesser]
            if not told:
                continue
            paragraph = self.document.add_paragraph(style="Caption" if lesser else "Normal")
            paragraph.paragraph_format.keep_with_next = True  # with its chart
            for i, one in enumerate(told):
                if i:
                    paragraph.add_run("" if active() == "ja" else " ")
                for part in one.parts:
                    paragraph.add_run(part.text).bold = part.strong

    def _table(self, block: Table) -> None:
        rows = [[_shown(text) for text in row] for row in (*([block.header] if block.header else []), *block.rows)]
        for row in rows:
            for i in block.right:  # a year below its figure: in one line, narrow columns break the year itself
                row[i] = row[i].replace(" (", "\n(")
        wide = block.wide or [1.0] * len(rows[0])
        widths = [ACROSS * part / sum(wide) for part in wide]
        size = _SMALL if len(widths) > _FEW else _USUAL
        looks = TableLooks("row" if block.header else "column", block.right, size)
        table_of(self.document, rows, widths, looks)

    def _chart(self, block: Chart) -> None:
        if self.charts > _CHARTS:
            return
        drawn = png(block.case)
        if drawn is None:
            return
        self.charts += 1
        if self.charts > _CHARTS:
            told = say("From here on charts are left out: this document has no more than {n}.", n=_CHARTS)
            self.document.add_paragraph(str(told), style="Caption")
            return
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(8)
        shape = paragraph.add_run().add_picture(io.BytesIO(drawn), width=Cm(ACROSS))
        shape._inline.docPr.set("descr", summary(block.case.standing))  # noqa: SLF001  what is read out for it


def png(case: Case) -> bytes | None:
    """The chart of a KPI as a PNG; nothing where there is nothing to draw."""
    import vl_convert

    rows = years(case)
    svg = dressed(charts(Wording(case, picture(case, rows), rows), summary(case.standing)))
    if not svg:
        return None
    return bytes(vl_convert.svg_to_png(_sized(svg), scale=_SCALE))


def _sized(svg: str) -> str:
    """The drawing with its extent in pixels, and letters that know Japanese."""
    extent = svg.partition('viewBox="0 0 ')[2].partition('"')[0].split()
    sized = f'<svg width="{extent[0]}" height="{extent[1]}" '
    return svg.replace("<svg ", sized, 1).replace(
        'font-family="sans-serif"', "font-family=\"'Yu Gothic', 'Noto Sans CJK JP', 'Noto Sans JP', sans-serif\"", 1
    )


def _shown(text: str) -> str:
    """A text with its lines, and nothing hidden in it."""
    return "\n".join(visible(line) for line in text.split("\n"))
