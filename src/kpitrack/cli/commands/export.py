"""``kpitrack export``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpitrack.cli.context import Usage, note
from kpitrack.cli.options import AsOf, Grading, Strategies, choice, choose
from kpitrack.cli.streams import write_utf8
from kpitrack.language import mark, say, say_n

if TYPE_CHECKING:
    from kpitrack.cli.work import Work
    from kpitrack.model.actuals import Actuals
    from kpitrack.model.strategy import Strategy

HELP = mark(
    "Write the KPIs, their values and verdicts in a format that other programs read.\n\n"
    "parquet and csv: one file a table. datapackage: a Frictionless Data Package. sdmx-csv: the observations as "
    "SDMX-CSV 2.0. open-sdg: data and metadata of one strategy for an Open SDG site.\n\n"
    "Files that are there already and would change stay, unless --replace is given."
)
FORMATS = ("parquet", "csv", "datapackage", "sdmx-csv", "open-sdg")
_ONE_FILE = frozenset({"sdmx-csv"})
_LARGEST = 2_000_000_000  # bytes of a file that is there already


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
) -> int:
    """Write the files."""
    choose("FORMAT", format_, FORMATS)
    if out is None and format_ not in _ONE_FILE:
        raise Usage(say("{option} is missing", option="--out"), say("name the folder to write: --out DIR"))
    target = None if out is None else Path(out)
    if target is not None and target.exists() and target.is_dir() == (format_ in _ONE_FILE):
        raise Usage(
            say("{path} is a folder", path=out) if target.is_dir() else say("{path} is no folder", path=out),
            say("name the file to write: --out FILE")
            if target.is_dir()
            else say("name the folder to write: --out DIR"),
        )
    from kpitrack.cli.naming import choose_strategies
    from kpitrack.cli.work import open_work

    work = open_work(as_of)
    chosen = choose_strategies(work, strategies)
    files = dict(_files(work, chosen, format_, grading))
    if target is None:
        write_utf8()
        sys.stdout.write(files[""].decode())
        return 0
    _write(target, files, replace=replace)
    return 0


def _files(work: Work, chosen: list[Strategy], format_: str, grading: str | None) -> Iterable[tuple[str, bytes]]:
    """The files by their paths below the target; the only one of a format of one file has no path."""
    actuals = [file.model for file in work.repository.actuals if file.model]
    if format_ == "open-sdg":
        from kpitrack.exchange import open_sdg

        if len(chosen) != 1:
            raise Usage(
                say("an Open SDG site shows one strategy"),
                say("name one of: {words}", words=", ".join(one.id for one in chosen)),
            )
        return open_sdg.files(chosen[0], actuals)
    return _tables(work, chosen, actuals, format_, grading)


def _tables(
    work: Work, chosen: list[Strategy], actuals: list[Actuals], format_: str, grading: str | None
) -> Iterable[tuple[str, bytes]]:
    import polars as pl

    from kpitrack.cli.judging import known_schemes
    from kpitrack.cli.naming import strategies_of
    from kpitrack.progress.frames import build
    from kpitrack.progress.judge import judge

    settings = work.repository.configuration
    known = known_schemes(settings, grading)
    frames = build(strategies_of(work), actuals, settings)
    wanted = pl.col("strategy").is_in([one.id for one in chosen])
    frames = frames.only(frames.kpis.lazy().filter(wanted).collect(engine="in-memory")["ref"])
    verdicts = judge(frames, work.as_of, settings.thresholds, known, grading).collect(engine="in-memory")
    match format_:
        case "parquet":
            from kpitrack.exchange import parquet_files

            return parquet_files.files(frames, verdicts)
        case "datapackage":
            from kpitrack.exchange import datapackage

            return datapackage.files(frames, verdicts, chosen)
        case "sdmx-csv":
            from kpitrack.exchange import sdmx_csv

            return [("", sdmx_csv.content(frames, verdicts, settings.fiscal_year_start))]
        case _:
            from kpitrack.exchange import csv_files

            return csv_files.files(frames, verdicts)


def _write(target: Path, files: dict[str, bytes], *, replace: bool) -> None:
    """Write those files that are not there as they should be.

    Raises:
        Ended: one would be overwritten, or cannot be written.
    """
    from kpitrack.cli.output_file import write_new
    from kpitrack.cli.recording import refuse

    present = {name: _content(target / name) for name in files}
    changed = [name for name, content in files.items() if present[name] != content]
    if not replace and (there := [target / name for name in changed if present[name] is not None]):
        refuse(
            say_n(
                "{path} is there already and would change",
                "{path} and others, {n} in all, are there already and would change",
                len(there),
                path=there[0],
            ),
            say("write --replace to overwrite them, or name another place"),
        )
    for name in changed:
        write_new(target / name, files[name], present[name])
    note(say_n("{path}: {n} file", "{path}: {n} files", len(files), path=target))


def _content(path: Path) -> bytes | None:
    """What is at ``path``, or nothing.

    Raises:
        Ended: it is no file that can be read.
    """
    from kpitrack.cli.recording import refuse
    from kpitrack.repository.opener import Cause, Refusal, read_given

    if not path.parent.is_dir():
        return None
    data = read_given(path, _LARGEST)
    if isinstance(data, Refusal) and data.cause is not Cause.MISSING:
        refuse(say("{path}: {problem}", path=path, problem=data.message), data.hint)
    return data if isinstance(data, bytes) else None
