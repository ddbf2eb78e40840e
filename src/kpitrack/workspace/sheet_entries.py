"""What a sheet is held against: the KPIs of the repository, what is recorded of them, and the edits of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitrack.checks.references import Guesses
from kpitrack.language import Text, say
from kpitrack.model.numbers import narrow

if TYPE_CHECKING:
    from kpitrack.exchange.sheet.merge import Recorded
    from kpitrack.model.strategy import KPI
    from kpitrack.repository.edit import Edited

    from .entry import Recorder
    from .open import Files
    from .record import FileChange


class Entries:
    """The KPIs of the repository with what is recorded of them."""

    def __init__(self, space: Files) -> None:
        from .entry import Recorder

        self._space = space
        self._recorders: dict[str, Recorder] = {}
        for bundle in space.strategies.bundles():
            if model := bundle.strategy.model:
                for placed in model.kpis():
                    self._recorders[f"{model.id}/{placed.item.id}"] = Recorder(space, bundle, placed.item)
        self._guesses = Guesses()
        self._hints: dict[str, Text] = {}
        self._by_id: dict[str, list[str]] = {}
        for ref in self._recorders:
            self._by_id.setdefault(ref.rpartition("/")[2], []).append(ref)

    def find(self, key: str) -> tuple[str, KPI]:
        """The ref and the KPI of what stands in a cell."""
        from kpitrack.exchange.sheet.cells import BadCell

        key = narrow(key).strip()
        refs = [key] if key in self._recorders else self._by_id.get(key, [])
        if len(refs) == 1:
            return refs[0], self._recorders[refs[0]].kpi
        if refs:
            raise BadCell(
                say("{name} names more than one KPI", name=key), say("write one of: {words}", words=", ".join(refs))
            )
        if key not in self._hints:  # a sheet may have it in thousands of rows
            self._hints[key] = self._guesses.did_you_mean(key, lambda: self._recorders) or say(
                "write it as strategy/kpi"
            )
        raise BadCell(say("there is no KPI {name}", name=key), self._hints[key])

    def kpi(self, ref: str) -> KPI | None:
        """The KPI called ``ref``, if there is one."""
        found = self._recorders.get(ref)
        return found.kpi if found else None

    def recorded(self, ref: str, year: int) -> Recorded:
        """What there is of one KPI and year."""
        from kpitrack.exchange.sheet.merge import Recorded

        recorder = self._recorders[ref]
        found = recorder.existing(year)
        return Recorded(recorder.kpi, found[1] if found else None, found is not None)

    def changes(self, edits: dict[tuple[str, int], Edited]) -> list[FileChange]:
        """The files as they will be, each edited once."""
        from kpitrack.repository.discovery import Kind
        from kpitrack.repository.edit import set_values

        from .record import FileChange, edited

        by_path: dict[str, list[tuple[tuple[str | int, ...], Edited]]] = {}
        strategies: dict[str, str] = {}
        for (ref, year), value in edits.items():
            recorder = self._recorders[ref]
            found = recorder.existing(year)
            path = found[0] if found else recorder.path_for(year)
            strategy, _, kpi = ref.partition("/")
            strategies[path] = strategy
            by_path.setdefault(path, []).append((("actuals", kpi, year), value))
        changes = []
        for path, wanted in sorted(by_path.items()):
            old = self._space.read(path)
            start = old if old is not None else f"strategy: {strategies[path]}\nactuals:\n".encode()
            new = edited(path, lambda start=start, wanted=wanted: set_values(start, wanted))  # type: ignore[misc]  # bound at once
            changes.append(FileChange(Kind.ACTUALS, path, old, new))
        return changes
