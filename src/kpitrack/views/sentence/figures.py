"""Numbers, targets and years as they stand in a sentence: with their unit, and with no more digits than can be read."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from kpitrack.analysis.standing import MISSING, Row, Standing, baseline_bound, percent, scale_word
from kpitrack.language import Text, active, mark, said, say
from kpitrack.language.visible import visible
from kpitrack.model.numbers import exact, printed, show_number
from kpitrack.model.vocabulary import RANK
from kpitrack.model.years import show_year

_PERCENT = ("%", "％")
_CLOSE = ("%", "％", "‰", "℃", "°C")
"""Units that stand right behind the number in English, too."""
_SINGULAR = {
    "people": "person", "persons": "person", "cases": "case", "places": "place", "points": "point", "years": "year",
    "households": "household", "firms": "firm", "books": "book", "items": "item", "times": "time", "schools": "school",
    "authorities": "authority", "municipalities": "municipality", "groups": "group", "tonnes": "tonne",
    "visitors": "visitor", "companies": "company", "facilities": "facility", "visits": "visit", "jobs": "job",
}  # fmt: skip


def amount(one: Standing, value: float, decimals: int | None = None) -> str:
    """``value`` with its unit: ``−118人``; a word of the scale in quotation marks.

    Args:
        one: the KPI.
        value: in its unit.
        decimals: to which it is rounded; else it has the digits of the tables.
    """
    if one.row.get("scale") is not None:
        word = scale_word(one.row, value)
        return said("“{word}”", word=word) if word else MISSING
    return with_unit(one, one.number(value) if decimals is None else show_number(value, decimals))


def difference(one: Standing, first: float, second: float, decimals: int | None = None) -> str:
    """The size of the difference of two values with its unit, points for percentages: ``3.2ポイント``.

    With ``decimals``, to which the two are shown, it is the difference of what is shown.
    """
    if decimals is None:
        text = one.amount(float(abs(exact(first) - exact(second))))
    else:
        text = f"{abs(printed(exact(first), decimals) - printed(exact(second), decimals)):,f}"
    return as_difference(one, text)


def as_difference(one: Standing, number: str) -> str:
    """The size of a difference as shown, with its unit: points where the values are percentages."""
    if not is_percentage(one):
        return with_unit(one, number)
    return said("{n} point", n=number) if number == "1" else said("{n} points", n=number)


def is_better(one: Standing, first: float, second: float) -> bool:
    """Whether the value ``first`` is better than ``second``, by the direction of the target."""
    row = one.row
    held_down = row["target_form"] == "hold" and row["hold"] == "at_most"
    down = held_down or (row["target_form"] != "hold" and row["better"] == "lower")
    return first < second if down else first > second


def with_unit(one: Standing, number: str, *, once: bool = False) -> str:
    """A number as shown, with a minus sign that is one and the KPI's unit.

    A unit that would run into the number, such as 人口10万人対, stands only where it is named ``once``.
    """
    number, unit = minus(number), visible(one.unit)
    if not unit:
        return number
    if active() != "ja":
        return number + unit if unit in _CLOSE else f"{number} {_of(unit, number)}"
    if any(character.isdigit() for character in unit):
        return f"{number}（{unit}）" if once else number
    return number + unit


def _of(unit: str, number: str) -> str:
    """An English unit as it stands behind ``number``: ``1 person``, ``4,292 × 100 million yen``."""
    if unit[:1].isdigit():
        return f"× {unit}"
    if number not in {"1", "−1"}:
        return unit
    first, space, rest = unit.partition(" ")
    return f"{_SINGULAR.get(first, first)}{space}{rest}"


def minus(number: str) -> str:
    """A number as shown, with a minus sign instead of a hyphen."""
    return f"−{number[1:]}" if number.startswith("-") and len(number) > 1 else number


def is_percentage(one: Standing) -> bool:
    """Whether differences of its values are points."""
    unit: str = one.row["unit"] or ""
    return unit in _PERCENT or (unit[:1] in _PERCENT and unit[1:2] in {"(", "（"})


def is_rank(one: Standing) -> bool:
    """Whether its values are places in an order, of which the lower number is called the higher place."""
    return str(one.row["unit"]) == RANK


def digits_for(one: Standing, first: float, second: float) -> int:
    """The decimals with which two values are shown, so that a reader who subtracts them comes to the difference.

    Those of the KPI (of a mean one more, as everywhere) where they do, else one more.
    """
    decimals = one.decimals + (1 if one.row["accumulation"] == "mean" else 0)
    gap = exact(first) - exact(second)
    left, right, between = (printed(value, decimals) for value in (exact(first), exact(second), gap))
    vanishes = (gap != 0) != (between != 0)
    return decimals if left - right == between and not vanishes else decimals + 1


def each_year(one: Standing, start: float, end: float, years: int) -> float:
    """What lies between two values, for each of so many years, to the digits that are shown."""
    return float(printed((Fraction(exact(end)) - Fraction(exact(start))) / years, one.decimals + 1))


def year_of(one: Standing, year: int, *, era: bool = False) -> str:
    """A year as the KPI counts it."""
    return show_year(year, calendar=one.calendar, era=era)


def years_of(one: Standing, first: int, last: int, *, era: bool = False) -> str:
    """A span of years."""
    if first >= last:
        return year_of(one, last, era=era)
    start = str(first) if active() == "ja" else year_of(one, first)
    return said("{first} to {last}", first=start, last=year_of(one, last, era=era))


def list_of_years(one: Standing, years: list[int]) -> str:
    """Several years, named one by one."""
    if active() != "ja":
        return ", ".join(year_of(one, year) for year in years)
    return "、".join([*map(str, years[:-1]), year_of(one, years[-1])])


def month(on: dt.date | None) -> str:
    """The month of a day, as a sentence names it; empty where it is unknown."""
    if on is None:
        return ""
    return f"{on.year}年{on.month}月" if active() == "ja" else f"{on:%B} {on.year}"


def target(one: Standing) -> str:
    """The target as it stands in a sentence: ``48%以上``, ``毎年度10件``."""
    row = one.row
    form, value = row["target_form"], row.get("target_value")
    if form in {"improve", "parity_with"}:
        return visible(one.target_text())
    if value is None and form in _RELATIVE:
        return _relative(one, form, row["target_number"])
    text = _range(one, row) if form == "range" else _bound(one, row, value)
    if row.get("every_year"):
        text = said("{target} every year", target=text)
    return said("about {number}", number=text) if row["approximate"] else text


_RELATIVE = {
    "times_baseline": mark("{n} times the baseline"),
    "change": mark("{n} more than the baseline"),
    "percent_change": mark("{n} more than the baseline"),
    "percent_per_year": mark("{n} more each year"),
}
_RELATIVE_DOWN = {
    "change": mark("{n} less than the baseline"),
    "percent_change": mark("{n} less than the baseline"),
    "percent_per_year": mark("{n} less each year"),
}


def _relative(one: Standing, form: str, number: float) -> str:
    """A target that the document states against a baseline that it does not give."""
    if form == "times_baseline":
        size = show_number(number)
    else:
        size = difference(one, number, 0.0) if form == "change" else percent(abs(number))
    if one.row["approximate"]:
        size = said("about {number}", number=size)
    template = _RELATIVE_DOWN[form] if number < 0 and form in _RELATIVE_DOWN else _RELATIVE[form]
    return str(Text(template, {"n": size}))


def _range(one: Standing, row: Row) -> str:
    low, high = row["target_low"], row["target_high"]
    first = amount(one, low) if row.get("scale") is not None else minus(one.number(low))
    return said("{low} to {high}", low=first, high=amount(one, high))


def _bound(one: Standing, row: Row, value: float | None) -> str:
    held, strict = row["target_form"] == "hold", row["strict"]
    lower = row["hold"] == "at_most" if held else row.get("better") == "lower"
    if held and value is None:
        return baseline_bound(low=not lower, strict=strict)
    if row.get("scale") is not None:
        return amount(one, value or 0.0)
    text = with_unit(one, one.number(value, derived=row["target_form"] != "value"))
    if strict:
        text = said("less than {bound}", bound=text) if lower else said("more than {bound}", bound=text)
    elif held:
        text = said("at most {bound}", bound=text) if lower else said("at least {bound}", bound=text)
    share = row.get("tolerance") if held else None
    return f"{text}{say(' (with a tolerance of {share})', share=percent(share))}" if share else text
