"""bad-organization-code."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, rule
from kpitrack.language import mark, say
from kpitrack.model import organization_codes
from kpitrack.model.strategy import Strategy

from .check import Check, Context, Example
from .examples import KPI, STRATEGY, kpi, kpis
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Codes of organisations that do not exist, or whose check digit is wrong."""
    for code, at in _codes(view.strategy):
        message = organization_codes.fault(code) if code is not None else None
        if message is not None:
            yield Diagnostic(
                CHECK.rule, message,
                say("copy the code from the list of 全国地方公共団体コード (総務省), in quotes: 5 digits or all 6"),
                view.path, (*at, "code"),
            )  # fmt: skip


def _codes(strategy: Strategy) -> Iterator[tuple[str | None, KeyPath]]:
    if strategy.organizations is None:
        yield strategy.organization.code, ("organization",)
    for i, one in enumerate(strategy.organizations or ()):
        yield one.code, ("organizations", i)
    for i, practice in enumerate(strategy.practices or ()):
        if practice.place is not None:
            yield practice.place.code, ("practices", i, "place")


CHECK = Check(
    rule("bad-organization-code"),
    mark("An organisation's code does not exist, or its check digit does not fit."),
    mark(
        "By the 全国地方公共団体コード, figures of different strategies and of public statistics find each other. "
        "The sixth digit is computed from the first five, so that a mistyped digit shows. Write five digits, or all "
        "six, and put them in quotes: without them YAML reads a number and drops the leading zero."
    ),
    Example(bad={STRATEGY: kpis(KPI).replace("062031", "062037")}, good=kpi(KPI)),
    find,
)
