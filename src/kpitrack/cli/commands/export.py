"""``kpitrack export``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kpitrack.cli.context import Usage, note
from kpitrack.cli.options import AsOf, Bom, Grading, Headings, Sources, Strategies, choice
from kpitrack.cli.streams import write_utf8
from kpitrack.language import mark, say, say_n

if TYPE_CHECKING:
    import polars as pl

    from kpitrack.model.record import LocalizedText
    from kpitrack.progress.frames import Frames
    from kpitrack.progress.schema import Schema
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
_CATALOGUED = frozenset({"parquet", "csv", "datapackage"})
_STRUCTURE = ".structure.json"


def run(
    format_: Annotated[str, choice("FORMAT", FORMATS)],
    strategies: Strategies = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="FILE|DIR", help=mark("Where to write: a folder; for sdmx-csv a file, else stdout.")
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=mark("Overwrite files that are there and would change."))
    ] = False,
    as_of: AsOf = None,
    grading: Grading = None,
    sources: Sources = None,
    bom: Bom = False,
    headings: Headings = None,
) -> int:
    """Write the files."""
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
    from kpitrack.cli.opening import opened

    space = opened(as_of, sources)
    from kpitrack.workspace.choose import Asked
    from kpitrack.workspace.choose import choose as choose_kpis

    chosen = choose_kpis(space, Asked(strategies or ()), grading=grading)
    files = _files(chosen, format_, bom=bom, headings=headings)
    if format_ == "sdmx-csv" and target is not None:
        files = [*files, (f"{target.stem}{_STRUCTURE}", _structure(chosen))]
    if format_ in _CATALOGUED:
        files = _catalogued(chosen, files, format_)
    if target is None:
        write_utf8()
        sys.stdout.writelines(content.decode() for _, content in files)
        return 0
    _write(target, files, replace=replace)
    return 0


def _files(chosen: Choice, format_: str, *, bom: bool, headings: str | None) -> Iterable[tuple[str, bytes]]:
    """The files by their paths below the target; the only one of a format of one file has no path."""
    space = chosen.workspace
    if format_ == "open-sdg":
        from kpitrack.exchange import open_sdg

        if len(chosen.ids) != 1:
            raise Usage(
                say("an Open SDG site shows one strategy"), say("name one of: {words}", words=", ".join(chosen.ids))
            )
        bundle = space.strategies.bundle(chosen.ids[0])
        if bundle.strategy.model:
            return open_sdg.files(bundle.strategy.model, [file.model for file in bundle.actuals if file.model])
    frames, verdicts = _columns(chosen)
    match format_:
        case "parquet":
            from kpitrack.exchange import parquet_files

            return parquet_files.files(frames, verdicts)
        case "datapackage":
            return _package(chosen, verdicts)
        case "sdmx-csv":
            from kpitrack.exchange import sdmx_csv

            return [("", sdmx_csv.content(frames, verdicts, space.settings.fiscal_year_start))]
        case _:
            from kpitrack.exchange import csv_files

            return csv_files.files(frames, verdicts, bom=bom, headings=headings)


def _structure(chosen: Choice) -> bytes:
    """What the columns and codes of the file beside it are."""
    from kpitrack.cli.options import made_on
    from kpitrack.exchange import sdmx_structure
    from kpitrack.exchange.sdmx_csv import UNALLOCATED

    space, ids = chosen.workspace, frozenset(chosen.ids)
    rows = [row for row in space.heads.iter_rows(named=True) if row["strategy"] in ids]
    areas: dict[str, tuple[str, str | None]] = {}
    for row in rows:
        name = row["organization_name"], row["organization_name_en"]
        areas[row["organization_code"] or UNALLOCATED] = name if row["organization_code"] else ("—", None)
    strategies = {row["strategy"]: (row["title"], row["title_en"]) for row in rows}
    return sdmx_structure.content(areas, strategies, made_on(space.settings.time_zone).isoformat())


def _catalogued(chosen: Choice, files: Iterable[tuple[str, bytes]], format_: str) -> Iterable[tuple[str, bytes]]:
    """The files, and beside them what catalogues of data are told of them; one folder may hold several formats."""
    from kpitrack.cli.options import made_on
    from kpitrack.exchange import dcat
    from kpitrack.model.strategy import Organization

    names = []
    for name, content in files:
        names.append(name)
        yield name, content
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
    data = dcat.Data("kpitrack", title, list(bodies.values()), (min(years), max(years)) if years else None, names)
    settings = space.settings
    made = made_on(settings.time_zone).isoformat()
    yield f"catalog-{format_}.jsonld", dcat.document([data], title=title, publisher=settings.publisher, made=made)


def _both(row: Mapping[str, Any], name: str) -> LocalizedText:
    """A text in the languages in which it is there."""
    words, english = row[name], row[f"{name}_en"]
    return words if english is None else {"ja": words, "en": english}


def _package(chosen: Choice, verdicts: pl.DataFrame) -> Iterable[tuple[str, bytes]]:
    """The files of the Data Package, read one strategy after the other."""
    import datetime as dt
    from zoneinfo import ZoneInfo

    from kpitrack.cli.options import made_on
    from kpitrack.exchange.dataset.write import stated
    from kpitrack.exchange.package.document import About, files
    from kpitrack.exchange.package.write import Writer
    from kpitrack.repository.discovery import SETTINGS, of_actuals
    from kpitrack.repository.yaml.tree import read_tree
    from kpitrack.workspace.merging import path_in_repository
    from kpitrack.workspace.open import Files

    space = chosen.workspace
    writer = Writer()
    for name in chosen.ids:
        for path in space.strategies.files[name]:
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
    return files(writer, verdicts, about)


def _columns(chosen: Choice) -> tuple[Frames, pl.DataFrame]:
    """What is written, part by part: the frames in memory, and the verdicts.

    The KPIs are numbered anew, since each of several datasets begins at 0; series come once, though several parts hold
    them, and only those that a KPI is held against.
    """
    import polars as pl

    from kpitrack.cli.progress_bar import late_bar
    from kpitrack.progress.frames import Frames
    from kpitrack.progress.schema import ACTUALS, COMPARATORS, KPIS, MILESTONES, VERDICTS

    space = chosen.workspace
    parts = [space.frames(part, chosen.kpis(part)) for part in chosen.parts]

    def whole(name: str, schema: Schema, *order: str) -> pl.DataFrame:
        rows = (space.collect(getattr(part, name).lazy().select(list(schema))) for part in parts)
        return pl.concat([pl.DataFrame(schema=schema), *(one.sort(order) if order else one for one in rows)])

    with late_bar(say("judging")) as step:
        verdicts = pl.concat([pl.DataFrame(schema={**KPIS, **VERDICTS}), *chosen.verdicts(step)], how="diagonal")
    position = pl.int_range(pl.len(), dtype=pl.UInt32).alias("position")
    kpis = whole("kpis", KPIS, "position").with_columns(position)
    series = whole("comparators", COMPARATORS).join(kpis, left_on="key", right_on="comparator", how="semi")
    return Frames(
        kpis,
        whole("actuals", ACTUALS),
        whole("milestones", MILESTONES),
        series.unique().sort("key", "year"),
    ), verdicts.with_columns(position)


def _write(target: Path, files: Iterable[tuple[str, bytes]], *, replace: bool) -> None:
    """Write those files that are not there as they should be. They wait on disk until it is known that all may be.

    Raises:
        Ended: one would be overwritten, or cannot be written.
    """
    from tempfile import TemporaryDirectory

    from kpitrack.cli.output_file import content_there, write_new
    from kpitrack.cli.recording import refuse

    def is_as_it_was(name: str, old: bytes, new: bytes) -> bool:
        """Whether a description differs in its day alone."""
        if name == "datapackage.json":
            from kpitrack.exchange.package import document

            return document.same_but_for_its_day(old, new)
        if name.endswith(".jsonld"):
            from kpitrack.exchange import dcat

            return dcat.same_but_for_its_day(old, new)
        if name.endswith(_STRUCTURE):
            from kpitrack.exchange import sdmx_structure

            return sdmx_structure.same_but_for_its_day(old, new)
        return False

    count, changed, there = 0, [], []
    with TemporaryDirectory() as folder:
        for name, content in files:
            place = target.with_name(name) if name.endswith(_STRUCTURE) else target / name
            present = content_there(place)
            if present != content and not (present and is_as_it_was(name, present, content)):
                waiting = Path(folder) / str(count)
                waiting.write_bytes(content)
                changed.append((place, waiting, present is not None))
                if present is not None:
                    there.append(place)
            count += 1
        if there and not replace:
            refuse(
                say_n(
                    "{path} is there already and would change",
                    "{path} and others, {n} in all, are there already and would change",
                    len(there),
                    path=there[0],
                ),
                say("write --replace to overwrite them, or name another place"),
            )
        for path, waiting, known in changed:
            write_new(path, waiting.read_bytes(), content_there(path) if known else None)
    note(say_n("{path}: {n} file", "{path}: {n} files", count, path=target))
