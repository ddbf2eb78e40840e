"""The fast reader: a parser in Rust behind a gate of one regular expression.

The gate lists what is let through: lines that mean the same to every YAML parser. Anything else (anchors, tags, tabs,
``010``, ``{2021: 3,141}``, a quote over two lines…), and whatever the parser refuses, is left to the exact reader. So a
gap in the gate costs only time; only a wrong entry could cost the right answer. A test compares the two readers over
generated files.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import ryaml

UNSURE: Final = object()
"""The answer for a file that the exact reader must read."""

_BOM = b"\xef\xbb\xbf"
_DEEPEST = 28  # levels; the exact reader counts them exactly and stops at 32
_SHALLOW = b" " * (_DEEPEST - 6)  # a file without so deep an indentation cannot be that deep
_SMALL = 100_000  # bytes; a smaller file cannot hold a text or a number of values that is too large
_MOST_VALUES = 290_000
_MOST_LINES = 500_000  # a larger file has too many values, and a tree of them would take much memory
_LONGEST_TEXT = 25_000  # characters

# Ends of lines in YAML 1.1, control characters, byte order marks and what is no character.
_ODD_CHARACTERS = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef(?:\xbb\xbf|\xbf[\xbe\xbf])")

# In the patterns, blanks do not count. A high byte is part of a character beyond ASCII. ``(?>…)`` stands where a
# possessive group would, which Python before 3.11.5 gets wrong.
_NUMBER = r"-?(?:0|[1-9][0-9]{0,14}+) (?:\.[0-9]{1,15}+)? (?=[ \n,}\]])"
_MANY = "{0,20000}"  # repetitions; each takes memory until the match ends
_QUOTED = rf"""" (?> (?: [^"\\\x00-\x1f\x7f]++ | \\["\\/nt] ){_MANY} ) "
  | ' (?> (?: [^'\x00-\x1f\x7f]++ | \'' ){_MANY} ) '"""
# Text, including text that starts like a number but goes on differently: 2024年度, 30%, 3,141, 2021-03-01.
_START = rf"""(?:
    [A-Za-z_(/\x80-\xff]
  | -?[0-9]++ (?> (?:\.[0-9]++){_MANY} ) (?: [%/,~g-mp-wyz\x80-\xff] | -(?=[0-9]) | [ ]++(?=[A-Za-z(\x80-\xff]) )
)"""
_TEXT = rf"{_START} (?> (?: [^\x00-\x20\x7f:]++ | :(?![ \n]) | [ ]++(?![ \n:\#]) ){_MANY} )"
_FLOW_TEXT = rf"""(?! -?[0-9.]*, ) {_START} (?> (?:
    [^\x00-\x20\x7f:,\[\]{{}}\#?]++ | [:?](?=[/A-Za-z0-9]) | [ ]++(?![ \n:,\[\]{{}}\#?])
){_MANY} )"""
_KEY = r"""(?:
    (?! (?:[Tt]rue|TRUE|[Ff]alse|FALSE|[Nn]ull|NULL) : )
    (?: [A-Za-z_\x80-\xff] | [0-9]{1,9}+[\-\x80-\xff] ) [A-Za-z0-9_.\-\x80-\xff]{0,200}+
  | (?: 0 | [1-9][0-9]{0,8}+ )
  | " [^"\\\x00-\x1f\x7f]{0,200}+ " | ' [^'\x00-\x1f\x7f]{0,200}+ '
) : (?=[ \n])"""
_SPACE = rf"[ ]*+ (?> (?:\n[ ]++){_MANY} )"  # within brackets; lines there start with a space, so that none is `---`
_SEPARATOR = rf"{_SPACE} (?: , {_SPACE} | (?=[}}\]]) )"


def _mapping(levels: int) -> str:
    """A mapping in braces, nested at most so deep, with lists of scalars."""
    scalar = rf"{_NUMBER} | {_FLOW_TEXT} | {_QUOTED}"
    values = rf"\[ {_SPACE} (?> (?: (?: {scalar} ) {_SEPARATOR} ){_MANY} ) \]"
    inner = rf"| {_mapping(levels - 1)}" if levels > 1 else ""
    return rf"\{{ {_SPACE} (?> (?: {_KEY} {_SPACE} (?: {scalar} | {values} {inner} ) {_SEPARATOR} ){_MANY} ) \}}"


_LIST = rf"\[ {_SPACE} (?> (?: (?: {_NUMBER} | {_FLOW_TEXT} | {_QUOTED} ) {_SEPARATOR} ){_MANY} ) \]"
_END = r"[ ]*+ (?: (?<![^ \n]) \# [^\x00-\x1f\x7f]*+ )? \n"
_START_OF_FILE = rf"(?> (?: {_END} ){_MANY} ) (?: --- {_END} )?"
_LEVELS = (1, 3)
"""How deep mappings in braces may be nested: in most files, and at most."""


@cache
def _start_of_file() -> re.Pattern[bytes]:
    return _compiled(_START_OF_FILE)


@cache
def _lines(levels: int) -> re.Pattern[bytes]:
    """Lines with mappings in braces nested so deep; compiled on first use, since many commands read no file."""
    return _compiled(rf"""
    (?> (?:
        (?P<indent> [ ]*+ (?: -[ ]++ ){{0,2}} ) (?: {_KEY} [ ]*+ )?
        (?:
            {_TEXT} (?: {_END} | [ ]*+ \n (?> (?: (?P=indent)[ ]++ {_TEXT} [ ]*+ \n ){_MANY} ) )
          | (?: {_NUMBER} | {_QUOTED} | {_LIST} | {_mapping(levels)} )? {_END}
          | [|>] [+-]?+ [ ]*+ \n
            (?= [ ]*+ [^\-] ) (?P<deeper> (?P=indent) [ ]++ ) [^\x00-\x20\x7f] [^\x00-\x1f\x7f]*+ \n
            (?> (?: (?P=deeper) [^\x00-\x1f\x7f]*+ \n | \n ){_MANY} )
        )
      | [ ]*+ - \n
    ){_MANY} )
    """)


def _compiled(pattern: str) -> re.Pattern[bytes]:
    return re.compile(pattern.encode("latin-1"), re.VERBOSE)


def _is_plain(body: bytes) -> bool:
    """Whether the gate lets all of ``body`` through, stretch by stretch."""
    at = _end(_start_of_file(), body, 0)
    for levels in _LEVELS:
        lines = _lines(levels)
        while (end := _end(lines, body, at)) > at:
            at = end
        if at == len(body):
            return True
    return False


def _end(pattern: re.Pattern[bytes], body: bytes, at: int) -> int:
    """Where ``pattern`` ends that begins at ``at``; there, where it does not fit."""
    found = pattern.match(body, at)
    return found.end() if found else at


def read_fast(data: bytes) -> Any:
    """The plain data of a file, the same as `read_exact` gives without findings, or `UNSURE`."""
    body = data.removeprefix(_BOM)
    if b"\r" in body:
        body = body.replace(b"\r\n", b"\n")  # YAML treats all line breaks alike, even in texts
    if not body.endswith(b"\n"):
        if b"|" in body or b">" in body:
            return UNSURE  # the end of a block text depends on its last line break
        body += b"\n"
    if body.count(b"\n") > _MOST_LINES or not _is_plain(body) or _ODD_CHARACTERS.search(body):
        return UNSURE
    try:
        found = ryaml.loads(body.decode("utf-8"))  # type: ignore[attr-defined]  # its own stub forgets it
    except ValueError:  # not UTF-8, a duplicate key, or not YAML
        return UNSURE
    if (len(body) > _SMALL or _SHALLOW in body) and not _within_limits(found):
        return UNSURE
    return found


def _within_limits(found: Any) -> bool:
    """Whether depth, number of values and lengths of texts are certainly within the exact reader's limits."""
    values, level, depth = 0, [found], 0
    while level:
        depth += 1
        values += len(level)
        if depth > _DEEPEST or values > _MOST_VALUES:
            return False
        below: list[Any] = []
        for value in level:
            if isinstance(value, str) and len(value) > _LONGEST_TEXT:
                return False
            if isinstance(value, dict):
                below += value
                below += value.values()
            elif isinstance(value, list):
                below += value
        level = below
    return True
