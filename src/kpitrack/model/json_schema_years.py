"""The pattern of years that `kpitrack.model.years.parse_year` reads, for JSON Schema.

It means the same in ECMAScript, which JSON Schema refers to, and in Python.
"""

from __future__ import annotations

_KANJI = "〇一二三四五六七八九"
_GENGO = (
    # names, letter, first and last count that can be
    ("令和|㋿", "R", 1, 82),
    ("平成|㍻", "H", 1, 50),
    ("昭和|㍼", "S", 1, 64),
    ("大正|㍽", "T", 1, 15),
    ("明治|㍾", "M", 33, 45),
)
_SUFFIX = r"\s*(?:年度|年)?"


def _digits(*values: int) -> str:
    """One digit of ``values``, half or full width."""
    return "[" + "".join(f"{value}{chr(0xFF10 + value)}" for value in values) + "]"


def _letter(letter: str) -> str:
    both = letter + letter.lower()
    return "[" + both + "".join(chr(ord(one) + 0xFEE0) for one in both) + "]"


def _counts(first: int, last: int) -> str:
    """The numbers from ``first`` to ``last``: ``6``, ``06``, ``六``, ``二十五``, ``二五``, and ``元`` for 1."""
    found = ["元"] if first == 1 else []
    zeros = f"{_digits(0)}{{0,7}}"
    for ten in range(last // 10 + 1):
        ones = [one for one in range(10) if first <= ten * 10 + one <= last]
        if not ones:
            continue
        kanji = "[" + "".join(_KANJI[one] for one in ones) + "]"
        if ten == 0:
            found += [f"{zeros}{_digits(*ones)}", f"〇*{kanji}"]
            continue
        found += [f"{zeros}{_digits(ten)}{_digits(*ones)}", f"〇*{_KANJI[ten]}{kanji}"]
        rest = "".join(_KANJI[one] for one in ones if one)
        after = f"[{rest}]" if rest else ""
        tens = f"{_KANJI[ten]}{'?' if ten == 1 else ''}十"
        found.append(f"{tens}{after}{'?' if after and 0 in ones else ''}")
    return "(?:" + "|".join(found) + ")"


def _single() -> str:
    any_digit = _digits(*range(10))
    western = (
        f"(?:{_digits(1)}{_digits(9)}{any_digit}{any_digit}|{_digits(2)}{_digits(0, 1)}{any_digit}{any_digit}"
        f"|{_digits(2)}{_digits(2)}{_digits(0)}{_digits(0)})"
    )
    prefix = f"(?:(?:{_letter('F')}|{_letter('C')}){_letter('Y')}\\s*)?"
    eras = "|".join(
        f"(?:(?:{names})\\s*|{_letter(letter)}[.．]?){_counts(first, last)}" for names, letter, first, last in _GENGO
    )
    return f"(?:{prefix}{western}|{eras}){_SUFFIX}"


YEAR_PATTERN = f"^\\s*{_single()}(?:\\s*[(（]\\s*{_single()}\\s*[)）]{_SUFFIX})?\\s*$"
"""A year on its own, or two ways of writing one: ``2024(令和6)年度``."""
