from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import BLANK, Diagnostic, KeyPath, Part, rule
from kpitrack.language import Text, mark, say
from kpitrack.model.actuals import Actual
from kpitrack.model.vocabulary import WITHOUT_VALUE

from .check import Check, Context, Example
from .examples import DONORS, recorded
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Entries with a value and a status for missing values, with neither of both, or with two values."""
    for path, file in view.actuals:
        for kpi, entries in (file.actuals or {}).items():
            for year, entry in (entries or {}).items():
                if type(entry) is float:
                    continue
                at: KeyPath = ("actuals", kpi, year)
                found = _empty(year) if entry is None else _fault(entry) if isinstance(entry, Actual) else None
                if found is not None:
                    field, message, hint = found
                    place, part = (at, Part.KEY) if field is None else ((*at, field), Part.VALUE)
                    yield Diagnostic(CHECK.rule, message, hint, path, place, part)


_Fault = tuple[str | None, Text, Text]


def _empty(year: int) -> _Fault:
    return (
        None,
        say(BLANK, year=year),
        say("write the value, or {example} where it is not known", example="{status: missing}"),
    )


def _fault(entry: Actual) -> _Fault | None:
    shared = entry.numerator is not None or entry.denominator is not None
    if entry.status in WITHOUT_VALUE:
        return _of_missing(entry)
    if entry.value is not None and shared:
        return (
            "value",
            say("a value stands beside numerator and denominator, from which it is derived"),
            say("keep either the value, or numerator and denominator"),
        )
    if shared:
        return _of_share(entry)
    if entry.value is None:
        return (
            None,
            say("the entry has the status “{status}” but no value", status=entry.status),
            say("add the value, or write “status: missing” where it is not known"),
        )
    return None


def _of_missing(entry: Actual) -> _Fault | None:
    for field in ("value", "numerator", "denominator"):
        if getattr(entry, field) is not None:
            return (
                "status",
                say("the status “{status}” says that there is no value, but one is given", status=entry.status),
                say("take the value out, or write a status for values, such as “provisional”"),
            )
    return None


def _of_share(entry: Actual) -> _Fault | None:
    if entry.denominator is None:
        return "numerator", say("the numerator has no denominator"), say("add the denominator")
    if entry.numerator is None:
        return "denominator", say("the denominator has no numerator"), say("add the numerator")
    if entry.denominator == 0:
        return (
            "denominator",
            say("the denominator is 0, so that there is no share"),
            say("correct it, or write “status: not_applicable” instead of both numbers"),
        )
    return None


CHECK = Check(
    rule("value-needs-status"),
    mark("An actual has no value and no status that says why, or a value that its status denies."),
    mark(
        "A missing value is never zero, and it must be seen to be missing on purpose: not published yet, not "
        "collected, suppressed. Write the value, or one of the statuses missing, not_collected, not_applicable and "
        "suppressed. A share needs both its numerator and its denominator, and then no value beside them."
    ),
    Example(
        bad=recorded("2021: 3300\n2022:\n", DONORS),
        good=recorded("2021: 3300\n2022: {status: missing, note: 未公表}\n", DONORS),
    ),
    find,
)
