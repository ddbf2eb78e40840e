"""The content of the committee's workbook, in the active language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpitrack.analysis.case import Case
from kpitrack.analysis.lineage import Lineage
from kpitrack.analysis.outline import Branch, outline, spending
from kpitrack.analysis.series import Picture, picture, years
from kpitrack.analysis.standing import Standing, WrittenStanding, bullet, scale_word
from kpitrack.language import active, mark, pick, say, translate
from kpitrack.language.visible import visible
from kpitrack.model.evaluation import Evaluation
from kpitrack.model.years import era_short, era_year, show_year
from kpitrack.report.gather import Gathered, JudgedStrategy
from kpitrack.report.site.labels import GROUPS, labels
from kpitrack.report.site.lead import lead, left_out, worst
from kpitrack.report.site.table_row import counts
from kpitrack.views.annexes import blocks, life_text, ties
from kpitrack.views.evaluation import external_text, next_word
from kpitrack.views.sentence.verdict import short
from kpitrack.views.since import since_words, turned
from kpitrack.views.status.flags import remarks
from kpitrack.views.titles import node_title
from kpitrack.views.words import grade_label, group_of, status_text

from .content import (
    EVALUATED,
    MOST_BARS,
    MOST_CHARTS,
    CountRow,
    EvaluationRow,
    Figure,
    KPIRow,
    NodeRow,
    Report,
    TextRow,
)

_WORDS = {
    "overview": mark("Overview"), "list": mark("Verdicts at a glance"), "kpis": mark("All KPIs"),
    "nodes": mark("Goals and measures"), "evaluations": mark("Evaluations"), "texts": mark("Texts"),
    "series": mark("How it developed"), "charts": mark("Charts"), "chart_data": mark("Data of the charts"),
    "strategy": mark("Strategy"), "goal": mark("Goal"), "measure": mark("Measure"), "kpi": mark("KPI"),
    "unit": mark("Unit"), "department": mark("Department"), "baseline": mark("Baseline"), "newest": mark("Newest"),
    "expected": mark("Expected"), "target": mark("Target value"), "year": mark("Year"),
    "as_written": mark("Target as written"), "progress": mark("Progress"), "due": mark("Due by now"),
    "pace": mark("Pace"), "status": mark("Status"),
    "before": mark("Last time"), "grade": mark("Grade by the scheme"), "notes": mark("Note"),
    "judgement": mark("Judgement by people"), "trend": mark("Trend"), "total": mark("Total"),
    "share": mark("Share going well"), "actual": mark("Actual"), "path": mark("Path"),
    "remark": mark("Remarks of the committee"), "in_words": mark("In words"), "of": mark("Of what"),
    "done": mark("What was done"), "result": mark("Results"), "issues": mark("Issues"), "plan": mark("What comes next"),
    "comment": mark("Comment"), "next": mark("Next"), "by": mark("By"), "on": mark("Day"),
    "external": mark("External evaluation"), "part": mark("Part"), "title": mark("Title"), "text": mark("Text"),
    "budget": mark("Budget (yen)"), "spent": mark("Spent (yen)"), "executed": mark("Executed"),
    "description": mark("Description"),
    "changed": mark("What changed since last time"), "behind": mark("KPIs that need attention"),
    "limit_low": mark("Lower bound"), "limit_high": mark("Upper bound"), "count": mark("KPIs"),
}  # fmt: skip
_LISTED = 8
_FEW = 3  # up to so many strategies, the summary counts their goals, too


def report(gathered: Gathered) -> Report:
    """The workbook's content."""
    kpis: list[KPIRow] = []
    nodes: list[NodeRow] = []
    evaluations: list[EvaluationRow] = []
    texts: list[TextRow] = []
    lines: list[CountRow] = []
    standings: list[Standing] = []
    drawn = 0
    few = len(gathered.ids) <= _FEW
    for part in gathered.parts():
        own = [case.standing for case in part.cases]
        standings += own
        title = visible(pick(part.strategy.title))
        for case in part.cases:
            kpis.append(_kpi(case, part.portion.before, draw=drawn <= MOST_CHARTS))
            drawn += bool(kpis[-1].drawn.points)
        nodes += _nodes(part)
        evaluations += _evaluations(part)
        texts += _texts(part, gathered)
        owner = visible(pick(part.strategy.organization.name))
        lines.append(CountRow(f"{owner} {title}", 0, counts(one.status for one in own)))
        for goal in part.strategy.goals if few else ():
            below = counts(one.status for one in own if one.path[:1] == (goal.id,))
            lines.append(CountRow(visible(node_title(goal)), 1, below))
    words = labels()
    found = {year for one in kpis for year in one.series}
    return Report(
        str(say("Progress of regional strategies")),
        f"{words['as_of']}: {show_year(gathered.terms.as_of, era=True)}",
        [*lead(one.status for one in standings), *left_out()],
        [*_undrawn(drawn > MOST_CHARTS, len(lines))],
        kpis,
        nodes,
        evaluations,
        texts,
        lines,
        _changed(standings),
        _behind(standings),
        {group: words[label] for group, (label, _) in GROUPS.items()},
        {year: era_short(year) for year in range(min(found, default=0), max(found, default=-1) + 1)},
        {name: translate(word) for name, word in _WORDS.items()},
    )


def _undrawn(more_charts: bool, lines: int) -> Iterator[str]:
    """What is too much for charts, and where it stands."""
    if more_charts:
        yield str(
            say(
                "Charts are drawn of the first {n} KPIs; the figures of all stand in the sheet “{sheet}”",
                n=MOST_CHARTS, sheet=translate(_WORDS["series"]),
            )
        )  # fmt: skip
    if lines > MOST_BARS:
        yield str(
            say("The chart of the summary shows the first {n} of {lines} lines of its table", n=MOST_BARS, lines=lines)
        )


def _changed(standings: Sequence[Standing]) -> list[str]:
    found = turned(standings)
    texts = [f"{visible(one.name)}: {since_words(since, one)}" for one, since in found[:_LISTED]]
    return [*texts, str(say("and {n} more", n=len(found) - _LISTED))] if len(found) > _LISTED else texts


def _behind(standings: Sequence[Standing]) -> list[tuple[str, str]]:
    weak = worst(standings)
    found = [(f"{status_text(one.status)}  {visible(one.name)}", short(one)) for one in weak[:_LISTED]]
    if len(weak) > _LISTED:
        found.append((str(say("and {n} more", n=len(weak) - _LISTED)), ""))
    return found


def _kpi(case: Case, before: Mapping[str, str | None], *, draw: bool) -> KPIRow:
    one, row = case.standing, case.standing.row
    goal, *measures = [node_title(node) for node in case.nodes]
    newest = max(one.kpi.evaluations or {}, default=None)
    judged = (one.kpi.evaluations or {})[newest] if newest is not None else None
    bar = bullet(one)
    rows = years(case)

    def figure(value: float | None, year: int | None) -> Figure:
        shown = value if one.kpi.scale is None else scale_word(row, value)
        return Figure(shown, year, "" if year is None else _year(year, one))

    figures = {
        name: figure(row.get(f"{name}_value"), row.get(f"{name}_year")) for name in ("baseline", "actual", "target")
    }
    asked = row.get("expected")
    return KPIRow(
        strategy=visible(pick(one.strategy.title)),
        goal=visible(goal),
        measure=visible(" › ".join(measures)),
        name=visible(one.name),
        unit=visible(one.unit),
        department=visible(pick(one.kpi.department)),
        baseline=figures["baseline"],
        newest=figures["actual"],
        expected=figure(asked, row.get("actual_year") if asked is not None else None),
        target=figures["target"],
        decimals=one.decimals,
        target_words=visible(one.target_text()),
        progress=one.progress if (one.progress or 0) >= 0 else one.progress_text,
        due=bar.due if bar else None,
        pace=row.get("pace") if one.progress is not None and one.progress >= 0 else None,
        group=group_of(one.status),
        status=status_text(one.status),
        before="" if (was := before[one.ref]) is None else status_text(was),
        grade=visible("" if row.get("grade") is None else f"{row['grade']} {grade_label(row)}".strip()),
        remarks=remarks(one),
        judgement=visible(pick(judged.judgement)) if judged else "",
        sentence=short(one),
        series={found.year: (found.value, found.expected) for found in rows},
        span=(one.strategy.period.start - 1, one.strategy.period.end),
        drawn=picture(case, rows) if draw and one.kpi.scale is None else Picture(),
    )


def _year(year: int, one: WrittenStanding) -> str:
    """A year by its era, as offices write it: 令和6年度."""
    if active() == "en":
        return show_year(year, calendar=one.calendar)
    return era_year(year) if one.calendar == "fy" else era_year(year).removesuffix("度")


def _nodes(part: JudgedStrategy) -> Iterator[NodeRow]:
    status = {one.kpi.id: one.status for one in part.standings}
    for goal in outline(part.strategy):
        for branch in goal.walk():
            yield _node(part, branch, status)


def _node(part: JudgedStrategy, branch: Branch, status: Mapping[str, str]) -> NodeRow:
    node, money = branch.node, spending(branch.initiatives())
    newest = max(node.evaluations or {}, default=None)
    judged = (node.evaluations or {})[newest].judgement if newest is not None else None
    return NodeRow(
        visible(pick(part.strategy.title)),
        branch.depth,
        visible(node_title(node)),
        _lines(pick(node.description)),
        visible(pick(node.department)),
        counts(status[kpi.id] for kpi in branch.kpis()),
        money.budget,
        money.spent,
        money.rate,
        f"{visible(pick(judged))} ({show_year(newest)})" if judged and newest is not None else "",
    )


def _evaluations(part: JudgedStrategy) -> Iterator[EvaluationRow]:
    title = visible(pick(part.strategy.title))
    nodes = ((node_title(placed.item), placed.item.evaluations) for placed in part.strategy.nodes())
    kpis = ((pick(placed.item.name), placed.item.evaluations) for placed in part.strategy.kpis())
    for of, told in (*nodes, *kpis):
        for year, one in sorted((told or {}).items(), reverse=True):
            yield EvaluationRow(title, visible(of), year, [_said(one, name) for name in EVALUATED])


def _said(one: Evaluation, name: str) -> str:
    if name == "next":
        return next_word(one.next)
    if name == "on":
        return str(one.on or "")
    if name == "external":
        return _lines(external_text(one.external)) if one.external else ""
    return _lines(pick(getattr(one, name)))


def _texts(part: JudgedStrategy, gathered: Gathered) -> Iterator[TextRow]:
    title, terms = visible(pick(part.strategy.title)), gathered.terms
    for word, ids in ties(terms.lineages.get(part.strategy.id) or Lineage(part.strategy.id)):
        names = str(say(", ")).join(pick(terms.titles.get(one, one)) for one in ids)
        yield TextRow(title, str(say("Lineage")), word, visible(names))
    if life := life_text(part.strategy):
        yield TextRow(title, str(say("Lineage")), "", life)
    if part.strategy.description:
        yield TextRow(title, translate(_WORDS["description"]), "", _lines(pick(part.strategy.description)))
    for block in blocks(part.strategy):
        for entry in block.entries:
            yield TextRow(title, block.heading, visible(entry.title), _lines("\n".join(entry.texts)))


def _lines(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))
