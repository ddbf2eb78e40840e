"""The page on the data: what there is to download, what every field of it means, and how it may be used."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.language import mark, say, translate
from kpitrack.model.vocabulary import AMOUNTS
from kpitrack.views.status.csv import COLUMNS
from kpitrack.views.status.json import RATES
from kpitrack.views.words import rate_word

from .addresses import file_name
from .data_files import ALL, SERIES_COLUMNS
from .overview import Whole
from .templating import render

_LISTED = 300  # the most strategies that are listed one by one
_POINTS: dict[str, str] = {
    "organization": mark("who answers for the strategy"),
    "baseline": mark("where the KPI starts"),
    "target": mark("the target"),
    "actual": mark("the newest actual value, by which it is judged"),
    "previous": mark("the actual value before the newest one"),
    "decided_by": mark("the value that made the target achieved or missed"),
    "last": mark("the verdict last time, by the value before the newest one"),
    "forecast": mark("what a straight line through the actual values comes to in the target's year"),
    "grade": mark("the grade by the scheme of the strategy"),
}
_PARTS: dict[str, str] = {
    "name": mark("name"),
    "code": mark("code of the local government, with its check digit"),
    "year": mark("year"),
    "value": mark("value in the KPI's unit; of a scale, the step"),
    "word": mark("word of the scale"),
    "form": mark("form, such as value or hold"),
    "status": mark("status"),
    "grade": mark("grade"),
    "meets_target": mark("whether it meets the target"),
    "clipped": mark("whether it was cut off at the end of a share"),
    "scheme": mark("name of the scheme"),
    "label": mark("words of the grade"),
    "rate_name": mark("name of the scheme's rate"),
    "rate_value": mark("the scheme's rate, as a ratio; a difference in the KPI's unit"),
    "rate_label": mark("words of the scheme's rate"),
}
_PLAIN: dict[str, str] = {
    "organization_level": mark("whether it is the nation, a prefecture, a municipality or another body"),
    "actual_status": mark("status of the newest actual value: final (normal), provisional and so on"),
    "ref": mark("the KPI's name among all: its strategy's id, a stroke and its own"),
    "strategy": mark("id of the strategy"),
    "kpi": mark("id of the KPI within its strategy"),
    "name": mark("name of the KPI"),
    "unit": mark("unit"),
    "path": mark("ids of the goal and the measures above the KPI"),
    "better": mark("which way is better: higher or lower"),
    "accumulation": mark("how the yearly values are taken: alone, as running totals, as a sum or as a mean"),
    "level": mark("level in the logic model"),
    "expected": mark("what the path to the target asks for in the year of the newest actual"),
    "status": mark("the computed status; see how it is judged"),
    "reason": mark("why it cannot be assessed"),
    "reasons": mark("why a rate is not defined, by the name of the rate"),
    "provisional": mark("whether the verdict rests on a value that is not final"),
    "stale": mark("whether a newer value should be there by now"),
    "break": mark("whether the series has a break after the baseline"),
    "missing_years": mark("years without a value that should be there"),
    "missed_years": mark("years that did not reach a target of every year"),
    "limit": mark("whether the target allows a worsening and limits it"),
    "improved": mark("whether it is better than at the baseline"),
    "last_before_target": mark("whether the newest value is the last one before the target's year"),
    "discontinued": mark("whether the KPI is no longer kept"),
    "turned": mark("whether the status got better or worse since last time"),
    "target_revised": mark("whether the target was changed"),
    "answered": mark("how many organisations have a value, of a KPI computed over organisations"),
    "of": mark("over how many organisations it is computed"),
    "organizations": mark("names of all organisations of a joint strategy, parted by semicolons"),
}
_SERIES: dict[str, str] = {
    "ref": _PLAIN["ref"],
    "year": mark("fiscal year (April to March unless said otherwise); the calendar year where the KPI counts so"),
    "value": mark("what was recorded for the year, in the KPI's unit"),
    "sum": mark("the sum so far, of a KPI whose yearly amounts are summed up"),
    "status": mark("status of the value: final (normal), provisional, estimated, forecast, missing and so on"),
    "expected": mark("what the path to the target asks for in the year"),
    "published": mark("the day on which the value was published"),
    "source": mark("where the value stands"),
    "note": mark("what is to be said of the value"),
    "DIMENSION.PART": mark("a part of the value by a dimension, such as sex.female; in the file of a KPI alone"),
}


def page(whole: Whole) -> bytes:
    """The page."""
    few = whole.strategies if len(whole.ids) <= _LISTED else []
    return render(
        "data.html",
        "data.html",
        title=say("Data"),
        as_of=whole.terms.as_of,
        every=ALL,
        kpis=len(whole.statuses),
        total=len(whole.ids),
        bare=whole.bare,
        strategies=[(one, file_name(one.id)) for one in few],
        verdicts=list(verdict_fields()),
        series=list(series_fields()),
    )


def verdict_fields() -> Iterator[tuple[str, str]]:
    """The columns of the KPIs with their verdicts, in the order of the file, each with its meaning."""
    return ((name, _meaning(name)) for name in COLUMNS)


def series_fields() -> Iterator[tuple[str, str]]:
    """The columns of series, each with its meaning."""
    return ((name, translate(_SERIES[name])) for name in ("ref", *SERIES_COLUMNS, "DIMENSION.PART"))


def _meaning(name: str) -> str:
    if name in _PLAIN:
        return translate(_PLAIN[name])
    if name in RATES:
        rate = rate_word(name)
        return str(
            say("{rate}, in the KPI's unit", rate=rate) if name in AMOUNTS else say("{rate}, as a ratio", rate=rate)
        )
    point = next(point for point in _POINTS if name.startswith(f"{point}_"))
    part = name.removeprefix(f"{point}_")
    return str(say("{point}: {part}", point=translate(_POINTS[point]), part=translate(_PARTS[part])))
