"""``review`` as Markdown: the sheet that goes before the committee (効果検証シート)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpitrack.analysis.cycle import Judgement
from kpitrack.analysis.outline import Branch, outline
from kpitrack.analysis.standing import Standing
from kpitrack.language import pick, said, say, translate
from kpitrack.model.vocabulary import NEXT_STEPS
from kpitrack.model.years import show_year
from kpitrack.views.evaluation import WORDS, external_text, lines_of, next_text, next_word, signed
from kpitrack.views.text.markdown import escape, escape_lines, table
from kpitrack.views.titles import path_title, strategy_facts

from .view import (
    ReviewSheet,
    decision_text,
    judged_name,
    status_and_reason,
    verification_text,
    years_text,
)


def as_markdown(sheets: Sequence[ReviewSheet], year: int) -> Iterator[str]:
    """The lines of the document: a section for each goal and measure that has KPIs or is judged."""
    for sheet in sheets:
        strategy = sheet.cycle.strategy
        title = say("{strategy}: evaluation sheet", strategy=pick(strategy.title))
        yield from (f"# {escape(str(title))}", "")
        yield from (escape(f"{pick(strategy.organization.name)}  {strategy_facts(strategy, year)}"), "")
        by_node: dict[str, list[Judgement]] = {}
        for one in sheet.cycle.judgements:
            by_node.setdefault(one.branch.ref, []).append(one)
        for goal in outline(strategy):
            if any(branch.node.kpis or branch.ref in by_node for branch in goal.walk()):
                yield from (f"## {escape(path_title(goal))}", "")
            for branch in goal.walk():
                if branch.node.kpis or branch.ref in by_node:
                    yield from _section(sheet, branch, by_node.get(branch.ref, []))
        yield from _todo(sheet, year)


def _section(sheet: ReviewSheet, branch: Branch, judged: Sequence[Judgement]) -> Iterator[str]:
    if branch.depth > 1:
        yield from (f"### {escape(path_title(branch))}", "")
    by_kpi = {one.ref: one for one in judged if one.kpi}
    if branch.node.kpis:
        header = [
            "KPI", said("unit"), said("baseline"), said("target"), said("actual"),
            said("progress"), said("computed status"), said("judgement"),
        ]  # fmt: skip
        rows = [_row(one, by_kpi.get(one.ref)) for one in sheet.verdicts.on(branch)]
        yield from table(header, rows, right=range(2, 6))
        yield ""
    for one in by_kpi.values():
        if text := _comment(one):
            yield f"- {escape(judged_name(one))}: {escape_lines(text)}"
    if any(_comment(one) for one in by_kpi.values()):
        yield ""
    whole = next((one for one in judged if not one.kpi), None)
    if whole is None and by_kpi and not any(one.missing for one in by_kpi.values()):
        yield from table([said("item"), said("entry")], [[said("opinion of the committee"), ""]])
        yield ""
    else:
        yield from _form(sheet, whole)


def _row(one: Standing, judged: Judgement | None) -> list[str]:
    judgement = ""
    if judged and judged.evaluation and judged.year is not None:
        judgement = f"{pick(judged.evaluation.judgement)} ({judged.year})"
    return [
        one.name,
        one.unit,
        *(one.figure(name) for name in ("baseline", "target", "actual")),
        one.progress_text,
        status_and_reason(one),
        judgement,
    ]


def _comment(one: Judgement) -> str:
    """A KPI's evaluation without its judgement: comment, next step, author and date."""
    evaluation = one.evaluation
    if evaluation is None:
        return ""
    parts = [*lines_of(evaluation), next_text(evaluation), signed(evaluation)]
    return " / ".join(part for part in parts if part)


def _form(sheet: ReviewSheet, judged: Judgement | None) -> Iterator[str]:
    """The node's judgement of the year, or the space for it."""
    year = sheet.cycle.judged_year
    evaluation = judged.evaluation if judged and judged.year is not None and not judged.missing else None
    shown = judged.year if judged and evaluation else year
    label = said("judgement of {year}", year=show_year(shown)) if shown is not None else said("judgement")
    boxes = "　".join(
        f"{'☑' if evaluation and evaluation.next == step else '☐'} {next_word(step)}" for step in NEXT_STEPS
    )
    rows = [
        [label, pick(evaluation.judgement) if evaluation else ""],
        *([translate(heading), pick(getattr(evaluation, field, None))] for field, heading in WORDS.items()),
        [said("next step"), boxes],
        [said("by, on"), signed(evaluation) if evaluation else ""],
        [
            said("opinion of the committee"),
            external_text(evaluation.external) if evaluation and evaluation.external else "",
        ],
    ]
    if judged and judged.evaluation and evaluation is None and judged.year is not None:
        before = judged.evaluation
        judgement = " / ".join(part for part in (pick(before.judgement), pick(before.comment), signed(before)) if part)
        rows.insert(0, [said("judgement of {year}", year=show_year(judged.year)), judgement])
    yield from table([said("item"), said("entry")], rows, lines={1})
    yield ""


def _todo(sheet: ReviewSheet, year: int) -> Iterator[str]:
    cycle = sheet.cycle
    yield from (f"## {say('Still asked for in {year}', year=show_year(year))}", "")
    for one in cycle.values:
        for word, years in (
            (say("overdue"), one.overdue),
            (say("due"), one.due),
            (say("to confirm"), one.provisional),
        ):
            if years:
                yield f"- {word}: {escape(pick(one.kpi.name))} {years_text(years)}"
    for judged in cycle.unjudged:
        yield f"- {say('to judge')}: {escape(judged_name(judged))}"
    for due in cycle.decisions:
        yield f"- {say('to decide')}: {escape(str(decision_text(due)))}"
    for grant, missing in cycle.verifications:
        yield f"- {say('to verify')}: {escape(verification_text(grant, missing))}"
    if not cycle.open:
        yield said("Nothing.")
    yield ""
