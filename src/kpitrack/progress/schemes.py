"""The grading schemes for judging, in plain values."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, MutableMapping
from typing import cast

from kpitrack.language import english, plain
from kpitrack.model.schemes import BUILT_IN
from kpitrack.model.settings import Grade, Scheme, Settings, Thresholds, When

from .question import COMPARISONS, Basis, Headline, Ladder, Rung


def schemes(settings: Settings | None = None) -> Mapping[str, Scheme]:
    """The built-in schemes and those of ``settings``, which override built-in ones of the same name.

    A built-in scheme is loaded when it is asked for.
    """
    own = (settings.schemes if settings else None) or {}
    # The first mapping of the chain is a copy, so that nothing is written into the settings.
    return ChainMap(dict(own), cast(MutableMapping[str, Scheme], BUILT_IN))


def basis_of(
    named: Iterable[str] | None,
    as_of: int,
    thresholds: Thresholds | None = None,
    known: Mapping[str, Scheme] | None = None,
    grading: str | None = None,
) -> Basis:
    """The basis of verdicts; see `kpitrack.progress.judge.judge`.

    Args:
        named: the schemes that the KPIs name, if known, since each scheme costs expressions.
        as_of: the year of the verdicts.
        thresholds: from which pace on a KPI is on track or at risk.
        known: the schemes by name.
        grading: the scheme by which all are graded.
    """
    limits, known = thresholds or Thresholds(), known or {}
    wanted = {grading} if grading is not None else set(known if named is None else named)
    ladders = {name: ladder_of(known[name]) for name in sorted(wanted) if name in known}
    return Basis(as_of, limits.on_track, limits.at_risk, ladders, grading)


def ladder_of(scheme: Scheme) -> Ladder:
    """The grades of ``scheme`` in order, in plain values."""
    return Ladder(
        rounded=scheme.grade_on == "rounded",
        rungs=tuple(map(_rung, scheme.grades)),
        otherwise=_rung(scheme.otherwise) if scheme.otherwise else None,
        rate=_headline(scheme),
    )


def _headline(scheme: Scheme) -> Headline | None:
    if scheme.rate is None:
        return None
    label = plain(scheme.rate_label) or None, english(scheme.rate_label)
    return Headline(tuple(scheme.rate.higher), tuple(scheme.rate.lower), *label)


def _rung(grade: Grade) -> Rung:
    when = grade.when or When()
    return Rung(
        grade=grade.grade,
        label=plain(grade.label) or None,
        label_en=english(grade.label),
        bounds=tuple(
            (name, comparison, bound)
            for name, bounds in when.bounds().items()
            for comparison in COMPARISONS
            if (bound := getattr(bounds, comparison)) is not None
        ),
        statuses=None if when.status is None else tuple(when.status),
        turned=None if when.turned is None else tuple(when.turned),
        final=when.final,
    )
