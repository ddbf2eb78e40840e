"""One KPI with all that is known of it, or all of one strategy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from kpitrack.analysis.case import Case, Series
from kpitrack.analysis.compared import compared, with_name
from kpitrack.analysis.lineage import Lineage
from kpitrack.analysis.since import Yearly, each_year
from kpitrack.analysis.standing import Row, WrittenStanding

from .answers import answers, with_answers
from .contents import Changed
from .continued import entries_of, successors, with_shared

if TYPE_CHECKING:
    from kpitrack.model.record import LocalizedText
    from kpitrack.model.settings import Scheme, Settings
    from kpitrack.progress.frames import Frames
    from kpitrack.repository.repository import Bundle

    from .choose import Choice
    from .strategies import Strategies


@dataclass(frozen=True, slots=True)
class Terms:
    """By what KPIs were judged.

    Args:
        as_of: the fiscal year of the verdicts.
        settings: of the repository.
        schemes: the grading schemes by name; see `kpitrack.workspace.choose.Choice.schemes`.
        grading: the scheme that goes before what the strategies name.
        shared: the indicators that several KPIs have.
        lineages: the ties between strategies, by id.
        titles: what the strategies are called, by id, in the language in use.
        areas: the numbers of the prefectures that have a page of the site; see `kpitrack.analysis.areas`.
        internal: whether what is for inside only is shown, too: what the year still asks for.
        later: by the ref of a KPI, that of the one which continues it.
        pictures: whether each chart of the site is there as a PNG, too.
    """

    as_of: int
    settings: Settings
    schemes: Mapping[str, Scheme]
    grading: str | None = None
    shared: frozenset[str] = frozenset()
    lineages: Mapping[str, Lineage] = field(default_factory=dict)
    titles: Mapping[str, LocalizedText] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    internal: bool = False
    later: Mapping[str, str] = field(default_factory=dict)
    pictures: bool = False


def case_of(choice: Choice) -> Case:
    """The one KPI of ``choice``.

    Raises:
        Changed: a file is not any more what it was.
    """
    (judged,) = choice.verdicts()
    row = judged.row(0, named=True)
    (case,) = cases_of(choice, choice.workspace.strategies.bundle(row["strategy"]), [row])
    return case


def cases_of(choice: Choice, bundle: Bundle, rows: Collection[Row]) -> list[Case]:
    """KPIs of one strategy that ``choice`` holds, judged as ``rows``, in their order.

    Raises:
        Changed: a file is not any more what it was.
    """
    space = choice.workspace
    terms = Terms(choice.as_of, space.settings, choice.schemes, choice.grading, later=successors(space))
    found = cases(bundle, rows, choice.yearly(), space.strategies, terms)
    given = answers(space, rows)
    return [with_answers(one, given.get(one.standing.ref)) for one in found]


def cases(
    bundle: Bundle,
    rows: Iterable[Row],
    yearly: Mapping[str, Yearly],
    strategies: Strategies,
    terms: Terms,
) -> list[Case]:
    """KPIs of one strategy, in the order of ``rows``.

    Args:
        bundle: the strategy and its actuals.
        rows: the KPIs, judged.
        yearly: what is known of each by year.
        strategies: among which are those that their targets are held against.
        terms: by which they were judged.

    Raises:
        Changed: a file is not any more what it was.
    """
    strategy, path, judged = bundle.strategy.model, bundle.strategy.path, list(rows)
    placed = {known.item.id: known for known in strategy.kpis()} if strategy else {}
    if strategy is None or any(row["kpi"] not in placed for row in judged):
        raise Changed(path)
    nodes = {node.item.id: node.item for node in strategy.nodes()}
    told, find = entries_of(bundle), cache(strategies.find)
    originals = _originals(bundle, [row["ref"] for row in judged if row["revised"]], find, terms)
    found = []
    for row in judged:
        one, years = placed[row["kpi"]].item, yearly.get(row["ref"], Yearly({}, {}))
        statuses = each_year(row, years.statuses)
        # Of a KPI that is not read, none of the values that other files hold is shown as if it were the newest.
        known = {} if row["status"] == "not_read" else told.get(one.id, {})
        if row["status"] != "not_read" and (one.continues or row["ref"] in terms.later):
            known = with_shared((strategy.id, one), known, find, terms.later)
        found.append(
            Case(
                standing=WrittenStanding(with_name(row, find), strategy, one, statuses),
                nodes=[nodes[step] for step in placed[one.id].path],
                series=Series({year: entry.entry for year, entry in known.items()}, years.path),
                original=originals.get(row["ref"]),
                path=path,
                at=placed[one.id].at,
                origins={year: (entry.path, entry.kpi) for year, entry in known.items()},
                as_of=terms.as_of,
                thresholds=terms.settings.thresholds,
                scheme=terms.schemes.get(row["grade_scheme"] or ""),
                compared=compared(bundle, one.target.parity_with if one.target else None, find),
            )
        )
    return found


def _originals(bundle: Bundle, refs: list[str], find: Callable[[str], Bundle | None], terms: Terms) -> dict[str, Row]:
    """The rows of revised KPIs as judged by their original targets."""
    if not refs or bundle.strategy.model is None:
        return {}
    from kpitrack.progress.frames import build
    from kpitrack.progress.judge import judge
    from kpitrack.progress.schemes import ladders

    own = bundle.strategy.model.id
    revised = (placed.item.revisions for placed in bundle.strategy.model.kpis())
    names = {several[0].target.parity_with or "" for several in revised if several}
    others = {name.partition("/")[0] for name in names if "/" in name} - {own}
    bundles = [bundle, *filter(None, map(find, sorted(others)))]
    settings = terms.settings.in_force
    frames: Frames = build(
        [one.strategy.model for one in bundles if one.strategy.model],
        [file.model for one in bundles for file in one.actuals if file.model],
        settings,
        original_targets=True,
    )
    judged = judge(frames.only(refs), terms.as_of, settings, ladders(settings), terms.grading)
    return {row["ref"]: row for row in judged.collect(engine="in-memory").iter_rows(named=True)}
