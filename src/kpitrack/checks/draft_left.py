from __future__ import annotations

import re
from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, rule
from kpitrack.language import mark, plain, say, say_n
from kpitrack.model import strategy as model

from .check import Check, Context, Example
from .examples import KPI, STRATEGY, kpi, kpis
from .view import StrategyView

_TODO = "TODO"
_DRAFT = "draft"
_DRAFT_ID = r"g[0-9]+(?:-m[0-9]+)*-k[0-9]+"


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """What a draft has left for a person to write: TODO, the id ``draft``, ids such as ``g1-m1-k1``, targets."""
    strategy = view.strategy
    if strategy.id == _DRAFT:
        yield Diagnostic(
            CHECK.rule, say("the strategy still has the id of a draft"), say("give it one: kpitrack rename draft NEW"),
            view.path, ("id",),
        )  # fmt: skip
    for at in _todos(view):
        yield Diagnostic(
            CHECK.rule, say("TODO stands where the draft left something to write"), say("write what is meant"),
            view.path, at,
        )  # fmt: skip
    left = [placed for placed in view.kpis if re.fullmatch(_DRAFT_ID, placed.item.id)]
    if left:
        yield Diagnostic(
            CHECK.rule,
            say_n("{n} KPI still has the id of a draft", "{n} KPIs still have the ids of a draft", len(left)),
            say("give each a name that lasts: kpitrack rename {id} NEW", id=left[0].item.id),
            view.path, (*left[0].at, "id"),
        )  # fmt: skip
    aimless = [placed for placed in view.kpis if strategy.supersedes and _is_without_target(placed.item)]
    if aimless:
        yield Diagnostic(
            CHECK.rule,
            say_n(
                "{n} KPI goes on from the strategy before, and has no target yet",
                "{n} KPIs go on from the strategy before, and have no target yet",
                len(aimless),
            ),
            say("write the target of the new plan: target: {{year: {year}, value: …}}", year=strategy.period.end),
            view.path, (*aimless[0].at, "id"),
        )  # fmt: skip


def _is_without_target(kpi: model.KPI) -> bool:
    return kpi.continues is not None and kpi.target is None and kpi.discontinued is None


def _todos(view: StrategyView) -> Iterator[KeyPath]:
    """The places of titles and names that are still to be written."""
    if plain(view.strategy.title) == _TODO:
        yield ("title",)
    if view.strategy.stated_organization and plain(view.strategy.stated_organization.name) == _TODO:
        yield ("organization", "name")
    for node in view.nodes:
        if plain(node.item.title) == _TODO:
            yield (*node.at, "title")
    for placed in view.kpis:
        for name in ("name", "unit"):
            if plain(getattr(placed.item, name)) == _TODO:
                yield (*placed.at, name)


CHECK = Check(
    rule("draft-left"),
    mark("Something of a draft that kpitrack made is still there."),
    mark(
        "An import drafts what a table says and marks what it does not say with TODO; ids such as g1-m1-k1 tell a "
        "place, and a place changes. Write what is missing, and give ids that last with kpitrack rename before "
        "anything else refers to them. The draft of the next strategy, made by kpitrack succeed, goes on with the "
        "KPIs and leaves their targets to people: until they are written, nothing of them is judged."
    ),
    Example(bad={STRATEGY: re.sub("(?m)^title:.*$", "title: TODO", kpis(KPI))}, good=kpi(KPI)),
    find,
)
