"""The columns of the sheet that departments fill in: machine names and titles."""

from __future__ import annotations

from typing import Literal, NamedTuple

from kpitrack.language import by_word, in_every_language, mark, translate
from kpitrack.model.figures.words import ABSENT, STATUSES
from kpitrack.model.numbers import narrow
from kpitrack.model.vocabulary import NEXT_STEPS, OBSERVATION_WORDS, ObservationStatus

ColumnKind = Literal["text", "prose", "number", "year", "status", "next", "date"]
ColumnPlace = Literal["hidden", "page", "beside"]


class Column(NamedTuple):
    """One column. ``name`` is the same in every language; ``fill`` marks those that are filled in.

    ``place`` is where it stands: hidden, on the printed page, or beside it at the right.
    """

    name: str
    title: str
    kind: ColumnKind
    width: float  # in half-width characters; a Japanese character takes two
    fill: bool = False
    place: ColumnPlace = "page"


_KPI = Column("kpi", mark("KPI (its key: do not change)"), "text", 16, place="hidden")
_GOAL = Column("goal", mark("Goal"), "text", 20, place="hidden")
_DEPARTMENT = Column("department", mark("Department"), "text", 9)
_YEAR = Column("year", mark("Year asked for"), "year", 6)
_ERA = Column("era", mark("The same by its era"), "text", 9)

#: The values asked for: a row for each KPI and year. Below the titles of goals and measures, whose rows have no key.
COLUMNS: tuple[Column, ...] = (
    _KPI,
    _GOAL,
    Column("measure", mark("Measure"), "text", 20, place="hidden"),
    Column("name", mark("Indicator"), "prose", 22),
    _DEPARTMENT,
    Column("unit", mark("Unit"), "text", 6),
    Column("accumulation", mark("What to count"), "text", 8),
    Column("baseline_year", mark("Base year"), "year", 5),
    Column("baseline", mark("Base value"), "number", 8),
    Column("target_year", mark("Target year"), "year", 5),
    Column("target", mark("Target value"), "number", 8),
    Column("target_words", mark("Target in words"), "text", 9),
    Column("previous_year", mark("Last year"), "year", 5),
    Column("previous", mark("Last value"), "number", 8),
    Column("expected", mark("Expected value"), "number", 8),
    _YEAR,
    _ERA,
    Column("value", mark("Value"), "number", 10, fill=True),
    Column("status", mark("State of the value"), "status", 8, fill=True),
    Column("source", mark("Source of the value"), "prose", 14, fill=True),
    Column("note", mark("Note"), "prose", 16, fill=True),
    Column("published", mark("Published on"), "date", 10, fill=True),
    Column("definition", mark("Definition and source"), "prose", 20),
)
#: The columns that a sheet of values must have.
NEEDED = ("kpi", "year", "value")

_JUDGED = (
    _KPI,
    Column("node", mark("Goal or measure (its key: do not change)"), "text", 16, place="hidden"),
    Column("last_year_of", mark("Shows an earlier year of (not an answer)"), "text", 16, place="hidden"),
    _GOAL,
    Column("name", mark("Goal, measure or indicator"), "prose", 17),
    _DEPARTMENT,
    Column("figures", mark("Figures"), "text", 15),
    _YEAR,
    _ERA,
)
_SELF = (
    Column("done", mark("What was done"), "prose", 29, fill=True),
    Column("result", mark("Results"), "prose", 29, fill=True),
    Column("issues", mark("Issues"), "prose", 24, fill=True),
    Column("plan", mark("What comes next"), "prose", 24, fill=True),
    Column("judgement", mark("Judgement"), "text", 8, fill=True),
    Column("comment", mark("Reason for the judgement"), "prose", 18, fill=True),
    Column("next", mark("Next year"), "next", 8, fill=True),
)
#: The evaluations asked of departments: a row for each goal, measure or KPI and year, with its key in ``node`` or in
#: ``kpi``. A row with ``last_year_of`` shows the words of an earlier year above it; its key and year are empty, and
#: it is no answer.
EVALUATION_COLUMNS: tuple[Column, ...] = (
    *_JUDGED,
    *_SELF,
    Column("by", mark("Judged by"), "text", 12, fill=True, place="beside"),
    Column("on", mark("Judged on"), "date", 11, fill=True, place="beside"),
)
#: The evaluations asked of a committee: those of the departments to look at, and its own.
COMMITTEE_COLUMNS: tuple[Column, ...] = (
    *_JUDGED,
    Column("own_done", mark("Self-evaluation: what was done"), "prose", 20),
    Column("own_result", mark("Self-evaluation: results"), "prose", 20),
    Column("own_issues", mark("Self-evaluation: issues"), "prose", 16),
    Column("own_plan", mark("Self-evaluation: what comes next"), "prose", 16),
    Column("own_judgement", mark("Self-evaluation: judgement and next year"), "prose", 13),
    Column("external.judgement", mark("External judgement"), "text", 9, fill=True),
    Column("external.comment", mark("External comment"), "prose", 28, fill=True),
    Column("external.by", mark("External judgement by"), "text", 14, fill=True, place="beside"),
    Column("external.on", mark("External judgement on"), "date", 11, fill=True, place="beside"),
)
#: The columns of evaluations that are filled in: the fields of an evaluation, and those of its external one.
EVALUATION_FIELDS = tuple(column.name for column in (*EVALUATION_COLUMNS, *COMMITTEE_COLUMNS) if column.fill)
#: Every column of the sheets.
EVERY_COLUMN = (*COMMITTEE_COLUMNS, *EVALUATION_COLUMNS, *COLUMNS)
_TITLES = {column.name: column.title for column in EVERY_COLUMN}

GUIDE = mark("How to fill in the sheet")  # what stands at the top of the guide
RESPONDENT = (mark("Section"), mark("Respondent"), mark("Telephone"))  # what is asked above the table of a department
MEMBER = mark("Committee or member")  # what is asked above the table of a committee
ACCUMULATIONS = {
    "none": mark("this year's value"),
    "running_total": mark("the running total so far"),
    "sum": mark("this year's amount alone"),
    "mean": mark("this year's value"),
}


def statuses_by_word() -> dict[str, ObservationStatus]:
    """Every word by which a status is named: the file format's, those of the drop-down, and what people write."""
    found: dict[str, ObservationStatus] = {word.casefold(): status for word, status in STATUSES.items()}
    found |= {word.casefold(): status for word, status in ABSENT.items() if len(word) > 1}
    return found | by_word(OBSERVATION_WORDS)


def next_steps_by_word() -> dict[str, str]:
    """Every word by which the next step of an evaluation is named: the file format's, and those of the drop-down."""
    return by_word(NEXT_STEPS)


def plain_header(text: object) -> str:
    """A header cell for comparison: half-width, stripped, in lower case."""
    return narrow(str(text)).strip().casefold()


def title_of(name: str) -> str:
    """The words above a column, in the active language."""
    return translate(_TITLES[name]) if name in _TITLES else name


def header_names() -> dict[str, str]:
    """The columns by their words in every language, for a sheet whose row of machine names was deleted."""
    return {plain_header(words): one.name for one in EVERY_COLUMN for words in in_every_language(one.title)}
