"""Markdown from texts of files."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from kpitrack.language.visible import visible

from .plain import paragraphs

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~&!$])")


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
