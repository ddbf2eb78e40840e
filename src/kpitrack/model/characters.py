"""Characters that are not what they look like: blanks that are none, letters in the place of digits, no glyph at all.

Someone who sees ``30`` and is told to write 30 is not helped; so the character is named, by its code and name.
"""

from __future__ import annotations

import re
import unicodedata

from kpitrack.language import Text, say
from kpitrack.language.visible import escape

#: Letters that are typed for digits, of the Latin, Greek and Cyrillic alphabets, and the circle of Chinese numerals.
_AS_DIGITS = str.maketrans({**dict.fromkeys("OoОоΟο〇", "0"), **dict.fromkeys("lIⅠІΙ|", "1")})
_UNSEEN = {"Zs", "Zl", "Zp", "Cf", "Cc", "Co", "Cn"}  # categories of Unicode
_BLANKS = " \n\r\t\u3000"
_COLONS = ":：︰꞉ː∶﹕"
_BRACKETS = str.maketrans("｛｝，", "{},")
_PAIR = rf"(?P<field>[^\s{_COLONS}]+)\s*(?P<colon>[{_COLONS}])(?P<blank>\s*)(?P<value>\S.*)"
_SCIENTIFIC = r"([+-]?)([0-9]+)(?:\.([0-9]+))?[eE]([+-]?[0-9]{1,2})"
Said = tuple[Text, Text]
"""What is wrong, and what to write instead."""


def named(character: str) -> str:
    """``U+00A0 NO-BREAK SPACE``."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def unseen(text: str) -> str | None:
    """The first character of ``text`` that is not seen, or is taken for a blank and is none."""
    return next((one for one in text if unicodedata.category(one) in _UNSEEN and one not in _BLANKS), None)


def without_unseen(text: str) -> str:
    """``text`` less those characters, and less blanks around it."""
    return "".join(one for one in text if unseen(one) is None).strip(_BLANKS)


def in_digits(text: str) -> tuple[str, str] | None:
    """For a number with characters that look like digits: the digits they stand for, and the first of them."""
    digits = "".join(
        str(unicodedata.decimal(one)) if not one.isascii() and one.isdecimal() else one for one in text
    ).translate(_AS_DIGITS)
    other = next((was for was, is_ in zip(text, digits, strict=True) if was != is_), None)
    if other is None or not any(one.isdigit() for one in text) or not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", digits):
        return None
    return digits, other


def scientific(text: str) -> str | None:
    """The digits of a number in scientific notation, such as ``1.23E+11``; None for any other text."""
    found = re.fullmatch(_SCIENTIFIC, text.strip())
    if not found:
        return None
    sign, whole, fraction, power = found[1].replace("+", ""), found[2], found[3] or "", int(found[4])
    digits, point = whole + fraction, len(whole) + power
    if point <= 0:
        digits, point = "0" * (1 - point) + digits, 1
    digits = digits.ljust(point, "0")
    rest = digits[point:].rstrip("0")
    return f"{sign}{digits[:point].lstrip('0') or '0'}{f'.{rest}' if rest else ''}"


def of_scientific(text: str, digits: str) -> Said:
    """What is said of a ``text`` in scientific notation, whose number is ``digits``."""
    return (
        say("“{text}” is scientific notation, to which spreadsheets shorten long numbers", text=text.strip()),
        say("write {digits}, if no digit was lost: look into the original", digits=digits),
    )


def of_unseen(text: str, meant: str | None) -> Said | None:
    """What is said of a text with a character that is not seen; None where there is none.

    Args:
        text: as it stands in the file.
        meant: what to write, where that is known.
    """
    character = unseen(text)
    if character is None:
        return None
    return (
        say(
            "“{text}” holds a character that is not seen: {name}",
            text="".join(escape(one) if unseen(one) else one for one in text.strip(character + _BLANKS)),
            name=named(character),
        ),
        say("delete it, so that {text} alone stands there", text=meant)
        if meant
        else say("delete it, and type what stands there anew"),
    )


def of_pair(text: str) -> Said | None:
    """What is said of ``2021：30``, which is text, where ``2021: 30`` is meant; None for any other text."""
    bare = text.strip().translate(_BRACKETS)
    found = re.fullmatch(_PAIR, bare.strip("{} "), re.DOTALL)
    if not found:
        return None
    pair = f"{found['field']}: {found['value'].split()[0].rstrip('},')}"
    hint = say("write “{words}”", words=f"{{{pair}}}" if bare.startswith("{") else pair)
    if text.strip().startswith("｛"):
        return say("these brackets are {name}, which make it a text", name=named("｛")), hint
    if found["colon"] != ":":
        return say("this colon is {name}, which makes it a text", name=named(found["colon"])), hint
    if stray := next((one for one in found["blank"] if one not in " \r\n\t"), None):
        return say("after the colon stands {name}, which is no space to YAML", name=named(stray)), hint
    return say("a space is missing after the colon"), hint
