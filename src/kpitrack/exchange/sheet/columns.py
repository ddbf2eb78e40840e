"""The columns of the sheet that departments fill in: machine names and titles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, NamedTuple

from kpitrack import language
from kpitrack.language import LANGUAGES, Language, mark, translate
from kpitrack.model.actuals import OBSERVATION_WORDS, ObservationStatus
from kpitrack.model.evaluation import NEXT_STEPS
from kpitrack.model.figures.words import ABSENT, STATUSES
from kpitrack.model.numbers import narrow

ColumnKind = Literal["text", "number", "year", "status", "date"]


class Column(NamedTuple):
    """One column. ``name`` is the same in every language; ``fill`` marks those that the department fills in."""

    name: str
    title: str
    kind: ColumnKind
    width: float  # in characters of the default font; a Japanese character takes two
    fill: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("kpi", mark("KPI (its key: do not change)"), "text", 16),
    Column("name", mark("Indicator"), "text", 22),
    Column("department", mark("Department"), "text", 12),
    Column("definition", mark("Definition and source"), "text", 24),
    Column("unit", mark("Unit"), "text", 7),
    Column("accumulation", mark("What to count"), "text", 12),
    Column("baseline_year", mark("Baseline year"), "year", 7),
    Column("baseline", mark("Baseline value"), "number", 9),
    Column("target_year", mark("Target year"), "year", 7),
    Column("target", mark("Target value"), "number", 9),
    Column("target_words", mark("Target in words"), "text", 9),
    Column("previous_year", mark("Previous year"), "year", 7),
    Column("previous", mark("Previous value"), "number", 9),
    Column("expected", mark("Expected value"), "number", 9),
    Column("year", mark("Year asked for"), "year", 7),
    Column("era", mark("The same by its era"), "text", 9),
    Column("value", mark("Value"), "number", 12, fill=True),
    Column("status", mark("State of the value"), "status", 12, fill=True),
    Column("source", mark("Source of the value"), "text", 18, fill=True),
    Column("note", mark("Note"), "text", 18, fill=True),
    Column("published", mark("Published on"), "date", 11, fill=True),
)
#: The columns that a sheet must have.
NEEDED = ("kpi", "year", "value")
#: The columns that are read from a returned sheet; the others are for information.
READ = ("kpi", "year", "era", "unit", "value", "status", "source", "note", "published")

ACCUMULATIONS = {
    "none": mark("this year's value"),
    "running_total": mark("the running total so far"),
    "sum": mark("this year's amount alone"),
    "mean": mark("this year's value"),
}


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Show texts in ``chosen`` for a while."""
    before = language.active()
    language.use(chosen)
    try:
        yield
    finally:
        language.use(before)


def in_every_language(words: Callable[[], str]) -> set[str]:
    """The result of ``words`` in each language."""
    found = set()
    for one in LANGUAGES:
        with speaking(one):
            found.add(words())
    return found


def statuses_by_word() -> dict[str, ObservationStatus]:
    """Every word by which a status is named: the file format's, those of the drop-down, and what people write."""
    found: dict[str, ObservationStatus] = {word.casefold(): status for word, status in STATUSES.items()}
    found |= {word.casefold(): status for word, status in ABSENT.items() if len(word) > 1}
    for status, words in OBSERVATION_WORDS.items():
        found[status] = status
        found |= dict.fromkeys(in_every_language(lambda words=words: translate(words).casefold()), status)  # type: ignore[misc]  # bound at once
    return found


def next_steps_by_word() -> dict[str, str]:
    """Every word by which the next step of an evaluation is named: the file format's, and those of the drop-down."""
    found = {step: step for step in NEXT_STEPS}
    for step, words in NEXT_STEPS.items():
        found |= dict.fromkeys(in_every_language(lambda words=words: translate(words).casefold()), step)  # type: ignore[misc]  # bound at once
    return found


def plain_header(text: object) -> str:
    """A header cell for comparison: half-width, stripped, in lower case."""
    return narrow(str(text)).strip().casefold()


def header_names() -> dict[str, str]:
    """The columns by their words in every language, for a sheet whose row of machine names was deleted."""
    found = {}
    for column in COLUMNS:
        for words in in_every_language(lambda column=column: translate(column.title)):  # type: ignore[misc]  # bound at once
            found[plain_header(words)] = column.name
    return found
