"""A strategy as checks look at it: walked once, its actuals merged, its ids at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kpitrack.diagnostics import KeyPath, Severity
from kpitrack.model.actuals import Actual, Actuals, Entries, Entry, merged
from kpitrack.model.strategy import KPI, Goal, Measure, Placed, Strategy
from kpitrack.model.target import FORMS, Form, Target
from kpitrack.repository.discovery import of_actuals
from kpitrack.repository.loading import Loaded
from kpitrack.repository.repository import Bundle, Repository


class Aim(NamedTuple):
    """A KPI that has a target, its place, the target, and the target's form if it has exactly one."""

    kpi: KPI
    at: KeyPath
    target: Target
    form: Form | None


@dataclass(frozen=True)
class StrategyView:
    """A strategy with its KPIs and nodes in the order of the document, and its actuals.

    Args:
        path: its file.
        strategy: what the file says.
        nodes: its goals and measures.
        kpis: its KPIs.
        actuals: the actuals files that could be read.
        whole: whether these are all its actuals files.
    """

    path: str
    strategy: Strategy
    nodes: tuple[Placed[Goal | Measure], ...]
    kpis: tuple[Placed[KPI], ...]
    actuals: tuple[tuple[str, Actuals], ...]
    whole: bool

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """Its KPIs that have a target."""
        return tuple(
            Aim(kpi, at, target, _form(target)) for kpi, at, _ in self.kpis if (target := kpi.target) is not None
        )

    @cached_property
    def node_ids(self) -> frozenset[str]:
        """The ids of its goals and measures."""
        return frozenset(node.item.id for node in self.nodes)

    @cached_property
    def kpi_ids(self) -> frozenset[str]:
        """The ids of its KPIs."""
        return frozenset(kpi.item.id for kpi in self.kpis)

    @cached_property
    def comparator_ids(self) -> frozenset[str]:
        """The names of the series that its targets may be compared with."""
        return frozenset(name for _, file in self.actuals for name in file.comparators or ())

    @cached_property
    def ambiguous(self) -> bool:
        """Whether two of its nodes or KPIs share an id, so that what refers to them cannot be judged."""
        return len(self.node_ids | self.kpi_ids) < len(self.nodes) + len(self.kpis)

    @cached_property
    def _series(self) -> Mapping[str, Entries | None]:
        if len(self.actuals) == 1:
            return self.actuals[0][1].actuals or {}
        return merged(file for _, file in self.actuals)

    def series(self, kpi: str) -> Entries:
        """The entries of KPI ``kpi`` from all files; of two for one year the first."""
        return self._series.get(kpi) or {}

    def file_of(self, kpi: str, year: int) -> str:
        """The actuals file that holds the entry of ``kpi`` for ``year``."""
        for path, file in self.actuals:
            if year in ((file.actuals or {}).get(kpi) or ()):
                return path
        return self.path

    @cached_property
    def every_series(self) -> tuple[tuple[Placed[KPI], Entries], ...]:
        """Every KPI that has entries, with these; of two KPIs with one id the first."""
        first = {placed.item.id: placed for placed in reversed(self.kpis)} if self.ambiguous else None
        return tuple(
            (placed, entries)
            for placed in self.kpis
            if (entries := self._series.get(placed.item.id)) and (first is None or first[placed.item.id] is placed)
        )


def value_at(entry: Entry) -> tuple[str, ...]:
    """The way from an entry of the actuals to its value; of a share, to its numerator."""
    if not isinstance(entry, Actual):
        return ()
    return ("numerator",) if entry.value is None else ("value",)


_FORMS = frozenset(FORMS)
_PLAIN = frozenset({"value"})


def views_of(repository: Repository) -> tuple[StrategyView, ...]:
    """Every strategy of ``repository`` that could be read."""
    broken = {file.strategy for file in repository.actuals if file.model is None}
    lost = any(found.severity is Severity.ERROR and of_actuals(found.path) for found in repository.outside)
    return tuple(
        _strategy_view(bundle, whole=not lost and broken.isdisjoint({None, bundle.strategy.model.id}))
        for bundle in repository.bundles
        if bundle.strategy.model
    )


def _form(target: Target) -> Form | None:
    written = target.model_fields_set & _FORMS
    if written == _PLAIN and target.value is not None:
        return "value"  # the usual one, told quickly
    forms = target.forms
    return forms[0] if len(forms) == 1 else None


def _strategy_view(bundle: Bundle, *, whole: bool) -> StrategyView:
    loaded: Loaded[Strategy] = bundle.strategy
    strategy = loaded.model
    assert strategy is not None  # noqa: S101  a bundle's strategy has been read
    nodes = tuple(strategy.nodes())
    kpis = tuple(
        Placed(kpi, (*node.at, "kpis", i), (*node.path, node.item.id))
        for node in nodes
        for i, kpi in enumerate(node.item.kpis or ())
    )
    actuals = tuple((file.path, file.model) for file in bundle.actuals if file.model)
    return StrategyView(loaded.path, strategy, nodes, kpis, actuals, whole)
