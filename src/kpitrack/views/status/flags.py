"""Remarks on a verdict in words, and the figures behind it."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.analysis.since import since_last
from kpitrack.analysis.standing import Standing
from kpitrack.language import say
from kpitrack.language.visible import visible
from kpitrack.model.years import show_year
from kpitrack.views.since import since_words
from kpitrack.views.words import grade_label, grade_says_more, rate_label, reason_word

#: Rates that are values in the KPI's unit.
IN_THE_UNIT = frozenset({"difference", "remaining", "gap_to_expected"})
_OVERDUE = ("no_data", "no_final_data")


def flags(one: Standing) -> list[str]:
    """Remarks on a verdict: provisional, stale, a break, missing years, a grade and so on."""
    row, found = one.row, []
    if one.status == "not_assessable" and row.get("reason"):
        found.append(reason_word(row["reason"]))
    if row.get("provisional"):
        found.append(str(say("provisional")))
    if row.get("waits_for_year") is not None and (row.get("stale") or one.status in _OVERDUE):
        awaited = show_year(row["waits_for_year"], calendar=one.calendar)
        found.append(str(say("waiting for {year}", year=awaited)))
    if row.get("break"):
        found.append(str(say("break in the series: may not be comparable")))
    if row.get("missing_years"):
        years = ", ".join(str(year) for year in row["missing_years"])
        found.append(str(say("missing: {years}", years=years)))
    if row.get("missed_years"):
        years = ", ".join(str(year) for year in row["missed_years"])
        found.append(str(say("fell short in: {years}", years=years)))
    found += _of_verdict(one)
    if row.get("better_assumed"):
        found.append(str(say("higher is taken to be better")))
    found += _of_scheme(one)
    if one.status == "discontinued" and row["replaced_by"]:
        found.append(str(say("replaced by {ref}", ref=row["replaced_by"])))
    return found


def _of_verdict(one: Standing) -> Iterator[str]:
    """What the status alone does not say."""
    row = one.row
    if (row.get("allowance_used") or 0) > 0 and one.status != "missed":
        yield str(say("{share} of the allowance used up", share=one.rate(row["allowance_used"])))
    if row.get("last_before_target"):
        yield str(say("decides once {year} is over", year=show_year(row["target_year"], calendar=one.calendar)))
    if row.get("improved") is not None:
        yield str(say("better than the baseline") if row["improved"] else say("no better than the baseline"))
    if row.get("discontinued") and one.status != "discontinued":
        yield str(say("discontinued later"))
    if row.get("of") is not None:
        yield str(say("{answered} of {of} have answered", answered=row["answered"], of=row["of"]))
    since = since_last(row)
    if since is not None and since.turned in {"better", "worse"}:
        yield since_words(since, one)


def _of_scheme(one: Standing) -> Iterator[str]:
    """The grade where it says more than the status, and the scheme's own rate."""
    row = one.row
    if grade_says_more(row):
        grade = " ".join(filter(None, (visible(row["grade"]), visible(grade_label(row)))))
        yield str(say("grade {grade} ({scheme})", grade=grade, scheme=visible(row["grade_scheme"])))
    if own := own_rate(one):
        yield own


def own_rate(one: Standing) -> str:
    """The rate of the scheme by the scheme's name for it; empty where it names none, or the rate is undefined."""
    shown = own_rate_value(one)
    return f"{visible(rate_label(one.row))} {shown}" if shown else ""


def own_rate_value(one: Standing) -> str:
    """`own_rate` without its name."""
    value = one.row.get("grade_rate_value")
    if value is None or not rate_label(one.row):
        return ""
    return one.number(value, derived=True) if one.row["grade_rate_name"] in IN_THE_UNIT else one.rate(value)


def figures(one: Standing, *, lone_year: bool = False) -> list[str]:
    """Baseline, last year's actual, newest actual, expected value and target as text; see `Standing.figure`."""
    baseline, previous, actual, target = (
        one.figure(name, lone_year=lone_year) for name in ("baseline", "previous", "actual", "target")
    )
    return [baseline, previous, actual, one.number(one.row.get("expected"), derived=True), target]
