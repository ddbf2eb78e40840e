"""What ``kpitrack init`` needs to know of whose repository it is: from options, or asked on a terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from kpitrack.cli.context import Usage, ask, complain, current, note
from kpitrack.cli.options import year_argument
from kpitrack.language import Language, Text, active, parse_language, say, use
from kpitrack.model.local_governments import LocalGovernment, like, named
from kpitrack.model.numbers import narrow

_TO = re.compile(r"\s*(?:[-–—〜~～]|から)\s*")
_NATION = frozenset({"国", "日本", "日本国", "Japan"})
_YEARS = 5
"""How long a strategy runs where nothing else is said."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Answers:
    """Whose strategy it is.

    Args:
        name: of the organisation.
        code: its 全国地方公共団体コード, where it has one.
        level: nation, prefecture, municipality or other.
        start: the first fiscal year of the strategy.
        end: the last.
    """

    name: str
    code: str | None
    level: str
    start: int
    end: int

    @property
    def id(self) -> str:
        """The id of the strategy, after which its file is called: no other organisation has it."""
        return f"{self.code or 'strategy'}-{self.start}"


def answers(name: str | None, period: str | None, year: int) -> Answers | None:
    """From the options, or else asked where there is a terminal to ask on; None where nobody says whose it is.

    Args:
        name: of the organisation, as given.
        period: of the strategy, as given.
        year: the fiscal year that it is.

    Raises:
        Usage: an option cannot be understood.
    """
    usual = f"{year}-{year + _YEARS - 1}"
    if name is not None:
        if not name.strip():
            raise Usage(say("--name is blank"), say("write whose strategies these are, such as --name 鶴岡市"))
        return _answers(name.strip(), _whose(name.strip()), _period(period or usual))
    if period is not None:
        raise Usage(say("--period says when, and not whose"), say("add --name, such as --name 鶴岡市"))
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    if current().lang is None:
        use(_asked(say("language: ja (日本語) or en"), active(), _language))
    note(say("Whose strategy is it? Without an answer only an example is written."))
    name = ask(say("name of the municipality, prefecture or other body"), "")
    if not name:
        return None
    if not named(name) and name not in _NATION and (near := like(name)):
        note(say("near are: {names}", names=", ".join(one.full_name for one in near)))
        name = ask(say("one of these, or Enter where it is none of them"), name)
    government = _asked(say("name with its prefecture"), "", _whose) if len(named(name)) > 1 else _whose(name)
    return _answers(name, government, _asked(say("first and last fiscal year"), usual, _period))


def _answers(name: str, government: LocalGovernment | None, period: tuple[int, int]) -> Answers:
    if government is None:
        if near := like(name):
            names = ", ".join(one.full_name for one in near)
            note(say("no code is known for {name}, so none was written; near are: {names}", name=name, names=names))
        return Answers(name, None, "nation" if name in _NATION else "other", *period)
    return Answers(
        government.name, government.code, "prefecture" if government.is_prefecture else "municipality", *period
    )


def _whose(name: str) -> LocalGovernment | None:
    """Who goes by ``name``; None where the table knows nobody.

    Raises:
        Usage: several do.
    """
    found = named(name)
    if len(found) > 1:
        raise Usage(
            say("several are called {name}", name=name),
            say("write one of: {words}", words=", ".join(one.full_name for one in found)),
        )
    return found[0] if found else None


def _period(text: str) -> tuple[int, int]:
    """The first and the last year of ``2025-2029`` or ``R7〜R11``.

    Raises:
        Usage: it is no period.
    """
    ends = _TO.split(text.strip())
    if len(ends) != 2:
        raise Usage(
            say("“{text}” is no period", text=text),
            say("write the first and the last year, such as 2025-2029 or R7-R11"),
        )
    start, end = (year_argument("--period", one) for one in ends)
    if end < start:
        raise Usage(say("the period ends in {end}, before it starts in {start}", start=start, end=end))
    return start, end


def _language(text: str) -> Language:
    called: dict[str, Language] = {"日本語": "ja", "japanese": "ja", "英語": "en", "english": "en"}
    said = narrow(text).casefold()
    if chosen := parse_language(said) or called.get(said):
        return chosen
    raise Usage(say("there is no language {language}", language=text), say("write ja or en"))


def _asked(question: Text, usual: str, read: Callable[[str], Answer]) -> Answer:
    """The answer to ``question``, asked until it can be read."""
    while True:
        try:
            return read(ask(question, usual))
        except Usage as error:
            complain(error.message, error.hint)
