"""The report as a document: its headings, texts, tables and charts in order, in the active language.

`kpitrack.report.markdown` and `kpitrack.report.document` turn these into files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kpitrack.analysis.case import Case
from kpitrack.analysis.lineage import Lineage
from kpitrack.analysis.outline import Branch, initiatives_of, outline, spending
from kpitrack.analysis.standing import MISSING, Standing, WrittenStanding, whole_percent
from kpitrack.language import active, mark, pick, say, translate
from kpitrack.model.numbers import exact, printed
from kpitrack.model.strategy import KPI, Goal, Initiative, Measure
from kpitrack.model.years import show_year
from kpitrack.report.site.labels import GROUPS, labels
from kpitrack.report.site.lead import lead, left_out, worst
from kpitrack.report.site.recorded import evaluations
from kpitrack.report.site.table_row import counts, share
from kpitrack.views.annexes import AnnexEntry, blocks, life_text, lineage_texts, texts_of
from kpitrack.views.recorded import source_text
from kpitrack.views.sentence.part import Sentence
from kpitrack.views.sentence.verdict import of_case, short
from kpitrack.views.since import since_words, turned
from kpitrack.views.titles import kpi_title, node_title, strategy_facts
from kpitrack.views.tree.view import declared_text, headed, money_text
from kpitrack.views.words import status_text, yen

from .gather import Gathered, JudgedStrategy

_LISTED = 20
_FIRST = {"revised", "vision", "principle", "situation", "achievement", "lesson", "position", "role", "basis"}
"""What a strategy says before its goals; all else comes after them."""
_DEEPEST, _OF_KPIS = 6, 4  # the deepest level of headings, and the highest one of KPIs, which contents do not list


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 0 is the title of the whole."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; its lines stay lines. ``small`` holds facts that stand beside the matter."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict on a KPI in sentences."""

    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points, each with what stands in front of it, if anything."""

    points: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table."""

    header: Sequence[str] | None  # of its columns; none where the first column holds the headings
    rows: Sequence[Sequence[str]]  # of texts
    right: Sequence[int] = ()  # the columns that hold numbers
    wide: Sequence[float] = ()  # for each column, how much of the width it should have, beside the others


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart of a KPI."""

    case: Case


@dataclass(frozen=True, slots=True)
class Listing:
    """Where the contents are listed: what comes before fits on the first page."""


Block = Heading | Prose | Said | Bullets | Table | Chart | Listing
_KPI_HEAD = (
    mark("KPI"), mark("Unit"), mark("Baseline"), mark("Newest"), mark("Expected"), mark("Target value"),
    mark("Progress"), mark("Status"),
)  # fmt: skip
_KPI_WIDE = (3.7, 1.2, 1.9, 1.9, 2.1, 2.2, 1.9, 2.6)
_PROJECT_HEAD = (mark("Project"), mark("Year"), mark("Budget"), mark("Spent"), mark("Executed"))


def contents(gathered: Gathered) -> Iterator[Block]:
    """The blocks of the document."""
    words, as_of = labels(), gathered.terms.as_of
    parts = list(gathered.parts())
    standings = [one for part in parts for one in part.standings]
    yield Heading(0, str(say("Progress of regional strategies")))
    yield Prose(f"{words['as_of']}: {show_year(as_of, era=True)}", small=True)
    yield Prose(("" if active() == "ja" else " ").join(lead(one.status for one in standings)))
    yield from (Prose(text, small=True) for text in left_out())
    header = [words["strategy"], *(f"{sign} {words[label]}" for label, sign in GROUPS.values()), words["going_well_of"]]
    rows = [_counted(pick(part.strategy.title), part.standings) for part in parts]
    total = [_counted(str(say("Total")), standings)] if len(parts) > 1 else []
    yield Table(header, [*rows, *total], range(1, len(header)), (6, *(1.8 for _ in GROUPS), 2.4))
    yield from _attention(standings)
    yield from _turns(standings)
    yield Listing()
    for part in parts:
        yield from _strategy(part, gathered)


def _counted(name: str, standings: Sequence[Standing]) -> list[str]:
    found = counts(one.status for one in standings)
    return [name, *(str(n) for n in found.values()), whole_percent(share(found))]


def _attention(standings: Sequence[Standing]) -> Iterator[Block]:
    weak = worst(standings)
    if weak:
        yield Heading(1, str(say("KPIs that need attention")))
        named = _called(standings)
        yield _listed([(f"{status_text(one.status)} {named(one)}", short(one)) for one in weak])


def _turns(standings: Sequence[Standing]) -> Iterator[Block]:
    found = turned(standings)
    if found:
        yield Heading(1, labels()["changed"])
        named = _called(standings)
        yield _listed([(named(one), since_words(since, one)) for one, since in found])


def _called(standings: Sequence[Standing]) -> Callable[[Standing], str]:
    """How a KPI is called: with its organisation where there are several."""
    several = len({one.organization for one in standings}) > 1
    return lambda one: f"{one.name} ({one.organization})" if several else one.name


def _listed(points: Sequence[tuple[str, str]]) -> Bullets:
    """The first of ``points``, and how many more there are."""
    rest = len(points) - _LISTED
    more = [("", str(say("and {n} more", n=rest)))] if rest > 0 else []
    return Bullets([*points[:_LISTED], *more])


def _strategy(part: JudgedStrategy, gathered: Gathered) -> Iterator[Block]:
    strategy, terms = part.strategy, gathered.terms
    yield Heading(1, f"{pick(strategy.organization.name)} {pick(strategy.title)}")
    yield Prose(strategy_facts(strategy, terms.as_of), small=True)
    titles = {name: pick(title) for name, title in terms.titles.items()}
    ties = lineage_texts(terms.lineages.get(strategy.id) or Lineage(strategy.id), titles)
    source = source_text(strategy.source)
    facts = [
        *ties,
        life_text(strategy),
        declared_text(strategy),
        *([say("source: {source}", source=source)] if source else []),
    ]
    yield from (Prose(str(text), small=True) for text in facts if text)
    if strategy.description:
        yield Prose(pick(strategy.description))
    beside = blocks(strategy)
    for block in beside:
        if block.kind in _FIRST:
            yield Heading(2, block.heading)
            yield _annex(block.entries)
    cases = {case.standing.kpi.id: case for case in part.cases}
    for heading, goals in headed(strategy, outline(strategy)):
        if heading:
            yield Prose(heading)
        for goal in goals:
            yield from _node(goal, cases)
    for block in beside:
        if block.kind not in _FIRST:
            yield Heading(2, block.heading)
            yield _annex(block.entries)


def _named(label: str, text: str) -> str:
    return f"{labels()[label]}{say(': ')}{text}" if text else ""


def _annex(entries: Sequence[AnnexEntry]) -> Block:
    return Bullets([(entry.title, "\n".join(entry.texts)) for entry in entries])


def _node(branch: Branch, cases: dict[str, Case]) -> Iterator[Block]:
    node = branch.node
    level = min(branch.depth + 1, _DEEPEST - 1)
    yield Heading(level, node_title(node))
    below = [cases[kpi.id].standing for kpi in branch.kpis()]
    if branch.depth == 1 and below:
        found = counts(one.status for one in below)
        words = labels()
        shown = [f"{sign} {words[label]} {found[group]}" for group, (label, sign) in GROUPS.items() if found[group]]
        yield Prose("   ".join(shown), small=True)
    yield from map(Prose, texts_of(node))
    facts = [_named("department", pick(node.department)), _named("source", source_text(node.source))]
    money = spending(branch.initiatives())
    yield from (Prose(text, small=True) for text in [*facts, money_text(money) if money.known else ""] if text)
    own = [cases[kpi.id] for kpi in node.kpis or ()]
    if own:
        yield _kpis([case.standing for case in own])
    for case in own:
        yield from _kpi(case, max(level + 1, _OF_KPIS))
    if projects := sorted(initiatives_of(node), key=lambda one: one.year or 0):
        yield _projects(projects)
    yield from evaluated(node)
    for child in branch.branches:
        yield from _node(child, cases)


def _kpis(standings: Sequence[WrittenStanding]) -> Table:
    rows = [
        [
            one.name, one.unit, one.figure("baseline"), one.figure("actual"),
            one.number(one.row.get("expected"), derived=True), one.figure("target"), one.progress_text,
            status_text(one.status),
        ]
        for one in standings
    ]  # fmt: skip
    return Table([translate(word) for word in _KPI_HEAD], rows, range(2, 7), _KPI_WIDE)


def _kpi(case: Case, level: int) -> Iterator[Block]:
    one = case.standing
    yield Heading(level, f"{status_text(one.status)}  {kpi_title(one.kpi)}")
    yield Said(of_case(case))
    yield Chart(case)
    yield from evaluated(one.kpi)


def _projects(projects: Sequence[Initiative]) -> Table:
    def row(one: Initiative) -> list[str]:
        rate = spending([one]).rate
        return [
            pick(one.title),
            "" if one.year is None else show_year(one.year),
            yen(one.budget),
            yen(one.spent),
            MISSING if rate is None else f"{printed(exact(rate) * 100, 1):,f}%",
        ]

    return Table(
        [translate(word) for word in _PROJECT_HEAD], [row(one) for one in projects], range(2, 5), (6, 2, 3, 3, 2)
    )


def evaluated(item: Goal | Measure | KPI) -> Iterator[Table]:
    """The evaluations of a goal, measure or KPI, the newest first, a table each."""
    words = labels()
    for one in evaluations(item):
        said = [(heading or words["comment"], text) for heading, text in one.words]
        beside = [(words["next_step"], one.next), (words["by_whom"], one.signed)]
        heading = str(say("Evaluation of {year}", year=one.when))
        rows = [[name, text] for name, text in (*said, *beside) if text]
        yield Table(None, [[heading, pick(one.judgement)], *rows], wide=(4, 9))
