"""An item of a file together with its place."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

Item_co = TypeVar("Item_co", covariant=True)


class Placed(NamedTuple, Generic[Item_co]):
    """``item``, its key path in the file, and the ids of the nodes above it from the goal down."""

    item: Item_co
    at: tuple[str | int, ...]
    path: tuple[str, ...]
