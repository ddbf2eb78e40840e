"""Strategies that are read when their pages are made, as those of a large repository are."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from kpitrack.progress.schemes import schemes
from kpitrack.report.gather import Gathered, Part, Terms, gather_from
from kpitrack.report.site.build import SitePlan, build
from kpitrack.report.site.library import Changed, Library, library_from
from kpitrack.repository.discovery import Kind
from kpitrack.repository.repository import list_repository
from published import (
    MADE,
    NATION,
    NATION_ACTUALS,
    NEIGHBOURS,
    NEIGHBOURS_ACTUALS,
    RICH,
    RICH_ACTUALS,
    judged,
    publish,
    repository,
)

NAMES = ("town", "nation", "neighbours")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path, (RICH, RICH_ACTUALS), (NATION, NATION_ACTUALS), (NEIGHBOURS, NEIGHBOURS_ACTUALS))


def _unread(root: Path) -> Library:
    library = library_from(root, ((file, NAMES[int(Path(file.path).stem)]) for file in list_repository(root).files))
    assert library is not None
    return library


def _from_files(root: Path) -> Gathered:
    read = judged(root, 2023)
    settings = read.terms.settings
    return gather_from(_unread(root), read.frames, Terms(2023, settings, schemes(settings)))


def test_the_site_is_the_same_whether_strategies_are_held_or_read(root: Path) -> None:
    publish(root, root / "held", 2023)
    build(_from_files(root), SitePlan(root / "read", ("ja", "en"), "ja", MADE, processes=1))
    held = {path.relative_to(root / "held"): path.read_bytes() for path in (root / "held").rglob("*.*")}
    read = {path.relative_to(root / "read"): path.read_bytes() for path in (root / "read").rglob("*.*")}
    assert held == read
    assert len(held) > 100


def test_what_is_sent_to_another_process_is_small(root: Path) -> None:
    gathered = _from_files(root)
    assert len(pickle.dumps(gathered.library)) < 1000
    (portion, *_) = gathered.portions()
    assert b"Strategy" not in pickle.dumps(portion)


@pytest.mark.parametrize("folder", ["strategies", "actuals"])
def test_a_file_that_was_changed_meanwhile_is_told(root: Path, folder: str) -> None:
    gathered = _from_files(root)
    path = root / "data" / folder / "0.yaml"
    path.write_text(path.read_text("utf-8").replace("town", "else").replace("movers", "goers"), "utf-8")
    with pytest.raises(Changed) as found:
        list(gathered.parts())
    assert found.value.args[0] == f"data/{folder}/0.yaml"


def test_a_kpi_that_came_meanwhile_is_told(root: Path) -> None:
    gathered = _from_files(root)
    path = root / "data" / "strategies" / "1.yaml"
    path.write_text(path.read_text("utf-8").replace("id: migration,", "id: other,"), "utf-8")
    with pytest.raises(Changed):
        list(gathered.parts())


def test_strategies_are_tied_both_ways_by_what_contributes_to_what(root: Path) -> None:
    expected = {"town": ["nation"], "nation": ["town", "neighbours"], "neighbours": ["nation"]}
    assert judged(root, 2023).library.ties() == expected
    assert _unread(root).ties() == expected
    path = root / "data" / "strategies" / "2.yaml"
    hidden = '"contributes\\u005fto": [nation/migration]'
    path.write_text(path.read_text("utf-8").replace("contributes_to: [nation/migration]", hidden), "utf-8")
    assert _unread(root).ties() == expected


def test_files_that_cannot_be_told_apart_make_no_library(root: Path) -> None:
    files = list_repository(root).files
    assert library_from(root, ((file, None) for file in files)) is None
    assert library_from(root, ((file, "town") for file in files)) is None
    assert library_from(root, ((file, "town") for file in files if file.kind is Kind.ACTUALS)) is None


def test_the_original_target_is_judged_as_among_all(root: Path) -> None:
    for gathered in (judged(root, 2023), _from_files(root)):
        part = next(iter(gathered.parts()))
        originals = {case.standing.kpi.id: case.original["status"] for case in part.cases if case.original}
        assert originals == {"movers": "on_track"}


def test_a_target_of_parity_knows_what_it_is_held_against(root: Path) -> None:
    part = next(one for one in judged(root, 2023).parts() if one.strategy.id == "neighbours")
    assert isinstance(part, Part)
    born = next(case for case in part.cases if case.standing.kpi.id == "born")
    assert {year: stated.value for year, stated in born.compared.items()} == {
        2019: -120,
        2020: -110,
        2021: -95,
        2022: -70,
    }
    assert {stated.path for stated in born.compared.values()} == {"data/strategies/0.yaml", "data/actuals/0.yaml"}
