"""``kpitrack export`` as its users meet it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from kpitrack.cli import context
from kpitrack.cli import main as program

from ..conftest import ACTUALS, STRATEGY, Run, Town

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("parquet", "csv", "datapackage", "open-sdg")


@pytest.mark.parametrize("form", FOLDERS)
def test_the_same_again_is_no_change(run: Run, town: Town, form: str) -> None:
    asked = ("export", form, "--out", "out", "--as-of", "2022")
    first = run(*asked)
    assert (first.code, first.out) == (0, "")
    before = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    assert before
    assert run(*asked).code == 0
    assert {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("form", FOLDERS)
def test_what_would_change_stays_unless_told(run: Run, town: Town, form: str) -> None:
    asked = ("export", form, "--out", "out", "--as-of", "2022")
    run(*asked)
    before = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    Path("out/mine.txt").write_text("mine", "utf-8")
    town.actuals.write_text("strategy: town\nactuals:\n  movers: {2021: 11}\n", "utf-8")
    refused = run(*asked)
    assert (refused.code, refused.out) == (1, "")
    assert "--replace" in refused.err
    assert {path: path.read_bytes() for path in before} == before
    assert run(*asked, "--replace").code == 0
    assert {path: path.read_bytes() for path in before} != before
    assert Path("out/mine.txt").read_text("utf-8") == "mine"


def test_tables_hold_what_status_says(run: Run, town: Town) -> None:
    document = json.loads(run("status", "--as-of", "2022", "--format", "json").out)
    run("export", "csv", "--out", "out", "--as-of", "2022")
    run("export", "parquet", "--out", "out", "--as-of", "2022")
    with Path("out/verdicts.csv").open(encoding="utf-8", newline="") as file:
        verdicts = list(csv.DictReader(file))
    assert [(row["ref"], row["status"], float(row["progress"])) for row in verdicts] == [
        (one["ref"], one["status"], one["progress"]) for one in document["kpis"]
    ]
    assert pl.read_parquet("out/verdicts.parquet")["status"].to_list() == [row["status"] for row in verdicts]
    assert Path("out/actuals.csv").read_text("utf-8").splitlines()[:2] == [
        "ref,year,value,status,numerator,denominator,answered,of,word", "town/movers,2021,10,normal,,,,,",
    ]  # fmt: skip


def test_one_strategy_of_several(run: Run, tmp_path: Path) -> None:
    result = run("export", "sdmx-csv", "nagano-shinshu", "--root", ROOT, "--as-of", "2018")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert {row["STRATEGY"] for row in rows} == {"nagano-shinshu"}
    refused = run("export", "open-sdg", "--root", ROOT, "--out", tmp_path / "out")
    assert refused.code == 2
    assert "nagano-shinshu" in refused.err
    assert not (tmp_path / "out").exists()
    assert run("export", "csv", "nagana-shinshu", "--root", ROOT, "--out", tmp_path / "out").code == 2


def _written(folder: str) -> dict[str, bytes]:
    root = Path(folder)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def many_parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of our own data with a part a strategy."""
    dataset = tmp_path_factory.mktemp("parts") / "all.parquet"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPITRACK_CACHE", "off")
        patch.setattr("kpitrack.exchange.dataset.write.write_parts.__defaults__", (1,))
        assert program.run(["snapshot", str(dataset), "--root", str(ROOT)]) == 0
    context.begin(context.CommonOptions())
    assert len(list((dataset / "kpis").iterdir())) > 5
    return dataset


@pytest.mark.parametrize("form", ["parquet", "csv", "datapackage", "sdmx-csv"])
def test_from_a_dataset_of_many_parts_as_from_the_files(
    run: Run, many_parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for chosen in ((), ("nagano-shinshu", "tsuruoka-2")):
        asked = ("export", form, *chosen, "--as-of", "2018")
        there = ("--out", "files/out"), ("--out", "dataset/out")
        assert run(*asked, *there[0], "--root", ROOT, "--replace").code == 0
        assert run(*asked, *there[1], "--source", many_parts, "--replace").code == 0
        files, dataset = _written("files"), _written("dataset")
        if form == "datapackage":  # a dataset holds those settings alone that verdicts go by
            for one in (files, dataset):
                document = json.loads(one["out/datapackage.json"])
                del document["kpitrack"]["settings"]
                one["out/datapackage.json"] = json.dumps(document).encode()
        assert files
        assert files == dataset


@pytest.mark.parametrize("form", ["parquet", "csv", "datapackage", "sdmx-csv"])
def test_from_many_files_part_by_part(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ("export", form, "--as-of", "2018", "--root", ROOT, "--out")
    assert run(*asked, "whole/out").code == 0
    monkeypatch.setattr("kpitrack.workspace.open._PART", 1)
    assert run(*asked, "parts/out").code == 0
    assert _written("parts") == _written("whole")


def test_from_several_datasets(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        for kind, text in (("strategies", STRATEGY), ("actuals", ACTUALS)):
            Path(f"{name}/data/{kind}").mkdir(parents=True)
            Path(f"{name}/data/{kind}/town.yaml").write_text(text.replace(": town\n", f": {name}\n"), "utf-8")
        assert run("snapshot", f"{name}.parquet", "--root", name).code == 0
    asked = ("export", "csv", "--source", "one.parquet", "--source", "two.parquet", "--as-of", "2022", "--out", "out")
    assert run(*asked).code == 0
    with Path("out/kpis.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["ref"], row["position"]) for row in csv.DictReader(file)] == [
            ("one/movers", "0"), ("one/guests", "1"), ("two/movers", "2"), ("two/guests", "3"),
        ]  # fmt: skip
    sdmx = run("export", "sdmx-csv", "--source", "one.parquet", "--source", "two.parquet", "--as-of", "2022").out
    assert [row["STRATEGY"] for row in csv.DictReader(io.StringIO(sdmx))] == ["one"] * 7 + ["two"] * 7


def test_sdmx_to_a_file(run: Run, town: Town) -> None:
    assert run("export", "sdmx-csv", "--as-of", "2022", "--out", "deep/kpis.csv").code == 0
    assert Path("deep/kpis.csv").read_text("utf-8") == run("export", "sdmx-csv", "--as-of", "2022").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("xml",), "FORMAT"), (("csv",), "--out"), (("parquet", "--out", "file"), "is no folder"),
        (("sdmx-csv", "--out", "there"), "is a folder"), (("sdmx-csv", "--out", "data"), "own files"), (("csv", "--out", "out", "--grading", "none"), "--grading"),
    ],
)  # fmt: skip
def test_wrong_usage(run: Run, town: Town, arguments: tuple[str, ...], said: str) -> None:
    Path("file").write_text("mine", "utf-8")
    Path("there").mkdir()
    result = run("export", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not Path("out").exists()


def test_nothing_from_faulty_files(run: Run, town: Town) -> None:
    town.actuals.write_text("strategy: town\nactuals:\n  nobody: {2021: 11}\n", "utf-8")
    for form in (*FOLDERS, "sdmx-csv"):
        result = run("export", form, "--out", "out")
        assert (result.code, result.out) == (1, "")
    assert not Path("out").exists()


def test_a_place_that_cannot_be_written(run: Run, town: Town) -> None:
    Path("file").write_text("mine", "utf-8")
    result = run("export", "csv", "--out", "file/below")
    assert result.code == 2
    assert "cannot be written" in result.err


def test_another_day_is_no_change(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("kpitrack.yaml").write_text("publisher: {name: 例示町, licence: CC BY 4.0}\n", "utf-8")
    asked = ("export", "datapackage", "--out", "out", "--as-of", "2022")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert run(*asked).code == 0
    before = _written("out")
    catalogue = json.loads(before["catalog-datapackage.jsonld"])
    assert catalogue["dct:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    files = {one["dcat:downloadURL"]["@id"] for one in catalogue["dcat:dataset"][0]["dcat:distribution"]}
    assert files == before.keys() - {"catalog-datapackage.jsonld"}
    package = json.loads(before["datapackage.json"])
    assert package["created"] == "2023-11-15T00:00:00+09:00"
    assert package["contributors"] == [{"title": "例示町", "role": "publisher"}]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert run(*asked).code == 0
    assert _written("out") == before


def test_the_structure_of_sdmx_stands_beside_it(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every column is a component of the data structure, and every code that is used is in its codelist."""
    asked = ("export", "sdmx-csv", "--as-of", "2022", "--out", "out/kpis.csv")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert run(*asked).code == 0
    before = _written("out")
    assert before.keys() == {"kpis.csv", "kpis.structure.json"}
    data = json.loads(before["kpis.structure.json"])["data"]
    (structure,) = data["dataStructures"]
    parts = structure["dataStructureComponents"]
    dimensions = [*parts["dimensionList"]["dimensions"], parts["dimensionList"]["timeDimension"]]
    components = [*dimensions, *parts["measureList"]["measures"], *parts["attributeList"]["attributes"]]
    rows = list(csv.DictReader(io.StringIO(before["kpis.csv"].decode())))
    assert [one["id"] for one in components] == list(rows[0])[3:]
    concepts = {one["id"] for one in data["conceptSchemes"][0]["concepts"]}
    assert concepts == {one["id"] for one in components}
    codes = {one["id"]: {code["id"] for code in one["codes"]} for one in data["codelists"]}
    for one in components:
        if urn := one["localRepresentation"].get("enumeration"):
            assert {row[one["id"]] for row in rows} <= codes[urn.rpartition(":")[2].partition("(")[0]]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert run(*asked).code == 0
    assert _written("out") == before
