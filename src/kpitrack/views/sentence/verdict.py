"""A verdict in a few sentences: computed from the judged row, for every screen, page and document.

Everything in them is known: no number that the tables do not have, no word of a trend, a gap or a turn that was not
computed. They are made in the active language.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpitrack.analysis.standing import Row, Standing, WrittenStanding

from . import beside, course, expected, lacking
from . import now as headline
from .part import LESSER, Role, Sentence, plain

if TYPE_CHECKING:
    from kpitrack.analysis.case import Case

#: What figures in columns do not say.
_BESIDE: frozenset[Role] = frozenset({"expected", "outcome", "turned", "waiting", "caution"})
_SHORT: frozenset[Role] = frozenset({"now", "expected", "outcome"})


def sentences(one: Standing, original: Row | None = None) -> list[Sentence]:
    """The verdict on a KPI.

    Args:
        one: the KPI; of a `WrittenStanding` a moved target, the newest evaluation and the sources are told, too.
        original: its row as judged by its first target, where the target was moved and that is known.
    """
    return list(_sentences(one, original))


def of_case(case: Case) -> list[Sentence]:
    """The verdict on a KPI with all that its files say."""
    return sentences(case.standing, case.original)


def verdict_itself(found: list[Sentence]) -> list[Sentence]:
    """The sentences without what stands below them in smaller letters: moved targets, cautions, evaluations."""
    return [one for one in found if one.role not in LESSER]


def beside_figures(one: Standing) -> list[Sentence]:
    """What is to be said of a KPI whose figures stand in columns: the gap, a turn, what is awaited, what limits it."""
    if one.row.get("actual_value") is None:
        return [said for said in sentences(one) if said.role in {"now", "expected", "target", "waiting"}]
    unsure = one.row.get("provisional") or one.row.get("of") is not None
    roles = {*_BESIDE, *(["now"] if unsure else []), *(["moved"] if one.row.get("target_revised") else [])}
    found = [said for said in sentences(one) if said.role in roles]
    # A miss has a second sentence on its outcome, against the baseline.
    return [said for i, said in enumerate(found) if not (i and said.role == found[i - 1].role == "outcome")]


def short(one: Standing) -> str:
    """The verdict for a list: what it is, and what it should be or whether the target was met."""
    return plain([said for said in sentences(one) if said.role in _SHORT])


def _sentences(one: Standing, original: Row | None) -> Iterator[Sentence]:
    verdict = [
        *headline.now(one),
        *expected.gap(one),
        *lacking.why(one),
        *headline.newest(one),
        *course.since(one),
        *course.turned(one),
        *course.outlook(one),
    ]
    yield from verdict
    yield from lacking.plan(one, plain(verdict))
    if isinstance(one, WrittenStanding):
        yield from beside.moved(one, original)
    yield from lacking.waiting(one)
    yield from beside.cautions(one)
    if isinstance(one, WrittenStanding):
        yield from beside.evaluation(one)
