"""A KPI as one row of a table on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpitrack.analysis.standing import MISSING, WrittenStanding, bullet, share_good
from kpitrack.language import say_n
from kpitrack.model.vocabulary import STATUSES
from kpitrack.model.years import era_short
from kpitrack.report.charts.strips import bullet_bar
from kpitrack.views.since import strip_text, strip_words
from kpitrack.views.status.flags import remarks
from kpitrack.views.words import group_of

from .addresses import kpi_address
from .labels import GROUPS, labels
from .spools import HOME
from .templating import render

_BETWEEN = "\x1e"  # made visible in texts from files


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A number as shown, its year, and the value to sort by."""

    text: str
    year: str
    value: float | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A KPI's row.

    ``years`` is the strip of each year's verdict. ``bar`` and ``spark`` are drawings: its way to the target, and its
    values over the years.
    """

    one: WrittenStanding
    remarks: str
    years: str
    years_in_words: str
    baseline: FigureCell
    actual: FigureCell
    expected: FigureCell
    target: FigureCell
    bar: str
    spark: str
    order: int

    @property
    def address(self) -> str:
        """The address of its page, below the language's folder."""
        return kpi_address(self.one.ref)


def row(one: WrittenStanding, order: int = 0, spark: str = "") -> TableRow:
    """The row of ``one``; ``order`` is its position in the document, ``spark`` its sparkline."""
    return TableRow(
        one,
        remarks(one),
        strip_text(one),
        strip_words(one),
        figure(one, "baseline"),
        figure(one, "actual"),
        FigureCell(one.number(one.row.get("expected"), derived=True), "", one.row.get("expected")),
        figure(one, "target", one.target_text()),
        bullet_bar(bullet(one), group_of(one.status)),
        spark,
        order,
    )


def row_texts(standings: Sequence[WrittenStanding], sparks: Sequence[str], first: int, *, several: bool) -> list[str]:
    """The rows of a strategy's KPIs in HTML, in the active language; `spools.HOME` stands for the way to its folder.

    ``first`` is the position of the first among all KPIs; each names its strategy where the site has ``several``.
    """
    rows = [row(one, at, spark) for at, (one, spark) in enumerate(zip(standings, sparks, strict=True), first)]
    found = render("kpi_rows.html", "", rows=rows, several=several, home=HOME, between=_BETWEEN).decode()
    return found.split(_BETWEEN)[:-1]


def figure(one: WrittenStanding, name: str, text: str | None = None) -> FigureCell:
    """One of a KPI's numbers with its year, both western and of its era."""
    value, year = one.row.get(f"{name}_value"), one.row.get(f"{name}_year")
    shown = one.number(value) if text is None else text
    if year is None or (shown == MISSING and name != "target"):
        return FigureCell(shown, "", value)
    return FigureCell(shown, f"{year} {era_short(year)}", value)


def counts(statuses: Iterable[str]) -> dict[str, int]:
    """The number of KPIs in each group of statuses, zeros included."""
    found = Counter(group_of(status) for status in statuses)
    return {group: found[group] for group in GROUPS}


def kinds_of(groups: Mapping[str, int]) -> dict[str, tuple[str, str]]:
    """The groups that a table counts, with label and mark: what is given up only where there is some."""
    return {name: look for name, look in GROUPS.items() if name != "closed" or groups[name]}


def statuses_of(statuses: Iterable[str]) -> dict[str, int]:
    """How many KPIs have each of the statuses that there are, in the order of the method."""
    found = Counter(statuses)
    return {status: found[status] for status in STATUSES if found[status]}


def share(groups: Mapping[str, int]) -> float | None:
    """The share of good KPIs among those that can be assessed; null where less than half can."""
    return share_good(groups["good"], assessed(groups), sum(groups.values()))


def assessed(groups: Mapping[str, int]) -> int:
    """How many KPIs can be assessed."""
    return groups["good"] + groups["risk"] + groups["bad"]


def described_as(title: str, groups: Mapping[str, int]) -> str:
    """What search engines show of a page: its title, and how many KPIs go how."""
    words = labels()
    counted = [f"{words[GROUPS[group][0]]} {n}" for group, n in groups.items() if n]
    total = say_n("{n} KPI", "{n} KPIs", sum(groups.values()))
    return f"{title}: {total} ({words['comma'].join(counted)})" if counted else title
