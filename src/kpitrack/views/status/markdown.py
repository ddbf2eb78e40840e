"""``status`` as Markdown tables, one a strategy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from kpitrack.analysis.standing import Standing
from kpitrack.language import say, say_n
from kpitrack.views.text.markdown import escape, table
from kpitrack.views.titles import facts
from kpitrack.views.words import counts_line, status_text

from .flags import figures, remarks


def as_markdown(standings: Iterable[Standing], as_of: int) -> Iterator[str]:
    """The lines of the document."""
    for _, group in groupby(standings, key=lambda one: one.strategy_id):
        members = list(group)
        first, row = members[0], members[0].row
        yield from (f"## {escape(f'{first.organization} {first.strategy_title}')}", "")
        yield from (escape(facts(first.strategy_id, row["period_start"], row["period_end"], as_of)), "")
        header = [
            "KPI", str(say("unit")), str(say("baseline")), str(say("previous")), str(say("newest")),
            str(say("expected")), str(say("target")), str(say("progress")), str(say("status")),
        ]  # fmt: skip
        yield from table(header, [_row(one) for one in members], right=range(2, 8))
        yield ""
        counts = Counter(one.status for one in members)
        yield f"{say_n('{n} KPI', '{n} KPIs', len(members))}: {counts_line(counts)}"
        yield ""


def _row(one: Standing) -> list[str]:
    status = f"{status_text(one.status)}: {remarks(one)}".removesuffix(": ")
    return [one.name, one.unit, *figures(one), one.progress_text, status]
