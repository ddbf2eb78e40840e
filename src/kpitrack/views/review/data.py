"""``review`` as data: JSON in the shape ``kpitrack/review/1``, and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kpitrack.analysis.cycle import AwaitedValues, DueReview, Judgement
from kpitrack.analysis.freshness import Freshness
from kpitrack.language import pick
from kpitrack.model.evaluation import Evaluation, ExternalEvaluation
from kpitrack.views.evaluation import WORDS
from kpitrack.views.text import json
from kpitrack.views.text.csv import csv_line

from .view import ReviewSheet, department, judged_name

COLUMNS = ("todo", "state", "strategy", "ref", "name", "years", "department", "status")


def as_json(sheets: Sequence[ReviewSheet], year: int) -> Iterator[str]:
    """What the year asks for. Judgements stand beside the computed status and never replace it."""
    summary = {
        "values": sum(len(sheet.cycle.values) for sheet in sheets),
        "judgements": sum(len(sheet.cycle.unjudged) for sheet in sheets),
        "decisions": sum(len(sheet.cycle.decisions) for sheet in sheets),
        "verifications": sum(len(sheet.cycle.verifications) for sheet in sheets),
    }
    fresh = sum((sheet.freshness for sheet in sheets), Freshness())
    freshness = {
        "due": fresh.whole.due,
        "in": fresh.whole.came,
        "kpis": fresh.asked,
        "without_department": fresh.unheld,
        "departments": [
            {"department": name or None, "due": one.due, "in": one.came} for name, one in fresh.departments.items()
        ],
    }
    strategies = [
        {
            "strategy": sheet.cycle.strategy.id,
            "judged_year": sheet.cycle.judged_year,
            "values": [_asked(sheet, one) for one in sheet.cycle.values],
            "judgements": [_judged(sheet, one) for one in sheet.cycle.judgements],
            "decisions": [_decision(due) for due in sheet.cycle.decisions],
            "verifications": [
                {"grant": grant.id, "title": pick(grant.title), "years": list(years)}
                for grant, years in sheet.cycle.verifications
            ],
        }
        for sheet in sheets
    ]
    fields = {"year": year, "summary": summary, "freshness": freshness, "strategies": strategies}
    yield from json.lines("review", **fields)


def _asked(sheet: ReviewSheet, one: AwaitedValues) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "name": pick(one.kpi.name),
        "department": department(one) or None,
        "overdue": list(one.overdue),
        "due": list(one.due),
        "provisional": list(one.provisional),
        "status": sheet.verdicts.standings[one.ref].status,
    }


def _judged(sheet: ReviewSheet, one: Judgement) -> dict[str, Any]:
    evaluation, outside = one.evaluation, one.evaluation and one.evaluation.external
    computed: Any = (
        sheet.verdicts.standings[one.ref].status if one.kpi else dict(sheet.verdicts.below(one.branch).counts)
    )
    return {
        "ref": one.ref,
        "kind": "kpi" if one.kpi else "node",
        "name": judged_name(one),
        "department": department(one) or None,
        "missing": one.missing,
        "status": computed,
        "evaluation": evaluation and {
            "year": one.year,
            **_words(evaluation, ("judgement", *WORDS)),
            "next": evaluation.next,
            **_words(evaluation, ("by",)),
            "on": evaluation.on.isoformat() if evaluation.on else None,
            "external": outside and {
                **_words(outside, ("judgement", "comment", "by")),
                "on": outside.on.isoformat() if outside.on else None,
            },
        },
    }  # fmt: skip


def _words(of: Evaluation | ExternalEvaluation, fields: Iterable[str]) -> dict[str, str | None]:
    return {field: pick(getattr(of, field)) or None for field in fields}


def _decision(due: DueReview) -> dict[str, Any]:
    review = due.review
    return {
        "year": due.year,
        "due": review.due,
        "kind": review.kind,
        "title": pick(review.title) or None,
        "notes": pick(review.notes) or None,
        "overdue": due.overdue,
    }


def as_csv(sheets: Sequence[ReviewSheet], _: int) -> Iterator[str]:
    """One line for each thing to do; ``todo`` is ``collect``, ``judge``, ``decide`` or ``verify``."""
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
