"""Findings for people: each with its line and marks under the place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kpitrack.diagnostics import Diagnostic, Excerpt, Severity, Span
from kpitrack.language import Text, say, say_n
from kpitrack.language.visible import visible
from kpitrack.views.text.plain import shorten, width

_STYLES = {"error": "1;31", "warning": "1;33", "place": "1", "bar": "34", "hint": "36"}
_LONGEST_LINE = 160  # columns
_BEFORE_MARK = 60
_MARGIN = 8  # the number of the line and the bar


def as_text(
    findings: Iterable[Diagnostic],
    color: bool,
    files: int | None = None,
    columns: int | None = None,
    more: Iterable[str] = (),
) -> Iterator[str]:
    """The lines of the report.

    Args:
        findings: placed, in order.
        color: whether to use terminal colours.
        files: how many files were read, for the last line; None leaves that line out.
        more: lines that stand before the last one.
        columns: the width of the terminal; a wrapped line would part the mark from its place.
    """
    room = _LONGEST_LINE if columns is None else max(_MARGIN, min(columns - _MARGIN, _LONGEST_LINE))

    def style(name: str, text: str) -> str:
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if color else text

    found_all = list(findings)
    for found in found_all:
        span = found.span or Span(1, 1, 1, 1)
        word = say("error") if found.severity is Severity.ERROR else say("warning")
        yield (
            f"{style('place', f'{visible(found.path)}:{span.line}:{span.column}')} "
            f"{style(found.severity, f'{word} {found.rule.code} {found.rule.name}')} {visible(str(found.message))}"
        )
        if found.excerpt and found.excerpt.text.strip():
            yield from _excerpt(found.excerpt, span, style, room)
        if found.hint:
            yield f"  {style('hint', f'→ {visible(str(found.hint))}')}"
        yield ""
    yield from more
    if files is not None:
        yield str(summary(found_all, files))


def _excerpt(excerpt: Excerpt, span: Span, style: Callable[[str, str], str], room: int) -> Iterator[str]:
    """The line and the marks under it; of a long line, the part around the marks."""
    line, left = excerpt.text, excerpt.column - 1
    end = span.end_column - left if span.end_line == span.line else len(line) + 1
    start = min(span.column - 1 - left, len(line))
    before, marked = visible(line[:start]), visible(line[start : max(end - 1, start)])
    after = visible(line[max(end - 1, start) :])
    if width(before) + width(marked) > room:
        kept, most = before, min(_BEFORE_MARK, room // 2)
        while width(kept) > most:
            kept = kept[max(1, (width(kept) - most) // 2) :]
        before = kept if kept == before and not left else f"…{kept}"
    bar = style("bar", "│")
    shown = shorten(before + marked + after, room)
    yield f"{style('bar', f'{span.line:>5}')} {bar} {shown}"
    marks = "^" * max(1, min(width(marked), width(shown) - width(before)))
    yield f"{'':>5} {bar} {' ' * width(before)}{style('error', marks)}"


def summary(findings: Iterable[Diagnostic], files: int) -> Text:
    """How many findings of each severity there are in how many files."""
    all_found = list(findings)
    severities = [found.severity for found in all_found]
    read = say_n("{n} file read", "{n} files read", files)
    if not severities:
        return say("{files}: nothing wrong", files=read)
    errors = say_n("{n} error", "{n} errors", severities.count(Severity.ERROR))
    warnings = say_n("{n} warning", "{n} warnings", severities.count(Severity.WARNING))
    if any(found.at_least for found in all_found):
        return say("{files}: at least {errors}, {warnings}", files=read, errors=errors, warnings=warnings)
    return say("{files}: {errors}, {warnings}", files=read, errors=errors, warnings=warnings)


def as_concise(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """``path:line:column: severity CODE name message`` for each."""
    for found in findings:
        span = found.span or Span(1, 1, 1, 1)
        yield (
            f"{visible(found.path)}:{span.line}:{span.column}: {found.severity} {found.rule.code} {found.rule.name} "
            f"{visible(str(found.message))}"
        )
