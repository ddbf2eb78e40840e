"""What the site shows, judged once for all KPIs in columns, and handed on a strategy at a time.

No model is kept: a portion is a strategy's rows, and whoever makes its pages opens its files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpitrack.analysis.answers import Answers
from kpitrack.analysis.areas import numbers
from kpitrack.analysis.case import Case, Locate
from kpitrack.analysis.compared import with_name
from kpitrack.analysis.freshness import Freshness, freshness_of
from kpitrack.analysis.lineage import lineages
from kpitrack.analysis.logic import breaks, flaws, logic_models
from kpitrack.analysis.since import Yearly, each_year
from kpitrack.analysis.standing import Row, WrittenStanding
from kpitrack.diagnostics import KeyPath
from kpitrack.model.actuals import Actuals, Entry, merged
from kpitrack.model.record import LocalizedText
from kpitrack.model.strategy import Strategy
from kpitrack.repository.places import Places
from kpitrack.repository.repository import Bundle
from kpitrack.views.logic import JudgedModel
from kpitrack.workspace.answers import answers, with_answers
from kpitrack.workspace.case import Terms, cases
from kpitrack.workspace.contents import Changed
from kpitrack.workspace.strategies import Strategies

if TYPE_CHECKING:
    import polars as pl

    from kpitrack.workspace.choose import Choice
    from kpitrack.workspace.open import Workspace

_TOGETHER = 3_000  # KPIs whose full rows are held at a time
_LOCATED_UP_TO = 2_000_000  # bytes; to tell the places in a file takes some hundred times its size in memory


@dataclass(frozen=True, slots=True)
class Portion:
    """What was judged of one strategy. It can be sent to another process."""

    strategy: str  # its id
    first: int  # the place of its first KPI among all
    rows: list[Row]  # of its KPIs, in the order of the document
    # the status of each KPI by its value before the newest one; None where there is none
    before: Mapping[str, str | None]
    yearly: Mapping[str, Yearly]  # what is known of each KPI by year
    tied: Sequence[str]  # the strategies that it is tied to by what contributes to what
    statuses: Mapping[str, str]  # of the KPIs of those
    # what organisations answer to those that are computed, by ref
    answers: Mapping[str, Answers] = field(default_factory=dict)


class JudgedStrategy:
    """A strategy with all that its pages show.

    Args:
        portion: what was judged of it.
        strategies: where it is.
        terms: what holds for every page.

    Raises:
        Changed: its files are not any more what they were.
    """

    def __init__(self, portion: Portion, strategies: Strategies, terms: Terms) -> None:
        self.portion, self.strategies, self.terms = portion, strategies, terms
        self.bundle: Bundle = strategies.bundle(portion.strategy)
        self.path = self.bundle.strategy.path
        model = self.bundle.strategy.model
        self.placed = list(model.kpis()) if model else []
        if model is None or [one.item.id for one in self.placed] != [row["kpi"] for row in portion.rows]:
            raise Changed(self.path)
        self.strategy: Strategy = model
        self.actuals: list[tuple[str, Actuals]] = [(one.path, one.model) for one in self.bundle.actuals if one.model]

    @cached_property
    def standings(self) -> list[WrittenStanding]:
        """Its KPIs, judged, in the order of the document."""
        return [
            WrittenStanding(
                with_name(row, self.strategies.find),
                self.strategy,
                placed.item,
                each_year(row, self.portion.yearly[row["ref"]].statuses),
            )
            for placed, row in zip(self.placed, self.portion.rows, strict=True)
        ]

    @cached_property
    def entries(self) -> dict[str, dict[int, Entry]]:
        """The actuals of each KPI by year."""
        return merged(file for _, file in self.actuals)

    @cached_property
    def cases(self) -> list[Case]:
        """Its KPIs with all that is known of them, in the order of the document."""
        portion = self.portion
        found = cases(self.bundle, portion.rows, portion.yearly, self.strategies, self.terms)
        return [with_answers(one, portion.answers.get(one.standing.ref)) for one in found]

    @cached_property
    def logic(self) -> JudgedModel:
        """Its logic model, with what ties it to other strategies."""
        tied = {name: self.strategies.strategy(name) for name in self.portion.tied} | {self.strategy.id: self.strategy}
        order = {name: i for i, name in enumerate(self.strategies.ids)} if len(tied) > 1 else {}
        models = logic_models([tied[name] for name in sorted(tied, key=lambda name: order.get(name, 0))])
        model = next(one for one in models if one.strategy is self.strategy)
        statuses: dict[str, Any] = {one.ref: one.status for one in self.standings} | dict(self.portion.statuses)
        return JudgedModel(model, statuses, flaws(model), breaks(model, statuses))

    @cached_property
    def others(self) -> dict[str, Strategy]:
        """The strategies that its alignments name, and itself."""
        named = {one.to.partition("/")[0] for one in self.strategy.alignments or ()} - {self.strategy.id}
        known = {name: self.strategies.strategy(name) for name in sorted(named) if name in self.strategies}
        return known | {self.strategy.id: self.strategy}

    @cached_property
    def locate(self) -> Locate:
        """``path:line`` of a node; nothing in a file that is too large to be read once more for it."""

        @cache
        def places(path: str) -> Places | None:
            data = self.strategies.read(path) or b""
            return Places(data) if len(data) <= _LOCATED_UP_TO else None

        def locate(path: str, at: KeyPath) -> str:
            found = places(path)
            return f"{path}:{found.line(at)}" if found else ""

        return locate


@dataclass(frozen=True)
class Gathered:
    """The repository, judged."""

    everything: Choice  # all its KPIs
    strategies: Strategies  # its strategies
    terms: Terms  # what holds for every page
    # a row a KPI, in the order of the documents: ``ref``, ``strategy``, ``goal``, ``status``, ``before`` (the status
    # by the value before the newest one), ``turned``, ``pace``, ``new`` (its newest value is of the newest year that
    # is due) and ``moved`` (its target was revised since the value before)
    columns: pl.DataFrame
    root: Path = Path()  # the folder of the files that the settings name; of a dataset, the one that one is in
    fresh: Freshness = field(default_factory=Freshness)  # how many of the values that are due are in
    only: frozenset[str] = frozenset()  # the strategies that the report is of; all, where none is named

    @property
    def ids(self) -> list[str]:
        """The strategies that the report is of, in the order of the files."""
        return [name for name in self.strategies.ids if not self.only or name in self.only]

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """The places of the first KPI of each strategy and of the one after its last, as far as it has any."""
        lengths = self.columns["strategy"].rle().struct.unnest()
        found, at = {}, 0
        for length, name in zip(lengths["len"], lengths["value"], strict=True):
            found[name] = at, at + length
            at += length
        return found

    def portions(self) -> Iterator[Portion]:
        """Strategy by strategy, in the order of the files."""
        waiting: list[str] = []
        held = 0
        for name in self.ids:
            start, end = self.spans.get(name, (0, 0))
            waiting.append(name)
            held += end - start
            if held >= _TOGETHER:
                yield from self._portions(waiting)
                waiting, held = [], 0
        if waiting:
            yield from self._portions(waiting)

    def parts(self) -> Iterator[JudgedStrategy]:
        """Strategy by strategy, opened."""
        return (JudgedStrategy(portion, self.strategies, self.terms) for portion in self.portions())

    def _portions(self, names: Sequence[str]) -> Iterator[Portion]:
        chosen = self.everything.of(names)
        rows: dict[str, list[Row]] = {name: [] for name in names}
        for judged in chosen.verdicts():
            for row in judged.iter_rows(named=True):
                rows[row["strategy"]].append(row)
        yearly = chosen.yearly()
        answered = answers(self.everything.workspace, (row for several in rows.values() for row in several))
        for name in names:
            refs = [row["ref"] for row in rows[name]]
            start, end = self.spans.get(name, (0, 0))
            tied = self._ties.get(name, ())
            yield Portion(
                name,
                start,
                rows[name],
                dict(zip(refs, self.columns["before"][start:end], strict=True)),
                {ref: yearly.get(ref, Yearly({}, {})) for ref in refs},
                tied,
                {ref: status for other in tied for ref, status in self._statuses(other)},
                {ref: answered[ref] for ref in refs if ref in answered},
            )

    @cached_property
    def _ties(self) -> dict[str, list[str]]:
        """By the id of a strategy, those that it says it contributes to and those that say so of it, in order."""
        order = {name: i for i, name in enumerate(self.strategies.ids)}
        found: dict[str, set[str]] = {}
        for name, others in self.everything.workspace.heads.select("strategy", "contributes_to").iter_rows():
            for other in others:
                if other in order:
                    found.setdefault(name, set()).add(other)
                    found.setdefault(other, set()).add(name)
        return {name: sorted(others, key=order.__getitem__) for name, others in found.items()}

    def _statuses(self, name: str) -> Iterator[tuple[str, str]]:
        start, end = self.spans.get(name, (0, 0))
        return self.columns[start:end].select("ref", "status").iter_rows()


def gather(space: Workspace, grading: str | None = None) -> Gathered:
    """Judge everything in ``space``; with ``grading``, by that scheme instead of what the strategies name."""
    import polars as pl

    from kpitrack.progress.schema import KPIS, VERDICTS
    from kpitrack.workspace.choose import Asked, choose
    from kpitrack.workspace.continued import successors

    everything = choose(space, Asked(), grading=grading)
    wanted = (
        "ref", "strategy", "path", "status", "last_status", "turned", "pace", "grade_scheme", "indicator",
        "actual_year", "as_of", "lag", "target_revised",
    )  # fmt: skip
    none = pl.DataFrame(schema={name: {**KPIS, **VERDICTS}[name] for name in wanted})
    parts, fresh = [none], Freshness()
    for judged in everything.verdicts():
        parts.append(judged.select(wanted))
        fresh += freshness_of(judged)
    now = pl.concat(parts)
    shared = now["indicator"].drop_nulls().value_counts().filter(pl.col("count") > 1)["indicator"]
    used = set(now["grade_scheme"].drop_nulls().unique())
    columns = now.select(
        "ref",
        "strategy",
        pl.col("path").list.first().alias("goal"),
        "status",
        "turned",
        "pace",
        before="last_status",
        new=(pl.col("actual_year") >= pl.col("as_of") - pl.col("lag")).fill_null(value=False),
        moved="target_revised",
    )
    schemes = {name: everything.schemes[name] for name in everything.schemes if name in used}
    heads = space.heads.select("strategy", "supersedes", "carries_out", "title", "title_en")
    codes = space.heads.select("organization_code", "answered_by").iter_rows()
    tied = lineages(row[:3] for row in heads.iter_rows())
    tied = {name: one for name, one in tied.items() if not one.alone}
    named = {name for one in tied.values() for name in one.names}
    titles: dict[str, LocalizedText] = {
        name: {"ja": title, "en": english or title} for name, *_, title, english in heads.iter_rows() if name in named
    }
    terms = Terms(
        everything.as_of,
        space.settings,
        schemes,
        grading,
        frozenset(shared),
        tied,
        titles,
        numbers([first, *others] for first, others in codes),
        later=successors(space),
    )
    return Gathered(everything, space.strategies, terms, columns, space.root, fresh)
