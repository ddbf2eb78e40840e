"""Documents in JSON that describe what is published: what they share as files."""

from __future__ import annotations

import json
from typing import Any

from kpitrack.language.visible import visible_json


def json_bytes(document: Any, indent: int = 1) -> bytes:
    """The file of a document, what is hidden in it as an escape."""
    return (visible_json(json.dumps(document, ensure_ascii=False, indent=indent)) + "\n").encode()


def same_but_for(name: str, old: bytes, new: bytes) -> bool:
    """Whether two documents differ in nothing but the property ``name``, such as the day on which they were made.

    It is passed over in the document itself, and in the objects of its lists.
    """

    def without(document: dict[str, Any]) -> dict[str, Any]:
        return {
            key: [without(one) if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value
            for key, value in document.items()
            if key != name
        }

    try:
        first, second = (without(json.loads(one)) for one in (old, new))
    except (ValueError, AttributeError, RecursionError):
        return False
    return first == second
