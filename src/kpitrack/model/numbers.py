"""Numbers: the digits as written, as printed, and as they should be typed into a file."""

from __future__ import annotations

import math
import re
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

Rounding = Literal["half_up", "half_even", "truncate"]

#: Full-width letters, digits and punctuation, and the ideographic space, to their ASCII counterparts.
#: NFKC would also turn ``10²`` into ``102`` and ``㎡`` into ``m2``.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

#: Signs that mean minus in front of a number: hyphens, the minus sign, the triangles of Japanese accounts.
MINUS_SIGNS = "-−﹣‐‑‒–▲△"

_NUMBER = (
    rf"(?P<sign>[+{re.escape(MINUS_SIGNS)}]?)\s*"
    r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:_[0-9]{3})+)?"
    r"(?P<fraction>\.[0-9]+)?"
)

# A double keeps any decimal of 15 digits; a longer repr holds the noise of a computation.
_FAITHFUL_DIGITS = 15
_SHOWN_DIGITS = 12
#: The digits after the last printed one that still count; further ones are noise of the computation.
_NOISE = 9
_MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "truncate": ROUND_DOWN}
_WIDE = Context(prec=1_000)  # the largest double over the least has 633 digits, and some are printed behind the point


def narrow(text: str) -> str:
    """``text`` with full-width ASCII (``１２，６００％``) made half-width; nothing else is changed."""
    return text.translate(_NARROW)


def exact(value: float) -> Decimal:
    """``value`` with the digits it was written with: ``0.1`` is exactly one tenth."""
    return Decimal(value) if isinstance(value, int) else Decimal(float.__repr__(value))


def share_in_percent(ratio: float, decimals: int) -> Decimal:
    """A share as a percentage to so many places; to more where it would read 100 and not all are, or 0 and some are."""
    percentage = exact(ratio) * 100
    while 0 < percentage < 100 and printed(percentage, decimals) in {0, 100}:
        decimals += 1
    return printed(percentage, decimals)


@lru_cache(16_384)  # a report prints each number in two languages and several places
def printed(value: Decimal | Fraction, decimals: int, mode: Rounding = "half_up") -> Decimal:
    """``value`` rounded to ``decimals`` places, computed exactly.

    ``half_up`` (四捨五入) takes ties away from zero, ``half_even`` to the even digit; ``truncate``
    (切り捨て) goes toward zero. There is no minus zero.

    Raises:
        ValueError, OverflowError: ``value`` is no finite number.
    """
    scaled = abs(Fraction(value)) * Fraction(10) ** decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    up = twice > 0 or (twice == 0 and (mode == "half_up" or whole % 2 == 1))
    if up and mode != "truncate":
        whole += 1
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((int(value < 0 and whole > 0), digits, -decimals))


def printed_percent(ratio: float, decimals: int = 1, mode: Rounding = "half_up") -> Decimal:
    """A computed ratio as a percentage with ``decimals`` digits; see `rounded`."""
    return rounded(exact(ratio) * 100, decimals, mode)


def rounded(value: float | Decimal, decimals: int, mode: Rounding = "half_up") -> Decimal:
    """A computed number to ``decimals`` places.

    A double just beside a tie is the tie, as `kpitrack.progress.grade.as_printed` has it: (0.3 − 0.2) ÷ 0.8 is 12.5%,
    whatever the subtraction leaves in its last digits.
    """
    number = value if isinstance(value, Decimal) else exact(value)
    number = number.quantize(Decimal(1).scaleb(-decimals - _NOISE), ROUND_HALF_EVEN, _WIDE)
    number = number.quantize(Decimal(1).scaleb(-decimals), _MODES[mode], _WIDE)
    return number or abs(number)


@lru_cache(16_384)  # a report prints each number in two languages and several places
def show_number(value: float, decimals: int | None = None) -> str:
    """``value`` for people to read: grouped by thousands, never with an exponent.

    Without ``decimals`` the digits are those written, less the noise of a computation:
    ``0.1 + 0.2`` is ``0.3``.
    """
    if not math.isfinite(value):
        return str(value)
    number = exact(value)
    if decimals is not None:
        return f"{printed(number, decimals):,f}"
    if len(number.as_tuple().digits) > _FAITHFUL_DIGITS and number != number.to_integral_value():
        number = printed(number, max(_SHOWN_DIGITS - 1 - number.adjusted(), 0))
    text = f"{number:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def plain_number(value: float | Decimal) -> str:
    """``value`` as it is written into a file: shortest, ungrouped, no exponent but in a float from 1e16 on."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text
    if isinstance(value, int):
        return str(int(value))
    if value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    return f"{exact(value):f}" if abs(value) < 1e16 else float.__repr__(value)


def whole_as_int(value: float) -> int | float:
    """``value`` as an int where it is a whole number that a float holds exactly: 12, not 12.0."""
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else value


def suggest_number(text: str) -> str | None:
    """What to write into a file for a number typed as people type it; None unless that is certain.

    ``12,600``, ``１２``, ``▲3``, ``△1,521``, ``1_000``, ``−5`` and ``３．５`` are; ``3,14`` is not.
    """
    found = re.fullmatch(_NUMBER, narrow(text).strip())
    if not found or not (found["whole"] or found["fraction"]):
        return None
    whole = (found["whole"] or "0").replace(",", "").replace("_", "").lstrip("0") or "0"
    sign = "-" if found["sign"] not in ("", "+") else ""
    return f"{sign}{whole}{found['fraction'] or ''}"


def parse_percent(text: str) -> float:
    """``80%`` as 0.8.

    Raises:
        ValueError: ``text`` is not a plain number with a percent sign.
    """
    if not text.endswith("%") or not text.isascii() or text != text.strip() or "_" in text or "n" in text.lower():
        raise ValueError(text)
    try:
        return float(Decimal(text[:-1].rstrip()) / 100)
    except ArithmeticError:
        raise ValueError(text) from None
