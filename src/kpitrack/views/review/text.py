"""``review`` on a terminal: how fresh the values are, and what the year still asks of whom, strategy by strategy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kpitrack.analysis.cycle import AwaitedValues, Cycle, Judgement
from kpitrack.analysis.freshness import Count, Freshness
from kpitrack.language import pick, said, say, say_n
from kpitrack.language.visible import visible
from kpitrack.model.years import show_year
from kpitrack.views.evaluation import lines_of, next_text, signed
from kpitrack.views.freshness import freshness_line
from kpitrack.views.text.bars import meter
from kpitrack.views.text.columns import Column
from kpitrack.views.text.plain import paragraphs, shorten, widest, width, wrap
from kpitrack.views.text.styled import Piece, Styled, wrapped
from kpitrack.views.titles import heading
from kpitrack.views.words import reason_word, status_style, status_text

from .view import ReviewSheet, decision_text, department, judged_name, verification_text, years_text

_METER = 16
_MOST_OWNERS = 20  # whose values are not all in


def as_text(sheets: Sequence[ReviewSheet], year: int, columns: int) -> Iterator[Styled]:
    """The lines of the list, laid out for ``columns``."""
    yield from _freshness(sheets, columns)
    quiet = []
    for sheet in sheets:
        cycle = sheet.cycle
        if not cycle.open and not any(one.evaluation for one in cycle.judgements):
            quiet.append(cycle.strategy.id)
            continue
        yield from heading(cycle.strategy, columns, year)
        yield from _by_department(sheet, columns)
        yield from _decisions(cycle, columns)
        yield from _judged(sheet, columns)
        yield Styled()
    if quiet:
        yield from wrapped(said("Nothing is asked for in: {names}", names=", ".join(quiet)), columns, "dim")


def _freshness(sheets: Sequence[ReviewSheet], columns: int) -> Iterator[Styled]:
    """How many values are in, of those that are due, by organisation or department, those furthest behind first."""
    found = sum((sheet.freshness for sheet in sheets), Freshness())
    if not found.whole.due:
        return
    yield from wrapped(freshness_line(found), columns, "bold")
    owners: defaultdict[str, Count] = defaultdict(Count)
    for sheet in sheets:
        owners[pick(sheet.cycle.strategy.organization.name)] += sheet.freshness.whole
    if len(owners) > 1:
        yield from _owners_behind(owners, columns)
    elif found.unheld == found.asked:
        yield from wrapped(said("no KPI names the department that answers for it"), columns, "dim")
    else:
        yield from _meters([(_called(name), one) for name, one in _furthest_behind(found.departments)], columns)
    yield Styled()


def _owners_behind(owners: Mapping[str, Count], columns: int) -> Iterator[Styled]:
    """The organisations whose values are not all in, and how many others there are of either kind."""
    asked = _furthest_behind(owners)
    behind = [(visible(name), one) for name, one in asked if one.came < one.due]
    yield from _meters(behind[:_MOST_OWNERS], columns)
    if len(behind) > _MOST_OWNERS:
        more = say_n("and {n} more organisation", "and {n} more organisations", len(behind) - _MOST_OWNERS)
        yield Styled(f"  {more}", "dim")
    if whole := len(asked) - len(behind):
        text = say_n("all values of {n} organisation are in", "all values of {n} organisations are in", whole)
        yield from wrapped(str(text), columns, "dim")


def _furthest_behind(counts: Mapping[str, Count]) -> list[tuple[str, Count]]:
    """Those of whom values are due, those who lack most first, and what has no name last among its like."""
    due = [(name, one) for name, one in counts.items() if one.due]
    return sorted(due, key=lambda item: (item[1].came - item[1].due, item[0] == ""))


def _meters(counts: Sequence[tuple[str, Count]], columns: int) -> Iterator[Styled]:
    names = Column((name for name, _ in counts), columns // 2)
    shares = Column((f"{one.came}/{one.due}" for _, one in counts), right=True)
    for name, one in counts:
        line = Styled(f"  {names.cell(name)}  ").extend(meter(one.came / one.due, None, _METER, "good"))
        yield line.append(f" {shares.cell(f'{one.came}/{one.due}')}")


def _called(department: str) -> str:
    return visible(department) or said("(no department)")


def _by_department(sheet: ReviewSheet, columns: int) -> Iterator[Styled]:
    asked: defaultdict[str, tuple[list[AwaitedValues], list[Judgement]]] = defaultdict(lambda: ([], []))
    for value in sheet.cycle.values:
        asked[department(value)][0].append(value)
    for judgement in sheet.cycle.unjudged:
        asked[department(judgement)][1].append(judgement)
    for name in sorted(asked, key=lambda name: name == ""):
        values, judgements = asked[name]
        yield Styled()
        parts = [say_n("{n} value", "{n} values", len(values))] if values else []
        parts += [say_n("{n} judgement", "{n} judgements", len(judgements))] if judgements else []
        words = said(", ").join(map(str, parts))
        yield Styled(shorten(_called(name), columns - 30), "bold underline").append(f"  {words}", "dim")
        if values:
            yield from _values(values, columns)
        if judgements and sheet.cycle.judged_year is not None:
            yield from _unjudged(sheet, sheet.cycle.judged_year, judgements, columns)


def _values(values: Sequence[AwaitedValues], columns: int) -> Iterator[Styled]:
    """The values to collect or to confirm, the latest first."""
    yield Styled(f"  {say('To collect')}", "bold")
    groups = [
        (said("overdue"), "red", [(one, one.overdue) for one in values if one.overdue]),
        (said("due"), "yellow", [(one, one.due) for one in values if one.due]),
        (said("to confirm"), "", [(one, one.provisional) for one in values if one.provisional]),
    ]
    words = Column(word for word, _, found in groups if found)
    years = Column(years_text(listed) for _, _, found in groups for _, listed in found)
    for word, style, found in groups:
        for one, listed in found:
            lead = [Piece("    "), Piece(words.cell(word), style), Piece(f"  {years.cell(years_text(listed))}  ")]
            yield from _item(lead, visible(pick(one.kpi.name)), one.ref, columns)


def _unjudged(sheet: ReviewSheet, year: int, asked: Sequence[Judgement], columns: int) -> Iterator[Styled]:
    yield Styled(f"  {say('To judge: {year}', year=show_year(year))}", "bold")
    standings = sheet.verdicts.standings
    verdicts = Column(status_text(standings[one.ref].status) for one in asked if one.kpi)
    for one in asked:
        if one.kpi:
            standing = standings[one.ref]
            verdict = Piece(verdicts.cell(status_text(standing.status)), status_style(standing.status))
            reason = reason_word(standing.row["reason"])
            name = f"{visible(pick(one.kpi.name))} ({reason})" if reason else visible(pick(one.kpi.name))
            yield from _item([Piece("    "), verdict, Piece("  ")], name, one.ref, columns)
        else:
            yield from _item([Piece("    ")], visible(judged_name(one)), one.ref, columns)
            computed = say("computed: {status}", status=sheet.computed(one))
            yield from wrapped(str(computed), max(20, columns - 8), "dim", first=" " * 8)


def _item(lead: Sequence[Piece], text: str, ref: str, columns: int) -> Iterator[Styled]:
    """``text`` behind ``lead``, and its ref beside the last line or, where there is no room, below it."""
    before = "".join(piece.text for piece in lead)
    indent = " " * width(before)
    first, *rest = wrap(text, max(20, columns - widest(before))) or [""]
    lines = [Styled().extend(lead).append(first), *(Styled(indent + more) for more in rest)]
    last = rest[-1] if rest else first
    if widest(before) + widest(last) + 2 + len(ref) <= columns:
        lines[-1].append(f"  {ref}", "dim")
    else:
        lines.append(Styled(indent + ref, "dim"))
    yield from lines


def _decisions(cycle: Cycle, columns: int) -> Iterator[Styled]:
    """What is to be decided, and which grants are to be verified."""
    if cycle.decisions:
        yield from _heading(said("To decide"))
    for due in cycle.decisions:
        yield from _text(visible(str(decision_text(due))), 2, columns)
        for line in paragraphs(pick(due.review.notes)) if due.review.notes else ():
            yield from _text(line, 6, columns, "dim")
    if cycle.verifications:
        yield from _heading(said("Grants to verify"))
    for grant, years in cycle.verifications:
        yield from _text(visible(verification_text(grant, years)), 2, columns)


def _heading(text: str) -> Iterator[Styled]:
    yield Styled()
    yield Styled(text, "bold underline")


def _text(text: str, left: int, columns: int, style: str = "") -> Iterator[Styled]:
    yield from wrapped(text, max(20, columns - left), style, first=" " * left)


def _judged(sheet: ReviewSheet, columns: int) -> Iterator[Styled]:
    """What people have judged, beside what is computed."""
    recorded = [one for one in sheet.cycle.judgements if one.evaluation]
    if recorded:
        yield from _heading(said("Judged by people, beside what is computed"))
    for one in recorded:
        evaluation = one.evaluation
        if evaluation is None or one.year is None:
            continue
        yield from _text(visible(judged_name(one)), 2, columns)
        by = signed(evaluation)
        judgement = pick(evaluation.judgement) or "–"
        text = f"{show_year(one.year)}: {judgement}{f' ({by})' if by else ''}"
        yield from _text(visible(text), 6, columns)
        yield from _text(said("computed: {status}", status=sheet.computed(one)), 6, columns)
        for line in lines_of(evaluation):
            for words in paragraphs(line):
                yield from _text(words, 6, columns)
        if step := next_text(evaluation):
            yield from _text(step, 6, columns)
