"""``kpitrack status --source``: the standings of a dataset, written while they are read."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING

from kpitrack.language import say
from kpitrack.repository.parallel import FEW

from .context import has_color, note
from .progress_bar import late_bar
from .source import telling

if TYPE_CHECKING:
    from kpitrack.analysis.standing import Standing

    from .source import Source

_AT_ONCE = 5000  # KPIs that are written at once


def show(source: Source, format_: str, failing: Collection[str], *, bom: bool) -> int:
    """Print the standings as ``status`` prints those of files; gives its exit code."""
    met: set[str] = set()
    with telling():
        if format_ == "json":
            with late_bar(say("judging")) as progress:
                counts = source.counts(progress)
            met |= counts.keys()
            for line in _json(source, counts):
                print(line)
        else:
            # On a terminal the lines themselves show how far it is.
            with late_bar(say("judging")) if not sys.stdout.isatty() else nullcontext(_untold) as progress:
                _print(_noting(source.standings(progress, titled=format_ == "table"), met), source.as_of, format_, bom)
    if format_ == "table" and not met:
        note(say("no KPI is like that"))
    return int(not met.isdisjoint(failing))


def _untold(_done: int, _total: int) -> None:
    """For who need not know how far it is."""


def _noting(found: Iterator[Standing], met: set[str]) -> Iterator[Standing]:
    for one in found:
        met.add(one.status)
        yield one


def _print(found: Iterator[Standing], as_of: int, format_: str, bom: bool) -> None:
    if format_ == "table":
        from kpitrack.views.status.table import as_text
        from kpitrack.views.text.screen import columns
        from kpitrack.views.text.screen import show as show_lines

        show_lines(as_text(found, as_of, columns()), has_color(sys.stdout.isatty()))
        return
    from kpitrack.views.status import csv as status_csv
    from kpitrack.views.status import markdown as status_markdown

    lines = status_csv.as_csv(found) if format_ == "csv" else status_markdown.as_markdown(found, as_of)
    if bom and format_ == "csv":
        sys.stdout.write("\ufeff")
    for line in lines:
        print(line)


def _json(source: Source, counts: dict[str, int]) -> Iterator[str]:
    """The document: laid out for people where it was taken from few files, else with one line a KPI."""
    from kpitrack.views.status import json_document as status_json

    if source.dataset.sources <= FEW:
        yield from status_json.as_json(list(source.standings(_untold, titled=False)), source.as_of)
        return
    from kpitrack.language.visible import visible_json
    from kpitrack.views.status.json import entry
    from kpitrack.views.text.json import text

    head = status_json.document([], source.as_of)
    head["summary"] = {"kpis": sum(counts.values()), "by_status": dict(counts)}
    yield text(head)[:-2]
    waiting = None
    for part in source.verdicts():
        for few in part.iter_slices(_AT_ONCE):
            if waiting is not None:
                yield f"{waiting},"
            waiting = visible_json(",\n".join(few.lazy().select(entry()).collect(engine="in-memory").to_series()))
    if waiting is not None:
        yield waiting
    yield "]}"
