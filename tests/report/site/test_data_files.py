"""The data behind the pages: all strategies together, and a dictionary that names every field."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from kpitrack import language
from kpitrack.report.site.data_files import SERIES_COLUMNS
from kpitrack.report.site.data_page import series_fields, verdict_fields
from kpitrack.report.site.output import OutputFolder
from kpitrack.repository.held_folder import LeadsOut
from kpitrack.views.status.csv import COLUMNS
from published import (
    THREE,
    publish,
    repository,
)

NAMES = ("town", "nation", "neighbours")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    empty = "id: bare\ntitle: 指標のない戦略\norganization: {name: 村}\nperiod: {start: 2020, end: 2025}\ngoals: []\n"
    root = repository(
        tmp_path_factory.mktemp("data"),
        (empty, "strategy: bare\n"),
        *THREE,
    )
    publish(root, root / "out", 2023)
    return root / "out" / "data"


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def test_everything_is_what_the_strategies_have_together(data: Path) -> None:
    for suffix in (".csv", ".series.csv"):
        assert rows(data / f"all~{suffix}") == [row for name in NAMES for row in rows(data / f"{name}{suffix}")]
    whole = json.loads((data / "all~.json").read_text("utf-8"))
    parts = [json.loads((data / f"{name}.json").read_text("utf-8")) for name in NAMES]
    assert whole["kpis"] == [one for part in parts for one in part["kpis"]]
    assert whole["schema"] == "kpitrack/status/1"
    assert whole["as_of"] == 2023
    assert whole["summary"]["kpis"] == len(whole["kpis"]) == sum(whole["summary"]["by_status"].values())


def test_the_series_of_all_are_those_of_each_kpi(data: Path) -> None:
    for row in rows(data / "all~.series.csv"):
        own = rows(data / f"{row['ref']}.csv")
        assert {name: row[name] for name in SERIES_COLUMNS} in [
            {name: one[name] for name in SERIES_COLUMNS} for one in own
        ]


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_every_field_is_in_the_dictionary(data: Path, spoken: language.Language) -> None:
    language.use(spoken)
    verdicts, series = dict(verdict_fields()), dict(series_fields())
    in_the_unit = {"ja": "KPIの単位", "en": "in the KPI's unit"}[spoken]
    assert in_the_unit in verdicts["grade_rate_value"]  # where a scheme grades a difference
    assert list(verdicts) == list(COLUMNS) == list(rows(data / "town.csv")[0])
    assert set(rows(data / "all~.series.csv")[0]) <= set(series)
    assert all(verdicts.values())
    page = (data.parent / spoken / "data.html").read_text("utf-8")
    assert all(f"<code>{name}</code>" in page for name in (*verdicts, *series))
    assert 'href="../data/all~.csv"' in page


def test_a_long_file_is_written_in_parts_left_alone_where_it_is_there_and_removed(tmp_path: Path) -> None:
    def made(*parts: bytes) -> OutputFolder:
        folder = OutputFolder(tmp_path)
        folder.open()
        if parts:
            folder.write_long("data/all~.csv", lambda: iter(parts))
        folder.close()
        return folder

    assert made(b"one,", b"two\n").written == 2  # with the list of the files
    assert (tmp_path / "data" / "all~.csv").read_bytes() == b"one,two\n"
    assert made(b"one", b",two\n").written == 0
    assert made(b"other\n").written == 2
    assert made().removed == 1
    assert not (tmp_path / "data").exists()


def test_a_link_in_place_of_a_long_file_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes(b"mine\n")
    (tmp_path / "out" / "data").mkdir(parents=True)
    (tmp_path / "out" / "data" / "all~.csv").symlink_to(outside)
    folder = OutputFolder(tmp_path / "out")
    with pytest.raises(LeadsOut):
        folder.write_long("data/all~.csv", lambda: iter([b"theirs\n"]))
    folder.release()
    assert outside.read_bytes() == b"mine\n"
