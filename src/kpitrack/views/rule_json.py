"""Rules as JSON, in the shape ``kpitrack/rules/1``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kpitrack.views.findings.json import entry, url

from .rule import Shown, summary, why


def render(rules: Iterable[Shown]) -> Iterator[str]:
    """The document as text."""
    document = {"schema": "kpitrack/rules/1", "rules": [_rule(one) for one in rules]}
    yield json.dumps(document, ensure_ascii=False, indent=2)


def _rule(shown: Shown) -> dict[str, Any]:
    check = shown.check
    return {
        "code": check.rule.code,
        "name": check.rule.name,
        "severity": str(check.rule.severity),
        "default": check.rule.default,
        "summary": summary(check),
        "why": why(check),
        "bad": {path: _text(content) for path, content in check.example.bad.items()},
        "good": {path: _text(content) for path, content in check.example.good.items()},
        "findings": [entry(found) for found in shown.findings],
        "url": url(check.rule),
    }


def _text(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode("utf-8", "replace")
