"""Values as written into a file, in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .numbers import exact, plain_number, whole_as_int

_PERCENTAGES = {"percent_change", "percent_per_year", "tolerance"}
_BARE = re.compile(r"[\w\-./ ]+")


def flow(value: Any, field: str | None = None) -> str:
    """``value`` in YAML's flow style: ``{year: 2024, value: 12}``. Rates have their percent sign again."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(item, str(key))}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return _scalar(value, field)


def written(value: Any) -> Any:
    """``value`` with its whole numbers as a file has them: 12, not 12.0."""
    if isinstance(value, Mapping):
        return {key: written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [written(item) for item in value]
    return whole_as_int(value) if isinstance(value, float) else value


def _scalar(value: Any, field: str | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"{plain_number(exact(value) * 100)}%" if field in _PERCENTAGES else plain_number(value)
    text = str(value)
    return text if field is None or _BARE.fullmatch(text) else f"“{text}”"
