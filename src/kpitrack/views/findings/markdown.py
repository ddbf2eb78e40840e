"""Findings as Markdown: for a job summary or a comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpitrack.diagnostics import Diagnostic, Severity, Span
from kpitrack.language import Text, say, say_n
from kpitrack.views.text.markdown import escape_comment as escape

from .json import url
from .text import summary

_MOST = 200  # a comment holds 65,536 characters


def heading() -> Text:
    """The first line."""
    return say("kpitrack: what was found")


def as_markdown(findings: Iterable[Diagnostic], files: int, prefix: str = "") -> Iterator[str]:
    """A heading, how many there are, and a table of the first of them, errors before warnings.

    Args:
        findings: placed.
        files: how many files were read.
        prefix: put before each path.
    """
    found = sorted(findings, key=lambda one: one.severity is not Severity.ERROR)
    yield f"## {heading()}"
    yield ""
    yield escape(str(summary(found, files)))
    if not found:
        return
    yield ""
    yield f"| | {say('Place')} | {say('Finding')} | {say('What, and what to do')} |"
    yield "| --- | --- | --- | --- |"
    for one in found[:_MOST]:
        span = one.span or Span(1, 1, 1, 1)
        icon = "❌" if one.severity is Severity.ERROR else "⚠️"
        hint = f"<br>→ {escape(_short(str(one.hint)))}" if one.hint else ""
        rule = f"[{one.rule.code}]({url(one.rule)}) {one.rule.name}"
        place = escape(f"{prefix}{one.path}:{span.line}:{span.column}")
        yield f"| {icon} | {place} | {rule} | {escape(_short(str(one.message)))}{hint} |"
    if len(found) > _MOST:
        yield ""
        yield str(say_n("… and {n} more.", "… and {n} more.", len(found) - _MOST))


def _short(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:299]}…"
