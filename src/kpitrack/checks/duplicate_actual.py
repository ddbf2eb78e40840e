from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpitrack.diagnostics import Diagnostic, Part, rule
from kpitrack.language import mark, say

from .check import Check, Context, Example
from .examples import recorded
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Years that two files of one strategy have for the same KPI or comparator.

    Two within one file are found where it is read.
    """
    if len(view.actuals) < 2:
        return
    for field in ("actuals", "comparators"):
        first: dict[tuple[str, int], str] = {}
        for path, file in view.actuals:
            series: Mapping[str, Mapping[int, object] | None] = getattr(file, field) or {}
            for name, entries in series.items():
                for year in entries or ():
                    other = first.setdefault((name, year), path)
                    if other != path:
                        yield Diagnostic(
                            CHECK.rule,
                            say("“{kpi}” already has a value for {year} in {path}", kpi=name, year=year, path=other),
                            say("keep one of the two"), path, (field, name, year), Part.KEY,
                        )  # fmt: skip


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
