"""Reading the cells that departments fill in: a number, status, day or year, or why it cannot be read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from kpitrack.exchange.spreadsheet.cells import Cell, shortest
from kpitrack.language import Complaint, say, translate
from kpitrack.model.figures import Figure, UnreadableFigure, read_figure
from kpitrack.model.figures.dates import MONTH
from kpitrack.model.numbers import MINUS_SIGNS, exact, narrow, plain_number
from kpitrack.model.vocabulary import NEXT_STEPS, OBSERVATION_WORDS, ObservationStatus, observation_word
from kpitrack.model.years import BadYear, parse_year

from .columns import next_steps_by_word, plain_header

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].')
_DIGIT = re.compile(r"[0#?]")
_SCALING = re.compile(r",+")  # commas at the end of a format show thousands, millions
_CONDITION = re.compile(r"\[[<>=]")
_GENERAL = re.compile(r"general|標準|@", re.IGNORECASE)
_DECIMALS = re.compile(r"\.([0#?]+)")
_POWER = re.compile(r"[eE][-+]")


class BadCell(Complaint):
    """A cell cannot be read for certain."""


def checked(cell: Cell) -> Cell:
    """The cell, unless it is a formula or shows an error.

    Raises:
        BadCell: it is.
    """
    if cell.formula:
        raise BadCell(say("a formula is not evaluated"), say("put its result there: copy, then paste as values"))
    if cell.error:
        raise BadCell(say("the cell shows an error"), say("write what is meant, or leave the cell empty"))
    if isinstance(cell.value, bool):
        raise BadCell(say("this is true or false, neither a number nor a text"), say("write what is meant"))
    return cell


def read_text(cell: Cell) -> str:
    """The text of a cell.

    Raises:
        BadCell: it is a formula or shows an error.
    """
    return checked(cell).text


def read_cell_year(cell: Cell) -> int:
    """The year that a cell names.

    Raises:
        BadCell: it names none.
    """
    value = checked(cell).value
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        raise BadCell(say("this is a date, not a year"), say("write the fiscal year, such as 2024 or 令和6年度"))
    try:
        number = shortest(value) if isinstance(value, float) else value
        return parse_year(number if isinstance(number, int) else cell.text)
    except BadYear as error:
        raise BadCell(error.message, error.hint) from None


def read_cell_figure(cell: Cell, unit: str) -> Figure:
    """The figure that a cell holds, in the KPI's ``unit``.

    Raises:
        BadCell: it has no reading, or several.
    """
    value = checked(cell).value
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        raise BadCell(say("this is a date, not a value"), say("format the cell as a number and write the value again"))
    text = cell.text
    if isinstance(value, float | int):
        text = as_shown(shortest(value), cell.number_format, whole=True)
    try:
        return read_figure(text, unit=unit)
    except UnreadableFigure as error:
        raise BadCell(error.message, error.hint) from None


def as_shown(value: float, number_format: str, *, whole: bool = False) -> str:
    """The number with the words that its format shows around it: 0.2 in ``0%`` is ``20%``, 12 in ``0"千人"`` 12千人.

    Args:
        value: as it is stored.
        number_format: of its cell.
        whole: refuse a format that shows it rounded. Whoever fills in a sheet sees another number then; a table that is
            published is rounded on purpose.

    Raises:
        BadCell: the format shows another number than the one that is stored, or none.
    """
    sections = number_format.split(";")
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    if not value and len(sections) > 2:
        section = sections[2]
    bare = _QUOTED.sub("", section)
    digits = list(_DIGIT.finditer(bare))
    if not value and (not section or (not _GENERAL.search(bare) and "0" not in bare)):
        raise BadCell(
            say("0 is stored in the cell, and its format shows “{shown}”", shown=_literal(section).strip()),
            say(
                "set the format of the cell to General; then write 0, or where there is no value, leave it empty and"
                " choose a state"
            ),
        )
    if not digits:
        if _GENERAL.search(bare):
            return _digits(value)
        raise _another_number(value)
    thousands = _SCALING.match(bare, digits[-1].end())
    after = "".join(_words(section, before=False))
    misleading = value > 0 and any(sign in MINUS_SIGNS for sign in _literal(section))
    if _CONDITION.search(number_format) or misleading or (thousands and not after):
        raise _another_number(value)
    before = "".join(_words(section, before=True))
    number = exact(value).scaleb(-3 * len(thousands[0])) if thousands else exact(value)
    if "%" in bare:
        number, after = number * 100, f"%{after}"
    if whole and not thousands and _rounds(number, bare):
        raise _another_number(value)
    currency = {"¥": "円", "\\": "円", "￥": "円"}
    if before in currency and not after:
        before, after = "", currency[before]
    return f"{before}{plain_number(number)}{after}".strip()


def _another_number(value: float) -> BadCell:
    return BadCell(
        say("the format of the cell shows another number than {number}, which is stored in it", number=_digits(value)),
        say("set the format of the cell to General and write the value again"),
    )


def _rounds(number: Decimal, bare: str) -> bool:
    """Whether a format without its quoted parts shows fewer digits of ``number`` than it has."""
    _, digits, exponent = Decimal(plain_number(number)).normalize().as_tuple()
    places = -int(exponent)
    if power := _POWER.search(bare):
        return len(digits) > len(_DIGIT.findall(bare[: power.start()]))
    if "/" in bare:  # a fraction
        return places > 0
    decimals = _DECIMALS.search(bare)
    return places > (len(decimals[1]) if decimals else 0)


def _literal(section: str) -> str:
    """The text that a number format shows before its first digit, without placeholder blanks."""
    shown = _QUOTED.sub(lambda found: found[1] or found[2] or "", section)
    first = _DIGIT.search(shown)
    return shown[: first.start()] if first else shown


def _digits(value: float) -> str:
    return plain_number(exact(value))


def _words(section: str, *, before: bool) -> list[str]:
    """The quoted words of a number format before its first digit, or after it; blanks and signs are not words."""
    found = []
    for match in _QUOTED.finditer(section):
        digits_before = _DIGIT.search(_QUOTED.sub("", section[: match.start()])) is not None
        words = (match[1] or match[2] or match[3] or "").strip().strip("-()▲△ ")
        if words and digits_before != before:
            found.append(words)
    return found


def read_cell_status(cell: Cell, words: Mapping[str, ObservationStatus]) -> ObservationStatus:
    """The status that a cell names, by one of ``words``.

    Raises:
        BadCell: it names none.
    """
    written = plain_header(checked(cell).text)
    if written in words:
        return words[written]
    choices = ", ".join(observation_word(status) for status in OBSERVATION_WORDS)
    raise BadCell(say("“{text}” is no state of a value", text=cell.text), say("write one of: {words}", words=choices))


def read_cell_next_step(cell: Cell) -> str:
    """The next step that a cell names, as the file format writes it.

    Raises:
        BadCell: it names none.
    """
    words = next_steps_by_word()
    written = plain_header(checked(cell).text)
    if written in words:
        return words[written]
    choices = ", ".join(translate(words) for words in NEXT_STEPS.values())
    raise BadCell(say("“{text}” is no next step", text=cell.text), say("write one of: {words}", words=choices))


def read_cell_day(cell: Cell) -> dt.date:
    """The day that a cell names: a date, ``2024/6/30``, ``令和6年6月30日``, ``R6.6.30``.

    Raises:
        BadCell: it names none.
    """
    value = checked(cell).value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    found = MONTH.fullmatch(" ".join(narrow(cell.text).split())) if isinstance(value, str) else None
    if found and (day := found["day"] or found["kanji_day"]):
        try:
            return dt.date(parse_year(found["year"]), int(found["month"] or found["kanji_month"]), int(day))
        except (BadYear, ValueError):
            pass
    raise BadCell(
        say("“{text}” is no day of the calendar", text=cell.text), say("write the day as 2024-06-30 or 令和6年6月30日")
    )


def as_number(value: Decimal) -> int | float:
    """A decimal as the number that a file holds: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)
