"""What is said where there is no value or no verdict: why, what the plan is, and when the next value comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpitrack.analysis.standing import Standing, WrittenStanding
from kpitrack.language import Text, mark, pick, said, say
from kpitrack.views.words import reason_word, status_word

from .figures import as_difference, each_year, target, with_unit, year_of, years_of
from .now import judged, value_text
from .part import Sentence, sentence, told

if TYPE_CHECKING:
    from kpitrack.model.record import LocalizedText, Source

_WHY = {
    "not_started": mark("*It has not started yet.*"),
    "not_due": mark("*There is no value yet*, and none is due."),
    "no_data": mark("*No value has been recorded.*"),
    "nobody_answered": mark("*No organisation has a value yet that it could be computed from.*"),
    "awaiting_final": mark("*The value that decides, of {year}, is not out yet*; whether the target is met is open."),
    "no_final_data": mark("*The value that decides, of {year}, is lacking*; whether the target was met is open."),
    "suppressed": mark("*The value is withheld.*"),
    "not_published": mark("The document *publishes no actual values*."),
    "not_read": mark("*The file of its values has errors and was left out*; what it says is not known."),
}  # fmt: skip
_AFTER = frozenset({"awaiting_final", "no_final_data"})


def why(one: Standing) -> Iterator[Sentence]:
    """Why there is no verdict."""
    row = one.row
    if one.status in _WHY:
        if one.status == "not_published" and (source := _document(one)):
            yield sentence("now", say("The document ({source}) *publishes no actual values*.", source=source))
            return
        year = row["target_year"] if one.status in _AFTER else row["start_year"]
        if one.status in _AFTER and (verdict := _then(one)):
            yield told("expected", _THEN, verdict=status_word(verdict))
        kind = "nobody_answered" if one.status == "no_data" and row.get("computed_indicator") else one.status
        yield told("expected" if judged(one) else "now", _WHY[kind], year=year_of(one, year))
    elif one.status == "incomplete":
        yield sentence("expected", say("*It cannot be judged until the lacking years are known.*"))
    elif one.status == "not_assessable":
        yield sentence("expected", say("*It cannot be judged*: {reason}.", reason=reason_word(row.get("reason"))))
    elif one.status == "discontinued":
        yield sentence("expected", _given_up(one))


_THEN = mark("By that value the verdict was *“{verdict}”*.")


def _then(one: Standing) -> str | None:
    """The verdict by the last value, as of its year, where that is known and was one."""
    year = one.row.get("actual_year")
    found = one.by_year.get(year) if isinstance(one, WrittenStanding) and year is not None else None
    return None if found == "not_assessable" else found


def _given_up(one: Standing) -> Text:
    year, other = year_of(one, one.row["discontinued_year"]), _successor(one)
    if other:
        return say("*It is not judged any more since {year}*; “{name}” takes its place.", year=year, name=other)
    return say("*It is not judged any more since {year}.*", year=year)


def _successor(one: Standing) -> str:
    """The name of the KPI that takes its place, or how its file names it; empty where there is none."""
    ref = one.row.get("replaced_by") or ""
    kpis = one.strategy.kpis() if isinstance(one, WrittenStanding) else ()
    names = (pick(placed.item.name) for placed in kpis if placed.item.id == ref.removeprefix(f"{one.strategy_id}/"))
    return next(names, ref)


def _document(one: Standing) -> str:
    """The strategy's document and the day of its publication."""
    return _cited(one.strategy.source) if isinstance(one, WrittenStanding) else ""


def _cited(source: Source | LocalizedText | None) -> str:
    if source is None or isinstance(source, str | dict):
        return _unstopped(pick(source))
    on = said("published on {day}", day=source.published) if source.published else ""
    return said(", ").join(filter(None, (_unstopped(pick(source.title)), on)))


def _unstopped(text: str) -> str:
    """A text of one line without its own full stop, to stand within a sentence."""
    return " ".join(text.split()).rstrip("。.")


def plan(one: Standing, before: str) -> Iterator[Sentence]:
    """What is to be reached and, as long as no value is known, what is needed each year.

    Args:
        one: the KPI.
        before: what has been said of it already; a target that stands there is not named again.
    """
    row, goal = one.row, target(one)
    known, year = judged(one) is not None, row.get("target_year")
    if known and goal in before:
        when = "" if year is None else year_of(one, year)
        if one.status not in {"achieved", "missed"} and when not in before:
            yield sentence("target", say("The year of the target is {year}.", year=when))
        return
    kind, values = _kind(one, known=known), {"target": goal}
    if kind in {"baseline", "way"}:
        values["baseline"] = value_text(one, row["baseline_value"], "baseline")
        values["year"] = year_of(one, row["baseline_year"])
    if kind == "sum":
        values["years"] = years_of(one, row["start_year"] + 1, row["target_year"])
    elif year is not None:
        values["target"] = said("{target} in {year}", target=goal, year=year_of(one, year))
    if kind != "none":
        yield told("target", _PLANS[kind], **values)
    if not known and (pace := needed(one)) is not None:
        kind = "sum" if row["accumulation"] == "sum" else "more" if pace > 0 else "less"
        over = year is not None and row["as_of"] > year
        size = one.amount(abs(pace), derived=True)
        step = with_unit(one, size) if kind == "sum" else as_difference(one, size)
        yield told("target", _PACE[kind, over], step=step)


def _kind(one: Standing, *, known: bool) -> str:
    """What there is to be said of the target; see `_PLANS`."""
    row = one.row
    begins = not known and row.get("baseline_value") is not None and row.get("baseline_year") is not None
    if row["target_form"] is None:
        return "baseline" if begins else "none"
    if row["accumulation"] == "sum" and row.get("target_year") is not None:
        return "sum"
    return "way" if begins else "target"


_PLANS = {
    "baseline": mark("The baseline of {year} is {baseline}."),
    "sum": mark("The target is {target} in total for {years}."),
    "target": mark("The target is {target}."),
    "way": mark("It is to go from {baseline} in {year} to {target}."),
}
_PACE = {
    # by whether the years are over
    ("sum", False): mark("That takes *{step} each year*."),
    ("more", False): mark("That takes *{step} more each year*."),
    ("less", False): mark("That takes *{step} less each year*."),
    ("sum", True): mark("That would have taken *{step} each year*."),
    ("more", True): mark("That would have taken *{step} more each year*."),
    ("less", True): mark("That would have taken *{step} less each year*."),
}


def needed(one: Standing) -> float | None:
    """What each year must add on the straight way from the baseline to the target; None where there is no such way."""
    row = one.row
    start, end, year = row.get("start_value"), row.get("target_value"), row.get("target_year")
    anew = row.get("every_year") or row["accumulation"] == "mean" or row.get("scale") is not None
    moves = row["target_form"] in {"hold", "range", "improve", "parity_with", "percent_per_year"} or row["limit"]
    if start is None or end is None or year is None or anew or moves or year <= row["start_year"] or start == end:
        return None
    return each_year(one, start, end, year - row["start_year"])


def waiting(one: Standing) -> Iterator[Sentence]:
    """The value that comes next: of which year, when and from where."""
    row = one.row
    source = _cited(one.kpi.source) if isinstance(one, WrittenStanding) else ""
    if one.status == "not_published" and source and source != _document(one):
        yield sentence("waiting", say("It comes from: {source}.", source=source))
    if row.get("waits_for_year") is None:
        return
    awaited, expected = row["waits_for_year"], row["waits_for_year"] + row["lag"]
    values = {"year": year_of(one, awaited), "when": year_of(one, expected), "source": source}
    kind = "was_due"
    if expected > row["as_of"] or one.status in {"not_due", "awaiting_final"}:
        kind = "expected"
    elif expected == row["as_of"]:
        kind = "is_due"
    if one.status != "no_final_data":  # that has been said
        yield told("waiting", _WAITING[kind], **values)
    if source:
        yield sentence("waiting", say("It comes from: {source}.", **values))


_WAITING = {
    "expected": mark("The value of {year} is expected in {when}."),
    "is_due": mark("The value of {year} is due in {when} and not recorded yet."),
    "was_due": mark("The value of {year} was due in {when} and is not recorded."),
}
