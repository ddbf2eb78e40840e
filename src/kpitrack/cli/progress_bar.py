"""A progress bar on stderr, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from kpitrack.language import Text

if TYPE_CHECKING:
    from rich.progress import Progress

_WORTH_A_BAR = 200
_A_WHILE = 1.0  # seconds


@contextmanager
def bar(title: Text, total: int | None = None) -> Iterator[Callable[[], None]]:
    """Count up to ``total``, or without knowing how far, while the block runs; gives the function that counts one.

    Nothing is shown through a pipe, or for a few steps that are over before a bar can be read.
    """
    if (total is not None and total < _WORTH_A_BAR) or not sys.stderr.isatty():
        yield lambda: None
        return
    with _shown(total) as progress:
        task = progress.add_task(str(title), total=total)
        yield lambda: progress.advance(task)


@contextmanager
def late_bar(title: Text) -> Iterator[Callable[[int, int], None]]:
    """A bar for work that is usually over at once: it is shown after a second, and is told how far of how much."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with ExitStack() as shown:
        begun = monotonic()
        advance: list[Callable[[int, int], None]] = []

        def tell(done: int, total: int) -> None:
            if not advance and monotonic() - begun > _A_WHILE:
                progress = shown.enter_context(_shown(total))
                task = progress.add_task(str(title), total=total)
                advance.append(lambda done, total: progress.update(task, completed=done, total=total))
            for one in advance:
                one(done, total)

        yield tell


def _shown(total: int | None) -> Progress:
    """What counts up to ``total``, or without knowing how far."""
    from rich import progress
    from rich.console import Console

    title = progress.TextColumn("{task.description}", markup=False)
    columns = (
        (progress.SpinnerColumn(), title, progress.TextColumn("{task.completed:.0f}"), progress.TimeElapsedColumn())
        if total is None
        else (title, progress.BarColumn(), progress.MofNCompleteColumn(), progress.TimeRemainingColumn())
    )
    return progress.Progress(*columns, console=Console(stderr=True), transient=True)
