"""Texts that a spreadsheet would take for a formula: one from a stranger could send what stands beside it elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from kpitrack.model.numbers import whole_as_int

_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


def is_like_formula(text: str) -> bool:
    """Whether a spreadsheet may take ``text`` for a formula, as OWASP's page on CSV injection lists it."""
    return text[:1] in _STARTS


def guarded(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if is_like_formula(text) else text


def csv_cell(cell: str | float | bool | None, shown: Callable[[str], str]) -> str | float:
    """What ``csv.writer`` is given for ``cell``: numbers stay numbers, and what is missing is empty.

    ``shown`` gives a text without what is hidden in it.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return guarded(shown(cell)) if isinstance(cell, str) else whole_as_int(cell)
