"""``kpitrack import-package``: the files again, and nothing else touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..conftest import Run, Town

ROOT = Path(__file__).resolve().parents[3]


def _files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.yaml")}


@pytest.fixture
def package(run: Run, town: Town) -> Path:
    assert run("export", "datapackage", "--out", "package", "--as-of", "2022").code == 0
    return Path("package")


def test_the_files_are_made_again_and_judged_alike(run: Run, town: Town, package: Path) -> None:
    result = run("import-package", package, "--out", "again")
    assert (result.code, result.out) == (0, "")
    assert "again/data/strategies/town.yaml" in result.err
    assert set(_files(Path("again"))) == {"data/strategies/town.yaml", "data/actuals/town.yaml"}
    there = [
        json.loads(run("status", "--as-of", "2022", "--format", "json", "--root", root).out)
        for root in (town.root, "again")
    ]
    assert there[0] == there[1]
    assert run("export", "datapackage", "--out", "package", "--as-of", "2022", "--root", "again").code == 0


def test_our_own_data_and_settings(run: Run, tmp_path: Path) -> None:
    assert run("export", "datapackage", "--root", ROOT, "--out", tmp_path / "package", "--as-of", "2025").code == 0
    assert run("import-package", tmp_path / "package", "--out", tmp_path / "again").code == 0
    assert run("validate", "--root", tmp_path / "again", "--strict").code == 0
    before = _files(tmp_path / "again")
    assert "kpitrack.yaml" in before
    again = ("export", "datapackage", "--root", tmp_path / "again", "--out", tmp_path / "package", "--as-of", "2025")
    assert run(*again).code == 0  # the same package, or it would be refused
    assert run("import-package", tmp_path / "package", "--root", ROOT).code == 0  # which says so already
    assert _files(tmp_path / "again") == before


def test_nothing_that_says_something_else_is_overwritten(run: Run, town: Town, package: Path) -> None:
    text = town.actuals.read_text("utf-8")
    town.actuals.write_text(text.replace("2021: 1300", "2021: 1301"), "utf-8")
    Path("kpitrack.yaml").write_text("language: en\n", "utf-8")
    before = _files(town.root)
    refused = run("import-package", package)
    assert refused.code == 1
    assert "data/actuals/town.yaml" in refused.err
    assert _files(town.root) == before
    town.actuals.unlink()
    assert run("import-package", package).code == 0
    assert town.strategy.read_bytes() == before["data/strategies/town.yaml"]  # with its comments
    assert Path("kpitrack.yaml").read_text("utf-8") == "language: en\n"
    assert "1300" in town.actuals.read_text("utf-8")


def test_what_would_be_wrong_is_not_written(run: Run, town: Town, package: Path) -> None:
    path = package / "data/kpis.csv"
    path.write_text(path.read_text("utf-8").replace(",2020,1200,", ",1850,1200,"), "utf-8")
    result = run("import-package", package, "--out", "again")
    assert result.code == 1
    assert "bad-year" in result.err
    assert "1850" in result.err
    assert not _files(Path("again"))
    path.write_text(path.read_text("utf-8").replace(",1850,1200,", ",2020,千,"), "utf-8")
    result = run("import-package", package, "--out", "again")
    assert result.code == 1
    assert "data/kpis.csv:3" in result.err
    assert "baseline.value" in result.err


def test_what_was_wrong_before_does_not_stand_in_the_way(run: Run, town: Town, package: Path) -> None:
    other = Path("again/data/strategies/village.yaml")
    other.parent.mkdir(parents=True)
    other.write_text("id: village\n", "utf-8")
    result = run("import-package", package, "--out", "again")
    assert (result.code, "missing-field" in result.err) == (0, False)
    assert set(_files(Path("again"))) == {
        "data/strategies/village.yaml", "data/strategies/town.yaml", "data/actuals/town.yaml",
    }  # fmt: skip


@pytest.mark.parametrize("content", [None, "", "[]", "{", '{"kpitrack": {"version": 2, "settings": {}}}', '{"a": 1}'])
def test_what_is_no_package(run: Run, town: Town, package: Path, content: str | None) -> None:
    document = package / "datapackage.json"
    document.unlink() if content is None else document.write_text(content, "utf-8")
    result = run("import-package", package, "--out", "again")
    assert result.code == 2
    assert "datapackage.json is no Data Package" in result.err
    assert not Path("again").exists()


def test_a_package_that_lacks_a_file_is_damaged(run: Run, town: Town, package: Path) -> None:
    (package / "data/kpis.csv").unlink()
    result = run("import-package", package, "--out", "again")
    assert result.code == 1
    assert "kpis.csv" in result.err
    assert not Path("again").exists()


def test_several_datasets_become_one_repository(run: Run, town: Town, tmp_path: Path) -> None:
    for name in ("one", "two"):
        other = tmp_path / name
        for kind, path in (("strategies", town.strategy), ("actuals", town.actuals)):
            (other / "data" / kind).mkdir(parents=True)
            text = path.read_text("utf-8").replace(": town\n", f": {name}\n")
            (other / "data" / kind / "town.yaml").write_text(text, "utf-8")
        assert run("snapshot", tmp_path / f"{name}.parquet", "--root", other).code == 0
    sources = ("--source", tmp_path / "one.parquet", "--source", tmp_path / "two.parquet")
    assert run("export", "datapackage", "--out", "both", *sources).code == 0
    assert run("import-package", "both", "--out", "again").code == 0
    assert sorted(name for name in _files(Path("again")) if name != "kpitrack.yaml") == [
        f"data/{kind}/{name}/town.yaml" for kind in ("actuals", "strategies") for name in ("one", "two")
    ]
    assert run("validate", "--root", "again").code == 0
