"""Findings for people: each with its line and a mark under the place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from kpitrack.diagnostics import Diagnostic, Severity, Span
from kpitrack.language import say, say_n

from .plain import shorten, visible, width

_STYLES = {"error": "1;31", "warning": "1;33", "place": "1", "bar": "34", "hint": "36"}
_LONGEST_LINE = 160


def render(
    findings: Iterable[Diagnostic], read: Callable[[str], bytes | None], color: bool, files: int | None = None
) -> Iterator[str]:
    """The lines of the report.

    Args:
        findings: placed, in order.
        read: the bytes of a file by its path.
        color: whether to use terminal colours.
        files: how many files were read, for the last line; without it there is none.
    """

    def style(name: str, text: str) -> str:
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if color else text

    @cache
    def lines(path: str) -> list[str]:
        data = read(path) or b""
        return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")

    counts = {Severity.ERROR: 0, Severity.WARNING: 0}
    for found in findings:
        counts[found.severity] += 1
        span = found.span or Span(1, 1, 1, 1)
        word = say("error") if found.severity is Severity.ERROR else say("warning")
        yield (
            f"{style('place', f'{visible(found.path)}:{span.line}:{span.column}')} "
            f"{style(found.severity, f'{word} {found.rule.code} {found.rule.name}')} {visible(str(found.message))}"
        )
        yield from _excerpt(lines(found.path), span, style)
        if found.hint:
            yield f"  {style('hint', f'→ {visible(str(found.hint))}')}"
        yield ""
    if files is not None:
        yield _summary(counts, files)


def _excerpt(lines: list[str], span: Span, style: Callable[[str, str], str]) -> Iterator[str]:
    if span.line > len(lines) or not lines[span.line - 1].strip():
        return
    line = lines[span.line - 1]
    end = span.end_column if span.end_line == span.line else len(line) + 1
    before, marked = visible(line[: span.column - 1]), visible(line[span.column - 1 : max(end - 1, span.column)])
    text = visible(line)
    if width(text) > _LONGEST_LINE and width(before) > _LONGEST_LINE // 2:
        text, before = f"…{marked}", "…"
    gutter = f"{span.line:>5}"
    bar = style("bar", "│")
    yield f"{style('bar', gutter)} {bar} {shorten(text, _LONGEST_LINE)}"
    marks = "^" * max(1, min(width(marked), _LONGEST_LINE - width(before)))
    yield f"{'':>5} {bar} {' ' * width(before)}{style('error', marks)}"


def _summary(counts: dict[Severity, int], files: int) -> str:
    read = say_n("{n} file read", "{n} files read", files)
    if not any(counts.values()):
        return str(say("{files}: nothing wrong", files=read))
    errors = say_n("{n} error", "{n} errors", counts[Severity.ERROR])
    warnings = say_n("{n} warning", "{n} warnings", counts[Severity.WARNING])
    return str(say("{files}: {errors}, {warnings}", files=read, errors=errors, warnings=warnings))
