from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, rule
from kpitrack.language import mark, say
from kpitrack.model.schemes import BUILT_IN_NAMES
from kpitrack.model.suggestions import did_you_mean

from .check import Check, Context, Example
from .examples import KPI, STRATEGY, kpis
from .outline import View


def find(view: View, _: Context) -> Iterator[Diagnostic]:
    """Grading schemes that are neither in the settings nor built in."""
    known = sorted({*BUILT_IN_NAMES, *view.settings.schemes})
    named: list[tuple[str | None, str | None, KeyPath]] = [(view.settings_path, view.settings.grading, ("grading",))]
    if not view.settings_failed:
        named += [(one.path, name, at) for one in view.strategies for name, at in one.gradings]
    for path, name, at in named:
        if path is not None and name is not None and name not in known:
            yield Diagnostic(
                CHECK.rule,
                say("there is no grading scheme “{name}”", name=name),
                did_you_mean(name, known)
                or say("define it under “schemes” in kpitrack.yaml, or write one of: {words}", words=", ".join(known)),
                path, at,
            )  # fmt: skip


def _graded(name: str) -> dict[str, str]:
    return {STRATEGY: kpis(KPI).replace("goals:", f"grading: {name}\ngoals:", 1)}


CHECK = Check(
    rule("unknown-scheme"),
    mark("A grading scheme is named that does not exist."),
    mark(
        "Grades such as A to C or ① to ③ are given by a scheme that kpitrack.yaml defines under “schemes”, or by one "
        "that is built in (see: kpitrack scheme). Write the name of one of them, or define it."
    ),
    Example(bad=_graded("tamma"), good=_graded("tama")),
    of_repository=find,
)
