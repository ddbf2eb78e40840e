"""An actuals file: yearly values by KPI, and the series that targets are compared with."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, WrapValidator

from kpitrack.diagnostics import KeyPath

from .record import (
    ENTRY,
    NAMED,
    NUMBER,
    SCALE_WORD,
    VALUES,
    AnySource,
    Day,
    Id,
    LocalizedText,
    Number,
    Record,
    ScaleWord,
    Year,
    fault,
    is_scale_word,
)
from .vocabulary import ObservationStatus
from .years import BadYear, parse_year


def _value_kind(value: object) -> str:
    return SCALE_WORD if is_scale_word(value) else NUMBER


def _kind(value: object) -> str:
    if isinstance(value, float | int):  # nearly all are, and to tell a mapping takes ten times as long
        return NUMBER
    if isinstance(value, Mapping):
        return ENTRY
    return SCALE_WORD if isinstance(value, str) and is_scale_word(value) else NUMBER


Value = Annotated[
    Annotated[Number | None, Tag(NUMBER)] | Annotated[ScaleWord, Tag(SCALE_WORD)], Discriminator(_value_kind)
]
"""A number, or a word of the KPI's scale; only the strategy tells which is right."""


class Actual(Record):
    """One year's value with what is known about it."""

    value: Value = None
    numerator: Number | None = None
    denominator: Number | None = None
    status: ObservationStatus = "normal"
    source: AnySource | None = None
    note: LocalizedText | None = None
    published: Day | None = None
    by: dict[str, dict[str, Number]] | None = None


Entry = Annotated[
    Annotated[Number | None, Tag(NUMBER)] | Annotated[ScaleWord, Tag(SCALE_WORD)] | Annotated[Actual, Tag(ENTRY)],
    Discriminator(_kind),
]


def _once(rule: str, value: Any, handler: Callable[[Any], dict[int, Any]]) -> dict[int, Any]:
    years = handler(value)
    if len(years) != len(value):
        seen: set[int] = set()
        for key in value:
            try:
                year = parse_year(key)
            except BadYear:  # the handler has accepted every key
                continue
            if year in seen:
                raise fault(rule, key=key, year=year)
            seen.add(year)
    return years


YearlyEntries = Annotated[dict[Year, Entry], WrapValidator(partial(_once, "duplicate-actual"))]
YearlyNumbers = Annotated[dict[Year, Number], WrapValidator(partial(_once, "duplicate-actual"))]
EACH_YEAR_ONCE = WrapValidator(partial(_once, "duplicate-key"))
"""For a mapping by years: R8 and 令和8年度 are one key to it, which YAML does not know."""


class Comparator(Record):
    """A series that targets are compared with, and its name on screens."""

    name: LocalizedText | None = None
    source: AnySource | None = None
    values: YearlyNumbers | None = None


def _comparator_kind(value: object) -> str:
    return NAMED if isinstance(value, Mapping) and value and set(value) <= set(Comparator.model_fields) else VALUES


AnyComparator = Annotated[
    Annotated[YearlyNumbers | None, Tag(VALUES)] | Annotated[Comparator, Tag(NAMED)], Discriminator(_comparator_kind)
]


class Actuals(Record):
    """An actuals file."""

    strategy: Id
    actuals: dict[str, YearlyEntries | None] | None = None
    comparators: dict[Annotated[str, Field(min_length=1)], AnyComparator] | None = None

    def compared(self, name: str) -> Mapping[int, float]:
        """The values by year of the series ``name``; empty where there is none."""
        found = (self.comparators or {}).get(name)
        return (found.values if isinstance(found, Comparator) else found) or {}

    def place_of(self, name: str, year: int) -> KeyPath:
        """The key path of the value of ``year`` in the series ``name``."""
        within = ("values",) if isinstance((self.comparators or {}).get(name), Comparator) else ()
        return ("comparators", name, *within, year)


def share_scale(unit: str) -> float:
    """The factor from a ratio to ``unit``: 100 for %, 1000 for ‰, 10 for 割, else 1."""
    return {"%": 100.0, "％": 100.0, "‰": 1000.0, "割": 10.0}.get(unit, 1.0)


def stated_value(entry: Entry, unit: str) -> float | str | None:
    """The value of an entry: a number in the KPI's unit, as written or derived, or a word of its scale as written.

    `kpitrack.model.strategy.KPI.value_of` gives the number that stands for the word.
    """
    if not isinstance(entry, Actual):
        return entry
    if entry.value is None and entry.numerator is not None and entry.denominator:
        return entry.numerator * share_scale(unit) / entry.denominator  # rounded once: 57 of 60 is 95 %
    return entry.value


def has_value(entry: Entry) -> bool:
    """Whether an entry has a value, written or to be derived."""
    return stated_value(entry, "") is not None


def status_of(entry: Entry) -> ObservationStatus:
    """The observation status of an entry; a bare number or word is ``normal``."""
    return entry.status if isinstance(entry, Actual) else "normal"


Entries = Mapping[int, Entry]
"""The entries of a KPI by fiscal year."""


def merged(files: Iterable[Actuals]) -> dict[str, dict[int, Entry]]:
    """The entries of all ``files`` by KPI; of two entries for one year, the first counts."""
    found: dict[str, dict[int, Entry]] = {}
    for file in files:
        for kpi, entries in (file.actuals or {}).items():
            into = found.setdefault(kpi, {})
            for year, entry in (entries or {}).items():
                into.setdefault(year, entry)
    return found


def comparators_of(files: Iterable[Actuals]) -> dict[tuple[str, str], dict[int, float]]:
    """The values of the comparators of all ``files`` by strategy and name; of two for one year, the first counts."""
    found: dict[tuple[str, str], dict[int, float]] = {}
    for file in files:
        for name in file.comparators or ():
            into = found.setdefault((file.strategy, name), {})
            for year, value in file.compared(name).items():
                into.setdefault(year, value)
    return found
