"""The language of forms: what a placeholder may say, checked before anything is filled.

A form is a template of Jinja with its loops and conditions, and nothing else of it: no macros, no other files, no
Python. A placeholder reaches the words of a vocabulary and nothing behind them. What a word gives is never text of the
template: it goes into the result beside it (see `kpitrack.exchange.forms.tree`), so that data can be neither template
nor markup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from jinja2 import pass_context
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kpitrack.language import Text, active, say
from kpitrack.model.numbers import exact, printed, show_number
from kpitrack.model.years import era_date, era_year, show_year

VALUES = "(values)"
"""The name, which no placeholder can write, under which the context keeps what the placeholders came to."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the vocabulary."""

    meaning: str  # in English, marked for translation
    # gives what it stands for, of the subject of its thing; and of the argument, where it takes one
    get: Callable[..., Any]
    kind: str | None = None  # of the thing that it gives; none for a value
    several: bool = False  # whether it gives a list of these
    # what may stand in brackets behind it: ``year``, ``id``, ``status``. Without, there is nothing between
    takes: str | None = None


Kinds = Mapping[str, Mapping[str, Word]]  # the words of each kind of thing


@dataclass(frozen=True, slots=True)
class Thing:
    """A strategy, KPI or the like as a form sees it: the words of its ``kind``, of its ``subject``."""

    kind: str
    subject: Any


class Figure(float):
    """A number with the ``text`` that people read it as; a cell of its own gets the number."""

    text: str

    def __new__(cls, value: float, text: str) -> Self:
        """Keep the text beside the number."""
        found = super().__new__(cls, value)
        found.text = text
        return found

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        """A known number is no nothing, though it be zero."""
        return True


class Share(Figure):
    """A ratio that is read in per cent."""


@dataclass(frozen=True, slots=True)
class FormProblem:
    """What is wrong with a form at a ``place`` in it."""

    place: str
    message: Text
    hint: Text | None = None


LOOP_WORDS = ("index", "first", "last", "length")  # what a loop says of its turns


def is_nothing(value: object) -> bool:
    """Whether there is no value."""
    return value is None or isinstance(value, Undefined)


def text_of(value: object) -> str:
    """A value as it stands in a text."""
    if is_nothing(value):
        return ""
    if isinstance(value, bool):
        return str(say("yes") if value else say("no"))
    if isinstance(value, list | tuple):
        return ("、" if active() == "ja" else ", ").join(map(text_of, value))
    if isinstance(value, float) and not isinstance(value, Figure):
        return show_number(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _era(value: Any) -> Any:
    if is_nothing(value):
        return None
    if isinstance(value, dt.date):
        return era_date(value) if active() == "ja" else value.isoformat()
    return era_year(int(value)) if active() == "ja" else show_year(int(value), era=True)


def _percent(value: Any, decimals: int = 1) -> Any:
    return None if is_nothing(value) else f"{printed(exact(float(value)) * 100, decimals):,f}%"


def _round(value: Any, decimals: int = 0) -> Any:
    if is_nothing(value):
        return None
    rounded = printed(exact(float(value)), decimals)
    return Figure(float(rounded), f"{rounded:,f}")


def _default(value: Any, other: Any = "") -> Any:
    return other if is_nothing(value) or value == "" else value


def _join(value: Any, parted: str = "") -> str:
    return parted.join(map(text_of, value or ()))


def _edge(at: int) -> Callable[[Any], Any]:
    return lambda value: value[at] if value else None


FILTERS: dict[str, Callable[..., Any]] = {
    "era": _era,
    "percent": _percent,
    "round": _round,
    "default": _default,
    "join": _join,
    "length": lambda value: 0 if is_nothing(value) else len(value),
    "first": _edge(0),
    "last": _edge(-1),
}
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b, "lt": lambda a, b: a < b, "le": lambda a, b: a <= b,
}  # fmt: skip


def _where_known(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def known(a: Any, b: Any) -> bool:
        try:
            return not is_nothing(a) and not is_nothing(b) and compare(a, b)
        except TypeError:  # a text and a number
            return False

    return known


class Called:
    """A word that takes an argument, with its subject."""

    def __init__(self, environment: FormEnvironment, word: Word, subject: Any) -> None:
        self._environment, self._word, self._subject = environment, word, subject

    def __call__(self, *arguments: Any) -> Any:
        """What the word gives."""
        return self._environment.given(self._word, self._word.get(self._subject, *arguments))


@pass_context
def _kept(context: Context, value: Any) -> str:
    """Keep a value aside, and leave a mark in the text for it."""
    values: list[Any] = context[VALUES]
    values.append(None if is_nothing(value) else value)
    return f"\x03{len(values) - 1}\x04"


class FormEnvironment(ImmutableSandboxedEnvironment):
    """Jinja with the vocabulary ``kinds`` in the place of Python's attributes."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%"})

    def __init__(self, kinds: Kinds) -> None:
        super().__init__(keep_trailing_newline=True, finalize=_kept)
        self.kinds = kinds
        self.globals.clear()
        self.filters = dict(FILTERS)
        self.tests = {name: _where_known(compare) for name, compare in _COMPARED.items()}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A word of a thing; nothing of anything else."""
        if isinstance(obj, LoopContext) and attribute in LOOP_WORDS:
            return getattr(obj, attribute)
        if not isinstance(obj, Thing):
            return None
        word = self.kinds[obj.kind][attribute]
        return Called(self, word, obj.subject) if word.takes else self.given(word, word.get(obj.subject))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A place of a list."""
        if isinstance(obj, list | tuple) and isinstance(argument, int | slice):
            try:
                return obj[argument]
            except IndexError:
                return None
        return None

    def is_safe_callable(self, obj: Any) -> bool:
        """Words alone."""
        return isinstance(obj, Called)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Numbers are computed with, texts put together; of what is not known, nothing is known."""
        if operator == "+" and (isinstance(left, str) or isinstance(right, str)):
            return None if is_nothing(left) or is_nothing(right) else text_of(left) + text_of(right)
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            return None
        try:
            return super().call_binop(context, operator, left, right)
        except (ZeroDivisionError, OverflowError):
            return None

    def given(self, word: Word, value: Any) -> Any:
        """What a word gives, as things of its kind."""
        if word.kind is None or value is None:
            return list(value) if word.several else value
        return [Thing(word.kind, one) for one in value] if word.several else Thing(word.kind, value)
