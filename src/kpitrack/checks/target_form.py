"""target-form."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, Part, rule
from kpitrack.language import Text, mark, say
from kpitrack.model.target import FORMS, Target

from .check import Check, Context, Example
from .examples import KPI, kpi
from .view import StrategyView

_BELONGS = {"compounding": "percent_per_year", "tolerance": "hold", "ratio": "parity_with"}


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Targets, now and earlier, with no form or several, or with a field that belongs to another form."""
    for aim in view.aims:
        if aim.form != "value" or not aim.target.model_fields_set.isdisjoint(_BELONGS):
            yield from _check(view, aim.kpi.id, aim.target, (*aim.at, "target"))
    for placed in view.kpis:
        for i, revision in enumerate(placed.item.revisions or ()):
            yield from _check(view, placed.item.id, revision.target, (*placed.at, "revisions", i, "target"))


def _check(view: StrategyView, kpi: str, target: Target, at: KeyPath) -> Iterator[Diagnostic]:
    fault = _fault(kpi, target)
    if fault is not None:
        field, message, hint = fault
        yield Diagnostic(
            CHECK.rule, message, hint, view.path, (*at, field) if field else at, Part.KEY
        )  # fmt: skip


def _fault(kpi: str, target: Target) -> tuple[str | None, Text, Text] | None:
    forms = target.forms
    if not forms:
        return (
            None,
            say("the target of “{kpi}” does not say what is to be reached", kpi=kpi),
            say("add one of: {words}", words=", ".join(FORMS)),
        )
    if len(forms) > 1:
        return (
            forms[1],
            say("the target of “{kpi}” has several forms: {words}", kpi=kpi, words=", ".join(forms)),
            say("keep the one that the document states; the others follow from it"),
        )
    for field, form in _BELONGS.items():
        if getattr(target, field) is not None and target.form != form:
            return (
                field,
                say("“{field}” belongs to “{form}”, but this target is a “{other}”",
                    field=field, form=form, other=target.form),
                say("take “{field}” out, or write the target as “{form}”", field=field, form=form),
            )  # fmt: skip
    if target.form == "percent_per_year" and target.compounding is None:
        return (
            "percent_per_year",
            say("it is not said whether the percentage per year of “{kpi}” compounds", kpi=kpi),
            say("add “compounding: compound” (on the year before) or “compounding: simple” (on the baseline)"),
        )
    return None


CHECK = Check(
    rule("target-form"),
    mark("A target has no form or several, or a field that belongs to another form."),
    mark(
        "A target is written in exactly one of nine forms, the one that the document uses: a number (value), a "
        "multiple (times_baseline), a step (change), a percentage (percent_change, percent_per_year), a range, "
        "keeping a level (hold), another's level (parity_with), or a direction alone (improve). Two forms may "
        "contradict each other. “compounding” belongs to percent_per_year and is needed there, “tolerance” to hold, "
        "“ratio” to parity_with."
    ),
    Example(bad=kpi(KPI.replace("value: 12}", "value: 12, change: 12}")), good=kpi(KPI)),
    find,
)
