"""A start for commands that judge: while they load the models and read, a process beside them loads Polars."""

from __future__ import annotations

from collections.abc import Callable

from kpitrack.progress.ahead import Judging
from kpitrack.repository.discovery import NothingHere, find_root, holds_few
from kpitrack.repository.parallel import FEW

from .context import current


def judge_ahead(meanwhile: Callable[[], object]) -> Judging:
    """A judge for `kpitrack.cli.judging.standings`, to be had before anything heavy is loaded.

    For a large repository nothing is started, since it is judged where its columns are.

    Args:
        meanwhile: what can be done while it judges.
    """
    try:
        root = find_root(current().root)
    except NothingHere:
        return Judging()
    return Judging(aside=holds_few(root, FEW), meanwhile=meanwhile)
