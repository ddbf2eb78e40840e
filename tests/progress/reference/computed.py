"""A KPI whose values are taken over the KPIs of other organisations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from .actuals import recorded_in, usable
from .inputs import TENTATIVE, Entry, Kpi


@dataclass(frozen=True)
class Taken:
    """How: ``least`` is the condition of ``count`` and ``share``; ``whole`` the 100 % of the KPI's unit.

    ``parts`` are the numerators and denominators of the members' shares by member and year, for a ``mean`` of shares.
    """

    take: str
    members: list[Kpi]
    least: Fraction | None = None
    of: int | None = None
    whole: Fraction = Fraction(1)
    parts: dict[tuple[int, int], tuple[int, int]] | None = None


@dataclass(frozen=True)
class Answers:
    """The KPI as it is judged, and how many of how many have answered in the year that it is judged at."""

    kpi: Kpi
    answered: int | None
    of: int


def computed(kpi: Kpi, how: Taken, as_of: int) -> Answers:
    """The KPI with its values up to the year that it is judged at, and a baseline where none is stated.

    "Judged at the newest year in which all have answered, else at the year with the most answers, then `provisional`;
    later years are shown only."
    """
    of = len(how.members) if how.of is None else how.of
    years = sorted({year for one in how.members for year in (one.start, *one.actuals)})
    answers = {year: _answers(how, year) for year in years}
    entries = {year: _entry(how, found, of, year) for year, found in answers.items() if found}
    start = kpi.baseline_value
    if start is None and kpi.start in entries:
        start = entries[kpi.start].value
    known = [year for year in entries if kpi.start < year <= as_of]
    if not known:
        return Answers(replace(kpi, baseline_value=start, actuals={}), None, of)
    complete = [year for year in known if len(answers[year]) >= of]
    year = complete[-1] if complete else max(known, key=lambda y: (len(answers[y]), y))
    actuals = {y: entry for y, entry in entries.items() if y <= year}
    return Answers(replace(kpi, baseline_value=start, actuals=actuals), len(answers[year]), of)


def _answers(how: Taken, year: int) -> dict[int, Fraction]:
    """The values of one year by member: "a usable actual (or baseline) of that year"."""
    values = {i: recorded_in(one, year, year) for i, one in enumerate(how.members)}
    return {i: value for i, value in values.items() if value is not None}


def _entry(how: Taken, answers: dict[int, Fraction], of: int, year: int) -> Entry:
    met = sum(how.least is None or value >= how.least for value in answers.values())
    total, count = sum(answers.values(), Fraction(0)), len(answers)
    match how.take:
        case "sum":
            value = total
        case "count":
            value = Fraction(met)
        case "share":
            value = Fraction(met, count) * how.whole
        case _:
            parts = [None if how.parts is None else how.parts.get((i, year)) for i in answers]
            shares = [part for part in parts if part is not None]
            value = total / count
            if len(shares) == count:
                value = Fraction(sum(n for n, _ in shares), sum(d for _, d in shares)) * how.whole
    soft = any(
        year in usable(how.members[i], year) and how.members[i].actuals[year].status in TENTATIVE for i in answers
    )
    return Entry(value, "provisional" if soft or count < of else "normal")
