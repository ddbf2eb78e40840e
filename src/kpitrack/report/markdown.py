"""``report`` as Markdown, for a wiki or a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.language import say
from kpitrack.views.sentence.part import LESSER, as_markdown
from kpitrack.views.text.markdown import escape, escape_lines, table

from .contents import Block, Bullets, Heading, Prose, Said, Table, contents
from .gather import Gathered

_MARK = "<!-- kpitrack report"


def render(gathered: Gathered) -> Iterator[str]:
    """The lines of the document; ``@name`` in it notifies nobody."""
    for block in contents(gathered):
        for line in _lines(block):
            yield line.replace("@", "@\u200b")
    yield f"{_MARK}: {say('made from the data; what is changed here is lost when it is made again')} -->"


def is_ours(content: bytes) -> bool:
    """Whether this is a document that `render` has made."""
    return _MARK.encode() in content


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * min(block.level + 1, 6)} {escape(block.text)}"
    elif isinstance(block, Prose):
        yield _prose(block.text)
    elif isinstance(block, Said):
        for lesser in (False, True):
            if said := as_markdown(one for one in block.sentences if (one.role in LESSER) == lesser):
                yield from ([said] if not lesser else ["", said])
    elif isinstance(block, Bullets):
        for title, text in block.points:
            yield "- " + ": ".join(
                part for part in (f"**{escape(title)}**" if title else "", escape_lines(text)) if part
            )
    elif isinstance(block, Table):
        lines = range(len(block.rows[0])) if block.rows else ()
        header = block.header or block.rows[0]
        yield from table(header, block.rows if block.header else block.rows[1:], block.right, lines)
    else:  # a chart, or where contents are listed
        return
    yield ""


def _prose(text: str) -> str:
    """A paragraph; what would begin a list or another heading at its start is escaped."""
    shown = escape_lines(text)
    return f"\\{shown}" if shown[:1] in "+-=" else shown
