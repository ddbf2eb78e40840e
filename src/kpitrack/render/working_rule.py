"""Which rule of the method gave the status, and why it fits."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.language import say
from kpitrack.model.years import show_year

from .case import Case
from .standing import percent
from .words import reason_word, status_meaning, status_word


def rule(case: Case) -> Iterator[str]:
    """The lines: what decided, and the verdict in words."""
    one, row = case.standing, case.standing.row
    status = one.status
    calendar = one.kpi.calendar

    def year(value: int | None) -> str:
        return "" if value is None else show_year(value, calendar=calendar)

    as_of, target_year = year(case.as_of), year(row.get("target_year"))
    lag = one.kpi.lag
    if status in {"achieved", "missed"} and row.get("decided_by_year") is not None:
        yield str(
            say(
                "the first usable actual at or after the target's year decides: {value} in {year}; a later one does not rewrite it",
                value=one.number(row["decided_by_value"]), year=year(row["decided_by_year"]),
            )
        )  # fmt: skip
    elif status == "achieved_early":
        yield str(say("the newest actual meets the target before {year}; a newer value can undo it", year=target_year))
    elif status == "not_started":
        yield str(say("{as_of} is not after the baseline's year, {start}", as_of=as_of, start=year(row["start_year"])))
    elif status == "awaiting_final":
        yield str(say("{year} is over; its value is due within {lag} year(s) after it", year=target_year, lag=lag))
    elif status == "no_final_data":
        yield str(
            say("{year} is over, and its value is overdue: it was due within {lag} year(s)", year=target_year, lag=lag)
        )
    elif status in {"not_due", "no_data"} and row.get("waits_for_year"):
        yield str(say("no usable actual yet; waiting for {year}", year=year(row["waits_for_year"])))
    elif status == "incomplete":
        missing = ", ".join(year(value) for value in row["missing_years"])
        yield str(
            say("the sum lacks {years}, and the known part falls short: a missing year is no zero", years=missing)
        )
    elif status == "not_assessable":
        yield str(say("it cannot be judged: {reason}", reason=reason_word(row.get("reason"))))
    elif status == "discontinued" and one.kpi.discontinued:
        yield str(say("discontinued from {year} on", year=year(one.kpi.discontinued.year)))
    elif status in {"on_track", "at_risk", "off_track", "regressing"}:
        yield from _under_way(case)
    yield str(
        say("status: {word} ({name}): {meaning}", word=status_word(status), name=status, meaning=status_meaning(status))
    )
    if row.get("provisional"):
        yield str(say("provisional: the deciding actual is not final"))
    if row.get("stale"):
        yield str(say("stale: the value of {year} is waited for", year=year(row.get("waits_for_year"))))
    if row.get("break"):
        yield str(say("there is a break between baseline and actual: the comparison may not hold"))


def _under_way(case: Case) -> Iterator[str]:
    one, row = case.standing, case.standing.row
    pace = row.get("pace")
    limits = case.thresholds
    if pace is None:
        if row.get("expected") is not None:
            yield str(
                say(
                    "the path does not lead toward the target here, so the actual {actual} is held against the expected value {expected}",
                    actual=one.number(row["actual_value"]), expected=one.number(row["expected"], derived=True),
                )
            )  # fmt: skip
        elif one.status == "on_track":
            yield str(say("the target holds now"))
        else:
            yield str(say("the target does not hold now"))
        return
    if (
        one.kpi.target
        and one.kpi.target.form in {"hold", "range", "improve"}
        and one.status == "on_track"
        and pace < limits.on_track
    ):
        yield str(say("the target holds now"))
        return
    shown = one.rate(pace)
    on_track, at_risk = percent(limits.on_track), percent(limits.at_risk)
    yield {
        "on_track": str(say("pace {pace} is at least {limit}", pace=shown, limit=on_track)),
        "at_risk": str(
            say("pace {pace} is at least {limit}, but under {other}", pace=shown, limit=at_risk, other=on_track)
        ),
        "off_track": str(say("pace {pace} is not negative, but under {limit}", pace=shown, limit=at_risk)),
        "regressing": str(say("pace {pace} is negative: worse than the baseline", pace=shown)),
    }[one.status]
    yield str(
        say(
            "the cut-offs {on_track} and {at_risk} come from Eurostat's SDG monitoring, where they grade a ratio of growth rates; here they grade the linear pace",
            on_track=on_track, at_risk=at_risk,
        )
    )  # fmt: skip
