"""What ``review`` shows, for each of its formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpitrack.analysis.cycle import AwaitedValues, Cycle, DueReview, Judgement
from kpitrack.analysis.freshness import Freshness, freshness
from kpitrack.analysis.standing import Standing
from kpitrack.language import Text, mark, pick, said, say, translate
from kpitrack.model.annexes import Grant
from kpitrack.model.due import season_of
from kpitrack.model.strategy import Review
from kpitrack.model.years import show_year
from kpitrack.views.titles import path_title
from kpitrack.views.tree.view import Verdicts
from kpitrack.views.words import counts_line, reason_word, status_text

_KINDS: dict[str, str] = {
    "annual": mark("annual review"),
    "midterm": mark("midterm review"),
    "final": mark("final review"),
    "decision": mark("decision"),
    "other": mark("other review"),
}
_SEASONS: dict[str, str] = {
    "春": mark("spring"), "夏": mark("summer"), "秋": mark("autumn"), "冬": mark("winter"),
    "spring": mark("spring"), "summer": mark("summer"), "autumn": mark("autumn"), "winter": mark("winter"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """A strategy's cycle with the computed verdicts, which no judgement replaces."""

    cycle: Cycle
    verdicts: Verdicts

    @property
    def freshness(self) -> Freshness:
        """How many of the values that are due are in, by department."""
        own = [
            self.verdicts.standings[f"{self.cycle.strategy.id}/{one.item.id}"].row for one in self.cycle.strategy.kpis()
        ]
        return freshness(own, {one.ref for one in self.cycle.values if one.overdue or one.due})

    def computed(self, one: Judgement) -> str:
        """The computed status of a KPI, or how many KPIs of a node have each status."""
        if one.kpi:
            return status_and_reason(self.verdicts.standings[one.ref])
        return counts_line(dict(self.verdicts.below(one.branch).counts)) or said("no KPI")


def status_and_reason(one: Standing) -> str:
    """A KPI's mark and status in words, with the reason where it cannot be assessed."""
    reason = reason_word(one.row.get("reason"))
    text = status_text(one.status)
    return f"{text} ({reason})" if one.status == "not_assessable" and reason else text


def kind_word(review: Review) -> str:
    """What kind of review it is."""
    return translate(_KINDS[review.kind])


def judged_name(one: Judgement) -> str:
    """What is judged: a KPI's name, or the numbers of a node and its title."""
    return f"KPI {pick(one.kpi.name)}" if one.kpi else path_title(one.branch)


def department(one: AwaitedValues | Judgement) -> str:
    """The department in charge: the KPI's, else that of its node or the nearest one above it."""
    return pick((one.kpi and one.kpi.department) or one.branch.department)


def years_text(years: Sequence[int]) -> str:
    """Years as people list them: ``2019, 2021–2023``."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def decision_text(due: DueReview) -> Text:
    """A review with its year or season, and whether it is overdue."""
    kind = kind_word(due.review)
    values = {"year": when_text(due.review, due.year), "kind": kind, "title": pick(due.review.title) or kind}
    return say("{year} {kind}: {title} (overdue)", **values) if due.overdue else say("{year} {kind}: {title}", **values)


def when_text(review: Review, year: int) -> str:
    """When a review is due: the day, month or season where that is stated, else the fiscal year."""
    if review.due is None or review.every is not None:
        return show_year(year)
    season = season_of(review.due)
    if season is not None:
        return said("{season} {year}", season=translate(_SEASONS[season]), year=review.due[:4])
    year_, month, *day = review.due.split("-")
    if day:
        return review.due
    return said("{month}/{year}", year=year_, month=int(month))


def verification_text(grant: Grant, years: Sequence[int]) -> str:
    """A grant and the years that lack their verification."""
    return f"{pick(grant.title)}  {years_text(years)}"
