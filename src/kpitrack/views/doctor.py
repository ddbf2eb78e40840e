"""The state of a computer for kpitrack: what is there, what is missing, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kpitrack.language import Text, mark, say, say_n, translate
from kpitrack.language.visible import visible

from .text.json import lines
from .text.plain import pad, width

State = Literal["fine", "optional", "missing"]
SUBJECTS = {
    "versions": mark("versions"),
    "language": mark("language"),
    "encoding": mark("encoding"),
    "fonts": mark("fonts"),
    "git": mark("git"),
    "hooks": mark("hooks"),
    "cache": mark("cache"),
    "repository": mark("repository"),
    "fiscal_year": mark("fiscal year"),
    "extras": mark("extras"),
}
_MARKS: dict[State, str] = {"fine": "○", "optional": "-", "missing": "×"}


@dataclass(frozen=True, slots=True)
class Condition:
    """What was found of one subject.

    Args:
        subject: of ``SUBJECTS``.
        state: fine; missing, and something does not work for want of it; or missing, and few will miss it.
        found: what was found.
        hint: what to do, where something is missing.
    """

    subject: str
    state: State
    found: Text
    hint: Text | None = None


def as_text(conditions: Sequence[Condition]) -> Iterator[str]:
    """One line each, and below it what to do."""
    names = {name: translate(word) for name, word in SUBJECTS.items()}
    columns = max(map(width, names.values()))
    for one in conditions:
        yield f"{_MARKS[one.state]} {pad(names[one.subject], columns)}  {visible(str(one.found))}"
        if one.hint:
            yield f"  {' ' * columns}  → {visible(str(one.hint))}"
    missing = sum(one.state == "missing" for one in conditions)
    yield ""
    yield str(
        say_n("{n} thing is missing", "{n} things are missing", missing) if missing else say("Nothing is missing.")
    )


def as_json(conditions: Sequence[Condition]) -> Iterator[str]:
    """A ``kpitrack/doctor/1``."""
    rows: list[dict[str, Any]] = [
        {
            "subject": one.subject,
            "state": one.state,
            "found": str(one.found),
            "hint": str(one.hint) if one.hint else None,
        }
        for one in conditions
    ]
    return lines("doctor", conditions=rows)
