"""Findings as SARIF 2.1.0, the format of code scanning services.

Source of the format: OASIS, Static Analysis Results Interchange Format Version 2.1.0 (27 March 2020).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from kpitrack import __version__
from kpitrack.checks.run import BY_NAME
from kpitrack.diagnostics import Diagnostic, Rule, Span, rule
from kpitrack.diagnostics.gaps import gaps
from kpitrack.language import active, translate
from kpitrack.views.text import json

from .json import PROJECT, url

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(
    findings: Iterable[Diagnostic],
    prefix: str = "",
    accepted: Iterable[tuple[Diagnostic, str]] = (),
    fingerprint: Callable[[Diagnostic], str] | None = None,
    *,
    gap_fails: bool = False,
) -> Iterator[str]:
    """The log.

    Args:
        findings: placed.
        prefix: the way from the top of the git work tree to the root; ``""`` or with a slash at its end.
        accepted: findings that are not reported, and why.
        gap_fails: whether a check that could not be made fails the run.
        fingerprint: identifies a finding even when its line moves.
    """
    reported, suppressed = list(findings), list(accepted)
    rules = sorted({one.rule for one in [*reported, *(one for one, _ in suppressed)]}, key=lambda rule: rule.code)
    index = {rule.name: i for i, rule in enumerate(rules)}

    def result(found: Diagnostic) -> dict[str, Any]:
        told = {"partialFingerprints": {"kpitrack/1": fingerprint(found)}} if fingerprint else {}
        return _result(found, prefix, index) | told

    results = [result(found) for found in reported]
    results += [
        result(found) | {"suppressions": [{"kind": "external", "justification": reason}]}
        for found, reason in suppressed
    ]
    driver = {
        "name": "kpitrack",
        "semanticVersion": __version__,
        "informationUri": PROJECT,
        "language": active(),
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "invocations": [_invocation(gap_fails)],
        "properties": gaps().fields(),
    }
    yield json.text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1)


def _invocation(gap_fails: bool) -> dict[str, Any]:
    """How the run went: with a notification for each check that could not be made."""
    missed = gaps().not_checked
    told = [
        {
            "descriptor": {"id": rule(one.check).code, "name": one.check},
            "level": "error" if gap_fails else "warning",
            "message": {"text": _no_surrogates(f"{one.reason}\n{one.hint}" if one.hint else str(one.reason))},
        }
        for one in missed
    ]
    return {"executionSuccessful": not (missed and gap_fails), "toolConfigurationNotifications": told}


def _rule(rule: Rule) -> dict[str, Any]:
    described: dict[str, Any] = {"id": rule.code, "name": rule.name}
    check = BY_NAME.get(rule.name)
    if check:
        described["shortDescription"] = {"text": translate(check.summary)}
        described["fullDescription"] = {"text": translate(check.why)}
        described["help"] = {"text": translate(check.why)}
    return described | {"helpUri": url(rule), "defaultConfiguration": {"level": str(rule.severity)}}


def _result(found: Diagnostic, prefix: str, index: Mapping[str, int]) -> dict[str, Any]:
    span = found.span or Span(1, 1, 1, 1)
    text = f"{found.message}\n{found.hint}" if found.hint else str(found.message)
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    # A name that is not UTF-8 is quoted byte by byte.
    uri = quote((prefix + found.path).encode("utf-8", "surrogateescape"))
    location = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}, "region": region}
    return {
        "ruleId": found.rule.code,
        "ruleIndex": index[found.rule.name],
        "level": str(found.severity),
        "message": {"text": _no_surrogates(text)},
        "locations": [{"physicalLocation": location}],
    }


def _no_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
