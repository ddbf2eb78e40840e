"""Findings as annotations of a GitHub Actions run, with the readable report for its log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpitrack.diagnostics import Diagnostic, Severity, Span
from kpitrack.language.visible import visible


def as_github(findings: Iterable[Diagnostic], prefix: str = "") -> Iterator[str]:
    """One workflow command for each finding.

    Args:
        findings: placed.
        prefix: the way from the top of the git work tree to the root; ``""`` or with a slash at its end.
    """
    for found in findings:
        span = found.span or Span(1, 1, 1, 1)
        place = {
            "title": f"{found.rule.code} {found.rule.name}",
            "file": visible(prefix + found.path),
            "line": str(span.line),
            "endLine": str(span.end_line),
        }
        if span.end_line == span.line:  # columns across lines are not accepted
            place |= {"col": str(span.column), "endColumn": str(max(span.end_column - 1, span.column))}
        properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
        command = "error" if found.severity is Severity.ERROR else "warning"
        words = [visible(str(found.message)), *([f"→ {visible(str(found.hint))}"] if found.hint else [])]
        yield f"::{command} {properties}::{_data(chr(10).join(words))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
