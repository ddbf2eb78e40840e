"""What a KPI's chart says, in the active language: labels in place, and each year's figures to be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpitrack.analysis.case import Case
from kpitrack.analysis.series import NOT_FINAL, Picture, Year
from kpitrack.analysis.standing import WrittenStanding, words
from kpitrack.language import mark, say, translate
from kpitrack.language.visible import visible
from kpitrack.model.vocabulary import observation_word
from kpitrack.model.years import show_year
from kpitrack.views.sentence.course import foreseen_amount
from kpitrack.views.sentence.figures import difference, digits_for, is_rank, target, with_unit

KEY = {
    "final": mark("actual"),
    "provisional": mark("actual, not final"),
    "foreseen": mark("forecast by the publisher"),
    "break": mark("actual after a break in the series"),
    "path": mark("path to the target"),
    "milestone": mark("milestone"),
    "trend": mark("straight on, as until now"),
    "mean": mark("mean of the years"),
    "compared": mark("what it is held against"),
    "baseline": mark("baseline"),
    "target": mark("target"),
    "former": mark("earlier target"),
    "limit": mark("where the target is met"),
}
"""The words of the chart's key."""


@dataclass(frozen=True, slots=True)
class YearText:
    """What is known of a year: its name, and a line for each figure."""

    year: int
    name: str
    lines: tuple[str, ...]

    @property
    def spoken(self) -> str:
        """All of it in a line, for who cannot see it."""
        return f"{self.name}{say(': ')}{str(say('; ')).join(self.lines)}"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a chart."""

    case: Case  # the KPI
    drawn: Picture  # what the chart draws
    rows: list[Year]  # of the table beside it

    @property
    def one(self) -> WrittenStanding:
        """The KPI's standing."""
        return self.case.standing

    def value(self, value: float, *, derived: bool = False) -> str:
        """A value with its unit, or the word of its scale."""
        number = self.one.number(value, derived=derived)
        return number if self.one.row.get("scale") is not None else with_unit(self.one, number)

    def target(self) -> tuple[str, ...]:
        """The label of the target."""
        text = target(self.one) if self.one.row.get("scale") is None else visible(self.one.target_text())
        return str(say("target {value}", value=text)), text

    def newest(self) -> tuple[str, ...]:
        """The label of the newest actual."""
        point = self.drawn.actuals()[-1]
        text = self.value(point.value)
        status = next((row.status for row in self.rows if row.year == point.year), None)
        if status in NOT_FINAL:
            return str(say("{value} ({what})", value=text, what=observation_word(str(status)))), text
        return (text,)

    def gap(self) -> str:
        """How far the newest actual is from the path; empty where there is nothing to say, or no unit to say it in."""
        one, gap = self.one, self.drawn.gap
        if gap is None or one.row.get("scale") is not None:
            return ""
        _, actual, expected = gap
        size = difference(one, actual, expected, digits_for(one, actual, expected))
        if is_rank(one):
            return size
        lower, above = one.row.get("better") == "lower", actual > expected
        if above:
            return str(say("{amount} too many", amount=size) if lower else say("{amount} above", amount=size))
        return str(say("{amount} below", amount=size) if lower else say("{amount} short", amount=size))

    def labelled(self, kind: str, value: float) -> tuple[str, ...]:
        """The label of a mark or a line: what it is and its value, or its value alone."""
        number = self.value(value, derived=kind in {"former", "mean"})
        return f"{translate(_SHORT[kind])} {number}", number

    def forecast(self) -> tuple[str, ...]:
        """The label at the end of the trend, in the digits of the sentence; none where the number means nothing."""
        value = foreseen_amount(self.one, self.one.row["forecast_value"])
        if value is None:
            return ()
        return str(say("forecast: about {number}", number=value)), str(say("about {number}", number=value))

    def words(self, kind: str) -> tuple[str, ...]:
        """The label of what has no value."""
        return (translate(_SHORT[kind]),)

    def other(self) -> tuple[str, ...]:
        """The name of what a parity target is held against."""
        row = self.one.row
        return (visible(words(row, "parity_name") or row.get("parity_with") or ""),)

    def years(self) -> list[YearText]:
        """What is known of each year."""
        rows = {row.year: row for row in self.rows}
        known = self.drawn.years() | set(self.drawn.missing)
        calendar = self.one.calendar
        found = ((year, tuple(self._lines(year, rows.get(year)))) for year in sorted(known))
        return [YearText(year, show_year(year, calendar=calendar, era=True), lines) for year, lines in found if lines]

    def _lines(self, year: int, row: Year | None) -> Iterator[str]:
        drawn = self.drawn
        if row is not None and row.value is not None and row.status is not None:
            yield self._figure("foreseen" if row.status == "forecast" else "final", self._observed(row))
        elif year in drawn.missing or (row is not None and row.status in {"missing", "suppressed"}):
            yield observation_word(row.status) if row is not None and row.status else translate(_SHORT["missing"])
        for point in drawn.points:
            if point.year == year and point.mark in {"baseline", "milestone", "former"}:
                yield self._figure(point.mark, self.value(point.value, derived=point.mark == "former"))
        if row is not None and row.expected is not None and "baseline" not in row.marks:
            yield self._figure("path", self.value(row.expected, derived=True))
        lines: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = (
            ("compared", drawn.compared), ("mean", drawn.mean[-1:]), ("trend", drawn.trend[-1:]),
        )  # fmt: skip
        for kind, line in lines:
            yield from (self._figure(kind, self.value(value, derived=True)) for at, value in line if at == year)
        if year == self.one.row.get("target_year"):
            yield self._figure("target", self.target()[-1])

    def _observed(self, row: Year) -> str:
        value = self.value(row.value or 0.0)
        if row.status in NOT_FINAL | {"break"}:
            return str(say("{value} ({what})", value=value, what=observation_word(str(row.status))))
        return value

    @staticmethod
    def _figure(kind: str, text: str) -> str:
        return f"{translate(KEY[kind])} {text}"


_SHORT = {**KEY, "mean": mark("mean"), "missing": mark("no value"), "break": mark("break in the series")}
"""The words of labels in place."""
