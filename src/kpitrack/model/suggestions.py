"""Suggestions: what was probably meant by a word, number or date that the format does not accept."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from kpitrack.language import Text, say

from .names import normal_name
from .numbers import MINUS_SIGNS, narrow, plain_number, suggest_number
from .years import BadYear, parse_year

if TYPE_CHECKING:
    from .figures import Figure

_NUMBERS = r"-?[0-9][0-9,.]*"
_SCALED = {"割", "‰"}  # 3割 is 30 or 0.3 in other units
_IN_UNITS = {"value", "target", "low", "high"}  # where a percentage is one of a KPI in %, most likely
_MINUS = str.maketrans(dict.fromkeys(MINUS_SIGNS, "-"))
#: What people write in Japanese for a field, or for a word that a field may hold.
_SAID = {
    "name": "名称 名前 指標名 指標", "title": "題名 標題 タイトル", "unit": "単位", "baseline": "基準値 現状値",
    "target": "目標値 目標", "milestones": "目安値 期待値", "actuals": "実績 実績値", "year": "年度 年",
    "value": "値 数値", "source": "出典", "department": "担当課 担当 所管課", "definition": "定義",
    "notes": "備考 注 注記", "note": "備考 注 注記", "organization": "組織 団体", "code": "コード 団体コード",
    "period": "期間 計画期間", "start": "開始", "end": "終了", "number": "番号", "goals": "基本目標",
    "measures": "施策", "initiatives": "事業", "strategy": "戦略", "status": "状態", "state": "状態",
    "published": "公表日", "reason": "理由", "numerator": "分子", "denominator": "分母", "by": "内訳",
    "budget": "予算", "spent": "決算", "better": "向き", "revisions": "改定", "evaluations": "評価",
    "judgement": "評価", "roadmap": "工程表", "accumulation": "集計", "provisional": "速報値 速報 暫定値 P",
    "estimated": "推計値 推計 E", "forecast": "見込値 見込み 見込 F", "normal": "確定値 確定",
    "missing": "欠測 未公表 不明", "not_collected": "未調査", "not_applicable": "該当なし 対象外",
    "suppressed": "秘匿 非公表", "break": "断絶", "running_total": "累計", "sum": "合計", "none": "単年 単年度",
    "higher": "増加 増 上昇 高い", "lower": "減少 減 低下 低い", "at_least": "以上", "at_most": "以下",
    "compound": "複利", "simple": "単利", "fy": "年度", "cy": "暦年 年", "nation": "国",
    "prefecture": "都道府県 都 道 府 県", "municipality": "市区町村 市町村 市 区 町 村", "other": "その他",
    "impact": "インパクト", "outcome": "アウトカム 成果", "output": "アウトプット", "activity": "活動",
    "input": "インプット 投入", "half_up": "四捨五入", "truncate": "切り捨て 切捨て", "continue": "継続",
    "improve": "改善 見直し", "expand": "拡充 拡大", "extended": "拡充", "complete": "完了 終了",
    "done": "完了 終了 実施済 実施済み", "stop": "中止 廃止", "dropped": "中止 廃止", "planned": "予定 計画",
    "under_way": "実施中", "annual": "年次", "midterm": "中間 中間評価", "final": "最終", "new": "新規",
    "related": "関連", "true": "はい yes", "false": "いいえ no", "achieved": "達成", "achieved_early": "前倒し達成",
    "missed": "未達成", "on_track": "順調", "at_risk": "やや遅れ", "off_track": "遅れ", "regressing": "悪化",
    "no_data": "データなし", "discontinued": "廃止",
}  # fmt: skip


def nearest(word: object, words: Iterable[str]) -> str | None:
    """The one of ``words`` that ``word`` was probably meant to be.

    It says so in Japanese or with full-width letters, or it begins only that one, or is most like it.
    """
    known = list(words)
    text = normal_name(narrow(str(word)))
    if alike := [one for one in known if one.casefold() == text.casefold()]:
        return text if text in alike else alike[0]
    said = [one for one in known if text in _SAID.get(one, "").split()]
    if said:
        return said[0]
    begun = [one for one in known if one.startswith(text)] if len(text) > 2 else []
    found = begun if len(begun) == 1 else difflib.get_close_matches(text, known, n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: object, words: Iterable[str]) -> Text | None:
    """A hint with the nearest of ``words``, if one is near."""
    found = nearest(word, words)
    return say("did you mean “{word}”?", word=found) if found else None


def number_meant(text: str, field: object = "value") -> str | None:
    """What to write in ``field`` for a number with words, as in ``7,140人``; None where 千, 万, 割 or others change it.

    The ``value`` of a target has fields for some of them: ``約12件`` is ``12, approximate: true``.
    """
    certain = suggest_number(text)
    if certain is not None:
        return certain
    figure = _figure(text)
    numbers = re.findall(_NUMBERS, narrow(text).translate(_MINUS))
    digits = suggest_number(numbers[0]) if len(numbers) == 1 else None
    if figure is None or figure.value is None or digits is None or abs(Decimal(digits)) != abs(figure.value):
        return None
    if not _is_for(figure, field) or figure.year or figure.notes or figure.status != "normal":
        return None
    number = digits.lstrip("-") if figure.value >= 0 else f"-{digits.lstrip('-')}"
    if not (figure.comparison or figure.approximate):
        return number
    if field != "target":
        return None
    strict = ", strict: true" if figure.comparison in {"more_than", "less_than"} else ""
    return number + strict + (", approximate: true" if figure.approximate else "")


def _is_for(figure: Figure, field: object) -> bool:
    """Whether the number of ``figure`` is one that ``field`` may hold as it is."""
    slip = any(character.isascii() and character.isalpha() for character in figure.unit)  # 714O
    share = figure.unit == "%" and not (isinstance(field, int) or field in _IN_UNITS)
    return figure.form in ("value", field) and figure.unit not in _SCALED and not slip and not share


def percentage_meant(text: str) -> str | None:
    """What to write for a percentage, as in ``▲30％`` or ``3割減``."""
    written = narrow(text).translate(_MINUS).replace(" ", "")
    number = suggest_number(written.removesuffix("%"))
    if written.endswith("%") and number is not None:
        return f"{number}%"
    figure = _figure(text)
    if figure is None or figure.value is None:
        return None
    certain = figure.form == "percent_change" and not (figure.comparison or figure.approximate or figure.notes)
    return f"{plain_number(figure.value)}%" if certain else None


def _figure(text: str) -> Figure | None:
    from .figures import UnreadableFigure, read_figure

    try:
        return read_figure(text)
    except UnreadableFigure:
        return None


def date_meant(text: str) -> str | None:
    """What to write for a day, as in ``2023/6/30`` or ``令和5年6月30日``."""
    from kpitrack.model.figures.dates import MONTH

    found = MONTH.fullmatch(narrow(text).replace(" ", ""))
    day = found and (found["day"] or found["kanji_day"])
    if not found or not day:
        return None
    try:
        return dt.date(parse_year(found["year"]), int(found["month"] or found["kanji_month"]), int(day)).isoformat()
    except (BadYear, ValueError):
        return None
