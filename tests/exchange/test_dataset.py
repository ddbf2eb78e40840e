"""Datasets: the same frames and models come back, in parts of any size."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import strategies as made
from kpitrack.exchange.dataset import read, write
from kpitrack.exchange.dataset.read import MANIFEST, Dataset, DatasetProblem, Origin, file_of, open_dataset
from kpitrack.exchange.dataset.write import SourceFile, replacing, write_parts
from kpitrack.model.settings import Settings
from kpitrack.progress.frames import Frames, build, tables
from kpitrack.progress.joining import joined
from kpitrack.progress.judge import judge
from kpitrack.progress.schema import KPIS
from kpitrack.repository.discovery import Kind

ORIGIN = Origin("", {}, None, False, "2026-11-28", 14, [], [])


@cache
def _frames() -> Frames:
    data = made.own_data()
    return build(_models(), [file.model for file in data.actuals if file.model], data.configuration.in_force)


def _models() -> list:
    return [file.model for file in made.own_data().strategies if file.model]


def _documents(name: str) -> Iterator[SourceFile]:
    bundle = next(one for one in made.own_data().bundles if one.strategy.model and one.strategy.model.id == name)
    for kind, file in ((Kind.STRATEGY, bundle.strategy), *((Kind.ACTUALS, one) for one in bundle.actuals)):
        yield SourceFile(name, kind, file.path, made.own_data().contents[file.path])


@cache
def _columns() -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The columns of all tables but the comparators, and these."""
    data = made.own_data()
    columns = tables(_models(), [file.model for file in data.actuals if file.model], data.configuration.in_force)
    whole = joined(columns)
    beside = columns["kpis"].select(set(columns["kpis"].columns) - set(whole.kpis.columns))
    return columns | {"kpis": whole.kpis.sort("position").hstack(beside), "actuals": whole.actuals}, whole.comparators


def _written(folder: Path, size: int) -> Dataset:
    columns, comparators = _columns()
    with replacing(folder, replace=True) as writer:
        write_parts(writer, columns, comparators, _documents, size)
        writer.finish(made.own_data().configuration, [ORIGIN])
    return open_dataset(folder)


@settings(max_examples=8, deadline=None)
@given(size=st.integers(1, 60), year=st.integers(2015, 2027))
def test_parts_of_any_size_are_judged_as_the_whole(size: int, year: int) -> None:
    expected = judge(_frames(), year).collect(engine="in-memory")
    with TemporaryDirectory() as folder:
        dataset = _written(Path(folder) / "own.parquet", size)
        found = [
            judge(dataset.frames(part, dataset.kpis(part)), year).collect(engine="in-memory")
            for part in range(dataset.parts)
        ]
        assert dataset.strategies["kpis"].sum() == expected.height
    assert_frame_equal(pl.concat(found).sort("position"), expected.sort("position"))


def test_the_frames_come_back(tmp_path: Path) -> None:
    dataset, frames = _written(tmp_path / "own.parquet", 10_000), _frames()
    assert dataset.parts == 1
    found = dataset.frames(0, dataset.kpis(0))
    assert_frame_equal(found.kpis, frames.kpis.sort("position"))
    for one, other in ((found.actuals, frames.actuals), (found.milestones, frames.milestones)):
        assert_frame_equal(one.collect(), other, check_row_order=False)
    assert dataset.settings.thresholds == made.own_data().configuration.thresholds


def test_the_files_come_back(tmp_path: Path) -> None:
    dataset = _written(tmp_path / "own.parquet", 1)
    for name, part in dataset.strategies.select("strategy", "part").iter_rows():
        assert list(dataset.documents(part, name)) == [(one.path, one.content) for one in _documents(name)]


def test_each_value_has_the_line_that_it_was_read_from(tmp_path: Path) -> None:
    dataset = _written(tmp_path / "own.parquet", 10_000)
    contents = made.own_data().contents
    rows = [*dataset.scan("actuals", 0).collect().iter_rows(named=True)]
    rows += dataset.scan("milestones", 0).collect().iter_rows(named=True)
    assert len(rows) > 30
    for row in rows:
        if row["file"] is None:
            continue  # computed, or from the strategy before
        line = contents[row["file"]].decode().splitlines()[row["line"] - 1]
        assert str(row["year"]) in line
        written = line.partition(":")[2].replace("_", "").strip()
        assert row["value"] is None or written[:1] in {"", "{", "#"} or f"{row['value']:g}" in written, (row, line)
    for row in dataset.kpis(0).iter_rows(named=True):
        lines = contents[row["file"]].decode().splitlines()
        assert row["kpi"] in lines[row["line"] - 1]
        for name in ("baseline", "target"):
            assert row[f"{name}_line"] is None or f"{name}:" in lines[row[f"{name}_line"] - 1]


def test_settings_come_back(tmp_path: Path) -> None:
    stated = Settings.model_validate({
        "fiscal_year_start": 1, "language": "en", "thresholds": {"on_track": "90%", "at_risk": 0.5}, "grading": "own",
        "schemes": {"own": {
            "title": {"ja": "独自", "en": "Own"},
            "source": {"title": "計画", "published": "2021-03-01"},
            "grade_on": "rounded",
            "grades": [
                {"grade": 1, "when": {"progress": {"at_least": "elapsed", "more_than": "-5%"}, "status": ["achieved"]}},
                {"grade": "B", "label": "並"},
            ],
            "otherwise": {"grade": "−"},
        }},
    })  # fmt: skip
    with replacing(tmp_path / "a.parquet", replace=False) as writer:
        writer.finish(stated, [ORIGIN])
    dataset = open_dataset(tmp_path / "a.parquet")
    assert dataset.settings == stated
    assert (dataset.parts, dataset.strategies.height) == (0, 0)


def test_only_the_parts_asked_for_are_read(tmp_path: Path) -> None:
    dataset = _written(tmp_path / "own.parquet", 1)
    for part in range(1, dataset.parts):
        path = dataset.folder / file_of("kpis", part)
        path.write_bytes(b"\0" * path.stat().st_size)
    assert dataset.kpis(0).height > 0
    with pytest.raises(DatasetProblem) as caught:
        dataset.kpis(1)
    assert caught.value.in_data


def test_a_filter_leaves_the_rest_unread(tmp_path: Path) -> None:
    dataset = _written(tmp_path / "own.parquet", 10_000)
    kpis = dataset.kpis(0, pl.col("strategy") == "nagano-shinshu")
    assert set(kpis["strategy"]) == {"nagano-shinshu"}
    assert set(dataset.frames(0, kpis).actuals.collect()["ref"]) <= set(kpis["ref"])
    assert list(dataset.frames(0, kpis).kpis.columns) == list(KPIS)


def test_a_dataset_from_before_a_column_was_added_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = {name: kind for name, kind in write.PARTS["kpis"].items() if not name.startswith("department")}
    monkeypatch.setattr(write, "PARTS", {**write.PARTS, "kpis": older})
    found = _written(tmp_path / "own.parquet", 1000).kpis(0)
    assert found["department"].null_count() == found.height > 0


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(tmp_path_factory.mktemp("sealed") / "own.parquet", 20).folder


class TestTheSeal:
    def all_of(self, folder: Path) -> list[object]:
        dataset = open_dataset(folder)
        parts = [dataset.scan(table, part).collect().rows() for part in range(dataset.parts) for table in read.PARTS]
        return [dataset.settings, dataset.origins, dataset.strategies.rows(), *parts]

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_no_bit_changes_unseen(self, written: Path, tmp_path: Path, data: st.DataObject) -> None:
        names = sorted(path.relative_to(written) for path in written.rglob("*") if path.is_file())
        name = data.draw(st.sampled_from([*names, Path(MANIFEST)]))
        content = bytearray((written / name).read_bytes())
        bit = data.draw(st.integers(0, len(content) * 8 - 1))
        content[bit // 8] ^= 1 << bit % 8
        folder = tmp_path / "flipped"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(written, folder)
        (folder / name).write_bytes(content)
        try:
            found = self.all_of(folder)
        except DatasetProblem:
            return
        assert found == self.all_of(written)  # a blank of the manifest at most

    def test_a_part_of_another_snapshot_is_noticed(self, written: Path, tmp_path: Path) -> None:
        other = _written(tmp_path / "other.parquet", 1).folder
        shutil.copytree(written, tmp_path / "mixed")
        shutil.copy(other / file_of("kpis", 0), tmp_path / "mixed" / file_of("kpis", 0))
        with pytest.raises(DatasetProblem):
            self.all_of(tmp_path / "mixed")

    def test_it_says_what_it_was_taken_from(self, written: Path) -> None:
        assert open_dataset(written).origins == (ORIGIN,)
