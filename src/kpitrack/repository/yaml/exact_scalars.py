"""The values of plain scalars: the rules of YAML 1.2 as in ruamel.yaml, but stricter."""

from __future__ import annotations

import math
import re
import sys
from typing import NamedTuple

from kpitrack.language import Text, say

from .exact_nodes import Scalar

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
}
_INTEGER = r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9_]+)"
_FLOAT = (
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
    r"|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?"
)
_NOT_FINITE = r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
_BASES = {"0b": 2, "0o": 8, "0x": 16}
_MOST_DIGITS = 400  # a longer number fits no float and would take long to read


class BadNumber(NamedTuple):
    """Why a scalar that looks like a number is not one, and what to write instead."""

    message: Text
    hint: Text


def plain_value(text: str) -> Scalar | BadNumber:
    """The value of a plain scalar.

    ``no`` is a text, ``010`` is ten, ``0o14``, ``0x1F`` and ``1e3`` are numbers; dates stay texts.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-+.0123456789":
        return text
    if re.fullmatch(_NOT_FINITE, text):
        return BadNumber(
            say("“{text}” is no number that can be counted with", text=text),
            say("write the number, or leave the value out and give a `status` such as missing"),
        )
    is_float = re.fullmatch(_FLOAT, text) is not None
    if not (is_float or re.fullmatch(_INTEGER, text)) or not any(character.isdigit() for character in text):
        return text
    if "_" in text:
        return BadNumber(
            say("“{text}” holds an underscore, which is not allowed in a number", text=text),
            say("write {number}", number=text.replace("_", "")),
        )
    return _number(text, is_float=is_float)


def _number(text: str, *, is_float: bool) -> Scalar | BadNumber:
    digits = text.lstrip("-+")
    if is_float:
        value = float(text)
        if math.isfinite(value):
            return value
    elif len(digits) <= _MOST_DIGITS:
        number = int(digits, _BASES.get(digits[:2], 10))
        if number <= sys.float_info.max:
            return -number if text[0] == "-" else number
    return BadNumber(
        say("this number is too large to be counted with"),
        say("check its digits; if it is no number, write it in quotes"),
    )
