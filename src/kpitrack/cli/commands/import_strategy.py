from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from kpitrack.cli.context import note
from kpitrack.cli.options import SheetName, argument, choice, option
from kpitrack.cli.progress_bar import bar
from kpitrack.cli.screen import show
from kpitrack.cli.streams import write_utf8
from kpitrack.language import mark, say, say_n

if TYPE_CHECKING:
    from kpitrack.exchange.table.draft import Drafts
    from kpitrack.exchange.table.reading import TablesReading

HELP = mark(
    "Draft a strategy file, and the actuals in the same table, from the table as a town has it: a workbook (.xlsx), "
    "a CSV file, a Word document (.docx) or a PDF with text in it.\n\n"
    "Nothing is invented and nothing disappears: comments name the cell that each line comes from, every cell that "
    "was left is listed with the reason, and what the table does not say is marked TODO. A person finishes the draft."
)
FORMATS = ("text", "json")


def run(
    files: Annotated[list[str], argument("FILE", "The tables: .xlsx, CSV, .docx or PDF.")],
    sheet: SheetName = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
    out: Annotated[
        str | None,
        option(
            "--out",
            "Write the drafts there instead of on stdout: a name that ends in .yaml is a file, else a folder.",
            "PATH",
        ),
    ] = None,
) -> int:
    from kpitrack.exchange.table.draft import write_drafts
    from kpitrack.workspace.record import Refused

    places = _places(out)
    reading = read_files(files, sheet)
    if not reading.kpis:
        show_account(reading, {}, format_)
        raise Refused(
            say("{path} has no list of KPIs that is understood", path=", ".join(files)),
            say("give its columns headings such as 指標名, 単位, 現状値, 目標値"),
        )
    drafts = write_drafts(reading, ", ".join(Path(file).name for file in files))
    if places is not None:
        _write(places, drafts)
    elif format_ == "text":
        write_utf8()  # it is a file to be
        documents = filter(None, (drafts.strategy, drafts.actuals))
        show("---\n".join(documents).splitlines())
    show_account(reading, drafts.ids, format_)
    note(say_n("{n} KPI drafted", "{n} KPIs drafted", len(reading.kpis)))
    return 0


def read_files(files: list[str], sheet: str | None, *, known: Callable[[str], bool] | None = None) -> TablesReading:
    """What the tables in ``files`` say; ``known`` as for `read_tables`.

    Raises:
        Usage: one is not there.
        Refused: one cannot be read.
    """
    from kpitrack.cli.given_files import TABLES, given_files
    from kpitrack.exchange.spreadsheet.cells import UnreadableSheet
    from kpitrack.exchange.table.open import open_tables
    from kpitrack.exchange.table.reading import read_tables
    from kpitrack.workspace.record import Refused

    opened = []
    for file in given_files(files, TABLES):
        try:
            with bar(say("reading {path}", path=Path(file).name)) as step:
                opened.append((file, open_tables(Path(file), step, sheet=sheet)))
        except UnreadableSheet as error:
            raise Refused(say("{path}: {problem}", path=file, problem=error.message), error.hint) from None
    rows = sum(len(one.rows) for _, sheets in opened for one in sheets)
    with bar(say("understanding the tables"), rows) as step:
        return read_tables(opened, step, known=known)


def _places(out: str | None) -> tuple[Path, Path] | None:
    """Where the strategy and its actuals are written.

    Raises:
        Refused: something is there already.
    """
    from kpitrack.workspace.record import Refused

    if out is None:
        return None
    path = Path(out)
    if path.suffix in {".yaml", ".yml"}:
        parts = list(path.parts)
        if "strategies" in parts[:-1]:
            place = len(parts) - 1 - parts[::-1].index("strategies")
            places = path, Path(*parts[:place], "actuals", *parts[place + 1 :])
        else:
            places = path, path.with_name(f"{path.stem}-actuals{path.suffix}")
    else:
        places = path / "data/strategies/draft.yaml", path / "data/actuals/draft.yaml"
    in_the_way = () if path.is_dir() else (path,)
    for place_ in (*in_the_way, *places):
        if place_.exists():
            message = say("{path} is there already", path=place_)
            raise Refused(message, say("a draft replaces nothing: name another file"))
    return places


def _write(places: tuple[Path, Path], drafts: Drafts) -> None:
    from kpitrack.cli.output_file import write_new

    for path, text in zip(places, (drafts.strategy, drafts.actuals), strict=True):
        if text is not None:
            write_new(str(path), text.encode())
            note(say("written: {path}", path=path))


def show_account(
    reading: TablesReading, ids: Mapping[int, str], format_: str, more: Mapping[str, Any] | None = None
) -> None:
    """Show the account of the cells: as JSON on stdout, with ``more`` fields, or for people on stderr."""
    from kpitrack.views.imported import as_json, as_text

    if format_ == "json":
        print(as_json(reading, ids, more))
    else:
        note(*as_text(reading))
