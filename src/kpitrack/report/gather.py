"""What the site shows, judged once for all KPIs in columns, and handed on a strategy at a time.

Of a large repository no model is kept: a portion is a strategy's rows, and whoever makes its pages opens its files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from kpitrack.analysis.case import Case, Locate, Series
from kpitrack.analysis.compared import compared
from kpitrack.analysis.logic import breaks, flaws, logic_models
from kpitrack.analysis.standing import Standing
from kpitrack.diagnostics import KeyPath
from kpitrack.diagnostics import Part as WhichPart
from kpitrack.model.actuals import Actuals, Entry, merged
from kpitrack.model.settings import Scheme, Settings
from kpitrack.model.strategy import Strategy
from kpitrack.report.site.library import Changed, Library, library_of
from kpitrack.repository.places import Places
from kpitrack.repository.repository import Bundle, Repository
from kpitrack.views.logic import JudgedModel

if TYPE_CHECKING:
    import polars as pl

    from kpitrack.progress.frames import Frames

Row = dict[str, Any]
_TOGETHER = 3_000
"""KPIs whose full rows are held at a time."""
_LOCATED_UP_TO = 2_000_000
"""Bytes; to tell the places in a file takes some hundred times its size in memory."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every page.

    Args:
        as_of: the fiscal year of the verdicts.
        settings: of the repository.
        schemes: the grading schemes by name; see `kpitrack.progress.schemes.schemes`.
        grading: the scheme that goes before what the strategies name.
        shared: the indicators that several KPIs have.
    """

    as_of: int
    settings: Settings
    schemes: Mapping[str, Scheme]
    grading: str | None = None
    shared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Portion:
    """What was judged of one strategy. It can be sent to another process.

    Args:
        strategy: its id.
        first: the place of its first KPI among all.
        rows: of its KPIs, in the order of the document.
        before: the status of each KPI as judged a year earlier.
        paths: the path of each KPI by year.
        tied: the strategies that it is tied to by what contributes to what.
        statuses: of the KPIs of those.
    """

    strategy: str
    first: int
    rows: list[Row]
    before: Mapping[str, str]
    paths: Mapping[str, dict[int, float | None]]
    tied: Sequence[str]
    statuses: Mapping[str, str]


class Part:
    """A strategy with all that its pages show.

    Args:
        portion: what was judged of it.
        library: where it is.
        terms: what holds for every page.

    Raises:
        Changed: its files are not any more what they were.
    """

    def __init__(self, portion: Portion, library: Library, terms: Terms) -> None:
        self.portion, self.library, self.terms = portion, library, terms
        self.bundle: Bundle = library.bundle(portion.strategy)
        self.path = self.bundle.strategy.path
        model = self.bundle.strategy.model
        self.placed = list(model.kpis()) if model else []
        if model is None or [one.item.id for one in self.placed] != [row["kpi"] for row in portion.rows]:
            raise Changed(self.path)
        self.strategy: Strategy = model
        self.actuals: list[tuple[str, Actuals]] = [(one.path, one.model) for one in self.bundle.actuals if one.model]

    @cached_property
    def standings(self) -> list[Standing]:
        """Its KPIs, judged, in the order of the document."""
        return [
            Standing(self.strategy, placed.item, placed.path, row)
            for placed, row in zip(self.placed, self.portion.rows, strict=True)
        ]

    @cached_property
    def entries(self) -> dict[str, dict[int, Entry]]:
        """The actuals of each KPI by year."""
        return merged(file for _, file in self.actuals)

    @cached_property
    def cases(self) -> list[Case]:
        """Its KPIs with all that is known of them, in the order of the document."""
        origins: dict[str, dict[int, str]] = {}
        for path, file in self.actuals:
            for kpi, several in (file.actuals or {}).items():
                origins.setdefault(kpi, {}).update(dict.fromkeys(several or {}, path))
        nodes = {node.item.id: node.item for node in self.strategy.nodes()}
        settings = self.terms.settings
        return [
            Case(
                standing=one,
                nodes=[nodes[step] for step in placed.path],
                series=Series(self.entries.get(one.kpi.id, {}), self.portion.paths.get(one.ref, {})),
                original=self._originals.get(one.ref),
                path=self.path,
                at=placed.at,
                origins=origins.get(one.kpi.id, {}),
                as_of=self.terms.as_of,
                thresholds=settings.thresholds,
                scheme=self.terms.schemes.get(one.row["grade_scheme"] or ""),
                compared=compared(
                    self.bundle, one.kpi.target.parity_with if one.kpi.target else None, self.library.find
                ),
            )
            for placed, one in zip(self.placed, self.standings, strict=True)
        ]

    @cached_property
    def logic(self) -> JudgedModel:
        """Its logic model, with what ties it to other strategies."""
        tied = {name: self.library.strategy(name) for name in self.portion.tied} | {self.strategy.id: self.strategy}
        order = {name: i for i, name in enumerate(self.library.ids)} if len(tied) > 1 else {}
        models = logic_models([tied[name] for name in sorted(tied, key=lambda name: order.get(name, 0))])
        model = next(one for one in models if one.strategy is self.strategy)
        statuses: dict[str, Any] = {one.ref: one.status for one in self.standings} | dict(self.portion.statuses)
        return JudgedModel(model, statuses, flaws(model), breaks(model, statuses))

    @cached_property
    def others(self) -> dict[str, Strategy]:
        """The strategies that its alignments name, and itself."""
        named = {one.to.partition("/")[0] for one in self.strategy.alignments or ()} - {self.strategy.id}
        known = {name: self.library.strategy(name) for name in sorted(named) if name in self.library}
        return known | {self.strategy.id: self.strategy}

    @cached_property
    def locate(self) -> Locate:
        """``path:line`` of a node; nothing in a file that is too large to be read once more for it."""

        @cache
        def places(path: str) -> Places | None:
            data = self.library.read(path) or b""
            return Places(data, exactly=True) if len(data) <= _LOCATED_UP_TO else None

        def locate(path: str, at: KeyPath) -> str:
            found = places(path)
            return f"{path}:{found.span(at, WhichPart.VALUE).line}" if found else ""

        return locate

    @cached_property
    def _originals(self) -> dict[str, Row]:
        """The rows of its revised KPIs as judged by their original targets."""
        revised = [one.ref for one in self.standings if one.row["revised"]]
        if not revised:
            return {}
        from kpitrack.progress.frames import build
        from kpitrack.progress.judge import judge

        names = {(one.kpi.revisions or [])[0].target.parity_with or "" for one in self.standings if one.kpi.revisions}
        others = {name.partition("/")[0] for name in names if "/" in name} - {self.strategy.id}
        bundles = [self.bundle, *filter(None, map(self.library.find, sorted(others)))]
        frames = build(
            [one.strategy.model for one in bundles if one.strategy.model],
            [file.model for one in bundles for file in one.actuals if file.model],
            self.terms.settings,
            original_targets=True,
        )
        judged = judge(
            frames.only(revised), self.terms.as_of, self.terms.settings.thresholds, self.terms.schemes,
            self.terms.grading,
        )  # fmt: skip
        return {row["ref"]: row for row in judged.collect(engine="in-memory").iter_rows(named=True)}


@dataclass(frozen=True)
class Gathered:
    """The repository, judged.

    Args:
        library: its strategies.
        frames: its figures in columns.
        terms: what holds for every page.
        columns: a row a KPI, in the order of the documents: ``ref``, ``strategy``, ``goal``, ``status``, ``before``
            (the status as judged a year earlier) and ``pace``.
    """

    library: Library
    frames: Frames
    terms: Terms
    columns: pl.DataFrame

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
        ties = self.library.ties()
        waiting: list[str] = []
        held = 0
        for name in self.library.ids:
            start, end = self.spans.get(name, (0, 0))
            waiting.append(name)
            held += end - start
            if held >= _TOGETHER:
                yield from self._portions(waiting, ties)
                waiting, held = [], 0
        if waiting:
            yield from self._portions(waiting, ties)

    def parts(self) -> Iterator[Part]:
        """Strategy by strategy, opened."""
        return (Part(portion, self.library, self.terms) for portion in self.portions())

    def _portions(self, names: Sequence[str], ties: Mapping[str, Sequence[str]]) -> Iterator[Portion]:
        import polars as pl

        from kpitrack.progress.judge import judge
        from kpitrack.progress.series import paths

        kpis = self.frames.kpis.lazy().filter(pl.col("strategy").is_in(names)).select("ref").collect()
        frames = self.frames.only(kpis["ref"])
        terms = self.terms
        judged = judge(frames, terms.as_of, terms.settings.thresholds, terms.schemes, terms.grading)
        rows: dict[str, list[Row]] = {name: [] for name in names}
        for row in judged.collect(engine="in-memory").iter_rows(named=True):
            rows[row["strategy"]].append(row)
        drawn: dict[str, dict[int, float | None]] = {}
        for ref, year, expected in paths(frames).collect(engine="in-memory").iter_rows():
            drawn.setdefault(ref, {})[year] = expected
        for name in names:
            refs = [row["ref"] for row in rows[name]]
            start, end = self.spans.get(name, (0, 0))
            tied = ties.get(name, ())
            yield Portion(
                name,
                start,
                rows[name],
                dict(zip(refs, self.columns["before"][start:end], strict=True)),
                {ref: drawn.get(ref, {}) for ref in refs},
                tied,
                {ref: status for other in tied for ref, status in self._statuses(other)},
            )

    def _statuses(self, name: str) -> Iterator[tuple[str, str]]:
        start, end = self.spans.get(name, (0, 0))
        return self.columns[start:end].select("ref", "status").iter_rows()


def gather(repository: Repository, terms: Terms) -> Gathered:
    """Judge everything in ``repository``, which is without errors; see `gather_from`."""
    from kpitrack.progress.frames import build

    frames = build(
        [bundle.strategy.model for bundle in repository.bundles if bundle.strategy.model],
        [file.model for file in repository.actuals if file.model],
        repository.configuration,
    )
    return gather_from(library_of(repository), frames, terms)


def gather_from(library: Library, frames: Frames, terms: Terms) -> Gathered:
    """Judge all KPIs.

    Args:
        library: the strategies.
        frames: their figures.
        terms: what is asked; those of the result have of its schemes the ones in use.
    """
    import polars as pl

    from kpitrack.progress.judge import judge

    as_of, limits = terms.as_of, terms.settings.thresholds
    wanted = ("ref", "strategy", "path", "status", "pace", "grade_scheme", "indicator")
    now = judge(frames, as_of, limits, terms.schemes, terms.grading).select(wanted).collect(engine="in-memory")
    before = judge(frames, as_of - 1, limits).select("status").collect(engine="in-memory")
    shared = now["indicator"].drop_nulls().value_counts().filter(pl.col("count") > 1)["indicator"]
    used = set(now["grade_scheme"].drop_nulls().unique())
    order = {name: i for i, name in enumerate(library.ids)}
    columns = now.select(
        "ref", "strategy", pl.col("path").list.first().alias("goal"), "status", before["status"].alias("before"), "pace"
    ).sort(pl.col("strategy").replace_strict(order, return_dtype=pl.UInt32), maintain_order=True)
    schemes = {name: terms.schemes[name] for name in terms.schemes if name in used}
    return Gathered(library, frames, replace(terms, schemes=schemes, shared=frozenset(shared)), columns)
