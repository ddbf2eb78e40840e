"""Comparison of the KPIs that share an indicator, across organisations: in one unit and one year."""

from __future__ import annotations

import statistics
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, get_args

from kpitrack.language import plain
from kpitrack.model.actuals import Actual, Entries, share_scale, status_of
from kpitrack.model.numbers import exact
from kpitrack.model.strategy import KPI, Strategy
from kpitrack.model.vocabulary import POWERS

Obstacle = Literal["unit", "accumulation", "calendar", "direction", "definition", "population", "organization", "year"]
"""Why a KPI may not be compared with the others."""
OBSTACLES: tuple[Obstacle, ...] = get_args(Obstacle)
_SHARES = {"%": Decimal(1), "％": Decimal(1), "‰": Decimal("0.1"), "割": Decimal(10)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A KPI with the indicator.

    Args:
        strategy: its strategy.
        kpi: the KPI.
        better: ``higher`` or ``lower``, as stated or as its target shows; null where neither.
        target: its target as an absolute number in its own unit, where it has one.
        target_year: the year of that.
        values: its usable actuals by year, in its own unit; forecasts are left out.
        counts: numerator and denominator of those that are written as a share.
    """

    strategy: Strategy
    kpi: KPI
    better: str | None
    target: float | None
    target_year: int | None
    values: Mapping[int, float]
    counts: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        """``strategy/kpi``."""
        return f"{self.strategy.id}/{self.kpi.id}"

    @property
    def base(self) -> str:
        """Its unit without powers of ten, and with shares in percent: 千人 is 人, 割 is %."""
        return base_unit(plain(self.kpi.unit), self.kpi.multiplier)[0]

    def on_base(self, value: float) -> float:
        """``value`` on the base unit, computed in decimals."""
        return float(exact(value) * base_unit(plain(self.kpi.unit), self.kpi.multiplier)[1])


@dataclass(frozen=True, slots=True)
class Ranked:
    """A KPI that may be compared: its value and the distance to its target on the common unit, and its rank.

    Args:
        candidate: the KPI.
        year: the year of the value; it differs from the comparison's only where the user accepts that.
        value: on the common unit.
        rank: 1 for the best; equal values share a rank; null where the better direction is unknown.
        target: on the common unit.
        distance: target less value.
        accepted: the obstacles that the user has accepted.
        undefined: it states no definition while others do.
        population: of its organisation; null where that is not known.
    """

    candidate: Candidate
    year: int
    value: float
    rank: int | None
    target: float | None
    distance: float | None
    accepted: tuple[Obstacle, ...]
    undefined: bool
    population: float | None = None

    @property
    def per_head(self) -> float | None:
        """The value by inhabitant; null where the population is not known, or the value does not grow with it."""
        if self.population is None or not self.candidate.kpi.adds_up:
            return None
        return self.value / self.population


@dataclass(frozen=True, slots=True)
class Apart:
    """A KPI that may not be compared, and why: by obstacle, its own property and that of the others."""

    candidate: Candidate
    obstacles: Mapping[Obstacle, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Distribution:
    """Smallest value, quartiles (linear between values), largest value."""

    least: float
    lower: float
    median: float
    upper: float
    greatest: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """A share over several KPIs: the sum of the numerators over the sum of the denominators, never a mean of shares.

    Args:
        parts: how many of the compared KPIs are written as a share; the others are not in it.
        numerator: their sum.
        denominator: their sum, more than zero.
        value: on the common unit.
    """

    parts: int
    numerator: float
    denominator: float
    value: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The KPIs of one indicator.

    Args:
        indicator: ``vocabulary:code``.
        unit: the common unit.
        year: the year compared; null where no value is known.
        better: which way is better, where that is known.
        ranked: the KPIs that may be compared, the best first.
        apart: those that may not.
        distribution: of the values compared; null where there is none.
    """

    indicator: str
    unit: str
    year: int | None
    better: str | None
    ranked: tuple[Ranked, ...]
    apart: tuple[Apart, ...]
    distribution: Distribution | None

    @property
    def pooled(self) -> Pooled | None:
        """The share of all that are compared together; null where fewer than two are written as a share."""
        counts = [one for row in self.ranked if (one := row.candidate.counts.get(row.year))]
        numerator, denominator = (float(sum(exact(one[i]) for one in counts)) for i in (0, 1))
        if len(counts) < 2 or not denominator:
            return None
        return Pooled(len(counts), numerator, denominator, numerator / denominator * share_scale(self.unit))

    @property
    def grows_with_size(self) -> bool:
        """Whether counts of several organisations are compared: those also depend on the organisations' sizes."""
        return len({plain(row.candidate.strategy.organization.name) for row in self.ranked}) > 1 and any(
            row.candidate.kpi.adds_up for row in self.ranked
        )


def base_unit(unit: str, multiplier: int | None) -> tuple[str, Decimal]:
    """The unit without its power of ten, and the factor that brings values to it.

    千人 is 人 and 1000; 人 with ``multiplier: 3`` too. %, ‰ and 割 come to %.
    """
    text = unicodedata.normalize("NFKC", unit).strip()
    for power, exponent in POWERS.items():
        if text.startswith(power) and len(text) > len(power):
            return text.removeprefix(power), Decimal(1).scaleb(exponent if multiplier is None else multiplier)
    if text in _SHARES:
        return "%", _SHARES[text].scaleb(multiplier or 0)
    return text, Decimal(1).scaleb(multiplier or 0)


def usable(entries: Entries, kpi: KPI) -> dict[int, float]:
    """The values of ``entries`` by year, forecasts and entries without a value left out."""
    return {
        year: value
        for year, entry in sorted(entries.items())
        if status_of(entry) != "forecast" and (value := kpi.value_of(entry)) is not None
    }


def counts(entries: Entries) -> dict[int, tuple[float, float]]:
    """Numerator and denominator by year of the entries that are written as a share and are no forecast."""
    return {
        year: (entry.numerator, entry.denominator)
        for year, entry in sorted(entries.items())
        if isinstance(entry, Actual)
        and entry.status != "forecast"
        and entry.numerator is not None
        and entry.denominator is not None
    }


def candidate(
    strategy: Strategy,
    kpi: KPI,
    entries: Entries,
    row: Mapping[str, Any],
    as_of: int,
) -> Candidate:
    """A KPI with its actuals ``entries`` up to ``as_of`` and its verdict ``row``."""
    values = {year: value for year, value in usable(entries, kpi).items() if year <= as_of}
    # A target on a sum or a mean is no target for the amount of one year.
    target = None if kpi.accumulation in {"sum", "mean"} else row["target_value"]
    return Candidate(strategy, kpi, row["better"], target, row["target_year"], values, counts(entries))


def compare(
    indicator: str, candidates: Sequence[Candidate], year: int | None = None, accept: Collection[Obstacle] = ()
) -> Comparison:
    """Compare the KPIs of ``indicator``.

    What most of them share in unit, accumulation, calendar, direction, definition and, for counts, kind of
    organisation is what is compared; the others stand apart, unless their obstacle is accepted. A different unit
    can't be. Of several KPIs of one organisation, that of its latest strategy is compared: nobody is ranked against
    itself.

    Args:
        indicator: ``vocabulary:code``.
        candidates: in the order of the documents.
        year: the fiscal year; else the one for which most have a value, of several the newest.
        accept: obstacles not to mind. With ``year``, the newest value of each is taken where that year has none.
    """
    found = {one.ref: _obstacles(one, candidates) for one in candidates}
    alike = [one for one in candidates if set(found[one.ref]) <= set(accept) - {"unit"}]
    for one, other in _repeated(alike):
        found[one.ref]["organization"] = (one.ref, other.ref)
    alike = [one for one in alike if set(found[one.ref]) <= set(accept) - {"unit"}]
    chosen = _common_year(alike) if year is None else year
    for one in alike:
        if chosen not in one.values:
            theirs = str(max(one.values)) if one.values else ""
            found[one.ref]["year"] = (theirs, "" if chosen is None else str(chosen))
    accepted = set(accept) - {"unit"}
    compared = [one for one in alike if set(found[one.ref]) <= accepted and one.values]
    better = _common(alike, lambda one: one.better)
    defined = any(one.kpi.definition for one in compared)
    values = {}
    for one in compared:
        at = chosen if chosen in one.values and chosen is not None else max(one.values)
        values[one.ref] = (at, one.on_base(one.values[at]))
    ranked = sorted(
        (
            _ranked(one, values, better, tuple(found[one.ref]), undefined=defined and not one.kpi.definition)
            for one in compared
        ),
        key=lambda row: row.rank or 0,
    )
    apart = tuple(Apart(one, found[one.ref]) for one in candidates if one.ref not in values)
    unit = _common(candidates, lambda one: one.base) or ""
    return Comparison(
        indicator, unit, chosen, better, tuple(ranked), apart, _distribution([row.value for row in ranked])
    )


def _repeated(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """The KPIs of which the same organisation has another one that goes before, each with that one.

    One with values goes before one without, then the later period, then the earlier place in the documents.
    """
    first: dict[Hashable, Candidate] = {}
    for one in candidates:
        owner = one.strategy.organization
        name = (owner.code or "")[:5] or plain(owner.name)
        other = first.setdefault(name, one)
        if other is one:
            continue
        if _precedence(one) > _precedence(other):
            first[name], one, other = one, other, one  # noqa: PLW2901  the two change places
        yield one, other


def _precedence(one: Candidate) -> tuple[bool, int, int]:
    return bool(one.values), one.strategy.period.end, one.strategy.period.start


def _ranked(
    one: Candidate,
    values: Mapping[str, tuple[int, float]],
    better: str | None,
    accepted: tuple[Obstacle, ...],
    *,
    undefined: bool,
) -> Ranked:
    year, value = values[one.ref]
    target = None if one.target is None else one.on_base(one.target)
    rank = None
    if better:
        sign = 1 if better == "higher" else -1
        rank = 1 + sum(sign * (other - value) > 1e-9 * max(1.0, abs(value)) for _, other in values.values())
    distance = None if target is None else float(exact(target) - exact(value))
    return Ranked(one, year, value, rank, target, distance, accepted, undefined)


def _common_year(candidates: Sequence[Candidate]) -> int | None:
    counts = Counter(year for one in candidates for year in one.values)
    return max(counts, key=lambda year: (counts[year], year), default=None)


def _common(candidates: Sequence[Candidate], of: Callable[[Candidate], str | None]) -> str | None:
    """The most frequent property; of equally frequent ones the first in the order of the documents."""
    counts = Counter(value for one in candidates if (value := of(one)) is not None)
    return counts.most_common(1)[0][0] if counts else None


_ASPECTS: tuple[tuple[Obstacle, Callable[[Candidate], str | None]], ...] = (
    ("unit", lambda one: one.base),
    ("accumulation", lambda one: one.kpi.accumulation),
    ("calendar", lambda one: one.kpi.calendar),
    ("direction", lambda one: one.better),
    ("definition", lambda one: plain(one.kpi.definition) or None),
    # A count grows with the population: a town's cannot be compared with a prefecture's. A rate can.
    ("population", lambda one: one.strategy.organization.level if one.kpi.adds_up else None),
)


def _obstacles(one: Candidate, all_: Sequence[Candidate]) -> dict[Obstacle, tuple[str, str]]:
    found: dict[Obstacle, tuple[str, str]] = {}
    for name, of in _ASPECTS:
        own, common = of(one), _common(all_, of)
        if own is not None and common is not None and _bare(own) != _bare(common):
            found[name] = (own, common)
    return found


def _bare(text: str) -> Hashable:
    """A text without differences that mean nothing: letter widths, spaces, the last full stop."""
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("。.")


def _distribution(values: Sequence[float]) -> Distribution | None:
    if not values:
        return None
    if len(values) == 1:
        (only,) = values
        return Distribution(only, only, only, only, only)
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return Distribution(min(values), lower, median, upper, max(values))
