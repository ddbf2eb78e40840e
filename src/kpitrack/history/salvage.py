"""What can be read of a file with errors: its model without the faulty parts.

An old revision may be written in an older version of the format; its other KPIs still count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
                content = _with(content, way, UNKNOWN)
                dropped.append(way)
            if gaps:
                continue
            # From the end of lists, so that the positions before stay valid.
            faulty = {way for one in found if (way := _to_drop(content, one))}
            for way in sorted(faulty, key=_rank, reverse=True):
                content = _without(content, way)
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
    for step in way:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            return None
    return content


def _with(content: Any, way: KeyPath, value: object) -> Any:
    """A copy of ``content`` with ``value`` at ``way``."""
    if not way:
        return value
    step, rest = way[0], way[1:]
    if isinstance(content, Mapping):
        return {**content, step: _with(content.get(step), rest, value)}
    if isinstance(content, list) and isinstance(step, int) and step < len(content):
        return [*content[:step], _with(content[step], rest, value), *content[step + 1 :]]
    return content


def _without(content: Any, way: KeyPath) -> Any:
    """A copy of ``content`` without the node at ``way``."""
    step, rest = way[0], way[1:]
    if isinstance(content, Mapping):
        if step not in content:
            return content
        kept = dict(content)
        if rest:
            kept[step] = _without(content[step], rest)
        else:
            del kept[step]
        return kept
    if isinstance(content, list) and isinstance(step, int) and step < len(content):
        changed = [_without(content[step], rest)] if rest else []
        return [*content[:step], *changed, *content[step + 1 :]]
    return content
