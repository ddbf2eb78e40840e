"""What is said of a name that is not there, or that several things have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kpitrack.language import Complaint, Text, first_of, say
from kpitrack.model.suggestions import nearest

LISTED = 20
"""How many of the things that a name may mean are listed."""


class NotThere(Complaint):
    """What was asked for by name is not there, or is not one thing."""


def only_one(name: str, refs: Sequence[str]) -> str:
    """The one of ``refs`` that ``name`` stands for.

    Raises:
        NotThere: there are several.
    """
    if len(refs) == 1:
        return refs[0]
    raise several(say("{name} names more than one KPI", name=name), refs)


def several(message: Text, refs: Sequence[str]) -> NotThere:
    """What to say of a name that stands for several things, and how each of them is called in full."""
    return NotThere(message, say("write one of: {words}", words=first_of(refs, LISTED)))


def no_kpi(name: str, names: Mapping[str, str]) -> NotThere:
    """What to say where no KPI is called ``name``, of those that have these refs and names."""
    words = {text: ref for ref, text in names.items()}
    words |= {word: word for ref in names for word in (ref.rpartition("/")[2], ref)}
    return unknown(say("there is no KPI {name}", name=name), name, words)


def unknown(message: Text, name: str, known: Mapping[str, str] | Iterable[str], listed: Text | None = None) -> NotThere:
    """What to say of a name that is not there, and which of the known ones may have been meant.

    Args:
        message: what is not there.
        name: as it was written.
        known: what could have been written; where it is a mapping, with what is to be written instead.
        listed: what to say where nothing is near: which command lists them.
    """
    meant = nearest(name, known)
    word = known[meant] if meant is not None and isinstance(known, Mapping) else meant
    hint = say("did you mean “{word}”?", word=word) if word else listed or say("kpitrack status lists them")
    return NotThere(message, hint)
