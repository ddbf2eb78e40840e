"""Findings from pydantic's errors: the rule, the node, what is wrong and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kpitrack.diagnostics import MORE, Diagnostic, KeyPath, Part, rule
from kpitrack.language import Text, mark, say

from . import organization_codes
from .characters import named, of_pair
from .fault_words import as_written, choices, limit, misleading, show
from .fields import fields_at
from .record import NOT_BLANK_PATTERN, UNION_TAGS
from .scale import NotOnScale
from .suggestions import date_meant, did_you_mean, nearest, number_meant, percentage_meant

_TYPES = {
    "float_type": mark("a number"),
    "int_type": mark("a whole number"),
    "int_from_float": mark("a whole number"),
    "bool_type": mark("true or false"),
    "string_type": mark("text"),
    "list_type": mark("a list"),
    "dict_type": mark("a mapping"),
    "model_type": mark("a mapping"),
    "model_attributes_type": mark("a mapping"),
}
_FOUND: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, mark("true or false")),
    ((int, float), mark("a number")),
    (str, mark("text")),
    (list, mark("a list")),
    (Mapping, mark("a mapping")),
)
_MOST = 1000  # findings in one file; a file with a million mistakes is not explained line by line
_MOST_NAMED = 8  # fields that one finding names
_SCALES = frozenset("百千万億兆割‰")
_MAPPINGS = {"dict_type", "model_type", "model_attributes_type"}
_NUMBERS = {"float_type", "int_type", "int_from_float"}


def faults(model: type[BaseModel], error: ValidationError) -> list[Diagnostic]:
    """The findings of ``error``, raised by ``model``; without path and span."""
    findings: list[Diagnostic] = []
    of_fields: dict[KeyPath, list[ErrorDetails]] = {}
    everything = error.errors(include_url=False)
    details = [_as_missing(one) for one in everything[:_MOST]]
    bad_keys = {one["loc"][:-1] for one in details if one["loc"][-1:] == ("[key]",)}
    for one in details:
        if one["type"] == "extra_forbidden" and str(one["loc"][-1]).startswith("\u3000"):
            return [_wide_indentation(_without_tags(one["loc"]))]  # everything else follows from it
    flat = set()
    for one in details:
        at = one["loc"][:-1]
        if one["type"] == "dict_type" and at[-1:] == ("by",):
            if at not in flat:
                findings.append(_flat_parts(_without_tags(at)))
            flat.add(at)
        elif one["type"] in {"missing", "extra_forbidden"}:
            of_fields.setdefault(one["loc"][:-1], []).append(one)
        elif one["loc"] not in bad_keys or one["input"] is not None:  # a key without its colon has no value
            findings.append(_finding(model, one))
    for of_one in of_fields.values():
        findings += _of_fields(model, of_one)
    if left := everything[_MOST:]:
        hint = say("mend those that are listed first; then the others are")
        findings.append(Diagnostic(rule("bad-value"), Text(MORE, {"n": len(left)}), hint))
    return findings


def _as_missing(one: ErrorDetails) -> ErrorDetails:
    """``one`` as pydantic's error of a missing field, where a validator reports that another field is missing."""
    context = one.get("ctx", {})
    if context.get("rule") != "missing-field":
        return one
    return {**one, "type": "missing", "loc": (*one["loc"][:-1], context["field"])}


def _of_fields(model: type[BaseModel], details: list[ErrorDetails]) -> list[Diagnostic]:
    """The findings on the fields of one mapping, each fault once: a misspelt field is not also missing."""
    unknown = [one for one in details if one["type"] == "extra_forbidden"]
    names = [one["loc"][-1] for one in unknown]
    missing = [
        str(one["loc"][-1])
        for one in details
        if one["type"] == "missing" and not any(_means(name, str(one["loc"][-1])) for name in names)
    ]
    at = _without_tags(details[0]["loc"][:-1])
    if missing and len(unknown) > 1:
        return [_stranger(at, missing, names)]
    known = [*fields_at(model, at)] if len(unknown) > 1 else []
    if known and all(_run_together(name, known) for name in names):
        unknown = unknown[:1]  # in {year:2020, value:7} one habit is wrong
    return [*([_missing_fields(at, missing)] if missing else []), *(_finding(model, one) for one in unknown)]


def _without_tags(at: KeyPath) -> KeyPath:
    return tuple(part for part in at if part not in UNION_TAGS)


def _wide_indentation(at: KeyPath) -> Diagnostic:
    return Diagnostic(
        rule("unknown-field"),
        say("this line is indented with full-width spaces"),
        say("indent with half-width spaces, two for each level"),
        at=at,
        part=Part.KEY,
    )


def _flat_parts(at: KeyPath) -> Diagnostic:
    return Diagnostic(
        rule("wrong-type"),
        say("the parts stand here without saying by what the value is divided"),
        say("write it first: by: {{sex: {{female: 6, male: 4}}}}"),
        at=at,
    )


def _means(name: str | int, field: str) -> bool:
    return nearest(name, [field]) is not None or str(name).startswith(f"{field} ")


def _finding(model: type[BaseModel], details: ErrorDetails) -> Diagnostic:  # noqa: PLR0911  a kind a line
    at = _without_tags(details["loc"])
    part = Part.VALUE
    if at and at[-1] == "[key]":
        at, part = at[:-1], Part.KEY
    kind, value, context = details["type"], details["input"], details.get("ctx", {})
    if kind in {"extra_forbidden", "invalid_key"}:
        return _unknown_field(model, at)
    if value is None and kind != "kpitrack":
        return _empty_field(model, at)
    if kind == "kpitrack":
        return _own(at, part, value, context)
    if context.get("pattern") == NOT_BLANK_PATTERN or (kind == "too_short" and value == {}):
        return _empty_field(model, at)
    if kind == "string_pattern_mismatch":
        return _bad_id(at, part, value, context)
    if isinstance(value, str) and (found := _of_text(kind, value, at)):
        return found
    if kind in _TYPES:
        return _wrong_type(kind, at, part, value, () if value is None else [*fields_at(model, at)])
    if kind == "literal_error":
        cut = part is Part.KEY and " " in str(value)
        return _cut_text(at, value) if cut else bad_choice(value, choices(context), at, part)
    return Diagnostic(
        rule("bad-value"),
        say("{value} is not allowed here", value=show(value)),
        limit(kind, context),
        at=at,
        part=part,
    )


def _cut_text(at: KeyPath, value: object) -> Diagnostic:
    """In ``{ja: …, en: one, two}`` the comma ends the text, and what follows it is taken for a key."""
    return Diagnostic(
        rule("bad-value"),
        say("{value} stands here as the name of a language", value=show(value)),
        say("if the comma before it belongs to the text, put the text in quotes"),
        at=at,
        part=Part.KEY,
    )


def _of_text(kind: str, value: str, at: KeyPath) -> Diagnostic | None:
    """The finding on a text that stands for a number or a mapping."""
    if isinstance(value, NotOnScale):
        return not_on_scale(value, value.words, at)
    if kind in _NUMBERS:
        return bad_number(value, at)
    said = of_pair(value) if kind in _MAPPINGS else None
    return Diagnostic(rule("wrong-type"), *said, at=at) if said else None


def bad_choice(value: object, choices: list[str], at: KeyPath, part: Part = Part.VALUE) -> Diagnostic:
    """A ``bad-value`` for something that is none of ``choices``."""
    return Diagnostic(
        rule("bad-value"),
        say("{value} is not one of the words allowed here", value=show(value)),
        did_you_mean(value, choices) or say("write one of: {words}", words=", ".join(choices)),
        at=at,
        part=part,
    )


def bad_number(value: str, at: KeyPath) -> Diagnostic:
    """A ``bad-number`` or ``wrong-type`` for text in place of a number, with the number to write if that is certain."""
    field = "target" if at[-2:] == ("target", "value") else at[-1] if at else "value"
    if said := misleading(value, field):
        return Diagnostic(rule("bad-number"), *said, at=at)
    suggestion = number_meant(value, field)
    if suggestion is None and not any(c.isdigit() for c in value):
        return _wrong_type("float_type", at, Part.VALUE, value)
    return Diagnostic(
        rule("bad-number"),
        say("{value} is not a number as YAML writes it", value=show(value)),
        _write(suggestion) or _how_to_write(value, at[-1] if at else None),
        at=at,
    )


def not_on_scale(value: object, words: Sequence[str], at: KeyPath) -> Diagnostic:
    """An ``unknown-scale-word`` for what is none of ``words``, which are those of the KPI's scale."""
    return Diagnostic(
        rule("unknown-scale-word"),
        say("{value} is no word of the KPI's scale", value=show(value)),
        did_you_mean(value, words) or say("write one of: {words}", words=", ".join(words)),
        at=at,
    )


def _how_to_write(value: str, field: object) -> Text:
    percentage = percentage_meant(value)
    if percentage is not None and field == "change":
        return say("write percent_change: {percentage}, or a change in the KPI's own unit", percentage=percentage)
    if percentage is not None and field in {"ratio", "times_baseline"}:
        return say("write how many times it is, such as 0.8 for 80%")
    if _SCALES.intersection(value):
        return say("write it in the unit of this field, in digits alone: where the unit is 人, 1.2万人 is 12000")
    return say("write only the digits, without quotes, unit or separators")


def _write(meant: str | None) -> Text | None:
    return None if meant is None else say("write {number}", number=meant)


def _own(at: KeyPath, part: Part, value: object, context: Mapping[str, Any]) -> Diagnostic:
    name = context["rule"]
    message: Text | None = context.get("message")
    hint: Text | None = context.get("hint")
    if name == "missing-field":
        return _missing_fields(at, [context["field"]])
    if name in {"duplicate-actual", "duplicate-key"}:
        at, part = (*at, context["key"]), Part.KEY
        message = say("the fiscal year {year} stands here twice", year=context["year"])
        hint = say("keep one of the two entries")
    elif name == "bad-year":
        message = message or say("{value} is not a year", value=show(value))
        hint = hint or say("write a year such as 2024, FY2024 or 令和6年度")
    elif context.get("expected") == "percent":
        message = say("{value} is not a percentage", value=show(value))
        hint = _write(percentage_meant(value)) if isinstance(value, str) else None
        hint = hint or say("write it with its percent sign, such as 80% or -30%")
    elif context.get("expected") == "date":
        message = say("{value} is not a date", value=show(value))
        hint = _write(date_meant(value)) if isinstance(value, str) else None
        hint = hint or say("write year, month and day, such as 2024-03-31")
    elif context.get("expected") == "due":
        message = say("{value} is not a day, a month or a season", value=show(value))
        hint = say("write such as 2026-08-31, 2026-08 or 2026-夏")
    elif context.get("expected") == "one organisation":
        part = Part.KEY
        message = say("“organization” and “organizations” both say who answers for the strategy")
        hint = say("keep one of the two")
    elif context.get("expected") == "bound":
        message = say("{value} is no number, percentage or rate", value=show(value))
        hint = did_you_mean(value, context["choices"]) or say(
            "write a number such as 80% or 0.8, or one of: {words}", words=", ".join(context["choices"])
        )
    return Diagnostic(
        rule(name), message or say("{value} is not allowed here", value=show(value)), hint, at=at, part=part
    )


def _run_together(name: object, known: Collection[str]) -> re.Match[str] | None:
    """A field and its value written as one word: ``year 2020``, ``year:2020``, ``year=2020``."""
    found = re.fullmatch(r"(?P<field>\w+?)(?P<sign>[:：=]|\s+=?)(?P<value>.+)", str(name), re.DOTALL)
    return found if found and found["field"] in known else None


def _unknown_field(model: type[BaseModel], at: KeyPath) -> Diagnostic:
    known = [*fields_at(model, at[:-1])]
    if run := _run_together(at[-1], known):
        return Diagnostic(
            rule("unknown-field"),
            say("this colon is {name}, which makes it a text", name=named("："))
            if run["sign"] == "："
            else say("a space is missing after the colon")
            if run["sign"] == ":"
            else say("a colon is missing in {field}", field=show(at[-1])),
            say("write “{field}: {value}”", field=run["field"], value=run["value"].strip()),
            at=at,
            part=Part.KEY,
        )
    is_number = isinstance(at[-1], int)
    if is_number or str(at[-1])[:1].isdigit():
        hint: Text | None = say("if the comma before it belongs to a number, take the comma out")
    else:
        hint = did_you_mean(at[-1], known) or (say("fields here: {words}", words=", ".join(known)) if known else None)
    return Diagnostic(
        rule("unknown-field"),
        say("the number {number} is no field", number=at[-1])
        if is_number
        else say("the field {field} is not known here", field=show(at[-1])),
        hint,
        at=at,
        part=Part.KEY,
    )


def _empty_field(model: type[BaseModel], at: KeyPath) -> Diagnostic:
    field = fields_at(model, at[:-1]).get(str(at[-1])) if at else None
    required = field is not None and field.is_required()
    hint = say("write its value: the field is required") if required else say("write its value, or take the field out")
    message = say("{field} has no value", field=show(at[-1] if at else ""))
    return Diagnostic(rule("missing-field"), message, hint, at=at, part=Part.KEY)


def _missing_fields(at: KeyPath, fields: list[str]) -> Diagnostic:
    return Diagnostic(
        rule("missing-field"),
        say("the field {field} is missing", field=show(fields[0]))
        if len(fields) == 1
        else say("these fields are missing: {fields}", fields=", ".join(fields)),
        say("add the line “{field}: …”", field=fields[0]) if len(fields) == 1 else say("add a line for each of them"),
        at=at,
        part=Part.KEY,
    )


def _stranger(at: KeyPath, missing: list[str], unknown: list[str | int]) -> Diagnostic:
    named = [str(name)[:60] for name in unknown[:_MOST_NAMED]]
    if len(unknown) > _MOST_NAMED:
        named.append("…")
    return Diagnostic(
        rule("missing-field"),
        say(
            "this does not belong here: it lacks {missing}, and has {unknown}, which are not known here",
            missing=", ".join(missing),
            unknown=", ".join(named),
        ),
        say("check the lines above: the name of its list may be missing, or the indentation be wrong"),
        at=at,
        part=Part.KEY,
    )


def _bad_id(at: KeyPath, part: Part, value: object, context: Mapping[str, Any]) -> Diagnostic:
    if ":" in str(context.get("pattern", "")):
        return Diagnostic(
            rule("bad-value"),
            say("{value} is not a shared code", value=show(value)),
            say("write vocabulary:code, such as sdg:8.5.2"),
            at=at,
            part=part,
        )
    return Diagnostic(
        rule("bad-id"),
        say("{value} is not an id", value=show(value)),
        say("write the id of the strategy, as its own file has it")
        if at == ("strategy",)
        else say("use small letters a–z, digits and hyphens, starting with a letter or digit"),
        at=at,
        part=part,
    )


def _wrong_type(kind: str, at: KeyPath, part: Part, value: object, fields: Sequence[str] = ()) -> Diagnostic:
    found = next((name for types_, name in _FOUND if isinstance(value, types_)), mark("something else"))
    hint = None
    if kind == "string_type" and type(value) is int and at[-1:] == ("code",):
        hint = say('write its digits in quotes, with the leading zero that it may have: "{code}"', code=f"{value:05d}"
                   if len(str(value)) < 5 or organization_codes.fault(f"0{value}") else f"0{value}")  # fmt: skip
    elif kind == "string_type" and isinstance(value, (int, float)):
        hint = say('put it in quotes: "{value}"', value=str(value).lower() if isinstance(value, bool) else value)
    elif kind in _NUMBERS and isinstance(value, str):
        hint = (
            say("write a number; where there is none, write {{status: missing}}")
            if at[:1] == ("actuals",)
            else say("write a number; where there is none, leave the field out")
        )
    elif kind in {"int_type", "int_from_float"} and isinstance(value, float):
        hint = say("write it without decimals")
    elif kind == "bool_type":
        hint = say("write true or false, without quotes")
    elif kind == "list_type" and isinstance(value, (str, int, float)):
        hint = say("write it as a list: [{value}]", value=as_written(value) if not isinstance(value, str) else value)
    elif kind == "string_type" and isinstance(value, (list, Mapping)):
        hint = say("write it as a text, in quotes where it begins with a bracket or a dash")
    elif fields:
        hint = say("fields here: {words}", words=", ".join(fields))
    elif kind == "dict_type":
        hint = say("write one “name: value” a line, or {{name: value, …}}, without dashes and brackets")
    return Diagnostic(
        rule("wrong-type"),
        say("this should be {expected}, but is {found}", expected=Text(_TYPES[kind], {}), found=Text(found, {})),
        hint,
        at=at,
        part=part,
    )
