"""Texts of files in Markdown, and in the Mermaid diagrams that may stand in it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from kpitrack.language.visible import visible

from .plain import paragraphs

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~&!$])")
_NOT_IN_MERMAID = re.compile(r"[^ A-Za-z0-9\u0080-\U0010ffff-]")


def escape(text: str) -> str:
    """``text`` escaped, so that Markdown shows it unchanged."""
    return _MARKUP.sub(r"\\\1", visible(text))


def escape_lines(text: str) -> str:
    """`escape` for a text of several lines, which stay lines."""
    return "<br>".join(_MARKUP.sub(r"\\\1", line) for line in paragraphs(text))


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: Container[int] = (), lines: Container[int] = ()
) -> Iterator[str]:
    """A table of plain texts; the columns in ``right`` hold numbers, those in ``lines`` texts of several lines."""
    yield f"| {' | '.join(escape(cell) for cell in header)} |"
    yield f"|{'|'.join(' ---: ' if i in right else ' --- ' for i in range(len(header)))}|"
    for row in rows:
        yield f"| {' | '.join(escape_lines(cell) if i in lines else escape(cell) for i, cell in enumerate(row))} |"


def escape_comment(text: str) -> str:
    """`escape` for a comment on a pull request: an invisible space keeps ``@name`` from notifying anybody."""
    return escape(text).replace("@", "@\u200b")


def mermaid_text(text: str) -> str:
    """``text`` escaped, so that Mermaid shows it unchanged in a quoted label.

    Every ASCII character that is neither letter, digit, space nor hyphen becomes Mermaid's entity ``#NN;``: none can
    end a label, start a comment, a link, a keyword or a tag.
    """
    return _NOT_IN_MERMAID.sub(lambda found: f"#{ord(found[0])};", visible(text))


def mermaid_task(text: str) -> str:
    """``text`` for a task of a Gantt chart, which must not start with a keyword such as ``click`` or with a date."""
    escaped = mermaid_text(text)
    return f"#{ord(escaped[0])};{escaped[1:]}" if escaped[:1].isascii() and escaped[:1].isalnum() else escaped
