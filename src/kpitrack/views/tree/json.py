"""``tree`` as JSON, in the shape ``kpitrack/tree/1``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack.analysis.lineage import Lineage
from kpitrack.analysis.outline import Branch, Spending, initiatives_of, outline, spending
from kpitrack.analysis.standing import Standing
from kpitrack.language import pick
from kpitrack.model.strategy import Goal, Initiative, Measure, Strategy
from kpitrack.views.annexes import blocks
from kpitrack.views.text import json
from kpitrack.views.text.json import number

from .view import Options, Rollup, Verdicts

_TIES = ("supersedes", "superseded_by", "carries_out", "carried_out_by")


def as_json(strategies: Sequence[Strategy], judged: Verdicts, options: Options) -> Iterator[str]:
    """The outlines. ``share`` is a ratio; ``execution_rate`` is spent over budget of what has both."""
    outlines = [_outline(strategy, judged, options) for strategy in strategies]
    yield from json.lines("tree", as_of=options.as_of, strategies=outlines)


def _outline(strategy: Strategy, judged: Verdicts, options: Options) -> dict[str, Any]:
    goals, lineage = outline(strategy), options.lineages.get(strategy.id) or Lineage(strategy.id)
    return {
        "strategy": strategy.id,
        "title": pick(strategy.title),
        "organization": pick(strategy.organization.name),
        "organizations": [pick(one.name) for one in strategy.all_organizations],
        "period": {"start": strategy.period.start, "end": strategy.period.end},
        "upkeep": strategy.upkeep,
        **{name: list(getattr(lineage, name)) for name in _TIES},
        "sections": [{"id": one.id, "title": pick(one.title)} for one in strategy.sections or ()],
        "beside": [
            {
                "kind": block.kind,
                "heading": block.heading,
                "entries": [{"title": one.title, "texts": list(one.texts)} for one in block.entries],
            }
            for block in blocks(strategy)
        ],
        "declared_counts": _declared(strategy),
        "rollup": _counts(judged.rollups.get(strategy.id, Rollup())),
        "spending": _money(spending(one for goal in goals for one in goal.initiatives(options.year))),
        "goals": [_branch(goal, judged, options) for goal in goals],
    }


def _counts(found: Rollup) -> dict[str, Any]:
    """A rollup's fields."""
    return {
        "kpis": sum(found.counts.values()),
        "by_status": dict(found.counts),
        "assessed": found.assessed,
        "good": found.good,
        "share": found.share,
        "worst": found.worst,
    }


def _money(found: Spending) -> dict[str, Any]:
    """The fields of what was budgeted and spent."""
    return {
        "initiatives": found.initiatives,
        "budget": number(found.budget),
        "spent": number(found.spent),
        "execution_rate": found.rate,
        "with_both": found.rated,
    }


def _branch(branch: Branch, judged: Verdicts, options: Options) -> dict[str, Any]:
    node = branch.node
    fields: dict[str, Any] = {
        "id": node.id,
        "ref": branch.ref,
        "number": pick(node.number) or None,
        "path": list(branch.path),
        "trail": list(map(pick, branch.trail)),
        "title": pick(node.title),
        "cross_cutting": branch.cross_cutting,
        "section": node.section if isinstance(node, Goal) else None,
        "description": pick(node.description) or None,
        "notes": pick(node.notes) or None,
        "declared_counts": _declared(node),
        "rollup": _counts(judged.below(branch)),
        "spending": _money(spending(branch.initiatives(options.year))),
    }
    if options.kpis:
        fields["kpis"] = [_kpi(one) for one in judged.on(branch)]
    if options.initiatives:
        fields["initiatives"] = [_initiative(one) for one in initiatives_of(node, options.year)]
    if options.depth is None or branch.depth < options.depth:
        fields["measures"] = [_branch(child, judged, options) for child in branch.branches]
    return fields


def _declared(of: Strategy | Goal | Measure) -> dict[str, int] | None:
    return of.declared_counts.model_dump(exclude_none=True) if of.declared_counts else None


def _kpi(one: Standing) -> dict[str, Any]:
    row = one.row
    return {
        "ref": one.ref,
        "name": one.name,
        "unit": one.unit,
        "level": row["level"],
        "status": one.status,
        "reason": row.get("reason"),
        **{
            name: None if row.get(f"{name}_value") is None else {
                "year": row.get(f"{name}_year"), "value": number(row[f"{name}_value"]),
            }
            for name in ("baseline", "actual", "target")
        },
    }  # fmt: skip


def _initiative(one: Initiative) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": pick(one.title),
        "year": one.year,
        "budget": number(one.budget),
        "spent": number(one.spent),
        "department": pick(one.department) or None,
        "description": pick(one.description) or None,
    }
