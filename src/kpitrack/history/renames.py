"""Renames: the same strategy, goal or KPI under another id.

A KPI is known again by its name and unit, whatever else has changed: so a target that moves while the id is renamed is
a target that moved, and one dropped and added again with another target, too.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from kpitrack.model.strategy import KPI, Goal, Measure, Placed, Strategy

Plain = Any
"""What YAML can hold: a mapping, list, text, number, truth value or null."""
Item = TypeVar("Item")
Key = Callable[[str, Item], Any]
"""What an item and its ref are known by: plain values; None for an item that is not known so."""


@dataclass(frozen=True, slots=True)
class Renames:
    """Old ids and refs, each with the new one."""

    strategies: Mapping[str, str] = field(default_factory=dict)
    kpis: Mapping[str, str] = field(default_factory=dict)
    nodes: Mapping[str, str] = field(default_factory=dict)


def renames(
    old: tuple[Mapping[str, Strategy], Mapping[str, Placed[KPI]], Mapping[str, Placed[Goal | Measure]]],
    new: tuple[Mapping[str, Strategy], Mapping[str, Placed[KPI]], Mapping[str, Placed[Goal | Measure]]],
) -> Renames:
    """What has another id on the other side.

    Args:
        old: the strategies by their ids, the KPIs and the nodes by their refs.
        new: the same of the other side.
    """
    strategies = matched(_BY_STRATEGY, old[0], new[0])
    nodes = matched(_within(strategies, _BY_NODE), old[2], new[2])
    kpis = matched(_within(strategies, _BY_KPI), old[1], new[1], again=_within(strategies, [_name_and_unit])[0])
    gone = {ref: one for ref, one in old[1].items() if _strategy(ref) not in new[0] and ref not in kpis}
    came = {ref: one for ref, one in new[1].items() if _strategy(ref) not in old[0] and ref not in kpis.values()}
    organizations = {id_: _organization(one) for id_, one in [*old[0].items(), *new[0].items()]}

    def elsewhere(ref: str, kpi: Placed[KPI]) -> Any:
        """Of a KPI that is no continuation of another: its organisation, name, unit and baseline."""
        if kpi.item.continues is not None or kpi.item.baseline is None:
            return None
        return organizations[_strategy(ref)], _name_unit_and_baseline(ref, kpi)

    return Renames(strategies, kpis | matched([elsewhere], gone, came), nodes)


def matched(
    keys: Sequence[Key[Item]], old: Mapping[str, Item], new: Mapping[str, Item], again: Key[Item] | None = None
) -> dict[str, str]:
    """Removed refs, each with the added ref that is the same item.

    Args:
        keys: what items are known by, the surest first. Where several would match, none is taken.
        old: the items of one side by their refs.
        new: those of the other side.
        again: what those that are left are known by, in the order in which they stand, also where there are several.
    """
    found: dict[str, str] = {}
    gone = {ref: item for ref, item in old.items() if ref not in new}
    came = {ref: item for ref, item in new.items() if ref not in old}

    def by(key: Key[Item], items: Mapping[str, Item], taken: set[str]) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for ref, item in items.items():
            if ref not in taken and (known := key(ref, item)) is not None:
                groups.setdefault(json.dumps(known, sort_keys=True, ensure_ascii=False), []).append(ref)
        return groups

    for key in [*keys, *([again] if again else ())]:
        there = by(key, came, set(found.values()))
        for known, refs in by(key, gone, set(found)).items():
            others = there.get(known, [])
            if key is again or len(refs) == len(others) == 1:
                found.update(zip(refs, others, strict=False))
    return found


def content(item: BaseModel | None, fields: tuple[str, ...] | None = None) -> Plain:
    """A model as a file holds it, without fields that are not set."""
    if item is None:
        return None
    # Only the file shows which member of a union it is; pydantic would warn of every source.
    return item.model_dump(
        mode="json",
        by_alias=True,
        exclude_defaults=True,
        exclude_none=True,
        warnings=False,
        include=set(fields) if fields else None,
    )


def _within(strategies: Mapping[str, str], keys: Sequence[Key[Item]]) -> list[Key[Item]]:
    """``keys``, each only within one strategy, whichever id it has."""

    def within(key: Key[Item]) -> Key[Item]:
        def known(ref: str, item: Item) -> Any:
            found = key(ref, item)
            return None if found is None else [strategies.get(_strategy(ref), _strategy(ref)), found]

        return known

    return [within(key) for key in keys]


def _strategy(ref: str) -> str:
    return ref.partition("/")[0]


def _organization(strategy: Strategy) -> Any:
    return content(strategy, ("organization",))


def _name(words: Any) -> Any:
    """A name by which it is known again: less blanks and ways of writing the same character."""
    text = json.dumps(words, sort_keys=True, ensure_ascii=False)
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _id(ref: str, _: Any) -> str:
    return ref.partition("/")[2]


def _whole(_: str, kpi: Placed[KPI]) -> Any:
    return content(kpi.item, ("name", "unit", "accumulation", "baseline", "target"))


def _name_and_unit(_: str, kpi: Placed[KPI]) -> Any:
    known = content(kpi.item, ("name", "unit"))
    return _name(known.get("name")), _name(known.get("unit"))


def _name_unit_and_baseline(ref: str, kpi: Placed[KPI]) -> Any:
    return *_name_and_unit(ref, kpi), content(kpi.item.baseline, ("year", "value"))


def _node(_: str, node: Placed[Goal | Measure]) -> Any:
    return content(node.item, ("number", "title", "description"))


def _title_and_period(_: str, strategy: Strategy) -> Any:
    return content(strategy, ("title", "organization", "period"))


def _organization_and_period(_: str, strategy: Strategy) -> Any:
    return content(strategy, ("organization", "period"))


_BY_STRATEGY: list[Key[Strategy]] = [_title_and_period, _organization_and_period]
_BY_NODE: list[Key[Placed[Goal | Measure]]] = [_id, _node]
_BY_KPI: list[Key[Placed[KPI]]] = [_id, _whole, _name_unit_and_baseline, _name_and_unit]
