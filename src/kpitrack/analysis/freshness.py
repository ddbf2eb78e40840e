"""How fresh the whole is: whose values are in, of those that are due by now, and which KPIs nobody holds.

A KPI counts where a value of it is asked for: not where its strategy is a transcription, has not begun, has been
followed by another one or is long over, nor where its values are computed from those of others. One that has been given
up still owes its values until then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .standing import Row, words

if TYPE_CHECKING:
    import polars as pl

#: The columns of a verdict that are looked at.
COLUMNS = (
    "status", "as_of", "upkeep", "superseded_from", "discontinued_year", "computed_indicator", "lag", "frequency",
    "start_year", "actual_year", "target_year", "period_start", "period_end", "department", "department_en",
)  # fmt: skip
State = Literal["in", "awaited", "not_due"]
_NOBODY_ASKS = frozenset({"not_started", "not_read", "suppressed"})


@dataclass(frozen=True, slots=True)
class Count:
    """KPIs of whom a value is due by now, and how many of these are in."""

    due: int = 0
    came: int = 0

    def __add__(self, other: Count) -> Count:
        """Both together."""
        return Count(self.due + other.due, self.came + other.came)


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh some KPIs are. Two can be added.

    Args:
        asked: how many KPIs are asked for values at all.
        unheld: how many of these no department answers for.
        departments: by department, in the order in which they are met; an empty name for KPIs that nobody holds.
        years: of all KPIs, how many have their newest value in a year.
    """

    asked: int = 0
    unheld: int = 0
    departments: dict[str, Count] = field(default_factory=dict)
    years: Counter[int] = field(default_factory=Counter)

    @property
    def whole(self) -> Count:
        """All departments together."""
        return sum(self.departments.values(), Count())

    def __add__(self, other: Freshness) -> Freshness:
        """Both together."""
        departments = dict(self.departments)
        for name, count in other.departments.items():
            departments[name] = departments.get(name, Count()) + count
        return Freshness(self.asked + other.asked, self.unheld + other.unheld, departments, self.years + other.years)


def freshness_of(judged: pl.DataFrame) -> Freshness:
    """`freshness` of a table of verdicts, whose rows are looked at once where they are alike."""
    alike = judged.select(COLUMNS).group_by(COLUMNS, maintain_order=True).len("n")
    return freshness(alike.iter_rows(named=True))


def freshness(rows: Iterable[Row], awaited: Collection[str] | None = None) -> Freshness:
    """The freshness of some KPIs.

    Args:
        rows: their verdicts, with at least `COLUMNS`; ``n`` says for how many KPIs a row stands.
        awaited: the refs of those whose values are asked for, where the files have been looked at: they know of years
            that a sum lacks, and of values that are withheld.
    """
    asked = unheld = 0
    departments: dict[str, Count] = {}
    years: Counter[int] = Counter()
    for row in rows:
        n = row.get("n", 1)
        if row["actual_year"] is not None:
            years[row["actual_year"]] += n
        state = state_of(row)
        if awaited is not None and state != "not_due":
            state = "awaited" if row["ref"] in awaited else "in" if state == "in" else None
        if state is None:
            continue
        department = words(row, "department")
        asked, unheld = asked + n, unheld + n * (not department)
        count = Count(n * (state != "not_due"), n * (state == "in"))
        departments[department] = departments.get(department, Count()) + count
    return Freshness(asked, unheld, departments, years)


def state_of(row: Row) -> State | None:
    """Whether the newest value that is due of a KPI by the year of its verdict is in; None where nobody asks for it."""
    if row["status"] in _NOBODY_ASKS or row["upkeep"] == "transcribed":
        return None
    if row["computed_indicator"] is not None or row["as_of"] < row["period_start"]:
        return None
    if row["superseded_from"] is not None and row["superseded_from"] <= row["as_of"]:
        return None
    last: int = row["period_end"] if row["target_year"] is None else row["target_year"]
    if row["as_of"] > max(last, row["period_end"]) + row["lag"] + row["frequency"] - 1:
        return None
    if row["discontinued_year"] is not None:
        last = min(last, row["discontinued_year"] - 1)
    known: int = row["start_year"] if row["actual_year"] is None else row["actual_year"]
    if known + row["frequency"] <= min(last, row["as_of"] - row["lag"]):
        return "awaited"
    return "not_due" if row["actual_year"] is None else "in"
