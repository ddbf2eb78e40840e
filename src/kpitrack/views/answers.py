"""Who has answered to a KPI that is computed over organisations, with what, and who has not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpitrack.analysis.answers import Answer, Answers
from kpitrack.language import Text, pick, said, say
from kpitrack.language.visible import visible
from kpitrack.model.numbers import show_number
from kpitrack.model.years import show_year

from .text.columns import Column
from .text.csv import csv_lines
from .text.json import number
from .text.styled import Styled, wrapped

_LISTED = 200
COLUMNS = ("organization", "organization_code", "ref", "year", "value", "unit", "counted")


def heading(answers: Answers) -> Text:
    """How many have answered, of how many, and for which year."""
    if answers.year is None:
        return say("none of {of} has answered", of=answers.of)
    return say(
        "{year}: {answered} of {of} have answered",
        year=show_year(answers.year),
        answered=len(answers.given),
        of=answers.of,
    )


def counted_word(answer: Answer) -> str:
    """Whether the answer is what is counted; empty where nothing is."""
    if answer.counted is None:
        return ""
    return said("counted") if answer.counted else said("not counted")


def value_text(answer: Answer) -> str:
    """The value with its unit, or a dash."""
    if answer.value is None:
        return "–"
    return f"{show_number(answer.value)} {visible(pick(answer.unit))}".rstrip()


def elsewhere_text(answers: Answers) -> str:
    """How many are not in the repository; empty where all are."""
    return said("not in this repository: {n}", n=answers.elsewhere) if answers.elsewhere else ""


def as_text(answers: Answers, columns: int) -> Iterator[Styled]:
    """The lines for a terminal of so many ``columns``."""
    yield Styled(str(heading(answers)), "bold")
    shown = answers.given[:_LISTED]
    names = Column([visible(pick(one.name)) for one in shown], columns // 2)
    values = Column([value_text(one) for one in shown], columns // 3, right=True)
    for one in shown:
        cells = (names.cell(visible(pick(one.name))), values.cell(value_text(one)), counted_word(one))
        yield Styled("  " + "  ".join(cells).rstrip())
    if len(answers.given) > len(shown):
        yield Styled("  " + said("and {n} more: --format json", n=len(answers.given) - len(shown)), "dim")
    if answers.open:
        names_open = said(", ").join(visible(pick(one.name)) for one in answers.open)
        yield from wrapped(said("not yet: {names}", names=names_open), columns - 2, first="  ")
    if text := elsewhere_text(answers):
        yield Styled(f"  {text}", "dim")


def as_json(answers: Answers) -> dict[str, Any]:
    """What stands under ``answers``."""

    def entry(one: Answer) -> dict[str, Any]:
        return {
            "organization": {"name": pick(one.name), "code": one.code},
            "ref": one.ref,
            "value": number(one.value),
            "unit": pick(one.unit),
            "counted": one.counted,
        }

    return {
        "year": answers.year,
        "answered": len(answers.given),
        "of": answers.of,
        "given": [entry(one) for one in answers.given],
        "open": [entry(one) for one in answers.open],
    }


def as_csv(answers: Answers) -> Iterator[str]:
    """One line for each organisation; those that have not answered last, without a value."""
    yield from csv_lines(
        COLUMNS,
        (
            [pick(one.name), one.code, one.ref, answers.year, one.value, pick(one.unit), one.counted]
            for one in [*answers.given, *answers.open]
        ),
    )
