from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpitrack.diagnostics import CATALOGUE, Diagnostic, KeyPath, Part, rule
from kpitrack.language import mark, say
from kpitrack.model.in_force import InForce
from kpitrack.model.numbers import plain_number
from kpitrack.model.strategy import KPI, Revision
from kpitrack.model.suggestions import did_you_mean
from kpitrack.model.target import Target
from kpitrack.model.vocabulary import is_in_the_unit

from .check import Check, Context, Example
from .examples import kpi
from .outline import View
from .selection import CANNOT_BE_IGNORED, rules_named
from .view import StrategyView

_HIGHEST_RATE = 20
_BOUNDED = {"range", "hold"}


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Values that are valid one by one but not together; single values are checked on reading."""
    for _kpi, at, target, form in view.aims:
        if form in _BOUNDED:
            yield from _target(view.path, target, (*at, "target"))
    for item, at, _path in view.kpis:
        if item.revisions:
            yield from _revisions(view.path, item.revisions, at)
        if item.computed is not None:
            yield from _computed(view, item, at)


def _computed(view: StrategyView, item: KPI, at: KeyPath) -> Iterator[Diagnostic]:
    """Actuals of a KPI whose values are computed, and what is counted without counting."""
    computed = item.computed
    for year in view.series(item.id):
        yield Diagnostic(
            CHECK.rule,
            say("the values of “{kpi}” are computed, so that none are recorded for it", kpi=item.id),
            say("take its actuals out, or its “computed”"),
            view.file_of(item.id, year), ("actuals", item.id), Part.KEY,
        )  # fmt: skip
        break
    if computed is not None and computed.where is not None and computed.take not in {"count", "share"}:
        yield Diagnostic(
            CHECK.rule,
            say("“where” says what is counted, but “{take}” counts nothing", take=computed.take),
            say("take “where” out, or write “take: count” or “take: share”"),
            view.path, (*at, "computed", "where"), Part.KEY,
        )  # fmt: skip


def _target(path: str, target: Target, at: KeyPath) -> Iterator[Diagnostic]:
    bounds = target.range
    if bounds is not None and bounds.low > bounds.high:
        low, high = plain_number(bounds.low), plain_number(bounds.high)
        yield Diagnostic(
            CHECK.rule,
            say("the low end of the range, {low}, is above its high end, {high}", low=low, high=high),
            say("write {range}", range=f"{{low: {high}, high: {low}}}"),
            path, (*at, "range"),
        )  # fmt: skip
    if target.tolerance is not None and target.tolerance < 0:
        yield Diagnostic(
            CHECK.rule, say("a tolerance is not negative"), say("write it without the sign"), path, (*at, "tolerance")
        )


def _revisions(path: str, revisions: list[Revision], at: KeyPath) -> Iterator[Diagnostic]:
    last = None
    for i, revision in enumerate(revisions):
        here = (*at, "revisions", i)
        yield from _target(path, revision.target, (*here, "target"))
        if revision.on is None:
            continue
        if last is not None and revision.on < last:
            yield Diagnostic(
                CHECK.rule,
                say("this revision, of {day}, stands after one of {last}", day=revision.on, last=last),
                say("list the oldest first"), path, (*here, "on"),
            )  # fmt: skip
        last = revision.on


def find_in_settings(view: View, _: Context) -> Iterator[Diagnostic]:
    """Thresholds in the wrong order, and ignored findings that do not exist or cannot be ignored."""
    if view.settings_path is None:
        return
    if view.settings.at_risk > view.settings.on_track:
        yield Diagnostic(
            CHECK.rule,
            say("“at_risk” begins above “on_track”"),
            say("write the higher of the two rates at “on_track”"),
            view.settings_path, ("thresholds", "at_risk"),
        )  # fmt: skip
    yield from _rates(view.settings, view.settings_path)
    for i, ignored in enumerate(view.settings.ignore):
        at = ("ignore", i, "rule")
        found = rules_named(ignored.rule)
        if not found:
            yield Diagnostic(
                CHECK.rule,
                say("there is no finding “{name}”", name=ignored.rule),
                did_you_mean(ignored.rule, CATALOGUE) or say("see all of them with: kpitrack rule"),
                view.settings_path, at,
            )  # fmt: skip
        elif found <= CANNOT_BE_IGNORED:
            yield Diagnostic(
                CHECK.rule,
                say("“{name}” cannot be ignored: no figure can be computed while it stands", name=ignored.rule),
                say("correct the files that have it"),
                view.settings_path, at,
            )  # fmt: skip


def _rates(settings: InForce, path: str) -> Iterator[Diagnostic]:
    """Rates that no KPI could come near: 95 stands for 9500%, and was meant as 95%."""
    written: list[tuple[float, KeyPath]] = [
        (settings.on_track, ("thresholds", "on_track")),
        (settings.at_risk, ("thresholds", "at_risk")),
    ]
    for name, scheme in settings.schemes.items():
        own = {name for names in scheme.get("rate", {}).values() for name in names}
        grades = [(("grades", i), grade) for i, grade in enumerate(scheme.get("grades", ()))]
        for at, grade in [*grades, (("otherwise",), scheme.get("otherwise", {}))]:
            for rate, bounds in grade.get("when", {}).items():
                in_the_unit = is_in_the_unit(rate, own)
                for word, bound in bounds.items() if isinstance(bounds, Mapping) and not in_the_unit else ():
                    if isinstance(bound, float):
                        written.append((bound, ("schemes", name, *at, "when", rate, word)))
    for value, at in written:
        if abs(value) >= _HIGHEST_RATE:
            number = plain_number(value)
            yield Diagnostic(
                CHECK.rule,
                say("{number} is a ratio here: it means {percent}%", number=number, percent=plain_number(value * 100)),
                say("write {number}%", number=number), path, at,
            )  # fmt: skip


_RANGE = """\
id: finance-index
name: 財政力指数
unit: ""
target: {{year: 2024, range: {{low: {}, high: {}}}}}
"""

CHECK = Check(
    rule("bad-value"),
    mark("A value is not one of those allowed here."),
    mark(
        "Some fields take only certain words (such as status: provisional), dates, percentages with their sign, or "
        "numbers within limits; a range begins with its low end, and revisions with the oldest. The hint names what "
        "may stand here."
    ),
    Example(bad=kpi(_RANGE.format("0.45", "0.41")), good=kpi(_RANGE.format("0.41", "0.45"))),
    of_strategy=find,
    of_repository=find_in_settings,
    needs=frozenset({"target-form"}),
)
