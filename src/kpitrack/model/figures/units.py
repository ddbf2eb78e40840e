"""Printed units: which texts are units, which spellings mean the same, and how units convert."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from kpitrack.language import say

from .amounts import shift, split_power
from .figure import UnreadableFigure

_LONGEST = 20
_SHARES = {"割": 1, "%": 2, "‰": 3}

_SAME = {
    other: first
    for first, *others in (
        ("か所", "カ所", "ヶ所", "ケ所", "ヵ所", "ヵ所", "箇所", "個所"),
        ("か国", "カ国", "ヶ国", "ケ国", "ヵ国", "箇国"),
        ("か月", "カ月", "ヶ月", "ケ月", "ヵ月", "箇月"),
        ("人", "名"),
        ("%", "パーセント"),
        ("‰", "パーミル"),
        ("ポイント", "pt", "Pt", "%ポイント"),
        ("m2", "平方メートル"),
        ("km2", "平方キロメートル"),
        ("m3", "立方メートル"),
        ("km", "キロメートル"),
        ("ha", "ヘクタール"),
        ("t", "トン"),
        ("kg", "キログラム"),
        ("kL", "kl", "キロリットル"),
    )
    for other in others
}

# か所 and つ are the units with kana. Words of vagueness behind a unit are not part of it.
_KANA = re.compile(r"か(?=[所国月年村町])|つ$")
_NO_UNIT = re.compile(
    r".[強弱余半倍]$|^[²³]|%台|ゼロ|なし|予定|目標|目安|以前|以降|前年|現状|基準|当初|うち|から|まで|[比増減][^/]*$"
    r"|タイ$|連続|以上|以下|以内|未満|程度|前後|改善|^月|頃|公表|(?:^|[^!-~])[pPrReE]$"
)
_WITH_DIGITS = re.compile(r"[kc]?m[23](?![0-9])|(?:t-)?CO[2₂]|/(?:(?:1|10|100)[万千]|1,?000)人$")
_BRACKET = re.compile(r"\([^()]*\)$")
_SYMBOLS = frozenset("%‰/・°²³ー£")


def spelling(unit: str) -> str:
    """``unit`` in the spelling by which units are compared: ``㎡`` is ``m2``, ``箇所`` is ``か所``."""
    plain = unicodedata.normalize("NFKC", unit).strip()
    return _SAME.get(plain, plain)


def is_share(unit: str) -> bool:
    """Whether ``unit`` is 割, % or ‰."""
    return spelling(unit) in _SHARES


def without_digits(text: str) -> str:
    """``text`` without the units in it that have digits of their own: ``t-CO2``, ``m2``, ``/10万人``."""
    return _WITH_DIGITS.sub("", text)


def looks_like_unit(text: str) -> bool:
    """Whether ``text``, found behind a number, is a unit and nothing more."""
    if not text:
        return True
    if len(text) > _LONGEST or _NO_UNIT.search(text):
        return False
    return all(_unit_character(character) for character in _KANA.sub("", without_digits(text)))


def convert(value: Decimal, printed: str, unit: str | None, *, with_power: bool) -> tuple[Decimal, str]:
    """``value`` of the unit ``printed`` (its powers of ten multiplied out) in ``unit``, and the unit it is in then.

    A number without any unit is in ``unit`` already, unless it names a power of ten.

    Raises:
        UnreadableFigure: the two units contradict each other.
    """
    if unit is None:
        return value, printed
    power, base = split_power(unit)
    if not printed:
        return (shift(value, -power) if with_power else value), unit
    if spelling(printed) in {spelling(base), _BRACKET.sub("", spelling(base))}:
        return shift(value, -power), unit
    if not with_power and spelling(printed) == spelling(unit):
        return value, unit
    if is_share(printed) and is_share(unit):
        return shift(value, _SHARES[spelling(unit)] - _SHARES[spelling(printed)]), unit
    if not unit:
        raise UnreadableFigure(
            say("{printed} is printed, but the KPI has no unit", printed=printed),
            say("write the number alone, or give the KPI its unit"),
        )
    raise UnreadableFigure(
        say("{printed} is printed, but the KPI counts in {unit}", printed=printed, unit=unit),
        say("write the value in {unit}", unit=unit),
    )


def _unit_character(character: str) -> bool:
    if character in _SYMBOLS:
        return True
    if "ぁ" <= character <= "ゖ" or character.isnumeric():
        return False
    category = unicodedata.category(character)
    squared = category == "So" and unicodedata.normalize("NFKC", character) != character
    return category[0] == "L" or squared
