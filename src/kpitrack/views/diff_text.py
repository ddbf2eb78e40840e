"""What changed between two revisions, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.text import Text

from kpitrack.language import say
from kpitrack.model.years import show_year
from kpitrack.views.text.plain import visible

from .diff import Compared, before_and_after, counts, explanation, heading, sign, subject

_STYLES = {"+": "green", "-": "red", "!": "bold red", "~": "yellow"}


def render(compared: Compared) -> Iterator[Text]:
    """The lines: by strategy, by kind."""
    title = say(
        "{base} → {head}, judged as of {year}",
        base=compared.base,
        head=compared.head,
        year=show_year(compared.as_of),
    )
    yield Text(visible(str(title)), style="bold")
    for strategy, changes in groupby(compared.changes, lambda one: one.ref.partition("/")[0]):
        yield Text()
        yield Text(visible(strategy), style="bold")
        for kind, members in groupby(changes, lambda one: one.kind):
            yield Text(f"  {heading(kind)}")
            for one in members:
                mark = sign(one)
                yield Text(f"    {mark} ", style=_STYLES[mark]).append(visible(subject(one)), style="default not bold")
                old, new = map(visible, before_and_after(one))
                if old and new:
                    yield Text(f"        {old} → {new}")
                elif old or new:
                    yield Text(f"        {old or new}")
                if note := explanation(one):
                    yield Text(f"        {visible(note)}", style="dim" if one.explained else "bold red")
    yield Text()
    yield Text(counts(compared.changes))
    for line in compared.left_out:
        yield Text(visible(line), style="yellow")
