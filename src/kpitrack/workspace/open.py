"""What every command opens: a folder of any size, or a dataset.

Each gives what was found in it, its KPIs in columns, and its strategies one by one when they are asked for, so that no
command holds models of what it does not show.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kpitrack.checks.selection import select
from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.language import say
from kpitrack.model.in_force import InForce
from kpitrack.model.years import today
from kpitrack.repository.cache import open_store
from kpitrack.repository.discovery import (
    SETTINGS,
    Found,
    Kind,
    NothingHere,
    find_files,
    kind_of,
    of_actuals,
    read_bytes,
)
from kpitrack.repository.repository import Listing, Repository, assemble, faulty, listed, with_settings

from .contents import Contents, Lost
from .kept import with_settings_in_force
from .pieces import UNAIDED, Aids, Question, Survey, survey

if TYPE_CHECKING:
    import polars as pl

    from kpitrack.model.settings import Settings
    from kpitrack.progress.frames import Frames
    from kpitrack.repository.parallel import Note, Progress

    from .strategies import Strategies

Year = Callable[[InForce], int]
"""The fiscal year to judge at, by the settings that are in force."""
_PART = 40_000  # KPIs of files that are judged at once: judging takes many times the memory of the columns


class Workspace(ABC):
    """What was opened. It is judged part by part; the strategies of a part lie whole in it, in the order of all."""

    as_of: int

    @property
    def root(self) -> Path:
        """The folder below which the files lie that the settings name: the one that we are in, where none is known."""
        return Path()

    @property
    @abstractmethod
    def settings(self) -> Settings:
        """The settings in force, whole."""

    @property
    def in_force(self) -> InForce:
        """The settings in force, as far as findings and verdicts depend on them."""
        return self.settings.in_force

    @property
    @abstractmethod
    def parts(self) -> int:
        """How many parts there are."""

    @property
    @abstractmethod
    def heads(self) -> pl.DataFrame:
        """One row a strategy: the columns ``STRATEGIES`` of `kpitrack.progress.schema` and ``part``."""

    @property
    @abstractmethod
    def strategies(self) -> Strategies:
        """The strategies, each opened when it is asked for."""

    @abstractmethod
    def table(self, name: str, part: int) -> pl.LazyFrame:
        """The rows of a table of `kpitrack.progress.schema.TABLES`, to be collected by `collect`."""

    @abstractmethod
    def frames(self, part: int, kpis: pl.DataFrame) -> Frames:
        """What judging ``kpis`` needs, which are rows of the table of that name."""

    @abstractmethod
    def collect(self, rows: pl.LazyFrame, *, in_memory: bool = False) -> pl.DataFrame:
        """The rows of what was made of tables and frames.

        Args:
            rows: which.
            in_memory: whether they are so few that streaming them takes longer, and more of it.
        """


@dataclass(frozen=True)
class Files(Workspace):
    """Files: of a folder, or in memory.

    Args:
        listing: its files.
        contents: their bytes.
        question: what was asked of them.
        aids: what may be used, and who is told.
        survey: what they came to.
        left_out: the paths of files that were left out, since they have errors.
        lost: what these may have held of the others, where they are actuals.
    """

    listing: Listing
    contents: Contents
    question: Question
    aids: Aids
    survey: Survey
    left_out: tuple[str, ...] = field(default=())
    lost: tuple[Lost, ...] = field(default=())

    @property
    def as_of(self) -> int:  # type: ignore[override]  # a year all the same
        """The fiscal year to judge at."""
        return self.question.as_of

    @property
    def root(self) -> Path:
        """The repository's folder."""
        return self.listing.root

    @property
    def settings(self) -> Settings:
        """The settings in force, whole."""
        return self.listing.configuration

    @property
    def in_force(self) -> InForce:
        """The settings in force, as far as findings and verdicts depend on them."""
        return self.listing.in_force

    @property
    def parts(self) -> int:
        """How many parts there are: one, where the KPIs are not many."""
        return int(self.heads["part"].max() or 0) + 1  # type: ignore[arg-type]  # an integer, or nothing

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What was found and `kpitrack.yaml` does not accept: what commands that compute go by."""
        return select(self.survey.findings, self.in_force).findings

    @property
    def errors(self) -> list[Diagnostic]:
        """The errors among these."""
        return [found for found in self.findings if found.severity is Severity.ERROR]

    @cached_property
    def heads(self) -> pl.DataFrame:
        """One row a strategy."""
        import polars as pl

        before = pl.col("kpis").cum_sum() - pl.col("kpis")
        return self.survey.tables["strategies"].with_columns(part=(before // _PART).rle_id().cast(pl.Int32))

    @cached_property
    def strategies(self) -> Strategies:
        """The strategies, each opened when it is asked for."""
        from .strategies import Strategies

        return Strategies(self.contents, self.survey.bundles)

    @cached_property
    def whole(self) -> Frames:
        """The frames of all KPIs, with what crosses strategies."""
        from kpitrack.progress.joining import joined

        return joined(self.survey.tables, self.unread)

    @property
    def unread(self) -> frozenset[str]:
        """The refs of KPIs that values may be left out of, or the id of the strategy, where no file says of which KPIs.

        A file that names KPIs which are not there may mean any.
        """
        found: set[str] = set()
        for strategy, kpis, series in self.lost:
            if strategy not in self.strategies:
                continue  # its own file was left out, too
            known = {placed.item.id: placed.item.target for placed in self.strategies.strategy(strategy).kpis()}
            if kpis is None or not kpis <= known.keys():
                found.add(strategy)
                continue
            against = {name for name, target in known.items() if series and target and target.parity_with}
            found |= {f"{strategy}/{name}" for name in kpis | against}
        return frozenset(found)

    def table(self, name: str, part: int) -> pl.LazyFrame:
        """The rows of a table; series of comparators are the same for all parts."""
        import polars as pl

        rows = self.survey.tables[name]
        if self.parts == 1 or name == "comparators":
            return rows.lazy()
        own = self.heads.filter(pl.col("part") == part)["strategy"].implode()
        owner = pl.col("strategy") if "strategy" in rows.columns else pl.col("ref").str.extract("^[^/]*", 0)
        return rows.lazy().filter(owner.is_in(own))

    def frames(self, part: int, kpis: pl.DataFrame) -> Frames:  # noqa: ARG002  all parts are in memory
        """What judging ``kpis`` needs."""
        return self.whole if kpis.height == self.survey.tables["kpis"].height else self.whole.only(kpis["ref"])

    def collect(self, rows: pl.LazyFrame, *, in_memory: bool = False) -> pl.DataFrame:  # noqa: ARG002  they all are
        """The rows."""
        return rows.collect(engine="in-memory")

    @cached_property
    def repository(self) -> Repository:
        """All its files as models: for what compares or edits whole files, not for what shows some of them."""
        read = assemble(
            self.listing.root, self.listing.files, list(self.listing.outside), lambda file: self.contents.of(file.path)
        )
        return with_settings(read, self.listing)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, the settings among them."""
        return self.listing.settings_file if path == SETTINGS else self.contents.read(path)

    def with_files(self, changed: Mapping[str, tuple[Kind, bytes]]) -> Files:
        """The same with other bytes in some files, or new ones. What they leave alone is not looked at again."""
        contents = self.contents.with_files(changed)
        listing = replace(self.listing, files=contents.files)
        question = self.question._replace(tables=False, pieces=True)
        found = survey(listing, contents, question, Aids(), self.survey.checked)
        return Files(listing, contents, question, self.aids, found)

    def without_faults(self, *, but_blanks: bool = False) -> Files:
        """The same less its faulty files, and less what then has errors for want of them.

        ``but_blanks`` keeps those in which years wait for their values and nothing else is wrong.
        """
        found = self
        while left := faulty(one for one in found.findings if not (but_blanks and one.blank)):
            listing = found.listing.without(left)
            contents = found.contents.without(left)
            question = found.question._replace(pieces=False)
            found = Files(
                listing,
                contents,
                question,
                found.aids,
                survey(listing, contents, question, found.aids),
                (*found.left_out, *sorted(left)),
                (*found.lost, *filter(None, map(found.contents.held_by, filter(of_actuals, sorted(left))))),
            )
        return found


def connect(
    tables: Mapping[str, pl.DataFrame], unread: Collection[str] = ()
) -> tuple[Mapping[str, pl.DataFrame], pl.DataFrame]:
    """``tables`` with what KPIs have from each other, and all the series that they are held against.

    Args:
        tables: those of `kpitrack.progress.schema.TABLES`.
        unread: as for `kpitrack.progress.joining.joined`.
    """
    from kpitrack.progress.joining import joined

    whole = joined(tables, unread)
    kpis, actuals, comparators = (
        one.lazy().collect(engine="in-memory") for one in (whole.kpis, whole.actuals, whole.comparators)
    )
    stated = tables["kpis"]
    beside = stated.select(name for name in stated.columns if name not in kpis.columns)
    return {**tables, "kpis": kpis.sort("position").hstack(beside), "actuals": actuals}, comparators


def open_folder(
    root: Path, year: Year, question: Question, *, progress: Progress | None = None, note: Note | None = None
) -> Files:
    """Open the repository at ``root``.

    Args:
        root: its folder.
        year: to judge at.
        question: what is asked of it; its year is not looked at.
        progress: is told how far it is.
        note: is told what went wrong without changing the result.

    Raises:
        NothingHere: there is no strategy in it.
    """
    files, findings = find_files(root)
    read = partial(read_bytes, root)
    listing = listed(root, files, findings, read)
    require_something(listing)
    return open_listed(listing, Contents(listing.files, read), year, question, Aids(open_store(note), progress, note))


def open_bytes(content: Mapping[str, bytes], year: Year, question: Question) -> Files:
    """Open a repository that is in memory alone: its files by their paths, ``kpitrack.yaml`` among them or not."""
    files = [Found(kind_of(path), path, len(data)) for path, data in content.items()]

    def read(file: Found) -> bytes | Diagnostic:
        return content[file.path]

    listing = listed(Path(), files, [], read)
    return open_listed(listing, Contents(listing.files, read), year, question)


def open_listed(listing: Listing, contents: Contents, year: Year, question: Question, aids: Aids = UNAIDED) -> Files:
    """Open the files of ``listing``, whose bytes are ``contents``."""
    listing = with_settings_in_force(listing, aids.store)
    settings = listing.in_force
    as_of, first_month = year(settings), settings.fiscal_year_start
    new_year = first_month > 1 and today(settings.time_zone).year > as_of
    question = question._replace(as_of=as_of, first_month=first_month, new_year=new_year)
    found = survey(listing, contents, question, aids)
    contents.let_go({one.path for one in found.findings})
    return Files(listing, contents, question, aids._replace(progress=None), found)


def require_something(found: Listing | Repository) -> None:
    """Refuse a repository without strategies and without findings.

    Raises:
        NothingHere: there is nothing to work on.
    """
    strategies = found.of(Kind.STRATEGY) if isinstance(found, Listing) else found.strategies
    if not strategies and not found.findings:
        raise NothingHere(
            say("there is no strategy below {path}", path=f"{found.root}/data/strategies"),
            say("write one there, or start with an example: kpitrack init"),
        )
