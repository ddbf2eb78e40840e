"""A series that grows is left alone, and a slip of the unit is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpitrack.checks.examples import recorded
from kpitrack.checks.unit_slip import slip_in
from kpitrack.diagnostics import Diagnostic
from kpitrack.model.strategy import KPI

Find = Callable[..., list[Diagnostic]]


def kpi(baseline: float | None = None, target: float | None = None, accumulation: str = "none") -> KPI:
    return KPI.model_validate(
        {"id": "k", "name": "k", "unit": "人", "accumulation": accumulation}
        | ({} if baseline is None else {"baseline": {"year": 2020, "value": float(baseline)}})
        | ({} if target is None else {"target": {"year": 2027, "value": float(target)}})
    )


def slip(of: KPI, *values: float) -> tuple[int | None, float] | None:
    found = slip_in(of, {2021 + i: float(value) for i, value in enumerate(values)})
    return found and (found.year, found.meant)


@pytest.mark.parametrize(
    ("of", "values", "found"),
    [
        (kpi(3141, 12600), [5020, 7140000, 9800], (2022, 7140)),
        (kpi(3141, 12600), [5020, 7.14], (2022, 7140)),
        (kpi(3141, 12600), [5020, 7140, 98000], (2023, 9800)),
        (kpi(3141, 12600), [3300000], (2021, 3300)),
        (kpi(3141000, 12600), [5020, 7140], (None, 3141)),
        (kpi(0, 12, "running_total"), [3, 6000, 10], (2022, 6)),
        (kpi(98, 99), [98.2, 0.983], (2022, 98.3)),
        (kpi(-3703, -2000), [-3500, -3200000, -2900], (2022, -3200)),
        (kpi(), [1.54, 1.56, 1.55, 154], (2024, 1.54)),
        (kpi(), [310, 305, 320, 3150], (2024, 315)),
        (kpi(), [3_100_000, 3_050_000, 3_200_000, 320, 310], (2024, 3_200_000)),
    ],
)
def test_a_slip_is_found_with_what_was_meant(of: KPI, values: list[float], found: tuple[int | None, float]) -> None:
    year, meant = slip(of, *values) or (0, 0.0)
    assert (year, meant) == (found[0], pytest.approx(found[1]))


@pytest.mark.parametrize(
    ("of", "values"),
    [
        (kpi(0, 12, "running_total"), [1, 10]),
        (kpi(0, 12, "running_total"), [0.1, 3, 6, 9]),
        (kpi(3141, 12600), [3300, 4100, 12000]),
        (kpi(20, 270), [44, 90, 150, 210]),
        (kpi(), [1, 10, 100, 1000]),
        (kpi(), [2, 20, 3]),
        (kpi(), [0, 0, 5, 4800]),
        (kpi(), [12]),
        (kpi(10, 10000), [12, 90, 800, 7000]),
        (kpi(2637, 1300), [2756]),
        (kpi(31_880_000, 60_000_000), [4_120_000, 250_000, 3_830_000, 25_070_000]),
        (kpi(0, 400, "sum"), [85, 90, 78]),
        (kpi(accumulation="sum", target=400), [2, 30, 4]),
        (kpi(-50, 100), [-3, 20, 95]),
    ],
)
def test_a_series_that_moves_by_itself_is_left_alone(of: KPI, values: list[float]) -> None:
    assert slip(of, *values) is None


@given(
    st.floats(0, 1e6), st.floats(0, 1e6), st.lists(st.floats(0, 1.2), min_size=1, max_size=8),
)  # fmt: skip
def test_nothing_between_baseline_and_target_is_doubted(baseline: float, target: float, steps: list[float]) -> None:
    values = [baseline + (target - baseline) * step for step in sorted(steps)]
    assume(max(baseline, target) < 50 * min(baseline, target) or not baseline)
    assert slip(kpi(baseline, target), *values) is None or min(values) < min(baseline, target)


@given(st.floats(1, 1e6), st.lists(st.floats(0.5, 4), min_size=1, max_size=8))
def test_a_series_without_a_jump_is_never_doubted(start: float, growth: list[float]) -> None:
    values = [start]
    for factor in growth:
        values.append(values[-1] * factor)
    found = slip(kpi(), *values)
    assert found is None or max(values) > 6 * min(values)


@given(st.floats(10, 1e6), st.lists(st.floats(0.9, 1.1), min_size=3, max_size=8), st.data())
def test_a_thousandfold_value_in_a_steady_series_is_found(
    start: float, around: list[float], data: st.DataObject
) -> None:
    values = [start * factor for factor in around]
    at = data.draw(st.integers(0, len(values) - 1))
    values[at] *= data.draw(st.sampled_from([1000.0, 0.001]))
    found = slip(kpi(start, start * 1.3), *values)
    assert found is not None
    assert found[0] == 2021 + at


def test_computed_values_are_told_with_the_digits_of_the_kpi(find: Find) -> None:
    of = "id: k\nname: k\nunit: '%'\ndecimals: 1\n"
    entries = "2021: {numerator: 35, denominator: 50.06}\n2022: 68.5\n2023: 69\n2024: 6890\n"
    (message,) = [str(one.message) for one in find(recorded(entries, of)) if one.rule.name == "unit-slip"]
    assert "68.5" in message
    assert "69.9" in message
    assert "69.91" not in message


@pytest.mark.parametrize(
    ("unit", "values", "written"),
    [
        ("人", "{2021: 310, 2022: 305, 2023: 320, 2024: 3141}", "write 314;"),
        ("人", "{2021: 31, 2022: 30, 2023: 32, 2024: 0.3}", "write 30;"),
        ("千円", "{2021: 3100, 2022: 3050, 2023: 3200, 2024: 3141592}", "write 3142;"),
        ("千人", "{2021: 31.5, 2022: 30.52, 2023: 32, 2024: 31415.92}", "write 31.42;"),
        ("'%'", "{2021: 31, 2022: 30, 2023: 32, 2024: 315}", "write 31.5;"),
    ],
)
def test_what_is_counted_in_whole_numbers_is_suggested_whole(find: Find, unit: str, values: str, written: str) -> None:
    found = find(recorded(values, f"id: k\nname: k\nunit: {unit}\n"))
    (hint,) = [str(one.hint) for one in found if one.rule.name == "unit-slip"]
    assert written in hint


def test_a_value_before_the_baseline_is_told_although_it_slipped(find: Find) -> None:
    of = "id: k\nname: k\nunit: 人\nbaseline: {year: 2020, value: 300}\ntarget: {year: 2025, value: 400}\n"
    found = find(recorded("{2012: 310000, 2021: 310, 2022: 320}", of))
    assert {"unit-slip", "actual-before-baseline"} <= {one.rule.name for one in found}
