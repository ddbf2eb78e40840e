"""Numbers with 兆, 億, 万, 千 and 百 among their digits, read exactly."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from kpitrack.language import say

from .figure import UnreadableFigure

_POWERS = {"兆": 12, "億": 8, "万": 4, "千": 3, "百": 2}
_MYRIADS = "兆億万"
_MOST_DIGITS = 30
_EXACT = Context(prec=100)

#: A run of digits and powers of ten. 百貨店 and 百選 are words of their own.
RUN = r"[0-9.,]*[0-9][0-9.,]*(?: ?(?:[兆億万千]|百(?![貨選]))[0-9.,]*)*"

_DIGITS = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+")
_TERM = re.compile(r"([0-9.,]*)([兆億万千百]?)")


def shift(value: Decimal, places: int) -> Decimal:
    """``value`` times ten to the power of ``places``, with no digit lost and no zero left behind."""
    return plain(value.scaleb(places, _EXACT)) if places else value


def plain(value: Decimal) -> Decimal:
    """``value`` without trailing zeros and without an exponent."""
    return Decimal(f"{value.normalize(_EXACT):f}")


def multiply(value: Decimal, factor: Decimal) -> Decimal:
    """The product, with no digit lost."""
    return plain(_EXACT.multiply(value, factor))


def has_power(run: str) -> bool:
    """Whether ``run`` names a power of ten."""
    return any(power in run for power in _POWERS)


def split_power(unit: str) -> tuple[int, str]:
    """The power of ten that a unit starts with, and the rest: ``千人`` is (3, ``人``), ``百万円`` (6, ``円``)."""
    found = re.match(r"[百千]?[兆億万]|[百千]", unit)
    return (sum(_POWERS[word] for word in found[0]), unit[found.end() :]) if found else (0, unit)


def read_amount(run: str) -> Decimal:
    """The number that ``run`` (a text that matches `RUN`) comes to: ``2億396万`` is 203960000.

    Raises:
        UnreadableFigure: its commas or points are misplaced, or its powers of ten are out of order.
    """
    terms = _terms(run)
    total = Decimal(0)
    for index, (number, power) in enumerate(terms):
        term = shift(number, power)
        if index and (term >= shift(Decimal(1), terms[index - 1][1]) or terms[index - 1][0] % 1):
            raise UnreadableFigure(
                say("{run} is not one number: its parts do not go from large to small", run=run),
                say("write it in digits only, such as 203960000"),
            )
        total = _EXACT.add(total, term)
    return total


def _terms(run: str) -> list[tuple[Decimal, int]]:
    """The numbers in ``run`` with their powers of ten; in ``5千3百万`` both are counted in 万."""
    terms: list[tuple[Decimal, int]] = []
    counted = 0
    for digits, word in _TERM.findall(run.replace(" ", "")):
        if not digits and not word:
            continue
        if digits:
            terms.append((_digits(digits), 0 if word in _MYRIADS else _POWERS[word]))
        elif word not in _MYRIADS or counted == len(terms):
            raise UnreadableFigure(
                say("{run}: a number is missing before {word}", run=run, word=word),
                say("write it in digits only, such as 203960000"),
            )
        if word and word in _MYRIADS:
            terms[counted:] = [(number, power + _POWERS[word]) for number, power in terms[counted:]]
            counted = len(terms)
    return terms


def _digits(digits: str) -> Decimal:
    if not _DIGITS.fullmatch(digits):
        if digits.count(".") > 1 or digits.endswith("."):
            problem = say("{digits}: the decimal point is misplaced", digits=digits)
        else:
            problem = say("{digits}: exactly three digits must follow each comma", digits=digits)
        raise UnreadableFigure(problem, say("check the figure against its source and write it again"))
    if len(digits) > _MOST_DIGITS:
        raise UnreadableFigure(say("{digits} has too many digits for a figure", digits=digits))
    return Decimal(digits.replace(",", ""))
