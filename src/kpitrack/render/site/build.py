"""The whole site, page by page into its folder."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from kpitrack import language
from kpitrack.language import Language, Text, say
from kpitrack.render import show_json, status_csv, status_json
from kpitrack.render.csv_lines import csv_line
from kpitrack.render.status_json import number

from . import further_pages, kpi_page, overview, strategy_page
from .charts import series
from .gather import Gathered, Portion, Terms
from .output import Folder
from .rows import kpi_address
from .series import points, years
from .templating import offer

ASSETS = ("site.css", "site.js")
_WORTH_PROCESSES = 1_500
"""KPIs from which on several processes pay; each takes a second or two to start."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make.

    Args:
        out: the folder.
        languages: of the pages; the data take their words from the first.
        front: the language that the root leads on to.
        made: the day that the overview names.
        processes: how many work at once; 0 for as many as there are processors.
    """

    out: Path
    languages: Sequence[Language]
    front: Language
    made: dt.date
    processes: int = 0


@dataclass(slots=True)
class _Done:
    """What a process has made of some strategies."""

    names: list[str] = field(default_factory=list)
    written: int = 0
    unchanged: int = 0
    kpis: int = 0


def build(gathered: Gathered, plan: Plan, count: Callable[[int], None] = lambda _: None) -> Folder:
    """Make the site.

    Args:
        gathered: the repository, judged.
        plan: what to make.
        count: told of KPIs whose pages are made.

    Returns:
        The folder, which knows how many files were written, left alone and removed.

    Raises:
        NotOurs: the folder holds a site that no report has made; nothing was written.
    """
    folder = Folder(plan.out)
    before = folder.open()
    spoken = language.active()
    try:
        for done in _strategies(gathered, plan):
            folder.add(done.names, done.written, done.unchanged)
            count(done.kpis)
        _whole(gathered, plan, folder)
    finally:
        language.use(spoken)
    folder.close(before)
    return folder


def _strategies(gathered: Gathered, plan: Plan) -> Iterator[_Done]:
    kpis = gathered.verdicts.height
    processes = plan.processes or os.cpu_count() or 1
    if processes < 2 or kpis < _WORTH_PROCESSES:
        for portion in gathered.portions():
            yield make(portion, gathered.terms, plan)
        return
    portions = gathered.portions()
    # Fresh processes, since polars' and Vega's threads do not survive a fork; a bounded queue, for the memory's sake.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:

        def submitted(n: int) -> set[Future[_Done]]:
            return {pool.submit(make, portion, gathered.terms, plan) for portion in islice(portions, n)}

        waiting = submitted(4 * processes)
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            waiting |= submitted(len(done))
            for one in done:
                yield one.result()


def make(portion: Portion, terms: Terms, plan: Plan) -> _Done:
    """All pages and data of one strategy."""
    folder = Folder(plan.out)
    offer(plan.languages)
    cases = portion.cases(terms)
    standings = [case.standing for case in cases]
    drawn = [points(case) for case in cases]
    charts = series(drawn)
    bars = strategy_page.bars_of(portion.strategy, standings)
    strategy = portion.strategy.id
    for spoken in plan.languages:
        language.use(spoken)
        folder.write(
            f"{spoken}/{strategy_page.address(strategy)}",
            strategy_page.page(portion.strategy, standings, bars, terms),
        )
        for i, (case, marks, chart) in enumerate(zip(cases, drawn, charts, strict=True)):
            before = cases[i - 1] if i else None
            after = cases[i + 1] if i + 1 < len(cases) else None
            address = kpi_address(strategy, case.standing.kpi.id)
            folder.write(f"{spoken}/{address}", kpi_page.page(case, marks, chart, before, after))
        for name, content in further_pages.pages(portion, standings, terms).items():
            folder.write(f"{spoken}/{name}", content)
    language.use(plan.languages[0])
    folder.write(f"data/{strategy}.json", _lines(status_json.render(standings, terms.as_of)))
    folder.write(f"data/{strategy}.csv", b"\xef\xbb\xbf" + _lines(status_csv.render(standings)))
    for case in cases:
        name = f"data/{strategy}/{case.standing.kpi.id}"
        folder.write(f"{name}.json", _lines(show_json.render(case.standing, case.series, case.original)))
        rows = [("year", "value", "sum", "status", "expected")] + [
            (
                one.year,
                number(one.value if one.amount is None else one.amount),
                number(one.value) if case.standing.kpi.accumulation == "sum" else None,
                one.status,
                number(one.expected),
            )
            for one in years(case)
        ]
        folder.write(f"{name}.csv", _lines(csv_line(cells) for cells in rows))
    for name, content in further_pages.data(portion, standings, terms).items():
        folder.write(f"data/{strategy}.{name}", content)
    return _Done(sorted(folder.made), folder.written, folder.unchanged, len(cases))


def _whole(gathered: Gathered, plan: Plan, folder: Folder) -> None:
    """The pages on everything."""
    offer(plan.languages)
    assets = files("kpitrack.render.site") / "assets"
    for name in ASSETS:
        folder.write(f"assets/{name}", (assets / name).read_bytes())
    whole = overview.Whole(gathered)
    candidates = gathered.candidates()
    titles = {}
    for spoken in plan.languages:
        language.use(spoken)
        titles[spoken] = overview.site_title(whole)
        pages = {
            "index.html": overview.overview(whole, plan.made),
            "method.html": overview.method(whole),
            **overview.lists(whole),
            **further_pages.comparisons(candidates, whole.terms.as_of),
        }
        for name, content in pages.items():
            folder.write(f"{spoken}/{name}", content)
        folder.write(f"assets/search-{spoken}.js", overview.search_index(whole))
    language.use(plan.front)
    folder.write("index.html", overview.front(plan.languages, plan.front, titles))
    language.use(plan.languages[0])
    for name, content in further_pages.comparison_data(candidates).items():
        folder.write(f"data/compare/{name}", content)


def _lines(lines: Iterator[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def done_text(folder: Folder) -> Text:
    """What was made, in a sentence."""
    return say(
        "{path}: {written} files written, {unchanged} as they were, {removed} removed",
        path=folder.path, written=folder.written, unchanged=folder.unchanged, removed=folder.removed,
    )  # fmt: skip
