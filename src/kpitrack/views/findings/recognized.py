"""Whether a file is a report of `validate`, in any format and language, so that a new one may replace it.

A plain text has no room for a mark that would not disturb readers, so it is recognised by its shape.
"""

from __future__ import annotations

import re

from kpitrack import language
from kpitrack.language import LANGUAGES

from .markdown import heading
from .text import summary

_HEAD = 10_000  # bytes in which each format says what it is
_SHAPES = (
    rb'\{\s*"schema": "kpitrack/diagnostics/',  # json
    rb'\{(?s:.*)"driver": \{\s*"name": "kpitrack"',  # sarif
    rb'<\?xml version="1.0" encoding="utf-8"\?>\s*<testsuites name="kpitrack"',  # junit
    rb"::stop-commands::[0-9a-f]{32}\n",  # github
    rb".*?:\d+:\d+:? \S+ KP\d{3} [a-z-]+ ",  # text, concise
)


def is_report(content: bytes) -> bool:
    """Whether ``content`` is a report of `validate`."""
    head = content[:_HEAD]
    if any(re.match(shape, head) for shape in _SHAPES):
        return True
    first, _, rest = head.decode("utf-8", "replace").partition("\n")
    spoken = language.active()
    try:
        return any(_in_language(one, first, rest) for one in LANGUAGES)
    finally:
        language.use(spoken)


def _in_language(spoken: language.Language, first: str, rest: str) -> bool:
    """Whether a file with this first line is Markdown, or a text without findings, in one language."""
    language.use(spoken)
    if first == f"## {heading()}":
        return True
    return not rest and any(
        re.fullmatch(re.escape(str(summary([], files))).replace(str(files), r"\d+"), first) for files in (1, 2)
    )
