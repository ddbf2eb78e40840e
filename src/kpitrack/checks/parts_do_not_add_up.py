from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import Text, mark, say
from kpitrack.model.actuals import Actual
from kpitrack.model.numbers import exact, show_number
from kpitrack.model.strategy import KPI

from .check import Check, Context, Example
from .examples import recorded
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Dimensions of additive KPIs whose parts do not add up to the value."""
    kpis: dict[str, KPI] | None = None
    for path, file in view.actuals:
        for name, entries in (file.actuals or {}).items():
            for year, entry in (entries or {}).items():
                if (
                    type(entry) is float
                    or not isinstance(entry, Actual)
                    or not entry.by
                    or not isinstance(entry.value, float)
                ):
                    continue
                if kpis is None:
                    kpis = {placed.item.id: placed.item for placed in reversed(view.kpis)}
                if (kpi := kpis.get(name)) is None or not kpi.adds_up:
                    continue
                for dimension, parts in entry.by.items():
                    total = sum(map(_digits, parts.values()), Decimal(0))
                    if abs(total - _digits(entry.value)) > _tolerance(kpi, (entry.value, *parts.values())):
                        yield Diagnostic(
                            CHECK.rule,
                            say(
                                "the parts by “{dimension}” come to {total}, but the value is {value}",
                                dimension=dimension, total=show_number(float(total)), value=show_number(entry.value),
                            ),
                            _hint(_digits(entry.value), parts, total),
                            path, ("actuals", name, year, "by", dimension),
                        )  # fmt: skip


def _hint(value: Decimal, parts: Mapping[str, float], total: Decimal) -> Text:
    whole = next(
        (name for name, part in parts.items() if len(parts) > 1 and _digits(part) == total - value == value), None
    )
    if whole is not None:
        return say("take “{part}” out: it is the whole, and no part of it", part=whole)
    if total > value:
        return say("correct a part or the value; for shares and averages, write “additive: false” on the KPI")
    return say(
        "correct a part or the value; a part not listed needs its own entry, such as “unknown: {rest}”; "
        "for shares and averages, write “additive: false” on the KPI",
        rest=show_number(float(value - total)),
    )


def _digits(value: float) -> Decimal:
    return exact(value).normalize()


def _tolerance(kpi: KPI, values: Iterable[float]) -> Decimal:
    """By how much rounded parts may differ from a rounded total: half of the last digit each.

    Whole numbers are counts and must fit, unless the unit is a power of ten and they are rounded, too.
    """
    numbers = [_digits(value) for value in values]
    decimals = max(-int(number.as_tuple().exponent) for number in numbers)
    if decimals <= 0 and not kpi.multiplier:
        return Decimal(0)
    return Decimal(len(numbers) // 2).scaleb(-max(decimals, 0))


CHECK = Check(
    rule("parts-do-not-add-up"),
    mark("The parts of a value, such as by sex or by age, do not add up to it."),
    mark(
        "A breakdown that does not add up has a mistyped part, lacks one, or belongs to another year. Correct it, or "
        "add the part that is not known as one of its own. Differences that come from rounding are allowed. "
        "Shares, averages and indices do not add up by their nature: say “additive: false” on the KPI."
    ),
    Example(
        bad=recorded("2021: {value: 10, by: {sex: {female: 6, male: 3}}}\n"),
        good=recorded("2021: {value: 10, by: {sex: {female: 6, male: 4}}}\n"),
    ),
    find,
)
