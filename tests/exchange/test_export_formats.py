"""What each format of ``kpitrack export`` holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import strategies as made
from kpitrack.exchange import open_sdg, sdmx, tidy
from kpitrack.model.vocabulary import SDMX_CODES
from kpitrack.progress.frames import Frames, build
from kpitrack.progress.judge import judge
from kpitrack.progress.schema import ACTUALS, COMPARATORS, KPIS, MILESTONES, VERDICTS
from kpitrack.progress.schemes import ladders

GOALS = """
- id: g1
  number: 1
  title: {ja: しごと, en: Work}
  kpis:
    - id: output
      name: {ja: 製造品出荷額, en: Output}
      unit: 億円
      multiplier: 8
      decimals: 2
      baseline: {year: 2020, value: 0.1}
      target: {year: 2025, times_baseline: 3}
      milestones: {2022: 0.2}
    - {id: formula, name: "=1+1", unit: "@", calendar: cy, frequency: 5, target: {year: 2025, value: 10}}
  measures:
    - {id: m1, title: 空の施策}
    - id: m2
      number: (2)
      title: "-減災"
      measures:
        - id: m2-1
          title: 下
          kpis:
            - id: visitors
              name: 来訪者数
              unit: 人
              department: 観光課
              source: {title: 観光統計, url: "https://example.org/"}
              target: {year: 2025, value: 500}
"""
ACTUALS_TEXT = """
output: {2021: 0.30000000000000004, 2022: {status: suppressed}, 2023: {value: 1.0e-7, status: provisional}}
formula: {2021: -5}
visitors:
  2021: {value: 12345678901234567, by: {sex: {female: 1.5, male: 2}, value: {a: 1}}}
  2022: {value: 7, status: forecast}
  2023: {value: 9, status: provisional, by: {sex: {female: 9}}}
"""


def _made() -> tuple[Frames, pl.DataFrame]:
    frames = build([made.strategy(GOALS)], [made.actuals(ACTUALS_TEXT)])
    return frames, judge(frames, 2023, None, ladders()).collect(engine="in-memory")


def _own() -> tuple[Frames, pl.DataFrame]:
    data = made.own_data()
    models = [file.model for file in data.strategies if file.model]
    frames = build(models, [file.model for file in data.actuals if file.model], data.configuration.in_force)
    return frames, judge(frames, 2018, None, ladders(data.configuration.in_force)).collect(engine="in-memory")


def _written(write: Callable[..., list[str]], parts: Iterable[tuple[Frames, pl.DataFrame]]) -> dict[str, bytes]:
    """The content of each file by its name."""
    with TemporaryDirectory() as folder:
        return {name: (Path(folder) / name).read_bytes() for name in write(Path(folder), parts)}


def _csv(*parts: tuple[Frames, pl.DataFrame]) -> dict[str, bytes]:
    return _written(tidy.write_csv_files, parts)


def _sdmx(part: tuple[Frames, pl.DataFrame], first_month: int) -> list[dict[str, str]]:
    file = io.StringIO(newline="")
    sdmx.write(file, [part], first_month)
    return _rows(file.getvalue().encode())


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@pytest.mark.parametrize("content", [_made, _own])
def test_csv_keeps_every_digit(content: object) -> None:
    frames, verdicts = content()
    files = _csv((frames, verdicts))
    assert list(files) == ["kpis.csv", "actuals.csv", "milestones.csv", "comparators.csv", "verdicts.csv"]
    read = _rows(files["actuals.csv"])
    stated = frames.actuals.lazy().collect()["value"].to_list()
    assert [None if row["value"] == "" else float(row["value"]) for row in read] == stated
    judged = _rows(files["verdicts.csv"])
    for rate in ("progress", "pace", "expected", "forecast_value"):
        assert [None if row[rate] == "" else float(row[rate]) for row in judged] == verdicts[rate].to_list()


def test_nothing_to_write_is_files_of_headings_alone() -> None:
    assert {name: len(content.splitlines()) for name, content in _csv().items()} == {
        "kpis.csv": 1, "actuals.csv": 1, "milestones.csv": 1, "comparators.csv": 1, "verdicts.csv": 1,
    }  # fmt: skip
    parquet = _written(tidy.write_parquet_files, [])
    assert pl.read_parquet(io.BytesIO(parquet["kpis.parquet"])).schema == pl.Schema(KPIS)


def test_csv_is_safe_to_open_in_a_spreadsheet() -> None:
    files = _csv(_made())
    formula = _rows(files["kpis.csv"])[1]
    assert (formula["name"], formula["unit"]) == ("'=1+1", "'@")
    assert _rows(files["actuals.csv"])[3]["value"] == "-5"  # a number is no formula


@given(st.lists(st.one_of(st.none(), st.booleans(), st.text(), st.floats(allow_nan=False), st.integers()), min_size=1))
def test_no_cell_is_a_formula_and_no_number_changes(cells: list[object]) -> None:
    content = tidy.csv_bytes([str(i) for i in range(len(cells))], [cells]).decode()
    (read,) = list(csv.reader(io.StringIO(content, newline="")))[1:] or [[""]]
    for cell, text in zip(cells, read, strict=True):
        if isinstance(cell, str):
            assert text[:1] not in set("=+-@\t\r")
        elif isinstance(cell, float | int) and not isinstance(cell, bool):
            assert float(text) == float(cell)


def test_parquet_has_the_schema_of_the_frames() -> None:
    found = {
        name: pl.read_parquet(io.BytesIO(data)) for name, data in _written(tidy.write_parquet_files, [_made()]).items()
    }
    for name, schema in (
        ("kpis", KPIS),
        ("actuals", {**ACTUALS, "word": pl.String}),
        ("milestones", MILESTONES),
        ("comparators", COMPARATORS),
    ):
        assert dict(found[f"{name}.parquet"].schema) == dict(pl.Schema(schema))
    assert found["verdicts.parquet"].columns == ["ref", *VERDICTS]
    assert found["kpis.parquet"]["path"].to_list()[2] == ["g1", "m2", "m2-1"]


def test_sdmx_csv() -> None:
    rows = _sdmx(_made(), 4)
    assert tuple(rows[0]) == sdmx.COLUMNS
    assert {(row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) for row in rows} == {
        ("dataflow", "KPITRACK:KPI(1.0.0)", "I")
    }
    output = [row for row in rows if row["KPI"] == "output"]
    assert [(r["SERIES_TYPE"], r["TIME_PERIOD"], r["OBS_VALUE"], r["OBS_STATUS"]) for r in output] == [
        ("BASELINE", "2020-A1", "0.1", "A"),
        ("ACTUAL", "2021-A1", "0.30000000000000004", "A"),
        ("ACTUAL", "2022-A1", "NaN", "Q"),
        ("ACTUAL", "2023-A1", "1e-07", "P"),
        ("MILESTONE", "2022-A1", "0.2", "A"),
        ("TARGET", "2025-A1", "0.3", "A"),
    ]
    assert {(row["FREQ"], row["UNIT_MULT"], row["DECIMALS"], row["REPORTING_YEAR_START_DAY"]) for row in output} == {
        ("A", "8", "2", "--04-01")
    }
    assert (output[0]["TITLE"], output[0]["TITLE_EN"]) == ("製造品出荷額", "Output")
    assert {row["REF_AREA"] for row in rows} == {"_X"}  # the town has no code
    formula = next(row for row in rows if row["KPI"] == "formula")
    assert (formula["FREQ"], formula["TIME_PERIOD"], formula["OBS_VALUE"]) == ("A5", "2021", "-5")
    assert (formula["REPORTING_YEAR_START_DAY"], formula["TITLE"]) == ("", "'=1+1")


def test_sdmx_keys_are_unique_and_its_values_those_of_the_files() -> None:
    frames, verdicts = _own()
    rows = _sdmx((frames, verdicts), 4)
    dimensions = ("FREQ", "REF_AREA", "STRATEGY", "KPI", "SERIES_TYPE", "TIME_PERIOD")
    keys = [tuple(row[name] for name in dimensions) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(all(key) for key in keys)
    assert {row["OBS_STATUS"] for row in rows} <= set(SDMX_CODES.values())
    assert all((row["OBS_VALUE"] == "NaN") == (row["OBS_STATUS"] in "OLMQ") for row in rows)
    values = [row["OBS_VALUE"] for row in rows if row["SERIES_TYPE"] == "ACTUAL"]
    observed = [float(value) for value in values if value != "NaN"]
    assert sorted(observed) == sorted(frames.actuals.lazy().collect()["value"].drop_nulls())


def test_years_that_begin_in_january_are_calendar_years() -> None:
    rows = _sdmx(_made(), 1)
    assert all(row["TIME_PERIOD"].isdigit() and not row["REPORTING_YEAR_START_DAY"] for row in rows)


def _site() -> dict[str, bytes]:
    return dict(open_sdg.files(made.strategy(GOALS), [made.actuals(ACTUALS_TEXT)]))


def _yaml(data: bytes) -> dict[str, object]:
    return YAML(typ="safe", pure=True).load(data)


def test_open_sdg_numbers_indicators_by_goal_and_measure() -> None:
    assert sorted(name for name in _site() if not name.startswith("translations/")) == [
        "data/indicator_1-0-1.csv", "data/indicator_1-0-2.csv", "data/indicator_1-2-1.csv",
        "meta/1-0-1.yml", "meta/1-0-2.yml", "meta/1-2-1.yml",
    ]  # fmt: skip


def test_open_sdg_data() -> None:
    site = _site()
    assert site["data/indicator_1-0-1.csv"].decode() == "Year,Value\n2020,0.1\n2021,0.30000000000000004\n2023,1e-07\n"
    assert site["data/indicator_1-2-1.csv"].decode().splitlines() == [
        "Year,sex,value_,Value",
        "2021,,,1.2345678901234568e+16",
        "2021,female,,1.5",
        "2021,male,,2",
        "2021,,a,1",
        "2023,,,9",
        "2023,female,,9",
    ]


def test_open_sdg_metadata() -> None:
    site = _site()
    meta = _yaml(site["meta/1-2-1.yml"])
    assert meta["indicator_number"] == "1.2.1"
    assert meta["reporting_status"] == "complete"
    assert meta["computation_units"] == "global_indicators.1-2-1-unit"
    assert _yaml(site["translations/en/global_indicators.yml"])["1-2-1-unit"] == "人"
    assert meta["DATA_SOURCE"] == "観光統計 https://example.org/"
    assert _yaml(site["translations/ja/global_indicators.yml"])["1-2-1-department"] == "観光課"
    assert meta["ORGANISATION_UNIT"] == "global_indicators.1-2-1-department"
    assert meta["data_footnote"] == "provisional: 2023"
    assert meta["graph_annotations"][0]["value"] == 500
    assert _yaml(site["meta/1-0-1.yml"])["precision"] == [{"decimals": 2}]
    assert _yaml(site["translations/en/global_indicators.yml"])["1-0-1-title"] == "Output"
    assert _yaml(site["translations/ja/global_indicators.yml"])["1-0-1-title"] == "製造品出荷額"
    assert _yaml(site["translations/en/global_goals.yml"]) == {"1-title": "1 Work", "1-short": "Work"}
    assert _yaml(site["translations/ja/global_targets.yml"])["1-2-title"] == "(2) -減災"


SUMS = """
- id: g1
  title: しごと
  kpis:
    - {id: jobs, name: 就業者数, unit: 人, accumulation: sum, baseline: {year: 2020}, target: {year: 2023, value: 30}}
    - {id: shops, name: 開店数, unit: 件, accumulation: sum, target: {year: 2025, value: 9}}
    - {id: plans, name: 計画数, unit: 件, target: {year: 2025, value: 9}}
"""
SUMMED = """
jobs: {2020: 99, 2021: {value: 5, by: {sex: {female: 2, male: 3}}}, 2022: 7, 2023: 8, 2024: 9}
shops: {2021: 1, 2022: {status: missing}, 2023: 2}
plans: {2021: {value: 7, status: forecast}}
"""


def test_open_sdg_draws_a_sum_against_its_target_on_the_same_base() -> None:
    """From the year after the baseline's to the target's, and no further than the amounts are known."""
    site = dict(open_sdg.files(made.strategy(SUMS), [made.actuals(SUMMED)]))
    assert site["data/indicator_1-0-1.csv"].decode() == "Year,Value\n2021,5\n2022,12\n2023,20\n"
    assert site["data/indicator_1-0-2.csv"].decode() == "Year,Value\n2021,1\n"
    assert _yaml(site["meta/1-0-1.yml"])["graph_annotations"][0]["value"] == 30


def test_open_sdg_has_not_started_where_there_is_only_a_header() -> None:
    site = dict(open_sdg.files(made.strategy(SUMS), [made.actuals(SUMMED)]))
    assert site["data/indicator_1-0-3.csv"].decode() == "Year,Value\n"  # a forecast is no value
    assert _yaml(site["meta/1-0-3.yml"])["reporting_status"] == "notstarted"
    assert _yaml(site["meta/1-0-1.yml"])["reporting_status"] == "complete"


@given(st.dictionaries(st.from_regex(r"[a-z0-9][a-z0-9-]*", fullmatch=True), st.text()))
def test_titles_come_back_as_they_were(titles: dict[str, str]) -> None:
    def readable(text: str) -> bool:
        return not any(0xD800 <= ord(character) <= 0xDFFF for character in text)

    kept = {name: text for name, text in titles.items() if readable(text)}
    assert _yaml(open_sdg._yaml(kept)) == kept


def test_the_names_of_files_are_plain() -> None:
    def names() -> Iterable[str]:
        yield from _site()
        yield from _csv(_own())

    assert all(".." not in name and not name.startswith("/") for name in names())
