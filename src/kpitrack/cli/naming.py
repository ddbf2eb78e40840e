"""Finding the strategy or KPI that a user names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kpitrack.language import Text, say
from kpitrack.model.record import plain
from kpitrack.model.strategy import KPI, Strategy
from kpitrack.model.suggestions import nearest
from kpitrack.repository.loading import Loaded

from .context import Usage
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
            raise unknown(say("there is no strategy {name}", name=name), name, list(known))
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
    words = {plain(item.name): ref for ref, (_, item) in found.items()}
    words |= {word: word for ref in found for word in (ref.rpartition("/")[2], ref)}
    raise unknown(say("there is no KPI {name}", name=name), name, words)


def unknown(message: Text, name: str, known: Mapping[str, object] | Iterable[str]) -> Usage:
    """What to say of a name that is not there, and which of the known ones may have been meant.

    Args:
        message: what is not there.
        name: as it was written.
        known: what could have been written; where it is a mapping, with what is to be written instead.
    """
    meant = nearest(name, known)
    word = known[meant] if meant is not None and isinstance(known, Mapping) else meant
    return Usage(message, say("did you mean “{word}”?", word=word) if word else say("kpitrack status lists them"))
