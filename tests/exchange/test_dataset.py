"""Datasets: the same frames and models come back, in parts of any size."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import strategies as made
from kpitrack.analysis.standing import Standing
from kpitrack.exchange.dataset.models import kpi_of
from kpitrack.exchange.dataset.read import Dataset, DatasetProblem, file_of, open_dataset
from kpitrack.exchange.dataset.write import NotWritten, replacing, write_parts
from kpitrack.model.settings import Settings
from kpitrack.progress.frames import Frames, build
from kpitrack.progress.judge import judge
from kpitrack.progress.schema import KPIS


def _frames() -> Frames:
    data = made.own_data()
    return build(_models(), [file.model for file in data.actuals if file.model], data.configuration)


def _models() -> list:
    return [file.model for file in made.own_data().strategies if file.model]


def _written(folder: Path, size: int) -> Dataset:
    with replacing(folder, replace=True) as writer:
        write_parts(writer, _frames(), _models(), size)
        writer.finish(made.own_data().configuration, 14)
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
    assert_frame_equal(pl.concat(found), expected)


def test_the_frames_come_back(tmp_path: Path) -> None:
    dataset, frames = _written(tmp_path / "own.parquet", 10_000), _frames()
    assert dataset.parts == 1
    found = dataset.frames(0, dataset.kpis(0))
    assert_frame_equal(found.kpis, frames.kpis)
    for one, other in ((found.actuals, frames.actuals), (found.milestones, frames.milestones)):
        assert_frame_equal(one.collect(), other, check_row_order=False)
    assert dataset.settings.thresholds == made.own_data().configuration.thresholds


def test_what_screens_show_of_a_kpi_comes_back(tmp_path: Path) -> None:
    dataset = _written(tmp_path / "own.parquet", 10_000)
    verdicts = judge(_frames(), 2018).collect(engine="in-memory").rows_by_key("ref", named=True, unique=True)
    rows = {row["ref"]: row for row in dataset.kpis(0).iter_rows(named=True)}
    for strategy in _models():
        for placed in strategy.kpis():
            ref = f"{strategy.id}/{placed.item.id}"
            judged = {"ref": ref, **verdicts[ref]}
            before = Standing(strategy, placed.item, placed.path, judged)
            after = Standing(strategy, kpi_of(rows[ref]), tuple(rows[ref]["path"]), judged)
            assert (after.name, after.unit, after.path, after.target_text()) == (
                before.name, before.unit, before.path, before.target_text(),
            )  # fmt: skip
            assert after.kpi.baseline == before.kpi.baseline or before.kpi.baseline is not None


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
        writer.finish(stated, 0)
    dataset = open_dataset(tmp_path / "a.parquet")
    assert dataset.settings == stated
    assert (dataset.parts, dataset.strategies.height) == (0, 0)


def test_files_that_changed_meanwhile(tmp_path: Path) -> None:
    with pytest.raises(NotWritten), replacing(tmp_path / "a.parquet", replace=False) as writer:
        write_parts(writer, _frames(), reversed(_models()))
    assert not list(tmp_path.iterdir())


def test_only_the_parts_asked_for_are_read(tmp_path: Path) -> None:
    dataset = _written(tmp_path / "own.parquet", 1)
    for part in range(1, dataset.parts):
        path = dataset.folder / file_of("kpis", part)
        path.write_bytes(b"\0" * path.stat().st_size)
    assert dataset.kpis(0).height > 0
    with pytest.raises(DatasetProblem) as caught:
        dataset.kpis(1)
    assert caught.value.damaged


def test_a_filter_leaves_the_rest_unread(tmp_path: Path) -> None:
    dataset = _written(tmp_path / "own.parquet", 10_000)
    kpis = dataset.kpis(0, pl.col("strategy") == "nagano-shinshu")
    assert set(kpis["strategy"]) == {"nagano-shinshu"}
    assert set(dataset.frames(0, kpis).actuals.collect()["ref"]) <= set(kpis["ref"])
    assert list(dataset.frames(0, kpis).kpis.columns) == list(KPIS)
