"""A day, and so a fiscal year, begins where the strategy is, not where the computer is."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from kpitrack.model import years

from .conftest import Run, Town

NEW_YEAR_IN_JAPAN = dt.datetime(2025, 3, 31, 23, 0, tzinfo=dt.UTC)  # 8 o'clock on 1 April in Japan


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Clock:
            there = moment.astimezone(tz)
            return cls(there.year, there.month, there.day, there.hour, tzinfo=tz)

    monkeypatch.setattr(years.dt, "datetime", Clock)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NEW_YEAR_IN_JAPAN)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("zone", "year"), [(None, 2025), ("Asia/Tokyo", 2025), ("UTC", 2024), ("Pacific/Honolulu", 2024)]
)
def test_the_year_is_that_of_the_zone(zone: str | None, year: int, town: Town, run: Run) -> None:
    if zone:
        (town.root / "kpitrack.yaml").write_text(f"time_zone: {zone}\n", "utf-8")
    assert json.loads(run("status", "--format", "json").out)["as_of"] == year


@pytest.mark.usefixtures("clock")
def test_a_dataset_keeps_the_zone(town: Town, run: Run) -> None:
    (town.root / "kpitrack.yaml").write_text("time_zone: UTC\n", "utf-8")
    assert run("snapshot", "dataset").code == 0
    assert json.loads(run("status", "--source", "dataset", "--format", "json").out)["as_of"] == 2024


def test_the_day_of_a_report_is_that_of_the_zone(town: Town, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NEW_YEAR_IN_JAPAN.timestamp())))
    assert run("report", "site", "--languages", "en").code == 0
    assert "2025-04-01" in (town.root / "site" / "en" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Asia/Tokio", "did you mean “Asia/Tokyo”?"),
        ("日本", "write such as Asia/Tokyo"),
        ("../etc", "write such as Asia/Tokyo"),
    ],
)
def test_a_zone_that_is_not_there(written: str, hint: str, town: Town, run: Run) -> None:
    (town.root / "kpitrack.yaml").write_text(f"fiscal_year_start: 4\ntime_zone: {written}\n", "utf-8")
    said = run("validate")
    assert said.code == 1
    assert "kpitrack.yaml:2:12" in said.out
    assert f"there is no time zone {written}" in said.out
    assert hint in said.out


@pytest.mark.parametrize(
    ("moment", "calendar", "start", "year", "code"),
    [
        (dt.datetime(2027, 2, 10, tzinfo=dt.UTC), "cy", 4, 2027, 0),
        (dt.datetime(2026, 12, 31, 15, tzinfo=dt.UTC), "cy", 4, 2027, 0),  # midnight in Japan
        (dt.datetime(2026, 12, 31, 14, tzinfo=dt.UTC), "cy", 4, 2027, 1),
        (dt.datetime(2027, 2, 10, tzinfo=dt.UTC), "cy", 4, 2028, 1),
        (dt.datetime(2027, 2, 10, tzinfo=dt.UTC), "fy", 4, 2027, 1),
        (dt.datetime(2027, 2, 10, tzinfo=dt.UTC), "cy", 1, 2027, 0),
        (dt.datetime(2027, 2, 10, tzinfo=dt.UTC), "cy", 1, 2028, 1),
        (dt.datetime(2027, 4, 1, tzinfo=dt.UTC), "fy", 4, 2027, 0),
    ],
)
def test_a_value_is_recorded_once_its_year_has_begun(
    *,
    town: Town,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    moment: dt.datetime,
    calendar: str,
    start: int,
    year: int,
    code: int,
) -> None:
    text = town.strategy.read_text("utf-8")
    town.strategy.write_text(
        text.replace("延べ宿泊者数\n", f"延べ宿泊者数\n            calendar: {calendar}\n"), "utf-8"
    )
    (town.root / "kpitrack.yaml").write_text(f"fiscal_year_start: {start}\n", "utf-8")
    set_clock(monkeypatch, moment)
    result = run("add-actual", "guests", str(year), "1350")
    assert result.code == code, result.err
    assert ("present calendar year is" in result.err) == (code == 1 and calendar == "cy")
    assert ("present fiscal year is" in result.err) == (code == 1 and calendar == "fy")
    assert (f"{year}: 1350" in town.actuals.read_text("utf-8")) == (code == 0)


def test_of_a_past_year_the_calendar_year_that_began_in_it_counts(town: Town, run: Run) -> None:
    text = town.strategy.read_text("utf-8")
    town.strategy.write_text(text.replace("延べ宿泊者数\n", "延べ宿泊者数\n            calendar: cy\n"), "utf-8")
    assert run("add-actual", "guests", "2023", "1350").code == 0
    assert "future-actual" not in run("validate", "--as-of", "2022", "--format", "concise").out
    assert "future-actual" in run("validate", "--as-of", "2021", "--format", "concise").out
