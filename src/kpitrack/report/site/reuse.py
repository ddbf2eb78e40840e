"""A KPI for use elsewhere: a page to be framed, and its chart as a picture."""

from __future__ import annotations

from kpitrack.analysis.case import Case
from kpitrack.language import pick, say
from kpitrack.language.visible import visible
from kpitrack.model.years import show_year
from kpitrack.report.charts.kpi import NARROW
from kpitrack.report.charts.looks import of_size
from kpitrack.views.recorded import source_text
from kpitrack.views.sentence.verdict import verdict_itself
from kpitrack.views.words import group_of, status_mark, status_word

from .addresses import embed_address, kpi_address
from .picture import picture
from .shown import Shown
from .templating import published, render


def embed(case: Case, shown: Shown) -> bytes:
    """The page to be framed: the verdict, the chart and the source of ``case``, without the site's menus."""
    one = case.standing
    return render(
        "embed.html",
        "../../../",
        embed_address(one.strategy.id, one.kpi.id),
        title=one.name,
        one=one,
        kpi=one.kpi,
        strategy=one.strategy,
        as_of=case.as_of,
        mark=status_mark(one.status),
        word=status_word(one.status),
        group=group_of(one.status),
        sentences=verdict_itself(shown.sentences),
        description=shown.summary,
        chart=of_size(shown.chart, NARROW.name),
        legend=shown.key,
        source=one.kpi.source or one.strategy.source,
        address=kpi_address(one.strategy.id, one.kpi.id),
    )


def _publisher() -> str:
    """Who publishes the site, and under what licence."""
    imprint = published()
    licence = imprint.licence()
    names = [pick(imprint.publisher.name) if imprint.publisher else "", licence[0] if licence else ""]
    return visible("  ".join(name for name in names if name))


def standalone(case: Case, shown: Shown) -> str:
    """The chart of ``case`` as an SVG document of its own; empty where there is none."""
    one = case.standing
    unit = f" [{visible(one.unit)}]" if one.unit else ""
    source = source_text(one.kpi.source or one.strategy.source)
    foot = visible(str(say("source: {source}", source=source))) if source else ""
    as_of = say("as of {year}", year=show_year(case.as_of))
    return picture(
        shown.chart,
        visible(one.name) + unit,
        [visible(f"{one.organization}  {one.strategy_title}  ({as_of})")],
        shown.key,
        [text for text in (foot, _publisher()) if text],
    )
