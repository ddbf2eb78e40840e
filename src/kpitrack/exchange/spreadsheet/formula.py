"""Texts that a spreadsheet would take for a formula: one from a stranger could send what stands beside it elsewhere."""

from __future__ import annotations

_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


def is_like_formula(text: str) -> bool:
    """Whether a spreadsheet may take ``text`` for a formula, as OWASP's page on CSV injection lists it."""
    return text[:1] in _STARTS


def guarded(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if is_like_formula(text) else text
