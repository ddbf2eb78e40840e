"""How fresh the whole is, in a line: for ``status``, ``review`` and the front page of the report."""

from __future__ import annotations

from kpitrack.analysis.freshness import Freshness
from kpitrack.language import said, say_n
from kpitrack.model.years import show_year


def freshness_line(found: Freshness) -> str:
    """How many values are in, of those that are due, and how many KPIs nobody holds; empty where none is asked for.

    Where no KPI names a department, that is no news: only `kpitrack review` says so.
    """
    whole = found.whole
    if not found.asked:
        return ""
    if not whole.due:
        return said("no value is due yet")
    text = said("values in: {came} of {due} due", came=whole.came, due=whole.due)
    if 0 < found.unheld < found.asked:
        unheld = say_n("{n} KPI has no department", "{n} KPIs have no department", found.unheld)
        return said("{text}; {more}", text=text, more=unheld)
    return text


def reach_words(found: Freshness) -> str:
    """The newest year that actuals are of, and how many KPIs' values do not reach it; empty without values."""
    if not found.years:
        return ""
    newest = max(found.years)
    older, total = found.years.total() - found.years[newest], found.years.total()
    if not older:
        return said("actuals up to {year}", year=show_year(newest))
    return said("actuals up to {year} ({n} of {total} older)", year=show_year(newest), n=older, total=total)
