from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import mark, say

from .check import Check, Context, Example
from .examples import ACTUALS, KPI, recorded
from .outline import View
from .references import Guesses


def find(view: View, _: Context) -> Iterator[Diagnostic]:
    """Actuals files whose strategy is not in the repository."""
    guesses = Guesses()
    for file in view.stray:
        if view.may_exist(file.strategy):
            continue
        yield Diagnostic(
            CHECK.rule,
            say("there is no strategy “{strategy}” in this repository", strategy=file.strategy),
            guesses.did_you_mean(file.strategy, lambda: view.by_id)
            or say("write the id of a file below data/strategies, or add that strategy"),
            file.path, ("strategy",),
        )  # fmt: skip


_GOOD = recorded("2021: 3\n", KPI)

CHECK = Check(
    rule("unknown-strategy"),
    mark("An actuals file names a strategy that is not in the repository."),
    mark(
        "Without its strategy, none of the file's values has a target. Write the strategy's “id” exactly as its own "
        "file has it; the names of the files do not matter."
    ),
    Example(bad=_GOOD | {ACTUALS: _GOOD[ACTUALS].replace("tsuruoka-2", "tsuruoka-3")}, good=_GOOD),
    of_repository=find,
)
