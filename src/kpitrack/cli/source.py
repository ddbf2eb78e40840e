"""Verdicts from a dataset instead of files, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kpitrack.analysis.standing import Standing
from kpitrack.language import say
from kpitrack.model.record import LocalizedText
from kpitrack.model.settings import Scheme

from .context import Usage
from .judging import known_schemes
from .naming import unknown
from .options import as_of_year
from .recording import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from kpitrack.exchange.dataset.read import Dataset

_NEAR = 10_000  # among how many KPIs the one that was meant is looked for
_LISTED = 20
#: A part is small: held in memory it is judged faster, and in less of it, than streamed. The parts are what streams.
_ENGINE: Literal["in-memory"] = "in-memory"
Step = Callable[[int, int], None]
"""Told how many parts are done, and of how many."""


@dataclass(frozen=True)
class Source:
    """What is asked of a dataset.

    Args:
        dataset: the dataset.
        as_of: the fiscal year to judge at.
        grading: a scheme that goes before what the strategies name.
        known: the grading schemes.
        parts: those that hold what is asked for, in the order of the documents.
        wanted: which KPIs are asked for; None for all.
        statuses: with which statuses; empty for all.
    """

    dataset: Dataset
    as_of: int
    grading: str | None
    known: Mapping[str, Scheme]
    parts: Sequence[int]
    wanted: pl.Expr | None
    statuses: Collection[str]

    def counts(self, step: Step) -> Counter[str]:
        """How many KPIs have each status, in the order in which it is met first."""
        import polars as pl

        found: Counter[str] = Counter()
        for done, part in enumerate(self.parts, 1):
            judged = self._judged(part, self.dataset.kpis(part, self.wanted)).select("position", "status")
            with self.dataset.reading():
                statuses = judged.collect(engine=_ENGINE).sort("position")
            for status, count in statuses.group_by("status", maintain_order=True).agg(pl.len()).iter_rows():
                if not self.statuses or status in self.statuses:
                    found[status] += count
            step(done, len(self.parts))
        return found

    def verdicts(self) -> Iterator[pl.DataFrame]:
        """The verdicts asked for, with the columns of `kpitrack.progress.judge.judge`, part by part."""
        import polars as pl

        for part in self.parts:
            judged = self._judged(part, self.dataset.kpis(part, self.wanted))
            with self.dataset.reading():
                found = judged.collect(engine=_ENGINE)
            yield found.filter(pl.col("status").is_in(list(self.statuses))) if self.statuses else found

    def standings(self, step: Step, *, titled: bool) -> Iterator[Standing]:
        """The KPIs asked for, in the order of the documents; with ``titled``, with the titles of what is above them."""
        from kpitrack.exchange.dataset.models import kpi_of

        for done, part in enumerate(self.parts, 1):
            kpis = self.dataset.kpis(part, self.wanted)
            judged = self._judged(part, kpis)
            with self.dataset.reading():
                verdicts = judged.collect(engine=_ENGINE)
            strategies = _Strategies(self.dataset, part, titled=titled)
            for stated, row in zip(kpis.iter_rows(named=True), verdicts.iter_rows(named=True), strict=True):
                if not self.statuses or row["status"] in self.statuses:
                    yield Standing(strategies.of(stated), kpi_of(stated), tuple(stated["path"]), row)
            step(done, len(self.parts))

    def _judged(self, part: int, kpis: pl.DataFrame) -> pl.LazyFrame:
        from kpitrack.progress.judge import judge

        frames = self.dataset.frames(part, kpis)
        return judge(frames, self.as_of, self.dataset.settings.thresholds, self.known, self.grading)


def open_source(
    path: str,
    as_of: str | None,
    grading: str | None,
    *,
    strategies: Iterable[str] | None,
    goal: str | None,
    kpi: str | None,
    org: str | None,
    statuses: Collection[str],
) -> Source:
    """The dataset at ``path``, and what the options ask of it.

    Raises:
        Ended: it is damaged, which has been said.
        Usage: it is no dataset, or an option names what is not there.
    """
    import polars as pl

    from kpitrack.exchange.dataset.read import open_dataset

    with telling():
        dataset = open_dataset(Path(path))
        known = known_schemes(dataset.settings, grading)
        year = as_of_year(as_of, dataset.settings.fiscal_year_start)
        index, conditions = dataset.strategies, []
        if chosen := list(strategies or ()):
            _require_strategies(chosen, index)
            index = index.filter(pl.col("strategy").is_in(chosen))
            conditions.append(pl.col("strategy").is_in(chosen))
        if org is not None:
            named = dataset.strategies.filter(_is_organization(org), pl.col("kpis") > 0)["strategy"]
            if named.is_empty():
                raise Usage(say("there is no organisation {name}", name=org), say("write its name or its code"))
            index = index.filter(pl.col("strategy").is_in(named.implode()))
            conditions.append(pl.col("strategy").is_in(named.implode()))
        if kpi is not None:
            strategy, item = _find_kpi(dataset, kpi)
            index = index.filter(pl.col("strategy") == strategy)
            conditions.append((pl.col("strategy") == strategy) & (pl.col("kpi") == item))
        if goal is not None:
            of, _, node = goal.rpartition("/")
            _require_node(dataset, goal, node)
            conditions.append(pl.col("path").list.contains(node))
            if of:
                index = index.filter(pl.col("strategy") == of)
                conditions.append(pl.col("strategy") == of)
    parts = index.filter(pl.col("kpis") > 0)["part"].unique().sort().to_list()
    wanted = pl.all_horizontal(conditions) if conditions else None
    return Source(dataset, year, grading, known, parts, wanted, statuses)


@contextmanager
def telling() -> Iterator[None]:
    """Say what is wrong with a dataset: wrong usage where it is none, a finding where it is damaged."""
    from kpitrack.exchange.dataset.read import DatasetProblem

    try:
        yield
    except DatasetProblem as error:
        if error.damaged:
            refuse(error.message, error.hint)
        raise Usage(error.message, error.hint) from None


class _Strategies:
    """The strategies of one part, each made when it is first asked for."""

    def __init__(self, dataset: Dataset, part: int, *, titled: bool) -> None:
        import polars as pl

        self._made: dict[str, Any] = {}
        rows = dataset.strategies.filter(pl.col("part") == part)
        self._rows = {row["strategy"]: row for row in rows.iter_rows(named=True)}
        self._nodes: dict[str, list[dict[str, Any]]] = {}
        if titled:
            with dataset.reading():
                nodes = dataset.scan("nodes", part).collect(engine="streaming")
            for row in nodes.iter_rows(named=True):
                self._nodes.setdefault(row["strategy"], []).append(row)

    def of(self, row: dict[str, Any]) -> Any:
        """The strategy of a KPI's row."""
        from kpitrack.exchange.dataset.models import localized, strategy_of

        name = row["strategy"]
        if name not in self._made:
            title: LocalizedText = localized(self._rows[name], "title")
            self._made[name] = strategy_of(row, title, self._nodes.get(name, ()))
        return self._made[name]


def _require_strategies(names: Iterable[str], index: pl.DataFrame) -> None:
    known = set(index["strategy"])
    for name in names:
        if name not in known:
            raise unknown(say("there is no strategy {name}", name=name), name, sorted(known))


def _is_organization(wanted: str) -> pl.Expr:
    """The rule of `kpitrack.cli.judging`, as an expression."""
    import polars as pl

    named = (pl.col("organization_name") == wanted) | pl.col("organization_name_en").eq_missing(wanted)
    if len(wanted) >= 5 and wanted.isdigit():
        return named | pl.col("organization_code").str.slice(0, 5).eq_missing(wanted[:5])
    return named


def _find_kpi(dataset: Dataset, name: str) -> tuple[str, str]:
    """The strategy and the id of the KPI called ``name``, as `kpitrack.cli.naming.find_kpi` finds it in files."""
    import polars as pl

    strategy, _, item = name.rpartition("/")
    same = pl.col("kpi") == item
    found = _refs(dataset, same & (pl.col("strategy") == strategy) if strategy else same, _LISTED)
    if len(found) == 1:
        of, _, kpi = found[0].rpartition("/")
        return of, kpi
    if found:
        words = ", ".join(found[:_LISTED]) + (", …" if len(found) > _LISTED else "")
        raise Usage(say("{name} names more than one KPI", name=name), say("write one of: {words}", words=words))
    near = _refs(dataset, pl.lit(value=True), _NEAR)
    raise unknown(
        say("there is no KPI {name}", name=name), name, [*near, *dict.fromkeys(ref.rpartition("/")[2] for ref in near)]
    )


def _refs(dataset: Dataset, condition: pl.Expr, most: int) -> list[str]:
    """The refs of the KPIs that ``condition`` holds for, in the order of the documents; of many, one more than most."""
    found: list[str] = []
    for part in range(dataset.parts):
        with dataset.reading():
            rows = dataset.scan("kpis", part).filter(condition).select("ref").head(most + 1 - len(found))
            found += rows.collect(engine="streaming")["ref"].to_list()
        if len(found) > most:
            break
    return found


def _require_node(dataset: Dataset, goal: str, node: str) -> None:
    import polars as pl

    for part in range(dataset.parts):
        with dataset.reading():
            if dataset.scan("nodes", part).filter(pl.col("node") == node).head(1).collect(engine="streaming").height:
                return
    raise Usage(say("there is no goal or measure {name}", name=goal), say("kpitrack tree lists them"))
