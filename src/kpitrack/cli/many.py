"""Standings of many files, whose models are not kept: from columns, and from an earlier run where they can be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpitrack.checks.check import Context
from kpitrack.checks.selection import select
from kpitrack.checks.survey import Aids, Seen, glance, survey
from kpitrack.diagnostics import Severity
from kpitrack.language import say
from kpitrack.repository.cache import open_store
from kpitrack.repository.discovery import Kind, find_root, read_bytes
from kpitrack.repository.parallel import FEW
from kpitrack.repository.places import place
from kpitrack.repository.repository import Listing, assemble, list_repository

from .context import Ended, current, note
from .options import as_of_year
from .progress_bar import late_bar
from .work import require_something, show_findings

if TYPE_CHECKING:
    import polars as pl

    from kpitrack.analysis.standing import Standing
    from kpitrack.progress.frames import Frames


@dataclass(frozen=True, slots=True)
class Many:
    """A large repository without errors, the year to judge it at, and what a glance at its files told."""

    listing: Listing
    as_of: int
    aids: Aids
    seen: tuple[Seen, ...]


def open_many(as_of: str | None) -> Many | None:
    """The repository, where it is a large one; None where it is not, or where faulty files are to be left out.

    Raises:
        Ended: it has errors, which have been shown.
    """
    listing = list_repository(find_root(current().root))
    if len(listing.files) <= FEW:
        return None
    require_something(listing)
    year = as_of_year(as_of, listing.configuration.fiscal_year_start)
    seen = tuple(glance(listing))
    with late_bar(say("reading")) as progress:
        aids = Aids(open_store(note), progress, note, seen)
        found = select(survey(listing, Context(year), (), aids), listing.configuration).findings
    errors = [one for one in found if one.severity is Severity.ERROR]
    if errors and current().keep_going:
        return None
    if errors:
        show_findings(place(errors, listing.read))
        raise Ended(1)
    return Many(listing, year, Aids(aids.store, None, note, seen), seen)


def judged_rows(
    many: Many,
    grading: str | None,
    *,
    strategies: Collection[str] | None = None,
    goal: str | None = None,
    kpi: str | None = None,
    org: str | None = None,
) -> pl.DataFrame | None:
    """The rows that the options ask for, judged; None where an option names what is not there, or not clearly."""
    from kpitrack.progress.gathering import gather

    with late_bar(say("reading")) as progress:
        frames = gather(many.listing, many.seen, Aids(many.aids.store, progress, note))
    chosen = _chosen(frames, strategies, goal, kpi, org)
    if chosen is None:
        return None
    from kpitrack.progress.judge import judge

    from .judging import known_schemes

    settings = many.listing.configuration
    schemes = known_schemes(settings, grading)
    return judge(chosen, many.as_of, settings.thresholds, schemes, grading).collect(engine="in-memory")


def _chosen(
    frames: Frames, strategies: Collection[str] | None, goal: str | None, kpi: str | None, org: str | None
) -> Frames | None:
    import polars as pl

    kpis = frames.kpis.lazy()
    wanted = []
    if strategies:
        wanted.append(pl.col("strategy").is_in(list(strategies)))
    if goal is not None:
        strategy, _, node = goal.rpartition("/")
        wanted.append(pl.col("path").list.contains(node) & ((pl.col("strategy") == strategy) | (not strategy)))
    if kpi is not None:
        wanted.append(pl.col("ref" if "/" in kpi else "kpi") == kpi)
    if org is not None:
        named = (pl.col("organization_name") == org) | (pl.col("organization_name_en") == org)
        coded = len(org) >= 5 and org.isdigit()
        of_code = pl.col("organization_code").str.slice(0, 5) == org[:5]
        wanted.append(named.fill_null(value=False) | (of_code.fill_null(value=False) & coded))
    if not wanted:
        return frames
    found = kpis.filter(*wanted).select("ref", "strategy").collect(engine="in-memory")
    known = set(found["strategy"])
    clear = known and known.issuperset(strategies or ()) and (kpi is None or found.height == 1)
    return frames.only(found["ref"]) if clear else None


def standings_of(many: Many, judged: pl.DataFrame) -> list[Standing]:
    """``judged`` with the models of its strategies, of which only the files are read."""
    from kpitrack.analysis.standing import Standing

    ids = set(judged["strategy"])
    root = many.listing.root
    files = [one.file for one in many.seen if one.file.kind is Kind.STRATEGY]
    near = [one.file for one in many.seen if one.file.kind is Kind.STRATEGY and one.strategy in ids]
    loaded = assemble(root, near, [], lambda file: read_bytes(root, file)).strategies
    if not ids <= {file.model.id for file in loaded if file.model}:
        loaded = assemble(root, files, [], lambda file: read_bytes(root, file)).strategies
    rows = {row["ref"]: row for row in judged.iter_rows(named=True)}
    return [
        Standing(file.model, placed.item, placed.path, row)
        for file in loaded
        if file.model
        for placed in file.model.kpis()
        if (row := rows.get(f"{file.model.id}/{placed.item.id}"))
    ]
