"""``kpitrack sheet import``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpitrack.cli.context import Usage, current, has_color, note
from kpitrack.cli.options import DryRun
from kpitrack.diagnostics.gaps import forget
from kpitrack.language import Text, mark, say, say_n

if TYPE_CHECKING:
    from kpitrack.exchange.sheet.merge import Conflict, Merged, PlacedRow
    from kpitrack.exchange.sheet.read import FilledSheet, Find
    from kpitrack.workspace.sheet_entries import Entries

HELP = mark(
    "Record what departments have filled in, of as many files as one likes: the workbooks of kpitrack sheet export, "
    "or CSV files saved from them.\n\n"
    "What can't be read for certain is listed with its sheet, its cell, what is there and what to write, and then "
    "nothing at all is written; --keep-going leaves the faulty files out. An empty cell changes nothing. Another "
    "value than the recorded one, or two departments that answer differently, are refused without --replace."
)


def run(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help=mark("The workbooks or CSV files that came back."))
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help=mark("Put the new values in place of others; of two, the later file's."))
    ] = False,
    dry_run: DryRun = False,
) -> int:
    """Record the answers."""
    from kpitrack.cli.opening import opened_files
    from kpitrack.cli.recording import under_lock
    from kpitrack.repository.discovery import find_root
    from kpitrack.workspace.sheet_entries import Entries

    for file in files:
        if not Path(file).exists():
            raise Usage(say("there is no file {path}", path=file), say("look at its name and its folder"))
    # Workbooks may be large: nobody waits for the lock while they are read.
    before = Entries(opened_files(tables=False, pieces=True))
    said, faulty = _read(list(dict.fromkeys(files)), before.find)

    def work() -> int:
        return _import(said, faulty, before, replace=replace, dry_run=dry_run)

    return under_lock(find_root(current().root), work, dry_run=dry_run)


def _import(said: list[PlacedRow], faulty: list[str], before: Entries, *, replace: bool, dry_run: bool) -> int:
    """Record what the files say of the KPIs of ``before``, as the repository is now."""
    from kpitrack.cli.opening import opened_files
    from kpitrack.cli.recording import record, refuse
    from kpitrack.exchange.sheet.merge import merge
    from kpitrack.workspace.sheet_entries import Entries

    forget()
    space = opened_files(tables=False, pieces=True)
    repository = Entries(space)
    if any(repository.kpi(ref) != before.kpi(ref) for ref in {row.answer.ref for row in said}):
        refuse(
            say("the KPIs were changed by someone else in the meantime. Nothing was written"),
            say("give the command again"),
        )
    if faulty and not current().keep_going:
        note(say("nothing was written"))
        return 1
    for file in faulty:
        note(say("left out, since it cannot be read for certain: {path}", path=file))
    merged = merge(said, repository.recorded)
    if merged.incomplete:
        for one, message in merged.incomplete:
            _complain(one.at("value"), "", message, say("write the value, or choose a state such as missing"))
        note(say("nothing was written"))
        return 1
    if merged.conflicts and not replace:
        show_conflicts(merged.conflicts)
        note(say("nothing was written"))
        return 1
    if merged.edits:
        record(space, repository.changes(merged.edits), dry_run=dry_run)
    sum_up(merged, dry_run=dry_run)
    return int(bool(faulty))


def _read(files: list[str], find: Find) -> tuple[list[PlacedRow], list[str]]:
    """What the files say, and which of them hold something that cannot be read."""
    from kpitrack.cli.progress_bar import counter
    from kpitrack.exchange.sheet.merge import PlacedRow
    from kpitrack.exchange.sheet.read import read_answers
    from kpitrack.exchange.spreadsheet.cells import UnreadableSheet, read_spreadsheet

    said: list[PlacedRow] = []
    faulty: list[str] = []
    for file in files:
        try:
            with counter(say("reading {path}", path=Path(file).name)) as step:
                answers = read_answers(read_spreadsheet(Path(file), step), find)
        except UnreadableSheet as error:
            _complain(file, "", error.message, error.hint)
            faulty.append(file)
            continue
        if answers.problems:
            for problem in answers.problems:
                place = f"{file} {problem.sheet}!{problem.place}" if problem.sheet else f"{file} {problem.place}"
                _complain(place, problem.found, problem.message, problem.hint)
            faulty.append(file)
            continue
        _tell(file, answers)
        said += [PlacedRow(file, answer) for answer in answers.answers]
    return said, faulty


def _tell(file: str, answers: FilledSheet) -> None:
    """Say what was passed over in a file."""
    from kpitrack.language.visible import visible

    if answers.ignored:
        names = ", ".join(visible(name) for name in answers.ignored[:5]) + ("…" if len(answers.ignored) > 5 else "")
        note(say("{path}: columns that are not read: {names}", path=visible(file), names=names))
    if answers.empty:
        note(
            say_n(
                "{path}: {n} row is not filled in", "{path}: {n} rows are not filled in",
                answers.empty, path=visible(file),
            )
        )  # fmt: skip


def show_conflicts(conflicts: list[Conflict]) -> None:
    """Show both values of each, and where they are from."""
    for conflict in conflicts:
        answer = conflict.said.answer
        if conflict.other is None:
            message = say(
                "{ref} {year} already has another value: {value}", ref=answer.ref, year=answer.year, value=conflict.old
            )
        else:
            message = say(
                "{ref} {year}: {name} is {value} in {place}",
                ref=answer.ref, year=answer.year, name=conflict.name, value=conflict.old,
                place=conflict.other.at(conflict.name),
            )  # fmt: skip
        _complain(conflict.said.at(conflict.name), conflict.new, message, None)
    note(say("look which is right; to put the new ones in their place, add --replace"))


def _complain(place: str, found: str, message: Text, hint: Text | None) -> None:
    """Say what is wrong at a place, what stands there, and what to write."""
    from kpitrack.language.visible import visible

    start, end = ("\x1b[1;31m", "\x1b[0m") if has_color(sys.stderr.isatty()) else ("", "")
    known = not found or found in str(message)
    content = message if known else say("{message} (there is: {found})", message=message, found=found)
    note(f"{start}{visible(place)}{end}: {visible(str(content))}")
    if hint:
        note(f"  {visible(str(hint))}")


def sum_up(merged: Merged, *, dry_run: bool) -> None:
    """Say how much was recorded."""
    if not merged.edits:
        note(say("everything is recorded already, nothing to change"))
        return
    if not dry_run:
        note(say_n("{n} entry recorded", "{n} entries recorded", len(merged.edits)))
    if merged.same:
        note(say_n("{n} row changes nothing", "{n} rows change nothing", merged.same))
