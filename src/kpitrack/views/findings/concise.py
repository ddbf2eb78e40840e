"""Findings one a line, as editors and grep read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpitrack.diagnostics import Diagnostic, Span
from kpitrack.language.visible import visible


def as_concise(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """``path:line:column: severity CODE name message`` for each."""
    for found in findings:
        span = found.span or Span(1, 1, 1, 1)
        yield (
            f"{visible(found.path)}:{span.line}:{span.column}: {found.severity} {found.rule.code} {found.rule.name} "
            f"{visible(str(found.message))}"
        )
