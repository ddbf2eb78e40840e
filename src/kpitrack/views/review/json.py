"""``review`` as JSON, in the shape ``kpitrack/review/1``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack.analysis.cycle import AwaitedValues, DueReview, Judgement
from kpitrack.analysis.freshness import OF_NOTHING
from kpitrack.language import pick
from kpitrack.views.evaluation import WORDS
from kpitrack.views.text import json

from .view import ReviewSheet, department, judged_name


def as_json(sheets: Sequence[ReviewSheet], year: int) -> Iterator[str]:
    """What the year asks for. Judgements stand beside the computed status and never replace it."""
    summary = {
        "values": sum(len(sheet.cycle.values) for sheet in sheets),
        "judgements": sum(len(sheet.cycle.unjudged) for sheet in sheets),
        "decisions": sum(len(sheet.cycle.decisions) for sheet in sheets),
        "verifications": sum(len(sheet.cycle.verifications) for sheet in sheets),
    }
    fresh = sum((sheet.freshness for sheet in sheets), OF_NOTHING)
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
    evaluation = one.evaluation
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
        "evaluation": None
        if evaluation is None
        else {
            "year": one.year,
            "judgement": pick(evaluation.judgement) or None,
            **{field: pick(getattr(evaluation, field)) or None for field in WORDS},
            "next": evaluation.next,
            "by": pick(evaluation.by) or None,
            "on": evaluation.on.isoformat() if evaluation.on else None,
            "external": evaluation.external
            and {
                "judgement": pick(evaluation.external.judgement) or None,
                "comment": pick(evaluation.external.comment) or None,
                "by": pick(evaluation.external.by) or None,
                "on": evaluation.external.on.isoformat() if evaluation.external.on else None,
            },
        },
    }


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
