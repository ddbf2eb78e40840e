"""Findings as JSON, in the shape ``kpitrack/diagnostics/1``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kpitrack.diagnostics import Diagnostic, Rule, Severity, Span
from kpitrack.views.text import json

PROJECT = "https://github.com/kpitrack/kpitrack"


def url(rule: Rule) -> str:
    """The page that explains ``rule``."""
    return f"{PROJECT}/blob/main/docs/rules/{rule.code}.md"


def as_json(findings: Iterable[Diagnostic], files: int) -> Iterator[str]:
    """The document ``kpitrack/diagnostics/1``: how many findings there are, and one entry each."""
    all_found = list(findings)
    entries = [entry(found) for found in all_found]
    summary: dict[str, int | bool] = {
        "files": files,
        "errors": sum(entry["severity"] == Severity.ERROR for entry in entries),
        "warnings": sum(entry["severity"] == Severity.WARNING for entry in entries),
    }
    if any(found.at_least for found in all_found):
        summary["at_least"] = True  # a file has more faults than are listed
    yield from json.lines("diagnostics", summary=summary, diagnostics=entries)


def entry(found: Diagnostic) -> dict[str, Any]:
    """One finding."""
    span = found.span or Span(1, 1, 1, 1)
    return {
        "code": found.rule.code,
        "name": found.rule.name,
        "severity": str(found.severity),
        "message": str(found.message),
        "hint": None if found.hint is None else str(found.hint),
        "path": found.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "url": url(found.rule),
    }
