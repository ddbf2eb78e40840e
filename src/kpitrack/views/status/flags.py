"""Remarks on a verdict in words, and the figures behind it."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.analysis.standing import Standing
from kpitrack.language import say
from kpitrack.language.visible import visible
from kpitrack.model.vocabulary import IN_THE_UNIT
from kpitrack.views.words import grade_label, grade_says_more, rate_label


def remarks(one: Standing) -> str:
    """What is to be said of a KPI beside its figures: the verdict's sentences, and what `by_scheme` adds to them."""
    from kpitrack.views.sentence.part import plain
    from kpitrack.views.sentence.verdict import beside_figures

    return " ".join(filter(None, (plain(beside_figures(one)), "; ".join(by_scheme(one)))))


def by_scheme(one: Standing) -> Iterator[str]:
    """What no sentence says: an allowance used up, a grade that says more than the status, the scheme's own rate."""
    row = one.row
    if (row.get("allowance_used") or 0) > 0 and one.status != "missed":
        yield str(say("{share} of the allowance used up", share=one.rate(row["allowance_used"])))
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
