"""Writing the whole site into its folder, page by page."""

from __future__ import annotations

import datetime as dt
import signal
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from kpitrack import language
from kpitrack.analysis.comparison import Comparison
from kpitrack.analysis.series import picture, years
from kpitrack.diagnostics.gaps import Gaps, gaps
from kpitrack.exchange import dcat
from kpitrack.language import Language, Text, say
from kpitrack.report.charts.strips import Scale, sparkline
from kpitrack.report.gather import Gathered, JudgedStrategy, Portion
from kpitrack.repository.parallel import processes
from kpitrack.workspace.case import Terms
from kpitrack.workspace.strategies import Strategies

from . import area_pages, comparison_pages, data_files, data_page, kpi_page, lists, overview, side_pages, strategy_page
from .addresses import strategy_address
from .imprint import ICON, Imprint, sitemap
from .output import OutputFolder
from .shown import Drawn
from .shown import shown as show_kpi
from .table_row import row_texts
from .templating import publish

ASSETS = ("site.css", "chart.css", "print.css", "site.js", "search.svg", ICON)
_WORTH_PROCESSES = 1_500  # the number of KPIs from which several processes are worth their start of a second or two


@dataclass(frozen=True, slots=True)
class SitePlan:
    """What to make."""

    out: Path  # the folder
    languages: Sequence[Language]  # of the pages; the data take their words from the first
    front: Language  # the language that the root leads on to
    made: dt.date  # the date of the report
    processes: int = 0  # how many work at once; 0 lets `kpitrack.repository.parallel` decide
    # the folder that no link may lead out of on the way to ``out``; else it is ``out`` itself
    within: Path | None = None
    logo: tuple[str, bytes] | None = None  # the name and the content of the publisher's picture
    internal: bool = False  # whether what is for inside only is shown, too: what the year still asks for
    pictures: bool = False  # whether each chart is there as a PNG, too

    def imprint(self, terms: Terms) -> Imprint:
        """What every page says."""
        logo = self.logo[0] if self.logo else ""
        return Imprint(self.languages, self.made.isoformat(), terms.settings.publisher, logo, terms.areas)


@dataclass(frozen=True, slots=True)
class Shop:
    """What a process needs to make the pages of one strategy after another."""

    strategies: Strategies  # where they are
    terms: Terms  # what holds for every page
    plan: SitePlan  # what to make
    searched: bool  # whether the search finds each KPI

    def make(self, portion: Portion, places: Collection[int]) -> Done:
        """All pages and data of one strategy.

        Args:
            portion: what was judged of it.
            places: the positions, among all KPIs, of those that overview pages will show.
        """
        folder = OutputFolder(self.plan.out, self.plan.within)
        publish(self.plan.imprint(self.terms))
        part = JudgedStrategy(portion, self.strategies, self.terms)
        drawn = [Drawn(rows, picture(case, rows)) for case, rows in ((case, years(case)) for case in part.cases)]
        span = overview.span_of(self.terms.as_of)
        sparks = [sparkline(one.picture, *span) for one in drawn]
        seen = overview.glimpse(part, places, sparks)
        rows, several = {}, len(self.strategies.ids) > 1
        bars = strategy_page.bars_of(part.strategy, part.standings)
        for spoken in self.plan.languages:
            language.use(spoken)
            for name, content in _pages(part, drawn, bars):
                folder.write(f"{spoken}/{name}", content)
            rows[spoken] = row_texts(part.standings, sparks, portion.first, several=several)
            if self.searched:
                seen.entries[spoken] = overview.entries(part)
        language.use(self.plan.languages[0])
        for name, content in data_files.of_strategy(part, drawn):
            folder.write(f"data/{name}", content)
        folder.release()
        return Done(folder.made, folder.written, folder.unchanged, len(part.cases), seen, rows)


@dataclass(frozen=True, slots=True)
class Done:
    """What was made of a strategy."""

    made: dict[str, str]  # the files that belong to the site, each with the SHA-256 of its content
    written: int  # how many files were written
    unchanged: int  # and how many left alone
    kpis: int  # how many KPI pages were made
    seen: overview.Glimpse  # what the overview pages show of it
    rows: dict[Language, list[str]]  # its KPIs as rows of lists, in each language


def build(gathered: Gathered, plan: SitePlan, count: Callable[[int], None] = lambda _: None) -> OutputFolder:
    """Make the site.

    Args:
        gathered: the repository, judged.
        plan: what to make.
        count: called with the number of KPIs whose pages were just made.

    Returns:
        The folder, which knows how many files were written, left alone and removed.

    Raises:
        ForeignSite: the folder holds a site that no report has made; nothing was written.
        Changed: a file was changed since the repository was checked.
        LeadsOut: a link leads out of the folder.
    """
    folder = OutputFolder(plan.out, plan.within)
    folder.open()
    spoken = language.active()
    whole = overview.Whole(gathered)
    try:
        for done in _strategies(gathered, whole, plan):
            folder.add(done.made, done.written, done.unchanged)
            whole.take(done.seen, done.rows)
            count(done.kpis)
        _whole(whole, plan, folder)
        folder.close()
    finally:
        language.use(spoken)
        whole.spool.close()
        folder.release()
    return folder


def _strategies(gathered: Gathered, whole: overview.Whole, plan: SitePlan) -> Iterator[Done]:
    terms = replace(gathered.terms, internal=plan.internal, pictures=plan.pictures)
    shop = Shop(gathered.strategies, terms, plan, whole.searched)
    work = ((portion, whole.wanted_of(portion)) for portion in gathered.portions())
    most = plan.processes or processes(gathered.columns.height)
    if most < 2 or gathered.columns.height < _WORTH_PROCESSES:
        for portion, places in work:
            yield shop.make(portion, places)
        return
    # Fresh processes, since polars' threads do not survive a fork; a bounded queue, for the memory's sake.
    with ProcessPoolExecutor(most, get_context("spawn"), _begin, (shop, gaps())) as pool:

        def submitted(n: int) -> set[Future[Done]]:
            return {pool.submit(_make, *one) for one in islice(work, n)}

        waiting = submitted(4 * most)
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                waiting |= submitted(len(done))
                for one in done:
                    yield one.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


_shop: list[Shop] = []  # the shop of a process that was started to make pages


def _begin(shop: Shop, found: Gaps) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the parent, which ends this process
    gaps().left_out[:], gaps().not_checked[:] = found.left_out, found.not_checked  # the data name them
    _shop[:] = [shop]


def _make(portion: Portion, places: Collection[int]) -> Done:
    return _shop[0].make(portion, places)


def _pages(part: JudgedStrategy, drawn: Sequence[Drawn], bars: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The pages of a strategy in the active language, by their addresses."""
    span = strategy_page.span_of(part.strategy)
    sparks = [sparkline(one.picture, *span) for one in drawn]
    yield strategy_address(part.strategy.id), strategy_page.page(part, bars, sparks)
    all_shown = [show_kpi(part, case, figures) for case, figures in zip(part.cases, drawn, strict=True)]
    for at, shown in enumerate(all_shown):
        yield from kpi_page.pages(part, at, shown)
    yield from side_pages.pages(part, all_shown)


def _whole(whole: overview.Whole, plan: SitePlan, folder: OutputFolder) -> None:
    """The overview pages."""
    imprint = plan.imprint(whole.terms)
    publish(imprint)
    assets = files("kpitrack.report.site") / "assets"
    for name in ASSETS:
        folder.write(f"assets/{name}", (assets / name).read_bytes())
    if whole.terms.areas:
        folder.write(f"assets/{area_pages.ASSET}", (assets / area_pages.ASSET).read_bytes())
    if plan.logo:
        folder.write(f"assets/{plan.logo[0]}", plan.logo[1])
    comparisons = whole.comparisons()
    dots = comparison_pages.charts(comparisons)
    titles = {}
    for spoken in plan.languages:
        language.use(spoken)
        titles[spoken] = overview.site_title(whole)
        for name, content in _overviews(whole, comparisons, dots):
            folder.write(f"{spoken}/{name}", content)
        folder.write(f"assets/search-{spoken}.js", overview.search_index(whole, spoken))
    language.use(plan.front)
    folder.write("index.html", overview.front(plan.languages, plan.front, titles))
    language.use(plan.languages[0])
    data_files.of_all(folder, whole.ids, Counter(whole.statuses), whole.terms.as_of)
    for name, content in comparison_pages.data(comparisons):
        folder.write(f"data/compare/{name}", content)
    folder.write(f"data/{dcat.NAME}", data_files.catalogue(whole.strategies, imprint, titles))
    for name, content in sitemap(imprint, folder.names()):
        folder.write(name, content)


def _overviews(
    whole: overview.Whole, comparisons: Sequence[Comparison], dots: Mapping[str, Scale]
) -> Iterator[tuple[str, bytes]]:
    """The pages that show more than one strategy, in the active language, by address."""
    tiles = area_pages.tiles(whole) if whole.terms.areas and not whole.few else []
    yield "index.html", overview.overview(whole, tiles, area_pages.bands())
    yield "method.html", overview.method(whole)
    yield "data.html", data_page.page(whole)
    yield from lists.kpi_lists(whole)
    yield from lists.change_lists(whole)
    if whole.terms.areas:
        yield from area_pages.pages(whole)
    if not whole.few:
        yield from lists.strategy_lists(whole)
    yield from comparison_pages.pages(comparisons, dots, whole.terms.as_of)


def done_text(folder: OutputFolder, path: Path) -> Text:
    """What was made in ``folder``, which the user calls ``path``, in a sentence."""
    return say(
        "{path}: {written} files written, {unchanged} as they were, {removed} removed",
        path=path, written=folder.written, unchanged=folder.unchanged, removed=folder.removed,
    )  # fmt: skip
