"""Findings as annotations of a GitHub Actions run, with the readable report for its log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpitrack.diagnostics import Diagnostic, Span
from kpitrack.diagnostics.gaps import NotChecked
from kpitrack.language import Text, said
from kpitrack.language.visible import visible


def as_github(
    findings: Iterable[Diagnostic],
    prefix: str = "",
    not_checked: Iterable[NotChecked] = (),
    *,
    gap_fails: bool = False,
) -> Iterator[str]:
    """One workflow command for each finding.

    Args:
        findings: placed.
        prefix: the way from the top of the git work tree to the root; ``""`` or with a slash at its end.
        not_checked: what could not be looked at.
        gap_fails: whether that fails the run.
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
        yield f"::{found.severity} {properties}::{_words(found.message, found.hint)}"
    for gap in not_checked:
        title = _property(said("not checked: {check}", check=gap.check))
        yield f"::{'error' if gap_fails else 'warning'} title={title}::{_words(gap.reason, gap.hint)}"


def _words(message: Text, hint: Text | None) -> str:
    return _data(visible(str(message)) + (f"\n→ {visible(str(hint))}" if hint else ""))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
