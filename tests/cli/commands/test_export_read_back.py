"""What ``kpitrack export`` writes of the strategies in ``data/``, read by programs of others: pysdmx, sdmx1, frictionless."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping
from pathlib import Path

import frictionless
import polars as pl
import pysdmx.io
import pytest
import sdmx
from pysdmx.io.format import Format
from pysdmx.model import Codelist, DataStructureDefinition

from kpitrack.exchange.package.read import yaml_bytes

from ..conftest import Run, Town

ROOT = Path(__file__).resolve().parents[3]
Key = tuple[str, str, int]  # a strategy, a KPI and a year


@pytest.fixture
def stated(run: Run, tmp_path: Path) -> Mapping[Key, tuple[float, str, str, str, str]]:
    """The actual values of the repository: the value (NaN for none), the unit, the name in both languages, the body."""
    assert run("export", "parquet", "--as-of", "2018", "--root", ROOT, "--out", tmp_path / "tables").code == 0
    kpis, actuals = (pl.read_parquet(tmp_path / f"tables/{name}.parquet") for name in ("kpis", "actuals"))
    shown = ("value", "unit", "name", "name_en", "organization_name")
    rows = actuals.join(kpis, on="ref").with_columns(
        pl.col("value").fill_null(math.nan), pl.col(shown[1:]).fill_null("")
    )
    return {
        (row["strategy"], row["kpi"], row["year"]): tuple(row[one] for one in shown)
        for row in rows.iter_rows(named=True)
    }


@pytest.fixture
def written(run: Run, tmp_path: Path) -> Path:
    """The SDMX-CSV; its structure stands beside it."""
    assert run("export", "sdmx-csv", "--as-of", "2018", "--root", ROOT, "--out", tmp_path / "kpis.csv").code == 0
    return tmp_path / "kpis.csv"


def _same(found: Mapping[Key, tuple[object, ...]], stated: Mapping[Key, tuple[object, ...]]) -> None:
    assert len(stated) > 80
    assert any(math.isnan(row[0]) for row in stated.values())
    assert {key: (str(value), *rest) for key, (value, *rest) in found.items()} == {
        key: (str(value), *rest) for key, (value, *rest) in stated.items()
    }


def test_pysdmx_reads_the_values_by_their_structure(written: Path, stated: Mapping[Key, tuple[object, ...]]) -> None:
    (data,) = pysdmx.io.get_datasets(written, written.with_suffix(".structure.json"), validate=True)
    columns = ("STRATEGY", "KPI", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "TITLE", "TITLE_EN", "REF_AREA_TITLE")
    rows = data.data[data.data["SERIES_TYPE"] == "ACTUAL"][list(columns)].itertuples(index=False)
    _same({(one[0], one[1], int(one[2][:4])): tuple(one[3:]) for one in rows}, stated)
    assert {one.id: one.dtype.value for one in data.structure.components if one.id in {"OBS_VALUE", "DECIMALS"}} == {
        "OBS_VALUE": "Double", "DECIMALS": "Integer",
    }  # fmt: skip


def test_sdmx1_reads_the_values_by_the_structure_as_sdmx_ml(
    written: Path, stated: Mapping[Key, tuple[object, ...]]
) -> None:
    """It reads no structures in JSON, so that pysdmx writes it anew."""
    found = pysdmx.io.read_sdmx(written.with_suffix(".structure.json"), validate=True).structures
    markup = pysdmx.io.write_sdmx(found, Format.STRUCTURE_SDMX_ML_2_1)
    structure = sdmx.read_sdmx(io.BytesIO(markup.encode()))
    with written.open("rb") as file:
        (data,) = sdmx.read_sdmx(file, "CSV", structure=structure.structure["DSD_KPI"]).data
    attributes = ("UNIT_MEASURE", "TITLE", "TITLE_EN", "REF_AREA_TITLE")
    values = {}
    for one in data.obs:
        key = {name: part.value for name, part in one.dimension.values.items()}
        if key["SERIES_TYPE"] == "ACTUAL":
            told = (one.attached_attribute[name].value for name in attributes)
            values[key["STRATEGY"], key["KPI"], int(key["TIME_PERIOD"][:4])] = float(one.value), *told
    _same(values, stated)
    with written.open(encoding="utf-8", newline="") as file:
        assert len(data.obs) == len(list(csv.DictReader(file)))


def test_pysdmx_knows_every_code(written: Path) -> None:
    """The names of codes are there in both languages; it keeps the English one."""
    message = pysdmx.io.read_sdmx(written.with_suffix(".structure.json"), validate=True)
    lists = {one.id: {code.id: code.name for code in one} for one in message.structures if isinstance(one, Codelist)}
    assert lists["CL_AREA"]["200000"] == "Nagano Prefecture"
    assert lists["CL_OBS_STATUS"]["P"] == "Provisional value"
    codes = json.loads(written.with_suffix(".structure.json").read_bytes())["data"]["codelists"]
    names = {one["id"]: {code["id"]: code["names"]["ja"] for code in one["codes"]} for one in codes}
    assert names["CL_AREA"]["200000"] == "長野県"
    (structure,) = (one for one in message.structures if isinstance(one, DataStructureDefinition))
    with written.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for part in structure.components:
                assert part.enumeration is None or row[part.id] in {code.id for code in part.enumeration}


@pytest.fixture
def package(run: Run, tmp_path: Path) -> Path:
    """The Data Package."""
    assert run("export", "datapackage", "--as-of", "2018", "--root", ROOT, "--out", tmp_path / "package").code == 0
    return tmp_path / "package/datapackage.json"


def test_frictionless_finds_the_package_valid(package: Path) -> None:
    """Each table by its schema: types, words, what must be there and is unique, and what keys lead to."""
    report = frictionless.validate(str(package))
    assert report.flatten(["name", "rowNumber", "type", "note"]) == []
    assert (report.valid, len(report.tasks)) == (True, len(list((package.parent / "data").iterdir())))


def test_frictionless_finds_what_is_wrong(package: Path) -> None:
    """So that its silence above says something."""
    faults = {
        ("nodes", "japan-2025,", "nowhere,"): "foreign-key", ("kpis", ",2024,", ",2024年,"): "type-error",
        ("observations", ",provisional,", ",preliminary,"): "constraint-error",
    }  # fmt: skip
    for table, before, after in faults:
        path = package.parent / f"data/{table}.csv"
        text = path.read_text("utf-8")
        assert before in text
        path.write_bytes(text.replace(before, after, 1).encode())
    tasks = frictionless.validate(str(package)).tasks
    found = {(one.name, kind) for one in tasks for (kind,) in one.flatten(["type"])}
    assert found >= {(table, kind) for (table, *_), kind in faults.items()}


NAMES = {
    "formula": '=1+1, "引用"', "lines": "一行目\n二行目, '三'", "mark": "'先頭", "null": "null", "number": "2024",
    "long": "長い" * 400,
}  # fmt: skip
VALUES = {2021: 5e-07, 2022: None, 2023: -1e15, 2024: 0.30000000000000004}


def test_hostile_names_and_extreme_values_are_read_as_they_are(run: Run, town: Town) -> None:
    kpis = [{"id": key, "name": {"ja": name, "en": f"-{name}"}, "unit": "a,b"} for key, name in NAMES.items()]
    entries = {year: {"status": "missing"} if value is None else value for year, value in VALUES.items()}
    strategy = {
        "id": "town", "title": "@題", "organization": {"name": "例示町"}, "period": {"start": 2021, "end": 2025},
        "goals": [{"id": "g1", "title": "目標", "kpis": kpis}],
    }  # fmt: skip
    town.strategy.write_bytes(yaml_bytes(strategy))
    town.actuals.write_bytes(yaml_bytes({"strategy": "town", "actuals": dict.fromkeys(NAMES, entries)}))
    assert run("export", "sdmx-csv", "--as-of", "2024", "--out", "out/kpis.csv").code == 0
    (data,) = pysdmx.io.get_datasets("out/kpis.csv", "out/kpis.structure.json", validate=True)
    columns = ["KPI", "TITLE", "TITLE_EN", "UNIT_MEASURE", "OBS_VALUE"]
    rows = [(*texts, str(value)) for *texts, value in data.data[columns].itertuples(index=False)]
    assert rows == [
        (
            key,
            f"'{name}" if name.startswith("=") else name,
            f"'-{name}",
            "a,b",
            str(math.nan if value is None else value),
        )
        for key, name in NAMES.items()
        for value in VALUES.values()
    ]
    assert run("export", "datapackage", "--as-of", "2024", "--out", "out/package").code == 0
    assert frictionless.validate("out/package/datapackage.json").flatten(["name", "type", "note"]) == []
    assert run("import-package", "out/package", "--out", "again").code == 0
    for path in (town.strategy, town.actuals):
        assert (Path("again") / path.relative_to(town.root)).read_bytes() == path.read_bytes()
