"""The data behind the pages: of a KPI, of a strategy, and of all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from kpitrack.analysis.case import Case
from kpitrack.analysis.series import Year
from kpitrack.exchange.dcat import Data, document
from kpitrack.language import Language, pick, plain
from kpitrack.language.visible import visible
from kpitrack.model.actuals import Actual
from kpitrack.model.strategy import Strategy
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views import answers, show
from kpitrack.views.recorded import source_text
from kpitrack.views.status import csv as status_csv
from kpitrack.views.status import json as status_json
from kpitrack.views.text.csv import csv_line

from . import side_pages
from .addresses import file_name
from .imprint import Imprint
from .output import OutputFolder, joined
from .shown import Drawn

SERIES_COLUMNS = ("year", "value", "sum", "status", "expected", "published", "source", "note")
"""The columns of a KPI's series as CSV; breakdowns follow as ``DIMENSION.PART``."""
ALL = "all~"  # the name of what holds all strategies, which no strategy can have
_BOM = b"\xef\xbb\xbf"


def of_strategy(part: JudgedStrategy, drawn: Sequence[Drawn]) -> Iterator[tuple[str, bytes]]:
    """The files of a strategy and of its KPIs, by their names below ``data``."""
    strategy = file_name(part.strategy.id)
    judged = status_json.frame_of(part.portion.rows)
    counts = Counter(one.status for one in part.standings)
    entries = list(status_json.entries(judged))
    yield f"{strategy}.json", b"".join(status_json.as_json([judged], counts, part.terms.as_of))
    yield f"{strategy}.csv", _BOM + joined(status_csv.as_csv(entries))
    every = [csv_line(("ref", *SERIES_COLUMNS))]
    for case, entry, figures in zip(part.cases, entries, drawn, strict=True):
        name = f"{strategy}/{file_name(case.standing.kpi.id)}"
        lines = list(_series(case, figures.rows))
        every += [f"{case.standing.ref},{line}" for line, _ in lines]
        yield f"{name}.json", joined(show.as_json(case, entry))
        yield f"{name}.csv", joined(_with_parts(lines))
        if case.answers:
            yield f"{name}.answers.csv", joined(answers.as_csv(case.answers))
    yield f"{strategy}.series.csv", _BOM + joined(every)
    for name, content in side_pages.data(part):
        yield f"{strategy}.{name}", content


def of_all(folder: OutputFolder, ids: Iterable[str], counts: Mapping[str, int], as_of: int) -> None:
    """Put the files of all strategies together, each of which lies in ``folder`` by now."""
    names = [file_name(name) for name in ids]
    for suffix in (".csv", ".series.csv"):
        folder.write_long(f"data/{ALL}{suffix}", lambda suffix=suffix: _tables(folder, names, suffix))  # type: ignore[misc]  # one a turn
    folder.write_long(f"data/{ALL}.json", lambda: _documents(folder, names, counts, as_of))


def catalogue(strategies: Sequence[Strategy], imprint: Imprint, titles: Mapping[Language, str]) -> bytes:
    """What catalogues of data are told: all data together, and those of each strategy."""

    def listed(name: str) -> list[str]:
        files = (f"{name}{suffix}" for suffix in (".csv", ".series.csv", ".json"))
        return [imprint.address(f"data/{file}") or quote(file) for file in files]

    years = [year for one in strategies for year in (one.period.start, one.period.end)]
    bodies = {(one.code, plain(one.name)): one for strategy in strategies for one in strategy.all_organizations}
    title = {language: visible(text) for language, text in titles.items()}
    every = [
        Data(ALL, title, list(bodies.values()), (min(years), max(years)) if years else None, listed(ALL)),
        *(
            Data(
                one.id, one.title, one.all_organizations, (one.period.start, one.period.end), listed(file_name(one.id))
            )
            for one in strategies
        ),
    ]
    return document(every, title=title, publisher=imprint.publisher, made=imprint.made, address=imprint.base)


def _tables(folder: OutputFolder, names: Sequence[str], suffix: str) -> Iterator[bytes]:
    """The tables of all strategies, of which the first one's header is kept."""
    for i, name in enumerate(names):
        table = folder.read(f"data/{name}{suffix}")
        yield table if i == 0 else table.partition(b"\n")[2]


def _documents(folder: OutputFolder, names: Sequence[str], counts: Mapping[str, int], as_of: int) -> Iterator[bytes]:
    """The document of all strategies: its own head, and the lines of theirs, which hold a KPI each."""
    head, _, foot = status_json.as_json([], counts, as_of)
    yield head
    first = True
    for name in names:
        entries = folder.read(f"data/{name}.json").partition(b"\n")[2].rpartition(b"]}")[0].rstrip(b"\n")
        if entries:
            yield entries if first else b",\n" + entries
            first = False
    yield b"\n" + foot


def _series(case: Case, rows: Sequence[Year]) -> Iterator[tuple[str, Actual]]:
    """The lines of a series, and what is stated beside each value."""
    kpi = case.standing.kpi
    is_sum = kpi.accumulation == "sum"
    whole = source_text(kpi.source or case.standing.strategy.source)
    for row in rows:
        stated = row.stated or Actual()
        known = row.status is not None
        line = csv_line(
            (
                row.year,
                row.amount,
                row.value if is_sum else None,
                row.status,
                row.expected,
                str(stated.published or ""),
                (source_text(stated.source) or whole) if known else "",
                pick(stated.note),
            )
        )
        yield line, stated


def _with_parts(lines: Sequence[tuple[str, Actual]]) -> Iterator[str]:
    """The table of a series, with a column for each part of its breakdowns."""
    several = [(stated.by or {}).items() for _, stated in lines]
    parts = list(dict.fromkeys((dimension, part) for by in several for dimension, found in by for part in found))
    yield csv_line((*SERIES_COLUMNS, *(f"{dimension}.{part}" for dimension, part in parts)))
    for line, stated in lines:
        by = stated.by or {}
        cells = [by.get(dimension, {}).get(part) for dimension, part in parts]
        yield f"{line},{csv_line(cells)}" if parts else line
