"""Checks: their explanation, their examples and the functions that find something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from kpitrack.diagnostics import Diagnostic, Rule

from .outline import View
from .view import StrategyView


class Context(NamedTuple):
    """What a check may use besides the files.

    Args:
        as_of: the present fiscal year.
        first_month: the month in which a fiscal year begins.
        new_year: whether a calendar year has begun in that fiscal year by now.
    """

    as_of: int
    first_month: int = 4
    new_year: bool = False

    def latest(self, calendar: str) -> int:
        """The latest year that has begun, of fiscal (``fy``) or calendar (``cy``) years.

        From January to March, the calendar year is ahead of the fiscal year.
        """
        return self.as_of + (calendar == "cy" and self.new_year)


class Example(NamedTuple):
    """A repository with the fault, and the same one without it.

    Args:
        bad: the contents of its files by path, relative to the root.
        good: likewise.
    """

    bad: Mapping[str, str | bytes]
    good: Mapping[str, str | bytes]


StrategyCheck = Callable[[StrategyView, Context], Iterable[Diagnostic]]
RepositoryCheck = Callable[[View, Context], Iterable[Diagnostic]]


class Check(NamedTuple):
    """One kind of finding: what it is, why it matters, an example, and how it is found.

    Findings on files and their shape arise while files are read; their checks only explain them.

    Args:
        rule: its number, name and severity.
        summary: what it finds, in one sentence; marked for translation.
        why: why that matters and what to do about it; marked for translation.
        example: files that have it, and the same without.
        of_strategy: finds it in one strategy and its actuals.
        of_repository: finds it across strategies.
        needs: names of findings that may cause this one: where one of them was found on the same KPI, entry or part
            of a file, this one is not reported.
        needs_all_actuals: not reported for a strategy with an unreadable actuals file, which might hold the
            explanation.
    """

    rule: Rule
    summary: str
    why: str
    example: Example
    of_strategy: StrategyCheck | None = None
    of_repository: RepositoryCheck | None = None
    needs: frozenset[str] = frozenset()
    needs_all_actuals: bool = False
