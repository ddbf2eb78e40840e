"""The Data Package holds all that the files say: made of them and brought back, they mean the same."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import shapes
import strategies as made
from kpitrack.exchange.package.fields import definitions
from kpitrack.exchange.package.read import PackageProblem, read_package, yaml_bytes
from kpitrack.exchange.package.tables import CHILDREN, TABLES
from kpitrack.exchange.package.write import About, Writer, write_beside
from kpitrack.model.actuals import Actuals
from kpitrack.model.json_schema import schema_of
from kpitrack.model.settings import Publisher
from kpitrack.model.strategy import Strategy
from kpitrack.progress.frames import build
from kpitrack.progress.judge import judge
from kpitrack.progress.schemes import ladders
from kpitrack.repository.yaml.tree import read_tree

ROOT = Path(__file__).resolve().parents[2]
STRATEGY_FILE, ACTUALS_FILE = "data/strategies/a.yaml", "data/actuals/a.yaml"
FILES = {name: shapes.instances(schema, schema) for name in ("strategy", "actuals") if (schema := schema_of(name))}
SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    deadline=None,
    max_examples=80,
)


def _written(folder: Path, trees: dict[str, Any]) -> None:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    with Writer(folder / "data") as writer:
        for path, tree in trees.items():
            (writer.add_strategy if "strategies" in path else writer.add_actuals)(path, tree)
    (folder / "datapackage.json").write_text('{"kpitrack": {"version": 1, "settings": {}}}', "utf-8")


def _back(trees: dict[str, Any]) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        _written(Path(folder), trees)
        return read_package(Path(folder))


def _meaning(model: Any) -> Any:
    """What a model says: Japanese alone is the text, a bare value a record of it, and what is empty says nothing."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(one) for one in value]
        if not isinstance(value, dict):
            return value
        found = {name: inner for name, one in value.items() if (inner := plain(one)) not in (None, [], {})}
        alone = next((name for name in ("ja", "value", "values") if found.keys() == {name}), None)
        return found[alone] if alone else found

    return plain(model.model_dump(exclude_defaults=True, warnings=False))


def _with_own_ids(tree: dict[str, Any]) -> dict[str, Any]:
    """No two things of one id, as `duplicate-id` asks."""
    tree, count = copy.deepcopy(tree), iter(range(10**6))

    def number(node: dict[str, Any]) -> None:
        node["id"] = f"{node['id'][:9]}-{next(count)}"
        for kpi in node.get("kpis") or ():
            kpi["id"] = f"{kpi['id'][:9]}-{next(count)}"
        for below in node.get("measures") or ():
            number(below)

    for goal in tree["goals"]:
        number(goal)
    for grant in tree.get("grants") or ():
        grant["id"] = f"{grant['id'][:9]}-{next(count)}"
    return tree


@SLOW
@given(FILES["strategy"].map(_with_own_ids))
def test_a_strategy_of_any_shape_comes_back(tree: dict[str, Any]) -> None:
    (path, found), *others = _back({STRATEGY_FILE: tree}).items()
    assert (path, others) == (STRATEGY_FILE, [])
    assert _meaning(Strategy.model_validate(found)) == _meaning(Strategy.model_validate(tree))
    assert read_tree(yaml_bytes(found)).data == found


@SLOW
@given(FILES["actuals"])
def test_actuals_of_any_shape_come_back(tree: dict[str, Any]) -> None:
    found = _back({ACTUALS_FILE: tree}).get(ACTUALS_FILE, {"strategy": tree["strategy"]})  # without a row, no file
    assert _meaning(Actuals.model_validate(found)) == _meaning(Actuals.model_validate(tree))
    assert read_tree(yaml_bytes(found)).data == found


def _own() -> dict[str, Any]:
    paths = sorted(ROOT.glob("data/*/*.yaml"))
    return {path.relative_to(ROOT).as_posix(): read_tree(path.read_bytes()).data for path in paths}


def test_our_own_files_come_back() -> None:
    trees = _own()
    found = _back(trees)
    for path, tree in trees.items():
        model = Strategy if "strategies" in path else Actuals
        back = found.get(path, {"strategy": tree.get("strategy")})
        assert _meaning(model.model_validate(back)) == _meaning(model.model_validate(tree)), path


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "=1+1"), ("title", "'=1+1"), ("title", "''"), ("title", "-減災"), ("title", "左\u202e右\u200b"),
        ("title", "a\r\nb\tc\u0000"), ("title", ""), ("title", {"en": "=x"}), ("title", {"ja": "", "en": "x"}),
        ("number", {"ja": "1", "en": "=I"}), ("organization", {"name": "町", "code": "062031"}),
        ("source", {"title": {"ja": "統計", "en": "+x"}, "published": "2021-03-01"}), ("source", "白書"), ("source", {}),
    ],
)  # fmt: skip
def test_texts_that_a_table_cannot_show_come_back(field: str, value: object) -> None:
    tree: dict[str, Any] = {
        "id": "a", "title": "戦略", "organization": {"name": "町"}, "period": {"start": 2021, "end": 2025}, "goals": [],
    }  # fmt: skip
    if field == "number":
        tree["goals"] = [{"id": "g", "number": value, "title": "目標"}]
    else:
        tree[field] = value
    assert _back({STRATEGY_FILE: tree}) == {STRATEGY_FILE: tree}


def test_what_people_write_comes_back_as_they_would_write_it() -> None:
    kpi = {
        "id": "k", "name": "指標", "unit": "", "baseline": {}, "target": {"year": "R7", "percent_change": "-30%"},
        "milestones": {"令和5年度": 3}, "scale": ["未", "済"],
    }  # fmt: skip
    tree = {
        "id": "a", "title": {"ja": "戦略"}, "organization": {"name": "町", "code": "131016"},
        "period": {"start": "令和3年度", "end": 2025}, "goals": [{"id": "g", "number": 1, "title": "目標", "kpis": [kpi]}],
    }  # fmt: skip
    actuals = {"strategy": "a", "actuals": {"k": {"R3": "未", 2022: {"value": "済", "by": {"性別": {"=女": 1}}}}}}
    found = _back({STRATEGY_FILE: tree, ACTUALS_FILE: actuals})
    assert found[STRATEGY_FILE]["title"] == "戦略"
    assert found[STRATEGY_FILE]["organization"]["code"] == "131016"
    assert found[STRATEGY_FILE]["period"] == {"start": 2021, "end": 2025}
    (goal,) = found[STRATEGY_FILE]["goals"]
    assert goal["number"] == "1"
    assert goal["kpis"] == [kpi | {"target": {"year": 2025, "percent_change": "-30%"}, "milestones": {2023: 3}}]
    assert found[ACTUALS_FILE]["actuals"] == {"k": {2021: "未", 2022: {"value": "済", "by": {"性別": {"=女": 1}}}}}


def _package(settings: Any = None) -> dict[str, bytes]:
    data = made.own_data()
    models = [file.model for file in data.strategies if file.model]
    frames = build(models, [file.model for file in data.actuals if file.model], data.configuration.in_force)
    verdicts = judge(frames, 2018, None, ladders(data.configuration.in_force)).collect(engine="in-memory")
    publisher = Publisher(name="例示県", url="https://example.org/", licence="CC BY 4.0")
    about = About([("戦略", "A strategy")], settings, publisher, "2026-11-28T00:00:00+09:00", 2018)
    with TemporaryDirectory() as name:
        folder = Path(name)
        _written(folder, _own())
        return {one: (folder / one).read_bytes() for one in write_beside(folder, about, [verdicts[:5], verdicts[5:]])}


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


_PARSERS = {
    "string": str, "date": str, "number": float, "integer": int, "array": json.loads, "object": json.loads,
    "any": json.loads, "boolean": {"true": True, "false": False}.__getitem__,
}  # fmt: skip


def test_it_describes_its_files() -> None:
    """Held to the specifications of Data Package and Table Schema, version 1."""
    content = _package()
    package = json.loads(content.pop("datapackage.json"))
    assert package["profile"] == "tabular-data-package"
    assert package["title"] == "戦略 / A strategy"
    assert package["licenses"] == [{"title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
    assert package["created"] == "2026-11-28T00:00:00+09:00"
    resources = {one["name"]: one for one in package["resources"]}
    assert resources.keys() == {*TABLES, "verdicts"}
    rows = {name: _rows(content.pop(one["path"])) for name, one in resources.items()}
    assert not content
    for name, one in resources.items():
        fields = {field["name"]: field for field in one["schema"]["fields"]}
        assert len(fields) == len(one["schema"]["fields"])
        assert all(len(field["description"].split("\n")) == 2 for field in fields.values()), name
        for row in rows[name]:
            assert list(row) == list(fields)
            for column, text in row.items():
                constraints = fields[column].get("constraints", {})
                if text:
                    _PARSERS[fields[column]["type"]](text)
                    assert text in constraints.get("enum", [text])
                else:
                    assert not constraints.get("required")
        if "primaryKey" in one["schema"]:
            keys = [tuple(row[key] for key in one["schema"]["primaryKey"]) for row in rows[name]]
            assert len(keys) == len(set(keys)), name
        for key in one["schema"].get("foreignKeys", ()):
            reference = key["reference"]
            known = {tuple(row[field] for field in reference["fields"]) for row in rows[reference["resource"]]}
            assert {tuple(row[field] for field in key["fields"]) for row in rows[name]} <= known, name


def test_every_list_of_records_has_a_table() -> None:
    """So that a field that is added to the format is not one cell of JSON unseen."""

    def lists(name: str, schema: dict[str, Any]) -> Iterator[str]:
        for field, one in schema["properties"].items():
            text = json.dumps(one)
            records = ('"items": {"$ref"', '"additionalProperties": {"$ref"')
            if any(part in text for part in records) and "ScaleWord" not in text:
                yield f"{name}.{field}"

    held = {f"{name}.{way}" for name, ways in CHILDREN.items() for way in ways} | {"Baseline.restated"}
    shown = {f"{kind}.{field}" for kind in ("Goal", "Measure") for field in CHILDREN["Goal"]}
    for name, schema in definitions().items():
        if "properties" in schema and name != "Actuals":
            assert set(lists(name, schema)) <= held | shown


def test_no_column_stands_for_two_fields() -> None:
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names)), table.name


@pytest.mark.parametrize(
    ("table", "before", "after", "said"),
    [
        ("kpis", "2024,12600", "2024,12千", "data/kpis.csv:"), ("kpis", "strategy,node", "strategy,nodes", "nodes"),
        ("observations", "data/actuals/ibaraki.yaml", "../ibaraki.yaml", "file"),
        ("observations", "data/actuals/ibaraki.yaml", "data/strategies/x.yaml", "file"),
        ("nodes", "japan-2025,", "nowhere,", "nodes"), ("strategies", "ibaraki,", "ibaraki", "strategies.csv"),
    ],
)  # fmt: skip
def test_a_package_that_was_changed_wrongly(tmp_path: Path, table: str, before: str, after: str, said: str) -> None:
    _written(tmp_path, _own())
    path = tmp_path / f"data/{table}.csv"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(PackageProblem) as found:
        read_package(tmp_path)
    assert said in str(found.value.message)
    assert found.value.hint


def test_the_order_of_rows_and_columns_does_not_matter(tmp_path: Path) -> None:
    _written(tmp_path, _own())
    expected = read_package(tmp_path)
    for path in (tmp_path / "data").iterdir():
        header, *rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([row[::-1] for row in [header, *rows[::-1]]])
    assert read_package(tmp_path) == expected
