"""What holds for every KPI."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from kpitrack.model.vocabulary import STATUSES
from kpitrack.progress.frames import Frames, build
from kpitrack.progress.judge import judge
from kpitrack.progress.schema import RATES
from kpitrack.progress.schemes import ladders

from .reference.generate import Drawn, as_of_years, drawn_kpis
from .reference.writing import files_of

#: Judging takes most of the time, whether few KPIs or many: so some examples of many.
_SOME = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
#: In the KPI's unit.
_DIFFERENCES = ("difference", "remaining", "needed_per_year", "gap_to_expected")
_kpis = st.lists(drawn_kpis(), min_size=12, max_size=20)


def _frames(drawn: list[Drawn]) -> Frames:
    files = files_of(drawn, Fraction(95, 100), Fraction(60, 100))
    return build(files.strategies, files.actuals, files.settings)


def _judged(frames: Frames, as_of: int, **more: Any) -> pl.DataFrame:
    return judge(frames, as_of, schemes=ladders(), **more).collect(engine="in-memory")


def _assert_alike(first: pl.DataFrame, second: pl.DataFrame) -> None:
    """The same; differences of large values, which cancel, to the precision of these values.

    Polars computes powers some rows at a time, and a row's last digit depends on which.
    """
    size = pl.max_horizontal(
        pl.col("start_value", "target_value", "actual_value", "comparator_value").abs(), pl.lit(1.0)
    )
    slack = first.select(size * 1e-12).to_series()
    for name in _DIFFERENCES:
        assert first[name].is_null().equals(second[name].is_null())
        assert ((first[name] - second[name]).abs() <= slack.clip(1e-9)).all(), name
    assert_frame_equal(first.drop(_DIFFERENCES), second.drop(_DIFFERENCES), rel_tol=1e-9, abs_tol=1e-9)


@_SOME
@given(_kpis, as_of_years, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(drawn: list[Drawn], as_of: int, random: Any) -> None:
    frames = _frames(drawn)
    frame_of = (getattr(frames, name) for name in Frames._fields)
    shuffled = Frames(*(f.sample(fraction=1, shuffle=True, seed=random.randrange(9999)) for f in frame_of))
    _assert_alike(_judged(frames, as_of), _judged(shuffled, as_of))


@_SOME
@given(_kpis, as_of_years, st.data())
def test_a_kpi_comes_out_the_same_whichever_others_are_there(
    drawn: list[Drawn], as_of: int, data: st.DataObject
) -> None:
    frames = _frames(drawn)
    whole = _judged(frames, as_of)
    refs = data.draw(st.permutations(whole["ref"].to_list()))
    for some in (refs[:1], refs[1:2], refs[2:4], refs[4:]):
        _assert_alike(whole.filter(pl.col("ref").is_in(some)), _judged(frames.only(some), as_of))


@_SOME
@given(_kpis, as_of_years)
def test_streaming_lazy_scans_come_out_the_same(drawn: list[Drawn], as_of: int) -> None:
    frames = _frames(drawn)
    lazy = Frames(*(getattr(frames, name).lazy() for name in Frames._fields))
    streamed = judge(lazy, as_of, schemes=ladders()).collect(engine="streaming")
    _assert_alike(_judged(frames, as_of), streamed)


@_SOME
@given(_kpis, as_of_years)
def test_a_rate_is_a_finite_number_or_has_a_reason(drawn: list[Drawn], as_of: int) -> None:
    for row in _judged(_frames(drawn), as_of).iter_rows(named=True):
        for rate in ("expected", *RATES):
            if row[rate] is None:
                assert row[f"reason_{rate}"], rate
            else:
                assert math.isfinite(row[rate]), rate
                assert row[f"reason_{rate}"] is None, rate
        assert row["status"] in STATUSES
        assert row["grade"]


@_SOME
@given(_kpis, st.integers(2021, 2034))
def test_what_comes_after_the_as_of_year_is_not_looked_at(drawn: list[Drawn], as_of: int) -> None:
    frames = _frames(drawn)
    assert isinstance(frames.actuals, pl.DataFrame)
    assert isinstance(frames.comparators, pl.DataFrame)
    known = Frames(
        frames.kpis, frames.actuals.filter(pl.col("year") <= as_of), frames.milestones,
        frames.comparators.filter(pl.col("year") <= as_of),
    )  # fmt: skip
    _assert_alike(_judged(frames, as_of), _judged(known, as_of))


@_SOME
@given(_kpis, st.integers(2021, 2030))
def test_time_settles_and_never_takes_back(drawn: list[Drawn], as_of: int) -> None:
    frames = _frames(drawn)
    now, later = _judged(frames, as_of), _judged(frames, as_of + 1)
    for before, after in zip(now.to_dicts(), later.to_dicts(), strict=True):
        assert (after["actual_year"] or 0) >= (before["actual_year"] or 0)
        # A target without a year can be met and lost again.
        if before["status"] in {"achieved", "missed"} and before["target_year"] and after["status"] != "discontinued":
            assert after["status"] == before["status"]
            assert after["decided_by_year"] == before["decided_by_year"]
        if before["status"] == "discontinued":
            assert after["status"] == "discontinued"


@pytest.mark.parametrize("factor", [0.001, 1, 1e9])
def test_the_unit_does_not_matter(factor: float, judged: Any) -> None:
    kpi = {"baseline": {"year": 2019, "value": 100 * factor}, "target": {"year": 2024, "value": 200 * factor}}
    row = judged(kpi, {2020: 115 * factor, 2021: 138 * factor}, 2021)
    assert row["status"] == "on_track"
    assert row["pace"] == pytest.approx(0.95, rel=1e-9)
    assert row["forecast_progress"] == pytest.approx(281 / 300, rel=1e-9)
