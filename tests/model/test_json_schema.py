"""The JSON Schema accepts and rejects as reading does."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

import shapes
from kpitrack.model.json_schema import NAMES, YEAR_PATTERN, described, schema_of
from kpitrack.model.json_schema_words import ABOUT, FIELDS, SHARED
from kpitrack.model.strategy import Strategy
from kpitrack.model.target import Target
from kpitrack.model.years import BadYear, parse_year
from kpitrack.repository.discovery import Kind
from kpitrack.repository.loading import model_of
from kpitrack.repository.yaml.tree import read_tree

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = {name: schema_of(name) for name in NAMES}
VALIDATORS = {name: jsonschema.Draft202012Validator(schema) for name, schema in SCHEMAS.items()}
BELONGS = {"compounding": "percent_per_year", "tolerance": "hold", "ratio": "parity_with"}


def accepts(name: str, content: Any) -> bool:
    """Whether the program takes the shape of ``content``, the form of its targets among it."""
    if name == "settings" and content is None:
        content = {}
    try:
        model = model_of(Kind(name)).model_validate(content)
    except ValidationError:
        return False
    return not isinstance(model, Strategy) or all(
        well_formed(target)
        for placed in model.kpis()
        for target in [placed.item.target, *(one.target for one in placed.item.revisions or ())]
        if target
    )


def well_formed(target: Target) -> bool:
    """As kpitrack.checks.target_form has it."""
    return (
        len(target.forms) == 1
        and all(getattr(target, field) is None or target.form == form for field, form in BELONGS.items())
        and (target.form != "percent_per_year" or target.compounding is not None)
    )


FILES = {name: shapes.instances(schema, schema) for name, schema in SCHEMAS.items()}
OTHER = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 3000), st.floats(allow_nan=False, allow_infinity=False, width=16).filter(lambda x: not x.is_integer()),
    st.text(max_size=3), st.sampled_from(["80%", "R6", "2024", "12,600", "１２", "a-b", "x:y", "2024-03-31", "no", "2024-02"]),
    st.just([]), st.just({}), st.just({"ja": "例"}), st.just({"title": "例"}), st.just({"fr": "x"}), st.just({"year": 2024, "value": 1}),
).map(copy.deepcopy)  # fmt: skip


def ways(content: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every node."""
    found = [way] if way else []
    items = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in items:
        found += ways(value, (*way, key))
    return found


def at(content: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        content = content[step]
    return content


@pytest.mark.parametrize("name", NAMES)
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large], deadline=None
)
@given(data=st.data())
def test_what_it_accepts_is_read_and_what_is_changed_is_judged_alike(name: str, data: st.DataObject) -> None:
    content = data.draw(FILES[name])
    assert VALIDATORS[name].is_valid(content)
    assert accepts(name, content), json.dumps(content, ensure_ascii=False)
    content = copy.deepcopy(content)
    places = ways(content)
    if not places:
        return
    for _ in range(data.draw(st.integers(1, 3))):
        way = data.draw(st.sampled_from(ways(content) or [()]))
        if not way:
            break
        parent = at(content, way[:-1])
        match data.draw(st.sampled_from(["replace", "remove", "add", "rename"])):
            case "replace":
                parent[way[-1]] = data.draw(OTHER)
            case "remove":
                del parent[way[-1]]
            case "add" if isinstance(parent, dict):
                known = sorted({field for fields in FIELDS.values() for field in fields} | SHARED.keys())
                parent[data.draw(st.sampled_from(known) | st.text(max_size=3))] = data.draw(OTHER)
            case "rename" if isinstance(parent, dict):
                parent[f"{way[-1]}s"] = parent.pop(way[-1])
            case _:
                parent.append(data.draw(OTHER)) if isinstance(parent, list) else None
    if twice(content):
        return  # that a year stands twice is no matter of shape
    assert VALIDATORS[name].is_valid(content) == accepts(name, content), json.dumps(content, ensure_ascii=False)


def twice(content: Any) -> bool:
    for way in [(), *ways(content)]:
        node = at(content, way)
        if isinstance(node, dict):
            years = [year for key in node if (year := year_of(key)) is not None]
            if len(set(years)) < len(years):
                return True
    return False


def year_of(text: Any) -> int | None:
    try:
        return parse_year(text)
    except BadYear:
        return None


@pytest.mark.parametrize("day", ["2022-11-30", "2022-11-31", "2022-12-31", "2022-02-30", "2022-13-01", "2022-1-1"])
def test_a_day_that_there_is(day: str) -> None:
    content = {"strategy": "town", "actuals": {"movers": {"2021": {"value": 1, "published": day}}}}
    assert VALIDATORS["actuals"].is_valid(content) == accepts("actuals", content)


@pytest.mark.parametrize(
    "path", sorted([*ROOT.glob("data/*/*.yaml"), ROOT / "kpitrack.yaml"]), ids=lambda path: path.stem
)
def test_our_own_files(path: Path) -> None:
    name = {"strategies": "strategy", "actuals": "actuals"}.get(path.parent.name, "settings")
    content = json.loads(json.dumps(read_tree(path.read_bytes()).data))
    VALIDATORS[name].validate(content)


ERA_TEXTS = st.tuples(
    st.sampled_from(["", " ", "　"]),
    st.sampled_from(["令和", "平成", "昭和", "大正", "明治", "R", "r", "Ｒ", "H.", "S", "T", "M", "㋿", "㍻", "FY", "CY ", "ＦＹ", "", "西暦"]),
    st.sampled_from(["", " "]),
    st.one_of(
        st.integers(0, 99).map(str), st.integers(1850, 2250).map(str), st.just("元"), st.sampled_from(["０６", "２０２４", "006", "20223"]),
        st.text("〇一二三四五六七八九十", min_size=1, max_size=4),
    ),
    st.sampled_from(["", "年度", "年", " 年度", "年 度", "度"]),
    st.sampled_from(["", " "]),
).map("".join)  # fmt: skip


@settings(max_examples=1500)
@given(ERA_TEXTS)
@example("令和二十五年度")
@example("平成五十年")
@example("明治元年")
def test_years(text: str) -> None:
    assert bool(re.search(YEAR_PATTERN, text)) == (year_of(text) is not None)


@given(ERA_TEXTS, ERA_TEXTS)
def test_two_ways_of_writing_a_year(outer: str, inner: str) -> None:
    text = f"{outer}({inner})"
    if year_of(text) is not None:
        assert re.search(YEAR_PATTERN, text)
    if re.search(YEAR_PATTERN, text):
        assert year_of(outer) is not None
        assert year_of(inner) is not None


def models(model: type[BaseModel], found: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    found[model.__name__] = model
    for field in model.model_fields.values():
        waiting = [field.annotation]
        while waiting:
            one = waiting.pop()
            waiting += getattr(one, "__args__", ())
            if isinstance(one, type) and issubclass(one, BaseModel) and one.__name__ not in found:
                models(one, found)
    return found


def test_every_field_is_described_in_both_languages_and_nothing_else_is() -> None:
    every: dict[str, type[BaseModel]] = {}
    for model in NAMES.values():
        models(model, every)
    assert every.keys() == ABOUT.keys()
    used = set()
    for name, model in every.items():
        assert re.search("[ぁ-んァ-ヶ一-龠]", ABOUT[name][0])
        for field, info in model.model_fields.items():
            japanese, english = described(model, info.alias or field)
            assert re.search("[ぁ-んァ-ヶ一-龠]", japanese), (name, field)
            assert re.search("[A-Za-z]{2}", english), (name, field)
            used.add(info.alias or field)
    assert {field for fields in FIELDS.values() for field in fields} | SHARED.keys() == used
    assert {(name, field) for name, fields in FIELDS.items() for field in fields} <= {
        (name, info.alias or field) for name, model in every.items() for field, info in model.model_fields.items()
    }


def test_the_schemas_are_schemas() -> None:
    for schema in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(schema)
