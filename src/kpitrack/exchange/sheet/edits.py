"""From an answer that counts to the edit of its record: what is new, and what no longer holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from kpitrack.model.actuals import Actual
from kpitrack.model.numbers import whole_as_int
from kpitrack.model.vocabulary import WITHOUT_VALUE
from kpitrack.repository.edit import REMOVE, Edited

from .recorded import Recorded
from .row import FilledRow

_PROVENANCE = ("source", "note", "published")
_DERIVED = ("numerator", "denominator", "by")
_SIGNATURE = ("by", "on")


class Settled(NamedTuple):
    """An answer that counts.

    Attributes:
        answer: the row.
        new: the fields in which it says something else than the repository has; None where it takes the content away.
        here: what is recorded.
        forced: whether it contradicts that, so that the row goes in its place whole.
    """

    answer: FilledRow
    new: Mapping[str, Any]
    here: Recorded
    forced: bool


def actual_edit(settled: Settled) -> Edited:
    """The edit of a year's entry.

    A value that goes, or comes in place of another, takes its source, note, day and breakdown with it: only what the
    row says anew belongs to the new one.
    """
    answer, here = settled.answer, settled.here
    fields = answer.fields
    gone = fields.get("status") in WITHOUT_VALUE
    if "value" in settled.new or (gone and here.value is not None) or not here.present:
        own = answer.changed is not None and ("value" in answer.changed or gone)
        given = answer.changed if own and answer.changed is not None else set(fields)
        wanted = {name: value for name, value in fields.items() if name in {"value", "status"} or name in given}
        dropped = {"value", "status", *_PROVENANCE, *_DERIVED} - set(wanted)
    elif settled.forced and answer.changed is not None:
        wanted = {name: value for name, value in fields.items() if name == "status" or not here.holds(name, value)}
        dropped = {"status", *_PROVENANCE} - set(fields)
    else:
        wanted = {name: value for name, value in settled.new.items() if value is not None}
        dropped = set(settled.new) - set(wanted)
    if wanted.get("status") == "normal":
        del wanted["status"]
        dropped |= {"status"}
    return _written(here, wanted, dropped)


def evaluation_edit(settled: Settled) -> Edited:
    """The edit of a year's evaluation. One whose words change loses its old author and date."""
    new, here = settled.new, settled.here
    replaced = {name for name in new if name in here.written} - {*_SIGNATURE}
    dropped = {name for name, value in new.items() if value is None}
    dropped |= {name for name in _SIGNATURE if replaced and new.get(name) is None}
    return _written(here, {name: value for name, value in new.items() if value is not None}, dropped)


def _written(here: Recorded, wanted: Mapping[str, Any], dropped: set[str]) -> Edited:
    """The edit in the form that the record has: a bare value stays one as long as it says everything."""
    if here.record == "actual" and not isinstance(here.content, Actual):
        old = whole_as_int(here.content) if isinstance(here.content, float) else here.content
        kept = {} if old is None or "value" in dropped else {"value": old}
        kept |= wanted
        return cast("Edited", kept["value"] if set(kept) == {"value"} else kept)
    removed = dict.fromkeys(sorted(dropped & here.written), REMOVE)
    return cast("Edited", {**wanted, **removed})
