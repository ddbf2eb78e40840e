"""Findings and outlines as JSON and back: plain data, from which nothing but these few kinds of values can come."""

from __future__ import annotations

import datetime as dt
import json
from array import array
from collections.abc import Callable
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from kpitrack.diagnostics import CATALOGUE, Diagnostic, Excerpt, Part, Rule, Severity, Span
from kpitrack.language import Text

Plain = Any
"""What JSON can hold. A list always begins with a word that tells what it stands for."""

_RECORDS: dict[str, type[Any]] = {one.__name__: one for one in (Diagnostic, Text, Span, Excerpt)}
_SCALARS = frozenset({str, int, float, bool, type(None)})


class NotPlain(TypeError):  # noqa: N818  what it is
    """A value of a kind that is not kept."""


def encode(value: Any) -> Plain:
    """``value`` as plain data.

    Raises:
        NotPlain: it holds something that cannot come back.
    """
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind in _ENCODERS:
        return _ENCODERS[kind](value)
    if kind in _RECORDS.values():
        return [kind.__name__, *(encode(getattr(value, name)) for name in kind.__match_args__)]
    if isinstance(value, PurePath):
        return str(value)
    if _learn_outlines():
        return encode(value)
    raise NotPlain(kind.__name__)


def decode(value: Plain) -> Any:
    """What `encode` made ``value`` from.

    Raises:
        ValueError, TypeError, KeyError, IndexError or ArithmeticError: it is not from there.
    """
    if not isinstance(value, list):
        if type(value) not in _SCALARS:
            raise ValueError(value)
        return value
    word, *rest = value
    if word in _DECODERS:
        return _DECODERS[word](rest)
    if word not in _RECORDS:
        _learn_outlines()
    return _DECODERS[word](rest) if word in _DECODERS else _RECORDS[word](*map(decode, rest))


def _learn_outlines() -> bool:
    """Add the kinds of values that only outlines hold, which a run that nothing has changed for never meets.

    Returns:
        Whether they were not known.
    """
    if "Outline" in _RECORDS:
        return False
    from kpitrack.checks.outline import Measures, Outline, Said, Stray

    _RECORDS.update(Outline=Outline, Stray=Stray)
    _ENCODERS[Said] = lambda value: ["said", *map(encode, value)]
    _ENCODERS[Measures] = lambda value: ["measures", *map(encode, value)]
    _ENCODERS[array] = lambda value: ["array", value.typecode, *value]
    _DECODERS["said"] = lambda rest: Said(*map(decode, rest))
    _DECODERS["measures"] = lambda rest: Measures(*map(decode, rest))
    _DECODERS["array"] = lambda rest: array(rest[0], rest[1:])
    return True


def _tuple(value: tuple[Any, ...]) -> Plain:
    flat = all(type(one) in _SCALARS for one in value)
    return ["flat", *value] if flat else ["tuple", *map(encode, value)]


_ENCODERS: dict[type, Callable[[Any], Plain]] = {
    tuple: _tuple,
    frozenset: lambda value: ["set", *sorted(value)],
    list: lambda value: ["list", *map(encode, value)],
    dict: lambda value: ["map", *([encode(key), encode(item)] for key, item in value.items())],
    Rule: lambda value: ["rule", value.name],
    Part: lambda value: ["part", str(value)],
    Severity: lambda value: ["severity", str(value)],
    Decimal: lambda value: ["decimal", str(value)],
    dt.date: lambda value: ["date", value.isoformat()],
}
_DECODERS: dict[str, Callable[[list[Plain]], Any]] = {
    "flat": tuple,
    "tuple": lambda rest: tuple(map(decode, rest)),
    "set": frozenset,
    "list": lambda rest: list(map(decode, rest)),
    "map": lambda rest: {decode(key): decode(item) for key, item in rest},
    "rule": lambda rest: CATALOGUE[rest[0]],
    "part": lambda rest: Part(rest[0]),
    "severity": lambda rest: Severity(rest[0]),
    "decimal": lambda rest: Decimal(rest[0]),
    "date": lambda rest: dt.date.fromisoformat(rest[0]),
}


def dumps(value: Plain) -> bytes:
    """Plain data as bytes."""
    return json.dumps(value, separators=(",", ":")).encode()


def loads(data: bytes) -> Plain:
    """Bytes as plain data.

    Raises:
        ValueError: they are none.
    """
    try:
        return json.loads(data)
    except RecursionError:
        raise ValueError from None
