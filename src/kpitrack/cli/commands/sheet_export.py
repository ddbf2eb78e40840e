from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from kpitrack.cli.context import Usage, note, some
from kpitrack.cli.offers import strategies
from kpitrack.cli.opening import opened_files
from kpitrack.cli.options import AsOf, argument, choice, option, year_argument
from kpitrack.cli.progress_bar import bar
from kpitrack.language import active, mark, said, say, say_n

if TYPE_CHECKING:
    from kpitrack.exchange.sheet.rows import Handout
    from kpitrack.views.sheet.asked import AskedRows
    from kpitrack.workspace.open import Files

HELP = mark(
    "Write the workbook that departments fill in: one row a KPI and year asked for, with what is needed to look at, "
    "and cells to fill in. What is recorded already stands in them.\n\n"
    "Without --year, the last fiscal year is asked for. With --evaluations, a second sheet asks for the words of the "
    "year on each goal, measure and KPI, below those of an earlier year; with --committee, the workbook asks a "
    "committee for its judgement, beside what the departments wrote.\n\n"
    "With --split-by department there is one workbook each: OUT.xlsx becomes OUT-01-企画課-town-2024.xlsx and so on; "
    "OUT may then be a folder, too. KPIs whose strategy does not reach to the year are left out."
)


def run(
    out: Annotated[str, argument("OUT", "The workbook to write, ending in .xlsx.")],
    year: Annotated[list[str] | None, option("--year", "A fiscal year to ask for; may be repeated.", "YEAR")] = None,
    department: Annotated[
        list[str] | None, option("--department", "Only this department's KPIs; may be repeated.", "NAME")
    ] = None,
    strategy: Annotated[
        list[str] | None, option("--strategy", "Only this strategy; may be repeated.", "STRATEGY", strategies)
    ] = None,
    evaluations: Annotated[bool, option("--evaluations", "Ask for the evaluation of the year in words, too.")] = False,
    committee: Annotated[bool, option("--committee", "Ask a committee for its judgement, and nothing else.")] = False,
    due: Annotated[str | None, option("--due", "The day until which the answer is awaited.", "DAY")] = None,
    split_by: Annotated[
        str | None, choice("--split-by", ("department",), "department", "One workbook for each department.")
    ] = None,
    as_of: AsOf = None,
) -> int:
    from kpitrack.views.sheet.asked import asked_rows

    day = _day(due)
    target = _target(out, folder=split_by is not None)
    space = opened_files(as_of)
    years = sorted({year_argument("--year", one) for one in year or ()}) or [space.as_of - 1]
    rows = asked_rows(space, years, strategy, values=not committee, evaluations=evaluations or committee)
    if department:
        rows = rows.of(_known(rows, department))
    if rows.left_out:
        note(
            say_n(
                "{n} KPI is left out: its strategy does not reach to the year, or it is discontinued",
                "{n} KPIs are left out: their strategies do not reach to the year, or they are discontinued",
                rows.left_out,
            )
        )
    if not rows.values and not rows.evaluations:
        raise Usage(
            say("there is nothing to ask for in {years}", years=", ".join(str(one) for one in years)),
            say("name another year with --year, or see kpitrack status"),
        )
    books = _books(target, rows, years, split=split_by is not None, committee=committee, due=day)
    present = [_guard(path, space) for path, _ in books]
    books[0][0].parent.mkdir(exist_ok=True)
    for (path, handout), old in zip(books, present, strict=True):
        _write(path, handout, old)
    return 0


def _day(text: str | None) -> dt.date | None:
    """The day that an option names, in any way that a cell may.

    Raises:
        Usage: it names none.
    """
    from kpitrack.exchange.sheet.cells import BadCell, read_cell_day
    from kpitrack.exchange.spreadsheet.cells import Cell

    if text is None:
        return None
    try:
        return read_cell_day(Cell(1, 1, text))
    except BadCell as bad:
        raise Usage(say("--due: {problem}", problem=bad.message), bad.hint) from None


def _target(out: str, *, folder: bool) -> Path:
    """The workbook to write, or the folder for several, which need not be there yet.

    Raises:
        Usage: it cannot be written.
    """
    from kpitrack.cli.output_file import keep_off_data

    target = keep_off_data(out)
    new = not target.suffix and not target.exists() and target.absolute().parent.is_dir()
    if folder and (new or target.is_dir()):
        return target
    if target.suffix.lower() != ".xlsx":
        raise Usage(say("{path} is not the name of an Excel workbook", path=out), say("end it in .xlsx"))
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise Usage(
            say("{path} cannot be written: there is no such folder, or it is one", path=out),
            say("name a file in a folder that is there"),
        )
    return target


def _known(rows: AskedRows, names: Sequence[str]) -> list[str]:
    """The names of departments as the rows have them.

    Raises:
        Usage: there is none of that name.
    """
    from kpitrack.model.names import normal_name
    from kpitrack.model.suggestions import did_you_mean

    wanted = [normal_name(name) for name in names]
    known = [name for name in _departments(rows) if name]
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known)
            if hint is None and known:
                hint = say("write one of: {words}", words=", ".join(known))
            raise Usage(say("no KPI belongs to the department {name}", name=name), hint)
    return wanted


def _departments(rows: AskedRows) -> list[str]:
    """The departments that are asked, in the order of the sheet; empty for what belongs to none."""
    return list(dict.fromkeys(row.department for row in rows))


def _books(
    target: Path, rows: AskedRows, years: Sequence[int], *, split: bool, committee: bool, due: dt.date | None
) -> list[tuple[Path, Handout]]:
    """The workbooks, each with its path: one, or one for each department."""
    from kpitrack.exchange.sheet.rows import Handout
    from kpitrack.exchange.sheet.write import department_file

    def handout(part: AskedRows) -> Handout:
        asked, titles = {row.department for row in part}, {row.strategy for row in part}
        words = _title(years, committee=committee, judged=bool(part.evaluations))
        title = f"{titles.pop()}  {words}" if len(titles) == 1 else words
        return Handout(title, part.values, part.evaluations, committee, asked.pop() if len(asked) == 1 else "", due)

    if not split:
        return [(target, handout(rows))]
    found: list[tuple[Path, Handout]] = []
    departments = _departments(rows)
    for number, name in enumerate(departments, 1):
        part = rows.of([name])
        ids = {row.ref.partition("/")[0] for row in part}
        file = department_file(number, len(departments), name, ids, years)
        into = target.is_dir() or not target.suffix
        path = target / f"{file}.xlsx" if into else target.with_name(f"{target.stem}-{file}.xlsx")
        found.append((path, handout(part)))
    return found


def _title(years: Sequence[int], *, committee: bool, judged: bool) -> str:
    from kpitrack.model.years import show_year

    shown = ("、" if active() == "ja" else ", ").join(show_year(year, era=True) for year in years)
    if committee:
        return said("External evaluation of {years}", years=shown)
    if judged:
        return said("KPI values and evaluations for {years}", years=shown)
    return said("KPI values for {years}", years=shown)


def _guard(path: Path, space: Files) -> bytes | None:
    """The file that is there, unless it may hold what is nowhere else: answers not recorded yet, or another table.

    Raises:
        Ended: it does.
    """
    from kpitrack.exchange.sheet.merge import PlacedRow, merge
    from kpitrack.exchange.sheet.read import read_answers
    from kpitrack.exchange.spreadsheet.cells import UnreadableSheet, read_bytes, sheets_of
    from kpitrack.workspace.record import Refused
    from kpitrack.workspace.sheet_entries import Entries

    if not path.exists():
        return None
    entries = Entries(space)
    try:
        content = read_bytes(path)
        found = read_answers(sheets_of(content, layout=True), entries.find)
    except UnreadableSheet as error:
        raise Refused(
            say("{path} is there already, and is no sheet of kpitrack: {problem}", path=path, problem=error.message),
            say("name another file, or take that one away"),
        ) from None
    merged = merge([PlacedRow(path.name, answer) for answer in found.answers], entries.recorded)
    if found.problems or merged.edits or merged.incomplete:
        raise Refused(
            say("{path} holds answers that are not recorded yet", path=path),
            say("record them with kpitrack sheet import, or name another file"),
        )
    if added := [*found.ignored, *found.others, *found.respondents]:
        raise Refused(
            say("{path} holds what somebody has added: {names}", path=path, names=some(added)),
            say("it would be lost: name another file, or take that one away"),
        )
    return content


def _write(path: Path, handout: Handout, old: bytes | None) -> None:
    from kpitrack.cli.output_file import write_new
    from kpitrack.exchange.sheet.columns import title_of
    from kpitrack.exchange.sheet.write import shown_rows, write_sheet

    rows = len(handout.values) + len(handout.evaluations)
    with bar(say("writing {path}", path=path.name), rows) as step:
        data = write_sheet(handout, step)
    write_new(path, data, old)
    for row in shown_rows(handout):
        for name in row.unseen:
            note(
                say(
                    "{ref} {year}: no cell can hold what is recorded under “{name}”; its cell is left empty",
                    ref=row.key, year=row.year, name=title_of(name),
                )
            )  # fmt: skip
    note(say_n("{path}: {n} row to fill in", "{path}: {n} rows to fill in", rows, path=path))
