"""Recording as a command does it: write, and show what has changed."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from kpitrack.language import say
from kpitrack.language.visible import visible
from kpitrack.repository.edit import diff
from kpitrack.views.text.styled import Styled
from kpitrack.workspace.open import Files
from kpitrack.workspace.record import FileChange, brought_about, forbids, lost_words, write

from .context import has_color, note
from .opening import nothing_written, show_findings
from .screen import show

_HOLDERS = frozenset({"goals", "measures", "kpis", "actuals", "evaluations"})
"""The keys of a file that hold what has an id or a year of its own, by which it is called."""


def record(space: Files, changes: Sequence[FileChange], *, dry_run: bool, show: bool = True) -> None:
    """Validate ``changes``, write them, unless it is a dry run, and show them on stdout.

    They are written first, so that nothing that happens to the output keeps them from being recorded.

    Must run under the repository's lock.

    Raises:
        Ended: they would bring in what `forbids` says; it has been shown, and nothing is written.
        Refused: a file has changed meanwhile, or cannot be written.
    """
    new = brought_about(space, changes)
    if errors := list(filter(forbids, new)):
        nothing_written(errors)
    if not dry_run:
        write(space.listing.root, changes, note)
    if show:
        show_diff(changes)
    if new:
        show_findings(new)
    for change in changes:
        for lost in lost_words(change):
            from kpitrack.exchange.sheet.columns import title_of

            where = " ".join(step for step in lost.at[:-1] if step not in _HOLDERS)
            note(
                say(
                    "{path}: “{field}” of {where} was more than one text; with it goes: {words}",
                    path=change.path, field=title_of(lost.at[-1]), where=where, words=" / ".join(lost.words),
                ),
                say("a translation or address of what was replaced; write a new one into the file where it is wanted"),
            )  # fmt: skip
    if dry_run:
        note(say("a dry run: nothing was written"))


def show_diff(changes: Sequence[FileChange]) -> None:
    """Print what changes, line by line."""
    color = has_color(sys.stdout)
    styles = {"+": "green", "-": "red", "@": "cyan"}
    lines = (line for change in changes for line in diff(change.old or b"", change.new, change.path))
    show(Styled(visible(line), styles.get(line[:1], "")) if color else visible(line) for line in lines)
