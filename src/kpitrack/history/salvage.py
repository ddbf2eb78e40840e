"""What can be read of a file that has errors: its model less the parts that have them.

An old revision may have been written in an older shape of the format; what it says of other KPIs still counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from kpitrack.diagnostics import Diagnostic, KeyPath, Severity
from kpitrack.files.discovery import Kind
from kpitrack.files.placing import as_written
from kpitrack.files.reading import MODELS
from kpitrack.files.tree import read_tree
from kpitrack.model.faults import faults

_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was read.

    Args:
        model: what is left, unless nothing is.
        dropped: the ways to the parts that were taken out.
    """

    model: BaseModel | None
    dropped: tuple[KeyPath, ...] = ()


def salvage(kind: Kind, data: bytes) -> Salvaged:
    """Read a file as far as it can be."""
    tree = read_tree(data)
    content = {} if tree.data is None and kind is Kind.SETTINGS else tree.data
    if any(found.severity is Severity.ERROR for found in tree.findings) or not isinstance(content, Mapping):
        return Salvaged(None)
    dropped: list[KeyPath] = []
    for _ in range(_ROUNDS):
        try:
            return Salvaged(MODELS[kind].model_validate(content), tuple(dropped))
        except ValidationError as error:
            # The last place in a list goes first, so that the others stay where they are.
            ways = {way for found in faults(MODELS[kind], error) if (way := _to_drop(content, found))}
            for way in sorted(ways, key=str, reverse=True):
                content = _without(content, way)
                dropped.append(way)
            if not ways:
                break
    return Salvaged(None, tuple(dropped))


def _to_drop(content: Any, found: Diagnostic) -> KeyPath:
    """The node to take out: the faulty one; of one that lacks a field, the item of a list that it belongs to."""
    way = as_written(content, found.at)
    if found.rule.name == "missing-field" and _at(content, way) is not None:
        while way and not isinstance(way[-1], int):
            way = way[:-1]
    elif found.rule.name == "bad-id" or (way and way[-1] in {"id", "name", "title", "unit"}):
        way = way[:-1]
    return way


def _at(content: Any, way: KeyPath) -> Any:
    for step in way:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            return None
    return content


def _without(content: Any, way: KeyPath) -> Any:
    """A copy of ``content`` less the node at ``way``."""
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
