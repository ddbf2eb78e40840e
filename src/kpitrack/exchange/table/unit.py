"""The unit of an indicator: from its column, its name, a line above the table, or as its values print it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpitrack.model.figures import Figure
from kpitrack.model.figures.amounts import split_power
from kpitrack.model.figures.units import looks_like_unit, spelling
from kpitrack.model.numbers import narrow

_UNITS = (
    "人", "名", "件", "%", "％", "‰", "世帯", "戸", "棟", "か所", "カ所", "ヶ所", "ケ所", "箇所", "円", "千円", "万円",
    "百万円", "億円", "兆円", "団体", "社", "店", "店舗", "ha", "t", "km", "㎞", "㎡", "m2", "回", "位", "歳", "泊",
    "人泊", "台", "本", "校", "組", "冊", "点", "ポイント", "千人", "万人", "人/年", "件/年", "人／年", "件／年",
    "園", "品", "種", "路線", "区画", "法人", "経営体", "事業所", "事業者", "自治会", "地区", "頭", "羽", "枚", "部",
    "食", "基", "室", "床", "床数", "m", "m3", "㎥", "km2", "㎢", "g", "kg", "kt", "L", "kL", "kW", "kWh", "MW",
    "t-CO2", "千t-CO2", "分", "時間", "日", "か月", "倍", "days", "hours", "minutes", "weeks", "months", "tonnes",
    "people", "households", "homes", "£", "£m", "£000",
)  # fmt: skip
_IN_NAME = re.compile(rf"[(（](?:単位[:：]?)?(?P<unit>{'|'.join(_UNITS)})[)）]$")
_LEADING = re.compile(r"^[^0-9]*[0-9][0-9,.]*\s*(?P<power>[百千]?[兆億万]|[百千](?![0-9]))")
_SPELT = frozenset(map(spelling, _UNITS))
_APART = 100
_WITHOUT = frozenset(("ポイント", "倍", ""))


def stated_unit(cell_text: str | None, name: str, above: str) -> str | None:
    """The unit that the table states; None where it has to be told from the values."""
    if cell_text:
        text = " ".join(cell_text.split()).strip("()（）")
        return "" if text in {"-", "―", "－", "—", "なし", "N/A", "n/a"} else text
    if found := _IN_NAME.search(name):
        return found["unit"]
    return above or None


def is_unit(text: str) -> bool:
    """Whether a cell holds a unit that is known, and nothing else."""
    return spelling(text.strip("()（）")) in _SPELT


def unit_in(words: str) -> str:
    """The unit in brackets at the end of a label or heading, 目標値（社）; none where it is not known."""
    found = _IN_NAME.search(" ".join(words.split()))
    return found["unit"] if found else ""


def unit_of(printed: Sequence[tuple[str, Figure]]) -> str:
    """The unit of values as they are printed, with the 千 or 億 that all of them have before it.

    ``printed`` is the text of each cell, and the figure read from it without a unit.
    """
    known = [(text, f) for text, f in printed if f.form in {"value", "change"} and f.value is not None]
    units = [f.unit for _, f in known if spelling(f.unit) not in _WITHOUT]
    if not units:
        return "%" if any(f.form == "change" and spelling(f.unit) == "ポイント" for _, f in printed) else ""
    unit = max(dict.fromkeys(units), key=[spelling(one) for one in units].count) if len(set(units)) > 1 else units[0]
    powers = [found["power"] if (found := _LEADING.match(narrow(text))) else "" for text, _ in known]
    power = powers[0] if len(set(powers)) == 1 else _shared_power(known, powers)
    return f"{power}{unit}" if power and spelling(unit) not in {"%", "‰"} and looks_like_unit(unit) else unit


def _shared_power(known: Sequence[tuple[str, Figure]], powers: Sequence[str]) -> str:
    """The 万 that one value of a row prints and that the bare numbers beside it are counted in, too: 90万人, 92, 93.

    It is what they mean only where they would else be a hundred times smaller than it.
    """
    printed = {power for power in powers if power}
    bare = [f.value for (_, f), power in zip(known, powers, strict=True) if not power and f.value]
    if len(printed) != 1 or any(f.unit for (_, f), power in zip(known, powers, strict=True) if not power):
        return ""
    large = [f.value for (_, f), power in zip(known, powers, strict=True) if power and f.value]
    (power,) = printed
    size = split_power(f"{power}人")[0]
    if not bare or not large or min(map(abs, large)) < _APART * max(map(abs, bare)):
        return ""
    return power if min(map(abs, large)).scaleb(-size) < _APART * max(map(abs, bare)) else ""
