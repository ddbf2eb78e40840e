"""Plain data as a YAML file that people can go on writing: short records on a line, long ones as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kpitrack.repository.edit.writing import write_flow, write_key, write_literal

_WIDTH = 110


def yaml_bytes(tree: Mapping[str, Any]) -> bytes:
    """The file.

    Raises:
        ValueError: the data holds what no file can, such as half a character.
    """
    return ("\n".join(_mapping(tree, 0)) + "\n").encode()


def _mapping(tree: Mapping[Any, Any], indent: int) -> Iterator[str]:
    before = " " * indent
    for key, value in tree.items():
        name = f"{before}{write_key(key)}:"
        literal = write_literal(value, before + "  ") if isinstance(value, str) else None
        if literal:
            yield f"{name} {literal[0]}"
            yield from literal[1:]
        elif not value or _fits(value, len(name)):
            yield f"{name} {write_flow(value)}"
        elif isinstance(value, Mapping):
            yield name
            yield from _mapping(value, indent + 2)
        else:
            yield name
            yield from _list(value, indent + 2)


def _list(values: list[Any], indent: int) -> Iterator[str]:
    before = " " * indent
    for value in values:
        if isinstance(value, Mapping) and value and not _fits(value, indent + 2):
            first, *rest = _mapping(value, indent + 2)
            yield f"{before}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield f"{before}- {write_flow(value)}"


def _fits(value: Any, used: int) -> bool:
    """Whether a value is to stand on one line: no list of records, and short, or nothing that could be broken."""
    if not isinstance(value, (Mapping, list)):
        return True
    inner = value.values() if isinstance(value, Mapping) else value
    if any(isinstance(one, list) and any(isinstance(part, Mapping) for part in one) for one in inner):
        return False
    if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        return False
    if any(isinstance(one, Mapping) and not _fits(one, used) for one in inner):
        return False
    return used + len(write_flow(value)) <= _WIDTH
