"""What organisations answer to a KPI that is computed over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpitrack.language import localized, mark, plain
from kpitrack.model.actuals import Actual

from .standing import Row

if TYPE_CHECKING:
    from kpitrack.model.record import LocalizedText

_ANSWERED = mark("{answered} of {of} have answered")


@dataclass(frozen=True, slots=True)
class Answer:
    """One organisation's.

    Args:
        name: its name.
        code: its code, where it is known.
        ref: its KPI, ``strategy/kpi``.
        value: in the unit of that KPI; None where it has none of the year.
        unit: that unit.
        counted: whether the value is what is counted; None where nothing is.
    """

    name: LocalizedText
    code: str | None
    ref: str
    value: float | None
    unit: LocalizedText
    counted: bool | None


@dataclass(frozen=True, slots=True)
class Answers:
    """Those to one KPI in one year.

    Args:
        year: the fiscal year; None where nobody has answered for any.
        of: how many there are to answer, some of whom may not be in the repository.
        given: of those that have answered.
        open: of those that have not.
        series: the value of each year, with how many had answered for it as its note.
    """

    year: int | None
    of: int
    given: Sequence[Answer]
    open: Sequence[Answer]
    series: Mapping[int, Actual]

    @property
    def elsewhere(self) -> int:
        """How many are not in the repository."""
        return max(0, self.of - len(self.given) - len(self.open))


def answers_of(row: Row, rows: Iterable[Row], values: Iterable[Row]) -> Answers:
    """The answers to a computed KPI, in the order of the codes.

    Args:
        row: the KPI, judged.
        rows: of `kpitrack.progress.joining.answers`, with the columns of the KPIs that answer.
        values: those of the KPI by year, as actuals.
    """
    year = row["actual_year"]
    found: dict[str, Row] = {}
    for one in rows:
        if one["year"] is None:
            found.setdefault(one["owner"], one)
        elif one["year"] == year:
            found[one["owner"]] = one
    counts = row["computed_take"] in {"count", "share"}
    several = [
        Answer(
            _languages(one, "organization_name"), one["organization_code"], one["ref"], one["value"],
            _languages(one, "unit"),
            one["met"] if counts else None,
        )
        for one in found.values()
    ]  # fmt: skip
    several.sort(key=lambda one: (one.code or "99", plain(one.name)))
    given = [one for one in several if one.value is not None]
    series = {
        one["year"]: Actual(
            value=one["value"],
            status=one["status"],
            note=localized(_ANSWERED, answered=one["answered"], of=one["of"]),
        )
        for one in values
        if one["value"] is not None
    }
    still_open = [one for one in several if one.value is None]
    return Answers(year, row["computed_of"] or len(several), given, still_open, series)


def _languages(row: Row, name: str) -> LocalizedText:
    text, english = row[name] or "", row[f"{name}_en"]
    return {"ja": text, "en": english} if english else text
