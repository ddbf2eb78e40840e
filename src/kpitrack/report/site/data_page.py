"""The page on the data: what there is to download, what it means, and how it may be used."""

from __future__ import annotations

from kpitrack.language import say

from .addresses import file_name
from .data_files import ALL
from .dictionary import series_fields, verdict_fields
from .overview import Whole
from .templating import render

_LISTED = 300
"""The most strategies that are listed one by one."""


def page(whole: Whole) -> bytes:
    """The page."""
    few = whole.strategies if len(whole.ids) <= _LISTED else []
    return render(
        "data.html",
        "../",
        "data.html",
        title=str(say("Data")),
        as_of=whole.terms.as_of,
        every=ALL,
        kpis=len(whole.statuses),
        total=len(whole.ids),
        strategies=[(one, file_name(one.id)) for one in few],
        verdicts=list(verdict_fields()),
        series=list(series_fields()),
    )
