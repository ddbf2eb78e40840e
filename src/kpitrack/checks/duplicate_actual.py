from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpitrack.diagnostics import Diagnostic, Part, rule
from kpitrack.language import mark, say
from kpitrack.model.actuals import Actuals

from .check import Check, Context, Example
from .examples import recorded
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Years that two files of one strategy have for the same KPI or comparator.

    Two within one file are found where it is read.
    """
    if len(view.actuals) < 2:
        return
    first: dict[tuple[str, str, int], str] = {}
    for path, file in view.actuals:
        for at in _years(file):
            field, name, year = at[0], at[1], at[-1]
            other = first.setdefault((field, name, year), path)
            if other != path:
                yield Diagnostic(
                    CHECK.rule,
                    say("“{kpi}” already has a value for {year} in {path}", kpi=name, year=year, path=other),
                    say("keep one of the two"), path, at, Part.KEY,
                )  # fmt: skip


def _years(file: Actuals) -> Iterator[tuple[Any, ...]]:
    """The place of each entry and each value of a comparator."""
    for name, entries in (file.actuals or {}).items():
        yield from (("actuals", name, year) for year in entries or ())
    for name in file.comparators or ():
        yield from (file.place_of(name, year) for year in file.compared(name))


CHECK = Check(
    rule("duplicate-actual"),
    mark("The same KPI has two entries for the same year."),
    mark(
        "Two values for one year cannot both hold, and it must not depend on the order of the files which one counts. "
        "Years written differently, such as 2021 and 令和3年度, are the same. Keep one of them; a corrected value "
        "replaces the old one, and git keeps the history."
    ),
    Example(
        bad=recorded("2021: 3\n2022: 6\n令和4年度: 7\n"),
        good=recorded("2021: 3\n2022: 6\n令和5年度: 7\n"),
    ),
    find,
)
