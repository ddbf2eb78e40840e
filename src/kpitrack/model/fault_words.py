"""Words of findings on the shape of a file: a value as it is quoted, bounds of a field, numbers that are none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kpitrack.language import Text, say

from .characters import in_digits, named, of_pair, of_scientific, of_unseen, scientific, without_unseen
from .numbers import narrow
from .suggestions import number_meant


def show(value: object) -> Text:
    """A value for a message: short, in one line, in the quotation marks of the language."""
    text = value if isinstance(value, str) else as_written(value)
    text = " ".join(text.split())
    return say("“{text}”", text=f"{text[:60]}…" if len(text) > 60 else text)


def as_written(value: object) -> str:
    """A value as YAML writes it, in one word."""
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    return str(value).lower() if isinstance(value, bool) else repr(value)


def choices(context: Mapping[str, Any]) -> list[str]:
    """The words that a field may hold, of the ``ctx`` of pydantic's literal error."""
    text = str(context.get("expected", ""))
    words = [word.strip() for word in text.replace(" or ", ", ").split(",") if word.strip()]
    return [word.strip("'") if word.startswith("'") else word.lower() for word in words]  # True is written true


_LIMITS: dict[str, Callable[[Mapping[str, Any]], Text]] = {
    "greater_than": lambda c: say("it must be more than {limit}", limit=c["gt"]),
    "greater_than_equal": lambda c: say("it must be at least {limit}", limit=c["ge"]),
    "less_than_equal": lambda c: say("it must be at most {limit}", limit=c["le"]),
    "too_short": lambda c: say("at least {limit} needed", limit=c["min_length"]),
    "string_too_short": lambda _: say("it must not be empty"),
    "string_too_long": lambda c: say("at most {limit} characters", limit=c["max_length"]),
    "finite_number": lambda _: say("write a finite number"),
}


def limit(kind: str, context: Mapping[str, Any]) -> Text | None:
    """What a value of a known kind of error must keep to."""
    return _LIMITS[kind](context) if kind in _LIMITS else None


def misleading(value: str, field: object) -> tuple[Text, Text] | None:
    """What is said of text that looks like a number on screen, or in a spreadsheet, and is none."""
    if digits := scientific(narrow(value)):
        return of_scientific(value, digits)
    meant = number_meant(without_unseen(value), field)
    if said := of_unseen(value, meant):
        return said
    if alike := in_digits(narrow(value).strip()):
        digits, character = alike
        return say("“{text}” has {name} for a digit", text=value, name=named(character)), say(
            "write {number}", number=digits
        )
    return of_pair(value)
