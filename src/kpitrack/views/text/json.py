"""JSON documents: the envelope that all of them have, and how their numbers stand in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kpitrack import __version__
from kpitrack.diagnostics.gaps import gaps
from kpitrack.language.visible import visible_json
from kpitrack.model.numbers import whole_as_int


def document(schema: str, **fields: Any) -> dict[str, Any]:
    """The document ``kpitrack/{schema}/1``: its name, the program's version, ``fields``, and what was not looked at."""
    return {"schema": f"kpitrack/{schema}/1", "version": __version__, **fields} | gaps().fields() | fields


def lines(schema: str, **fields: Any) -> Iterator[str]:
    """A `document` as text. NaN and infinity, which JSON does not have, are a fault of the program."""
    yield text(document(schema, **fields), indent=1)


def text(value: Any, indent: int | None = None) -> str:
    """``value`` as JSON, where no character is hidden: it may be shown on a screen, too."""
    return visible_json(json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False))


def number(value: float | None) -> float | int | None:
    """``value`` as people write it: whole numbers without a decimal point."""
    return None if value is None else whole_as_int(value)
