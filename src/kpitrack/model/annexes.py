"""What a strategy says beside its goals: its sections, statements, editions, grants, committees and practices."""

from typing import Annotated, Literal

from pydantic import Field

from .actuals import EACH_YEAR_ONCE
from .record import AnySource, Day, Id, LocalizedText, Number, PrintedNumber, Record, Reference, Title, Year

Count = Annotated[int, Field(ge=0)]
StatementKind = Literal[
    "vision", "principle", "situation", "achievement", "lesson", "position", "role", "basis", "procedure",
]  # fmt: skip
Actor = Literal["nation", "prefecture", "municipality", "stakeholders"]


class Population(Record):
    """How many people an organisation has, by which comparisons are made per head."""

    value: Annotated[Number, Field(gt=0)]
    year: Year | None = None
    source: AnySource | None = None


class Section(Record):
    """A printed heading above goals."""

    id: Id
    title: Title


class Statement(Record):
    """What the document says that is no measure. References may name it, an alignment among them."""

    id: Id
    kind: StatementKind
    number: PrintedNumber | None = None
    title: LocalizedText | None = None
    text: LocalizedText | None = None
    before: LocalizedText | None = None
    after: LocalizedText | None = None
    actor: Actor | None = None
    source: AnySource | None = None
    section: Id | None = None


class Edition(Record):
    """A revision of the strategy as a whole."""

    on: Day | None = None
    title: LocalizedText | None = None
    source: AnySource | None = None
    changes: LocalizedText | list[LocalizedText] | None = None


class Verification(Record):
    """What came of the yearly verification of a grant."""

    by: LocalizedText | None = None
    on: Day | None = None
    outcome: LocalizedText | None = None


class Grant(Record):
    """交付金: what pays for initiatives, with KPIs of its own that are verified every year."""

    id: Id
    title: Title
    program: LocalizedText | None = None
    amount: Number | None = None
    start: Year | None = None
    end: Year | None = None
    kpis: list[Reference] | None = None
    verified: Annotated[dict[Year, Verification], EACH_YEAR_ONCE] | None = None
    source: AnySource | None = None
    notes: LocalizedText | None = None


class Committee(Record):
    """Who judged in one year: how many members, and how many of each kind by each dimension."""

    members: Count | None = None
    by: dict[str, dict[str, Count]] | None = None
    name: LocalizedText | None = None
    notes: LocalizedText | None = None


class Place(Record):
    """Where a practice is at home."""

    name: Title
    code: str | None = None


class Practice(Record):
    """A model region, or what was learnt from one."""

    id: Id
    title: Title
    place: Place | None = None
    kind: LocalizedText | None = None
    contributes_to: list[Reference] | None = None
    taken_up_from: Reference | None = None
    description: LocalizedText | None = None
    source: AnySource | None = None
