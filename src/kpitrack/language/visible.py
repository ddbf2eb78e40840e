"""Text from files as visible characters.

A name or a comment may hold what steers a terminal, what turns the order of a line around, what hides words from
people who review a change, or a line of its own that a log would take for ours. None of it is shown as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

HIDDEN = (
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters, among them the escape sequences of terminals
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0"  # without a glyph, or an empty one
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"  # joiners, line ends and the order of writing
    "\ud800-\udfff"  # bytes of a file name that is not UTF-8
    "\ufdd0-\ufdef\ufffe\uffff"  # no characters at all
    "\U0001107f\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags, which spell hidden words
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
    # A variation selector says which glyph of a character is meant, as in 葛󠄀城市; after anything else it hides a word.
    "|(?<![\u203c\u2049\u2100-\u27ff\u2900-\u2bff\u3030\u303d\u3297\u3299\u3400-\u9fff\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003ffff])"
    "[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""A pattern of what is not seen, or changes how the rest is seen; compiled when a text first needs it."""
_MAYBE = HIDDEN.partition("]")[0].replace("\x00-\x1f", "\x00-\x09\x0b-\x1f") + "\ufe00-\ufe0f\U000e0100-\U000e01ef]"
"""One class that holds them all but the line end."""
MAYBE_HIDDEN = _MAYBE.replace("\ud800-\udfff", "")
"""The same for texts that are UTF-8, as those of Polars are."""
_KEPT = 200
"""The longest text, in characters, whose visible form is kept for the next time."""
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def visible(text: str) -> str:
    r"""``text`` in one line, with every character that would hide or steer shown as an escape such as ``\x1b``."""
    if text.isascii() and text.isprintable():
        return text
    return _in_one_line(text) if len(text) <= _KEPT else _in_one_line.__wrapped__(text)


@lru_cache(8_192)  # a report says each name in many places
def _in_one_line(text: str) -> str:
    return re.sub(HIDDEN, lambda found: _SHORT.get(found[0]) or escape(found[0]), text)


def visible_json(text: str) -> str:
    r"""The same for a JSON document: what is hidden stands as an escape such as ``\u001b``, which means the same."""
    # A long text has few characters: they are told apart far sooner than each is looked at where it stands.
    if not re.search(_MAYBE, "".join(set(text))):
        return text
    return re.sub(HIDDEN, lambda found: found[0] if found[0] == "\n" else _in_utf_16(found[0]), text)


def visible_yaml(text: str) -> str:
    r"""The same for what stands between double quotes in YAML, where planes beyond the first have ``\U000e0041``."""
    return re.sub(HIDDEN, lambda found: escape(found[0]), text)


def escape(character: str) -> str:
    r"""``\x1b``, ``\u202e`` or ``\U000e0041``."""
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _in_utf_16(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
