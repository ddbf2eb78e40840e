"""``status`` as CSV: the fields of the JSON, flat."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kpitrack.analysis.standing import Standing
from kpitrack.views.text.plain import visible

from .json_document import RATES, entry

_POINTS = {
    "organization": ("name", "code", "level"),
    "baseline": ("year", "value"),
    "target": ("year", "value", "form"),
    "actual": ("year", "value", "status"),
    "previous": ("year", "value"),
    "decided_by": ("year", "value"),
    "forecast": ("value", "meets_target"),
    "grade": ("scheme", "grade", "label"),
}
_PLAIN = (
    "ref", "strategy", "kpi", "organization", "name", "unit", "path", "better", "accumulation", "level", "baseline",
    "target", "actual", "previous", "decided_by", "expected", *RATES[:9], "forecast", *RATES[9:], "status", "reason",
    "reasons", "provisional", "stale", "break", "missing_years", "grade",
)  # fmt: skip
COLUMNS = tuple(f"{name}_{part}" if part else name for name in _PLAIN for part in _POINTS.get(name, ("",)))


def render(standings: Iterable[Standing]) -> Iterator[str]:
    """The header and one line a KPI, without line ends."""
    yield _line(COLUMNS)
    for one in standings:
        yield _line([_cell(value) for value in _flat(entry(one))])


def _flat(document: Mapping[str, Any]) -> Iterator[Any]:
    for name in _PLAIN:
        value = document[name]
        if name in _POINTS:
            yield from ((value or {}).get(part) for part in _POINTS[name])
        elif name == "path":
            yield " ".join(value)
        elif name == "missing_years":
            yield " ".join(map(str, value))
        elif name == "reasons":
            yield json.dumps(value, ensure_ascii=False) if value else None
        else:
            yield value


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = visible(value)
        return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
    return "" if value is None else value


def _line(cells: Sequence[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()
