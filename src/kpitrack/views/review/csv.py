"""``review`` as CSV: one line for each thing to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpitrack.language import pick
from kpitrack.views.text.csv import csv_line

from .view import ReviewSheet, department, judged_name

COLUMNS = ("todo", "state", "strategy", "ref", "name", "years", "department", "status")


def as_csv(sheets: Sequence[ReviewSheet], _: int) -> Iterator[str]:
    """The header and the lines; ``todo`` is ``collect``, ``judge``, ``decide`` or ``verify``."""
    yield csv_line(COLUMNS)
    for sheet in sheets:
        cycle = sheet.cycle
        for one in cycle.values:
            name, by, status = pick(one.kpi.name), department(one), sheet.verdicts.standings[one.ref].status
            for state, years in (("overdue", one.overdue), ("due", one.due), ("provisional", one.provisional)):
                if years:
                    listed = " ".join(map(str, years))
                    yield csv_line(["collect", state, cycle.strategy.id, one.ref, name, listed, by, status])
        for judged in cycle.unjudged:
            computed = sheet.verdicts.standings[judged.ref].status if judged.kpi else None
            yield csv_line([
                "judge", "missing", cycle.strategy.id, judged.ref, judged_name(judged), str(cycle.judged_year),
                department(judged), computed,
            ])  # fmt: skip
        for due in cycle.decisions:
            state = "overdue" if due.overdue else "due"
            title = pick(due.review.title) or None
            yield csv_line(["decide", state, cycle.strategy.id, None, title, str(due.year), None, None])
        for grant, missing in cycle.verifications:
            listed = " ".join(map(str, missing))
            yield csv_line(["verify", "missing", cycle.strategy.id, grant.id, pick(grant.title), listed, None, None])
