"""Verdicts for the commands that show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kpitrack.analysis.case import Case, Series
from kpitrack.analysis.compared import compared
from kpitrack.analysis.standing import Standing
from kpitrack.language import say
from kpitrack.model.actuals import Entry
from kpitrack.model.record import plain
from kpitrack.model.settings import Scheme, Settings
from kpitrack.model.strategy import KPI, Strategy
from kpitrack.model.suggestions import did_you_mean
from kpitrack.repository.loading import Loaded

from .context import Usage
from .naming import choose_strategies, find_kpi, strategies_of
from .options import choose
from .work import Work

if TYPE_CHECKING:
    from kpitrack.progress.frames import Frames

Row = dict[str, Any]
"""One KPI's figures and verdict: the columns of `kpitrack.progress.judge.judge`."""


def standings(work: Work, grading: str | None = None) -> dict[str, Row]:
    """Every KPI's row by its ref ``strategy/kpi``, in the order of the documents.

    Args:
        work: the checked repository.
        grading: a scheme that goes before what the strategies name.
    """
    from kpitrack.progress.frames import build
    from kpitrack.progress.judge import judge

    settings = work.repository.configuration
    known = known_schemes(settings, grading)
    actuals = (file.model for file in work.repository.actuals if file.model)
    judged = judge(build(strategies_of(work), actuals, settings), work.as_of, settings.thresholds, known, grading)
    return {row["ref"]: row for row in judged.collect(engine="in-memory").iter_rows(named=True)}


def known_schemes(settings: Settings, grading: str | None) -> Mapping[str, Scheme]:
    """The grading schemes, ``grading`` among them.

    Raises:
        Usage: it is not.
    """
    from kpitrack.progress.schemes import schemes

    known = schemes(settings)
    if grading is not None:
        choose("--grading", grading, sorted(known))
    return known


def all_standings(work: Work, grading: str | None = None) -> list[Standing]:
    """Every KPI with its strategy, in the order of the documents."""
    rows = standings(work, grading)
    return [
        Standing(strategy, placed.item, placed.path, rows[f"{strategy.id}/{placed.item.id}"])
        for strategy in strategies_of(work)
        for placed in strategy.kpis()
    ]


def narrowed(
    found: Sequence[Standing],
    work: Work,
    *,
    strategies: Iterable[str] | None = None,
    goal: str | None = None,
    kpi: str | None = None,
    org: str | None = None,
) -> list[Standing]:
    """The standings that the options ask for.

    Raises:
        Usage: an option names what is not there.
    """
    wanted = {strategy.id for strategy in choose_strategies(work, strategies)}
    chosen = [one for one in found if one.strategy.id in wanted]
    if kpi is not None:
        file, item = find_kpi(work, kpi)
        chosen = [one for one in chosen if one.kpi is item and one.strategy is file.model]
    if goal is not None:
        strategy_id, _, node = goal.rpartition("/")
        refs = [f"{strategy.id}/{node.item.id}" for strategy in strategies_of(work) for node in strategy.nodes()]
        known = refs if strategy_id else [ref.rpartition("/")[2] for ref in refs]
        if goal not in known:
            raise Usage(
                say("there is no goal or measure {name}", name=goal),
                did_you_mean(goal, known) or say("kpitrack tree lists them"),
            )
        chosen = [one for one in chosen if node in one.path and strategy_id in {"", one.strategy.id}]
    if org is not None:
        chosen = [one for one in chosen if _is_organization(one, org)]
        if not any(_is_organization(one, org) for one in found):
            raise Usage(say("there is no organisation {name}", name=org), say("write its name or its code"))
    return chosen


def _is_organization(one: Standing, wanted: str) -> bool:
    organization = one.strategy.organization
    names = {plain(organization.name)} | (
        set() if isinstance(organization.name, str) else set(organization.name.values())
    )
    code = organization.code or ""
    return wanted in names or (len(wanted) >= 5 and wanted.isdigit() and code[:5] == wanted[:5])


def examine(work: Work, file: Loaded[Strategy], item: KPI, grading: str | None = None) -> Case:
    """Judge one KPI, among those that it may be compared with."""
    from kpitrack.progress.frames import build
    from kpitrack.progress.judge import judge
    from kpitrack.progress.series import path_of

    strategy = file.model
    if strategy is None:
        raise ValueError(file.path)
    settings = work.repository.configuration
    actuals = [one.model for one in work.repository.actuals if one.model]
    strategies = strategies_of(work)
    known = known_schemes(settings, grading)
    frames = build(strategies, actuals, settings)
    ref = f"{strategy.id}/{item.id}"

    def row(of: Frames) -> Row:
        judged = judge(of, work.as_of, settings.thresholds, known, grading)
        return judged.filter(ref=ref).collect(engine="in-memory").row(0, named=True)

    judged = row(frames)
    placed = next(one for one in strategy.kpis() if one.item is item)
    entries: dict[int, Entry] = {}
    origins: dict[int, str] = {}
    for one in work.repository.actuals:
        if one.model and one.model.strategy == strategy.id:
            found = (one.model.actuals or {}).get(item.id) or {}
            entries |= found
            origins |= dict.fromkeys(found, one.path)
    years = {year for year in (judged["start_year"], judged["target_year"], *entries, *(item.milestones or ())) if year}
    asked = range(min(years), max(years) + 1) if years else range(0)
    nodes = {node.item.id: node.item for node in strategy.nodes()}
    return Case(
        standing=Standing(strategy, item, placed.path, judged),
        nodes=[nodes[step] for step in placed.path],
        series=Series(entries, path_of(frames, ref, asked)),
        original=row(build(strategies, actuals, settings, original_targets=True)) if item.revisions else None,
        path=file.path,
        at=placed.at,
        origins=origins,
        as_of=work.as_of,
        thresholds=settings.thresholds,
        scheme=known.get(judged["grade_scheme"]),
        compared=compared(
            next(one for one in work.repository.bundles if one.strategy is file),
            item.target.parity_with if item.target else None,
            {one.strategy.model.id: one for one in work.repository.bundles if one.strategy.model}.get,
        ),
    )
