"""The lines on which the values of a file stand, all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kpitrack.diagnostics import KeyPath, Part
from kpitrack.model.years import BadYear, parse_year

from .yaml.fast import UNSURE, read_fast
from .yaml.quick_places import PlainFile

if TYPE_CHECKING:
    from .yaml.exact_nodes import Document


@dataclass(frozen=True, slots=True)
class KPILines:
    """The lines of a KPI, of its baseline and target where it has them, and of its milestones by year."""

    own: int
    baseline: int | None
    target: int | None
    milestones: Mapping[int, int] = field(default_factory=dict)


class _Lines:
    """The lines of a file that has no errors."""

    def __init__(self, data: bytes) -> None:
        self._plain: Mapping[KeyPath, int] = {}
        self._document: Document | None = None
        self.data = read_fast(data)
        plain = None if self.data is UNSURE else PlainFile(data.decode("utf-8-sig"), self.data).lines_of_nodes()
        if plain is None:
            from .yaml.exact import read_exact

            document = read_exact(data)
            self.data = document.data
            self._document = document
        else:
            self._plain = plain

    def of(self, *at: str | int) -> int:
        """The line of the node at a key path."""
        if self._document is None:
            return self._plain[at]
        return self._document.span(at, Part.VALUE if at[-2] == "kpis" else Part.KEY).line


def entry_lines(data: bytes) -> Iterator[tuple[str, int, int]]:
    """KPI, year and line of every entry of an actuals file."""
    lines = _Lines(data)
    for kpi, entries in (lines.data.get("actuals") or {}).items():
        for key in entries or ():
            yield str(kpi), _year(key), lines.of("actuals", kpi, key)


def kpi_lines(data: bytes) -> Iterator[tuple[str, KPILines]]:
    """The id and the lines of every KPI of a strategy file."""
    lines = _Lines(data)
    for at, kpi in _kpis(lines.data, ()):
        stones = kpi.get("milestones") or {}
        yield (
            str(kpi["id"]),
            KPILines(
                lines.of(*at),
                lines.of(*at, "baseline") if kpi.get("baseline") is not None else None,
                lines.of(*at, "target") if kpi.get("target") is not None else None,
                {_year(key): lines.of(*at, "milestones", key) for key in stones},
            ),
        )


def _kpis(node: Mapping[str, Any], at: KeyPath) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    for name in ("goals", "measures"):
        for i, below in enumerate(node.get(name) or ()):
            yield from _kpis(below, (*at, name, i))
    for i, kpi in enumerate(node.get("kpis") or ()):
        yield (*at, "kpis", i), kpi


def _year(key: object) -> int:
    try:
        return parse_year(key)  # type: ignore[arg-type]  # keys of a file that has been checked
    except BadYear:
        return 0
