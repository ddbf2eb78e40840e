"""The expected result of an edit, computed from plain values, to verify the edited file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kpitrack.model.years import BadYear, parse_year
from kpitrack.repository.yaml.exact_nodes import Data

from .writing import EditedMapping


class _Remove:
    """The value of a field that is to be removed."""

    def __repr__(self) -> str:
        return "REMOVE"


REMOVE: Final = _Remove()


def year_of(key: str | int | None) -> int | None:
    """The year that a key means, or None."""
    if key is None:
        return None
    try:
        return parse_year(key)
    except BadYear:
        return None


def same_key(key: str | int, names: Iterable[str | int]) -> str | int | None:
    """The one of ``names`` that means ``key``: the same text, or, where ``key`` is an integer, the same year."""
    names = list(names)
    if key in names:
        return key
    for name in names:
        if str(name) == str(key):
            return name
    if isinstance(key, int):
        for name in names:
            if year_of(name) == key:
                return name
    return None


def merged(old: Data, new: object) -> Data:
    """``old`` merged with ``new``: mappings field by field, everything else replaced."""
    if isinstance(old, list) and isinstance(new, EditedMapping):
        items = list(old)
        for position, value in new.items():
            items[int(position)] = merged(items[int(position)], value)
        return items
    if not isinstance(new, Mapping):
        return plain(new)
    fields: dict[str | int, Data] = dict(old) if isinstance(old, dict) else {}
    for key, value in new.items():
        name = same_key(key, fields)
        if value is REMOVE:
            fields.pop(key if name is None else name, None)
        elif name is None:
            fields[key] = merged(None, value)
        else:
            fields[name] = merged(fields[name], value)
    return fields


def plain(value: object) -> Data:
    """``value`` as the reader returns it.

    Raises:
        TypeError: a file cannot hold it.
    """
    if isinstance(value, Mapping):
        return {key: plain(below) for key, below in value.items() if below is not REMOVE}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"no value of a file: {value!r}")


def identical(first: Data, second: Data) -> bool:
    """Whether two values are equal, including the types of numbers."""
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(identical(first[key], second[key]) for key in first)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(identical, first, second))
    return type(first) is type(second) and first == second
