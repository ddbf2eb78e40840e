"""Verdicts that changed: both sides are judged as of the same year, each by its own settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from kpitrack.model.record import without_none
from kpitrack.progress.frames import build
from kpitrack.progress.judge import judge
from kpitrack.progress.schemes import ladders

from .changes import Change
from .renames import Renames
from .revision_state import State

_FIGURES = ("actual_year", "actual_value", "expected", "progress", "pace")


class Turned(NamedTuple):
    """The verdicts that changed, and on each side the files without verdicts because of errors."""

    changes: list[Change]
    old_out: frozenset[str]
    new_out: frozenset[str]


def turned(old: State, new: State, renames: Renames, as_of: int) -> Turned:
    """The KPIs on both sides whose status or grade changed."""
    before, old_out = _rows(old, as_of)
    after, new_out = _rows(new, as_of)
    changes = []
    for ref, row in before.items():
        now = renames.kpis.get(ref, ref)
        if now not in after:
            continue
        item = new.kpis[now].item
        was, is_ = _status(row), _status(after[now])
        if row["status"] != after[now]["status"]:
            changes.append(Change("turned-status", now, item.name, old=was, new=is_, calendar=item.calendar))
        old_grade, new_grade = _grade(row), _grade(after[now])
        if old_grade != new_grade:
            changes.append(Change("turned-grade", now, item.name, old=old_grade, new=new_grade))
    return Turned(changes, old_out, new_out)


def _rows(state: State, as_of: int) -> tuple[dict[str, Mapping[str, Any]], frozenset[str]]:
    repository, out = state.sound(as_of)
    strategies = [file.model for file in repository.strategies if file.model]
    if not strategies:
        return {}, out
    settings = repository.configuration.in_force
    actuals = (file.model for file in repository.actuals if file.model)
    frames = build(strategies, actuals, settings)
    rows = judge(frames, as_of, settings, ladders(settings)).collect(engine="in-memory")
    return {row["ref"]: row for row in rows.iter_rows(named=True)}, out


def _status(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"status": row["status"]} | {name: row[name] for name in _FIGURES if row[name] is not None}


def _grade(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if row["grade"] is None:
        return None
    label = {"ja": row["grade_label"], "en": row["grade_label_en"]}
    return {"scheme": row["grade_scheme"], "grade": row["grade"], "label": without_none(label)}
