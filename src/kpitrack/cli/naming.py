"""Finding the strategy or KPI that a user names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kpitrack.files.reading import Loaded
from kpitrack.language import say
from kpitrack.model.strategy import KPI, Strategy

from .session import Usage
from .work import Work


def strategies_of(work: Work) -> list[Strategy]:
    """Every strategy of the repository, in the order of the files."""
    return [file.model for file in work.repository.strategies if file.model]


def choose_strategies(work: Work, names: Iterable[str] | None) -> list[Strategy]:
    """The strategies called ``names``, or all.

    Raises:
        Usage: there is none of that name.
    """
    known = {strategy.id: strategy for strategy in strategies_of(work)}
    chosen = list(names or ())
    for name in chosen:
        if name not in known:
            raise _unknown(say("there is no strategy {name}", name=name), name, known)
    return [known[name] for name in chosen] if chosen else list(known.values())


def find_kpi(work: Work, name: str) -> tuple[Loaded[Strategy], KPI]:
    """The KPI called ``name``: ``strategy/kpi``, or its id alone where that is unique.

    Raises:
        Usage: there is none, or several.
    """
    found: dict[str, tuple[Loaded[Strategy], KPI]] = {}
    for file in work.repository.strategies:
        if file.model:
            for placed in file.model.kpis():
                found[f"{file.model.id}/{placed.item.id}"] = (file, placed.item)
    if name in found:
        return found[name]
    same = [ref for ref in found if ref.rpartition("/")[2] == name]
    if len(same) == 1:
        return found[same[0]]
    if same:
        raise Usage(
            say("{name} names more than one KPI", name=name), say("write one of: {words}", words=", ".join(same))
        )
    raise _unknown(say("there is no KPI {name}", name=name), name, [*found, *(ref.rpartition("/")[2] for ref in found)])


def _unknown(message: object, name: str, known: Iterable[str]) -> Usage:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return Usage(
        message,  # type: ignore[arg-type]  # a Text
        say("did you mean “{word}”?", word=near[0]) if near else say("kpitrack status lists them"),
    )
