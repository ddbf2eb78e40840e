"""Findings that were there before: kept in a file, so that only new ones are reported.

A finding is recognised by its rule, its file and its node, the ids on the way to it instead of positions in lists; so
it is still the same one when lines are added above it, and another one when it moves to another KPI. One without a
node is recognised by the text of its line. Of several that look the same, as many as were kept are recognised.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kpitrack.diagnostics import Diagnostic
from kpitrack.language import Complaint, say

SCHEMA = "kpitrack/baseline/1"


class BadBaseline(Complaint):
    """The file holds no baseline."""

    def __init__(self) -> None:
        super().__init__(say("this file holds no baseline"), say("write one anew with --write-baseline"))


class Known(NamedTuple):
    """What a finding is recognised by."""

    code: str
    path: str
    at: str

    @property
    def fingerprint(self) -> str:
        """The same as one word."""
        return hashlib.sha256("\0".join(self).encode("utf-8", "surrogateescape")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Split:
    """Findings by whether the baseline has them.

    Args:
        new: those that it has not.
        known: those that it has.
        gone: how many it has that are no longer found.
    """

    new: list[Diagnostic]
    known: list[Diagnostic]
    gone: int


def recognize(found: Diagnostic) -> Known:
    """What a placed finding is recognised by."""
    landmark = "/".join(map(str, found.at)) if found.landmark is None else found.landmark
    return Known(found.rule.code, found.path, landmark)


def dump(findings: Iterable[Diagnostic]) -> str:
    """The text of a baseline that has ``findings``: one a line, so that its changes can be reviewed."""
    counts = Counter(recognize(found) for found in findings)
    entries = [
        json.dumps({**known._asdict(), **({"count": count} if count > 1 else {})}, ensure_ascii=False)
        for known, count in sorted(counts.items())
    ]
    body = "".join(f"\n    {entry}," for entry in entries).removesuffix(",")
    return f'{{\n  "schema": "{SCHEMA}",\n  "findings": [{body}\n  ]\n}}\n'


def parse(data: bytes) -> Counter[Known]:
    """What a baseline has, and how many of each.

    Raises:
        BadBaseline: it is none.
    """
    try:
        document = json.loads(data)
        if document["schema"] != SCHEMA:
            raise BadBaseline
        found: Counter[Known] = Counter()
        for entry in document["findings"]:
            known = Known(entry["code"], entry["path"], entry["at"])
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


def split(findings: Iterable[Diagnostic], baseline: Counter[Known]) -> Split:
    """``findings`` by whether ``baseline`` has them."""
    left = Counter(baseline)
    new: list[Diagnostic] = []
    known: list[Diagnostic] = []
    for found in findings:
        name = recognize(found)
        if left[name] > 0:
            left[name] -= 1
            known.append(found)
        else:
            new.append(found)
    return Split(new, known, sum(count for count in left.values() if count > 0))
