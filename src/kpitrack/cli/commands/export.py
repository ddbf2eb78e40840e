from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

from kpitrack.cli.context import Usage, note
from kpitrack.cli.opening import opened
from kpitrack.cli.options import AsOf, Bom, Grading, Headings, Sources, Strategies, choice, made_on, option
from kpitrack.cli.progress_bar import late_bar
from kpitrack.cli.streams import write_utf8
from kpitrack.language import mark, say, say_n
from kpitrack.repository.discovery import SETTINGS, of_actuals

if TYPE_CHECKING:
    from kpitrack.exchange.tidy import Part
    from kpitrack.model.record import LocalizedText
    from kpitrack.workspace.choose import Choice

HELP = mark(
    "Write the KPIs, their values and verdicts in a format that other programs read.\n\n"
    "parquet and csv: one file a table. datapackage: a Frictionless Data Package "
    "that holds all that is written; kpitrack import-package brings it back. sdmx-csv: the observations as "
    "SDMX-CSV 2.0. open-sdg: data and metadata of one strategy for an Open SDG site.\n\n"
    "Files that are there already and would change stay, unless --replace is given."
)
FORMATS = ("parquet", "csv", "datapackage", "sdmx-csv", "open-sdg")
_ONE_FILE = frozenset({"sdmx-csv"})
_STRUCTURE = ".structure.json"
_DATED = {"datapackage.json": "created", ".jsonld": "dct:modified", _STRUCTURE: "meta"}
"""What differs in a description that was made on another day, by the end of its name."""


def run(
    format_: Annotated[str, choice("FORMAT", FORMATS)],
    strategies: Strategies = None,
    out: Annotated[
        str | None, option("--out", "Where to write: a folder; for sdmx-csv a file, else stdout.", "FILE|DIR")
    ] = None,
    replace: Annotated[bool, option("--replace", "Overwrite files that are there and would change.")] = False,
    as_of: AsOf = None,
    grading: Grading = None,
    sources: Sources = None,
    bom: Bom = False,
    headings: Headings = None,
) -> int:
    if (bom or headings) and format_ != "csv":
        raise Usage(
            say("{option} is for CSV", option="--bom" if bom else "--headings"),
            say("leave it out, or write: export csv"),
        )
    if out is None and format_ not in _ONE_FILE:
        raise Usage(say("{option} is missing", option="--out"), say("name the folder to write: --out DIR"))
    from kpitrack.cli.output_file import keep_off_data

    target = None if out is None else keep_off_data(out)
    if target is not None and target.exists() and target.is_dir() == (format_ in _ONE_FILE):
        raise Usage(
            say("{path} is a folder", path=out) if target.is_dir() else say("{path} is no folder", path=out),
            say("name the file to write: --out FILE")
            if target.is_dir()
            else say("name the folder to write: --out DIR"),
        )

    space = opened(as_of, sources)
    from kpitrack.workspace.choose import Asked, choose

    chosen = choose(space, Asked(strategies or ()), grading=grading)
    with TemporaryDirectory() as name:
        waiting = Path(name)
        files = _waiting(waiting, chosen, format_, bom=bom, headings=headings)
        if target is None:
            write_utf8()
            with (waiting / files[0]).open(encoding="utf-8", newline="") as file:
                shutil.copyfileobj(file, sys.stdout)
            return 0
        if format_ in _ONE_FILE:
            (waiting / f"{target.stem}{_STRUCTURE}").write_bytes(_structure(chosen))
            (waiting / files[0]).rename(waiting / target.name)
            files = [target.name, f"{target.stem}{_STRUCTURE}"]
        _put(waiting, files, target.parent if format_ in _ONE_FILE else target, replace=replace)
    note(say_n("{path}: {n} file", "{path}: {n} files", len(files), path=target))
    return 0


def _waiting(folder: Path, chosen: Choice, format_: str, *, bom: bool, headings: str | None) -> list[str]:
    """Write the files into ``folder``, part by part, until it is known whether they may be put where they belong.

    Returns:
        their ways from the folder.
    """
    space = chosen.workspace
    match format_:
        case "open-sdg":
            return _open_sdg(folder, chosen)
        case "sdmx-csv":
            from kpitrack.exchange import sdmx

            with (folder / "data.csv").open("w", encoding="utf-8", newline="") as file:
                sdmx.write(file, _parts(chosen), space.settings.fiscal_year_start)
            return ["data.csv"]
        case "parquet":
            from kpitrack.exchange.tidy import write_parquet_files

            files = write_parquet_files(folder, _parts(chosen))
        case "datapackage":
            files = _package(folder, chosen)
        case _:
            from kpitrack.exchange.tidy import write_csv_files

            files = write_csv_files(folder, _parts(chosen), bom=bom, headings=headings)
    catalogue = f"catalog-{format_}.jsonld"  # one folder may hold several formats
    (folder / catalogue).write_bytes(_catalogue(chosen, files))
    return [*files, catalogue]


def _open_sdg(folder: Path, chosen: Choice) -> list[str]:
    from kpitrack.exchange import open_sdg

    if len(chosen.ids) != 1:
        raise Usage(
            say("an Open SDG site shows one strategy"), say("name one of: {words}", words=", ".join(chosen.ids))
        )
    bundle = chosen.workspace.strategies.bundle(chosen.ids[0])
    names = []
    if bundle.strategy.model:
        for name, content in open_sdg.files(
            bundle.strategy.model, [file.model for file in bundle.actuals if file.model]
        ):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
            names.append(name)
    return names


def _structure(chosen: Choice) -> bytes:
    """What the columns and codes of the file beside it are."""
    from kpitrack.exchange import sdmx

    space, ids = chosen.workspace, frozenset(chosen.ids)
    rows = [row for row in space.heads.iter_rows(named=True) if row["strategy"] in ids]
    areas: dict[str, tuple[str, str | None]] = {}
    for row in rows:
        name = row["organization_name"], row["organization_name_en"]
        areas[row["organization_code"] or sdmx.UNALLOCATED] = name if row["organization_code"] else ("—", None)
    strategies = {row["strategy"]: (row["title"], row["title_en"]) for row in rows}
    return sdmx.structure(areas, strategies, made_on(space.settings.time_zone).isoformat())


def _catalogue(chosen: Choice, files: Sequence[str]) -> bytes:
    """What catalogues of data are told of the files beside it."""
    from kpitrack.exchange import dcat
    from kpitrack.model.strategy import Organization

    space = chosen.workspace
    ids = frozenset(chosen.ids)
    rows = [row for row in space.heads.iter_rows(named=True) if row["strategy"] in ids]
    bodies = {
        (row["organization_code"], row["organization_name"]): Organization(
            name=_both(row, "organization_name"), code=row["organization_code"]
        )
        for row in rows
    }
    spans = [
        space.collect(space.table("kpis", part).select("strategy", "period_start", "period_end"))
        for part in chosen.parts
    ]
    years = [year for span in spans for name, *own in span.iter_rows() if name in ids for year in own]
    title: LocalizedText = (
        _both(rows[0], "title")
        if len(rows) == 1
        else {"ja": "地方版総合戦略のKPI", "en": "KPIs of regional strategies"}
    )
    data = dcat.Data("kpitrack", title, list(bodies.values()), (min(years), max(years)) if years else None, files)
    settings = space.settings
    made = made_on(settings.time_zone).isoformat()
    return dcat.document([data], title=title, publisher=settings.publisher, made=made)


def _both(row: Mapping[str, Any], name: str) -> LocalizedText:
    """A text in the languages in which it is there."""
    words, english = row[name], row[f"{name}_en"]
    return words if english is None else {"ja": words, "en": english}


def _package(folder: Path, chosen: Choice) -> list[str]:
    """The Data Package, of which one file is read after the other."""
    import datetime as dt
    from zoneinfo import ZoneInfo

    from kpitrack.exchange.dataset.write import stated
    from kpitrack.exchange.package.write import About, Writer, write_beside
    from kpitrack.repository.yaml.tree import read_tree
    from kpitrack.workspace.merging import path_in_repository
    from kpitrack.workspace.open import Files

    space = chosen.workspace
    (folder / "data").mkdir()
    with Writer(folder / "data") as writer:
        for path in (path for name in chosen.ids for path in space.strategies.files[name]):
            add = writer.add_actuals if of_actuals(path_in_repository(path)) else writer.add_strategy
            add(path_in_repository(path), read_tree(space.strategies.read(path) or b"").data)
    settings: Any = stated(space.settings)
    if isinstance(space, Files):
        settings = read_tree(space.read(SETTINGS) or b"").data
    heads = space.heads.select("strategy", "title", "title_en").iter_rows()
    titles = {name: (title, english) for name, title, english in heads}
    zone = space.settings.time_zone
    created = dt.datetime.combine(made_on(zone), dt.time(), ZoneInfo(zone)).isoformat()
    about = About([titles[name] for name in chosen.ids], settings, space.settings.publisher, created, space.as_of)
    with late_bar(say("judging")) as step:
        return write_beside(folder, about, chosen.verdicts(step))


def _parts(chosen: Choice) -> Iterator[Part]:
    """What is written, part by part, in the order of the documents.

    The KPIs are numbered anew, since each of several datasets begins at 0.
    """
    import polars as pl

    from kpitrack.progress.frames import Frames
    from kpitrack.progress.schema import ACTUALS, KPIS, MILESTONES

    space = chosen.workspace
    start = 0
    with late_bar(say("judging")) as step:
        for part, verdicts in zip(chosen.parts, chosen.verdicts(step), strict=True):
            frames = space.frames(part, chosen.kpis(part))
            position = (pl.int_range(pl.len(), dtype=pl.UInt32) + start).alias("position")
            kpis = space.collect(frames.kpis.lazy().select(list(KPIS)).sort("position")).with_columns(position)
            place = kpis.lazy().select("ref", "position")
            actuals, milestones = (
                space.collect(rows.lazy().join(place, on="ref").sort("position", "year").select(list(schema)))
                for rows, schema in ((frames.actuals, ACTUALS), (frames.milestones, MILESTONES))
            )
            yield Frames(kpis, actuals, milestones, frames.comparators), verdicts.with_columns(position)
            start += kpis.height


def _put(waiting: Path, files: Sequence[str], folder: Path, *, replace: bool) -> None:
    """Put those of the ``files`` that wait into ``folder`` that are not there as they should be.

    Raises:
        Ended: one would be overwritten, or cannot be written.
    """
    from kpitrack.cli.output_file import content_there, write_new
    from kpitrack.workspace.record import Refused

    changed, there = [], []
    for name in files:
        present, content = content_there(folder / name), (waiting / name).read_bytes()
        if present != content and not (present and _is_as_it_was(name, present, content)):
            changed.append((name, present is not None))
            if present is not None:
                there.append(folder / name)
    if there and not replace:
        raise Refused(
            say_n(
                "{path} is there already and would change",
                "{path} and others, {n} in all, are there already and would change",
                len(there),
                path=there[0],
            ),
            say("write --replace to overwrite them, or name another place"),
        )
    for name, known in changed:
        write_new(folder / name, (waiting / name).read_bytes(), content_there(folder / name) if known else None)


def _is_as_it_was(name: str, old: bytes, new: bytes) -> bool:
    """Whether a description differs in its day alone."""
    from kpitrack.exchange.documents import same_but_for

    dated = next((words for end, words in _DATED.items() if name.endswith(end)), None)
    return dated is not None and same_but_for(dated, old, new)
