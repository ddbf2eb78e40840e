"""All that the site shows, computed once for all KPIs and handed on a strategy at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpitrack.files.reading import Loaded
from kpitrack.files.repository import Bundle, Repository
from kpitrack.model.actuals import Actual, Actuals
from kpitrack.model.comparison import Candidate, usable
from kpitrack.model.cycle import merged
from kpitrack.model.record import plain
from kpitrack.model.settings import Scheme, Settings, Thresholds
from kpitrack.model.strategy import Strategy
from kpitrack.render.case import Case
from kpitrack.render.series_chart import Series
from kpitrack.render.standing import Standing

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every page.

    Args:
        as_of: the fiscal year of the verdicts.
        thresholds: by which they were given.
        schemes: the grading schemes in use, by name.
        strategies: the ids of the strategies that have pages.
        owner: the organisation, where all strategies are one's.
    """

    as_of: int
    thresholds: Thresholds
    schemes: Mapping[str, Scheme]
    strategies: frozenset[str]
    owner: Any


@dataclass(frozen=True, slots=True)
class Portion:
    """One strategy with all that its pages show. It can be sent to another process.

    Args:
        strategy: the strategy.
        path: its file.
        actuals: its actuals files by path.
        rows: of its KPIs, in the order of the document.
        before: the status of each KPI as judged a year earlier.
        originals: the rows by ref as judged by the original targets, where targets were revised.
        paths: the path of each KPI by year.
        others: the strategies by id that its alignments name, and itself.
    """

    strategy: Strategy
    path: str
    actuals: tuple[tuple[str, Actuals], ...]
    rows: list[Row]
    before: Mapping[str, str]
    originals: Mapping[str, Row]
    paths: Mapping[str, dict[int, float | None]]
    others: Mapping[str, Strategy]

    def standings(self) -> list[Standing]:
        """Its KPIs, judged, in the order of the document."""
        return [
            Standing(self.strategy, placed.item, placed.path, row)
            for placed, row in zip(self.strategy.kpis(), self.rows, strict=True)
        ]

    def cases(self, terms: Terms) -> list[Case]:
        """Its KPIs with all that is known of them, in the order of the document."""
        entries: dict[str, dict[int, float | Actual | None]] = {}
        origins: dict[str, dict[int, str]] = {}
        for path, file in self.actuals:
            for kpi, found in (file.actuals or {}).items():
                entries.setdefault(kpi, {}).update(found or {})
                origins.setdefault(kpi, {}).update(dict.fromkeys(found or {}, path))
        nodes = {node.item.id: node.item for node in self.strategy.nodes()}
        return [
            Case(
                standing=Standing(self.strategy, placed.item, placed.path, row),
                nodes=[nodes[step] for step in placed.path],
                series=Series(entries.get(placed.item.id, {}), self.paths.get(row["ref"], {})),
                original=self.originals.get(row["ref"]),
                path=self.path,
                at=placed.at,
                origins=origins.get(placed.item.id, {}),
                as_of=terms.as_of,
                thresholds=terms.thresholds,
                scheme=terms.schemes.get(row["grade_scheme"] or ""),
            )
            for placed, row in zip(self.strategy.kpis(), self.rows, strict=True)
        ]


@dataclass(frozen=True)
class Gathered:
    """The repository, judged.

    Args:
        repository: as read and checked.
        terms: what holds for every page.
        verdicts: one row a KPI, in the order of the documents.
        before: the same as judged a year earlier.
        originals: the rows of revised KPIs as judged by their original targets.
        paths: ``ref``, ``year``, ``expected``.
    """

    repository: Repository
    terms: Terms
    verdicts: pl.DataFrame
    before: pl.DataFrame
    originals: Mapping[str, Row]
    paths: pl.DataFrame

    @property
    def bundles(self) -> list[tuple[Loaded[Strategy], Strategy, Bundle]]:
        """The strategies that have pages."""
        return [(one.strategy, one.strategy.model, one) for one in self.repository.bundles if one.strategy.model]

    def portions(self) -> Iterator[Portion]:
        """Strategy by strategy, in the order of the files."""
        known = {strategy.id: strategy for _, strategy, _ in self.bundles}
        paths = self.paths.with_columns(strategy=self.paths["ref"].str.split("/").list.first())
        by_strategy = paths.partition_by("strategy", as_dict=True, include_key=False)
        at = 0
        for file, strategy, bundle in self.bundles:
            n = sum(1 for _ in strategy.kpis())
            rows = list(self.verdicts.slice(at, n).iter_rows(named=True))
            before = self.before.slice(at, n).select("ref", "status").iter_rows()
            at += n
            drawn: dict[str, dict[int, float | None]] = {}
            found = by_strategy.get((strategy.id,))
            for ref, year, expected in found.iter_rows() if found is not None else ():
                drawn.setdefault(ref, {})[year] = expected
            named = {one.to.partition("/")[0] for one in strategy.alignments or ()} | {strategy.id}
            yield Portion(
                strategy,
                file.path,
                tuple((one.path, one.model) for one in bundle.actuals if one.model),
                rows,
                dict(before),
                {row["ref"]: self.originals[row["ref"]] for row in rows if row["ref"] in self.originals},
                drawn,
                {name: known[name] for name in sorted(named & known.keys())},
            )

    def candidates(self) -> dict[str, list[Candidate]]:
        """The KPIs with an indicator, by it; values after the as-of year left out."""
        found: dict[str, list[Candidate]] = {}
        at = 0
        columns = self.verdicts.select("better", "target_value", "target_year").rows()
        for _, strategy, bundle in self.bundles:
            placed = list(strategy.kpis())
            rows = columns[at : at + len(placed)]
            at += len(placed)
            if not any(one.item.indicator for one in placed):
                continue
            series = merged(file.model for file in bundle.actuals if file.model)
            for one, (better, target, year) in zip(placed, rows, strict=True):
                if one.item.indicator:
                    values = usable(series.get(one.item.id, {}), plain(one.item.unit))
                    known = {when: value for when, value in values.items() if when <= self.terms.as_of}
                    found.setdefault(one.item.indicator, []).append(
                        Candidate(strategy, one.item, better, target, year, known)
                    )
        return {indicator: alike for indicator, alike in sorted(found.items()) if len(alike) > 1}


def gather(repository: Repository, as_of: int, schemes: Mapping[str, Scheme], grading: str | None = None) -> Gathered:
    """Judge everything in ``repository``.

    Args:
        repository: without errors.
        as_of: the fiscal year of the verdicts.
        schemes: the grading schemes by name; see `kpitrack.progress.grade.schemes`.
        grading: the scheme that goes before what the strategies name.
    """
    from kpitrack.progress.frames import build
    from kpitrack.progress.judge import judge
    from kpitrack.progress.series import paths

    settings: Settings = repository.configuration
    strategies = [bundle.strategy.model for bundle in repository.bundles if bundle.strategy.model]
    actuals = [file.model for file in repository.actuals if file.model]
    frames = build(strategies, actuals, settings)
    verdicts = judge(frames, as_of, settings.thresholds, schemes, grading).collect()
    before = judge(frames, as_of - 1, settings.thresholds).select("ref", "status").collect()
    originals: dict[str, Row] = {}
    if revised := verdicts.filter("revised")["ref"].to_list():
        first = build(strategies, actuals, settings, original_targets=True).only(revised)
        judged = judge(first, as_of, settings.thresholds, schemes, grading)
        originals = {row["ref"]: row for row in judged.collect().iter_rows(named=True)}
    used = set(verdicts["grade_scheme"].drop_nulls().unique())
    owners = {plain(strategy.organization.name) for strategy in strategies}
    terms = Terms(
        as_of,
        settings.thresholds,
        {name: scheme for name, scheme in schemes.items() if name in used},
        frozenset(strategy.id for strategy in strategies),
        strategies[0].organization.name if len(owners) == 1 else None,
    )
    return Gathered(repository, terms, verdicts, before, originals, paths(frames).collect())
