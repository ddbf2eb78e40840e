"""What is typed as a value, as an entry of an actuals file."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpitrack.model.figures import read_figure
from kpitrack.model.figures.actual import hold_as_actual, words_to_keep
from kpitrack.model.strategy import KPI
from kpitrack.workspace.entry import _PLAIN_NUMBER, as_number, read_value

UNITS = ("件", "", "%", "年", "年度", "月", "人", "千円", "億円", "位", "倍", "点", "人/年")


@pytest.mark.parametrize("unit", UNITS)
@given(number=st.from_regex(_PLAIN_NUMBER, fullmatch=True))
@example(number="2024")
@example(number="20240331")
@example(number="5.10")
@example(number="12.31")
@example(number="-0.0")
def test_a_plain_number_is_what_the_reader_of_printed_figures_takes_it_for(unit: str, number: str) -> None:
    kpi = KPI.model_validate({"id": "a", "name": "件数", "unit": unit})
    figure = read_figure(number, unit=unit)
    hold_as_actual(figure, number, kpi, 2024)
    assert (figure.status, words_to_keep(figure)) == ("normal", "")
    read = read_value(number, kpi, 2024)
    assert figure.value is not None
    assert read == {"value": as_number(figure.value), "note": None}
    assert type(read["value"]) is (int if Decimal(number) == int(Decimal(number)) else float)


@pytest.mark.parametrize("text", ["１２", "1,200", "007", "1.", ".5", "+3", "1e3", "1234567890123", "0.1234567", " 5"])
def test_other_numbers_are_left_to_that_reader(text: str) -> None:
    assert re.fullmatch(_PLAIN_NUMBER, text) is None
