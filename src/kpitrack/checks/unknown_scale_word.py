"""unknown-scale-word, and words in the actuals of KPIs without a scale."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, rule
from kpitrack.language import mark, plain
from kpitrack.model.actuals import Actual
from kpitrack.model.faults import bad_number, not_on_scale
from kpitrack.model.numbers import plain_number
from kpitrack.model.strategy import KPI

from .check import Check, Context, Example
from .examples import recorded
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Actuals that are not words of their KPI's scale, or words although it has no scale.

    Those of a strategy's own file are found on reading.
    """
    for (kpi, _at, _path), entries in view.every_series:
        if kpi.scale is None and all(type(entry) is float for entry in entries.values()):
            continue
        for year, entry in entries.items():
            inner = isinstance(entry, Actual)
            value = entry.value if isinstance(entry, Actual) else entry
            found = _fault(kpi, value, ("actuals", kpi.id, year, *(("value",) if inner else ())))
            if found is not None:
                yield found.within(view.file_of(kpi.id, year))


def _fault(kpi: KPI, value: float | str | None, at: KeyPath) -> Diagnostic | None:
    if value is None:
        return None
    if kpi.scale is None:
        return bad_number(value, at) if isinstance(value, str) else None
    if isinstance(value, str) and kpi.step_of(value) is not None:
        return None
    written = value if isinstance(value, str) else plain_number(value)
    return not_on_scale(written, [plain(word) for word in kpi.scale], at)


_KPI = """\
id: stop-plan
name: 立地適正化計画の策定
unit: ""
scale: [未着手, 検討中, 策定済]
baseline: {year: 2020, value: 未着手}
target: {year: 2024, value: 策定済}
"""

CHECK = Check(
    rule("unknown-scale-word"),
    mark("A value is none of the words of the KPI's scale."),
    mark(
        "Where a KPI has a “scale”, its baseline, target, milestones and actuals are words of it. A word that is not "
        "among them has no place between the worst and the best, and a number none either. Write one of the words as "
        "the scale has them, or add the word to the scale, in its place."
    ),
    Example(
        bad=recorded("2021: 検討中\n2022: 策定すみ\n", _KPI),
        good=recorded("2021: 検討中\n2022: 策定済\n", _KPI),
    ),
    find,
)
