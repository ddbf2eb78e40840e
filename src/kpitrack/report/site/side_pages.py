"""The pages beside a strategy's own, and the data behind them: its roadmap, grants, practices and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from kpitrack.analysis.crosswalk import Answer, Crosswalk, Item, Pillar, crosswalks
from kpitrack.analysis.outline import Branch, outline
from kpitrack.analysis.roadmap import Bar, roadmap
from kpitrack.analysis.roadmap import years as roadmap_years
from kpitrack.language import pick, say
from kpitrack.model.annexes import Grant, Practice
from kpitrack.model.record import LocalizedText
from kpitrack.model.strategy import Initiative, Measure
from kpitrack.model.years import era_short, show_year
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views import align as align_view
from kpitrack.views.roadmap import as_json, late_text, owner_text, state_word, title_text
from kpitrack.views.titles import path_title
from kpitrack.views.tree.view import initiative_text
from kpitrack.views.words import yen

from . import evaluations_page, logic_page, print_page
from .addresses import anchor, kpi_address, strategy_address
from .output import joined
from .paging import leaves
from .recorded import Named, money, named
from .shown import Shown
from .strategy_page import beside, parts
from .table_row import TableRow, row

Pages = Iterator[tuple[str, bytes]]  # pages by their addresses


def pages(part: JudgedStrategy, shown: Sequence[Shown]) -> Pages:
    """The pages beside a strategy's own; ``shown`` are its KPIs in the active language."""
    for kind in parts(part.strategy, internal=part.terms.internal):
        if kind == "print":
            yield print_page.page(part, shown)
        else:
            yield from _PAGES[kind](part)


def data(part: JudgedStrategy) -> Iterator[tuple[str, bytes]]:
    """The data behind those pages, by the ends of their file names."""
    strategy, as_of = part.strategy, part.terms.as_of
    wanted = parts(strategy, internal=part.terms.internal)
    yield "logic.json", logic_page.data(part)
    if "roadmap" in wanted:
        yield "roadmap.json", joined(as_json([(strategy, roadmap(strategy, as_of))], as_of))
    if "crosswalk" in wanted:
        yield "crosswalk.csv", joined(align_view.as_csv(crosswalks(strategy, part.others)))


def _roadmap(part: JudgedStrategy) -> Pages:
    strategy, terms = part.strategy, part.terms
    bars = roadmap(strategy, terms.as_of)
    span = list(roadmap_years(strategy, bars))
    drawn = {bar.item.state for bar in bars}
    yield beside(
        part,
        "roadmap",
        say("Roadmap"),
        years=[(year, era_short(year)) for year in span],
        bars=[_bar(bar, span) for bar in bars],
        states=[(state, state_word(state)) for state in ("done", "under_way", "planned", "dropped") if state in drawn],
        late=sum(1 for bar in bars if bar.late),
    )


def _bar(bar: Bar, span: Sequence[int]) -> dict[str, Any]:
    before, long = bar.first - span[0], bar.last - bar.first + 1
    return {
        "title": bar.item.title if title_text(bar) != bar.item.id else bar.item.id,
        "owner": owner_text(bar),
        "address": kpi_address(f"{bar.branch.strategy}/{bar.kpi.id}") if bar.kpi else None,
        "state": bar.item.state,
        "word": state_word(bar.item.state),
        "before": before,
        "long": long,
        "after": len(span) - before - long,
        "when": _span(bar),
        "late": late_text(bar),
    }


def _span(bar: Bar) -> str:
    if bar.item.end is None:
        return f"{show_year(bar.first)}–"
    return show_year(bar.first) if bar.first == bar.last else f"{show_year(bar.first)}–{show_year(bar.last)}"


def _grants(part: JudgedStrategy) -> Pages:
    """The page of the grants: what each pays for, its KPIs, and its yearly verification."""
    found = [_grant(part, one) for one in part.strategy.grants or ()]
    yield beside(part, "grants", say("Grants"), grants=found)


def _practices(part: JudgedStrategy) -> Pages:
    """The page of the practices: where each is at home, what it contributes to, and from where it was taken up."""
    found = [_practice(part, one) for one in part.strategy.practices or ()]
    yield beside(part, "practices", say("Practices"), practices=found)


def _grant(part: JudgedStrategy, one: Grant) -> dict[str, Any]:
    years, amount = _years(one), "" if one.amount is None else yen(one.amount)
    facts = [(say("Program"), pick(one.program)), (say("Years"), years), (say("Amount"), amount)]
    rows, others = _kpis(part, one)
    return {
        "one": one,
        "anchor": anchor(one.id),
        "facts": [(name, text) for name, text in facts if text],
        "years": years,
        "amount": amount,
        "rows": rows,
        "others": others,
        "funded": [_funded(part, what) for branch in outline(part.strategy) for what in _funded_by(branch, one.id)],
        "verified": [(show_year(year, era=True), verified) for year, verified in sorted((one.verified or {}).items())],
    }


def _years(one: Grant) -> str:
    if one.start is None:
        return "" if one.end is None else f"–{show_year(one.end)}"
    return show_year(one.start) + ("–" if one.end is None else f"–{show_year(one.end)}")


def _kpis(part: JudgedStrategy, one: Grant) -> tuple[list[TableRow], list[Named]]:
    """The KPIs of a grant: rows of those of its own strategy, and the names of others."""
    own = {standing.kpi.id: standing for standing in part.standings}
    rows, others = [], []
    for reference in one.kpis or ():
        standing = own.get(reference.removeprefix(f"{part.strategy.id}/"))
        if standing is None:
            others.append(named(part, reference))
        else:
            rows.append(row(standing))
    return rows, others


def _funded_by(branch: Branch, grant: str) -> Iterator[tuple[Branch, Initiative | None]]:
    """The measures and projects that a grant pays for, each project with the node that it hangs on."""
    for one in branch.walk():
        if isinstance(one.node, Measure) and grant in (one.node.funded_by or ()):
            yield one, None
        yield from ((one, each) for each in one.node.initiatives or () if grant in (each.funded_by or ()))


def _funded(part: JudgedStrategy, what: tuple[Branch, Initiative | None]) -> dict[str, Any]:
    branch, project = what
    return {
        "name": branch.node.title if project is None else initiative_text(project),
        "money": money(branch) if project is None else "",
        "on": None if project is None else branch.node.title,
        "address": f"{strategy_address(part.strategy.id)}#{anchor(branch.node.id)}",
    }


def _practice(part: JudgedStrategy, one: Practice) -> dict[str, Any]:
    return {
        "one": one,
        "anchor": anchor(one.id),
        "leads": [named(part, reference) for reference in one.contributes_to or ()],
        "taken_up": named(part, one.taken_up_from) if one.taken_up_from else None,
    }


class _AnswerLine(NamedTuple):
    """An item with one of its answers, or with none."""

    at: int
    pillar: Pillar
    item: Item
    answer: Answer | None


def _crosswalk(part: JudgedStrategy) -> Pages:
    """How the strategy answers others' items, an answer a line; a long crosswalk goes on in further pages."""
    found = crosswalks(part.strategy, part.others)
    lines = [
        _AnswerLine(at, pillar, item, answer)
        for at, one in enumerate(found)
        for pillar, items in align_view.shown(one)
        for item in items
        for answer in item.answers or (None,)
    ]
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for place, line in enumerate(lines):
        first.setdefault(line.at, place)
        last[line.at] = place
    for leaf in leaves(strategy_address(part.strategy.id, "crosswalk"), lines):
        held = {at: list(several) for at, several in groupby(leaf.items, key=lambda line: line.at)}
        walks = []
        for at, one in enumerate(found):
            if at in held:
                begins, ends = first[at] >= leaf.before, last[at] < leaf.last
                walks.append(_walk(one, held[at], begins=begins, ends=ends))
            elif at not in first and leaf.number == leaf.pages:  # what leads nowhere stands at the end
                walks.append(_walk(one, [], begins=True, ends=True))
        yield beside(part, "crosswalk", say("Crosswalk"), leaf, crosswalks=walks)


def _walk(one: Crosswalk, lines: list[_AnswerLine], *, begins: bool, ends: bool) -> dict[str, Any]:
    """What a page shows of a crosswalk: what sums it up where it begins, and what leads nowhere where it ends."""
    return {
        "target": one.target,
        "target_id": one.target_id,
        "summary": align_view.summary_texts(one) if begins and one.items else [],
        "pillars": [_covered(pillar) for pillar in one.pillars] if begins and not one.excerpt else [],
        "lines": [_answer_line(line) for line in lines],
        "dangling": [align_view.dangling_text(line) for line in one.dangling] if ends else [],
    }


def _covered(pillar: Pillar) -> tuple[LocalizedText, str]:
    return path_title(pillar.branch), align_view.coverage_text(pillar.answered, len(pillar.items))


def _answer_line(line: _AnswerLine) -> dict[str, LocalizedText]:
    answer = line.answer
    relation = answer.alignment.relation if answer else None
    return {
        "pillar": path_title(line.pillar.branch),
        "name": align_view.item_text(line.item),
        "relation": align_view.relation_word(relation),
        "kind": relation or "none",
        "where": align_view.answer_text(answer) if answer else "",
        "stance": align_view.stance_text(answer) if answer else "",
    }


_PAGES: dict[str, Callable[[JudgedStrategy], Pages]] = {
    "roadmap": _roadmap,
    "grants": _grants,
    "practices": _practices,
    "logic": logic_page.pages,
    "crosswalk": _crosswalk,
    "review": evaluations_page.pages,
}
