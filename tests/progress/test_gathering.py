"""Frames that are put together from pieces are those of the whole."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kpitrack.checks.survey import Aids, glance
from kpitrack.progress import gathering
from kpitrack.progress.frames import Frames, build
from kpitrack.progress.gathering import gather
from kpitrack.repository.cache import Store
from kpitrack.repository.repository import list_repository, read_repository

PARTS = ("kpis", "actuals", "milestones", "comparators")


def town(i: int) -> tuple[str, str]:
    other = f"s{(i * 7) % 90:02d}"
    target = {0: "parity_with: tokyo", 1: f"parity_with: {other}/k", 2: "change: 5"}.get(i % 9, "value: 20")
    strategy = (
        f"id: s{i:02d}\ntitle: {{ja: 戦略, en: Strategy}}\norganization: {{name: 市{i}}}\nperiod: {{start: 2020, end: 2024}}\n"
        "source: 資料\ngoals:\n- id: g\n  title: 目標\n  kpis:\n  - id: k\n    name: 率\n    unit: '%'\n"
        f"    better: higher\n    baseline: {{year: 2020, value: {i}}}\n    target: {{year: 2024, {target}}}\n"
        "    milestones: {2022: 3}\n  - {id: l, name: 数, unit: 人, better: lower, baseline: {year: 2019, value: 8}}\n"
    )
    actuals = (
        f"strategy: s{i:02d}\nactuals:\n  k: {{2021: {i}, 2022: {{numerator: 1, denominator: {i + 1}}}}}\n"
        "  l: {2021: {status: missing}, 2022: 3}\ncomparators: {tokyo: {2020: 30, 2022: 31}}\n"
    )
    return strategy, actuals


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for kind in ("strategies", "actuals"):
        (root / "data" / kind).mkdir(parents=True)
    for i in range(90):
        strategy, actuals = town(i)
        (root / f"data/strategies/{(i * 37) % 90:02d}.yaml").write_text(strategy)
        (root / f"data/actuals/{i:02d}.yaml").write_text(actuals)
    return root


def assert_as_built(root: Path, aids: Aids | None = None) -> Frames:
    repository = read_repository(root)
    whole = build(
        [file.model for file in repository.strategies if file.model],
        [file.model for file in repository.actuals if file.model],
        repository.configuration,
    )
    listing = list_repository(root)
    found = gather(listing, glance(listing), aids)
    for name in PARTS:
        keys = [] if name == "kpis" else ["ref" if name != "comparators" else "key", "year"]
        got, expected = getattr(found, name), getattr(whole, name)
        assert_frame_equal(got.sort(keys) if keys else got, expected.sort(keys) if keys else expected)
    return found


@pytest.mark.parametrize("processes", ["1", "3"])
def test_the_pieces_make_the_whole(processes: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPITRACK_PROCESSES", processes)
    told: list[object] = []
    found = assert_as_built(root, Aids(note=told.append))
    assert isinstance(found.kpis, pl.DataFrame)
    assert found.kpis.height == 180
    assert not told


def test_what_was_kept_is_the_same_and_only_the_changed_is_read(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPITRACK_PROCESSES", "1")
    aids = Aids(Store(tmp_path / "cache"))
    assert_as_built(root, aids)
    read: list[str] = []
    read_bytes = gathering.read_bytes
    monkeypatch.setattr(gathering, "read_bytes", lambda root, file: read.append(file.path) or read_bytes(root, file))
    assert_as_built(root, aids)
    assert not read
    changed = root / "data/actuals/31.yaml"
    before = changed.stat()
    changed.write_text(town(31)[1].replace("2021: 31", "2021: 77"))
    os.utime(changed, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert_as_built(root, aids)
    assert sorted(read) == ["data/actuals/31.yaml", f"data/strategies/{(31 * 37) % 90:02d}.yaml"]
    (root / "data/actuals/40.yaml").unlink()
    (root / "data/strategies/00.yaml").unlink()
    assert_as_built(root, aids)
    (root / "kpitrack.yaml").write_text("grading: ibaraki\n")
    assert_as_built(root, aids)


def test_files_that_a_glance_puts_apart_belong_together(root: Path, tmp_path: Path) -> None:
    aids = Aids(Store(tmp_path / "cache"))
    (root / "data/actuals/more.yaml").write_text("'strategy' : s05\nactuals: {k: {2023: 9}}\n")
    for _ in range(2):
        found = assert_as_built(root, aids)
        assert isinstance(found.actuals, pl.DataFrame)
        assert found.actuals.filter(ref="s05/k").height == 3


def test_a_file_that_changes_while_it_is_read_is_not_kept_under_what_it_was(root: Path, tmp_path: Path) -> None:
    aids = Aids(Store(tmp_path / "cache"))
    changed = root / "data/actuals/05.yaml"
    listing = list_repository(root)
    seen = glance(listing)
    before = changed.read_text()
    changed.write_text(before.replace("2021: 5", "2021: 6"))
    gather(listing, seen, aids)
    for text in (before, changed.read_text()):
        changed.write_text(text)
        assert_as_built(root, aids)
