"""Renames: the same content under another id."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Item = TypeVar("Item")


def renamed(content: Callable[[Item], Any], old: Mapping[str, Item], new: Mapping[str, Item]) -> dict[str, str]:
    """Removed refs, each with the added ref that has the same content in the same strategy.

    Where several added refs would match, none is taken.
    """

    def by_content(items: Mapping[str, Item], others: Mapping[str, Item]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for ref, item in items.items():
            if ref not in others:
                key = json.dumps([ref.partition("/")[0], content(item)], sort_keys=True, ensure_ascii=False)
                found.setdefault(key, []).append(ref)
        return found

    came = by_content(new, old)
    return {
        gone[0]: came[key][0]
        for key, gone in by_content(old, new).items()
        if len(gone) == 1 and len(came.get(key, ())) == 1
    }
