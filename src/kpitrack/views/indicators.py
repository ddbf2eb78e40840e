"""``compare`` without an indicator: those that there are, and the KPIs that state each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpitrack.language import say_n
from kpitrack.language.visible import visible

from .text import json
from .text.csv import csv_lines

Indicators = Mapping[str, Sequence[tuple[str, str]]]
"""By indicator, the ref and the name of each KPI that states it, in the order of the documents."""


def as_text(known: Indicators) -> Iterator[str]:
    """A line an indicator, with the names of its KPIs, each once."""
    for indicator, kpis in sorted(known.items()):
        names = " / ".join(dict.fromkeys(name for _, name in kpis))
        yield f"{indicator}  {say_n('{n} KPI', '{n} KPIs', len(kpis))}  {visible(names)}"


def as_csv(known: Indicators) -> Iterator[str]:
    """A line a KPI."""
    rows = [(indicator, ref, name) for indicator, kpis in sorted(known.items()) for ref, name in kpis]
    yield from csv_lines(("indicator", "ref", "name"), rows)


def as_json(known: Indicators) -> Iterator[str]:
    """The document ``kpitrack/indicators/1``."""
    indicators = [
        {"indicator": indicator, "kpis": [{"ref": ref, "name": name} for ref, name in kpis]}
        for indicator, kpis in sorted(known.items())
    ]
    yield from json.lines(json.document("indicators", indicators=indicators))
