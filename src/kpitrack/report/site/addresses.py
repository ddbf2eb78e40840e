"""Where pages and data lie. An address follows from ids alone and never changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that Windows gives to devices, whatever follows after a dot."""
_OWN = frozenset({"content", "search", "found", "found-count", "downloads", "sources", "breaks", "flaws"})
"""What the pages that name goals and measures call their own parts."""


def file_name(name: str) -> str:
    """The name of an id as a file or folder, without its ending; no id holds what is put to those that are reserved."""
    return f"{name}~" if _RESERVED.fullmatch(name) else name


def kpi_address(strategy: str, kpi: str) -> str:
    """Where a KPI's page is, below the language's folder."""
    return f"kpi/{file_name(strategy)}/{file_name(kpi)}.html"


def strategy_address(strategy: str, kind: str = "strategy") -> str:
    """Where a strategy's page is, or one of those beside it, below the language's folder."""
    return f"{kind}/{file_name(strategy)}.html"


def anchor(node: str) -> str:
    """The place of a goal or measure in a page."""
    return f"{node}~" if node in _OWN else node


def indicator_names(indicators: Sequence[str]) -> dict[str, str]:
    """The names of the files of ``indicators``; those that differ in case alone are told apart by more than that."""
    alike = Counter(one.lower() for one in indicators)
    return {
        one: one.replace(":", "~")  # which no indicator holds, so that no two share a name
        + (f"~{blake2b(one.encode(), digest_size=4).hexdigest()}" if alike[one.lower()] > 1 else "")
        for one in indicators
    }
