"""What the whole says, in two sentences: how much of it can be judged, and how that stands; and what goes worst.

No share is told where less than half can be judged, since it would say nothing of the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kpitrack.analysis.standing import Standing, share_good, whole_percent
from kpitrack.diagnostics.gaps import gaps
from kpitrack.language import mark, say, say_n, translate
from kpitrack.views.words import group_of, status_word

from .table_row import assessed, counts

WORST = ("missed", "regressing", "off_track", "at_risk")  # what goes worst, the worst first
_REASONS = 3  # the most reasons that are named for which KPIs cannot be judged
_PARTS = {
    "good": mark("{n} going well or met"),
    "risk": mark("{n} somewhat behind"),
    "bad": mark("{n} not going well"),
    "unknown": mark("{n} not known yet"),
    "closed": mark("{n} discontinued"),
}


def lead(statuses: Iterable[str]) -> list[str]:
    """Two sentences on KPIs with these ``statuses``; none where there are no KPIs."""
    found = Counter(statuses)
    groups = counts(found.elements())
    judged, total = assessed(groups), found.total()
    kpis = say_n("{n} KPI", "{n} KPIs", total)
    share = share_good(groups["good"], judged, total)
    if share is not None:
        first = say(
            "Of {kpis}, {judged} can be judged, of which {good} ({share}) are going well or have met their targets.",
            kpis=kpis, judged=judged, good=groups["good"], share=whole_percent(share),
        )  # fmt: skip
        others = _parts(groups, ("risk", "bad", "unknown", "closed"))
        return [str(first), *([str(say("The rest: {parts}.", parts=others))] if others else [])]
    if not total:
        return []
    if not judged:
        return [
            str(say("None of {kpis} can be judged yet.", kpis=kpis)),
            str(say("Why: {parts}.", parts=_reasons(found))),
        ]
    first = say(
        "Of {kpis}, only {judged} can be judged, too few to say how the whole stands.", kpis=kpis, judged=judged
    )
    known = _parts(groups, ("good", "risk", "bad", "closed"))
    return [str(first), str(say("Of these, {known}; the rest: {parts}.", known=known, parts=_reasons(found)))]


def worst(standings: Iterable[Standing]) -> list[Standing]:
    """The KPIs that need attention, those that need it most first."""
    weak = [one for one in standings if one.status in WORST]
    return sorted(weak, key=lambda one: (WORST.index(one.status), one.row.get("pace") or 0.0))


def left_out() -> list[str]:
    """Which files were left out for their errors, so that nobody takes what is shown for the whole."""
    return [str(say("left out: {path} ({reason})", path=one.path, reason=one.reason)) for one in gaps().left_out]


def _parts(groups: Mapping[str, int], names: Iterable[str]) -> str:
    texts = [translate(_PARTS[name]).format(n=groups[name]) for name in names if groups[name]]
    return str(say(", ")).join(texts)


def _reasons(found: Counter[str]) -> str:
    """Why the others cannot be judged, the most frequent reasons first."""
    reasons = [(status, n) for status, n in found.most_common() if group_of(status) == "unknown"]
    named = [str(say("{n} {word}", word=status_word(status), n=n)) for status, n in reasons[:_REASONS]]
    if rest := sum(n for _, n in reasons[_REASONS:]):
        named.append(str(say("{n} other", n=rest)))
    return str(say(", ")).join(named)
