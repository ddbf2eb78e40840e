"""Files of every shape that the format allows, generated from its JSON Schema."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
from hypothesis import strategies as st

from kpitrack.model.json_schema import Schema


def texts(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(re.compile(pattern.removesuffix("$") + r"\Z", re.ASCII), fullmatch=False)


def instances(  # noqa: C901, PLR0911, PLR0912  one case for each keyword
    schema: Schema, root: Schema, depth: int = 0
) -> st.SearchStrategy[Any]:
    """Values that ``schema`` accepts; of the many that it does, such as people write."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name == "Year":
            return st.one_of(
                st.integers(1900, 2200), st.sampled_from(["R6", "令和6年度", "2024年度", "2024(令和6)年度", "FY2024"])
            )
        if name == "Day":
            return st.dates().map(str)
        if name == "TimeZone":
            return st.sampled_from(["Asia/Tokyo", "UTC", "America/Argentina/Ushuaia"])
        if name == "Due":
            return st.dates().map(str) | st.sampled_from(["2026-08", "2026-夏", "2026-winter"])
        return instances(root["$defs"][name], root, depth + 1)
    if "anyOf" in schema:
        simple = [one for one in schema["anyOf"] if depth < 14 or "$ref" not in one] or schema["anyOf"]
        return st.one_of(*(instances(one, root, depth) for one in simple))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
    if kind == "object":
        return objects(schema, root, depth)
    if kind == "array":
        items = instances(schema["items"], root, depth + 1) if depth < 12 else st.nothing()
        return st.lists(items, min_size=schema.get("minItems", 0), max_size=1 + schema.get("minItems", 0))
    if kind == "string":
        if "pattern" in schema:
            return texts(schema["pattern"]).filter(lambda text: len(text) <= schema.get("maxLength", 99))
        return st.text(st.characters(codec="utf-8"), min_size=schema.get("minLength", 0), max_size=6)
    if kind == "integer":
        return st.integers(schema.get("minimum", -(10**6)), schema.get("maximum", 10**6))
    if kind == "number":
        low = schema.get("exclusiveMinimum")
        return st.floats(-1e9 if low is None else 0.001, 1e9) | st.integers(1 if low is not None else -9, 9)
    return {"boolean": st.booleans(), "null": st.none()}[kind]


def objects(schema: Schema, root: Schema, depth: int) -> st.SearchStrategy[Any]:
    extra = schema["additionalProperties"]
    if extra is not False:
        names = schema.get("propertyNames", {"type": "string"})
        if names.get("$ref") == "#/$defs/Year":
            keys: st.SearchStrategy[Any] = st.sampled_from(["2021", "R4", "令和5年度"])  # never one year twice
        else:
            keys = instances(names, root, depth)
        return st.dictionaries(keys, instances(extra, root, depth + 1), max_size=2)
    properties = schema["properties"]
    required = {name: instances(properties[name], root, depth) for name in schema.get("required", ())}
    rest = {name: instances(one, root, depth) for name, one in properties.items() if name not in required}
    one_of = [field for one in schema.get("oneOf", ()) for field in one["required"]]
    least = schema.get("minProperties", 0)
    optional = st.sets(st.sampled_from(sorted(rest)), min_size=least, max_size=3) if rest else st.just(set())
    if one_of:
        optional = st.builds(lambda names, one: names - set(one_of) | {one}, optional, st.sampled_from(one_of))
    made = st.fixed_dictionaries(required).flatmap(
        lambda first: optional.flatmap(
            lambda names: st.fixed_dictionaries({name: rest[name] for name in names}).map(lambda more: first | more)
        )
    )
    if "oneOf" in schema or "allOf" in schema:
        return made.filter(
            lambda value: jsonschema.Draft202012Validator(schema | {"$defs": root["$defs"]}).is_valid(value)
        )
    return made
