"""Models as plain values: what two sides of a comparison are held against each other by."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

Plain = Any
"""What YAML can hold: a mapping, list, text, number, truth value or null."""


def content(item: BaseModel | None, fields: tuple[str, ...] | None = None) -> Plain:
    """A model as a file holds it, without fields that are not set."""
    if item is None:
        return None
    # Only the file shows which member of a union it is; pydantic would warn of every source.
    return item.model_dump(
        mode="json",
        by_alias=True,
        exclude_defaults=True,
        exclude_none=True,
        warnings=False,
        include=set(fields) if fields else None,
    )
