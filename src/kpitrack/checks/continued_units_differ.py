from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import mark, say

from .check import Check, Context, Example
from .examples import HEAD, STRATEGY, kpis
from .outline import Measured, View
from .references import Reference, references, resolve

_FIELDS = ("unit", "multiplier", "scale", "calendar", "accumulation")


class Continued(NamedTuple):
    """A KPI that continues another one: the reference that says so, and how the two are measured."""

    reference: Reference
    now: Measured
    before: Measured


def continued(view: View) -> Iterator[Continued]:
    """Every KPI that continues one of a strategy that is here."""
    for reference in references(view):
        if reference.at[-1:] != ("continues",) or reference.subject is None:
            continue
        target = resolve(view, reference)
        strategies = view.by_id.get(target.strategy, ())
        if len(strategies) != 1 or strategies[0].ambiguous or reference.owner.ambiguous:
            continue
        now, before = reference.owner.measures.of(reference.subject), strategies[0].measures.of(target.name)
        if now is not None and before is not None:
            yield Continued(reference, now, before)


def find(view: View, _: Context) -> Iterator[Diagnostic]:
    """KPIs that are measured otherwise than the one that they continue."""
    for reference, now, before in continued(view):
        differing = [name for name, a, b in zip(_FIELDS, now.kind, before.kind, strict=True) if a != b]
        if differing:
            yield Diagnostic(
                CHECK.rule,
                say(
                    "“{kpi}” continues “{before}”, but differs from it in: {fields}",
                    kpi=reference.subject, before=reference.text, fields=", ".join(differing),
                ),
                say("write both in the same way, or take “continues” out: other figures are another series"),
                reference.owner.path, reference.at,
            )  # fmt: skip


_KPI = "id: visitors\nname: 観光入込客数\nunit: {}\ntarget: {{year: {}, value: 120}}\n"


def successor(unit: str) -> dict[str, str]:
    """A strategy, and the one after it, whose KPI continues the first one's."""
    after = kpis(_KPI.format(unit, 2029) + "continues: tsuruoka-2/visitors\n")
    head = (
        HEAD.replace("tsuruoka-2", "tsuruoka-3").replace("第2期", "第3期").replace("2020, end: 2024", "2025, end: 2029")
    )
    return {
        STRATEGY: kpis(_KPI.format("万人", 2024)),
        STRATEGY.replace("tsuruoka-2", "tsuruoka-3"): after.replace(HEAD, head),
    }


CHECK = Check(
    rule("continued-units-differ"),
    mark("A KPI is measured otherwise than the one that it continues."),
    mark(
        "“continues” makes one series of two KPIs: a value recorded under either is a value of both. That holds only "
        "where unit, multiplier, scale, calendar and accumulation are the same. Write both in the same way, or start a "
        "new series without “continues”."
    ),
    Example(bad=successor("人"), good=successor("万人")),
    of_repository=find,
    needs=frozenset({"unknown-reference", "cycle"}),
)
