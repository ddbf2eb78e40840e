"""Computed numbers stand for the decimals that people would write, and are compared as such."""

from __future__ import annotations

import polars as pl
import pytest

from kpitrack.progress.comparing import at_least, more_than, settled


def value_of(expression: pl.Expr) -> object:
    return pl.select(expression).item()


@pytest.mark.parametrize(
    ("number", "operands", "expected"),
    [
        (0.1 + 0.2, (), 0.3),
        (0.1 + 0.2, (0.1, 0.2), 0.3),
        (1_000_000.1 - 1_000_000.0, (1_000_000.1, 1_000_000.0), 0.1),  # no finer than the numbers that it came from
        (1_000_000.1 - 1_000_000.0, (), 0.099999999976717),
        (2 / 3, (2.0, 3.0), 0.6666666666667),
        (1e300, (), 1e300),
        (3e-25, (), 3e-25),  # and not 0
        (35_500_000_000_000.0, (), 35_500_000_000_000.0),
    ],
)
def test_a_number_keeps_the_digits_of_the_largest_that_it_was_made_of(
    number: float, operands: tuple[float, ...], expected: float
) -> None:
    assert value_of(settled(pl.lit(number), *map(pl.lit, operands))) == expected


@pytest.mark.parametrize(
    ("left", "right", "least", "more"),
    [
        (0.1 + 0.2, 0.3, True, False),
        (0.3, 0.1 + 0.2, True, False),
        (0.9, 0.95, False, False),
        (0.96, 0.95, True, True),
        (3e14 + 0.1, 3e14, True, False),  # of so many digits the last ones are noise
        (-1.0, 1.0, False, False),
    ],
)
def test_quotients_are_compared_but_for_their_noise(left: float, right: float, least: bool, more: bool) -> None:
    assert value_of(at_least(pl.lit(left), pl.lit(right))) is least
    assert value_of(more_than(pl.lit(left), pl.lit(right))) is more
