"""What a cell to fill in takes: a number, a day, or a word out of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kpitrack.language import say, translate
from kpitrack.model.vocabulary import NEXT_STEPS, OBSERVATION_WORDS, observation_word

from .columns import Column, ColumnKind

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_TITLE, _MESSAGE = 32, 255  # the longest that Excel takes


def limit_cells(sheet: Worksheet, column: Column, number: int, first: int, last: int) -> None:
    """Let the cells of a column take what its kind allows; others are asked about, or refused where there is a list.

    Args:
        sheet: the worksheet.
        column: the column.
        number: of the column.
        first: the number of its first row.
        last: the number of its last row.
    """
    if column.fill and column.kind in {"number", "status", "next", "date"}:
        sheet.data_validation(first, number, last, number, dict(_limits(column.kind)))


def _limits(kind: ColumnKind) -> Mapping[str, Any]:
    if kind == "number":
        words = say("Write the number alone. Where there is none, leave the cell empty and choose a state.")
        return {
            "validate": "decimal", "criteria": "between", "minimum": -1e300, "maximum": 1e300, "error_type": "warning",
            "error_title": str(say("Is this a number?"))[:_TITLE], "error_message": str(words)[:_MESSAGE],
        }  # fmt: skip
    if kind == "date":
        first, last = dt.date(1900, 3, 1), dt.date(2200, 12, 31)
        return {
            "validate": "date", "criteria": "between", "minimum": first, "maximum": last, "error_type": "warning",
            "error_title": str(say("Is this a date?"))[:_TITLE],
            "error_message": str(say("Write a day, such as 2024-06-30."))[:_MESSAGE],
        }  # fmt: skip
    words = say("Choose one of the words of the list, or leave the cell empty.")
    listed = [translate(NEXT_STEPS[step]) for step in NEXT_STEPS]
    if kind == "status":
        listed = [observation_word(status) for status in OBSERVATION_WORDS]
    return {
        "validate": "list", "source": listed, "error_title": str(say("Choose from the list"))[:_TITLE],
        "error_message": str(words)[:_MESSAGE],
    }  # fmt: skip
