"""What can be read of a file with errors: its model without the faulty parts.

An old revision may be written in an older version of the format; its other KPIs still count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from kpitrack.diagnostics import Diagnostic, KeyPath, Severity
from kpitrack.model.faults import faults
from kpitrack.model.record import UNION_TAGS
from kpitrack.repository.discovery import Kind
from kpitrack.repository.loading import model_of
from kpitrack.repository.places import as_written
from kpitrack.repository.yaml.tree import read_tree

_ROUNDS = 20
_WORDS = {"name", "title", "unit"}
UNKNOWN = "\uffff"
"""Replaces texts that are missing or unreadable where the rest does not need them. No file can hold it."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was read.

    Args:
        model: the remaining model; None where nothing remains.
        dropped: the key paths of the parts that were removed or replaced by `UNKNOWN`.
    """

    model: BaseModel | None
    dropped: tuple[KeyPath, ...] = ()


def salvage(kind: Kind, data: bytes) -> Salvaged:
    """Read as much of a file as possible."""
    tree = read_tree(data)
    content = {} if tree.data is None and kind is Kind.SETTINGS else tree.data
    if any(found.severity is Severity.ERROR for found in tree.findings) or not isinstance(content, Mapping):
        return Salvaged(None)
    dropped: list[KeyPath] = []
    for _ in range(_ROUNDS):
        try:
            return Salvaged(model_of(kind).model_validate(content), tuple(dropped))
        except ValidationError as error:
            found = faults(model_of(kind), error)
            gaps = _gaps(content, [*_absent(error), *(one.at for one in found)]) if kind is Kind.STRATEGY else set()
            for way in sorted(gaps, key=_rank):
                _put(content, way, UNKNOWN)
                dropped.append(way)
            if gaps:
                continue
            # From the end of lists, so that the positions before stay valid.
            faulty = {way for one in found if (way := _to_drop(content, one))}
            for way in sorted(faulty, key=_rank, reverse=True):
                _drop(content, way)
                dropped.append(way)
            if not faulty:
                break
    return Salvaged(None, tuple(dropped))


def _absent(error: ValidationError) -> Iterator[KeyPath]:
    """The key paths of missing required fields."""
    for one in error.errors(include_url=False, include_context=False):
        way = tuple(step for step in one["loc"] if step not in UNION_TAGS)
        if one["type"] == "missing":
            yield way


def _gaps(content: Any, ways: Iterable[KeyPath]) -> set[KeyPath]:
    """The paths among ``ways`` that lead to texts and are not yet `UNKNOWN`."""
    written = {as_written(content, way) for way in ways if way[-1:] and way[-1] in _WORDS}
    return {way for way in written if _at(content, way) != UNKNOWN}


def _rank(way: KeyPath) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (0, step) for step in way]


def _to_drop(content: Any, found: Diagnostic) -> KeyPath:
    """The node to remove: the faulty one, or for a missing field the list item that it belongs to."""
    way = as_written(content, found.at)
    if found.rule.name == "missing-field" and _at(content, way) is not None:
        while way and not isinstance(way[-1], int):
            way = way[:-1]
    elif found.rule.name == "bad-id" or way[-1:] == ("id",):
        way = way[:-1]
    return way


def _at(content: Any, way: KeyPath) -> Any:
    with suppress(KeyError, IndexError, TypeError):
        for step in way:
            content = content[step]
        return content
    return None


def _put(content: Any, way: KeyPath, value: object) -> None:
    """Put ``value`` at ``way``, where there is such a place."""
    with suppress(IndexError, TypeError):
        _at(content, way[:-1])[way[-1]] = value


def _drop(content: Any, way: KeyPath) -> None:
    """Take the node at ``way`` out, where there is one."""
    with suppress(KeyError, IndexError, TypeError):
        del _at(content, way[:-1])[way[-1]]
