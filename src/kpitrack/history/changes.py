"""Changes in the project's own terms: values, targets, definitions, KPIs; verdicts: `kpitrack.history.verdicts`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from pydantic import BaseModel

from kpitrack.model.actuals import Actual, Entry
from kpitrack.model.strategy import KPI
from kpitrack.repository.discovery import SETTINGS

from .renames import Plain, Renames, content, renames
from .revision_state import State
from .salvage import UNKNOWN

ChangeKind = Literal[
    "moved-target", "moved-baseline", "moved-milestones", "changed-definition",
    "removed-actual", "changed-actual", "added-actual", "annotated-actual",
    "removed-kpi", "renamed-kpi", "relocated-kpi", "added-kpi",
    "removed-measure", "renamed-measure", "added-measure",
    "removed-strategy", "added-strategy",
    "turned-status", "turned-grade",
]  # fmt: skip
KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
UNEXPLAINED = "moved-target-without-revision"
"""A gate of its own: a moved target that no revision explains."""

_DEFINITION = (
    "name", "unit", "accumulation", "better", "discontinued", "level", "calendar", "lag", "frequency", "additive",
    "definition", "method", "source", "indicator", "multiplier", "continues", "scale", "computed", "grading",
)  # fmt: skip
_OF_STRATEGY = ("title", "organization", "period", "grading", "rounding")
_OF_NODE = ("number", "title", "description")
_OF_SETTINGS = ("fiscal_year_start", "thresholds", "grading", "schemes")
_ANNOTATIONS = {"source", "note", "published"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    Args:
        kind: the kind of change.
        ref: ``strategy/id`` of what changed, or a strategy's id; the new one, unless it was removed.
        name: its name in the files.
        year: the year of an actual.
        field: the field of a definition.
        old: the old value, as a file holds it.
        new: the new value.
        explained: whether an entry under ``revisions`` or ``restated`` keeps the old value; None where none could.
        reason: the reason that this entry gives.
        calendar: whether ``year`` is a fiscal or a calendar year.
    """

    kind: ChangeKind
    ref: str
    name: Any = None
    year: int | None = None
    field: str | None = None
    old: Plain = None
    new: Plain = None
    explained: bool | None = None
    reason: Any = None
    calendar: Literal["fy", "cy"] = "fy"

    @property
    def gates(self) -> set[str]:
        """The names of ``--fail-on`` that it counts for."""
        unexplained = self.kind == "moved-target" and not self.explained
        return {self.kind, UNEXPLAINED} if unexplained else {self.kind}


def compare(old: State, new: State) -> tuple[list[Change], Renames]:
    """The changes from ``old`` to ``new`` except those of verdicts, and the renamed refs.

    A strategy that cannot be read on one side is not compared.
    """
    blind = old.unread | new.unread
    found = renames((old.strategies, old.kpis, old.nodes), (new.strategies, new.kpis, new.nodes))

    def seen(ref: str) -> bool:
        return ref.partition("/")[0] not in blind

    changes = [
        *_fields(SETTINGS, None, old.repository.configuration, new.repository.configuration, _OF_SETTINGS),
        *_strategies(old, new, sure=None not in blind),
        *_nodes(old, new, found),
        *_kpis(old, new, found),
        *_actuals(old, new, found),
    ]
    # If an unreadable file may belong to any strategy, none can be said to have come or gone.
    kept = [
        one for one in changes if seen(one.ref) and (None not in blind or not one.kind.startswith(("added", "removed")))
    ]
    return in_order(replace(one, name=None) if one.name == UNKNOWN else one for one in kept), found


def in_order(changes: Iterable[Change]) -> list[Change]:
    """``changes`` by strategy and kind."""
    return sorted(changes, key=lambda one: (one.ref.partition("/")[0], KINDS.index(one.kind)))


def _of_kpi(kpi: KPI) -> Plain:
    return content(kpi, ("name", "unit", "accumulation", "baseline", "target"))


def _strategies(old: State, new: State, *, sure: bool) -> Iterator[Change]:
    if not sure:
        return
    for id_, strategy in old.strategies.items():
        if id_ in new.strategies:
            yield from _fields(id_, new.strategies[id_].title, strategy, new.strategies[id_], _OF_STRATEGY)
        else:
            yield Change("removed-strategy", id_, strategy.title)
    for id_ in new.strategies.keys() - old.strategies.keys():
        yield Change("added-strategy", id_, new.strategies[id_].title)


def _both(ref: str, old: State, new: State, found: Renames) -> bool:
    """Whether the strategy of ``ref`` is on both sides; otherwise its parts are not listed one by one."""
    strategy = ref.partition("/")[0]
    there = {*found.strategies, *found.strategies.values()}
    return strategy in there or (strategy in old.strategies and strategy in new.strategies)


def _nodes(old: State, new: State, found: Renames) -> Iterator[Change]:
    came = set(found.nodes.values())
    for ref, placed in old.nodes.items():
        now = found.nodes.get(ref, ref)
        if now.partition("/")[2] != ref.partition("/")[2]:
            yield Change("renamed-measure", now, placed.item.title, old=ref, new=now)
        elif now not in new.nodes and _both(ref, old, new, found):
            yield Change("removed-measure", ref, placed.item.title)
        if now in new.nodes:
            item = new.nodes[now].item
            yield from _fields(now, item.title, placed.item, item, _OF_NODE)
    for ref, placed in new.nodes.items():
        if ref not in old.nodes and ref not in came and _both(ref, old, new, found):
            yield Change("added-measure", ref, placed.item.title)


def _kpis(old: State, new: State, found: Renames) -> Iterator[Change]:
    came = set(found.kpis.values())
    for ref, placed in old.kpis.items():
        now = found.kpis.get(ref, ref)
        if now.partition("/")[2] != ref.partition("/")[2]:
            yield Change("renamed-kpi", now, placed.item.name, old=ref, new=now)
        if now in new.kpis:
            yield from _kpi(now, placed.item, new.kpis[now].item)
            strategy = ref.partition("/")[0]
            was = tuple(
                found.nodes.get(f"{strategy}/{id_}", f"{strategy}/{id_}").rpartition("/")[2] for id_ in placed.path
            )
            if was != new.kpis[now].path:
                yield Change(
                    "relocated-kpi",
                    now,
                    placed.item.name,
                    old=" › ".join(placed.path),
                    new=" › ".join(new.kpis[now].path),
                )
        elif _both(ref, old, new, found):
            yield Change("removed-kpi", ref, placed.item.name, old=_of_kpi(placed.item))
    for ref, placed in new.kpis.items():
        if ref not in old.kpis and ref not in came and _both(ref, old, new, found):
            yield Change("added-kpi", ref, placed.item.name, new=_of_kpi(placed.item))


def _kpi(ref: str, old: KPI, new: KPI) -> Iterator[Change]:
    target_was, target_is = content(old.target), content(new.target)
    kept = _kept_target(old, new)
    if target_was is not None and target_was != target_is:
        yield Change(
            "moved-target",
            ref,
            new.name,
            old=target_was,
            new=target_is,
            explained=kept is not None,
            reason=kept and kept.get("reason"),
        )
    elif target_was != target_is:
        yield Change("changed-definition", ref, new.name, field="target", old=None, new=target_is)
    was, is_ = _start(old), _start(new)
    if was != is_:
        yield from _baseline(ref, old, new, was, is_)
    if old.milestones != new.milestones and (old.milestones or new.milestones):
        revised = len(new.revisions or ()) > len(old.revisions or ())
        kind: ChangeKind = "moved-milestones" if old.milestones else "changed-definition"
        yield Change(
            kind, ref, new.name, field="milestones", old=old.milestones, new=new.milestones,
            explained=revised if old.milestones else None,
        )  # fmt: skip
    yield from _fields(ref, new.name, old, new, _DEFINITION)


def _fields(ref: str, name: Any, old: BaseModel, new: BaseModel, fields: tuple[str, ...]) -> Iterator[Change]:
    before, after = content(old, fields), content(new, fields)
    for one in fields:
        if UNKNOWN in {_words(old, one), _words(new, one)}:
            continue
        if before.get(one) != after.get(one):
            yield Change("changed-definition", ref, name, field=one, old=before.get(one), new=after.get(one))


def _words(item: BaseModel, field: str) -> str | None:
    """The words in ``field``, or the name of what it refers to."""
    found = getattr(item, field)
    found = getattr(found, "name", found)
    return found if isinstance(found, str) else None


def _start(kpi: KPI) -> Plain:
    return content(kpi.baseline, ("year", "value")) or None


def _baseline(ref: str, old: KPI, new: KPI, was: Plain, is_: Plain) -> Iterator[Change]:
    if was is None:
        yield Change("changed-definition", ref, new.name, field="baseline", old=None, new=is_)
        return
    earlier = [one.value for one in (old.baseline.restated if old.baseline else None) or ()]
    entries = [one for one in (new.baseline.restated if new.baseline else None) or () if one.value == was.get("value")]
    explained = len(entries) > earlier.count(was.get("value"))
    yield Change(
        "moved-baseline", ref, new.name, old=was, new=is_, explained=explained,
        reason=entries[-1].reason if explained else None,
    )  # fmt: skip


def _kept_target(old: KPI, new: KPI) -> dict[str, Any] | None:
    """The new revision that keeps the target of ``old``."""
    was = content(old.target)
    entries = [content(one) for one in new.revisions or ()]
    same = [one for one in entries if one["target"] == was]
    before = [one for one in old.revisions or () if content(one.target) == was]
    return same[-1] if len(same) > len(before) else None


def entry_content(entry: Entry) -> Plain:
    """An entry as a mapping; a bare number is the same as ``{value: …}``."""
    if isinstance(entry, Actual):
        return content(entry)
    return {} if entry is None else {"value": entry}


def _actuals(old: State, new: State, found: Renames) -> Iterator[Change]:
    was = {found.kpis.get(ref, ref): entries for ref, entries in old.actuals.items()}
    refs = list(dict.fromkeys([*was, *new.actuals]))
    for ref in refs:
        if not _both(ref, old, new, found):
            continue
        before, after = was.get(ref, {}), new.actuals.get(ref, {})
        placed = new.kpis.get(ref) or old.kpis.get(ref)
        yield from _entries(ref, placed.item if placed else None, before, after)


def _entries(
    ref: str, kpi: KPI | None, before: Mapping[int, tuple[Entry, str]], after: Mapping[int, tuple[Entry, str]]
) -> Iterator[Change]:
    plain = Change("added-actual", ref, kpi and kpi.name, calendar=kpi.calendar if kpi else "fy")
    for year in sorted({*before, *after}):
        was = entry_content(before[year][0]) if year in before else None
        is_ = entry_content(after[year][0]) if year in after else None
        if was == is_:
            continue
        yield replace(plain, kind=_what(was, is_), year=year, old=was, new=is_)


def _what(was: dict[str, Any] | None, is_: dict[str, Any] | None) -> ChangeKind:
    if was is None:
        return "added-actual"
    if is_ is None:
        return "removed-actual"
    differ = {key for key in {*was, *is_} if was.get(key) != is_.get(key)}
    return "annotated-actual" if differ <= _ANNOTATIONS else "changed-actual"
