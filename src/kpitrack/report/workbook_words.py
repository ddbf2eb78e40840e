"""The content of the committee's workbook, in the active language."""

from __future__ import annotations

from collections.abc import Mapping

from kpitrack.analysis.case import Case
from kpitrack.analysis.series import years
from kpitrack.language import mark, pick, say, translate
from kpitrack.language.visible import visible
from kpitrack.model.years import show_year
from kpitrack.report.site.labels import GROUPS, group_of, labels
from kpitrack.report.site.table_row import counts
from kpitrack.views.status.flags import remarks
from kpitrack.views.words import grade_label, status_text

from .gather import Gathered
from .workbook import WORDS, KPIRow, Report

_WORDS = {
    "overview": mark("Overview"), "kpis": mark("All KPIs"), "series": mark("How it developed"),
    "charts": mark("Charts"), "strategy": mark("Strategy"), "goal": mark("Goal"), "measure": mark("Measure"),
    "kpi": mark("KPI"), "unit": mark("Unit"), "department": mark("Department"), "baseline": mark("Baseline"),
    "newest": mark("Newest"), "expected": mark("Expected"), "target": mark("Target value"), "year": mark("Year"),
    "as_written": mark("Target as written"), "progress": mark("Progress"), "pace": mark("Pace"),
    "status": mark("Status"), "before": mark("Last time"), "grade": mark("Grade by the scheme"), "notes": mark("Note"),
    "judgement": mark("Judgement by people"), "trend": mark("Trend"), "total": mark("Total"),
    "share": mark("Share going well"), "actual": mark("Actual"), "path": mark("Path"),
    "remark": mark("Remarks of the committee"),
}  # fmt: skip


def report(gathered: Gathered) -> Report:
    """The workbook's content."""
    terms = gathered.terms
    kpis: list[KPIRow] = []
    lines = []
    for part in gathered.parts():
        cases = part.cases
        kpis += [_kpi(case, part.portion.before) for case in cases]
        title = f"{pick(part.strategy.organization.name)} {pick(part.strategy.title)}"
        lines.append((visible(title), counts(case.standing.status for case in cases)))
    words = labels()
    return Report(
        str(say("Progress of regional strategies")),
        f"{words['as_of']}: {show_year(terms.as_of, era=True)}",
        kpis,
        lines,
        {group: words[label] for group, (label, _) in GROUPS.items()},
        {name: translate(_WORDS[name]) for name in WORDS},
    )


def _kpi(case: Case, before: Mapping[str, str | None]) -> KPIRow:
    one, row = case.standing, case.standing.row
    goal, *measures = [" ".join(filter(None, (pick(node.number), pick(node.title)))) for node in case.nodes]
    newest = max(one.kpi.evaluations or {}, default=None)
    judged = (one.kpi.evaluations or {})[newest] if newest is not None else None
    grade = "" if row.get("grade") is None else f"{row['grade']} {grade_label(row)}".strip()
    figures = [(row.get(f"{name}_year"), row.get(f"{name}_value")) for name in ("baseline", "actual", "target")]
    expected = (row.get("actual_year") if row.get("expected") is not None else None, row.get("expected"))
    return KPIRow(
        visible(pick(one.strategy.title)),
        visible(goal),
        visible(" › ".join(measures)),
        visible(one.name),
        visible(one.unit),
        visible(pick(one.kpi.department)),
        [figures[0], figures[1], expected, figures[2]],
        visible(one.target_text()),
        one.progress if (one.progress or 0) >= 0 else one.progress_text,
        row.get("pace") if one.progress is not None and one.progress >= 0 else None,
        group_of(one.status),
        status_text(one.status),
        "" if (was := before[one.ref]) is None else status_text(was),
        visible(grade),
        remarks(one),
        visible(pick(judged.judgement)) if judged else "",
        {found.year: (found.value, found.expected) for found in years(case)},
    )
