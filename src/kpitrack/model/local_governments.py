"""The prefectures and municipalities of Japan: their 全国地方公共団体コード and names, looked up either way.

``local_governments.csv`` holds the 47 prefectures and 1,741 municipalities of July 2026, the special wards of Tokyo
among them. Source: the open list of Code for FUKUI (localgovjp, CC0), after 国土地理院 and J-LIS. The table is as of
today: what was merged away is not in it, so that a code that it lacks is not therefore wrong.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from . import organization_codes

_COUNTY = r"[^郡]+郡(?=.+[町村])"
_ALIKE = str.maketrans("ヶヵ", "ケカ")


class LocalGovernment(NamedTuple):
    """A prefecture or municipality.

    Args:
        code: six digits, the last of which checks the others.
        name: as it writes itself: 山形県, 鶴岡市, 千代田区.
        kana: how that is read, in hiragana.
        english: of a prefecture, without a word for its kind; else empty.
    """

    code: str
    name: str
    kana: str
    english: str

    @property
    def is_prefecture(self) -> bool:
        """Whether it is a prefecture."""
        return self.code[2:5] == "000"

    @property
    def prefecture(self) -> LocalGovernment:
        """Its prefecture; a prefecture is its own."""
        return prefectures()[int(self.code[:2]) - 1]

    @property
    def full_name(self) -> str:
        """Its name with that of its prefecture before it, by which it is told from others of the same name."""
        return self.name if self.is_prefecture else self.prefecture.name + self.name


@cache
def _lines() -> Mapping[str, str]:
    """The lines of the table, which has no quotes, by the first five digits of their codes, in the order of these."""
    lines = Path(__file__).with_suffix(".csv").read_text("utf-8").splitlines()
    return {line[:5]: line for line in lines[1:]}


@cache
def _every() -> tuple[LocalGovernment, ...]:
    return tuple(LocalGovernment(*line.split(",")) for line in _lines().values())


@cache
def _by_name() -> Mapping[str, tuple[LocalGovernment, ...]]:
    found: dict[str, dict[str, LocalGovernment]] = defaultdict(dict)
    for one in _every():
        for name in (one.name, one.full_name, one.kana):
            found[_folded(name)][one.code] = one
    return {name: tuple(several.values()) for name, several in found.items()}


def _folded(name: str) -> str:
    return "".join(normalize("NFKC", name).split()).translate(_ALIKE)


@cache
def prefectures() -> tuple[LocalGovernment, ...]:
    """The 47 prefectures, in the order of their codes."""
    return tuple(one for one in _every() if one.is_prefecture)


def with_code(code: str | None) -> LocalGovernment | None:
    """Who has ``code``, of five digits or of six; None where it is faulty or not in the table."""
    if code is None or organization_codes.fault(code):
        return None
    line = _lines().get(code[:5])
    return None if line is None else LocalGovernment(*line.split(","))


def prefecture_of(code: str | None) -> LocalGovernment | None:
    """The prefecture that ``code`` belongs to, be it in the table or not; None where it is faulty."""
    if code is None or organization_codes.fault(code):
        return None
    return prefectures()[int(code[:2]) - 1]


def named(name: str) -> tuple[LocalGovernment, ...]:
    """All that go by ``name``, in the order of their codes: two by 府中市, one by 広島県府中市.

    Its prefecture and 郡 may stand before it, blanks between them; it may be written in hiragana.
    """
    folded = _folded(name)
    if found := _by_name().get(folded):
        return found
    if not re.search(_COUNTY, folded):
        return ()
    prefecture = next((one.name for one in prefectures() if folded.startswith(one.name)), "")
    return _by_name().get(prefecture + re.sub(_COUNTY, "", folded.removeprefix(prefecture), count=1), ())


def like(name: str, most: int = 5) -> list[LocalGovernment]:
    """Those that ``name`` may have meant: it begins or ends their names, or is much like them, the nearest first."""
    folded = _folded(name)
    if not folded:
        return []
    names = _by_name()
    begun = sorted((one for one in names if one.startswith(folded) or one.endswith(folded)), key=len)
    near = difflib.get_close_matches(folded, names, n=most, cutoff=0.6)
    return list({one.code: one for key in [*begun, *near] for one in names[key]}.values())[:most]


@cache
def municipalities(number: str) -> tuple[LocalGovernment, ...]:
    """Those of the prefecture whose codes begin with the two digits ``number``, in the order of their codes."""
    return tuple(one for one in _every() if one.code[:2] == number and not one.is_prefecture)
