"""Every finding's code, name and severity. They are public and never change; `kpitrack.checks` explains them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """Errors stop every figure; warnings do not."""

    ERROR = "error"
    WARNING = "warning"


class Rule(NamedTuple):
    """A kind of finding."""

    code: str
    name: str
    severity: Severity
    default: bool = True  # reported without being selected


def _rules(first: int, severity: Severity, *names: str, off: frozenset[str] = frozenset()) -> list[Rule]:
    return [Rule(f"KP{first + i}", name, severity, name not in off) for i, name in enumerate(names)]


CATALOGUE: dict[str, Rule] = {
    rule.name: rule
    for rule in [
        *_rules(
            101, Severity.ERROR,
            "unreadable-file", "not-utf8", "yaml-syntax", "duplicate-key", "alias-not-allowed",
            "tag-not-allowed", "several-documents", "too-deep", "too-large", "unknown-file",
        ),
        *_rules(
            201, Severity.ERROR,
            "unknown-field", "missing-field", "wrong-type", "bad-value", "bad-year", "bad-number", "bad-id",
            "target-form",
        ),
        *_rules(
            301, Severity.ERROR,
            "unknown-kpi", "unknown-strategy", "duplicate-id", "duplicate-actual", "unknown-reference",
            "unknown-scheme", "cycle", "unknown-scale-word", "continued-values-differ", "continued-units-differ",
        ),
        *_rules(
            401, Severity.ERROR,
            "target-not-after-baseline", "direction-contradicts-target", "direction-needed",
            "running-total-falls", "value-needs-status", "parts-do-not-add-up", "bad-organization-code",
            "period-reversed", "milestone-outside-path", "undefined-multiple",
        ),
        *_rules(
            501, Severity.WARNING,
            "target-outside-period", "actual-before-baseline", "future-actual", "unit-slip", "no-source",
            "goal-without-outcome", "measure-without-kpi", "stale-kpi", "declared-count-differs",
            "moved-target-without-revision", "direction-assumed", "implausible-date", "draft-left",
            "name-not-normal",
            off=frozenset({"measure-without-kpi", "stale-kpi"}),
        ),
    ]
}  # fmt: skip


def rule(name: str) -> Rule:
    """The rule called ``name``, or with the code ``name``.

    Raises:
        KeyError: there is none.
    """
    if name in CATALOGUE:
        return CATALOGUE[name]
    for candidate in CATALOGUE.values():
        if candidate.code == name:
            return candidate
    raise KeyError(name)
