from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, rule
from kpitrack.language import Text, mark, plain, say
from kpitrack.model import local_governments, organization_codes
from kpitrack.model.local_governments import LocalGovernment
from kpitrack.model.record import LocalizedText
from kpitrack.model.strategy import Strategy

from .check import Check, Context, Example
from .examples import KPI, STRATEGY, kpi, kpis
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Codes of organisations that do not exist, whose check digit is wrong, or that are another organisation's."""
    for name, code, at in _codes(view.strategy):
        message = organization_codes.fault(code) or _mistaken(plain(name), code)
        if message is not None:
            yield Diagnostic(CHECK.rule, message, _right(plain(name), code), view.path, (*at, "code"))


def _mistaken(name: str, code: str) -> Text | None:
    """That ``code`` is another's, where the table has both: one that it lacks may be of what was merged away."""
    owner = local_governments.with_code(code)
    known = local_governments.named(name) if owner else ()
    if owner is None or not known or owner in known:
        return None
    return say("the code {code} is that of {owner}, not of {name}", code=code, owner=owner.full_name, name=name)


def _right(name: str, code: str) -> Text:
    """What to write: the code of the one that is named, else of the one that the first five digits are of."""
    known = local_governments.named(name)
    if len(known) == 1:
        return say("write '{code}', which is the code of {name}", code=known[0].code, name=known[0].full_name)
    if known:
        return say("write the code of the one that is meant: {codes}", codes=", ".join(map(_listed, known)))
    five = code[:5]
    if len(code) == 6 and (owner := local_governments.with_code(five)):
        return say(
            "'{code}' is the code of {name}; or copy the right one from the list of 全国地方公共団体コード (総務省)",
            code=owner.code, name=owner.full_name,
        )  # fmt: skip
    return say("copy the code from the list of 全国地方公共団体コード (総務省), in quotes: 5 digits or all 6")


def _listed(one: LocalGovernment) -> str:
    return f"'{one.code}' ({one.full_name})"


def _codes(strategy: Strategy) -> Iterator[tuple[LocalizedText, str, KeyPath]]:
    owners: list[tuple[LocalizedText, str | None, KeyPath]] = []
    if strategy.organizations is None:
        owners.append((strategy.organization.name, strategy.organization.code, ("organization",)))
    for i, one in enumerate(strategy.organizations or ()):
        owners.append((one.name, one.code, ("organizations", i)))
    for i, practice in enumerate(strategy.practices or ()):
        if practice.place is not None:
            owners.append((practice.place.name, practice.place.code, ("practices", i, "place")))
    yield from ((name, code, at) for name, code, at in owners if code is not None)


CHECK = Check(
    rule("bad-organization-code"),
    mark("An organisation's code does not exist, its check digit does not fit, or it is another organisation's."),
    mark(
        "By the 全国地方公共団体コード, figures of different strategies and of public statistics find each other. "
        "The sixth digit is computed from the first five, so that a mistyped digit shows. Write five digits, or all "
        "six, and put them in quotes: without them YAML reads a number and drops the leading zero."
    ),
    Example(bad={STRATEGY: kpis(KPI).replace("062031", "062037")}, good=kpi(KPI)),
    find,
)
