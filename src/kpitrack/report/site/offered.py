"""What the page of a KPI offers for use elsewhere."""

from __future__ import annotations

from typing import Any

from kpitrack.analysis.case import Case
from kpitrack.language import active
from kpitrack.language.visible import visible

from .addresses import embed_address, picture_address

_ELSEWHERE = "https://…/"
"""Stands for the address of a site that does not name its own."""
FRAME = (480, 720)
"""The width and height in pixels at which the page to be framed shows whole."""


def offered(case: Case, *, chart: bool, pictures: bool = False, base: str = "") -> dict[str, Any]:
    """The address of the picture of its chart, and the line of HTML that shows the KPI in another page.

    Args:
        case: the KPI.
        chart: whether it has a chart.
        pictures: whether that is there as a PNG, too.
        base: the address of the site on the web, with a stroke at its end, where it is known.
    """
    one = case.standing
    names = one.strategy.id, one.kpi.id
    title = visible(one.name).replace('"', "'")
    source = f"{base or _ELSEWHERE}{active()}/{embed_address(*names)}"
    wide, high = FRAME
    return {
        "svg": picture_address(*names) if chart else "",
        "png": picture_address(*names, ".png") if chart and pictures else "",
        "frame": f'<iframe src="{source}" title="{title}" width="{wide}" height="{high}" loading="lazy"></iframe>',
    }
