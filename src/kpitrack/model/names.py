"""One name, however it is typed: か with a mark of its own and が, and blanks around it, are one name."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import normalize

#: Characters that are put together from several: 濁点 and accents with what they belong to, and syllables of Hangul.
#: Whole texts are not normalized, since that would also make one character of 神 and its printed variant.
_MARKS = "\u0300-\u036f\u3099\u309a"
_COMBINED = re.compile(f"[^{_MARKS}][{_MARKS}]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
_BLANKS = " \t\r\n\u00a0\u3000"
_NAMES = frozenset({"name", "title", "unit", "department", "tags", "indicator", "actor"})
"""The fields whose texts are names, or lists or languages of them."""


def normal_name(text: str) -> str:
    """``text`` as its name is compared: composed, and without blanks around it."""
    return _COMBINED.sub(lambda found: normalize("NFC", found[0]), text).strip(_BLANKS)


def normal_names(content: Any) -> tuple[Any, list[tuple[str | int, ...]]]:
    """The content of a file with its names as `normal_name` has them, and where they are written otherwise."""
    found: list[tuple[str | int, ...]] = []

    def normal(value: Any, at: tuple[str | int, ...], *, is_name: bool) -> Any:
        if isinstance(value, str):
            if is_name and (name := normal_name(value)) != value and name:
                found.append(at)
                return name
            return value
        if isinstance(value, dict):
            return {
                key: normal(below, (*at, key), is_name=key in _NAMES or (is_name and key in {"ja", "en"}))
                for key, below in value.items()
            }
        if isinstance(value, list):
            return [normal(below, (*at, i), is_name=is_name) for i, below in enumerate(value)]
        return value

    return normal(content, (), is_name=False), found
