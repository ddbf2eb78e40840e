"""The addresses of pages and data: they depend on ids alone, so they never change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that Windows gives to devices, whatever follows after a dot."""
_OWN = frozenset(
    (
        "content", "search", "found", "found-count", "downloads", "sources", "breaks", "flaws", "revised", "list",
        "filter-text", "filter-status", "filter-size", "filter-sort", "filter-reset", "filter-count",
        "vision", "principle", "situation", "achievement", "lesson", "position", "role", "basis", "procedure",
    )
)  # fmt: skip
"""Anchors that the pages use for their own parts."""


def file_name(name: str) -> str:
    """The name of a file or folder for an id, without its ending; reserved names get a ``~``, which no id has."""
    return f"{name}~" if _RESERVED.fullmatch(name) else name


def kpi_address(ref: str, suffix: str = ".html", kind: str = "kpi") -> str:
    """The address of a KPI's page, or of what else there is of it, below the language's folder.

    Args:
        ref: ``strategy/kpi``.
        suffix: ``.svg`` or ``.png`` for its chart as a picture.
        kind: ``embed`` for its page to be framed; ``data``, below the site's own folder, for its data.
    """
    strategy, kpi = ref.split("/")
    return f"{kind}/{file_name(strategy)}/{file_name(kpi)}{suffix}"


def strategy_address(strategy: str, kind: str = "strategy") -> str:
    """The address of a strategy's page, or of its page of a ``kind``, below the language's folder."""
    return f"{kind}/{file_name(strategy)}.html"


def way_up(page: str) -> str:
    """The way from a page up to the site's own folder, such as ``../../``; of the page at the root, nothing."""
    return "../" * (page.count("/") + 1) if page else ""


def anchor(node: str) -> str:
    """The anchor of a goal or measure in a page."""
    return f"{node}~" if node in _OWN else node


def indicator_names(indicators: Sequence[str]) -> dict[str, str]:
    """The file names of ``indicators``; those that differ only in case get a hash."""
    alike = Counter(one.lower() for one in indicators)
    return {
        one: one.replace(":", "~")  # no indicator has a “~”, so names stay different
        + (f"~{blake2b(one.encode(), digest_size=4).hexdigest()}" if alike[one.lower()] > 1 else "")
        for one in indicators
    }
