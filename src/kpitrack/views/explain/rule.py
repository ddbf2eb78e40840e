"""The rule of the method that gave the status, and why it applies."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kpitrack.analysis.case import Case
from kpitrack.analysis.standing import percent
from kpitrack.language import Text, said, say
from kpitrack.views.words import reason_word, status_meaning, status_word

from .step import worked


def rule(case: Case) -> Iterator[str]:
    """The lines: what decided, the verdict in words, and its flags."""
    one, row = case.standing, case.standing.row
    if one.status in _DECIDED:
        yield str(_DECIDED[one.status](case))
    else:
        yield from map(str, _under_way(case))
    word, meaning = status_word(one.status), status_meaning(one.status)
    yield said("status: {word} ({name}): {meaning}", word=word, name=one.status, meaning=meaning)
    if row.get("provisional"):
        yield said("provisional: the deciding actual is not final")
    if row.get("stale"):
        yield said("stale: the value of {year} is waited for", year=_year(case, "waits_for_year"))
    if row.get("last_before_target"):
        yield said("it will decide once {year} is over, unless a nearer one comes", year=_year(case, "target_year"))
    if row.get("missed_years"):
        yield said("fell short in: {years}", years=", ".join(map(str, row["missed_years"])))
    if row.get("improved") is not None:
        yield said("better than the baseline") if row["improved"] else said("no better than the baseline")
    if row.get("discontinued") and one.status != "discontinued":
        yield said("discontinued later")
    if row.get("break"):
        yield said("there is a break between baseline and actual: the comparison may not hold")


def _year(case: Case, column: str) -> str:
    value = case.standing.row.get(column)
    return "" if value is None else case.year(value)


def _by_final(case: Case) -> Text:
    one, row = case.standing, case.standing.row
    values = {"value": worked(one, row["decided_by_value"]), "year": _year(case, "decided_by_year")}
    if row.get("target_year") is None:
        return say("the newest actual meets the target, for which no year is stated: {value} in {year}", **values)
    if row["decided_by_year"] >= row["target_year"]:
        return say(
            "the first usable actual at or after the target's year decides: {value} in {year}; "
            "a later one does not rewrite it",
            **values,
        )
    if row.get("limit") and one.kpi.accumulation == "sum":
        return say(
            "the sum was to stay within {limit}, and the known part already exceeds it: {value} in {year}",
            limit=worked(one, row["target_value"]), **values,
        )  # fmt: skip
    return say(
        "the newest value up to {target} decides, since the next one is due only after it: {value} in {year}",
        target=_year(case, "target_year"), **values,
    )  # fmt: skip


def _incomplete(case: Case) -> Text:
    years = ", ".join(map(case.year, case.standing.row["missing_years"]))
    return say("the sum lacks {years}, and the known part falls short: a missing year is no zero", years=years)


def _waiting(case: Case) -> Text:
    return say("no usable actual yet; waiting for {year}", year=_year(case, "waits_for_year"))


_DECIDED: dict[str, Callable[[Case], Text]] = {
    "achieved": _by_final,
    "missed": _by_final,
    "achieved_early": lambda case: say(
        "the newest actual meets the target before {year}; a newer value can undo it", year=_year(case, "target_year")
    ),
    "not_started": lambda case: say(
        "{as_of} is not after the baseline's year, {start}",
        as_of=case.year(case.as_of),
        start=_year(case, "start_year"),
    ),
    "awaiting_final": lambda case: say(
        "{year} is over; its value is due within {lag} year(s) after it",
        year=_year(case, "target_year"),
        lag=case.standing.kpi.lag,
    ),
    "no_final_data": lambda case: say(
        "{year} is over, and its value is overdue: it was due within {lag} year(s)",
        year=_year(case, "target_year"),
        lag=case.standing.kpi.lag,
    ),
    "not_due": _waiting,
    "no_data": _waiting,
    "suppressed": lambda _: say("the newest entry is withheld, and there is no usable actual"),
    "incomplete": _incomplete,
    "not_published": lambda _: say(
        "the strategy was written down from a document, and nobody here collects its values"
    ),
    "not_read": lambda _: say("the file of its values has errors and was left out"),
    "not_assessable": lambda case: say(
        "it cannot be judged: {reason}", reason=reason_word(case.standing.row.get("reason"))
    ),
    "discontinued": lambda case: say("discontinued from {year} on", year=_year(case, "discontinued_year")),
}


def _under_way(case: Case) -> Iterator[Text]:
    one, row, limits = case.standing, case.standing.row, case.thresholds
    pace = row.get("pace")
    held = one.kpi.target is not None and one.kpi.target.form in {"hold", "range", "improve"}
    held = held or one.kpi.accumulation == "mean"
    if row.get("limit") and not (one.kpi.target and one.kpi.target.every_year):
        yield from _by_limit(case)
        return
    if held and one.status == "on_track" and (pace is None or pace < limits.on_track):
        yield say("the target holds now")
    elif pace is not None:
        yield from _by_pace(case, pace)
    elif held:
        yield say("the target does not hold now")
    else:
        yield say(
            "the path does not lead toward the target here, so the actual {actual} is held against the expected value "
            "{expected}",
            actual=worked(one, row["actual_value"]),
            expected=worked(one, row["expected"]),
        )


def _by_limit(case: Case) -> Iterator[Text]:
    """Where the KPI stands on the way that a limit allows."""
    one, row = case.standing, case.standing.row
    actual, target = worked(one, row["actual_value"]), worked(one, row["target_value"])
    expected = row.get("expected")
    shown = "" if expected is None else worked(one, expected)
    if one.status == "on_track":
        yield say("{actual} is no worse than the way down allows by now, {expected}", actual=actual,
                  expected=shown or target)  # fmt: skip
    elif one.status == "at_risk":
        yield say("{actual} is worse than the way down allows by now, {expected}, but the limit {target} holds",
                  actual=actual, expected=shown, target=target)  # fmt: skip
    else:
        yield say("{actual} is beyond the limit, {target}", actual=actual, target=target)
    if (row.get("allowance_used") or 0) > 0:
        yield say("{share} of the allowance used up", share=one.rate(row["allowance_used"]))


def _by_pace(case: Case, pace: float) -> Iterator[Text]:
    shown = case.standing.rate(pace)
    on_track, at_risk = percent(case.thresholds.on_track), percent(case.thresholds.at_risk)
    yield {
        "on_track": say("pace {pace} is at least {limit}", pace=shown, limit=on_track),
        "at_risk": say("pace {pace} is at least {limit}, but under {other}", pace=shown, limit=at_risk, other=on_track),
        "off_track": say("pace {pace} is not negative, but under {limit}", pace=shown, limit=at_risk),
        "regressing": say("pace {pace} is negative: worse than the baseline", pace=shown),
    }[case.standing.status]
    yield say(
        "the cut-offs {on_track} and {at_risk} come from Eurostat's SDG monitoring, where they grade a ratio of growth "
        "rates; here they grade the linear pace",
        on_track=on_track,
        at_risk=at_risk,
    )
