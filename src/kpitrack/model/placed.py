"""An item of a file together with where it stands."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item", covariant=True)


class Placed(NamedTuple, Generic[Item]):
    """``item``, its key path in the file, and the ids of the nodes above it from the goal down."""

    item: Item
    at: tuple[str | int, ...]
    path: tuple[str, ...]
