"""One rule with its examples, as every format shows it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from kpitrack.checks.check import Check
from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.language import say, translate
from kpitrack.views.findings.text import render as report
from kpitrack.views.text.plain import visible

_LONGEST_LINE = 110
_MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A check and what it finds in its own bad example."""

    check: Check
    findings: list[Diagnostic]

    def output(self) -> list[str]:
        """What ``kpitrack validate`` says of the bad example."""
        lines = list(report(self.findings, color=False))
        return lines[:-1] if lines else []


def severity_word(severity: Severity) -> str:
    """How heavy it is, in the active language."""
    return str(say("error") if severity is Severity.ERROR else say("warning"))


def standing_word(check: Check) -> str:
    """Its severity, and whether it is found without being asked for."""
    word = severity_word(check.rule.severity)
    return word if check.rule.default else str(say("{severity}, off unless selected", severity=word))


def summary(check: Check) -> str:
    """What it finds."""
    return translate(check.summary)


def why(check: Check) -> str:
    """Why that matters."""
    return translate(check.why)


def faulty_files(check: Check) -> dict[str, list[str]]:
    """The files of the bad example that the good one has otherwise, as lines to show."""
    bad, good = check.example.bad, check.example.good
    return {path: _lines(text) for path, text in bad.items() if good.get(path) != text}


def other_files(check: Check) -> dict[str, list[str]]:
    """The files that are the same in both examples."""
    bad, good = check.example.bad, check.example.good
    return {path: _lines(text) for path, text in bad.items() if good.get(path) == text}


def correction(check: Check) -> list[str]:
    """What to change in the bad example to have the good one: the lines of a difference."""
    bad, good = check.example.bad, check.example.good
    found: list[str] = []
    for path in sorted({*bad, *good}):
        if bad.get(path) == good.get(path):
            continue
        if isinstance(bad.get(path), bytes) or isinstance(good.get(path), bytes):
            continue  # bytes in another encoding look the same
        lines = difflib.unified_diff(
            _lines(bad.get(path, "")), _lines(good.get(path, "")), path, path, lineterm="", n=2
        )
        found += lines
    return found


def _lines(content: str | bytes) -> list[str]:
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    lines = [visible(line) for line in text.splitlines()]
    lines = [line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…" for line in lines]
    return lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "…"]


def listed(checks: Mapping[str, Check]) -> list[Check]:
    """Checks in the order of their numbers."""
    return sorted(checks.values(), key=lambda check: check.rule.code)
