"""Where the KPI comes from and where it is heading: since last time, and on the present trend."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.analysis.series import least_foreseen
from kpitrack.analysis.since import since_last
from kpitrack.analysis.standing import Standing
from kpitrack.language import Text, mark
from kpitrack.model.numbers import rounded
from kpitrack.views.words import status_word

from .expected import meets
from .figures import amount, difference, is_rank, target, year_of
from .now import value_text
from .part import Sentence, sentence

_CLOSED = frozenset({"achieved", "achieved_early", "missed", "discontinued", "awaiting_final", "no_final_data"})
#: Kinds of totals: they grow by what a year adds.
_TOTALS = frozenset({"sum", "running_total"})

#: What has become of the value since ``before``.
_SINCE = {
    "better": mark("It is better by {gap} than {before} ({value})."),
    "worse": mark("It is worse by {gap} than {before} ({value})."),
    "more": mark("It is {gap} more than {before} ({value})."),
    "less": mark("It is {gap} less than {before} ({value})."),
    "same": mark("It is the same as {before}."),
    "step": mark("It was {value} {before}."),
}
_BEFORE = {
    "fy": mark("the year before"),
    "cy": mark("the previous year"),  # Japanese tells calendar years from fiscal ones
    "last": mark("the last time, in {year}"),
    "baseline": mark("at the baseline, in {year}"),
}


def since(one: Standing) -> Iterator[Sentence]:
    """Better or worse than the value before, or than the baseline where there is none."""
    row = one.row
    name, against = "last", "last"
    if row.get("last_year") is None:
        name, against = "baseline", "baseline"
    elif row["last_year"] == row["actual_year"] - 1:
        against = one.calendar
    year, value, now = row.get(f"{name}_year"), row.get(f"{name}_value"), row.get("actual_value")
    if now is None or value is None or year is None or (name == "baseline" and row["accumulation"] == "sum"):
        return
    digits = one.decimals + 1 if row["accumulation"] == "mean" else None
    values = {
        "before": str(Text(_BEFORE[against], {"year": year_of(one, year)})),
        "value": value_text(one, value, name),
        "gap": difference(one, now, value, digits),
    }
    yield sentence("since", Text(_SINCE[_way(one, now, value)], values))


def _way(one: Standing, now: float, before: float) -> str:
    """How the value ``now`` lies to ``before``: better or worse only where that is plain; see `_SINCE`."""
    row = one.row
    if row.get("scale") is not None:
        return "step"
    if now == before:
        return "same"
    # A total grows, a limit allows a fall, and within a range neither way is better.
    counted = row["accumulation"] in _TOTALS or row["limit"] or row["target_form"] == "range"
    if counted or row.get("better") is None or row.get("better_assumed"):
        return "more" if now > before else "less"
    return "better" if (now > before) == (row["better"] == "higher") else "worse"


def turned(one: Standing) -> Iterator[Sentence]:
    """The verdict last time, where it was another one."""
    last = since_last(one.row)
    if last is None or last.status == one.status or last.turned not in {"better", "worse"}:
        return
    kind = "moved" if "moved_target" in last.why else last.turned
    values = {"year": year_of(one, last.year), "before": status_word(last.status), "now": status_word(one.status)}
    yield sentence("turned", Text(_TURNED[kind], values))


_TURNED = {
    "better": mark("The verdict has turned for the better: from “{before}” in {year} to “{now}”."),
    "worse": mark("The verdict has turned for the worse: from “{before}” in {year} to “{now}”."),
    "moved": mark("By today's target the verdict in {year} would have been “{before}”; it is “{now}” now."),
}
_REACHED = {
    ("held", True): mark("On the present trend it will be about {value} in {year} and *keep to the target, {target}*."),
    ("held", False): mark("On the present trend it will be about {value} in {year} and *break the target, {target}*."),
    ("range", True): mark("On the present trend it will be about {value} in {year}, *within the target, {target}*."),
    ("range", False): mark("On the present trend it will be about {value} in {year}, *outside the target, {target}*."),
    ("ceiling", True): mark("On the present trend it will be about {value} in {year}, *within the limit, {target}*."),
    ("ceiling", False): mark("On the present trend it will be about {value} in {year}, *beyond the limit, {target}*."),
    ("higher", True): mark("On the present trend it will be about {value} in {year} and *reach the target, {target}*."),
    ("higher", False): mark("On the present trend it will be about {value} in {year} and *miss the target, {target}*."),
    ("lower", True): mark("On the present trend it will be about {value} in {year} and *come down to {target}*."),
    ("lower", False): mark("On the present trend it will be about {value} in {year} and *not come down to {target}*."),
    ("improve", True): mark("On the present trend it will be about {value} in {year} and *better than the baseline*."),
    ("improve", False): mark(
        "On the present trend it will be about {value} in {year} and *no better than the baseline*."
    ),
}
#: Where the target lies between the line and the value that would be recorded, to which a line is not exact.
_AT_THE_EDGE = mark(
    "On the present trend it will be about {value} in {year}, *at the very edge of the target, {target}*."
)
_WITHOUT_NUMBER = {
    True: mark("On the present trend it will *reach the target, {target}*, by {year}."),
    False: mark("On the present trend it will *miss the target, {target}*, in {year}."),
}


def outlook(one: Standing) -> Iterator[Sentence]:
    """Where the present trend leads, as long as that is open: a value may come that decides otherwise."""
    row = one.row
    value, year, reached = row.get("forecast_value"), row.get("target_year"), row.get("forecast_meets_target")
    if value is None or reached is None or year is None or one.status in _CLOSED or row["actual_year"] >= year:
        return
    if row.get("last_before_target"):  # nothing more will be measured by then
        return
    values = {"year": year_of(one, year), "target": target(one)}
    if not beyond_zero(one, value) and meets(row, float(rounded(value, one.decimals))) != reached:
        yield sentence("outlook", Text(_AT_THE_EDGE, {**values, "value": amount(one, value, one.decimals)}))
        return
    shown = foreseen_amount(one, value)
    if shown is None:
        yield sentence("outlook", Text(_WITHOUT_NUMBER[reached], values))
        return
    values["value"] = shown
    yield sentence("outlook", Text(_REACHED[_aim(one), reached], values))


def foreseen(one: Standing) -> float | None:
    """Where the trend leads, as far as it tells something: a value will be measured there, and can be that low."""
    value: float | None = one.row.get("forecast_value")
    if value is None or one.row.get("last_before_target") or beyond_zero(one, value):
        return None
    return value


def foreseen_amount(one: Standing, value: float) -> str | None:
    """The ``value`` to which the trend leads, in the KPI's digits and unit; None where it lies beyond what can be."""
    return None if beyond_zero(one, value) else amount(one, value, one.decimals)


def _aim(one: Standing) -> str:
    """What the target asks for; see `_REACHED`."""
    row, form = one.row, one.row["target_form"]
    if form in {"range", "improve"}:
        return str(form)
    if form == "hold" or (row.get("every_year") and meets(row, row["actual_value"])):
        return "held"  # what is met is kept, and not reached
    if row["limit"]:
        return "ceiling"
    return "lower" if row["better"] == "lower" and not is_rank(one) else "higher"


def beyond_zero(one: Standing, value: float) -> bool:
    """Whether a line leads below zero, or a place below the first, where nothing known is: its number means nothing."""
    least = least_foreseen(one.row)
    return least is not None and value < least
