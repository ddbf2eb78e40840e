"""No command writes over what is not its own, or through a link that leads out of the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run, Town

FORMATS = ("text", "concise", "json", "github", "sarif", "junit", "markdown")


@pytest.fixture
def readme(town: Town) -> Path:
    path = town.root / "README.md"
    path.write_text("# 例示町\n\n大切な文書です。\n", "utf-8")
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "README.md"),
        ("report", "README.xlsx"),
        ("validate", "--output-file", "README.md"),
        ("validate", "--format", "sarif", "--output-file", "README.md"),
        ("validate", "--baseline", "README.md", "--write-baseline"),
        ("import-strategy", "list.csv", "--out", "README.md"),
        ("export", "sdmx-csv", "--out", "README.md"),
        ("sheet", "export", "README.xlsx"),
        ("snapshot", "README.md"),
        ("schema", "--output-dir", "schemas"),
    ],
)
def test_a_file_of_someone_else(run: Run, town: Town, readme: Path, arguments: tuple[str, ...]) -> None:
    content = readme.read_bytes()
    (town.root / "README.xlsx").write_bytes(content)
    (town.root / "list.csv").write_text("指標名,単位,現状値,目標値\n人口,人,100,200\n", "utf-8")
    (town.root / "schemas").mkdir()
    (town.root / "schemas" / "strategy.schema.json").write_bytes(content)
    result = run(*arguments)
    assert result.code == 1
    assert "is there already" in result.err
    assert "name another" in result.err or "name a folder" in result.err or "--replace" in result.err
    for path in (readme, town.root / "README.xlsx", town.root / "schemas" / "strategy.schema.json"):
        assert path.read_bytes() == content


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("wrong", [False, True])
def test_a_report_takes_the_place_of_any_report(run: Run, town: Town, language: str, wrong: bool) -> None:
    if wrong:
        town.actuals.write_text(town.actuals.read_text("utf-8") + "  nobody:\n    2021: 1\n", "utf-8")
    for format_ in (*FORMATS, *reversed(FORMATS)):
        result = run("validate", "--format", format_, "--output-file", "report.out", "--lang", language)
        assert result.code == wrong, (format_, result.err)


def test_a_document_and_a_workbook_are_made_again(run: Run, town: Town) -> None:
    for name in ("report.md", "report.xlsx"):
        for as_of in ("2022", "2023"):
            assert run("report", name, "--as-of", as_of).code == 0
    (town.root / "table.xlsx").write_bytes((town.root / "report.xlsx").read_bytes()[:-30])
    assert run("report", "table.xlsx").code == 1


def test_a_baseline_and_schemas_are_written_again(run: Run, town: Town) -> None:
    for _ in range(2):
        assert run("validate", "--baseline", "known.json", "--write-baseline").code == 0
        assert run("schema", "--output-dir", "schemas").code == 0
    (town.root / "known.json").write_bytes(b"")  # as a run that was killed once left it
    assert run("validate", "--baseline", "known.json", "--write-baseline").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("snapshot", "data/all.parquet"),
        ("snapshot", "data"),
        ("judge", "all.parquet", "data/verdicts"),
        ("export", "csv", "--out", "data/csv"),
        ("export", "sdmx-csv", "--out", "data/strategies/all.csv"),
        ("sheet", "export", "data/sheet.xlsx"),
        ("sheet", "export", "data/sheets", "--split-by", "department"),
        ("report", "data/report.xlsx"),
        ("fill", "--example", "data/forms"),
        ("fill", "form.xlsx", "data/filled.xlsx"),
        ("validate", "--output-file", "data/actuals/found.txt"),
        ("snapshot", "link/all.parquet"),
    ],
)
def test_the_data_are_no_place_for_anything_else(run: Run, town: Town, arguments: tuple[str, ...]) -> None:
    assert run("snapshot", "all.parquet").code == 0
    assert run("fill", "--example", "form.xlsx").code == 0
    (town.root / "link").symlink_to("data")
    before = sorted(town.root.rglob("*"))
    result = run(*arguments)
    assert result.code == 2
    assert "is in the folder of the repository's own files" in result.err
    assert sorted(town.root.rglob("*")) == before


def test_the_data_are_no_place_for_a_site(run: Run, town: Town) -> None:
    (town.root / ".kpitrack-report").write_text("", "utf-8")
    for out in (".", "data", "data/site", ".."):
        assert run("report", out).code == 2
    assert not (town.root / "index.html").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "out"),
        ("report", "out/site"),
        ("report", "out/report.md"),
        ("report", "out/report.xlsx"),
        ("validate", "--output-file", "out/found.txt"),
        ("validate", "--baseline", "out/known.json", "--write-baseline"),
        ("import-strategy", "list.csv", "--out", "out/draft.yaml"),
        ("export", "csv", "--out", "out"),
        ("export", "sdmx-csv", "--out", "out/a.csv"),
        ("sheet", "export", "out/sheet.xlsx"),
        ("snapshot", "out/set.parquet"),
        ("schema", "--output-dir", "out"),
        ("init", "out"),
        ("init", "out/new"),
    ],
)
def test_a_link_out_of_the_repository(run: Run, town: Town, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    (town.root / "out").symlink_to(elsewhere)
    (town.root / "list.csv").write_text("指標名,単位,現状値,目標値\n人口,人,100,200\n", "utf-8")
    result = run(*arguments)
    assert result.code == 2
    assert "through a link" in result.err
    assert list(elsewhere.iterdir()) == []


def test_a_link_in_the_site(run: Run, town: Town, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    precious = elsewhere / "index.html"
    precious.write_text("mine", "utf-8")
    assert run("report", "site").code == 0
    site = town.root / "site"
    (site / "ja" / "index.html").unlink()
    (site / "ja" / "index.html").symlink_to(precious)
    result = run("report", "site")
    assert result.code == 2
    assert "through a link" in result.err
    assert precious.read_text("utf-8") == "mine"
    (site / "ja" / "index.html").unlink()
    (site / "assets").rename(site / "kept")
    (site / "assets").symlink_to(elsewhere)
    assert run("report", "site").code == 2
    assert list(elsewhere.iterdir()) == [precious]


def test_actuals_through_a_dangling_link(run: Run, town: Town, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yaml"
    town.actuals.unlink()
    town.actuals.symlink_to(outside)
    assert run("add-actual", "guests", "2022", "1350").code == 1
    assert not outside.exists()
    town.actuals.unlink()
    town.actuals.parent.rmdir()
    town.actuals.parent.symlink_to(tmp_path.parent)
    assert run("add-actual", "guests", "2022", "1350").code == 1
    assert not (tmp_path.parent / "town.yaml").exists()


def test_a_device_is_written_to(run: Run, town: Town) -> None:
    assert run("validate", "--output-file", "/dev/null").code == 0
    assert town.actuals.exists()


def test_links_of_the_user_outside_of_any_repository(run: Run, town: Town, tmp_path: Path) -> None:
    away = tmp_path.parent / f"{tmp_path.name}-away"
    (away / "real").mkdir(parents=True)
    (away / "link").symlink_to(away / "real")
    assert run("report", away / "link").code == 0
    assert (away / "real" / "index.html").exists()
    assert run("export", "csv", "--out", away / "link" / "csv").code == 0
    assert (away / "real" / "csv" / "kpis.csv").exists()
    assert town.actuals.exists()
