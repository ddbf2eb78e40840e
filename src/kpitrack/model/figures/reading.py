"""The state of reading a figure, and the words around its number."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Literal

from kpitrack.language import Text, say
from kpitrack.model.numbers import MINUS_SIGNS

from . import words
from .amounts import RUN, read_amount
from .figure import Calendar, Comparison, Direction, Figure, Status, UnreadableFigure

WRITE_THE_NUMBER = say("write the number alone, and put the words into the note")

_SIGN = re.compile(rf"(?P<minus>[{re.escape(MINUS_SIGNS)}]|マイナス)|\+|プラス")
_MULTIPLE_OF = re.compile(rf"(?P<base>.+)の(?P<run>{RUN})倍")
_GROWN_TO = re.compile(
    rf"(?P<base>.+倍)に(?:{'|'.join(word for word, way in words.CHANGES.items() if way == 'increase')})"
)
_QUALIFIED = "|".join(sorted((*words.COMPARISONS, *words.APPROXIMATE_AFTER), key=len, reverse=True))
_BEFORE_PER = re.compile(rf"(?P<base>.+?)(?P<word>{_QUALIFIED})(?P<per>/[^/]+)")


@dataclass
class Reading:
    """What has been understood so far, and the rest of the text."""

    text: str
    unit: str | None
    figure: Figure = field(default_factory=lambda: Figure(None))
    sign: Literal[-1, 1] | None = None
    change: Direction | None = None
    factor: Decimal | None = None
    absent: Status | None = None
    yearly: bool = False
    relative: bool = False
    hold: bool = False
    bare_year: str | None = None

    def note(self, words_read: str) -> None:
        """Keep words that change nothing."""
        if words_read:
            self.figure = replace(self.figure, notes=(*self.figure.notes, words_read))

    def compare(self, comparison: Comparison) -> None:
        """Take a 以上 or the like."""
        if self.figure.comparison not in (None, comparison):
            raise self.refuse(say("{text} compares in two ways", text=self.text))
        self.figure = replace(self.figure, comparison=comparison)

    def state(self, status: Status) -> None:
        """Take a 速報値 or the like."""
        if status != "normal" and self.figure.status not in ("normal", status):
            raise self.refuse(say("{text} names two statuses", text=self.text))
        self.figure = replace(self.figure, status=self.figure.status if status == "normal" else status)

    def approximate(self) -> None:
        """Take a 約 or the like."""
        self.figure = replace(self.figure, approximate=True)

    def date(self, year: int, calendar: Calendar | None) -> None:
        """Take the year that the figure is of."""
        if self.figure.year not in (None, year):
            raise self.refuse(say("{text} names two years", text=self.text))
        self.figure = replace(self.figure, year=year, calendar=calendar or self.figure.calendar)

    def change_by(self, direction: Direction) -> None:
        """Take a 増 or a 減."""
        if self.change is not None:
            raise self.refuse(say("{text} gives its direction twice", text=self.text))
        self.change = direction

    def multiply(self, factor: Decimal) -> None:
        """Take a の2倍 or a の半減."""
        if self.factor is not None:
            raise self.refuse(say("{text} may mean two different multiples", text=self.text))
        self.factor = factor

    def keep(self) -> None:
        """Take a 維持."""
        self.hold = True

    def refuse(self, message: Text) -> UnreadableFigure:
        """The refusal, with the usual hint."""
        return UnreadableFigure(message, WRITE_THE_NUMBER)


def take_before(core: str, reading: Reading) -> str:
    """Take the words and signs that stand before a number."""
    while core:
        before = core
        if reading.sign is None and (sign := _SIGN.match(core)):
            reading.sign = -1 if sign["minus"] else 1
            core = core[sign.end() :]
        elif core[0] in words.COMPARISON_SIGNS:
            reading.compare(words.COMPARISON_SIGNS[core[0]])
            core = core[1:]
        elif basis := words.BASIS.match(core):
            reading.relative = True
            reading.note(basis[0].strip())
            core = core[basis.end() :]
        elif word := _starts(core, words.APPROXIMATE_BEFORE):
            reading.approximate()
            core = core[len(word) :]
        elif word := _starts(core, _STATUSES_BEFORE):
            reading.state(words.STATUSES[word])
            core = core[len(word) :].lstrip(" :")
        elif word := _starts(core, (*words.NOTES_BEFORE, *words.YEARLY)):
            reading.yearly = reading.yearly or word in words.YEARLY
            reading.note(word)
            core = core[len(word) :].lstrip(" :")
        core = core.lstrip()
        if core == before:
            break
    return core


def take_after(core: str, reading: Reading) -> str:
    """Take the words that stand behind a number and its unit."""
    while not (reading.unit and core.endswith(reading.unit)):
        if multiple := _MULTIPLE_OF.fullmatch(core):
            reading.multiply(read_amount(multiple["run"]))
            core = multiple["base"]
        elif grown := _GROWN_TO.fullmatch(core):
            core = grown["base"]
        elif qualified := _BEFORE_PER.fullmatch(core):
            _AFTER[qualified["word"]](reading)
            core = qualified["base"] + qualified["per"]
        elif word := max(filter(core.endswith, _AFTER), key=len, default=""):
            _AFTER[word](reading)
            core = core.removesuffix(word).rstrip()
        else:
            break
    return core


def _starts(core: str, candidates: tuple[str, ...]) -> str:
    return max(filter(core.startswith, candidates), key=len, default="")


def _refuse_undirected(reading: Reading) -> None:
    raise UnreadableFigure(
        say("{text} does not say whether it is more or less", text=reading.text),
        say("write 増 or 減 behind it, as 0.5ポイント増"),
    )


def _keep_closing(_: Reading) -> None:
    """A closing word changes nothing in the figure."""


_STATUSES_BEFORE = tuple(word for word in words.STATUSES if len(word) > 1)
_AFTER: dict[str, Callable[[Reading], None]] = {
    **{word: partial(Reading.compare, comparison=said) for word, said in words.COMPARISONS.items()},
    **{f"の{word}": partial(Reading.state, status=words.STATUSES[word]) for word in _STATUSES_BEFORE},
    **{word: partial(Reading.state, status=words.STATUSES[word]) for word in _STATUSES_BEFORE},
    **{f"の{word}": partial(Reading.change_by, direction=said) for word, said in words.CHANGES.items()},
    **{word: partial(Reading.change_by, direction=said) for word, said in words.CHANGES.items()},
    **dict.fromkeys(words.UNDIRECTED, _refuse_undirected),
    **{f"の{word}": partial(Reading.multiply, factor=Decimal(said)) for word, said in words.FACTORS.items()},
    **{word: partial(Reading.note, words_read=word) for word in words.NOTES_AFTER},
    **dict.fromkeys(words.APPROXIMATE_AFTER, Reading.approximate),
    **dict.fromkeys(("を維持", "維持"), Reading.keep),
    **dict.fromkeys(words.CLOSINGS, _keep_closing),
}
