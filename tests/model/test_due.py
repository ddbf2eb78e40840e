from __future__ import annotations

from datetime import date

import pytest

from kpitrack.model.due import season_of, span_of


@pytest.mark.parametrize(
    ("due", "first", "last"),
    [
        ("2026-08-31", date(2026, 8, 31), date(2026, 8, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-夏", date(2026, 6, 1), date(2026, 8, 31)),
        ("2026-冬", date(2026, 12, 1), date(2027, 2, 28)),
        ("2027-spring", date(2027, 3, 1), date(2027, 5, 31)),
    ],
)
def test_a_day_a_month_and_a_season(due: str, first: date, last: date) -> None:
    assert span_of(due) == (first, last)


@pytest.mark.parametrize(
    "due", ["2026", "2026-13", "2026-02-30", "2026-梅雨", "2026-夏-01", "夏", "2026-8", "２０２６-08"]
)
def test_anything_else_is_refused(due: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        span_of(due)


def test_a_season_is_told_from_a_month() -> None:
    assert [season_of(due) for due in ("2026-夏", "2026-08", "2026-summer")] == ["夏", None, "summer"]
