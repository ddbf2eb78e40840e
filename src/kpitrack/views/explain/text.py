"""The working as text that can be handed to a council member."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from rich.text import Text

from kpitrack.analysis.case import Case
from kpitrack.language import say
from kpitrack.views.status.json_document import entry, number
from kpitrack.views.text.plain import visible, wrap
from kpitrack.views.words import status_mark, status_style, status_word

from .step import Step


def render(case: Case, steps: Sequence[Step], columns: int) -> Iterator[Text]:
    """The lines."""
    columns = min(columns, 110)
    one = case.standing
    unit = f" [{visible(one.unit)}]" if one.unit else ""
    yield from (Text(line, style="bold") for line in wrap(f"{visible(one.name)}{unit}", columns))
    yield Text(visible(one.ref), style="dim")
    verdict = Text(f"{status_mark(one.status)} {status_word(one.status)}", style=status_style(one.status))
    verdict.append(f"  {say('as of {year}', year=case.year(case.as_of))}", style="default not bold not dim")
    yield verdict
    for i, step in enumerate(steps, 1):
        yield Text()
        yield Text(f"{i}. {step.title}", style="bold")
        for line, following in zip_longest(step.lines, step.lines[1:]):
            for text in wrap(visible(line.text), columns - 3):
                yield Text(f"   {text}")
            if line.place and not (following and following.place == line.place):
                yield Text(f"      ↳ {visible(line.place)}", style="dim")


def as_json(case: Case, steps: Sequence[Step]) -> Iterator[str]:
    """The document ``kpitrack/explain/1`` as text."""
    yield json.dumps(document(case, steps), ensure_ascii=False, indent=1, allow_nan=False)


def document(case: Case, steps: Sequence[Step]) -> dict[str, Any]:
    """The entry of ``status`` with the steps of its working."""
    return {
        "schema": "kpitrack/explain/1",
        "as_of": case.as_of,
        **entry(case.standing),
        "original_status": case.original["status"] if case.original else None,
        "steps": [
            {
                "name": step.name,
                "title": step.title,
                "lines": [{"text": line.text, "value": number(line.value), "place": line.place} for line in step.lines],
            }
            for step in steps
        ],
    }
