"""What stands in a cell of values: a figure, and the words around it that say how it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from kpitrack.exchange.sheet.cells import BadCell, as_shown, checked
from kpitrack.exchange.spreadsheet.cells import Cell, shortest
from kpitrack.language import Text, say
from kpitrack.model.figures import Figure, UnreadableFigure, read_figure
from kpitrack.model.figures.units import is_share, spelling
from kpitrack.model.numbers import narrow

from .years import NamedYear, Years, names_quarter, names_span

_EVERY_YEAR = re.compile(
    r"^(?:毎年度?|各年度?|毎年度とも|年間を通じて)[ 、,にはで]*(?=[0-9約.,]|[^\s]*[0-9])|[(]毎年度?[)]$"
)
_LAST_YEAR = re.compile(r"^(?:計画)?(?:最終年度?|期間終了時|計画期間末|期末)[ 、,にはで:]*(?=\S)")
_MEAN = re.compile(r"\(?(?:計画)?期間(?:中の?|内の?)?(?:の)?平均\)?|\(?[0-9]{1,2}[かカヶケヵ箇]?年(?:間)?の?平均\)?")
_WITHIN = re.compile(
    r"^(?:今後|計画期間)?[0-9]{1,2} ?[かカヶケヵ箇]?年間?(?:の?(?:累計|合計)|計)?[でにの、 ]+(?=\S)"
    r"|^(?:計画)?期間(?:中|内)に?の?(?:累計|合計)?[でに、 ]*(?=[0-9])"
)
_PREVIOUS = re.compile(
    r"^(?:対)?前年度?(?:の?実績)?(?:値)?(?P<how>比|より|よりも|から|に比べ|を|対比|以上|以下|並み|同)(?P<rest>.*)$"
)
_PEERS = re.compile(
    r"(?:全国|[都道府]?県|道|府|都|圏域?|類似団体|近隣|国)の?(?:平均|水準|並み)|東京圏|同水準"
    r"|quartile|average of|peer",
    re.IGNORECASE,
)
_KEPT = re.compile(r"(?:現状|水準|現状の?水準)?(?:を|の)?維持")
_SURVEY = re.compile(r"(?:国勢調査|国調|センサス)$")
_POINTS = frozenset(("ポイント", "点", "pt"))
_PER_YEAR = frozenset(("年", "年率", "年平均", "毎年", "毎年度", "各年", "各年度"))
_DEED = re.compile(
    r"(?:策定|制定|設置|開設|整備|実施|導入|運用|完成|完了|開始|公表|作成|構築|稼働|供用開始|締結|認定|取得)(?:済み?|完了)?$"
)

_POUNDS = re.compile(r"£ ?(?P<amount>[0-9][0-9.,]*)(?P<power>m|k|bn)?", re.IGNORECASE)
_ENGLISH: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), put)
    for pattern, put in (
        (r"^(?:greater|more|higher) than (.+)$", r">\1"),
        (r"^(?:over|above|exceeds?) (.+)$", r">\1"),
        (r"^(?:less|lower|fewer) than (.+)$", r"<\1"),
        (r"^(?:below|under) (.+)$", r"<\1"),
        (r"^(?:at least|minimum(?: of)?|no (?:less|fewer) than) (.+)$", r"≧\1"),
        (r"^(?:at most|maximum(?: of)?|no more than|not more than|up to|within) (.+)$", r"≦\1"),
        (r"^(.+?) (?:or|and) (?:above|more|higher|over|better)$", r"≧\1"),
        (r"^(.+?) (?:or|and) (?:below|less|lower|fewer|under)$", r"≦\1"),
        (r"^([0-9][0-9.,]*%?)\+$", r"≧\1"),
        (r"^(?:approx(?:imately|\.)?|about|around|circa|c\.) ?(.+)$", r"約\1"),
        (r"^(?:tbc|tbd|tba|not available|not set|no target|no data|to be (?:confirmed|agreed|set)|n/?a\.?)$", "―"),
        (r"^(?:maintain|maintain (?:current|existing) (?:level|performance)|no change)$", "現状維持"),
        (r"^(?:increase|rise|higher|improve ?up)$", "増加"),
        (r"^(?:decrease|reduce|reduction|lower|fall)$", "減少"),
    )
)
_KEEP = re.compile(r"^(?:to )?maintain (?:at )?(?P<rest>.*[0-9].*)$", re.IGNORECASE)
_RISING = re.compile(r"^(?P<way>increase|rise|decrease|reduce|reduction|fall)s? (?:by|of) (?P<rest>.+)$", re.IGNORECASE)

Count = Literal["sum", "mean"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A cell of values, understood."""

    figure: Figure  # the number with its form, its comparison and its unit
    text: str  # what stands in the cell, in one line
    every_year: bool = False  # 毎年度10件: each year must reach it
    last_year: bool = False  # the cell says that it is of the plan's last year
    mean: bool = False  # 期間平均: the mean of the years must reach it
    keep: bool = False  # 95%以上を維持
    over_previous: bool = False  # 前年度比: it is counted from the year before
    remarks: tuple[str, ...] = field(default=())  # words that qualify the value


_LONGEST_STEP = 12  # characters


class NotUnderstood(Exception):  # noqa: N818  a value: why a cell is left
    """A cell that is left, and why."""

    def __init__(self, reason: Text, *, absent: bool = False) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.absent = absent


def shown(cell: Cell) -> str:
    """What the cell shows, in one line, half-width.

    Raises:
        NotUnderstood: it is a formula, an error, or its format shows another number.
    """
    try:
        checked(cell)
        if isinstance(cell.value, float | int):
            return as_shown(shortest(cell.value), cell.number_format)
    except BadCell as refusal:
        raise NotUnderstood(refusal.message) from refusal
    if not isinstance(cell.value, str):
        raise NotUnderstood(say("this is a date, not a value"))
    return " ".join(narrow(cell.text).split())


def read_phrase(cell: Cell, unit: str | None, years: Years, *, printed_unit: str = "") -> Phrase:
    """What the cell says, in ``unit`` where there is one.

    ``printed_unit`` is the unit that the table names beside the cell, where that may be another one.

    Raises:
        NotUnderstood: nothing can be taken from it for certain.
    """
    whole = shown(cell)
    if printed_unit and printed_unit != unit and whole[-1:].isdigit():
        whole += printed_unit
    _refuse_marks(cell, whole)
    flags: dict[str, bool] = {}
    text = _without_flags(years.spell_out(_english(whole, flags)), flags)
    if previous := _PREVIOUS.match(text):
        return _over_previous(previous, whole, unit)
    if _PEERS.search(text) and not re.search(r"[0-9]", text):
        raise NotUnderstood(say("measured against others: write parity_with under target"))
    figure = _figure(text, unit)
    notes = [note for note in (*figure.notes, figure.scope) if note]
    if "ポイント" in text and unit and not is_share(unit) and spelling(unit) not in _POINTS:
        raise NotUnderstood(say("counted in points, and the KPI in {unit}", unit=unit))
    _refuse_figure(figure, notes, every_year=bool(flags.get("every_year")))
    if figure.year is None and (surveyed := _surveyed(figure.notes, years)):
        figure = replace(figure, year=surveyed.year, calendar=surveyed.calendar)
    if figure.value is not None and (figure.form == "hold" or _says_kept(figure)):
        flags["keep"], figure = True, replace(figure, form="value")
    return Phrase(figure, whole, remarks=tuple(notes), **flags)


def steps_in(cells: Iterable[Cell], years: Years) -> list[str]:
    """The different words in ``cells``, in their order, where they may be steps of a scale: short, without a number."""
    words: dict[str, None] = {}
    for cell in cells:
        try:
            read_phrase(cell, None, years)
        except NotUnderstood as refusal:
            if refusal.absent:
                continue
        else:
            return []
        text = " ".join(cell.text.split())
        if len(text) > _LONGEST_STEP or any(map(str.isdigit, text)):
            return []
        words[text] = None
    return list(words) if len(words) > 1 else []


def _refuse_figure(figure: Figure, notes: Sequence[str], *, every_year: bool) -> None:
    """Refuse a figure that is none of one year, or none at all."""
    for note in notes:
        if names_span(note) or re.search(r"[0-9]年間|累計.*[0-9]年", note):
            raise _of_several_years(note)
    if figure.status in {"missing", "not_collected", "not_applicable", "suppressed"}:
        raise NotUnderstood(say("says that there is no value"), absent=True)
    per_year = every_year or any(note in _PER_YEAR for note in figure.notes)
    if figure.form == "percent_per_year" or (per_year and figure.form in {"change", "percent_change"}):
        raise NotUnderstood(say("a growth per year: write percent_per_year, and compounding: compound or simple"))


def _says_kept(figure: Figure) -> bool:
    """Whether words beside a number say that it is to be kept: 11校（現状維持）."""
    return figure.form == "value" and any(_KEPT.fullmatch(note) for note in figure.notes)


def _surveyed(notes: Sequence[str], years: Years) -> NamedYear | None:
    """The year of a survey that is named beside a value: 11,500人（R7国勢調査）."""
    found = [year for note in notes if _SURVEY.search(note) and (year := years.only(note))]
    return found[0] if len(found) == 1 else None


def _refuse_marks(cell: Cell, text: str) -> None:
    """Refuse what is no yearly value, or more than one."""
    if names_quarter(text):
        raise NotUnderstood(say("of a quarter or half a year, which a yearly value is not"))
    if re.fullmatch(r"[※*＊†‡#]+[0-9]*", text):
        raise NotUnderstood(say("a mark that points to a note"))
    if _several_lines(cell):
        raise NotUnderstood(say("holds more than one value"))


def _without_flags(text: str, flags: dict[str, bool]) -> str:
    """``text`` without the words that say how it is counted over the years, which go into ``flags``."""
    for name, pattern in (("every_year", _EVERY_YEAR), ("last_year", _LAST_YEAR)):
        if (rest := pattern.sub("", text)) != text:
            flags[name], text = True, rest.strip()
    if _MEAN.search(text) and re.search(r"[0-9]", _MEAN.sub("", text)):
        flags["mean"] = True
        return _MEAN.sub("", text).strip()
    if found := _WITHIN.match(text):
        raise _of_several_years(found[0].strip())
    return text


def _of_several_years(words: str) -> NotUnderstood:
    return NotUnderstood(say("counted over several years (“{words}”): it does not say which", words=words))


def _several_lines(cell: Cell) -> bool:
    """Whether the lines of a cell hold more than one figure each."""
    lines = [narrow(line).strip() for line in cell.text.splitlines() if line.strip()]
    figures = [line for line in lines if re.search(r"[0-9][0-9.,]*\s*(?:%|[^\s0-9年月度()/.,-])", line)]
    years = [
        line for line in lines if re.fullmatch(r"[(]?[^0-9]{0,3}[0-9元]{1,4}[^0-9]*年?度?.*[)]?", line) and "年" in line
    ]
    return len([line for line in figures if line not in years]) > 1


def _english(text: str, flags: dict[str, bool]) -> str:
    text = _POUNDS.sub(r"\g<amount>£\g<power>", text)
    if not re.search(r"[A-Za-z]{2}|\+$", text):
        return text
    if keep := _KEEP.match(text):
        flags["keep"], text = True, keep["rest"]
    for pattern, put in _ENGLISH:
        if pattern.match(text):
            return pattern.sub(put, text)
    if rising := _RISING.match(text):
        way = "増" if rising["way"].lower() in {"increase", "rise"} else "減"
        return f"{rising['rest']}{way}"
    return text


def _over_previous(found: re.Match[str], whole: str, unit: str | None) -> Phrase:
    how, rest = found["how"], found["rest"].strip(" をにの")
    if how in {"以上", "以下", "並み", "同"} or rest.startswith(("以上", "同", "並", "維持")):
        raise NotUnderstood(
            say(
                "measured against the year before, and does not say by how much: if it has to be more, write "
                "improve: {example}",
                example="{over: previous}",
            )
        )
    if not rest or rest in {"上回る", "超える", "増", "減"}:
        rest = {"上回る": "増加", "超える": "増加", "増": "増加", "減": "減少"}.get(rest, rest)
    if rest.startswith("+"):
        rest = rest[1:] + "増"
    elif rest.startswith(("-", "▲", "△", "−")):
        rest = rest[1:] + "減"
    share = unit is not None and is_share(unit)
    figure = _figure(rest, None if share else unit) if rest else None
    if figure is None or figure.form not in {"improve", "change", "percent_change"} or figure.comparison:
        raise NotUnderstood(say("compares with the year before in a way that is not understood"))
    if figure.form == "percent_change" and share:
        raise NotUnderstood(say("may be counted in percent of the year before or in points"))
    return Phrase(figure, whole, over_previous=True)


def _figure(text: str, unit: str | None) -> Figure:
    try:
        return read_figure(text, unit=unit)
    except UnreadableFigure as refusal:
        if unit and (per := re.match(r"(?P<base>.+?)[/／](?:年度?|月|日|人|世帯)$", unit)):
            try:  # 85件 where the unit is 件／年
                figure = read_figure(text, unit=per["base"])
                if spelling(figure.unit) == spelling(per["base"]) and figure.form in {"value", "change"}:
                    return replace(figure, unit=unit)
            except UnreadableFigure:
                pass
        if unit and (yearly := re.fullmatch(r"(?P<value>.+?)[/／]年度?", text)):  # 12件/年 where the unit is 件
            try:
                return read_figure(yearly["value"], unit=unit)
            except UnreadableFigure:
                pass
        if _DEED.search(text) and not re.search(r"[0-9]", text):
            raise NotUnderstood(
                say("a deed, no number: write it with a scale, such as scale: [未着手, 検討中, 策定済]")
            ) from refusal
        raise NotUnderstood(refusal.message) from refusal
