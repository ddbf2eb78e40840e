"""What KPIs get from other KPIs: values of an earlier strategy, values over organisations, and supersession."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from kpitrack.model.vocabulary import POWERS

from .actual import SOFT
from .comparing import settled
from .schema import ACTUALS, KPIS

if TYPE_CHECKING:
    from .frames import Frames

_MOST_STRATEGIES = 64  # that continue each other
_SAME = ("unit", "multiplier", "scale", "calendar", "accumulation")
_START = pl.coalesce("baseline_year", pl.col("period_start") - 1)
#: Powers of ten to which units of shares are told apart.
_SHARES = {"‰": -1, "割": 1}
_BOUNDS = ("at_least", "more_than", "at_most", "less_than")


def joined(tables: Mapping[str, pl.DataFrame], unread: Collection[str] = ()) -> Frames:
    """The frames of ``tables``, in which each strategy stands by itself so far: the one step in which they meet.

    ``superseded_from`` is set; a KPI and the one that it continues have each other's values; computed KPIs have theirs,
    and a baseline where none is stated; and the series of KPIs that targets are held against follow.

    Args:
        tables: those of `kpitrack.progress.schema.TABLES`, of the whole repository, since what is left out cannot
            contribute.
        unread: the refs of KPIs, or the ids of strategies, of which values may stand in a file that was left out.
    """
    from .frames import Frames

    kpis, actuals = tables["kpis"].select(list(KPIS)), tables["actuals"]
    followed = first_followed(tables["strategies"].select("supersedes", "period_start").iter_rows())
    kpis = kpis.with_columns(
        unread=pl.col("strategy").is_in(list(unread)) | pl.col("ref").is_in(list(unread)),
        superseded_from=pl.col("strategy").replace_strict(followed, default=None, return_dtype=pl.Int32),
    )
    families = _families(kpis.lazy()) if kpis["continues"].is_not_null().any() else None
    if unread:
        kpis, actuals = _without_unread(kpis, actuals, families)
    if families is not None:
        actuals = _shared(families, actuals.lazy()).collect(engine="in-memory")
    if kpis["computed_indicator"].is_not_null().any():
        kpis, actuals = pl.collect_all(_computed(kpis.lazy(), actuals.lazy()), engine="in-memory")
    return Frames(kpis, actuals, tables["milestones"], _series(tables["comparators"], kpis, actuals))


def _without_unread(
    kpis: pl.DataFrame, actuals: pl.DataFrame, families: pl.LazyFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The KPIs and actuals, without what is known of unread KPIs and of those that share their values.

    By that nothing is judged: the newest value, or one of a sum, may be the one that lacks. A KPI that is computed over
    unread ones is unread, too, where no other has answered.
    """
    lost = kpis.filter("unread").select("ref").lazy()
    if families is not None:
        first = families.join(lost, on="ref", how="semi").select("first")
        lost = pl.concat([lost, families.join(first, on="first", how="semi").select("ref")])
    over = _takers(kpis.lazy()).join(lost, on="ref", how="semi").select(ref="_taker")
    unread, lost_rows = pl.collect_all([pl.concat([lost, over]), lost])
    kpis = kpis.with_columns(unread=pl.col("ref").is_in(unread["ref"].implode()))
    return kpis, actuals.join(lost_rows, on="ref", how="anti", maintain_order="left")


def first_followed(strategies: Iterable[tuple[Sequence[str] | None, int]]) -> dict[str, int]:
    """By strategy, the first fiscal year in which another one takes its place: until then it is in force.

    Args:
        strategies: of each, also of one without a KPI, the ids that it supersedes and the first year of its period.
    """
    found: dict[str, int] = {}
    for replaced, start in strategies:
        for name in replaced or ():
            found[name] = min(start, found.get(name, start))
    return found


def _series(stated: pl.DataFrame, kpis: pl.DataFrame, actuals: pl.DataFrame) -> pl.DataFrame:
    """The series that targets are held against: those ``stated``, and those of KPIs.

    The series of a KPI is its baseline and its values without forecasts.
    """
    wanted = kpis["comparator"].drop_nulls().unique()
    if wanted.is_empty():
        return stated.clear()
    asked = pl.col("ref").is_in(wanted.implode())
    baselines = kpis.lazy().filter(asked).select(key="ref", year="baseline_year", value="baseline_value")
    values = actuals.lazy().filter(asked, pl.col("status") != "forecast").select(key="ref", year="year", value="value")
    of_kpis = pl.concat([baselines, values]).drop_nulls().unique(["key", "year"], keep="first", maintain_order=True)
    stated_ones = stated.lazy().filter(pl.col("key").is_in(wanted.implode()))
    return pl.concat([stated_ones, of_kpis]).collect(engine="in-memory")


def _families(kpis: pl.LazyFrame) -> pl.LazyFrame:
    """The KPIs that continue each other and share their values, each ``ref`` with the ``first`` of them.

    Running totals are not shared, nor are values of KPIs that count differently.
    """
    known = kpis.select("ref", "continues", *_SAME).collect(engine="in-memory")
    before = known.select(pl.col("ref").alias("continues"), *(pl.col(name).alias(f"_{name}") for name in _SAME))
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"_{name}")) for name in _SAME)
    links = (
        known.join(before, on="continues")
        .filter(same, pl.col("accumulation") != "running_total")
        .select("ref", first="continues")
    )
    for _ in range(_MOST_STRATEGIES):
        further = links.join(links.select(first="ref", _first="first"), on="first", how="left").select(
            "ref", first=pl.coalesce("_first", "first")
        )
        if further.equals(links):
            break
        links = further
    return pl.concat([links, links.select(ref="first", first="first").unique()]).unique("ref", keep="any").lazy()


def _shared(families: pl.LazyFrame, actuals: pl.LazyFrame) -> pl.LazyFrame:
    """The actuals, shared among the KPIs of ``families``.

    Of two entries for one year, one with a value goes before one without, and then the KPI's own before another's.
    """
    lent = (
        actuals.join(families, on="ref")
        .join(families.select("first", _to="ref"), on="first")
        .with_columns(_own=pl.col("ref") == pl.col("_to"), _empty=pl.col("value").is_null())
        .sort("_to", "year", "_empty", ~pl.col("_own"), "ref")
        .unique(["_to", "year"], keep="first", maintain_order=True)
        .with_columns(ref="_to")
    )
    return pl.concat([actuals.join(families, on="ref", how="anti"), lent.select(list(ACTUALS))])


def _computed(kpis: pl.LazyFrame, actuals: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """The KPIs and actuals, with the values of computed KPIs."""
    asking = pl.col("computed_indicator").is_not_null()
    asked = _asked(kpis)
    takers = _takers(kpis)
    counted = takers.group_by("_taker").agg(_carriers=pl.col("_owner").n_unique())
    of = pl.coalesce("computed_of", pl.col("_carriers").cast(pl.Int64))
    values = _values(takers, actuals)
    taken = (
        values.group_by("_taker", "year")
        .agg(**_taken())
        .join(asked.rename({"ref": "_taker"}), on="_taker")
        .join(counted, on="_taker")
        .with_columns(of=of)
        .select(
            ref="_taker",
            year="year",
            value=_value(),
            status=pl.when((pl.col("_answered") < pl.col("of")) | pl.col("_soft"))
            .then(pl.lit("provisional"))
            .otherwise(pl.lit("normal")),
            numerator=_part("_counted", "_numerator"),
            denominator=_part("_answered", "_denominator"),
            answered=pl.col("_answered").cast(pl.Int64),
            of="of",
        )
    )
    first = taken.select("ref", _start="year", _computed="value")
    kpis = (
        kpis.with_columns(_start=_START)
        .join(first, on=["ref", "_start"], how="left")
        .with_columns(baseline_value=pl.coalesce("baseline_value", pl.when(asking).then("_computed")))
        .drop("_start", "_computed")
    )
    own = actuals.join(asked.select("ref"), on="ref", how="anti")
    return kpis, pl.concat([own, taken.select(pl.col(name).cast(dtype) for name, dtype in ACTUALS.items())])


def answers(kpis: pl.LazyFrame, actuals: pl.LazyFrame) -> pl.LazyFrame:
    """What the organisations answer to computed KPIs: a row for each of these, organisation and year.

    Each organisation has a row without a year, too, which names its newest KPI with the indicator.

    Args:
        kpis: the computed ones, and those with their indicators.
        actuals: of these.

    Returns:
        ``taker``, the ref of the computed KPI; ``owner``, which is the same for one organisation; ``ref``, of its KPI;
        ``year`` and ``value``, in the unit of that KPI; and ``met``, whether the value is what is counted.
    """
    takers = _takers(kpis)
    shown = {"taker": "_taker", "owner": "_owner", "ref": "ref", "year": "year", "value": "value"}
    given = _values(takers, actuals).select(**shown, met=_met(pl.col("value")))
    carriers = takers.sort("position").unique(["_taker", "_owner"], keep="last", maintain_order=True)
    nothing = carriers.with_columns(year=pl.lit(None, pl.Int32), value=pl.lit(None, pl.Float64))
    return pl.concat([nothing.select(**shown, met=pl.lit(None, pl.Boolean)), given])


def _asked(kpis: pl.LazyFrame) -> pl.LazyFrame:
    """The computed KPIs, with what they are computed by."""
    wanted = ("unit", *(name for name in kpis.collect_schema() if name.startswith("computed_")))
    return kpis.filter(pl.col("computed_indicator").is_not_null()).select("ref", *wanted, _asked_power=_power())


def _takers(kpis: pl.LazyFrame) -> pl.LazyFrame:
    """The computed KPIs, each as ``_taker`` with every KPI that it is taken over."""
    owner = pl.coalesce(pl.col("organization_code").str.slice(0, 5), "organization_name")
    given = kpis.filter(pl.col("computed_indicator").is_null(), pl.col("indicator").is_not_null()).select(
        "ref", "indicator", "organization_level", "organization_code", "position", "baseline_value",
        _start=_START, _owner=owner, _power=_power(),
    )  # fmt: skip
    return (
        _asked(kpis)
        .rename({"ref": "_taker"})
        .join(given, left_on="computed_indicator", right_on="indicator")
        .filter(
            pl.col("computed_level").is_null() | (pl.col("organization_level") == pl.col("computed_level")),
            pl.col("computed_within").is_null() | _within(),
        )
    )


def _power() -> pl.Expr:
    """The power of ten of a KPI's unit: as stated, else that of the word that it begins with, 3 of 千人."""
    unit, stated = pl.col("unit").str.strip_chars(), pl.col("multiplier")
    begun = pl.lit(0)
    for word, power in reversed(POWERS.items()):
        begun = pl.when(unit.str.starts_with(word) & (unit.str.len_chars() > len(word))).then(power).otherwise(begun)
    share = unit.replace_strict(_SHARES, default=None, return_dtype=pl.Int32)
    return pl.coalesce(share + stated.fill_null(0), stated, begun)


def _within() -> pl.Expr:
    """Whether the organisation's code starts with one of the codes asked for."""
    code = pl.col("organization_code")
    five, two = code.str.slice(0, 5), code.str.slice(0, 2)
    return (pl.col("computed_within").list.contains(five) | pl.col("computed_within").list.contains(two)).fill_null(
        value=False
    )


def _values(takers: pl.LazyFrame, actuals: pl.LazyFrame) -> pl.LazyFrame:
    """One value for each computed KPI, organisation and year: the latest document's.

    Usable actuals are values, which are after the baseline's year, and so are baselines.
    """
    entries = actuals.filter(pl.col("value").is_not_null(), pl.col("status") != "forecast")
    recorded = (
        takers.join(entries, on="ref")
        .filter(pl.col("year") > pl.col("_start"))
        .with_columns(
            _stated=pl.lit(value=True),
            _unsure=pl.col("status").is_in(SOFT),
        )
    )
    baselines = takers.filter(pl.col("baseline_value").is_not_null()).select(
        *takers.collect_schema(), year="_start", value="baseline_value",
        numerator=pl.lit(None, pl.Float64), denominator=pl.lit(None, pl.Float64),
        _stated=pl.lit(value=False), _unsure=pl.lit(value=False),
    )  # fmt: skip
    columns = baselines.collect_schema().names()
    return (
        pl.concat([recorded.select(list(columns)), baselines])
        .sort("_taker", "_owner", "year", "_stated", "position")
        .unique(["_taker", "_owner", "year"], keep="last", maintain_order=True)
    )


def _met(value: pl.Expr) -> pl.Expr:
    """Whether ``value`` is what a computed KPI counts."""
    return pl.all_horizontal(
        (pl.col(f"computed_{name}").is_null() | held).fill_null(value=False)
        for name, held in zip(
            _BOUNDS,
            (
                value >= pl.col("computed_at_least"),
                value > pl.col("computed_more_than"),
                value <= pl.col("computed_at_most"),
                value < pl.col("computed_less_than"),
            ),
            strict=True,
        )
    )


def _taken() -> dict[str, pl.Expr]:
    """The aggregates of the values of one computed KPI and year."""
    value = pl.col("value")
    power = pl.lit(10.0) ** (pl.col("_power") - pl.col("_asked_power")).cast(pl.Float64)
    met = _met(value)
    return {
        "_sum": (value * power).sum(),
        "_largest": (value * power).abs().max(),
        "_answered": pl.len(),
        "_counted": met.sum(),
        "_shares": pl.col("numerator").is_not_null().all(),
        "_numerator": pl.col("numerator").sum(),
        "_denominator": pl.col("denominator").sum(),
        "_soft": pl.col("_unsure").any(),
    }


#: The factor from a ratio to the KPI's unit.
_whole = pl.col("unit").replace_strict({"%": 100.0, "％": 100.0, "‰": 1000.0, "割": 10.0}, default=1.0)


def _value() -> pl.Expr:
    take = pl.col("computed_take")
    mean = (
        pl.when(pl.col("_shares"))
        .then(pl.col("_numerator") * _whole / pl.col("_denominator"))
        .otherwise(settled(pl.col("_sum") / pl.col("_answered"), pl.col("_largest")))
    )
    found = (
        pl.when(take == "sum")
        .then(settled(pl.col("_sum"), pl.col("_largest")))
        .when(take == "count")
        .then(pl.col("_counted").cast(pl.Float64))
        .when(take == "share")
        .then(pl.col("_counted") * _whole / pl.col("_answered"))
        .otherwise(mean)
    )
    return pl.when(found.is_finite()).then(found)


def _part(counted: str, summed: str) -> pl.Expr:
    """A numerator or denominator, where the value is a quotient of the two."""
    return (
        pl.when(pl.col("computed_take") == "share")
        .then(pl.col(counted).cast(pl.Float64))
        .when((pl.col("computed_take") == "mean") & pl.col("_shares"))
        .then(pl.col(summed))
    )
