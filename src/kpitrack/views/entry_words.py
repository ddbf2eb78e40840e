"""An entry of the actuals in few words, and what makes two of them differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpitrack.model.actuals import observation_word
from kpitrack.model.written import flow

_NOTHING = "–"


def brief(entry: Mapping[str, Any] | None) -> str:
    """The value, or the fraction, or why there is none: ``1914 (provisional)``."""
    if not entry:
        return _NOTHING
    status = entry.get("status", "normal")
    try:
        word = observation_word(status)
    except (KeyError, TypeError):  # an older version may say anything
        word = str(status)
    if "value" in entry:
        number = flow(entry["value"])
    elif "numerator" in entry or "denominator" in entry:
        number = f"{flow(entry.get('numerator'))} / {flow(entry.get('denominator'))}"
    else:
        return word
    return number if status == "normal" else f"{number} ({word})"


def differing(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> tuple[str, str]:
    """Both in few words; where these are the same, the fields in which they differ."""
    before, after = brief(old), brief(new)
    if before != after:
        return before, after
    was, is_ = old or {}, new or {}
    fields = [field for field in {**was, **is_} if was.get(field) != is_.get(field)]
    return _fields(was, fields), _fields(is_, fields)


def _fields(entry: Mapping[str, Any], fields: list[str]) -> str:
    return flow({field: entry[field] for field in fields if field in entry}) if set(fields) & entry.keys() else _NOTHING
