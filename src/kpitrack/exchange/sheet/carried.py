"""What a workbook carries along, hidden: what it was exported with, by which an answer is told from an untouched cell.

A sheet that programs do not list holds one line of ASCII a row, so that nothing on its way changes it: the key, the
year, what its cells showed and what beside the key says which one it is. The first line holds the day of the export and
a digest of the others, so that damage and tampering are found. Short contents stand there as they are, longer texts by
their digests.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from unicodedata import normalize

from kpitrack.exchange.spreadsheet.cells import Cell, Sheet, Value, shortest
from kpitrack.model.names import normal_name
from kpitrack.model.numbers import exact, narrow, plain_number, suggest_number

from .columns import next_steps_by_word, plain_header, statuses_by_word

NAME = "kpitrack"  # the hidden sheet's
FORM = "kpitrack/sheet/1"
IDENTITY = (
    "name", "goal", "measure", "unit", "baseline_year", "baseline", "target_year", "target", "target_words",
)  # fmt: skip
"""The columns that say beside a key which KPI or measure it is: they must stay with it."""
ACTUAL = ("value", "status", "source", "note", "published")  # the fields of a yearly value that are filled in
EVALUATION = ("done", "result", "issues", "plan", "judgement", "comment", "next", "by", "on")
"""The fields of a year's evaluation that are filled in."""
EXTERNAL = ("external.judgement", "external.comment", "external.by", "external.on")  # those of its external evaluation
FILLED = (*ACTUAL, *EVALUATION, *EXTERNAL)

_AS_IT_IS = 48  # characters of a content that is no longer than its digest is worth


class ShownRow(NamedTuple):
    """What the sheets show of one key and year as they are written."""

    key: str  # ``strategy/kpi``, or ``strategy/id`` of a goal or measure
    year: int  # the fiscal year asked for
    cells: Mapping[str, Value]  # by the names of the columns, what the cells show; empty ones may be left out
    unseen: Mapping[str, str] = {}  # the contents of input cells that were left empty, since no cell can hold them


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """What one key and year was exported with, by the names of the columns, as `mark_of` and `identity_of` put it."""

    fields: Mapping[str, str]
    identity: Mapping[str, str]
    unseen: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a workbook was exported with."""

    day: dt.datetime  # when it was exported, in UTC
    number: str  # by which an export is named and told from another one
    rows: Mapping[tuple[str, int], CarriedRow]  # by key and year


class Damaged(Exception):  # noqa: N818  what is the matter
    """The hidden part is not what was exported."""


def carry(rows: Iterable[ShownRow], day: dt.datetime) -> list[str]:
    """The lines of the hidden sheet, each the content of a cell of its first column.

    Args:
        rows: in any order, one for each key and year.
        day: when the workbook is written, in UTC.
    """
    lines = [_line(row) for row in rows]
    head = {"kpitrack": FORM, "day": day.isoformat(timespec="seconds"), "digest": _digest("\n".join(lines), 32)}
    return [json.dumps(head), *lines]


def carried_in(sheets: Sequence[Sheet]) -> Carried | None:
    """What the workbook whose sheets these are, hidden ones too, was exported with; None where it does not carry that.

    Raises:
        Damaged: it is not what was exported.
    """
    for sheet in sheets:
        if sheet.rows and is_carried(sheet.rows[0][0]):
            return _read([row[0].text for row in sheet.rows])
    return None


def mark_of(name: str, content: Value) -> str:
    """What an input cell holds, for comparison: empty where it is empty, the same for ``12600`` and ``12,600``.

    Args:
        name: of its column.
        content: as it is stored, or as it was read.
    """
    if content is None:
        return ""
    if isinstance(content, dt.datetime):
        content = content.date()
    if isinstance(content, dt.date):
        return content.isoformat()
    if isinstance(content, int | float) and not isinstance(content, bool):
        return _number(content)
    text = normal_name(str(content).replace("\r\n", "\n").replace("\r", "\n"))
    if name == "value":
        typed = suggest_number(text)
        return text if typed is None else _number(float(typed))
    if name in {"status", "next"}:
        return _words(name).get(plain_header(text), text)
    return text if len(text) <= _AS_IT_IS and text[:1] != "#" else f"#{_digest(text, 16)}"


def identity_of(content: Value) -> str:
    """What a cell beside a key says, for comparison: however its characters, blanks and numbers are written."""
    if isinstance(content, int | float) and not isinstance(content, bool):
        return _number(content)
    text = "".join(normalize("NFKC", str(content or "")).split()).casefold()
    typed = suggest_number(narrow(text))
    text = text if typed is None else _number(float(typed))
    return text if len(text) <= _AS_IT_IS and text[:1] != "#" else f"#{_digest(text, 16)}"


def _line(row: ShownRow) -> str:
    cells = {name: value for name, value in row.cells.items() if value not in {None, ""}}
    line: dict[str, Any] = {
        "key": row.key,
        "year": row.year,
        "fields": {name: mark_of(name, cells[name]) for name in FILLED if name in cells},
        "identity": {name: identity_of(cells[name]) for name in IDENTITY if name in cells},
    }
    if row.unseen:
        line["unseen"] = {name: mark_of(name, text) for name, text in row.unseen.items()}
    return json.dumps(line, separators=(",", ":"))


def is_carried(cell: Cell) -> bool:
    """Whether a sheet whose first cell this is is the hidden one."""
    return isinstance(cell.value, str) and cell.value.startswith('{"kpitrack"')


def _read(lines: list[str]) -> Carried:
    try:
        head = json.loads(lines[0])
        if head["kpitrack"] != FORM or head["digest"] != _digest("\n".join(lines[1:]), 32):
            raise Damaged
        rows = {}
        for line in map(json.loads, lines[1:]):
            one = CarriedRow(*(_texts(line.get(name, {})) for name in ("fields", "identity", "unseen")))
            rows[str(line["key"]), int(line["year"])] = one
        day = dt.datetime.fromisoformat(head["day"])
        if day.tzinfo is None:
            raise Damaged
        return Carried(day, head["digest"][:8], rows)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Damaged from None


def _texts(found: Any) -> dict[str, str]:
    if not all(isinstance(text, str) for text in found.values()):
        raise Damaged
    return dict(found)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def _number(value: float) -> str:
    return plain_number(exact(shortest(value)))


@cache
def _words(name: str) -> Mapping[str, str]:
    return statuses_by_word() if name == "status" else next_steps_by_word()
