"""What a sheet is held against: KPIs, goals and measures, what is recorded of them, and the edits of their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from kpitrack.checks.references import Guesses
from kpitrack.language import Text, plain, say
from kpitrack.model.numbers import narrow, plain_number

if TYPE_CHECKING:
    from kpitrack.diagnostics import KeyPath
    from kpitrack.exchange.sheet.merge import Key
    from kpitrack.exchange.sheet.recorded import Recorded
    from kpitrack.exchange.sheet.row import Record, Subject
    from kpitrack.model.evaluation import Evaluation
    from kpitrack.model.strategy import KPI, Goal, Measure
    from kpitrack.repository.edit import Edited

    from .entry import Recorder
    from .open import Files
    from .record import FileChange


class _Place(NamedTuple):
    """A goal, measure or KPI: its file, its place there, and the nodes above it."""

    path: str
    at: KeyPath
    item: Goal | Measure | KPI
    above: tuple[Goal | Measure, ...]


class Entries:
    """The KPIs, goals and measures of the repository with what is recorded of them."""

    def __init__(self, space: Files) -> None:
        from .entry import Recorder

        self._space = space
        self._recorders: dict[str, Recorder] = {}
        self._kpis: dict[str, _Place] = {}
        self._nodes: dict[str, _Place] = {}
        for bundle in space.strategies.bundles():
            if (model := bundle.strategy.model) is None:
                continue
            nodes = {placed.item.id: placed.item for placed in model.nodes()}
            for node in model.nodes():
                above = tuple(nodes[name] for name in node.path)
                self._nodes[f"{model.id}/{node.item.id}"] = _Place(bundle.strategy.path, node.at, node.item, above)
            for placed in model.kpis():
                ref = f"{model.id}/{placed.item.id}"
                above = tuple(nodes[name] for name in placed.path)
                self._kpis[ref] = _Place(bundle.strategy.path, placed.at, placed.item, above)
                self._recorders[ref] = Recorder(space, bundle, placed.item)
        self._guesses = Guesses()
        self._hints: dict[str, Text] = {}
        self._subjects: dict[tuple[str, str], Subject] = {}
        self._by_id: dict[str, dict[str, list[str]]] = {"kpi": {}, "node": {}}
        for column, places in (("kpi", self._kpis), ("node", self._nodes)):
            for ref in places:
                self._by_id[column].setdefault(ref.rpartition("/")[2], []).append(ref)

    def find(self, key: str, column: str = "kpi") -> Subject:
        """What a key that stands in the column ``kpi`` or ``node`` names.

        Raises:
            BadCell: there is none, or several.
        """
        key = narrow(key).strip()
        if (column, key) not in self._subjects:
            self._subjects[column, key] = self._find(key, column)
        return self._subjects[column, key]

    def _find(self, key: str, column: str) -> Subject:
        from kpitrack.exchange.sheet.cells import BadCell

        places = self._kpis if column == "kpi" else self._nodes
        refs = [key] if key in places else self._by_id[column].get(key, [])
        if len(refs) == 1:
            return _subject(refs[0], places[refs[0]], column)
        if refs:
            message = (
                say("{name} names more than one KPI", name=key)
                if column == "kpi"
                else say("{name} names more than one goal or measure", name=key)
            )
            raise BadCell(message, say("write one of: {words}", words=", ".join(refs)))
        if key not in self._hints:  # a sheet may have it in thousands of rows
            self._hints[key] = self._hint(key, column)
        raise BadCell(
            say("there is no KPI {name}", name=key)
            if column == "kpi"
            else say("there is no goal or measure {name}", name=key),
            self._hints[key],
        )

    def _hint(self, key: str, column: str) -> Text:
        """What to write instead of ``key``: a sheet of another town has all of its strategy's keys wrong."""
        strategy, slash, _ = key.partition("/")
        places = self._kpis if column == "kpi" else self._nodes
        known = {ref.partition("/")[0] for ref in self._nodes}
        if slash and strategy not in known and self._guesses.did_you_mean(strategy, lambda: known) is None:
            return say(
                "there is no strategy {name} in this repository: look whether the sheet is of another one",
                name=strategy,
            )
        return self._guesses.did_you_mean(key, lambda: places) or (
            say("write it as strategy/kpi") if column == "kpi" else say("write it as strategy/id")
        )

    def item(self, ref: str) -> KPI | Goal | Measure | None:
        """What is called ``ref``, if there is such a thing."""
        place = self._kpis.get(ref) or self._nodes.get(ref)
        return place.item if place else None

    def recorded(self, record: Record, ref: str, year: int) -> Recorded:
        """What there is of one record."""
        from kpitrack.exchange.sheet.recorded import Recorded

        if record == "actual":
            recorder = self._recorders[ref]
            found = recorder.existing(year)
            return Recorded(record, plain(recorder.kpi.unit), found[1] if found else None, found is not None)
        evaluation = self._evaluation(ref, year)
        content = evaluation.external if record == "external" and evaluation else evaluation
        return Recorded(record, "", content, content is not None)

    def changes(self, edits: Mapping[Key, Edited]) -> list[FileChange]:
        """The files as they will be, each edited once."""
        from kpitrack.repository.discovery import Kind
        from kpitrack.repository.edit import set_values

        from .record import FileChange, edited

        by_path: dict[tuple[str, Kind], list[tuple[KeyPath, Edited]]] = {}
        strategies: dict[str, str] = {}
        for (record, ref, year), value in edits.items():
            strategy, _, name = ref.partition("/")
            if record == "actual":
                recorder = self._recorders[ref]
                found = recorder.existing(year)
                path = found[0] if found else recorder.path_for(year)
                strategies[path] = strategy
                by_path.setdefault((path, Kind.ACTUALS), []).append((("actuals", name, year), value))
            else:
                place = self._kpis.get(ref) or self._nodes[ref]
                wanted = by_path.setdefault((place.path, Kind.STRATEGY), [])
                wanted += self._of_evaluation(record, ref, place, year, value)
        changes = []
        for (path, kind), wanted in sorted(by_path.items()):
            old = self._space.read(path)
            start = old if old is not None else f"strategy: {strategies[path]}\nactuals:\n".encode()
            new = edited(path, lambda start=start, wanted=wanted: set_values(start, wanted))  # type: ignore[misc]  # bound at once
            changes.append(FileChange(kind, path, old, new))
        return changes

    def _evaluation(self, ref: str, year: int) -> Evaluation | None:
        place = self._kpis.get(ref) or self._nodes[ref]
        return (place.item.evaluations or {}).get(year)

    def _of_evaluation(
        self, record: Record, ref: str, place: _Place, year: int, value: Edited
    ) -> list[tuple[KeyPath, Edited]]:
        """The edits of one evaluation, a line for each of its fields."""
        from kpitrack.repository.edit import REMOVE

        fields = value if isinstance(value, Mapping) else {}
        at: KeyPath = (*place.at, "evaluations", year, *(("external",) if record == "external" else ()))
        there = self._evaluation(ref, year)
        if record == "external" and (there is None or there.external is None):
            fields = {name: text for name, text in fields.items() if text is not cast("Edited", REMOVE)}
        return [((*at, name), text) for name, text in fields.items()]


def _subject(ref: str, place: _Place, column: str) -> Subject:
    """What may stand beside a key, in every language."""
    from kpitrack.exchange.sheet.row import Subject

    goals = list(place.above[:1])
    if column != "kpi":
        goals = goals or [place.item]  # type: ignore[list-item]  # a node that is not below another is a goal
        node: Any = place.item
        titles = _every(node.title)
        numbered = tuple(f"{number} {title}" for number in _every(node.number) if number for title in titles)
        says: dict[str, tuple[str, ...]] = {"name": titles + numbered, "goal": _titles(goals)}
        return Subject(ref, None, plain(node.title), says)
    kpi: Any = place.item
    says = {"name": _every(kpi.name), "unit": _every(kpi.unit), "goal": _titles(goals)}
    if kpi.baseline is not None and kpi.scale is None:
        says["baseline"] = _numbers(kpi.baseline.value)
        says["baseline_year"] = _numbers(kpi.baseline.year)
    if kpi.target is not None:
        says["target_year"] = _numbers(kpi.target.year)
        if kpi.target.form == "value" and kpi.scale is None:
            says["target"] = _numbers(kpi.target.value)
    return Subject(ref, kpi, plain(kpi.name), says)


def _titles(nodes: Iterable[Goal | Measure]) -> tuple[str, ...]:
    return tuple(words for node in nodes for words in _every(node.title))


def _every(text: str | Mapping[Any, str] | None) -> tuple[str, ...]:
    """A text in every language that it has, the Japanese first."""
    return tuple(dict.fromkeys((plain(text), *(text.values() if isinstance(text, Mapping) else ()))))


def _numbers(value: float | None) -> tuple[str, ...]:
    return () if value is None else (plain_number(value),)
