"""A repository as the checks across strategies look at it: what each file names and is named by, without its figures.

An outline is small and can be sent from one process to another, or kept in a cache.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from kpitrack.diagnostics import KeyPath, Severity
from kpitrack.repository.discovery import of_actuals

if TYPE_CHECKING:  # an outline that was kept is brought back without the models
    from kpitrack.model.in_force import InForce
    from kpitrack.model.strategy import Strategy
    from kpitrack.repository.repository import Repository

    from .view import StrategyView

Kind = Literal["node", "kpi", "anything", "comparison", "strategy", "grant", "section"]
"""What a reference may name: a goal, measure or KPI; a KPI; these, a statement, a practice or a strategy; a KPI or a
comparator's series; a strategy; a grant; a section."""


class Said(NamedTuple):
    """``text`` at ``at``, which names something elsewhere, said of the node or KPI ``subject``."""

    subject: str | None
    kind: Kind
    text: str
    at: KeyPath


class Measured(NamedTuple):
    """How a KPI is measured: its unit, multiplier, scale, calendar and accumulation; and its values by year."""

    kind: tuple[object, ...]
    values: Mapping[int, float]


class Measures(NamedTuple):
    """How each KPI of a strategy is measured, packed, since this is kept of all of them and asked for of few.

    Args:
        kpis: their ids.
        kinds: the ways in which they are measured.
        kind_of: which of these is each KPI's.
        counts: how many values each has.
        years: of which years they are, one KPI's after the other's.
        values: they.
    """

    kpis: tuple[str, ...]
    kinds: tuple[tuple[object, ...], ...]
    kind_of: array[int]
    counts: array[int]
    years: array[int]
    values: array[float]

    def of(self, kpi: str) -> Measured | None:
        """How ``kpi`` is measured, if it is one of these."""
        if kpi not in self.kpis:
            return None
        place = self.kpis.index(kpi)
        start = sum(self.counts[:place])
        its = slice(start, start + self.counts[place])
        return Measured(self.kinds[self.kind_of[place]], dict(zip(self.years[its], self.values[its], strict=True)))


class Outline(NamedTuple):
    """A strategy and its actuals files, as others may refer to them.

    Args:
        path: its file.
        id: its id.
        gradings: the schemes that it, its nodes and KPIs name, with their places.
        measures: how each KPI is measured, and its values where it has any.
        node_ids: the ids of its goals and measures.
        kpi_ids: the ids of its KPIs.
        comparator_ids: the names of the series that its targets may be compared with.
        annex_ids: the ids of its statements and practices, which references may name as they name measures.
        grant_ids: the ids of its grants.
        section_ids: the ids of its sections.
        ambiguous: whether two of its nodes or KPIs share an id, so that what refers to them cannot be judged.
        whole: whether all its actuals files could be read.
        parents: every node and KPI that hangs on a node, with that node.
        said: its references.
        unknown: the actuals files that have values of KPIs that it does not have, with the ids of these.
    """

    path: str
    id: str
    gradings: tuple[tuple[str, KeyPath], ...]
    measures: Measures
    node_ids: frozenset[str]
    kpi_ids: frozenset[str]
    comparator_ids: frozenset[str]
    annex_ids: frozenset[str]
    grant_ids: frozenset[str]
    section_ids: frozenset[str]
    ambiguous: bool
    whole: bool
    parents: tuple[tuple[str, str], ...]
    said: tuple[Said, ...]
    unknown: tuple[tuple[str, str], ...]


class Stray(NamedTuple):
    """An actuals file whose strategy could not be found beside it, and the names of its series."""

    path: str
    strategy: str
    comparator_ids: frozenset[str]


@dataclass(frozen=True)
class View:
    """A repository.

    Args:
        strategies: every strategy that could be read.
        stray: the actuals files whose strategy is not among them.
        unread: the ids of the strategies that could not be read.
        complete: whether there is no other strategy than these; not where one's id cannot be read, or two share one.
        settings: the settings in force.
        settings_path: the settings file, if there is one that could be read.
        settings_failed: whether there is one that could not.
    """

    strategies: tuple[Outline, ...]
    stray: tuple[Stray, ...]
    unread: frozenset[str]
    complete: bool
    settings: InForce
    settings_path: str | None
    settings_failed: bool

    @cached_property
    def by_id(self) -> dict[str, list[Outline]]:
        """The strategies by their ids; more than one only by mistake."""
        found: dict[str, list[Outline]] = {}
        for one in self.strategies:
            found.setdefault(one.id, []).append(one)
        return found

    def may_exist(self, strategy: str) -> bool:
        """Whether ``strategy`` may be one of those that could not be read."""
        return strategy in self.unread or not self.complete


def view_of(repository: Repository, strategies: Iterable[StrategyView]) -> View:
    """``repository``, whose ``strategies`` have been looked at, as the checks across strategies look at it."""
    outlines = tuple(outline_of(one) for one in strategies)
    known = {one.id for one in outlines}
    failed = [file.strategy for file in repository.strategies if file.model is None]
    lost = any(found.severity is Severity.ERROR and not of_actuals(found.path) for found in repository.outside)
    settings = repository.settings
    return View(
        strategies=outlines,
        stray=strays_of(repository, known),
        unread=frozenset(name for name in failed if name is not None),
        complete=not lost and None not in failed and len(known) == len(outlines),
        settings=repository.configuration.in_force,
        settings_path=settings.path if settings and settings.model else None,
        settings_failed=settings is not None and settings.model is None,
    )


def strays_of(repository: Repository, known: Iterable[str]) -> tuple[Stray, ...]:
    """The actuals files whose strategy is not among the ids ``known``."""
    ids = frozenset(known)
    return tuple(
        Stray(file.path, file.model.strategy, frozenset(file.model.comparators or ()))
        for file in repository.actuals
        if file.model and file.model.strategy not in ids
    )


def outline_of(view: StrategyView) -> Outline:
    """What others may refer to in the strategy of ``view``, and what it refers to."""
    return Outline(
        path=view.path,
        id=view.strategy.id,
        gradings=tuple(_gradings(view)),
        measures=_measures(view),
        node_ids=view.node_ids,
        kpi_ids=view.kpi_ids,
        comparator_ids=view.comparator_ids,
        annex_ids=frozenset(one.id for one in (*(view.strategy.statements or ()), *(view.strategy.practices or ()))),
        grant_ids=frozenset(one.id for one in view.strategy.grants or ()),
        section_ids=frozenset(one.id for one in view.strategy.sections or ()),
        ambiguous=view.ambiguous,
        whole=view.whole,
        parents=tuple((placed.item.id, placed.path[-1]) for placed in (*view.nodes, *view.kpis) if placed.path),
        said=tuple(_said(view)),
        unknown=tuple(
            (path, kpi) for path, file in view.actuals for kpi in file.actuals or () if kpi not in view.kpi_ids
        ),
    )


def _gradings(view: StrategyView) -> Iterator[tuple[str, KeyPath]]:
    if view.strategy.grading is not None:
        yield view.strategy.grading, ("grading",)
    for item, at, _ in (*view.nodes, *view.kpis):
        if item.grading is not None:
            yield item.grading, (*at, "grading")


def _measures(view: StrategyView) -> Measures:
    from kpitrack.language import plain

    kinds: dict[tuple[object, ...], int] = {}
    kind_of, counts, years, values = array("I"), array("I"), array("i"), array("d")
    for kpi, _, _ in view.kpis:
        scale = None if kpi.scale is None else tuple(map(plain, kpi.scale))
        kind = (plain(kpi.unit), kpi.multiplier, scale, kpi.calendar, kpi.accumulation)
        kind_of.append(kinds.setdefault(kind, len(kinds)))
        before = len(years)
        for year, entry in view.series(kpi.id).items():
            if (value := kpi.value_of(entry)) is not None:
                years.append(year)
                values.append(value)
        counts.append(len(years) - before)
    return Measures(tuple(kpi.id for kpi, _, _ in view.kpis), tuple(kinds), kind_of, counts, years, values)


def _said(view: StrategyView) -> Iterator[Said]:
    from kpitrack.model.strategy import Goal

    for node in view.nodes:
        for i, text in enumerate(node.item.contributes_to or ()):
            yield Said(node.item.id, "anything", text, (*node.at, "contributes_to", i))
        if isinstance(node.item, Goal):
            if node.item.section is not None:
                yield Said(node.item.id, "section", node.item.section, (*node.at, "section"))
        else:
            yield from _several(node.item.id, "grant", node.item.funded_by, (*node.at, "funded_by"))
        for i, initiative in enumerate(node.item.initiatives or ()):
            yield from _several(node.item.id, "grant", initiative.funded_by, (*node.at, "initiatives", i, "funded_by"))
    yield from _said_of_kpis(view)
    yield from _said_in_annexes(view.strategy)
    for i, line in enumerate(view.strategy.alignments or ()):
        if line.from_ is not None:
            yield Said(None, "node", line.from_, ("alignments", i, "from"))
        yield Said(None, "anything", line.to, ("alignments", i, "to"))


def _several(subject: str | None, kind: Kind, names: Sequence[str] | None, at: KeyPath) -> Iterator[Said]:
    return (Said(subject, kind, name, (*at, i)) for i, name in enumerate(names or ()))


def _said_in_annexes(strategy: Strategy) -> Iterator[Said]:
    yield from _several(None, "strategy", strategy.supersedes, ("supersedes",))
    yield from _several(None, "strategy", strategy.carries_out, ("carries_out",))
    for i, statement in enumerate(strategy.statements or ()):
        if statement.section is not None:
            yield Said(None, "section", statement.section, ("statements", i, "section"))
    for i, grant in enumerate(strategy.grants or ()):
        yield from _several(None, "kpi", grant.kpis, ("grants", i, "kpis"))
    for i, practice in enumerate(strategy.practices or ()):
        yield from _several(None, "anything", practice.contributes_to, ("practices", i, "contributes_to"))
        if practice.taken_up_from is not None:
            yield Said(None, "anything", practice.taken_up_from, ("practices", i, "taken_up_from"))


def _said_of_kpis(view: StrategyView) -> Iterator[Said]:
    for kpi, at, _ in view.kpis:
        if kpi.contributes_to is None and kpi.discontinued is None and kpi.continues is None:
            continue
        if kpi.continues is not None:
            yield Said(kpi.id, "kpi", kpi.continues, (*at, "continues"))
        for i, text in enumerate(kpi.contributes_to or ()):
            yield Said(kpi.id, "anything", text, (*at, "contributes_to", i))
        if kpi.discontinued is not None and kpi.discontinued.replaced_by is not None:
            yield Said(kpi.id, "kpi", kpi.discontinued.replaced_by, (*at, "discontinued", "replaced_by"))
    for kpi, at, target, form in view.aims:
        if form == "parity_with" and target.parity_with is not None:
            yield Said(kpi.id, "comparison", target.parity_with, (*at, "target", "parity_with"))
