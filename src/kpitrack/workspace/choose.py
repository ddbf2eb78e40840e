"""Which KPIs are meant: chosen once, on columns, the same way wherever these come from."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import polars as pl

from kpitrack.analysis.standing import Standing, words
from kpitrack.language import active, say
from kpitrack.model.names import normal_name
from kpitrack.model.schemes import BUILT_IN, BUILT_IN_NAMES
from kpitrack.model.suggestions import did_you_mean
from kpitrack.progress.schema import EXTRAS

from .names import LISTED, NotThere, no_kpi, only_one, unknown
from .open import Workspace

if TYPE_CHECKING:
    from kpitrack.analysis.since import Yearly
    from kpitrack.model.settings import Scheme

_NEAR = 10_000  # among how many names the one that was meant is looked for
Step = Callable[[int, int], None]
"""Told how many parts are done, and of how many."""


class Asked(NamedTuple):
    """What is asked for by options; without any, everything.

    Args:
        strategies: their ids.
        goal: the id of a goal or measure, or ``strategy/id``.
        kpi: the id of a KPI, or ``strategy/kpi``.
        org: the name or the code of an organisation.
        tags: all of these.
        indicator: the one that they state.
    """

    strategies: Sequence[str] = ()
    goal: str | None = None
    kpi: str | None = None
    org: str | None = None
    tags: Sequence[str] = ()
    indicator: str | None = None


@dataclass(frozen=True)
class Choice:
    """Some of the KPIs of a workspace.

    Args:
        workspace: what they are of.
        ids: the strategies that they may be of, in the order of the documents.
        wanted: which KPIs are meant; None for all of these.
        as_of: the year of the verdicts.
        grading: the scheme that goes before what the strategies name.
        statuses: only KPIs with these; empty for all.
    """

    workspace: Workspace
    ids: Sequence[str]
    wanted: pl.Expr | None
    as_of: int
    grading: str | None = None
    statuses: Collection[str] = ()

    def of(self, names: Sequence[str]) -> Choice:
        """Those of the strategies ``names``."""
        own = pl.col("strategy").is_in(list(names))
        return replace(self, ids=list(names), wanted=own if self.wanted is None else self.wanted & own)

    @property
    def schemes(self) -> Mapping[str, Scheme]:
        """The grading schemes by name: the built-in ones, and the repository's own, which go before them."""
        return ChainMap(dict(self.workspace.settings.schemes or {}), cast("MutableMapping[str, Scheme]", BUILT_IN))

    @cached_property
    def parts(self) -> list[int]:
        """The parts that hold what is meant."""
        own = pl.col("strategy").is_in(list(self.ids)) & (pl.col("kpis") > 0)
        return self.workspace.heads.filter(own)["part"].unique().sort().to_list()

    def kpis(self, part: int, *columns: str) -> pl.DataFrame:
        """The KPIs that are meant, in the order of the documents, with ``columns`` or all."""
        table = self.workspace.table("kpis", part)
        rows = table if self.wanted is None else table.filter(self.wanted)
        return self.workspace.collect(rows.select(columns) if columns else rows)

    def verdicts(self, step: Step | None = None) -> Iterator[pl.DataFrame]:
        """The KPIs judged, part by part: the columns of `kpitrack.progress.judge.judge`, and ``EXTRAS``."""
        if len(self.parts) == 1:
            yield self._only
            return
        for done, part in enumerate(self.parts, 1):
            yield self._judged(part)
            if step:
                step(done, len(self.parts))

    @cached_property
    def _only(self) -> pl.DataFrame:
        return self._judged(self.parts[0])

    def _judged(self, part: int) -> pl.DataFrame:
        from kpitrack.progress.judge import each
        from kpitrack.progress.schemes import ladders

        kpis = self.kpis(part)
        space, settings = self.workspace, self.workspace.in_force
        judged = each(space.frames(part, kpis), self.as_of, settings, ladders(settings), self.grading)
        found = space.collect(judged, in_memory=True).hstack(kpis.sort("position").select(list(EXTRAS)))
        return found.filter(pl.col("status").is_in(list(self.statuses))) if self.statuses else found

    def standings(self, step: Step | None = None) -> Iterator[Standing]:
        """The KPIs judged, one by one."""
        return standings(self.verdicts(step))

    def yearly(self) -> dict[str, Yearly]:
        """What is known of each KPI by year."""
        from kpitrack.analysis.since import Yearly
        from kpitrack.progress.judge import year_by_year
        from kpitrack.progress.path import paths

        found: dict[str, Yearly] = defaultdict(lambda: Yearly({}, {}))
        limits = self.workspace.in_force
        for part in self.parts:
            frames = self.workspace.frames(part, self.kpis(part))
            for ref, year, expected in self.workspace.collect(paths(frames)).iter_rows():
                found[ref].path[year] = expected
            judged = year_by_year(frames, self.as_of, limits)
            for ref, year, status in self.workspace.collect(judged, in_memory=True).iter_rows():
                found[ref].statuses[year] = status
        return dict(found)

    @cached_property
    def strategy_titles(self) -> dict[str, str]:
        """The titles of all strategies of the workspace by their ids, in the active language."""
        rows = self.workspace.heads.select("strategy", "title", "title_en").iter_rows(named=True)
        return {row["strategy"]: words(row, "title") for row in rows}

    @cached_property
    def titles(self) -> dict[tuple[str, str], tuple[str, str]]:
        """By strategy and node, the number and title of each goal and measure in the active language."""
        own = pl.col("strategy").is_in(list(self.ids))
        english = active() == "en"
        title, number = (pl.coalesce(f"{one}_en", one) if english else pl.col(one) for one in ("title", "number"))
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for part in self.parts:
            nodes = self.workspace.table("nodes", part).filter(own)
            rows = self.workspace.collect(nodes.select("strategy", "node", number.fill_null(""), title))
            for strategy, node, numbered, text in rows.iter_rows():
                found.setdefault((strategy, node), (numbered, text or ""))
        return found


def standings(judged: Iterable[pl.DataFrame]) -> Iterator[Standing]:
    """The KPIs of verdicts, one by one."""
    return (Standing(row) for part in judged for row in part.iter_rows(named=True))


def choose(workspace: Workspace, asked: Asked, *, grading: str | None = None, statuses: Collection[str] = ()) -> Choice:
    """The KPIs that are ``asked`` for.

    Raises:
        NotThere: an option names what is not there.
    """
    asked = asked._replace(org=asked.org and normal_name(asked.org), tags=[normal_name(tag) for tag in asked.tags])
    ids = choose_strategies(workspace, asked.strategies)
    conditions = [pl.col("strategy").is_in(ids)] if asked.strategies else []
    if asked.kpi is not None:
        strategy, item = find_kpi(workspace, asked.kpi).split("/")
        conditions.append((pl.col("strategy") == strategy) & (pl.col("kpi") == item))
        ids = [one for one in ids if one == strategy]
    if asked.goal is not None:
        strategy, _, node = asked.goal.rpartition("/")
        _require_node(workspace, asked.goal)
        conditions.append(pl.col("path").list.contains(node))
        if strategy:
            conditions.append(pl.col("strategy") == strategy)
            ids = [one for one in ids if one == strategy]
    if asked.org is not None:
        wanted_org = asked.org[:5] if len(asked.org) >= 5 and asked.org.isdigit() else asked.org
        answers = pl.col("answered_by").list.contains(wanted_org)
        named = workspace.heads.filter(answers, pl.col("kpis") > 0)["strategy"]
        if named.is_empty():
            known = workspace.heads.filter(pl.col("kpis") > 0)["answered_by"].explode().unique()
            raise NotThere(
                say("there is no organisation {name}", name=asked.org),
                did_you_mean(asked.org, known.sort()) or say("write its name or its code"),
            )
        conditions.append(pl.col("strategy").is_in(named.implode()))
        own = frozenset(named)
        ids = [one for one in ids if one in own]
    conditions += [pl.col("tags").list.contains(tag) for tag in asked.tags]
    if asked.indicator is not None:
        conditions.append(pl.col("indicator") == asked.indicator)
    wanted = pl.all_horizontal(conditions) if conditions else None
    require_scheme(workspace, grading)
    return Choice(workspace, ids, wanted, workspace.as_of, grading, statuses)


def require_scheme(workspace: Workspace, grading: str | None) -> None:
    """Refuse a grading scheme that there is not.

    Raises:
        NotThere: it is not there.
    """
    names = sorted({*workspace.in_force.schemes, *BUILT_IN_NAMES})
    if grading is not None and grading not in names:
        raise NotThere(
            say("{option} cannot be {value}", option="--grading", value=grading),
            did_you_mean(grading, names) or say("write one of: {words}", words=", ".join(names)),
        )


def choose_strategies(workspace: Workspace, names: Iterable[str] | None = None) -> list[str]:
    """The ids of the strategies called ``names``, or of all, in the order asked for.

    Raises:
        NotThere: there is none of that name.
    """
    known = workspace.heads["strategy"].to_list()
    chosen = list(names or ())
    there = frozenset(known)
    for name in chosen:
        if name not in there:
            raise unknown(say("there is no strategy {name}", name=name), name, known)
    return chosen or known


def with_tied(workspace: Workspace, names: Iterable[str]) -> list[str]:
    """``names`` and the strategies that they say they contribute to, or that say so of them, as the documents go."""
    named = dict(workspace.heads.select("strategy", "contributes_to").iter_rows())
    wanted = set(names)
    near = wanted | {other for name in wanted for other in named[name]}
    return [name for name, others in named.items() if name in near or wanted & {*others}]


def find_kpi(workspace: Workspace, name: str) -> str:
    """The ref of the KPI called ``name``: ``strategy/kpi``, or its id alone where that is unique.

    Raises:
        NotThere: there is none, or several.
    """
    strategy, _, item = name.rpartition("/")
    same = pl.col("kpi") == item
    found = _column(workspace, "kpis", "ref", same & (pl.col("strategy") == strategy) if strategy else same, LISTED)
    if found:
        return only_one(name, found)
    near = _column(workspace, "kpis", pl.struct("ref", "name"), pl.lit(value=True), _NEAR)
    raise no_kpi(name, {one["ref"]: one["name"] for one in near})


def _require_node(workspace: Workspace, goal: str) -> None:
    strategy, _, node = goal.rpartition("/")
    same = pl.col("node") == node
    if _column(workspace, "nodes", "node", same & (pl.col("strategy") == strategy) if strategy else same, 0):
        return
    ref = pl.concat_str("strategy", "node", separator="/") if strategy else pl.col("node")
    known = _column(workspace, "nodes", ref, pl.lit(value=True), _NEAR)
    message = say("there is no goal or measure {name}", name=goal)
    raise unknown(message, goal, known, say("kpitrack tree lists them"))


def _column(workspace: Workspace, table: str, column: str | pl.Expr, condition: pl.Expr, most: int) -> list[Any]:
    """The values of rows that ``condition`` holds for, in the order of the documents; of many, one more than most."""
    found: list[Any] = []
    for part in range(workspace.parts):
        rows = workspace.table(table, part).filter(condition).select(column).head(most + 1 - len(found))
        found += workspace.collect(rows).to_series().to_list()
        if len(found) > most:
            break
    return found
