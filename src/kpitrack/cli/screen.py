"""What a command shows, to the terminal, and its width."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping

from kpitrack.diagnostics.gaps import gaps
from kpitrack.language import said
from kpitrack.language.visible import visible
from kpitrack.views.text.plain import terminal_columns
from kpitrack.views.text.styled import Styled
from kpitrack.views.text.workflow_log import is_log, stopped

from .context import has_color
from .options import FOR_PEOPLE

_THROUGH_A_PIPE = 120
_COMMENTS = {"mermaid": "%%", "dot": "//"}


def columns() -> int:
    """The width to lay a report out for: the terminal's, or through a pipe a fixed one unless ``COLUMNS`` says."""
    return terminal_columns() or _THROUGH_A_PIPE


def show(lines: Iterable[Styled | str], format_: str = "text") -> None:
    """Print each line as it is: no markup, no wrapping, no highlighting.

    Args:
        lines: each with nothing hidden in it.
        format_: what they are. The log of a workflow takes nothing in a text for a command of it; documents of other
            formats are for programs and files, and stay as they are.
    """
    color = has_color(sys.stdout)
    if color and sys.platform == "win32":
        os.system("")  # noqa: S605  makes the console of Windows understand colours from here on
    texts = (line if isinstance(line, str) else line.colored if color else line.plain.rstrip() for line in lines)
    for text in stopped(texts) if format_ in FOR_PEOPLE and is_log(sys.stdout) else texts:
        print(text)


def show_bytes(document: Iterable[bytes]) -> None:
    """Write a document for programs, which is in UTF-8 already, to stdout as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.writelines(document)


def show_as(
    format_: str,
    *,
    bom: bool = False,
    headings: str | None = None,
    own_headings: Mapping[str, str] | None = None,
    **formats: Callable[[], Iterable[Styled | str]],
) -> None:
    """Show a view in one of its formats.

    Args:
        format_: the name of the format.
        bom: whether CSV starts with a byte order mark, by which Excel recognises UTF-8.
        headings: the language of the header of CSV; None for the names of its columns.
        own_headings: the Japanese headings of columns that mean something else in this table than in others.
        formats: by name, functions that give the lines.
    """
    lines = formats[format_]()
    if format_ == "csv":
        from kpitrack.views.text.csv import for_people

        lines = for_people(map(str, lines), bom=bom, headings=headings, own=own_headings)
    show(with_left_out(lines, format_), format_)


def with_left_out(lines: Iterable[Styled | str], format_: str) -> Iterator[Styled | str]:
    """The ``lines`` and, below a document that travels without the terminal's notes, the files that were left out.

    JSON holds them in a field, and CSV has no place for them.
    """
    yield from lines
    for one in gaps().left_out:
        line = said("left out: {path}: {reason}", path=one.path, reason=one.reason)
        if format_ == "markdown":
            from kpitrack.views.text.markdown import escape_comment

            yield from ("", f"⚠️ {escape_comment(line)}")
        elif format_ in _COMMENTS:
            yield f"{_COMMENTS[format_]} {visible(line)}"
