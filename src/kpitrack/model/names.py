"""One name, however it is typed: か with a mark of its own and が, and blanks around it, are one name."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import is_normalized, normalize

#: Characters that are put together from several: 濁点 and accents with what they belong to, and syllables of Hangul.
#: Whole texts are not normalized, since that would also make one character of 神 and its printed variant.
_MARKS = "\u0300-\u036f\u3099\u309a"
_COMBINED = re.compile(f"[^{_MARKS}][{_MARKS}]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
_BLANKS = " \t\r\n\u00a0\u3000"
_NAMES = frozenset({"name", "title", "unit", "department", "tags", "indicator", "actor"})
"""The fields whose texts are names, or lists or languages of them."""
_AT_QUOTES = bytes.maketrans(b"'}]\n\r", b'",,,,')
"""Makes one quote of both, and one sign of all that may stand behind a closing one."""


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


def may_hold_odd_names(data: bytes) -> bool:
    """Whether a file may hold a name that `normal_names` would change: told faster than by looking at each.

    Args:
        data: its bytes, in UTF-8.
    """
    text, quoted = data.decode(), data.translate(_AT_QUOTES)
    return (
        not is_normalized("NFC", text)  # marks apart from their letters, or half syllables
        or any(blank in text for blank in ("\u3000", "\u00a0", "\t"))  # which YAML takes for letters
        or any(sign in quoted for sign in (b'" ', b' ",', b"|", b">"))  # blanks in quotes, and ends of lines in blocks
        or b"\\" in data  # an escape may be any of them
    )
