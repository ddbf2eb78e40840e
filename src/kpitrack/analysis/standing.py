"""The standing of a KPI: its verdict row and its figures as text, for every view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from kpitrack.language import Text, active, mark, say, translate
from kpitrack.model.numbers import exact, printed_percent, rounded, share_in_percent, show_number

if TYPE_CHECKING:
    from kpitrack.model.strategy import KPI, Revision, Strategy

MISSING = "-"
Row = Mapping[str, Any]
"""The columns of `kpitrack.progress.judge.judge` and ``EXTRAS`` of `kpitrack.progress.schema`."""


class Standing:
    """A view of the ``row`` of one KPI: its figures, its verdict, and its words in the active language."""

    def __init__(self, row: Row) -> None:
        self.row = row

    @property
    def ref(self) -> str:
        """``strategy/kpi``."""
        return str(self.row["ref"])

    @property
    def strategy_id(self) -> str:
        """The id of its strategy."""
        return str(self.row["strategy"])

    @property
    def path(self) -> tuple[str, ...]:
        """The ids of the nodes above it, from the goal down."""
        return tuple(self.row["path"])

    @property
    def status(self) -> str:
        """The computed status."""
        return str(self.row["status"])

    @property
    def calendar(self) -> Literal["fy", "cy"]:
        """Whether its years are fiscal or calendar years."""
        return cast(Literal["fy", "cy"], self.row["calendar"])

    @property
    def name(self) -> str:
        """The name."""
        return words(self.row, "name")

    @property
    def unit(self) -> str:
        """The unit."""
        return words(self.row, "unit")

    @property
    def organization(self) -> str:
        """The name of who answers for it."""
        return words(self.row, "organization_name")

    @property
    def strategy_title(self) -> str:
        """The title of its strategy."""
        return words(self.row, "strategy_title")

    def number(self, value: float | None, *, derived: bool = False) -> str:
        """``value`` with the KPI's decimals; a computed (``derived``) value has at most one more."""
        if value is None:
            return MISSING
        if self.row.get("scale") is not None:
            return scale_word(self.row, value) or MISSING  # between two steps there is no word
        return self.amount(value, derived=derived)

    def amount(self, value: float, *, derived: bool = False) -> str:
        """``value`` in digits, also of a KPI with a scale, such as a difference; see `number`."""
        derived = derived or self._is_quotient
        if not derived and self.row["decimals"] is None:
            return show_number(value)
        decimals = self.decimals
        if not derived:
            return show_number(value, decimals)
        digits = rounded(value, decimals + 1)
        return f"{digits:,f}" if digits.as_tuple().digits[-1] else show_number(float(digits), decimals)

    def figure(self, name: str, *, lone_year: bool = False) -> str:
        """Baseline, previous, actual or target with its year; ``lone_year`` shows the year without a value, too."""
        is_mean = self.row.get("accumulation") == "mean" and name in {"previous", "actual"}
        value = self.row.get(f"{name}_value")
        text = self.target_text() if name == "target" else self.number(value, derived=is_mean)
        year = self.row.get(f"{name}_year")
        return text if year is None or (text == MISSING and not lone_year) else f"{text} ({year})"

    @property
    def _is_quotient(self) -> bool:
        """Whether its values are computed over organisations, by a division."""
        return self.row.get("computed_take") in {"share", "mean"}

    @property
    def decimals(self) -> int:
        """The decimals of its figures: as stated, else as many as baseline, newest value and target have."""
        row = self.row
        if row["decimals"] is not None:
            return int(row["decimals"])
        target = row["target_number"] if row["target_form"] in {"value", "hold"} else None
        known: tuple[float | None, ...] = (row.get("baseline_value"), row.get("actual_amount"), target)
        if self._is_quotient:
            known = (target,)
        return max((_digits(value) for value in known if value is not None), default=0)

    def target_text(self, *, signs: bool = False) -> str:
        """The target as a person would write it.

        Args:
            signs: write ≥ and its like in every language, so that a unit can follow the number.
        """
        row = self.row
        form, value = row["target_form"], row.get("target_value")
        if form is None:
            return MISSING
        number = None if value is None else self.number(value, derived=form != "value")
        match form:
            case "range":
                text = f"{self.number(row['target_low'])}~{self.number(row['target_high'])}"
            case "hold":
                text = _bound(row["hold"] == "at_least", row["strict"], number, signs=signs)
            case "improve":
                text = self._improvement()
            case "parity_with":
                named = words(row, "parity_name") if row.get("parity_name") else None
                ratio, other = row["parity_ratio"], named or row["parity_with"]
                text = str(
                    say("level with {other}", other=other)
                    if ratio == 1
                    else say("{ratio} × {other}", ratio=show_number(ratio), other=other)
                )
                if row["strict"]:
                    text = f"{'<' if row.get('better') == 'lower' else '>'}{text}"
            case _:
                text = number or self._relative()
                if row["strict"]:
                    text = _bound(row.get("better") != "lower", True, text, signs=signs)
        if row.get("every_year"):
            text = str(say("{target} each year", target=text))
        return str(say("about {number}", number=text)) if row["approximate"] else text

    def _improvement(self) -> str:
        """The direction alone, or against which year, and by how much."""
        row = self.row
        lower, over, by = row.get("better") == "lower", row.get("improve_over"), row.get("improve_by")
        if over == "previous":
            words = say("below the year before") if lower else say("above the year before")
        elif over == "year":
            year = row["improve_year"]
            words = say("below {year}", year=year) if lower else say("above {year}", year=year)
        else:
            return str(say("less") if lower else say("more"))
        if by is None:
            return str(words)
        return f"{words} {'−' if lower else '+'}{percent(by) if row['improve_by_ratio'] else show_number(by)}"

    @property
    def progress(self) -> float | None:
        """The progress, where it is a way that is gone: not for steps, means, and what each year is to reach anew."""
        row = self.row
        anew = row.get("every_year") or row.get("accumulation") == "mean" or row.get("scale") is not None
        return None if anew else row.get("progress")

    @property
    def progress_text(self) -> str:
        """The progress for people to read: in words where the value is worse than the baseline."""
        return self.way_text(self.progress)

    def way_text(self, ratio: float | None) -> str:
        """A rate that measures the way from the baseline: a share of it, or words where there is none."""
        return str(say("worse than baseline")) if ratio is not None and ratio < 0 else self.rate(ratio)

    def _relative(self) -> str:
        """A relative target whose number is unknown because the baseline is."""
        value = self.row["target_number"]
        match self.row["target_form"]:
            case "times_baseline":
                return str(say("{factor} times", factor=show_number(value)))
            case "change":
                return f"{'+' if value > 0 else ''}{show_number(value)}"
            case "percent_change":
                return f"{'+' if value > 0 else ''}{percent(value)}"
            case "percent_per_year":
                return str(say("{percent} a year", percent=percent(value)))
        return MISSING

    def rate(self, ratio: float | None) -> str:
        """A rate as the strategy prints its rates: its decimals and its rounding."""
        if ratio is None:
            return MISSING
        return f"{printed_percent(ratio, self.row['rounding_decimals'], self.row['rounding_mode']):,f}%"


class WrittenStanding(Standing):
    """A standing beside what its file says.

    Args:
        row: its verdict.
        strategy: its strategy.
        kpi: the KPI as written.
        by_year: the verdict by the usable actual of each year; see `kpitrack.analysis.since.each_year`.
    """

    def __init__(self, row: Row, strategy: Strategy, kpi: KPI, by_year: Mapping[int, str] | None = None) -> None:
        super().__init__(row)
        self.strategy = strategy
        self.kpi = kpi
        self.by_year = by_year or {}

    def before(self, revision: Revision) -> Standing:
        """The KPI with the target before ``revision``; its row holds no verdict."""
        from kpitrack.progress.columns import target_columns

        target, baseline = revision.target, self.kpi.baseline
        value = target.value
        if value is None and target.form == "hold" and baseline is not None:
            value = baseline.value
        judged = {"target_value": value, "baseline_value": None, "actual_value": None}
        return Standing({**self.row, **target_columns(self.strategy.id, target), **judged})


_BOUNDS = {
    (True, False): mark("≥{number}"),
    (False, False): mark("≤{number}"),
    (True, True): mark(">{number}"),
    (False, True): mark("<{number}"),
}


_AT_THE_BASELINE = {
    (True, False): mark("the baseline or more"),
    (False, False): mark("the baseline or less"),
    (True, True): mark("more than the baseline"),
    (False, True): mark("less than the baseline"),
}


def _bound(low: bool, strict: bool, number: str | None, *, signs: bool) -> str:
    """A target from or up to a ``number``, else the unknown baseline, as the language writes it or by a sign."""
    if number is None and not signs:
        return baseline_bound(low=low, strict=strict)
    bound = _BOUNDS[low, strict]
    return bound.format(number=number or MISSING) if signs else str(Text(bound, {"number": number}))


def baseline_bound(*, low: bool, strict: bool) -> str:
    """A target from (``low``) or up to a baseline that is not known; ``strict`` where being equal is not enough."""
    return translate(_AT_THE_BASELINE[low, strict])


def words(row: Row, name: str) -> str:
    """A text of two columns in the active language: the words, and the English beside them."""
    english = row[f"{name}_en"] if active() == "en" else None
    return str(english or row[name] or "")


def scale_word(row: Mapping[str, Any], step: float | None) -> str | None:
    """The word that ``step`` stands for on the scale of a verdict ``row``, in the active language; None without one."""
    words: Sequence[str] | None = row.get("scale_en") if active() == "en" else row.get("scale")
    if not words or step is None or not 0 <= step < len(words) or step != int(step):
        return None
    return words[int(step)]


def percent(ratio: float | None) -> str:
    """A ratio from a file as the percentage written there."""
    return MISSING if ratio is None else f"{(exact(ratio) * 100).normalize():f}%"


def whole_percent(share: float | None) -> str:
    """A share that was counted, in whole percent and rounded alike wherever it stands: one of eight is 13%.

    249 of 250 are 99.6%: not all is never 100%, and some is never 0%.
    """
    return "–" if share is None else f"{share_in_percent(share, 0)}%"


@lru_cache(16_384)
def _digits(value: float) -> int:
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def share_good(good: int, assessed: int, kpis: int) -> float | None:
    """The share of KPIs that go well among those that can be assessed.

    Null where less than half of all can be: one out of one says nothing of forty-two.
    """
    return good / assessed if assessed and 2 * assessed >= kpis else None


class Bullet(NamedTuple):
    """Shares of the way from the baseline to the target.

    Args:
        done: what is gone; at least 0, and above 1 where it is more than was asked for.
        due: what the path asks for by now, at least 0 and at most 1; null where it asks for nothing.
    """

    done: float
    due: float | None


def bullet(one: Standing) -> Bullet | None:
    """The bar of a KPI; null where no progress has a meaning, or where it went backwards, which words must tell."""
    done = one.progress
    if done is None or done < 0 or one.status == "discontinued":
        return None
    return Bullet(done, _due_by_now(one))


def _due_by_now(one: Standing) -> float | None:
    row = one.row
    if row["target_form"] in {"range", "parity_with"}:
        elapsed: float | None = row.get("elapsed")
        return elapsed
    start, target, expected = (row.get(name) for name in ("start_value", "target_value", "expected"))
    if start is None or target is None or expected is None or start == target:
        return None
    share: float = (expected - start) / (target - start)
    return min(1.0, max(0.0, share))
