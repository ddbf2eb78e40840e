"""The numbers of a KPI in the versions of files, which are read as far as they can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ValidationError

from kpitrack.model.strategy import Baseline
from kpitrack.model.target import Target
from kpitrack.model.years import BadYear, parse_year
from kpitrack.repository.yaml.tree import read_tree

from .changes import entry_content
from .renames import content

What = Literal["baseline", "target", "milestones", "actual"]
_ORDER: tuple[What, ...] = ("baseline", "target", "milestones", "actual")
_MODELS: dict[str, type[BaseModel]] = {"baseline": Baseline, "target": Target}
_UNREADABLE = {"yaml-syntax", "not-utf8", "several-documents", "too-deep", "too-large"}
Key = tuple[str, str]
"""The ids of a strategy and a KPI."""


class Slot(NamedTuple):
    """One number of a KPI: the actual of a year, or its baseline, target or milestones."""

    what: What
    year: int | None = None

    @property
    def order(self) -> tuple[int, int]:
        """Sort key: the strategy's numbers before the actuals, and these by year."""
        return _ORDER.index(self.what), self.year or 0


Numbers = Mapping[Slot, Any]
"""The numbers of a KPI by slot, each as a file holds it."""


@dataclass(frozen=True, slots=True)
class Side:
    """The changed files of a commit against one of its parents: object names by path, before and after."""

    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)


class Versions:
    """The contents of versions of files; each is parsed once, and only if it may name the KPI.

    A version that cannot be read counts as the one before it, since nobody removed its numbers.
    """

    def __init__(self, objects: dict[str, bytes]) -> None:
        self.objects = objects
        self.earlier: dict[str, str] = {}
        self.content = cache(self._content)

    def add(self, files: Mapping[str, tuple[str | None, bytes | None]]) -> Side:
        """The working tree as a side: for each path the committed object and the current bytes."""
        side = Side()
        for path, (name, data) in files.items():
            if name is not None:
                side.before[path] = name
            if data is not None:
                self.objects[f"here:{path}"] = data
                side.after[path] = f"here:{path}"
        return side

    def link(self, sides: Iterable[Side]) -> None:
        """Remember the predecessor of each version; ``sides`` are ordered from the oldest on."""
        for side in sides:
            for path, name in side.after.items():
                if path in side.before:
                    self.earlier.setdefault(name, side.before[path])

    def numbers(self, files: Mapping[str, str], known: set[Key]) -> dict[Slot, tuple[Any, str]]:
        """The numbers of the KPI in ``files``, each with its path."""
        found: dict[Slot, tuple[Any, str]] = {}
        words = [kpi.encode() for _, kpi in known]
        for path, name in sorted(files.items()):
            texts = (self.objects.get(name, b""), self.objects.get(self.earlier.get(name, ""), b""))
            if not any(word in text for word in words for text in texts):
                continue
            for key, numbers in self.content(name).items():
                if key in known:
                    for slot, number in numbers.items():
                        found.setdefault(slot, (number, path))
        return found

    def former(self, side: Side, known: set[Key], numbers: Numbers) -> Key | None:
        """The former name of the KPI: one with the same numbers that is gone now."""
        before, after = self._all(side.before), self._all(side.after)
        same = [key for key, found in before.items() if found == numbers and key not in after and key not in known]
        return same[0] if len(same) == 1 else None

    def _all(self, files: Mapping[str, str]) -> dict[Key, dict[Slot, Any]]:
        found: dict[Key, dict[Slot, Any]] = {}
        for _, name in sorted(files.items()):
            for key, numbers in self.content(name).items():
                into = found.setdefault(key, {})
                for slot, number in numbers.items():
                    into.setdefault(slot, number)
        return found

    def _content(self, name: str) -> dict[Key, Numbers]:
        seen = set()
        tree = _tree(self.objects.get(name, b""))
        while tree is None and name in self.earlier and name not in seen:
            seen.add(name)
            name = self.earlier[name]
            tree = _tree(self.objects.get(name, b""))
        tree = tree or {}
        strategy, actuals = tree.get("strategy"), tree.get("actuals")
        if isinstance(strategy, str) and isinstance(actuals, Mapping):
            return {(strategy, str(kpi)): _entries(one) for kpi, one in actuals.items() if isinstance(one, Mapping)}
        if isinstance(tree.get("id"), str):
            return {(tree["id"], str(kpi["id"])): _stated(kpi) for kpi in _kpis(tree.get("goals"))}
        return {}


def _tree(data: bytes) -> Mapping[Any, Any] | None:
    tree = read_tree(data)
    partly = any(found.rule.name in _UNREADABLE for found in tree.findings)
    return tree.data if isinstance(tree.data, Mapping) and not partly else None


def _kpis(nodes: Any) -> Iterator[Mapping[str, Any]]:
    for node in nodes if isinstance(nodes, list) else ():
        if isinstance(node, Mapping):
            kpis = node.get("kpis")
            yield from (
                kpi for kpi in (kpis if isinstance(kpis, list) else ()) if isinstance(kpi, Mapping) and "id" in kpi
            )
            yield from _kpis(node.get("measures"))


def _stated(kpi: Mapping[str, Any]) -> Numbers:
    return {Slot(what): _plain(what, kpi[what]) for what in _ORDER[:3] if kpi.get(what)}


def _plain(what: What, value: Any) -> Any:
    """``value`` in one form, however it was written: years as numbers, defaults left out."""
    if what == "milestones" and isinstance(value, Mapping):
        return {_year(key): number for key, number in value.items()}
    try:
        return content(_MODELS[what].model_validate(value), ("year", "value") if what == "baseline" else None)
    except (KeyError, ValidationError):
        return value


def _year(key: Any) -> Any:
    try:
        return parse_year(key)
    except (BadYear, TypeError):
        return key


def _entries(found: Mapping[Any, Any]) -> Numbers:
    entries: dict[Slot, Any] = {}
    for key, value in found.items():
        year = _year(key)
        if isinstance(year, int):
            entries[Slot("actual", year)] = (
                {name: one for name, one in value.items() if one is not None and (name, one) != ("status", "normal")}
                if isinstance(value, Mapping)
                else entry_content(value)
            )
    return entries
