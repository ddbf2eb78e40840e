from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, Part, rule
from kpitrack.language import Text, mark, say
from kpitrack.model.strategy import KPI
from kpitrack.model.target import FORMS, Against, Form, Target

from .check import Check, Context, Example
from .examples import KPI as EXAMPLE
from .examples import kpi
from .view import StrategyView

_NO_STEPS: frozenset[Form] = frozenset(
    {"times_baseline", "change", "percent_change", "percent_per_year", "range", "parity_with"}
)
_BELONGS = {"compounding": "percent_per_year", "tolerance": "hold", "ratio": "parity_with"}


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Targets, now and earlier, with no form or several, or with a field that belongs to another form."""
    for aim in view.aims:
        if aim.form != "value" or not aim.target.model_fields_set.isdisjoint({*_BELONGS, "every_year"}):
            yield from _check(view, aim.kpi.id, aim.target, (*aim.at, "target"))
    for placed in view.kpis:
        for at, message, hint in _together(placed.item, placed.item.target):
            yield Diagnostic(CHECK.rule, message, hint, view.path, (*placed.at, *at), Part.KEY)
        for i, revision in enumerate(placed.item.revisions or ()):
            yield from _check(view, placed.item.id, revision.target, (*placed.at, "revisions", i, "target"))


def _together(item: KPI, target: Target | None) -> Iterator[tuple[tuple[str, ...], Text, Text]]:
    """What may not stand together on one KPI: where, what is wrong, and what to do."""
    whole = item.accumulation in {"sum", "mean"}
    if target is not None and target.every_year:
        other = "milestones" if item.milestones else item.accumulation
        if other != "none":
            yield (
                ("target", "every_year"),
                say("“every_year” and “{other}” do not go together on “{kpi}”", other=other, kpi=item.id),
                say("take one of them out: a target of every year asks for the same in each year by itself"),
            )
    if target is not None and isinstance(target.improve, Against) and whole:
        yield (
            ("target", "improve"),
            say("“{kpi}” is a {kind} over the years, which has no other year to improve on", kpi=item.id,
                kind=item.accumulation),
            say("leave “accumulation” out, or write the target as “value”"),
        )  # fmt: skip
    if item.scale is None:
        return
    form = target.form if target is not None and len(target.forms) == 1 else None
    if item.accumulation != "none":
        yield (
            ("accumulation",),
            say("the steps of a scale cannot be added up or averaged: “{kpi}” is “{kind}”", kpi=item.id,
                kind=item.accumulation),
            say("take “accumulation” out"),
        )  # fmt: skip
    if form is not None and form in _NO_STEPS:
        yield (
            ("target", form),
            say("“{form}” needs numbers, but the values of “{kpi}” are words of a scale", form=form, kpi=item.id),
            say("write the word that is to be reached as “value”"),
        )
    elif target is not None and target.tolerance is not None:
        yield (
            ("target", "tolerance"),
            say(
                "“{form}” needs numbers, but the values of “{kpi}” are words of a scale", form="tolerance", kpi=item.id
            ),
            say("take “tolerance” out"),
        )
    if item.better == "lower":
        yield (
            ("better",),
            say("a scale runs from the worst to the best word: on “{kpi}” higher is always better", kpi=item.id),
            say("take “better” out, and put the words in their order, the worst first"),
        )


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
    if target.every_year and target.form not in {"value", "hold"}:
        return (
            "every_year",
            say("“{field}” belongs to “{form}”, but this target is a “{other}”",
                field="every_year", form="value, hold", other=target.form),
            say("take “{field}” out, or write the target as “{form}”", field="every_year", form="value"),
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
        "“ratio” to parity_with, “every_year” to value and hold, and not beside milestones or a sum, a mean or a "
        "running total. Where the values are words of a scale, what needs numbers cannot stand."
    ),
    Example(bad=kpi(EXAMPLE.replace("value: 12}", "value: 12, change: 12}")), good=kpi(EXAMPLE)),
    find,
)
