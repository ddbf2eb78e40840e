from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from kpitrack.cli.context import Usage, ask, current, note
from kpitrack.cli.opening import looked_into, opened_to_edit
from kpitrack.cli.options import DryRun, SheetName, argument, choice, option
from kpitrack.cli.progress_bar import bar
from kpitrack.language import mark, pick, say, say_n
from kpitrack.language.visible import visible
from kpitrack.repository.discovery import find_root

from .import_strategy import FORMATS, read_files, show_account

if TYPE_CHECKING:
    from kpitrack.exchange.sheet.merge import Merged, PlacedRow
    from kpitrack.exchange.table.match import Known, Matcher
    from kpitrack.exchange.table.reading import TablesReading
    from kpitrack.workspace.open import Files

HELP = mark(
    "Record the yearly values of known KPIs from a table that kpitrack did not make: a workbook, a CSV file, a Word "
    "document or a PDF, with years across or down; also what e-Stat and RESAS give out.\n\n"
    "Rows are matched by the KPI's id or name. What is only similar is asked about on a terminal and never guessed; "
    "with --map, what was decided is kept in a file for next year's table. All values are recorded in one go, or none."
)


def run(
    files: Annotated[list[str], argument("FILE", "The tables: .xlsx, CSV, .docx or PDF.")],
    sheet: SheetName = None,
    map_: Annotated[
        str | None, option("--map", "Where it is kept which KPI each row is; read and written.", "FILE")
    ] = None,
    replace: Annotated[bool, option("--replace", "Put the new values in place of others.")] = False,
    dry_run: DryRun = False,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
) -> int:
    from kpitrack.exchange.table.match import Matcher
    from kpitrack.workspace.record import recording

    reading = read_files(files, sheet, known=Matcher(_known(looked_into(pieces=True))).knows)
    run_ = _Import(reading, map_, replace=replace, dry_run=dry_run, format=format_)
    with recording(find_root(current().root), dry_run=dry_run):
        return run_.record()


def _known(space: Files) -> dict[str, Known]:
    """The KPIs of the repository by their refs."""
    from kpitrack.exchange.table.match import known_kpis

    return known_kpis(file.model for file in space.repository.strategies if file.model)


@dataclass(slots=True)
class _Import:
    reading: TablesReading
    map_file: str | None
    replace: bool
    dry_run: bool
    format: str
    ids: dict[int, str] = field(default_factory=dict)
    near: dict[str, tuple[Known, ...]] = field(default_factory=dict)
    values: list[dict[str, Any]] = field(default_factory=list)

    def record(self) -> int:
        """Match the rows, record their values, and keep what was decided."""
        from kpitrack.cli.recording import record
        from kpitrack.exchange.sheet.merge import merge
        from kpitrack.exchange.table.match import Matcher
        from kpitrack.workspace.sheet_entries import Entries

        space = opened_to_edit()
        old, decided = self._decided()
        rows = self._match(Matcher(_known(space), decided), decided)
        repository = Entries(space)
        merged = merge(rows, repository.recorded)
        refused = bool(merged.conflicts) and not self.replace
        show_account(self.reading, self.ids, self.format, {"kpis": self.values})
        if self.map_file and not self.dry_run:
            self._keep(old, decided)  # before the values: where it cannot be kept, none of them is recorded either
        if not refused and merged.edits:
            changes = repository.changes(merged.edits)
            record(space, changes, dry_run=self.dry_run, show=self.format != "json")
        return self._sum_up(merged, rows, refused=refused)

    def _decided(self) -> tuple[bytes | None, dict[str, str]]:
        """The mapping file as it is, and what was decided in it.

        Raises:
            Usage: it is no mapping file.
        """
        from kpitrack.exchange.table.match import BadMapping, read_mapping
        from kpitrack.repository.opener import Cause, Refusal, read_given

        if self.map_file is None:
            return None, {}
        old = read_given(Path(self.map_file), 10_000_000)
        if isinstance(old, Refusal):
            if old.cause is Cause.MISSING:
                return None, {}
            raise Usage(say("{path}: {problem}", path=self.map_file, problem=old.message), old.hint)
        try:
            return old, read_mapping(old)
        except BadMapping as error:
            raise Usage(say("{path}: {problem}", path=self.map_file, problem=error.message), error.hint) from None

    def _match(self, matcher: Matcher, decided: dict[str, str]) -> list[PlacedRow]:
        """The values of the rows that are known KPIs; the cells of the others are left with the reason."""
        from kpitrack.exchange.table.match import key_of

        found: list[PlacedRow] = []
        with bar(say("matching the rows"), len(self.reading.records)) as step:
            for number, indicator in enumerate(self.reading.records):
                step()
                account = self.reading.accounts[number]
                match = matcher.match(indicator)
                known = match.known or self._asked(key_of(indicator), match.near, decided)
                if known is None:
                    reason = (
                        say("left out, as was decided")
                        if match.skipped
                        else say("may be {words}, which was not decided", words=", ".join(o.ref for o in match.near))
                        if match.near
                        else say("no KPI has this id or name")
                    )
                    cells = [cell for cells in indicator.texts.values() for cell in cells]
                    account.leave([*indicator.cells, *cells, *(value.cell for value in indicator.values)], reason)
                    continue
                decided[key_of(indicator)] = known.ref
                found += self._values(number, known)
        return found

    def _asked(self, key: str, near: tuple[Known, ...], decided: dict[str, str]) -> Known | None:
        """Which of the similar KPIs a row is, asked on a terminal; elsewhere the mapping file keeps the question."""
        from kpitrack.exchange.table.match import SKIP
        from kpitrack.model.numbers import narrow

        if not near:
            return None
        if not (sys.stdin.isatty() and sys.stderr.isatty()) or self.format == "json":
            self.near[key] = near
            return None
        note(say("“{row}” may be:", row=visible(key)))
        for place, one in enumerate(near, 1):
            note(f"  {place}  {one.ref}  {visible(pick(one.kpi.name))}")
        answer = narrow(ask(say("its number, - to leave it out for good, or nothing")))
        if answer == SKIP:
            decided[key] = SKIP
        elif answer.isdecimal() and 1 <= int(answer) <= len(near):
            return near[int(answer) - 1]
        else:
            self.near[key] = near
        return None

    def _values(self, number: int, known: Known) -> list[PlacedRow]:
        from kpitrack.exchange.sheet.merge import PlacedRow
        from kpitrack.exchange.sheet.row import FilledRow
        from kpitrack.exchange.table.actuals import values_of
        from kpitrack.views.imported import known_as_json

        indicator, account = self.reading.records[number], self.reading.accounts[number]
        values = values_of(indicator, known.kpi, account, number)
        if not values:
            return []
        self.ids[number] = known.ref
        for cell in (*indicator.cells, *indicator.area):
            account.use(cell, "name", number)
        for cell in indicator.texts.get("unit", []):
            account.use(cell, "unit", number)
        for cells in indicator.texts.values():
            account.leave(cells, say("nothing that an actual holds"))
        by_year = {str(one.year): one.fields["value"] for one in sorted(values, key=lambda one: one.year)}
        self.values.append(known_as_json(known, by_year))
        file = next(file.path for file in self.reading.files for sheet in file.sheets if sheet.account is account)
        placed = [(one, dict.fromkeys(one.fields, one.cell.place)) for one in values]
        return [
            PlacedRow(file, FilledRow("actual", known.ref, one.year, one.fields, indicator.sheet, places))
            for one, places in placed
        ]

    def _keep(self, old: bytes | None, decided: dict[str, str]) -> None:
        from kpitrack.cli.output_file import write_new
        from kpitrack.exchange.table.match import write_mapping

        new = write_mapping(decided, self.near)
        if self.map_file and new != old:
            write_new(self.map_file, new, old)

    def _sum_up(self, merged: Merged, rows: list[PlacedRow], *, refused: bool) -> int:
        from .sheet_import import show_conflicts, sum_up

        for key, near in self.near.items():
            note(say("“{row}” may be {words}: decide it in the mapping file (--map)", row=key,
                     words=", ".join(one.ref for one in near)))  # fmt: skip
        if refused:
            show_conflicts(merged.conflicts)
            note(say("nothing was written"))
            return 1
        if not rows:
            note(say("no value of a known KPI was found"))
            return 1
        note(say_n("{n} KPI matched", "{n} KPIs matched", len(self.values)))
        sum_up(merged, dry_run=self.dry_run)
        return 0
