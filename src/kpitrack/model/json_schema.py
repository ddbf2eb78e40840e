"""JSON Schema (2020-12) of the files, made from the models: for editors, and for programs that write such files.

For the shape of single values it accepts and rejects the same as reading does. What no schema can express is left to
``kpitrack validate``: that the two years of ``2024(令和6)年度`` are equal, that a year has a 29 February, that a year
occurs once, that there is a time zone of that name, and everything about meaning.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, MaxLen, MinLen
from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from kpitrack.model.vocabulary import OWN_RATE, RATE_NAMES

from . import due, record, settings
from . import target as targets
from .actuals import Actuals
from .due import SEASONS
from .fields import fields_of
from .json_schema_words import ABOUT, FIELDS, SHARED
from .settings import Scheme, Settings
from .strategy import KPI, Baseline, Restatement, Review, Strategy
from .target import FORMS, Target
from .years import ERAS, FIRST_YEAR

Schema = dict[str, Any]
Name = Literal["strategy", "actuals", "settings"]
NAMES: dict[Name, type[BaseModel]] = {"strategy": Strategy, "actuals": Actuals, "settings": Settings}

_KANJI = "〇一二三四五六七八九"
_LIGATURES = "㋿㍻㍼㍽㍾"  # of the eras
_SUFFIX = r"\s*(?:年度|年)?"


def _digits(*values: int) -> str:
    """One digit of ``values``, half or full width."""
    return "[" + "".join(f"{value}{chr(0xFF10 + value)}" for value in values) + "]"


def _letter(letter: str) -> str:
    both = letter + letter.lower()
    return "[" + both + "".join(chr(ord(one) + 0xFEE0) for one in both) + "]"


def _counts(first: int, last: int) -> str:
    """The numbers from ``first`` to ``last``: ``6``, ``06``, ``六``, ``二十五``, ``二五``, and ``元`` for 1."""
    found = ["元"] if first == 1 else []
    zeros = f"{_digits(0)}{{0,7}}"
    for ten in range(last // 10 + 1):
        ones = [one for one in range(10) if first <= ten * 10 + one <= last]
        if not ones:
            continue
        kanji = "[" + "".join(_KANJI[one] for one in ones) + "]"
        if ten == 0:
            found += [f"{zeros}{_digits(*ones)}", f"〇*{kanji}"]
            continue
        found += [f"{zeros}{_digits(ten)}{_digits(*ones)}", f"〇*{_KANJI[ten]}{kanji}"]
        rest = "".join(_KANJI[one] for one in ones if one)
        after = f"[{rest}]" if rest else ""
        tens = f"{_KANJI[ten]}{'?' if ten == 1 else ''}十"
        found.append(f"{tens}{after}{'?' if after and 0 in ones else ''}")
    return "(?:" + "|".join(found) + ")"


def _single() -> str:
    any_digit = _digits(*range(10))
    western = (
        f"(?:{_digits(1)}{_digits(9)}{any_digit}{any_digit}|{_digits(2)}{_digits(0, 1)}{any_digit}{any_digit}"
        f"|{_digits(2)}{_digits(2)}{_digits(0)}{_digits(0)})"
    )
    prefix = f"(?:(?:{_letter('F')}|{_letter('C')}){_letter('Y')}\\s*)?"
    eras = "|".join(
        f"(?:(?:{era.kanji}|{ligature})\\s*|{_letter(era.letter)}[.．]?)"
        f"{_counts(max(1, FIRST_YEAR - era.first + 1), era.years)}"
        for era, ligature in zip(ERAS, _LIGATURES, strict=True)
    )
    return f"(?:{prefix}{western}|{eras}){_SUFFIX}"


YEAR_PATTERN = f"^\\s*{_single()}(?:\\s*[(（]\\s*{_single()}\\s*[)）]{_SUFFIX})?\\s*$"
"""A year on its own, or two ways of writing one, ``2024(令和6)年度``, as `kpitrack.model.years.parse_year` reads it.

It means the same in ECMAScript, which JSON Schema refers to, and in Python.
"""
_SHARE = {"type": "string", "pattern": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?[ \t]*%$"}
_DAY = (
    r"^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-9]))$"
)
_SCALARS: dict[str, tuple[Schema, str, str]] = {
    "Year": (
        {"anyOf": [{"type": "integer", "minimum": 1900, "maximum": 2200}, {"type": "string", "pattern": YEAR_PATTERN}]},
        "年度（4月から翌年3月）。2024、FY2024、令和6年度、R6 のように書く",
        "A fiscal year (Japan: April to March): 2024, FY2024, 令和6年度, R6",
    ),
    "Day": (
        {"type": "string", "format": "date", "pattern": _DAY},
        "日付。2024-03-31 のように書く",
        "A day, such as 2024-03-31",
    ),
    "Percent": (
        _SHARE,
        "率。80%、-30% のように%を付けて書く",
        "A rate with its percent sign: 80%, -30%",
    ),
    "Rate": (
        {"anyOf": [{"type": "number"}, _SHARE]},
        "率。80% または 0.8",
        "A rate: 80% or 0.8",
    ),
    "Due": (
        {"type": "string", "pattern": f"{_DAY[:-1]}$|^[0-9]{{4}}-(0[1-9]|1[0-2]|{'|'.join(SEASONS)})$"},
        "日、月または季節。2026-08-31、2026-08、2026-夏 のように書く",
        "A day, a month or a season: 2026-08-31, 2026-08, 2026-夏",
    ),
    "PrintedNumber": (
        {
            "anyOf": [
                {"type": ["string", "integer"]},
                {
                    "type": "object",
                    "properties": {"ja": {"type": "string"}, "en": {"type": "string"}},
                    "additionalProperties": False,
                },
            ]
        },
        "資料に印刷されたとおりの番号。文字列、整数、または {ja: …, en: …}",
        "A number as it is printed: text, an integer, or {ja: …, en: …}",
    ),
    "Printed": ({"type": ["string", "integer"]}, "資料に印刷されたとおりの番号や記号", "A mark as it is printed"),
    "ScaleWord": (
        {"type": "string", "pattern": record.SCALE_WORD_PATTERN, "maxLength": 200},
        "段階の言葉",
        "A word of the KPI's scale",
    ),
    "WebAddress": (
        {"type": "string", "pattern": record.WEB_ADDRESS_PATTERN},
        "ウェブ上のアドレス。https:// で始まる",
        "An address on the web, such as https://www.example.lg.jp/kpi/",
    ),
    "Step": (
        {"anyOf": [{"type": "number"}, _SHARE]},
        "KPIの単位での増減、または4%のような率",
        "A number in the KPI's unit, or a percentage such as 4%",
    ),
    "TimeZone": (
        {"type": "string", "pattern": settings.TIME_ZONE_PATTERN},
        "IANAの地域名。Asia/Tokyo など",
        "A name of the IANA database, such as Asia/Tokyo",
    ),
    "Bound": (
        {"anyOf": [{"type": "number"}, {"enum": [OWN_RATE, *RATE_NAMES]}, _SHARE]},
        "比べる値。80%、0.8、またはほかの率の名前",
        "What to compare with: 80%, 0.8, or the name of another rate",
    ),
}
_BY_VALIDATOR: dict[Callable[..., Any], str] = {
    next(part for part in get_args(alias) if isinstance(part, BeforeValidator)).func: name
    for name, alias in {
        "Year": record.Year,
        "Day": record.Day,
        "Percent": record.Percent,
        "Rate": record.Rate,
        "Due": due.Due,
        "Printed": record.Printed,
        "PrintedNumber": record.PrintedNumber,
        "Bound": settings.Bound,
        "TimeZone": settings.TimeZone,
        "ScaleWord": record.ScaleWord,
        "WebAddress": record.WebAddress,
        "Step": targets.Step,
    }.items()
}
_PLAIN: dict[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    type(None): {"type": "null"},
}
_LIMITS: dict[type, tuple[str, str]] = {
    Ge: ("ge", "minimum"), Le: ("le", "maximum"), Gt: ("gt", "exclusiveMinimum"),
}  # fmt: skip
_AT_LEAST = {"array": "minItems", "object": "minProperties", "string": "minLength"}
#: Their ``value`` is a number, or a word where the KPI has a scale.
_IN_STEPS = frozenset({Baseline, Restatement, Target})
_BELONGS = {"compounding": "percent_per_year", "tolerance": "hold", "ratio": "parity_with"}


def schema_of(name: Name) -> Schema:
    """The JSON Schema of one kind of file."""
    definitions: dict[str, Schema] = {}
    root = _Maker(definitions).model(NAMES[name])
    if name == "settings":
        root["type"] = ["object", "null"]  # an empty file will do
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"kpitrack {name}",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def words(japanese: str, english: str) -> str:
    """A description in both languages."""
    return f"{japanese}\n{english}"


class _Maker:
    """Makes schemas and collects the definitions that they refer to."""

    def __init__(self, definitions: dict[str, Schema]) -> None:
        self.definitions = definitions

    def model(self, model: type[BaseModel]) -> Schema:
        fields = {field.alias or name: (name, field) for name, field in fields_of(model).items()}
        properties = {}
        for alias, (_, field) in fields.items():
            schema = self.annotation(field.annotation, field.metadata)
            if not field.is_required() and isinstance(field.default, (str, int, float)):
                schema = schema | {"default": field.default}
            if alias == "value" and model in _IN_STEPS:
                schema = {"anyOf": [schema, self.annotation(record.ScaleWord, [])]}
            properties[alias] = {"description": words(*described(model, alias)), **schema}
        schema = {
            "description": words(*ABOUT[model.__name__]),
            "type": "object",
            "properties": properties,
            "required": [alias for alias, (_, field) in fields.items() if field.is_required()],
            "additionalProperties": False,
        }
        if model is KPI:
            years = properties["milestones"]["anyOf"][0]
            years["additionalProperties"] = {"anyOf": [years["additionalProperties"], {"$ref": "#/$defs/ScaleWord"}]}
        return schema | _together(model)

    def annotation(self, annotation: Any, metadata: list[Any]) -> Schema:
        for part in metadata:
            if isinstance(part, BeforeValidator) and part.func in _BY_VALIDATOR:
                return self.refer(_BY_VALIDATOR[part.func])
        origin = get_origin(annotation)
        if origin is Annotated:
            inner, *parts = get_args(annotation)
            limits = [limit for part in parts for limit in (part.metadata if isinstance(part, FieldInfo) else [part])]
            return self.annotation(inner, [*limits, *metadata])
        if origin in {Union, types.UnionType}:
            return {"anyOf": [self.annotation(one, []) for one in get_args(annotation)]}
        if origin is Literal:
            return {"enum": list(get_args(annotation))}
        if origin in {list, dict}:
            schema = self.collection(origin, get_args(annotation))
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.define(annotation)
        else:
            schema = dict(_PLAIN[annotation])
        return schema | _limits(metadata, schema)

    def collection(self, origin: type, inner: tuple[Any, ...]) -> Schema:
        if origin is list:
            return {"type": "array", "items": self.annotation(inner[0], [])}
        key, value = inner
        if get_origin(key) is Literal:
            return {
                "type": "object",
                "properties": {name: self.annotation(value, []) for name in get_args(key)},
                "additionalProperties": False,
            }
        schema: Schema = {"type": "object", "additionalProperties": self.annotation(value, [])}
        keys = self.annotation(key, [])
        return schema if keys == {"type": "string"} else schema | {"propertyNames": keys}

    def define(self, model: type[BaseModel]) -> Schema:
        if model.__name__ not in self.definitions:
            self.definitions[model.__name__] = {}  # a measure holds measures
            self.definitions[model.__name__] = self.model(model)
        return {"$ref": f"#/$defs/{model.__name__}"}

    def refer(self, name: str) -> Schema:
        # Editors show the two messages in place of the pattern.
        schema, japanese, english = _SCALARS[name]
        text = words(japanese, english)
        self.definitions[name] = {"description": text, "errorMessage": text, "patternErrorMessage": text, **schema}
        return {"$ref": f"#/$defs/{name}"}


def described(model: type[BaseModel], field: str) -> tuple[str, str]:
    """What ``field`` of ``model`` means, in Japanese and English.

    Raises:
        KeyError: it has no description.
    """
    for base in model.__mro__:
        found = FIELDS.get(base.__name__, {}).get(field)
        if found:
            return found
    return SHARED[field]


def _limits(metadata: list[Any], schema: Mapping[str, Any]) -> Schema:
    found: Schema = {}
    for part in metadata:
        for kind, (attribute, keyword) in _LIMITS.items():
            if isinstance(part, kind):
                found[keyword] = getattr(part, attribute)
        if isinstance(part, MinLen):
            found[_AT_LEAST[schema["type"]]] = part.min_length
        if isinstance(part, MaxLen):
            found["maxLength"] = part.max_length
        if pattern := getattr(part, "pattern", None):
            found["pattern"] = pattern
    return found


def _written(field: str) -> Schema:
    return {"required": [field], "properties": {field: {"not": {"type": "null"}}}}


def _together(model: type[BaseModel]) -> Schema:
    """The constraints between fields."""
    if model is Target:
        return _forms()
    if model is Scheme:
        return _names_its_rate()
    if model is KPI:
        return _scaled()
    if model is Strategy:
        return {"oneOf": [_written("organization"), _written("organizations")]}
    return {"allOf": [{"anyOf": [_written("year"), _written("due")]}]} if model is Review else {}


def _scaled() -> Schema:
    """Words where the KPI has a scale, and else numbers."""

    def values(only: Schema) -> Schema:
        value = {"properties": {"value": only}}
        earlier = {"items": {"properties": {"target": value}}}
        baseline = {"properties": {"value": only, "restated": {"items": value}}}
        years = {"additionalProperties": only}
        return {"properties": {"baseline": baseline, "target": value, "milestones": years, "revisions": earlier}}

    numbers, words_only = {"type": ["number", "null"]}, {"type": ["string", "null"]}
    return {"if": _written("scale"), "then": values(words_only), "else": values(numbers)}


def _forms() -> Schema:
    """Exactly one form, where ``value`` beside ``hold`` is none; and what belongs to a form only with it."""
    alternatives = [
        {**_written(form), "not": _written("hold")} if form == "value" else _written(form) for form in FORMS
    ]
    belongs = [{"if": _written(field), "then": _written(form)} for field, form in _BELONGS.items()]
    needs = {"if": _written("percent_per_year"), "then": _written("compounding")}
    return {"oneOf": alternatives, "allOf": [*belongs, needs]}


def _names_its_rate() -> Schema:
    """A scheme has a rate of its own, or grades none of whose conditions asks for one."""
    asks_for_none = {
        "properties": {OWN_RATE: {"type": "null"}},
        "additionalProperties": {"additionalProperties": {"not": {"const": OWN_RATE}}},
    }
    grades = {"minItems": 1, "items": {"properties": {"when": asks_for_none}}}
    named = {"required": [OWN_RATE], "properties": {OWN_RATE: {"type": "object"}}}
    return {"allOf": [{"anyOf": [named, {"required": ["grades"], "properties": {"grades": grades}}]}]}
