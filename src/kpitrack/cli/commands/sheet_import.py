from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from kpitrack.cli.context import complain, current, note, some
from kpitrack.cli.opening import opened_to_edit, show_findings
from kpitrack.cli.options import DryRun, argument, option
from kpitrack.cli.progress_bar import bar
from kpitrack.diagnostics.gaps import forget
from kpitrack.language import Text, mark, said, say, say_n
from kpitrack.repository.discovery import find_root

if TYPE_CHECKING:
    from kpitrack.diagnostics import Diagnostic
    from kpitrack.exchange.sheet.merge import Conflict, Merged, PlacedRow
    from kpitrack.exchange.sheet.read import FilledSheet
    from kpitrack.exchange.sheet.row import Find
    from kpitrack.workspace.open import Files
    from kpitrack.workspace.sheet_entries import Entries

HELP = mark(
    "Record what departments have filled in, of as many files as one likes: the workbooks of kpitrack sheet export, "
    "or CSV files saved from them.\n\n"
    "A workbook carries what it was exported with: a cell that still holds it is no answer, and one that is cleared "
    "takes out what it held. What can't be read for certain is listed with its sheet, its cell, what is there and what "
    "to write, and then nothing at all is written; --keep-going leaves the faulty files out. What has changed here "
    "since the export and in the answer, another value than the recorded final one, and two departments that answer "
    "differently are shown with both and refused without --replace. An answer counts whole, the one saved last."
)


_EXCERPT, _BEFORE = 160, 40  # characters of a text, and of what both have in common
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(slots=True)
class Returned:
    """A file that came back.

    Attributes:
        name: as it was given.
        saved: when it was saved, as it says itself; of a CSV file, as its folder says. In UTC.
        exported: when kpitrack wrote it, where it carries that.
        changed: when its folder says that it changed, in seconds; what it says itself is no finer than a second.
        rows: what it answers.
        faulty: whether something in it cannot be read.
    """

    name: str
    saved: dt.datetime = _NEVER
    exported: dt.datetime = _NEVER
    changed: float = 0.0
    rows: list[PlacedRow] = field(default_factory=list)
    faulty: bool = True


def run(
    files: Annotated[
        list[str],
        argument("FILE", "The workbooks or CSV files that came back, folders of them, or a pattern: 'back/*.xlsx'."),
    ],
    replace: Annotated[
        bool, option("--replace", "Put the answers in place of what they contradict; of two, the one saved last.")
    ] = False,
    dry_run: DryRun = False,
) -> int:
    from kpitrack.cli.given_files import SPREADSHEETS, given_files
    from kpitrack.workspace.record import recording
    from kpitrack.workspace.sheet_entries import Entries

    names = given_files(files, SPREADSHEETS)
    # Workbooks may be large: nobody waits for the lock while they are read.
    before = Entries(opened_to_edit())
    returned = sorted(
        (_read(name, before.find) for name in names), key=lambda one: (one.saved, one.exported, one.changed)
    )
    with recording(find_root(current().root), dry_run=dry_run):
        return _import(returned, before, replace=replace, dry_run=dry_run)


def _import(returned: Sequence[Returned], before: Entries, *, replace: bool, dry_run: bool) -> int:
    """Record what the files say of the KPIs of ``before``, as the repository is now."""
    from kpitrack.cli.recording import record
    from kpitrack.workspace.record import Refused
    from kpitrack.workspace.sheet_entries import Entries

    forget()
    space = opened_to_edit()
    repository = Entries(space)
    refs = {row.answer.ref for one in returned for row in one.rows}
    if any(repository.item(ref) != before.item(ref) for ref in refs):
        raise Refused(
            say("the KPIs were changed by someone else in the meantime. Nothing was written"),
            say("give the command again"),
        )
    if any(one.faulty for one in returned) and not current().keep_going:
        note(say("nothing was written"))
        return 1
    good, merged = _merged([one for one in returned if not one.faulty], repository, replace=replace)
    if merged is None:
        note(say("nothing was written"))
        return 1
    if current().keep_going:
        good, merged = _without_errors(space, good, repository, merged)
    for one in returned:
        if one not in good:
            note(say("left out: {path}", path=one.name))
    for loser, winner in merged.superseded:
        _tell_superseded(loser, winner, returned)
    if merged.edits:
        record(space, repository.changes(merged.edits), dry_run=dry_run)
    if good or not returned:
        sum_up(merged, dry_run=dry_run)
    else:
        note(say("nothing was written"))
    return int(len(good) < len(returned))


def _merged(returned: list[Returned], repository: Entries, *, replace: bool) -> tuple[list[Returned], Merged | None]:
    """What comes of the files together, and those that go into it; nothing where a fault keeps all from it."""
    from kpitrack.exchange.sheet.merge import merge

    while True:
        merged = merge([row for one in returned for row in one.rows], repository.recorded)
        faulty = _complain_of(merged, replace=replace)
        if not faulty:
            return returned, merged
        if not current().keep_going:
            return returned, None
        returned = [one for one in returned if one.name not in faulty]


def _complain_of(merged: Merged, *, replace: bool) -> set[str]:
    """Say what keeps answers from being recorded, and give the files that they stand in."""
    for one, message in merged.incomplete:
        _complain(one.at("value"), "", message, say("write the value, or choose a state such as missing"))
    faulty = {one.file for one, _ in merged.incomplete}
    if merged.conflicts and not replace:
        show_conflicts(merged.conflicts)
        faulty |= {one.file for conflict in merged.conflicts for one in (conflict.said, conflict.other) if one}
    return faulty


def _without_errors(
    space: Files, good: list[Returned], repository: Entries, merged: Merged
) -> tuple[list[Returned], Merged]:
    """Leave out the files whose answers would bring errors into the repository, one after the other."""
    from kpitrack.exchange.sheet.merge import merge
    from kpitrack.workspace.record import brought_about, forbids

    def errors(of: Merged) -> list[Diagnostic]:
        found = brought_about(space, repository.changes(of.edits)) if of.edits else []
        return list(filter(forbids, found))

    if not errors(merged):
        return good, merged
    kept: list[Returned] = []
    for one in good:
        together = merge([row for file in (*kept, one) for row in file.rows], repository.recorded)
        if found := errors(together):
            show_findings(found)
        else:
            kept.append(one)
    return kept, merge([row for file in kept for row in file.rows], repository.recorded)


def _read(name: str, find: Find) -> Returned:
    """What a file says, and what in it cannot be read."""
    from kpitrack.exchange.sheet.merge import PlacedRow
    from kpitrack.exchange.sheet.read import read_answers
    from kpitrack.exchange.spreadsheet.cells import UnreadableSheet, read_bytes, sheets_of
    from kpitrack.exchange.spreadsheet.xlsx import saved_at

    path = Path(name)
    try:
        with bar(say("reading {path}", path=path.name)) as step:
            data = read_bytes(path)
            answers = read_answers(sheets_of(data, step, layout=True), find)
    except UnreadableSheet as error:
        _complain(name, "", error.message, error.hint)
        return Returned(name)
    for problem in answers.problems:
        place = f"{name} {problem.sheet}!{problem.place}" if problem.sheet else f"{name} {problem.place}"
        _complain(place, problem.found, problem.message, problem.hint)
    if answers.problems:
        return Returned(name)
    _tell(name, answers)
    changed = path.stat().st_mtime
    saved = saved_at(data) or dt.datetime.fromtimestamp(changed, dt.UTC)
    rows = [PlacedRow(name, answer) for answer in answers.answers]
    exported = answers.carried.day if answers.carried else saved
    return Returned(name, saved, exported, changed, rows, faulty=False)


def _tell(path: str, answers: FilledSheet) -> None:
    """Say what was passed over in a file."""
    if answers.damaged:
        note(
            say(
                "{path}: its hidden sheet is not what was exported: every filled cell counts as an answer, and an empty"
                " one changes nothing",
                path=path,
            )
        )
    elif answers.carried is None:
        note(
            say(
                "{path} does not carry what it was exported with, as CSV files do not: every filled cell counts as an"
                " answer, and an empty one changes nothing",
                path=path,
            )
        )
    if answers.ignored:
        note(say("{path}: columns that are not read: {names}", path=path, names=some(answers.ignored)))
    if answers.others:
        note(say("{path}: sheets that are not read: {names}", path=path, names=", ".join(answers.others)))
    if answers.cleared:
        note(
            say(
                "{path}: rows that were cleared as a whole change nothing: {places}; where there is no value, choose a"
                " state such as missing",
                path=path, places=some(answers.cleared),
            )
        )  # fmt: skip
    if answers.gone:
        note(
            say(
                "{path}: rows that it was sent with are not in it any more, and count as not answered: {names}",
                path=path, names=some(answers.gone),
            )
        )  # fmt: skip
    if answers.empty:
        note(say_n("{path}: {n} row is not filled in", "{path}: {n} rows are not filled in", answers.empty, path=path))


def _tell_superseded(loser: PlacedRow, winner: PlacedRow, returned: Iterable[Returned]) -> None:
    """Say which answer does not count, and which does instead."""
    saved = {one.name: one.saved for one in returned}
    answer = loser.answer
    note(
        say(
            "{ref} {year}: {place} (saved {day}) is superseded by {other} (saved {later})",
            ref=answer.ref, year=answer.year, place=loser.at("value"), day=_moment(saved[loser.file]),
            other=winner.at("value"), later=_moment(saved[winner.file]),
        )
    )  # fmt: skip


def _moment(moment: dt.datetime) -> str:
    """A time as people here read it, with its zone."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def show_conflicts(conflicts: list[Conflict]) -> None:
    """Show both sides of each, and where they are from."""
    from kpitrack.exchange.sheet.columns import title_of
    from kpitrack.exchange.sheet.row import column_of

    for conflict in conflicts:
        answer = conflict.said.answer
        title = title_of(column_of(answer.record, conflict.other_name))
        new, old = _excerpts(conflict.new, conflict.old)
        named = {"ref": answer.ref, "year": answer.year, "name": title, "value": old}
        if conflict.other is not None:
            place = conflict.other.at(conflict.other_name)
            message = say("{ref} {year}: “{name}” is {value} in {place}", place=place, **named)
        elif conflict.other_name == "value":
            message = say("{ref} {year} already has another value: {value}", **named)
        elif conflict.old:
            message = say("{ref} {year} already has something else under “{name}”: {value}", **named)
        else:
            message = say("{ref} {year} has nothing under “{name}” any more", **named)
        if conflict.since:
            message = say("{message}; that was changed since the sheet was exported", message=message)
        _complain(conflict.said.at(conflict.name), new or said("nothing"), message, None)
    note(say("look which is right; to put the new ones in their place, add --replace"))


def _excerpts(one: str, other: str) -> tuple[str, str]:
    """Two texts from a little before the place where they begin to differ, each no longer than a few lines."""
    differing = (place for place, (here, there) in enumerate(zip(one, other, strict=False)) if here != there)
    start = max(next(differing, min(len(one), len(other))) - _BEFORE, 0)

    def excerpt(text: str) -> str:
        if len(text) <= _EXCERPT:
            return text
        return ("…" if start else "") + text[start : start + _EXCERPT] + ("…" if start + _EXCERPT < len(text) else "")

    return excerpt(one), excerpt(other)


def _complain(place: str, found: str, message: Text, hint: Text | None) -> None:
    """Say what is wrong at a place, what stands there, and what to write."""
    known = not found or found in str(message)
    complain(message if known else say("{message} (there is: {found})", message=message, found=found), hint, place)


def sum_up(merged: Merged, *, dry_run: bool) -> None:
    """Say how much was recorded."""
    if not merged.edits:
        note(say("everything is recorded already, nothing to change"))
        return
    if not dry_run:
        note(say_n("{n} entry recorded", "{n} entries recorded", len(merged.edits)))
    if merged.same:
        note(say_n("{n} row changes nothing", "{n} rows change nothing", merged.same))
