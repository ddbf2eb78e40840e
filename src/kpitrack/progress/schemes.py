"""The grading schemes for judging, in plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kpitrack.language import english, plain
from kpitrack.model.in_force import InForce
from kpitrack.model.numbers import parse_percent
from kpitrack.model.schemes import BUILT_IN_NAMES, written
from kpitrack.model.vocabulary import OWN_RATE, RATE_NAMES

from .question import COMPARISONS, Basis, Headline, Ladder, Limits, Rung


class _Ladders(Mapping[str, Ladder]):
    """Makes a ladder when it is asked for."""

    def __init__(self, own: Mapping[str, Mapping[str, Any]]) -> None:
        self._own = own
        self._names = dict.fromkeys((*own, *BUILT_IN_NAMES))

    def __getitem__(self, name: str) -> Ladder:
        if name not in self._names:
            raise KeyError(name)
        return ladder_of(self._own[name] if name in self._own else written(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def ladders(settings: InForce | None = None) -> Mapping[str, Ladder]:
    """The built-in schemes and those of ``settings``, which override built-in ones of the same name."""
    return _Ladders(settings.schemes if settings else {})


def basis_of(
    named: Iterable[str] | None,
    as_of: int,
    limits: Limits | None = None,
    known: Mapping[str, Ladder] | None = None,
    grading: str | None = None,
) -> Basis:
    """The basis of verdicts; see `kpitrack.progress.judge.judge`.

    Args:
        named: the schemes that the KPIs name, if known, since each scheme costs expressions.
        as_of: the year of the verdicts.
        limits: from which pace on a KPI is on track or at risk.
        known: the schemes by name.
        grading: the scheme by which all are graded.
    """
    limits, known = limits or InForce(), known or {}
    wanted = {grading} if grading is not None else set(known if named is None else named)
    chosen = {name: known[name] for name in sorted(wanted) if name in known}
    return Basis(as_of, limits.on_track, limits.at_risk, chosen, grading)


def ladder_of(scheme: Mapping[str, Any]) -> Ladder:
    """The grades of ``scheme`` in order, in plain values.

    Args:
        scheme: as it stands in ``kpitrack.yaml``, without faults; see `kpitrack.model.settings.Scheme`.
    """
    return Ladder(
        rounded=scheme.get("grade_on") == "rounded",
        rungs=tuple(map(_rung, scheme.get("grades", ()))),
        otherwise=_rung(scheme["otherwise"]) if scheme.get("otherwise") else None,
        rate=_headline(scheme),
    )


def _headline(scheme: Mapping[str, Any]) -> Headline | None:
    rate = scheme.get("rate")
    if rate is None:
        return None
    label = scheme.get("rate_label")
    return Headline(tuple(rate["higher"]), tuple(rate["lower"]), plain(label) or None, english(label))


def _rung(grade: Mapping[str, Any]) -> Rung:
    when = grade.get("when") or {}
    statuses, turned = when.get("status"), when.get("turned")
    return Rung(
        grade=str(grade["grade"]),
        label=plain(grade.get("label")) or None,
        label_en=english(grade.get("label")),
        bounds=tuple(
            (name, comparison, _bound(bound))
            for name in (OWN_RATE, *RATE_NAMES)
            for comparison in COMPARISONS
            if (bound := (when.get(name) or {}).get(comparison)) is not None
        ),
        statuses=None if statuses is None else tuple(statuses),
        turned=None if turned is None else tuple(turned),
        final=when.get("final"),
    )


def _bound(bound: float | str) -> float | str:
    if isinstance(bound, str):
        return bound if bound in {OWN_RATE, *RATE_NAMES} else parse_percent(bound)
    return float(bound)
