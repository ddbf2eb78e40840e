"""Reading the text of a cell as a figure, or the reason why it cannot be read for certain."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from kpitrack.language import say
from kpitrack.model.characters import of_scientific, of_unseen, scientific
from kpitrack.model.numbers import MINUS_SIGNS, narrow

from . import words
from .amounts import RUN, has_power, multiply, read_amount, split_power
from .dates import ERALESS, MONTH, eraless, is_bare_west, match_year, month_of
from .figure import Figure, Form, UnreadableFigure
from .periods import month_before, month_behind, span_before, year_before, year_behind
from .reading import Reading, take_after, take_before
from .units import convert, is_share, looks_like_unit, spelling, without_digits

_LONGEST = 200
_BRACKETS = str.maketrans("〔［【[{〈《", "(((((((") | str.maketrans("〕］】]}〉》", ")))))))")
_SIGNS = re.escape("+" + MINUS_SIGNS)

_PLAIN = re.compile(r"[0-9.]+")
_REMARK = re.compile(r"(?P<main>[^※()]*[^※() ]) ?※ ?(?:(?P<mark>[0-9]{1,2})|(?P<remark>[^※()]+))")
# What a number in brackets may count without being a second value.
_ASIDE = re.compile(r"点満点|段階(?:評価|中)?|[かカヶケヵ箇]?年間.*|月(?:末|時点|現在|[0-9]+日).*")
_NUMBER = re.compile(rf"(?P<run>{RUN}) ?(?P<rest>.*)")
_SECOND = re.compile(rf"[{_SIGNS}]? ?{RUN} ?(?P<rest>.*)")
_LEVEL_OR_GROWTH = frozenset(("年平均", "毎年度", "毎年", "各年度", "各年"))
_PER = re.compile(r" ?/ ?")
_YEN = re.compile(rf"^(?P<sign>[{_SIGNS}]?) ?[¥￥\\] ?(?P<run>{RUN})(?: ?円)?$")
_FROM_BELOW = re.compile(r"ワースト|下から|下位")
_RANK = re.compile(r"(?P<scope>[^\W\d_]{0,20}?)第?(?P<run>[0-9,]+)位")


def _refuse_misleading(text: str) -> None:
    """Refuse what is no figure although it looks like one.

    Raises:
        UnreadableFigure: ``text`` is in scientific notation, or has a character that is not seen.
    """
    if digits := scientific(narrow(text)):
        raise UnreadableFigure(*of_scientific(text, digits))
    if said := of_unseen(text.strip(), None):
        raise UnreadableFigure(*said)


def read_figure(text: str, *, unit: str | None = None) -> Figure:
    """The figure that ``text`` prints.

    Args:
        text: One cell, or what a person typed: ``2億396万円``, ``△1,521人``, ``7,077（速報値）``, ``―``.
        unit: The KPI's unit. The value is converted to it where the printed unit differs by a power of ten or
            between 割, % and ‰; a number without a unit is in it already. None takes the unit as printed.

    Raises:
        UnreadableFigure: ``text`` has no reading, or more than one.
    """
    _refuse_misleading(text)
    written = _PER.sub("/", " ".join(narrow(text).split()).translate(_BRACKETS))
    if not written:
        raise UnreadableFigure(say("nothing is written"), say("write the number, or ― where there is none"))
    if len(written) > _LONGEST:
        raise UnreadableFigure(say("the text is too long for a figure"), say("write the number alone"))
    reading = Reading(written, unit)
    marked, remarks = _split_remark(written, reading)
    main, brackets = _split_brackets(_outer_year(marked, reading))
    brackets += remarks
    if not main and any(_SECOND.fullmatch(bracket) for bracket in brackets):
        raise UnreadableFigure(
            say("{text} has its number in brackets", text=written),
            say("write it without them, and with a - where it is negative"),
        )
    for bracket in brackets:
        _read_bracket(bracket, reading)
    if main in words.NOTHING or words.NOTHING_DONE.fullmatch(main):
        raise UnreadableFigure(
            say("{text} may mean zero, and may mean that there is no figure", text=written),
            say("write 0 where there are none, or ― where there is no figure"),
        )
    if main in words.ABSENT or (not main and reading.absent):
        absent = words.ABSENT.get(main, "missing")
        status = reading.absent if reading.absent and absent == "missing" else absent
        return replace(reading.figure, status=status, unit=unit or "")
    if reading.absent:
        raise reading.refuse(say("{text} holds a value and says that there is none", text=written))
    figure = _read_main(_YEN.sub(r"\g<sign>\g<run>円", main), reading)
    if reading.bare_year:
        if not figure.unit or is_bare_west(main):
            raise _several(written)
        reading.figure = figure
        reading.date(int(reading.bare_year), None)
        return reading.figure
    return figure


def _outer_year(written: str, reading: Reading) -> str:
    """Take a year from the start or the end of the text, outside of brackets."""
    if ERALESS.fullmatch(written):
        raise eraless(written)
    if MONTH.fullmatch(written) and not _PLAIN.fullmatch(written):
        raise UnreadableFigure(
            say("{text} is a month, not a value", text=written), say("write the value; the month goes into the note")
        )
    if span := span_before(written):
        reading.note(span[0])
        return span[1]
    if month := month_before(written) or month_behind(written):
        reading.figure = replace(reading.figure, month=month[0])
        reading.note(month[1])
        return month[2]
    if not (found := year_before(written)):
        return _year_behind(written, reading)
    year, at, rest = found
    if not rest:
        raise UnreadableFigure(say("{text} is a year, not a value", text=written), say("write the value"))
    if compared := re.match(words.COMPARED, rest):
        reading.relative = True
        reading.note(written[: len(written) - len(rest)].strip() + compared[0].strip())
        return rest[compared.end() :]
    reading.date(*year)
    reading.note(at)
    if span := span_before(rest):
        reading.note(span[0])
        return span[1]
    return rest


def _year_behind(written: str, reading: Reading) -> str:
    if not (found := year_behind(written)):
        return written
    year, at, rest = found
    reading.date(*year)
    reading.note(at)
    return rest


def _split_remark(written: str, reading: Reading) -> tuple[str, list[str]]:
    """The text before a ※, and what stands behind it, to be read like a bracket."""
    if not (found := _REMARK.fullmatch(written)):
        return written, []
    if found["mark"] is not None:
        reading.note(f"※{found['mark']}")
        return found["main"], []
    return found["main"], [found["remark"]]


def _split_brackets(written: str) -> tuple[str, list[str]]:
    """The text outside of brackets, and what each outermost pair holds."""
    outside: list[str] = []
    groups: list[str] = []
    depth = start = 0
    for place, character in enumerate(written):
        if character == "(":
            if depth == 0:
                start = place + 1
                outside.append(" ")
            depth += 1
        elif character == ")":
            depth -= 1
            if depth < 0:
                break
            if depth == 0:
                groups.append(written[start:place].strip())
        elif depth == 0:
            outside.append(character)
    if depth:
        raise UnreadableFigure(say("{text} has a bracket without its pair", text=written))
    return " ".join("".join(outside).split()), groups


def _read_bracket(content: str, reading: Reading) -> None:
    if ERALESS.fullmatch(content):
        raise eraless(content)
    if is_bare_west(content):
        reading.bare_year = content
    elif (year := match_year(content)) and _is_tail(year[1], reading):
        reading.date(*year[0])
    elif (
        (month := MONTH.match(content)) and not _PLAIN.fullmatch(month[0]) and _is_tail(content[month.end() :], reading)
    ):
        reading.figure = replace(reading.figure, month=month_of(month))
    elif content in words.ABSENT:
        reading.absent = words.ABSENT[content]
    elif content in words.APPROXIMATE_BEFORE:
        reading.approximate()
    elif content in words.STATUSES:
        reading.state(words.STATUSES[content])
    elif (second := _SECOND.fullmatch(content)) and _ends_a_figure(second["rest"]):
        raise _several(reading.text)
    else:
        reading.note(content)


def _is_tail(tail: str, reading: Reading) -> bool:
    """Take the words behind a year in brackets, ``平均`` or ``速報値``; False where there are other words."""
    tail = tail.strip(" の・、,")
    if tail in words.STATUSES:
        reading.state(words.STATUSES[tail])
    elif tail in words.NOTES_AFTER or tail in ("目標", "目標値"):
        reading.note(tail)
    return not tail or tail in words.STATUSES or tail in words.NOTES_AFTER or tail in ("目標", "目標値")


def _ends_a_figure(rest: str) -> bool:
    if _ASIDE.fullmatch(rest):
        return False
    for word in sorted((*words.CHANGES, *words.COMPARISONS, *words.APPROXIMATE_AFTER), key=len, reverse=True):
        rest = rest.removesuffix(word)
    return looks_like_unit(rest.strip())


def _several(text: str) -> UnreadableFigure:
    return UnreadableFigure(
        say("{text} holds more than one value", text=text), say("write one value, and put the others into the note")
    )


def _read_main(main: str, reading: Reading) -> Figure:
    core = words.ZERO.sub("0", take_before(main, reading))
    if not any("0" <= character <= "9" for character in core):
        return _read_words(core, reading)
    core = take_after(core, reading)
    if reading.sign is None and (rank := _RANK.fullmatch(core)):
        if _FROM_BELOW.search(rank["scope"]):
            raise reading.refuse(say("{text} counts from the last place", text=reading.text))
        reading.figure = replace(reading.figure, scope=rank["scope"])
        core = rank["run"] + "位"
    if core[:1] in tuple("ー―—─━"):
        raise UnreadableFigure(
            say("{text}: the stroke before the number may be a minus", text=reading.text),
            say("write a negative number as {number}", number="-" + core[1:].strip()),
        )
    run, printed = _split_unit(core, reading)
    value = read_amount(run) * (reading.sign or 1)
    if reading.factor is not None:
        value = multiply(value, reading.factor)
    return _shape(value, printed, reading, with_power=has_power(run))


def _read_words(core: str, reading: Reading) -> Figure:
    """A target without a number: 延伸, 現状維持, 半減."""
    for closing in ("", *words.CLOSINGS):
        word = core.removesuffix(closing).strip()
        if word in words.HOLD:
            return replace(reading.figure, form="hold", unit=reading.unit or "")
        if word in words.DIRECTIONS:
            return replace(reading.figure, form="improve", direction=words.DIRECTIONS[word], unit=reading.unit or "")
        if word == "倍増":
            return replace(reading.figure, form="times_baseline", value=Decimal(2), unit="倍")
        if core == words.HALF:
            raise UnreadableFigure(
                say("{text} may be one half, and may be half of the baseline", text=reading.text),
                say("write 50%, or 半減"),
            )
        if word in words.FACTORS:
            return replace(reading.figure, form="percent_change", value=Decimal(-50), unit="%")
    raise UnreadableFigure(
        say("{text} holds no number", text=reading.text), say("write the number, or ― where there is none")
    )


def _split_unit(core: str, reading: Reading) -> tuple[str, str]:
    """The digits, with 万 and the like, and the unit behind them."""
    base = split_power(reading.unit)[1] if reading.unit else ""
    if base and core.endswith(base) and re.fullmatch(RUN, run := core.removesuffix(base).rstrip()):
        return run, base
    found = _NUMBER.fullmatch(core)
    if not found:
        raise reading.refuse(say("{text}: {word} is not understood", text=reading.text, word=_before_digits(core)))
    rest = found["rest"].strip()
    if spelling(rest) == spelling(base):
        return found["run"], rest
    if any("0" <= character <= "9" for character in without_digits(rest)):
        raise _several(reading.text)
    if not looks_like_unit(rest):
        raise reading.refuse(say("{text}: {word} is not understood", text=reading.text, word=rest))
    if rest == "年" and reading.unit is None:
        raise UnreadableFigure(
            say("{text} may be a year and may be a number of years", text=reading.text),
            say("write the number alone, or the year with its era"),
        )
    return found["run"], rest


def _before_digits(core: str) -> str:
    return re.split(r"[0-9]", core, maxsplit=1)[0] or core


def _shape(value: Decimal, printed: str, reading: Reading, *, with_power: bool) -> Figure:
    """The figure that the number is, by its unit and the words around it."""
    figure, unit = reading.figure, reading.unit
    kind = spelling(printed)
    own = unit is not None and kind == spelling(unit)
    value = _directed(value, reading, kind)
    if kind == "倍" and not own:
        if reading.change is not None or reading.sign is not None:
            raise reading.refuse(say("{text} may mean two different multiples", text=reading.text))
        return replace(figure, form="times_baseline", value=value, unit="倍")
    if is_share(printed) and reading.change:
        return _percent_change(value, printed, reading)
    if not own and is_share(printed) and not _LEVEL_OR_GROWTH.isdisjoint(figure.notes):
        raise reading.refuse(say("{text} may be a level and may be a growth per year", text=reading.text))
    if not own and (kind == "%/年" or (is_share(printed) and reading.yearly)):
        return replace(figure, form="percent_per_year", value=value, unit="%/年")
    of_share = unit is not None and is_share(unit)
    if kind == "ポイント" and not own and (reading.sign == 1 or reading.change or of_share):
        return replace(figure, form="change", value=value, unit=unit if unit and of_share else printed)
    value, unit = convert(value, printed, unit, with_power=with_power)
    form: Form = "hold" if reading.hold else "change" if reading.change else "value"
    return replace(figure, form=form, value=value, unit=unit)


def _directed(value: Decimal, reading: Reading, kind: str) -> Decimal:
    """``value`` with the sign that 増, 減 or a comparison with the baseline gives it."""
    if reading.relative and reading.change is None and kind != "倍":
        if reading.sign is None:
            raise reading.refuse(say("{text} does not say whether it is more or less", text=reading.text))
        reading.change_by("increase" if reading.sign == 1 else "decrease")
        return value
    if reading.change is None:
        return value
    if reading.sign is not None:
        raise reading.refuse(say("{text} gives its direction twice", text=reading.text))
    return value if reading.change == "increase" else -value


def _percent_change(value: Decimal, printed: str, reading: Reading) -> Figure:
    """A change in percent, where it cannot be one in points."""
    if reading.unit is not None and is_share(reading.unit) and not reading.relative:
        raise UnreadableFigure(
            say("{text} may be counted in percent of the baseline or in points", text=reading.text),
            say("write ポイント for points, or 基準値より before a share of the baseline"),
        )
    percent = convert(value, printed, "%", with_power=False)[0]
    return replace(reading.figure, form="percent_change", value=percent, unit="%")
