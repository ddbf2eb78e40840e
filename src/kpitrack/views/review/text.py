"""``review`` on a terminal: what the year still asks for, strategy by strategy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpitrack.analysis.cycle import Cycle
from kpitrack.language import pick, say
from kpitrack.language.visible import visible
from kpitrack.model.years import show_year
from kpitrack.views.evaluation import lines_of, next_text, signed
from kpitrack.views.text.plain import pad, paragraphs, width, wrap
from kpitrack.views.text.styled import Styled, wrapped
from kpitrack.views.titles import heading

from .view import ReviewSheet, decision_text, department, judged_name, verification_text, years_text


def as_text(sheets: Sequence[ReviewSheet], year: int, columns: int) -> Iterator[Styled]:
    """The lines of the list, laid out for ``columns``."""
    quiet = []
    for sheet in sheets:
        cycle = sheet.cycle
        if not cycle.open and not any(one.evaluation for one in cycle.judgements):
            quiet.append(cycle.strategy.id)
            continue
        yield from heading(cycle.strategy, columns, year)
        yield from _values(sheet, columns)
        yield from _judgements(sheet, columns)
        yield from _decisions(cycle, columns)
        yield Styled()
    if quiet:
        yield from wrapped(str(say("Nothing is asked for in: {names}", names=", ".join(quiet))), columns, "dim")


def _decisions(cycle: Cycle, columns: int) -> Iterator[Styled]:
    """What is to be decided, and which grants are to be verified."""
    if cycle.decisions:
        yield from _heading(str(say("To decide")))
    for due in cycle.decisions:
        yield from _entry("", visible(str(decision_text(due))), 2, columns)
        if due.review.notes:
            yield from _text(pick(due.review.notes), columns, "dim")
    if cycle.verifications:
        yield from _heading(str(say("Grants to verify")))
    for grant, years in cycle.verifications:
        yield from _entry("", visible(verification_text(grant, years)), 2, columns)


def _heading(text: str) -> Iterator[Styled]:
    yield Styled()
    yield Styled(text, "bold underline")


def _entry(word: str, text: str, left: int, columns: int, style: str = "") -> Iterator[Styled]:
    """``word``, then ``text`` wrapped in the column from ``left`` on."""
    for i, line in enumerate(wrap(text, max(20, columns - left)) or [""]):
        yield Styled(pad(f"  {word}" if i == 0 and word else "", left) + line, style)


def _text(text: str, columns: int, style: str = "") -> Iterator[Styled]:
    for line in paragraphs(text):
        yield from _entry("", line, 6, columns, style)


def _values(sheet: ReviewSheet, columns: int) -> Iterator[Styled]:
    groups = [
        (str(say("overdue")), [(one, one.overdue) for one in sheet.cycle.values if one.overdue]),
        (str(say("due")), [(one, one.due) for one in sheet.cycle.values if one.due]),
        (str(say("to confirm")), [(one, one.provisional) for one in sheet.cycle.values if one.provisional]),
    ]
    left = 2 + max(width(word) for word, _ in groups) + 2
    if any(found for _, found in groups):
        yield from _heading(str(say("To collect")))
    for word, found in groups:
        for one, years in found:
            yield from _entry(word, f"{visible(pick(one.kpi.name))}  {years_text(years)}", left, columns)
            by = department(one)
            yield from _entry("", f"{one.ref}{f'  {visible(by)}' if by else ''}", left, columns, style="dim")


def _judgements(sheet: ReviewSheet, columns: int) -> Iterator[Styled]:
    if sheet.cycle.unjudged and sheet.cycle.judged_year is not None:
        yield from _heading(str(say("To judge: {year}", year=show_year(sheet.cycle.judged_year))))
        for one in sheet.cycle.unjudged:
            yield from _entry("", visible(judged_name(one)), 2, columns)
            yield from _entry("", one.ref, 6, columns, style="dim")
            yield from _entry("", str(say("computed: {status}", status=sheet.computed(one))), 6, columns, style="dim")
    recorded = [one for one in sheet.cycle.judgements if one.evaluation]
    if recorded:
        yield from _heading(str(say("Judged by people, beside what is computed")))
    for one in recorded:
        evaluation = one.evaluation
        if evaluation is None or one.year is None:
            continue
        yield from _entry("", visible(judged_name(one)), 2, columns)
        by = signed(evaluation)
        judgement = pick(evaluation.judgement) or "–"
        text = f"{show_year(one.year)}: {judgement}{f' ({by})' if by else ''}"
        yield from _entry("", visible(text), 6, columns)
        yield from _entry("", str(say("computed: {status}", status=sheet.computed(one))), 6, columns)
        for said in lines_of(evaluation):
            yield from _text(said, columns)
        if step := next_text(evaluation):
            yield from _entry("", step, 6, columns)
