"""What forms are filled from: strategies, their goals and measures, and their KPIs as judged at any year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kpitrack.analysis.case import Case
from kpitrack.analysis.outline import Branch, outline
from kpitrack.analysis.series import Year, years
from kpitrack.analysis.standing import Row, Standing, WrittenStanding
from kpitrack.model.actuals import Actual
from kpitrack.model.annexes import Grant
from kpitrack.model.evaluation import Evaluation
from kpitrack.model.record import LocalizedText
from kpitrack.model.strategy import KPI, Initiative, Strategy
from kpitrack.workspace.case import cases_of
from kpitrack.workspace.choose import Asked, Choice, choose
from kpitrack.workspace.open import Workspace

_NEAR = 8  # strategies that are held at a time


class Desk:
    """The repository, from which forms are filled.

    Args:
        space: what was opened.
        grading: the scheme that goes before what the strategies name.
        made: the day that the forms name.
    """

    def __init__(self, space: Workspace, grading: str | None, made: dt.date) -> None:
        self.space, self.made = space, made
        self.choice: Choice = choose(space, Asked(), grading=grading)
        self._near: dict[str, StrategyFacts] = {}

    @property
    def as_of(self) -> int:
        """The year of the verdicts."""
        return self.choice.as_of

    def strategy(self, name: str) -> StrategyFacts:
        """A strategy by its id."""
        if name not in self._near:
            if len(self._near) >= _NEAR:
                self._near.pop(next(iter(self._near)))
            self._near[name] = StrategyFacts(self, name)
        return self._near[name]

    def strategies(self) -> Iterator[StrategyFacts]:
        """All, in the order of the files."""
        return map(self.strategy, self.space.strategies.ids)


class StrategyFacts:
    """A strategy with its KPIs, by its id."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk, self.name = desk, name
        self.bundle = desk.space.strategies.bundle(name)
        model = self.bundle.strategy.model
        assert model is not None  # noqa: S101  a bundle of a repository without errors has one
        self.model: Strategy = model
        self._rows: dict[int, dict[str, Row]] = {}

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Its goals with their measures."""
        return outline(self.model)

    def nodes(self) -> Iterator[NodeFacts]:
        """Its goals and measures, in the order of the document."""
        return (NodeFacts(self, branch) for goal in self.branches for branch in goal.walk())

    def node(self, name: str) -> NodeFacts | None:
        """A goal or measure by its id."""
        return next((one for one in self.nodes() if one.branch.node.id == name), None)

    @cached_property
    def kpis(self) -> dict[str, KPIFacts]:
        """Its KPIs by their ids, in the order of the document."""
        return {case.standing.kpi.id: KPIFacts(self, case) for case in self._cases}

    def rows(self, year: int) -> Mapping[str, Row]:
        """Its KPIs by ref, judged as of ``year`` by the values up to then."""
        if year not in self._rows:
            choice = replace(self.desk.choice.of([self.name]), as_of=year)
            found = choice.verdicts() if self.model_has_kpis else ()
            self._rows[year] = {row["ref"]: row for judged in found for row in judged.iter_rows(named=True)}
        return self._rows[year]

    @cached_property
    def model_has_kpis(self) -> bool:
        """Whether there is anything to judge."""
        return any(True for _ in self.model.kpis())

    @cached_property
    def _cases(self) -> list[Case]:
        if not self.model_has_kpis:
            return []
        choice = self.desk.choice.of([self.name])
        return cases_of(choice, self.bundle, self.rows(self.desk.as_of).values())


@dataclass(frozen=True, eq=False)
class NodeFacts:
    """A goal or measure."""

    strategy: StrategyFacts
    branch: Branch

    def below(self) -> Iterator[NodeFacts]:
        """The measures below it, to any depth."""
        return (NodeFacts(self.strategy, one) for one in self.branch.walk() if one is not self.branch)

    def department(self) -> LocalizedText | None:
        """Who is in charge of it, or of what it lies below."""
        above = (self.strategy.node(name) for name in reversed(self.branch.path))
        return next((found for one in above if one and (found := one.branch.node.department)), None)

    def own_kpis(self) -> list[KPIFacts]:
        """The KPIs on it."""
        return [self.strategy.kpis[kpi.id] for kpi in self.branch.node.kpis or ()]

    def all_kpis(self) -> list[KPIFacts]:
        """The KPIs on it and below it."""
        return [self.strategy.kpis[kpi.id] for kpi in self.branch.kpis()]


@dataclass(frozen=True, eq=False)
class KPIFacts:
    """A KPI."""

    strategy: StrategyFacts
    case: Case

    @property
    def standing(self) -> WrittenStanding:
        """Its figures and verdict."""
        return self.case.standing

    @property
    def kpi(self) -> KPI:
        """What its file says."""
        return self.case.standing.kpi

    def at(self, year: int | None) -> Standing | None:
        """Its figures and verdict by the value of ``year``; none where that year has no value. Without, of today."""
        if year is None:
            return self.standing
        row = self.strategy.rows(year).get(self.standing.ref)
        return WrittenStanding(row, self.strategy.model, self.kpi) if row and row["actual_year"] == year else None

    @cached_property
    def years(self) -> dict[int, Year]:
        """Its series by year."""
        return {one.year: one for one in years(self.case)}

    def observation(self, year: int | None) -> Observation | None:
        """What is recorded of a year; without, of the newest one that has a value."""
        at = self.standing.row.get("actual_year") if year is None else year
        found = self.years.get(at) if at is not None else None
        return Observation(self, found) if found else None


@dataclass(frozen=True, eq=False)
class Observation:
    """A year of a KPI's series."""

    of: KPIFacts
    year: Year

    @property
    def stated(self) -> Actual:
        """What its file says of it."""
        entry = self.of.case.series.entries.get(self.year.year)
        return entry if isinstance(entry, Actual) else Actual()


@dataclass(frozen=True, eq=False)
class YearlyEvaluation:
    """A year's evaluation of a goal, measure or KPI."""

    year: int
    said: Evaluation


@dataclass(frozen=True, eq=False)
class GrantFacts:
    """A grant (交付金) of a strategy."""

    strategy: StrategyFacts
    grant: Grant

    def initiatives(self) -> list[Initiative]:
        """The initiatives that it pays for: by themselves, or as part of a measure that it pays for."""
        return [
            one
            for node in self.strategy.nodes()
            for one in node.branch.node.initiatives or ()
            if self.grant.id in (one.funded_by or getattr(node.branch.node, "funded_by", None) or ())
        ]

    def kpis(self) -> list[KPIFacts]:
        """Its KPIs, as far as they are in the repository."""
        found = []
        for ref in self.grant.kpis or ():
            name, _, kpi = ref.rpartition("/")
            known = self.strategy.desk.space.strategies
            other = self.strategy if not name or name == self.strategy.name else None
            if other is None and name in known:
                other = self.strategy.desk.strategy(name)
            if other is not None and kpi in other.kpis:
                found.append(other.kpis[kpi])
        return found
