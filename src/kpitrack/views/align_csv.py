"""``align`` as CSV: one line an answer, and one for each item without any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpitrack.analysis.crosswalk import Crosswalk
from kpitrack.language import pick
from kpitrack.views.text.csv import csv_line

from .align import item_text, node_text

COLUMNS = (
    "source", "target", "pillar", "pillar_title", "item", "item_number", "item_title", "relation", "from",
    "from_title", "stance", "notes",
)  # fmt: skip


def render(crosswalks: Sequence[Crosswalk]) -> Iterator[str]:
    """The header and the lines, without line ends. ``relation`` is empty where nothing is answered."""
    yield csv_line(COLUMNS)
    for crosswalk in crosswalks:
        for pillar in crosswalk.pillars:
            for item in pillar.items:
                first = [
                    crosswalk.source.id, crosswalk.target_id, pillar.branch.node.id, node_text(pillar.branch.node),
                    item.ref, item.branch.node.number, item_text(item),
                ]  # fmt: skip
                for answer in item.answers:
                    line = answer.alignment
                    title = node_text(answer.branch.node) if answer.branch else None
                    yield csv_line(
                        [*first, line.relation, line.from_, title, pick(line.stance) or None, pick(line.notes) or None]
                    )
                if not item.answers:
                    yield csv_line([*first, None, None, None, None, None])
