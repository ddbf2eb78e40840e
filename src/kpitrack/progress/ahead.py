"""Judging that gets ready while the files are still being read, since loading Polars takes as long as reading a town.

This module loads none of it: neither Polars nor the models.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kpitrack.repository.aside import Aside, Lost, start

if TYPE_CHECKING:
    from .question import Basis, Columns

Rows = list[dict[str, Any]]


class Judging:
    """A judge of one repository.

    Args:
        aside: whether it is a process of its own, where that is possible, which starts to load at once.
        meanwhile: what can be done while that process judges.
    """

    def __init__(self, *, aside: bool = False, meanwhile: Callable[[], object] = lambda: None) -> None:
        self._meanwhile = meanwhile
        self._aside: Aside | None = start(_prepare) if aside else None

    def rows(self, columns: Columns, basis: Basis) -> Rows:
        """The rows of `kpitrack.progress.judge.verdicts`; can be asked for once."""
        if self._aside is not None:
            try:
                found: Rows = self._aside.ask((columns, basis), self._meanwhile)
            except Lost:
                pass  # whatever it was, it is done here, and is complained of here
            else:
                return found
        return _rows((columns, basis))


def _prepare() -> Callable[[Any], Rows]:
    """Load, and judge nothing once, so that what loads late is loaded too."""
    from .question import Basis, Columns
    from .schema import ACTUALS, KPIS, MILESTONES

    kpis, actuals, milestones = ({name: list[Any]() for name in schema} for schema in (KPIS, ACTUALS, MILESTONES))
    _rows((Columns(kpis, actuals, milestones, [], []), Basis(2000, 0.95, 0.6, {}, None)))
    return _rows


def _rows(question: tuple[Columns, Basis]) -> Rows:
    from .frames import frames_of
    from .judge import verdicts

    columns, basis = question
    return verdicts(frames_of(columns), basis).collect(engine="in-memory").rows(named=True)
