"""Findings as JUnit XML: a suite a file, a test case a finding.

Texts are made `visible`, which leaves no character that XML 1.0 does not allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kpitrack.diagnostics import Diagnostic, Severity, Span
from kpitrack.diagnostics.gaps import NotChecked
from kpitrack.language.visible import visible


def as_junit(
    findings: Iterable[Diagnostic],
    files: Iterable[str],
    not_checked: Sequence[NotChecked] = (),
    *,
    strict: bool = False,
    gap_fails: bool = False,
) -> Iterator[str]:
    """The document as text.

    Args:
        findings: placed.
        files: the paths of all files; one without findings is a test that has passed.
        not_checked: what could not be looked at: a suite of its own.
        gap_fails: whether that is a failure; else it is shown as skipped.
        strict: whether warnings are failures; else they are shown as skipped.
    """
    by_file: dict[str, list[Diagnostic]] = {path: [] for path in files}
    for found in findings:
        by_file.setdefault(found.path, []).append(found)
    root = Element("testsuites", name="kpitrack")
    totals = [0, 0, 0]
    for path, here in sorted(by_file.items()):
        failures = sum(strict or found.severity is Severity.ERROR for found in here)
        counts = [max(len(here), 1), failures, len(here) - failures]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        suite = SubElement(root, "testsuite", {"name": visible(path)} | _counted(counts))
        for found in here:
            _case(suite, found, failed=strict or found.severity is Severity.ERROR)
        if not here:
            SubElement(suite, "testcase", name="kpitrack", classname=visible(path))
    if not_checked:
        counts = _not_checked(root, not_checked, fails=gap_fails)
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
    root.attrib |= _counted(totals)
    indent(root)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield tostring(root, encoding="unicode")


def _not_checked(root: Element, gaps: Sequence[NotChecked], *, fails: bool) -> list[int]:
    counts = [len(gaps), len(gaps) if fails else 0, 0 if fails else len(gaps)]
    suite = SubElement(root, "testsuite", {"name": "not_checked"} | _counted(counts))
    for gap in gaps:
        case = SubElement(suite, "testcase", name=gap.check, classname="not_checked")
        inner = SubElement(case, "failure" if fails else "skipped", message=visible(str(gap.reason)))
        inner.text = visible(str(gap.hint or gap.reason))
    return counts


def _counted(counts: list[int]) -> dict[str, str]:
    return dict(zip(("tests", "failures", "skipped"), map(str, counts), strict=True)) | {"errors": "0"}


def _case(suite: Element, found: Diagnostic, *, failed: bool) -> None:
    span = found.span or Span(1, 1, 1, 1)
    name = f"{found.rule.code} {found.rule.name} ({span.line}:{span.column})"
    case = SubElement(suite, "testcase", name=name, classname=visible(found.path), line=str(span.line))
    words = f"{found.message}\n{found.hint}" if found.hint else str(found.message)
    inner = SubElement(case, "failure" if failed else "skipped", message=visible(str(found.message)))
    if failed:
        inner.set("type", found.rule.name)
    inner.text = "\n".join([f"{visible(found.path)}:{span.line}:{span.column}", *map(visible, words.split("\n"))])
