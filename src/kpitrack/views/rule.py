"""``rule``: the catalogue of findings, and one of them explained by its examples."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kpitrack.checks.check import Check
from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.language import mark, said, say, translate
from kpitrack.language.visible import visible

from .findings.json import entry, url
from .findings.text import as_text as findings_text
from .text import json
from .text.markdown import escape
from .text.plain import pad, wrap

_GROUPS = {
    "1": mark("Files"),
    "2": mark("Shape"),
    "3": mark("References"),
    "4": mark("Meaning"),
    "5": mark("Practice"),
}
_LONGEST_LINE = 110
_MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Explained:
    """A check and what it finds in its own bad example."""

    check: Check
    findings: list[Diagnostic]

    def output(self) -> list[str]:
        """What ``kpitrack validate`` says of the bad example."""
        lines = list(findings_text(self.findings, color=False))
        return lines[:-1] if lines else []


def severity_word(severity: Severity) -> str:
    """Error or warning, in the active language."""
    return said("error") if severity is Severity.ERROR else said("warning")


def _severity_text(check: Check) -> str:
    """The severity, and that the check is off unless selected."""
    word = severity_word(check.rule.severity)
    return word if check.rule.default else said("{severity}, off unless selected", severity=word)


def _bad_files(check: Check, *, changed: bool) -> dict[str, list[str]]:
    """The lines of the bad example's files: of those that the good example changes, or of those it leaves alone."""
    bad, good = check.example.bad, check.example.good
    return {path: _lines(text) for path, text in bad.items() if (good.get(path) != text) is changed}


def _correction(check: Check) -> list[str]:
    """The difference between the bad example and the good one, in lines."""
    bad, good = check.example.bad, check.example.good
    found: list[str] = []
    for path in sorted({*bad, *good}):
        if bad.get(path) == good.get(path):
            continue
        if isinstance(bad.get(path), bytes) or isinstance(good.get(path), bytes):
            continue  # bytes in another encoding look the same
        before, after = _lines(bad.get(path, "")), _lines(good.get(path, ""))
        found += difflib.unified_diff(before, after, path, path, lineterm="", n=2)
    return found


def _decoded(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode("utf-8", "replace")


def _lines(content: str | bytes) -> list[str]:
    lines = [visible(line) for line in _decoded(content).splitlines()]
    lines = [line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…" for line in lines]
    return lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "…"]


def listed(checks: Mapping[str, Check]) -> list[Check]:
    """Checks in the order of their codes."""
    return sorted(checks.values(), key=lambda check: check.rule.code)


def listing_text(checks: Iterable[Check], columns: int) -> Iterator[str]:
    """The catalogue: number, severity and name, and what each finds."""
    group = ""
    for check in checks:
        if check.rule.code[2] != group:
            if group:
                yield ""
            group = check.rule.code[2]
            yield f"{translate(_GROUPS[group])} (KP{group}xx)"
        star = "" if check.rule.default else " *"
        severity = pad(severity_word(check.rule.severity), 8)
        yield f"  {check.rule.code}  {severity}{check.rule.name}{star}"
        for line in wrap(translate(check.summary), max(40, min(columns, 100) - 9)):
            yield f"         {line}"
    yield ""
    yield said("* off unless selected: kpitrack validate --select CODE")
    yield said("kpitrack rule CODE explains one of them, with an example.")


def as_text(explained: Explained, columns: int, bold: bool = False) -> Iterator[str]:
    """One rule explained, for a terminal of so many ``columns``."""
    check = explained.check
    width = min(columns, 100)

    def title(text: object) -> str:
        return f"\x1b[1m{text}\x1b[0m" if bold else str(text)

    yield title(f"{check.rule.code} {check.rule.name} ({_severity_text(check)})")
    yield ""
    yield from wrap(translate(check.summary), width)
    yield ""
    yield from wrap(translate(check.why), width)
    yield ""
    yield title(say("Example with this finding"))
    for path, lines in _bad_files(check, changed=True).items():
        yield f"  {path}"
        yield from (f"    {line}".rstrip() for line in lines)
    if output := explained.output():
        yield ""
        yield title(say("kpitrack validate then says"))
        yield from (f"  {line}".rstrip() for line in output)
    if change := _correction(check):
        yield ""
        yield title(say("The same without it"))
        yield from (f"  {line}".rstrip() for line in change)
    yield ""
    error = said("An error: no figure is computed from the file until it is corrected.")
    warning = said("A warning: figures are computed all the same; --strict makes it count.")
    yield from wrap(error if check.rule.severity is Severity.ERROR else warning, width)


def listing_markdown(checks: Iterable[Check]) -> Iterator[str]:
    """A table of the catalogue."""
    yield f"| {say('Code')} | {say('Name')} | {say('Severity')} | {say('What it finds')} |"
    yield "| --- | --- | --- | --- |"
    for check in checks:
        code, summary = check.rule.code, escape(translate(check.summary))
        yield f"| [{code}]({code}.md) | {check.rule.name} | {_severity_text(check)} | {summary} |"


def as_markdown(explained: Explained, level: int = 1) -> Iterator[str]:
    """One rule explained.

    Args:
        explained: the rule.
        level: of its heading.
    """
    check, hashes = explained.check, "#" * level
    yield from (f"{hashes} {check.rule.code} {check.rule.name}", "")
    yield from (f"**{_severity_text(check)}**", "")
    yield from (escape(translate(check.summary)), "")
    yield from (escape(translate(check.why)), "")
    yield f"{hashes}# {say('Example with this finding')}"
    for path, lines in {**_bad_files(check, changed=True), **_bad_files(check, changed=False)}.items():
        yield from ("", f"`{path}`", "")
        yield from _fenced(lines, "yaml" if path.endswith(".yaml") else "text")
    if output := explained.output():
        yield from ("", said("kpitrack validate then says") + ":", "")
        yield from _fenced(output, "text")
    if change := _correction(check):
        yield from ("", f"{hashes}# {say('The same without it')}", "")
        yield from _fenced(change, "diff")


def _fenced(lines: list[str], language: str) -> Iterator[str]:
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}{language}"
    yield from (line.rstrip() for line in lines)
    yield fence


def as_json(rules: Iterable[Explained]) -> Iterator[str]:
    """The document ``kpitrack/rules/1``."""
    yield from json.lines("rules", rules=[_rule(explained) for explained in rules])


def _rule(explained: Explained) -> dict[str, Any]:
    check = explained.check
    return {
        "code": check.rule.code,
        "name": check.rule.name,
        "severity": str(check.rule.severity),
        "default": check.rule.default,
        "summary": translate(check.summary),
        "why": translate(check.why),
        "bad": {path: _decoded(content) for path, content in check.example.bad.items()},
        "good": {path: _decoded(content) for path, content in check.example.good.items()},
        "findings": [entry(found) for found in explained.findings],
        "url": url(check.rule),
    }
