"""``explain`` on a terminal, fit to be handed to a council member, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack.analysis.case import Case
from kpitrack.language import said
from kpitrack.language.visible import visible
from kpitrack.views.show import WIDEST, verdict
from kpitrack.views.status.json import entries_of
from kpitrack.views.text import json
from kpitrack.views.text.columns import Column
from kpitrack.views.text.json import number
from kpitrack.views.text.plain import widest
from kpitrack.views.text.styled import Styled, wrapped
from kpitrack.views.titles import kpi_heading

from .step import Step


def as_text(case: Case, steps: Sequence[Step], columns: int) -> Iterator[Styled]:
    """The lines for a terminal of so many ``columns``."""
    columns = min(columns, WIDEST)
    one = case.standing
    yield from kpi_heading(one.kpi, one.ref, columns)
    yield Styled(said("as of {year}", year=case.year(case.as_of)), "dim")
    yield from verdict(case, columns)
    for i, step in enumerate(steps, 1):
        yield Styled()
        yield Styled(f"{i}. {step.title}", "bold")
        yield from _lines(step, columns)


def _lines(step: Step, columns: int) -> Iterator[Styled]:
    """What a step says; the place of a number stands beside it where there is room, else below."""
    following = [*(line.place for line in step.lines[1:]), None]
    placed = [
        (visible(line.text), "" if line.place == after else visible(line.place or ""))
        for line, after in zip(step.lines, following, strict=True)
    ]
    room = columns - 6 - max((widest(place) for _, place in placed), default=0)
    near = {text for text, place in placed if place and widest(text) <= room}
    beside = Column(near)
    for text, place in placed:
        if place and text in near and beside.widest <= room:
            shown, leaders = beside.parted(text)
            yield Styled(f"   {shown}").append(f"{leaders}   {place}", "dim")
            continue
        yield from wrapped(text, columns - 5, first="   ", rest="     ")
        if place:
            yield Styled(f"      ↳ {place}", "dim")


def as_json(case: Case, steps: Sequence[Step]) -> Iterator[str]:
    """The document ``kpitrack/explain/1``: the entry of ``status`` with the steps of its working."""
    yield from json.lines(
        "explain",
        as_of=case.as_of,
        **entries_of([case.standing.row])[0],
        original_status=case.original["status"] if case.original else None,
        steps=[_step(step) for step in steps],
    )


def _step(step: Step) -> dict[str, Any]:
    lines = [{"text": line.text, "value": number(line.value), "place": line.place} for line in step.lines]
    return {"name": step.name, "title": step.title, "lines": lines}
