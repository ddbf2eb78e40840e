"""The standing of a KPI: its verdict row and its figures as text, for every view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kpitrack.language import active, pick, say
from kpitrack.model.numbers import exact, show_number
from kpitrack.model.strategy import KPI, Revision, Rounding, Strategy
from kpitrack.progress.printed import printed_percent

MISSING = "-"


@dataclass(frozen=True, slots=True)
class Standing:
    """A KPI, its strategy, the ids of the nodes above it, and its row of `kpitrack.progress.judge`."""

    strategy: Strategy
    kpi: KPI
    path: tuple[str, ...]
    row: dict[str, Any]

    @property
    def ref(self) -> str:
        """``strategy/kpi``."""
        return f"{self.strategy.id}/{self.kpi.id}"

    @property
    def status(self) -> str:
        """The computed status."""
        return str(self.row["status"])

    def number(self, value: float | None, *, derived: bool = False) -> str:
        """``value`` with the KPI's decimals; a computed (``derived``) value has at most one more."""
        if value is None:
            return MISSING
        if self.kpi.scale is not None:
            return scale_word(self.row, value) or show_number(value)
        if not derived and self.kpi.decimals is None:
            return show_number(value)
        decimals = self._decimals()
        if not derived:
            return show_number(value, decimals)
        digits = round(value, decimals + 1)
        return show_number(digits, decimals if digits == round(value, decimals) else decimals + 1)

    def figure(self, name: str, *, lone_year: bool = False) -> str:
        """Baseline, previous, actual or target with its year; ``lone_year`` shows the year without a value, too."""
        text = self.target_text() if name == "target" else self.number(self.row.get(f"{name}_value"))
        year = self.row.get(f"{name}_year")
        return text if year is None or (text == MISSING and not lone_year) else f"{text} ({year})"

    def _decimals(self) -> int:
        if self.kpi.decimals is not None:
            return self.kpi.decimals
        target = self.kpi.target.value if self.kpi.target else None
        known: tuple[float | None, ...] = (self.row.get("baseline_value"), self.row.get("actual_value"), target)
        return max((_digits(value) for value in known if value is not None), default=0)

    def target_text(self) -> str:
        """The target as a person would write it."""
        target = self.kpi.target
        if target is None:
            return MISSING
        value = self.row.get("target_value")
        number = None if value is None else self.number(value, derived=target.form != "value")
        match target.form:
            case "range" if target.range:
                text = f"{self.number(target.range.low)}~{self.number(target.range.high)}"
            case "hold":
                text = f"{'≥' if target.hold == 'at_least' else '≤'}{number or MISSING}"
            case "improve":
                text = str(say("more") if self.kpi.better != "lower" else say("less"))
            case "parity_with":
                ratio = 1.0 if target.ratio is None else target.ratio
                text = str(
                    say("level with {other}", other=target.parity_with)
                    if ratio == 1
                    else say("{ratio} × {other}", ratio=show_number(ratio), other=target.parity_with)
                )
            case _:
                text = number or self._relative()
        if target.strict:
            text = f"{'<' if self.row.get('better') == 'lower' else '>'}{text}"
        return str(say("about {number}", number=text)) if target.approximate else text

    def _relative(self) -> str:
        """A relative target whose number is unknown because the baseline is."""
        target = self.kpi.target
        if target is None:
            return MISSING
        if target.times_baseline is not None:
            return str(say("{factor} times", factor=show_number(target.times_baseline)))
        if target.change is not None:
            return f"{'+' if target.change > 0 else ''}{show_number(target.change)}"
        if target.percent_change is not None:
            return f"{'+' if target.percent_change > 0 else ''}{percent(target.percent_change)}"
        if target.percent_per_year is not None:
            return str(say("{percent} a year", percent=percent(target.percent_per_year)))
        return MISSING

    def before(self, revision: Revision) -> Standing:
        """The KPI with the target before ``revision``; its row holds no verdict."""
        target, baseline = revision.target, self.kpi.baseline
        value = target.value
        if value is None and target.form == "hold" and baseline is not None:
            value = baseline.value
        known = {"better": self.row.get("better"), "target_value": value}
        return Standing(self.strategy, self.kpi.model_copy(update={"target": target}), self.path, known)

    def rate(self, ratio: float | None) -> str:
        """A rate with the strategy's decimals and rounding."""
        rounding = self.strategy.rounding or Rounding()
        if ratio is None:
            return MISSING
        return f"{printed_percent(ratio, rounding.decimals, rounding.mode):,f}%"

    @property
    def unit(self) -> str:
        """The unit in the active language."""
        return pick(self.kpi.unit)

    @property
    def name(self) -> str:
        """The name in the active language."""
        return pick(self.kpi.name)


def scale_word(row: Mapping[str, Any], step: float | None) -> str | None:
    """The word that ``step`` stands for on the scale of a verdict ``row``, in the active language; None without one."""
    words: Sequence[str] | None = row.get("scale_en") if active() == "en" else row.get("scale")
    if not words or step is None or not 0 <= step < len(words) or step != int(step):
        return None
    return words[int(step)]


def percent(ratio: float | None) -> str:
    """A ratio from a file as the percentage written there."""
    return MISSING if ratio is None else f"{(exact(ratio) * 100).normalize():f}%"


@lru_cache(16_384)
def _digits(value: float) -> int:
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def share_good(good: int, assessed: int, kpis: int) -> float | None:
    """The share of KPIs that go well among those that can be assessed.

    Null where less than half of all can be: one out of one says nothing of forty-two.
    """
    return good / assessed if assessed and 2 * assessed >= kpis else None
