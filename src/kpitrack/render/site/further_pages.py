"""The pages beside a strategy's own: roadmap, logic model, crosswalk, evaluations; and the comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from kpitrack.language import say, say_n, translate
from kpitrack.model.comparison import Candidate, Comparison, compare
from kpitrack.model.crosswalk import Crosswalk, crosswalks
from kpitrack.model.cycle import cycle
from kpitrack.model.logic import LogicModel, breaks, flaws, logic_model
from kpitrack.model.numbers import show_number
from kpitrack.model.outline import outline
from kpitrack.model.roadmap import Bar, roadmap
from kpitrack.model.roadmap import years as roadmap_years
from kpitrack.model.strategy import Strategy
from kpitrack.model.years import era_short, show_year
from kpitrack.render import align_csv, align_view, compare_csv, compare_view, logic_json, review_view, roadmap_json
from kpitrack.render.logic_view import Drawn, break_outputs, break_text, flaw_names, flaws_heading, undrawn_text
from kpitrack.render.review_view import Sheet
from kpitrack.render.roadmap_view import late_text, owner_text, state_word, title_text
from kpitrack.render.standing import Standing
from kpitrack.render.tree_view import judged
from kpitrack.render.words import status_mark, status_word

from .gather import Portion, Terms
from .kpi_page import LEVELS
from .labels import group_of
from .rows import kpi_address
from .strategy_page import parts
from .templating import render


def pages(portion: Portion, standings: Sequence[Standing], terms: Terms) -> dict[str, bytes]:
    """The further pages of a strategy by their address."""
    strategy = portion.strategy
    wanted = parts(strategy)
    found = {}
    if "roadmap" in wanted:
        found[f"roadmap/{strategy.id}.html"] = _roadmap(strategy, terms)
    found[f"logic/{strategy.id}.html"] = _logic(strategy, standings, terms)
    if "crosswalk" in wanted:
        found[f"crosswalk/{strategy.id}.html"] = _crosswalk(portion, terms)
    found[f"review/{strategy.id}.html"] = _review(portion, standings, terms)
    return found


def data(portion: Portion, standings: Sequence[Standing], terms: Terms) -> dict[str, bytes]:
    """The data behind the further pages, by the name of the file."""
    strategy = portion.strategy
    wanted = parts(strategy)
    statuses: dict[str, Any] = {one.ref: one.status for one in standings}
    model = logic_model(strategy)
    drawn = Drawn(model, statuses, flaws(model), breaks(model, statuses))
    found = {"logic.json": _joined(logic_json.render([drawn], terms.as_of))}
    if "roadmap" in wanted:
        bars = [(strategy, roadmap(strategy, terms.as_of))]
        found["roadmap.json"] = _joined(roadmap_json.render(bars, terms.as_of))
    if "crosswalk" in wanted:
        found["crosswalk.csv"] = _joined(align_csv.render(crosswalks(strategy, portion.others)))
    return found


def _joined(lines: Any) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _shared(kind: str, strategy: Strategy, title: str, terms: Terms) -> dict[str, Any]:
    return {
        "template": f"{kind}.html",
        "root": "../../",
        "page": f"{kind}/{strategy.id}.html",
        "title": title,
        "strategy": strategy,
        "as_of": terms.as_of,
        "parts": parts(strategy),
        "kind": kind,
        "data": f"../../data/{strategy.id}",
    }


def _roadmap(strategy: Strategy, terms: Terms) -> bytes:
    bars = roadmap(strategy, terms.as_of)
    span = list(roadmap_years(strategy, bars))
    return render(
        **_shared("roadmap", strategy, str(say("Roadmap")), terms),
        years=[(year, era_short(year)) for year in span],
        bars=[_bar(bar, span, terms.as_of) for bar in bars],
        states=[(state, state_word(state)) for state in ("done", "under_way", "planned", "dropped")],
        late=sum(1 for bar in bars if bar.late),
    )


def _bar(bar: Bar, span: Sequence[int], as_of: int) -> dict[str, Any]:
    before, long = bar.first - span[0], bar.last - bar.first + 1
    late = late_text(bar)
    return {
        "title": bar.item.title if title_text(bar) != bar.item.id else bar.item.id,
        "owner": owner_text(bar),
        "address": kpi_address(bar.branch.strategy, bar.kpi.id) if bar.kpi else None,
        "state": bar.item.state,
        "word": state_word(bar.item.state),
        "before": before,
        "long": long,
        "after": len(span) - before - long,
        "when": f"{show_year(bar.first)}–{show_year(bar.last) if bar.item.end is not None else ''}",
        "late": "" if late is None else str(late),
        "now": as_of,
    }


def _logic(strategy: Strategy, standings: Sequence[Standing], terms: Terms) -> bytes:
    statuses: dict[str, Any] = {one.ref: one.status for one in standings}
    model = logic_model(strategy)
    drawn = Drawn(model, statuses, flaws(model), breaks(model, statuses))
    kinds = list(dict.fromkeys(flaw.kind for flaw in drawn.flaws))
    return render(
        **_shared("logic", strategy, str(say("Logic model")), terms),
        goals=[_goal(drawn, goal) for goal in outline(strategy)],
        undrawn="" if model.drawn else str(undrawn_text()),
        flaws=[
            (flaws_heading(kind), [flaw_names(drawn, flaw) for flaw in drawn.flaws if flaw.kind == kind])
            for kind in kinds
        ],
        breaks=[(str(break_text(drawn, one)), break_outputs(drawn, one)) for one in drawn.breaks],
    )


def _goal(drawn: Drawn, goal: Any) -> dict[str, Any]:
    return {
        "node": goal.node,
        "kpis": [_point(drawn, f"{goal.strategy}/{kpi.id}") for kpi in goal.node.kpis or ()],
        "measures": [
            {
                "name": drawn.name(branch.ref),
                "depth": branch.depth - 1,
                "kpis": [_point(drawn, f"{branch.strategy}/{kpi.id}") for kpi in branch.node.kpis or ()],
                "leads": _leads(drawn, branch.ref),
            }
            for branch in goal.walk()
            if branch.depth > 1
        ],
    }


def _point(drawn: Drawn, ref: str) -> dict[str, Any]:
    point = drawn.model.points[ref]
    status = drawn.statuses[ref]
    level = translate(LEVELS[point.kpi.level]) if point.kpi and point.kpi.level else ""
    return {
        "name": drawn.name(ref),
        "address": kpi_address(*ref.split("/")),
        "mark": status_mark(status),
        "word": status_word(status),
        "group": group_of(status),
        "level": level,
        "outcome": point.is_outcome,
        "leads": _leads(drawn, ref),
    }


def _leads(drawn: Drawn, ref: str) -> list[dict[str, str | None]]:
    model: LogicModel = drawn.model
    found = []
    for edge in model.outgoing[ref]:
        if edge.kind == "contributes":
            point = model.points[edge.target]
            found.append(
                {
                    "name": drawn.name(edge.target),
                    "address": kpi_address(*edge.target.split("/")) if point.kpi else None,
                }
            )
    return found


def _crosswalk(portion: Portion, terms: Terms) -> bytes:
    found = crosswalks(portion.strategy, portion.others)
    return render(
        **_shared("crosswalk", portion.strategy, str(say("Crosswalk")), terms),
        crosswalks=[_held(one) for one in found],
    )


def _held(one: Crosswalk) -> dict[str, Any]:
    return {
        "target": one.target,
        "target_id": one.target_id,
        "coverage": align_view.coverage_text(one.answered, len(one.items)),
        "counts": align_view.counts_text(one),
        "pillars": [
            {
                "node": pillar.branch.node,
                "coverage": align_view.coverage_text(pillar.answered, len(pillar.items)),
                "items": [
                    {
                        "name": align_view.item_text(item),
                        "answers": [
                            {
                                "relation": align_view.relation_word(answer.alignment.relation),
                                "kind": answer.alignment.relation,
                                "where": align_view.answer_text(answer),
                                "stance": align_view.stance_text(answer),
                            }
                            for answer in item.answers
                        ],
                    }
                    for item in pillar.items
                ],
            }
            for pillar in one.pillars
        ],
        "dangling": [str(align_view.dangling_text(line)) for line in one.dangling],
        "unanswered": align_view.relation_word(None),
    }


def _review(portion: Portion, standings: Sequence[Standing], terms: Terms) -> bytes:
    strategy = portion.strategy
    sheet = Sheet(cycle(strategy, [file for _, file in portion.actuals], terms.as_of), judged(standings))
    found = sheet.cycle
    return render(
        **_shared("review", strategy, str(say("Evaluations")), terms),
        judged_year=found.judged_year,
        judgements=[
            {
                "name": review_view.judged_name(one),
                "address": kpi_address(strategy.id, one.kpi.id) if one.kpi else None,
                "computed": sheet.computed(one),
                "year": "" if one.year is None else show_year(one.year),
                "evaluation": one.evaluation,
                "next": review_view.next_word(one.evaluation.next if one.evaluation else None),
                "signed": review_view.signed_text(one.evaluation) if one.evaluation else "",
                "missing": one.missing,
            }
            for one in found.judgements
        ],
        values=[
            {
                "kpi": one.kpi,
                "address": kpi_address(strategy.id, one.kpi.id),
                "department": review_view.department(one),
                "overdue": review_view.years_text(one.overdue),
                "due": review_view.years_text(one.due),
                "provisional": review_view.years_text(one.provisional),
            }
            for one in found.values
        ],
        reviews=[
            {"review": one, "kind": review_view.kind_word(one), "year": show_year(one.year, era=True)}
            for one in sorted(strategy.reviews or (), key=lambda one: one.year)
        ],
        open=str(say_n("{n} thing is still asked for", "{n} things are still asked for", found.open)),
    )


def comparisons(candidates: Mapping[str, Sequence[Candidate]], as_of: int) -> dict[str, bytes]:
    """The pages that hold organisations against each other, one for each indicator that several share, and a list."""
    found = {}
    made = [compare(indicator, alike) for indicator, alike in candidates.items()]
    for one in made:
        found[_address(one.indicator)] = _comparison(one, as_of)
    listed = [(_address(one.indicator), one, compare_view.names(one)) for one in made]
    found["compare/index.html"] = render(
        "comparisons.html",
        "../../",
        "compare/index.html",
        title=str(say("Comparison between organisations")),
        as_of=as_of,
        comparisons=listed,
    )
    return found


def comparison_data(candidates: Mapping[str, Sequence[Candidate]]) -> dict[str, bytes]:
    """The data behind the comparisons, by the name of the file."""
    return {
        f"{_slug(indicator)}.csv": _joined(compare_csv.render(compare(indicator, alike)))
        for indicator, alike in candidates.items()
    }


def _slug(indicator: str) -> str:
    return indicator.replace(":", "~")  # which no indicator holds, so that no two share an address


def _address(indicator: str) -> str:
    return f"compare/{_slug(indicator)}.html"


def _comparison(one: Comparison, as_of: int) -> bytes:
    calendar: Literal["fy", "cy"] = next((row.candidate.kpi.calendar for row in one.ranked), "fy")
    spread = one.distribution
    return render(
        "compare.html",
        "../../",
        _address(one.indicator),
        title=" / ".join(compare_view.names(one)),
        as_of=as_of,
        one=one,
        when="" if one.year is None else show_year(one.year, calendar=calendar, era=True),
        better=compare_view.better_word(one.better),
        ranked=[
            {
                "rank": row.rank,
                "strategy": row.candidate.strategy,
                "kpi": row.candidate.kpi,
                "address": kpi_address(row.candidate.strategy.id, row.candidate.kpi.id),
                "value": show_number(row.value),
                "raw": row.value,
                "target": "" if row.target is None else show_number(row.target),
                "distance": "" if row.distance is None else show_number(row.distance),
            }
            for row in one.ranked
        ],
        apart=[
            {
                "strategy": apart.candidate.strategy,
                "kpi": apart.candidate.kpi,
                "address": kpi_address(apart.candidate.strategy.id, apart.candidate.kpi.id),
                "why": [
                    str(compare_view.obstacle_text(obstacle, own, common))
                    for obstacle, (own, common) in apart.obstacles.items()
                ],
            }
            for apart in one.apart
        ],
        spread=[
            (name, show_number(value))
            for name, value in zip(
                ("least", "lower_quartile", "median", "upper_quartile", "greatest"),
                (spread.least, spread.lower, spread.median, spread.upper, spread.greatest),
                strict=True,
            )
        ]
        if spread
        else [],
        data=f"../../data/compare/{_slug(one.indicator)}",
    )
