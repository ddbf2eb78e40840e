"""Fields of the file format as columns of a table, and back: what a field may hold follows from the JSON Schema.

A record inside a record is flattened with dots (``period.start``), a text in two languages takes two columns
(``title``, ``title.en``), a number that may also be a word takes two (``value``, ``value.text``), a fiscal year is an
integer however it was written, and what is open-ended is one cell of JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from kpitrack.exchange.spreadsheet.formula import is_like_formula
from kpitrack.exchange.tidy import safe
from kpitrack.language.visible import visible_json
from kpitrack.model.json_schema import schema_of
from kpitrack.model.years import parse_year

Kind = Literal["string", "date", "number", "integer", "year", "boolean", "array", "object", "any"]
Form = Literal["one", "printed", "languages", "number-or-text"]
_JSON = frozenset({"array", "object", "any"})
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")


class CellError(ValueError):
    """A cell that is not what its column holds."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its cells are, and what it means in Japanese and English."""

    name: str
    kind: Kind
    about: tuple[str, str]
    words: tuple[str, ...] = ()  # the only ones that may stand there

    def text(self, value: Any) -> str:
        """A value as a cell. A text that a spreadsheet would take for a formula gets an apostrophe before it."""
        if value is None:
            return ""
        if self.kind in _JSON:
            return as_json(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return f"'{value}" if value.startswith("'") else safe(value)
        return repr(value)

    def value(self, text: str) -> Any:
        """What a cell says; None where it is empty.

        Raises:
            CellError: it is not of the column's kind.
        """
        if text == "":
            return None
        if self.kind in _JSON:
            try:
                return json.loads(text, parse_constant=_refuse)
            except (ValueError, RecursionError):
                raise CellError(text) from None
        if self.kind == "boolean":
            if text not in {"true", "false"}:
                raise CellError(text)
            return text == "true"
        if self.kind in {"number", "integer", "year"}:
            if not _NUMBER.fullmatch(text) or (self.kind != "number" and not text.lstrip("-").isdigit()):
                raise CellError(text)
            return int(text) if text.lstrip("-").isdigit() else float(text)
        bare = text.removeprefix("'")
        return bare if text != bare and (bare.startswith("'") or is_like_formula(bare)) else text


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record and its columns."""

    name: str  # as the files write it
    own: tuple[Column, ...] = ()  # the columns of what is no record
    form: Form = "one"  # what these say together
    parts: tuple[Field, ...] = ()  # the fields of the record that it may be instead

    @property
    def columns(self) -> list[Column]:
        """All of its columns."""
        return [*self.own, *(column for part in self.parts for column in part.columns)]

    def normal(self, value: Any) -> Any:
        """``value`` as it is told: years as integers, Japanese alone as a text, without what is null."""
        if isinstance(value, dict) and self.form == "languages" and value and value.keys() <= {"ja", "en"}:
            return value["ja"] if value.keys() == {"ja"} else value
        if isinstance(value, dict) and self.parts:
            known = {part.name: part for part in self.parts}
            return {name: known[name].normal(one) for name, one in value.items() if one is not None}
        if self.form == "printed" or (self.form == "languages" and type(value) is int):
            return str(value)
        return parse_year(value) if self.form == "one" and self.own and self.own[0].kind == "year" else value

    def split(self, value: Any) -> list[Any]:
        """The cells of a value in its normal form; those that it does not have are None."""
        own: list[Any] = [None] * len(self.own)
        if self.form == "languages" and isinstance(value, str):
            own[0] = value
        elif self.form == "languages" and value and value.keys() <= {"ja", "en"}:
            own = [value.get("ja"), value.get("en")]
        elif self.parts:
            return (
                [*own, *(cell for part in self.parts for cell in part.split(value.get(part.name)))]
                if value
                else [None for _ in self.columns]
            )
        elif self.form == "number-or-text":
            own = [None, value] if isinstance(value, str) else [value, None]
        elif own:
            own = [value]
        return own + [None] * (len(self.columns) - len(own))

    def join(self, cells: Sequence[Any]) -> Any:
        """The value that cells say; None for none."""
        own, rest = cells[: len(self.own)], iter(cells[len(self.own) :])
        record = {}
        for part in self.parts:
            found = part.join([next(rest) for _ in part.columns])
            if found is not None:
                record[part.name] = found
        if record:
            return record
        if self.form == "languages":
            japanese, english = own
            return japanese if english is None else {"ja": japanese, "en": english} if japanese else {"en": english}
        return next((cell for cell in own if cell is not None), None)


def as_json(value: Any) -> str:
    """JSON on one line, what is hidden as an escape."""
    return visible_json(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")))


def _refuse(constant: str) -> None:
    raise ValueError(constant)


@cache
def definitions() -> Mapping[str, Any]:
    """The definitions of the JSON Schemas of strategies and actuals, the two roots among them."""
    found: dict[str, Any] = {}
    for name, root in (("strategy", "Strategy"), ("actuals", "Actuals")):
        schema = schema_of(name)  # type: ignore[arg-type]  # both are names
        found |= {**schema["$defs"], root: schema}
    return found


def fields_of(schema: Mapping[str, Any], without: frozenset[str] = frozenset(), before: str = "") -> list[Field]:
    """The fields of a record.

    Args:
        schema: of the record.
        without: the ways to what has a table of its own, such as ``baseline.restated``.
        before: the way to the record.
    """
    return [
        _field(name, one, without, before + name)
        for name, one in schema["properties"].items()
        if before + name not in without
    ]


def _field(  # noqa: PLR0911  one a form
    name: str, schema: Mapping[str, Any], without: frozenset[str], way: str
) -> Field:
    japanese, _, english = schema["description"].partition("\n")
    about = japanese, english
    found = list(_alternatives(schema))
    refs = {ref for ref, _ in found}
    every = {_shape(ref, one) for ref, one in found}
    shapes = every - {"null"}

    def column(kind: Kind) -> Column:
        return Column(way, kind, about)

    records = [one for ref, one in found if _shape(ref, one) == "record"]
    parts = tuple(fields_of(records[0], without, f"{way}.")) if len(records) == 1 else ()
    if "languages" in shapes and shapes <= {"string", "languages", "record"}:
        both = column("string"), Column(f"{way}.en", "string", (f"{japanese}（英語）", f"{english} (in English)"))
        return Field(name, both, "languages", parts)
    if shapes == {"record"} and parts:
        return Field(name, parts=parts)
    if shapes == {"year"}:
        return Field(name, (column("year"),))
    if shapes == {"number", "string"}:
        text = Column(f"{way}.text", "string", (f"{japanese}（言葉または率）", f"{english} (a word or a percentage)"))
        return Field(name, (column("number"), text), "number-or-text")
    if shapes <= {"number", "integer"}:
        return Field(name, (column("number" if "number" in shapes else "integer"),))
    if shapes == {"boolean"}:
        return Field(name, (column("boolean"),))
    if shapes == {"string"}:
        enums = [one["enum"] for _, one in found if "enum" in one]
        words = tuple(enums[0]) if len(enums) == len(found) - ("null" in every) else ()
        return Field(
            name, (replace(column("date" if refs <= {"Day", ""} and "Day" in refs else "string"), words=words),)
        )
    return Field(name, (column("array" if shapes == {"array"} else "object" if shapes == {"object"} else "any"),))


def _alternatives(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What a value may be, each with the name of its definition or nothing."""
    if "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from _alternatives(one)
    elif "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        own = definitions()[name]
        if name != "Year" and "anyOf" in own:
            yield from _alternatives(own)
        else:
            yield name, own
    else:
        yield "", schema


def _shape(ref: str, schema: Mapping[str, Any]) -> str:
    if ref == "Year":
        return "year"
    if "enum" in schema:
        return "string" if all(isinstance(one, str) for one in schema["enum"]) else "other"
    kind = schema["type"]
    if isinstance(kind, list):
        return "string"  # a number as it is printed
    if kind != "object":
        return str(kind)
    if schema.get("additionalProperties") is not False:
        return "object"
    return "languages" if schema["properties"].keys() == {"ja", "en"} else "record"


def value_field(schema: Mapping[str, Any]) -> Field:
    """The field of a table whose records are bare values: ``value``."""
    return _field("value", {"description": "値\nThe value", **schema}, frozenset(), "value")
