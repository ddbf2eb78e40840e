"""Baselines: known findings, kept in a file so that only new ones are reported.

A finding is recognised by its rule, its file and the ids on the way to its node. So it stays the same when lines are
added above it, and is another one in another KPI. A finding without a node is recognised by the text of its line. Of
several that look alike, as many are recognised as the baseline holds.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kpitrack.diagnostics import Diagnostic
from kpitrack.language import Complaint, say

SCHEMA = "kpitrack/baseline/1"


class BadBaseline(Complaint):
    """The file is not a baseline."""

    def __init__(self) -> None:
        super().__init__(say("this file holds no baseline"), say("write one anew with --write-baseline"))


class FindingKey(NamedTuple):
    """What a finding is recognised by."""

    code: str
    path: str
    at: str

    @property
    def fingerprint(self) -> str:
        """A hash of the rule, file and landmark."""
        return hashlib.sha256("\0".join(self).encode("utf-8", "surrogateescape")).hexdigest()[:32]


class Split(NamedTuple):
    """Findings that a baseline does not hold, those that it holds, and how many of its findings no longer exist."""

    new: list[Diagnostic]
    known: list[Diagnostic]
    gone: int


def recognize(found: Diagnostic) -> FindingKey:
    """How a placed finding is recognised."""
    landmark = "/".join(map(str, found.at)) if found.landmark is None else found.landmark
    return FindingKey(found.rule.code, found.path, landmark)


def dump(findings: Iterable[Diagnostic]) -> str:
    """The text of a baseline of ``findings``: one finding per line, so that its changes can be reviewed."""
    counts = Counter(recognize(found) for found in findings)
    entries = [
        json.dumps({**known._asdict(), **({"count": count} if count > 1 else {})}, ensure_ascii=False)
        for known, count in sorted(counts.items())
    ]
    body = "".join(f"\n    {entry}," for entry in entries).removesuffix(",")
    return f'{{\n  "schema": "{SCHEMA}",\n  "findings": [{body}\n  ]\n}}\n'


def parse(data: bytes) -> Counter[FindingKey]:
    """The findings in a baseline, and how many of each.

    Raises:
        BadBaseline: ``data`` is not one.
    """
    try:
        document = json.loads(data)
        if document["schema"] != SCHEMA:
            raise BadBaseline
        found: Counter[FindingKey] = Counter()
        for entry in document["findings"]:
            known = FindingKey(entry["code"], entry["path"], entry["at"])
            count = entry.get("count", 1)
            if type(count) is not int or not all(isinstance(part, str) for part in known):
                raise BadBaseline
            found[known] += count
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadBaseline from None
    return found


def is_baseline(data: bytes) -> bool:
    """Whether this is a baseline."""
    try:
        parse(data)
    except BadBaseline:
        return False
    return True


def split(findings: Iterable[Diagnostic], baseline: Counter[FindingKey]) -> Split:
    """``findings`` by whether ``baseline`` has them."""
    left = Counter(baseline)
    new: list[Diagnostic] = []
    known: list[Diagnostic] = []
    for found in findings:
        key = recognize(found)
        left[key] -= 1
        (new if left[key] < 0 else known).append(found)
    return Split(new, known, (+left).total())
