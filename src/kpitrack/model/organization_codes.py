"""全国地方公共団体コード: the codes of prefectures and municipalities (JIS X 0401, JIS X 0402)."""

from __future__ import annotations

import re

from kpitrack.language import Text, say

_WEIGHTS = (6, 5, 4, 3, 2)
_PREFECTURES = 47


def check_digit(five: str) -> str:
    """The sixth digit of the five ``five``: the last digit of 11 less the weighted sum modulo 11.

    Source: 総務省「全国地方公共団体コード仕様」.
    """
    total = sum(int(digit) * weight for digit, weight in zip(five, _WEIGHTS, strict=True))
    return str((11 - total % 11) % 10)


def normalize(code: str) -> str:
    """``code`` with its check digit, six digits in all; ``code`` must be free of faults."""
    return code if len(code) == 6 else code + check_digit(code)


def fault(code: str) -> Text | None:
    """What is wrong with ``code``, or None where nothing is."""
    if not re.fullmatch(r"[0-9]+", code):
        return say("the code {code!r} must be digits only, such as '062031'", code=code)
    if len(code) not in (5, 6):
        return say(
            "the code {code} has {length} digits; it must have 5, or 6 with the check digit",
            code=code,
            length=len(code),
        )
    if not 1 <= int(code[:2]) <= _PREFECTURES:
        if len(code) == 5 and fault("0" + code) is None:
            return say(
                "no prefecture has the number {prefecture}; if the leading zero was lost, write '0{code}'",
                prefecture=code[:2],
                code=code,
            )
        return say("no prefecture has the number {prefecture}; a code starts with 01 to 47", prefecture=code[:2])
    if len(code) == 6 and code[5] != (right := check_digit(code[:5])):
        return say(
            "the check digit of {code} does not fit: after {five} it must be {right}",
            code=code,
            five=code[:5],
            right=right,
        )
    return None
