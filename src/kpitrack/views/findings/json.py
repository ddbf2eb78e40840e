"""Findings as JSON, in the shape ``kpitrack/diagnostics/1``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from kpitrack.diagnostics import Diagnostic, Rule, Severity, Span

_SURROGATES = re.compile("[\ud800-\udfff]")  # what stands for the bytes of a file name that is not UTF-8
PROJECT = "https://github.com/kpitrack/kpitrack"


def url(rule: Rule) -> str:
    """The page that explains ``rule``."""
    return f"{PROJECT}/blob/main/docs/rules/{rule.code}.md"


def render(findings: Iterable[Diagnostic], files: int) -> Iterator[str]:
    """The document as text."""
    text = json.dumps(document(findings, files), ensure_ascii=False, indent=2)
    yield _SURROGATES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def document(findings: Iterable[Diagnostic], files: int) -> dict[str, Any]:
    """The document: ``summary`` and one entry a finding."""
    entries = [entry(found) for found in findings]
    return {
        "schema": "kpitrack/diagnostics/1",
        "summary": {
            "files": files,
            "errors": sum(entry["severity"] == Severity.ERROR for entry in entries),
            "warnings": sum(entry["severity"] == Severity.WARNING for entry in entries),
        },
        "diagnostics": entries,
    }


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
