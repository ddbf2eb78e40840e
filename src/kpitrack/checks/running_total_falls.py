from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import Text, mark, say
from kpitrack.model.actuals import Actual, Entry
from kpitrack.model.numbers import show_number

from .check import Check, Context, Example
from .examples import recorded
from .unit_slip import slip_in
from .view import StrategyView, value_at

NEEDS = frozenset({"unit-slip", "value-needs-status", "bad-number"})


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Running totals below those of the year before, without an explained break."""
    for (kpi, _at, _path), entries in view.every_series:
        if kpi.accumulation != "running_total":
            continue
        last: tuple[int, float] | None = None
        start = kpi.baseline
        if start is not None and start.year is not None and start.value is not None:
            last = start.year, start.value
        for year in sorted(entries):
            entry = entries[year]
            value = kpi.value_of(entry)
            if value is None:
                continue
            if last is not None and last[0] <= year and value < last[1] and not _explained(entry):
                slip = slip_in(kpi, entries)
                if slip is not None and slip.value == last[1] and slip.year in {None, last[0]}:
                    last = year, value
                    continue
                yield Diagnostic(
                    CHECK.rule,
                    say(
                        "the running total of “{kpi}” falls from {before} in {last} to {value} in {year}",
                        kpi=kpi.id, before=show_number(last[1]), last=last[0], value=show_number(value), year=year,
                    ),
                    _hint(entry),
                    view.file_of(kpi.id, year), ("actuals", kpi.id, year, *value_at(entry)),
                )  # fmt: skip
            if last is None or last[0] <= year:
                last = year, value


def _explained(entry: Entry) -> bool:
    return isinstance(entry, Actual) and entry.status == "break" and bool(entry.note)


def _hint(entry: Entry) -> Text:
    if isinstance(entry, Actual) and entry.status == "break":
        return say("add a note that says why the series breaks here")
    return say(
        "add the earlier years to it if it is the amount of this year alone; "
        "where the count did start anew, write “status: break” and a note"
    )


CHECK = Check(
    rule("running-total-falls"),
    mark("A running total (累計) is lower than in the year before."),
    mark(
        "A running total can only grow. Where it falls, someone has usually written the amount of one year instead of "
        "the total, which is the most frequent mistake with 累計. The baseline's value is part of the total. Where the "
        "count did start anew or was corrected, write “status: break” and a note that says why."
    ),
    Example(bad=recorded("2021: 3\n2022: 6\n2023: 4\n"), good=recorded("2021: 3\n2022: 6\n2023: 10\n")),
    find,
    needs_all_actuals=True,
    needs=NEEDS,
)
