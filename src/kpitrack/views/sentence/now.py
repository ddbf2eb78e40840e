"""What the KPI is: the value that is judged, with its year, its unit and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.analysis.standing import Standing
from kpitrack.language import Text, mark, said, say, translate
from kpitrack.model.numbers import show_number
from kpitrack.model.vocabulary import observation_word

from .figures import amount, list_of_years, with_unit, year_of, years_of
from .part import Sentence, sentence

_UNSURE = frozenset({"provisional", "estimated", "imputed", "unreliable"})
_UNDECIDED_AT_THE_END = frozenset({"awaiting_final", "no_final_data"})
_WORDS = {"provisional": mark("provisional figure"), "estimated": mark("estimate")}


def judged(one: Standing) -> tuple[int, float] | None:
    """The year and value that the verdict is about: what decided it, else the newest usable actual."""
    row = one.row
    for name in ("decided_by", "actual"):
        if row.get(f"{name}_year") is not None and row.get(f"{name}_value") is not None:
            return row[f"{name}_year"], row[f"{name}_value"]
    return None


def now(one: Standing) -> Iterator[Sentence]:
    """The value that is judged, and the newest one where that is another."""
    found = judged(one)
    if found is None:
        return
    year, value = found
    yield sentence("now", _headline(one, year, value))


def newest(one: Standing) -> Iterator[Sentence]:
    """The newest value, where an earlier one decided."""
    row, found = one.row, judged(one)
    if found is None or row.get("actual_year") in {None, found[0]}:
        return
    year = year_of(one, row["actual_year"])
    yield sentence("newest", say("The newest value, of {year}, is {value}.", year=year, value=shown(one, "actual")))


def shown(one: Standing, name: str) -> str:
    """One of the KPI's values with its unit, as the tables show it."""
    return value_text(one, one.row[f"{name}_value"], name)


def value_text(one: Standing, value: float, name: str = "actual", *, once: bool = False) -> str:
    """A value with its unit, see `with_unit`; a mean is computed, and has a digit more."""
    if one.row.get("scale") is not None:
        return amount(one, value)
    if one.row["accumulation"] == "mean" and name != "baseline":
        return with_unit(one, show_number(value, one.decimals + 1), once=once)
    return with_unit(one, one.number(value), once=once)


_HEADLINES = {
    "year": mark("In {year} it was *{value}*{kind}."),
    "last": mark("The last value, of {year}, is *{value}*{kind}."),
    "last_published": mark("The last value published, of {year}, is *{value}*{kind}."),
    "running_total": mark("The running total up to {year} is *{value}*{kind}."),
    "sum": mark("The total of {years} is *{value}*{kind}."),
    "mean": mark("The mean of {years} is *{value}*{kind}."),
    "known_sum": mark("For {years} the known years, without {gaps}, add up to *{value}*{kind}."),
    "known_mean": mark("For {years} the mean of the known years, without {gaps}, is *{value}*{kind}."),
}


def _headline(one: Standing, year: int, value: float) -> Text:
    row = one.row
    end = year if row.get("target_year") is None else min(year, row["target_year"])
    gaps = [missing for missing in row.get("missing_years") or () if missing <= end]
    kind = row["accumulation"]
    if kind == "none":
        kind = "year"
        if one.status in _UNDECIDED_AT_THE_END:
            kind = "last_published" if row.get("upkeep") == "transcribed" else "last"
    elif gaps and kind in {"sum", "mean"}:
        kind = f"known_{kind}"
    values = {
        "year": year_of(one, year, era=True),
        "years": years_of(one, row["start_year"] + 1, end, era=True),
        "gaps": list_of_years(one, gaps) if gaps else "",
        "value": value_text(one, value, once=True),
        "kind": _kind(one, year),
    }
    return Text(_HEADLINES[kind], values)


def _kind(one: Standing, year: int) -> str:
    """How sure the value of ``year`` is, in brackets; empty for a final one."""
    row = one.row
    status = row.get("actual_status") if row.get("actual_year") == year else None
    if status not in _UNSURE:
        status = "provisional" if row.get("provisional") else None
    if row.get("of") is not None and row.get("answered") is not None and row.get("actual_year") == year:
        return said(" ({answered} of {of} have answered)", answered=row["answered"], of=row["of"])
    if status is None:
        return ""
    word = translate(_WORDS[status]) if status in _WORDS else observation_word(status)
    return said(" ({word})", word=word)
