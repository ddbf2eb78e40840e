"""A strategy file: the strategy, its goals, measures, KPIs and what ties it to others."""

from collections.abc import Iterator
from typing import Annotated, Generic, Literal, NamedTuple, TypeVar

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator, model_validator

from kpitrack.language import plain

from .actuals import EACH_YEAR_ONCE, Entry, share_scale, stated_value
from .annexes import Committee, Count, Edition, Grant, Population, Practice, Section, Statement
from .due import Due, span_of
from .evaluation import Evaluation
from .record import (
    ONLY,
    SEVERAL,
    AnySource,
    Day,
    Id,
    Indicator,
    Label,
    LocalizedText,
    Number,
    PrintedNumber,
    Record,
    Reference,
    Title,
    Year,
    fault,
)
from .scale import ScaleWords, step_of, with_steps
from .target import Target

Item_co = TypeVar("Item_co", covariant=True)
Level = Literal["impact", "outcome", "output", "activity", "input"]
OrganizationLevel = Literal["nation", "prefecture", "municipality", "other"]
Relation = Literal[
    "new", "extended", "already_covered", "covered_elsewhere", "related", "not_applicable",
    "under_consideration", "planned", "not_treated",
]  # fmt: skip


class Placed(NamedTuple, Generic[Item_co]):
    """``item``, its key path in the file, and the ids of the nodes above it from the goal down."""

    item: Item_co
    at: tuple[str | int, ...]
    path: tuple[str, ...]


class Organization(Record):
    """Who answers for the strategy."""

    name: Title
    code: str | None = None
    level: OrganizationLevel | None = None
    population: Population | None = None


class Period(Record):
    """The strategy's first and last fiscal year."""

    start: Year
    end: Year


class Restatement(Record):
    """What a baseline was before its source was restated (遡及改定)."""

    value: Number
    on: Day | None = None
    reason: LocalizedText | None = None


class Baseline(Record):
    """Where a KPI starts. Year and value may each be unknown."""

    year: Year | None = None
    value: Number | None = None
    restated: list[Restatement] | None = None


class Revision(Record):
    """An earlier target and why it was changed."""

    on: Day | None = None
    target: Target
    reason: LocalizedText | None = None
    approved_by: LocalizedText | None = None


class Discontinued(Record):
    """The year from which a KPI is no longer judged."""

    year: Year
    reason: LocalizedText | None = None
    replaced_by: Reference | None = None


class RoadmapItem(Record):
    """One bar of the 工程表."""

    id: Id
    title: Title
    start: Year
    end: Year | None = None
    state: Literal["planned", "under_way", "done", "dropped"] = "planned"


def _within_kind(value: object) -> str:
    return SEVERAL if isinstance(value, list) else ONLY


Within = Annotated[
    Annotated[Literal["prefecture"], Tag(ONLY)] | Annotated[list[str], Field(min_length=1), Tag(SEVERAL)],
    Discriminator(_within_kind),
]
"""The organisations that a computed KPI is taken over: those of the owner's prefecture, or by their codes."""


class Condition(Record):
    """What a value must be to be counted; all must hold."""

    at_least: Number | None = None
    more_than: Number | None = None
    at_most: Number | None = None
    less_than: Number | None = None


class Computed(Record):
    """How a KPI is taken over the organisations of the repository whose KPIs carry an indicator."""

    indicator: Indicator
    take: Literal["sum", "count", "share", "mean"]
    where: Condition | None = None
    level: OrganizationLevel | None = None
    within: Within | None = None
    of: Annotated[int, Field(ge=1)] | None = None


class Initiative(Record):
    """具体的な事業: what is done in one year, with its budget and what was spent."""

    id: Id
    title: Title
    year: Year | None = None
    budget: Number | None = None
    spent: Number | None = None
    funded_by: list[Id] | None = None
    department: LocalizedText | None = None
    description: LocalizedText | None = None
    notes: LocalizedText | None = None
    tags: list[Label] | None = None


class KPI(Record):
    """重要業績評価指標."""

    id: Id
    name: Title
    unit: LocalizedText
    accumulation: Literal["none", "running_total", "sum", "mean"] = "none"
    better: Literal["higher", "lower"] | None = None
    baseline: Baseline | None = None
    target: Target | None = None
    milestones: Annotated[dict[Year, Number], EACH_YEAR_ONCE] | None = None
    revisions: list[Revision] | None = None
    discontinued: Discontinued | None = None
    continues: Reference | None = None
    scale: ScaleWords | None = None
    computed: Computed | None = None
    grading: str | None = None
    tags: list[Label] | None = None
    level: Level | None = None
    calendar: Literal["fy", "cy"] = "fy"
    lag: Annotated[int, Field(ge=0, le=50)] = 1
    frequency: Annotated[int, Field(ge=1, le=50)] = 1
    additive: bool | None = None
    definition: LocalizedText | None = None
    source: AnySource | None = None
    method: LocalizedText | None = None
    department: LocalizedText | None = None
    notes: LocalizedText | None = None
    indicator: Indicator | None = None
    multiplier: Annotated[int, Field(ge=-30, le=30)] | None = None
    decimals: Annotated[int, Field(ge=0, le=12)] | None = None
    contributes_to: list[Reference] | None = None
    roadmap: list[RoadmapItem] | None = None
    evaluations: Annotated[dict[Year, Evaluation], EACH_YEAR_ONCE] | None = None

    @model_validator(mode="before")
    @classmethod
    def _steps(cls, data: object) -> object:
        return with_steps(data)

    def value_of(self, entry: Entry) -> float | None:
        """The value of an entry of the actuals: a number in the KPI's unit, or the step of its scale.

        None where there is none; also for a word that is none of the scale, which a check reports.
        """
        stated = stated_value(entry, plain(self.unit))
        return self.step_of(stated) if isinstance(stated, str) else stated

    def step_of(self, word: str) -> float | None:
        """The place of ``word`` on the KPI's scale, from 0 for the worst; None where it is not on it."""
        return step_of(word, self.scale or ())

    @property
    def adds_up(self) -> bool:
        """Whether its parts add up to it: as stated, else not for shares, what is counted per something, and indices.

        What has no unit at all is an index or a ratio.
        """
        if self.additive is not None:
            return self.additive
        unit = plain(self.unit)
        return self.scale is None and bool(unit) and share_scale(unit) == 1 and not set("/／") & set(unit)


class DeclaredCounts(Record):
    """How many of each the document says it holds."""

    goals: Count | None = None
    measures: Count | None = None
    kpis: Count | None = None
    initiatives: Count | None = None


class Node(Record):
    """What goals and measures share."""

    id: Id
    number: PrintedNumber | None = None
    title: Title
    description: LocalizedText | None = None
    department: LocalizedText | None = None
    notes: LocalizedText | None = None
    source: AnySource | None = None
    kpis: list[KPI] | None = None
    measures: "list[Measure] | None" = None
    initiatives: list[Initiative] | None = None
    contributes_to: list[Reference] | None = None
    roadmap: list[RoadmapItem] | None = None
    evaluations: Annotated[dict[Year, Evaluation], EACH_YEAR_ONCE] | None = None
    declared_counts: DeclaredCounts | None = None
    inventory: Literal["whole", "excerpt"] = "excerpt"
    grading: str | None = None
    tags: list[Label] | None = None


class Measure(Node):
    """具体的な施策. Measures nest to any depth."""

    funded_by: list[Id] | None = None


class Goal(Node):
    """基本目標, or 横断的な目標."""

    cross_cutting: bool = False
    section: Id | None = None


class Alignment(Record):
    """One line of the crosswalk from a node of this strategy to a node of another."""

    from_: Annotated[Id | None, Field(alias="from")] = None
    to: Reference
    relation: Relation
    inferred: bool = False
    stance: LocalizedText | None = None
    notes: LocalizedText | None = None


class Review(Record):
    """A point at which the strategy is looked at again, or decided upon. Its year may follow from when it is due."""

    stated_year: Annotated[Year | None, Field(alias="year")] = None
    kind: Literal["annual", "midterm", "final", "decision", "other"]
    due: Annotated[Due | None, Field(validate_default=True)] = None
    every: Annotated[int, Field(ge=1, le=50)] | None = None
    title: LocalizedText | None = None
    outcome: LocalizedText | None = None
    decided_on: Day | None = None
    notes: LocalizedText | None = None

    @field_validator("due")
    @classmethod
    def _has_a_year(cls, due: str | None, others: ValidationInfo) -> str | None:
        if due is None and others.data.get("stated_year", 0) is None:
            raise fault("missing-field", field="year")
        return due

    @property
    def year(self) -> int:
        """The fiscal year, as stated or as that in which it is due at the latest (years from April to March)."""
        if self.stated_year is not None:
            return self.stated_year
        last = span_of(self.due or "").last
        return last.year - (last.month < 4)


class Rounding(Record):
    """How the strategy's owner prints rates."""

    decimals: Annotated[int, Field(ge=0, le=12)] = 1
    mode: Literal["half_up", "half_even", "truncate"] = "half_up"


class Strategy(Record):
    """地方版総合戦略, or one of the nation's or a prefecture's."""

    id: Id
    title: Title
    stated_organization: Annotated[Organization | None, Field(alias="organization")] = None
    organizations: Annotated[
        Annotated[list[Organization], Field(min_length=1)] | None, Field(validate_default=True)
    ] = None
    period: Period
    goals: list[Goal]
    sections: list[Section] | None = None
    statements: list[Statement] | None = None
    supersedes: list[Id] | None = None
    carries_out: list[Id] | None = None
    revised: list[Edition] | None = None
    upkeep: Literal["maintained", "transcribed"] = "maintained"
    grants: list[Grant] | None = None
    committee: Annotated[dict[Year, Committee], EACH_YEAR_ONCE] | None = None
    practices: list[Practice] | None = None
    source: AnySource | None = None
    description: LocalizedText | None = None
    notes: LocalizedText | None = None
    grading: str | None = None
    rounding: Rounding | None = None
    declared_counts: DeclaredCounts | None = None
    inventory: Literal["whole", "excerpt"] = "excerpt"
    alignments: list[Alignment] | None = None
    reviews: list[Review] | None = None
    tags: list[Label] | None = None

    @field_validator("organizations")
    @classmethod
    def _is_answered_for(cls, several: list[Organization] | None, others: ValidationInfo) -> list[Organization] | None:
        one = others.data.get("stated_organization", ...)  # not there where it has faults of its own
        if several is None and one is None:
            raise fault("missing-field", field="organization")
        if several is not None and one is not None:
            raise fault("bad-value", expected="one organisation")
        return several

    @property
    def organization(self) -> Organization:
        """Who answers for it; of a joint strategy the first."""
        return self.all_organizations[0]

    @property
    def all_organizations(self) -> list[Organization]:
        """Everyone who answers for it: one, or the members of a joint strategy."""
        return self.organizations or ([self.stated_organization] if self.stated_organization else [])

    def nodes(self) -> Iterator[Placed[Goal | Measure]]:
        """Every goal and measure in the order of the document, with its place in the file and the ids above it."""
        for i, goal in enumerate(self.goals):
            yield from _descend(goal, ("goals", i), ())

    def kpis(self) -> Iterator[Placed[KPI]]:
        """Every KPI in the order of the document."""
        for node in self.nodes():
            for i, kpi in enumerate(node.item.kpis or ()):
                yield Placed(kpi, (*node.at, "kpis", i), (*node.path, node.item.id))


def _descend(
    node: Goal | Measure, at: tuple[str | int, ...], path: tuple[str, ...]
) -> Iterator[Placed[Goal | Measure]]:
    yield Placed(node, at, path)
    for i, measure in enumerate(node.measures or ()):
        yield from _descend(measure, (*at, "measures", i), (*path, node.id))
