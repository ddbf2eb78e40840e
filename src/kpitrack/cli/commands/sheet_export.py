"""``kpitrack sheet export``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpitrack.cli.context import Usage, note
from kpitrack.cli.offers import strategies
from kpitrack.cli.options import AsOf, choice, year_argument
from kpitrack.language import active, mark, pick, say, say_n, translate

if TYPE_CHECKING:
    from kpitrack.analysis.standing import WrittenStanding
    from kpitrack.exchange.sheet.write import SheetRow
    from kpitrack.model.actuals import Entry
    from kpitrack.model.record import AnySource
    from kpitrack.model.strategy import KPI
    from kpitrack.workspace.open import Files

HELP = mark(
    "Write the workbook that departments fill in: one row a KPI and year asked for, with what is needed to look at, "
    "and cells to fill in. What is recorded already stands in them.\n\n"
    "Without --year, the last fiscal year is asked for. With --split-by department there is one workbook each: "
    "OUT.xlsx becomes OUT-企画課.xlsx and so on. KPIs whose strategy does not reach to the year are left out."
)


def run(
    out: Annotated[str, typer.Argument(metavar="OUT", help=mark("The workbook to write, ending in .xlsx."))],
    year: Annotated[
        list[str] | None,
        typer.Option("--year", metavar="YEAR", help=mark("A fiscal year to ask for; may be repeated.")),
    ] = None,
    department: Annotated[
        list[str] | None,
        typer.Option("--department", metavar="NAME", help=mark("Only this department's KPIs; may be repeated.")),
    ] = None,
    strategy: Annotated[
        list[str] | None,
        typer.Option(
            "--strategy",
            metavar="STRATEGY",
            help=mark("Only this strategy; may be repeated."),
            autocompletion=strategies,
        ),
    ] = None,
    split_by: Annotated[
        str | None, choice("--split-by", ("department",), "department", mark("One workbook for each department."))
    ] = None,
    as_of: AsOf = None,
) -> int:
    """Write the workbook, or one for each department."""
    from kpitrack.cli.opening import opened_files

    space = opened_files(as_of)

    target = Path(out)
    if target.suffix.lower() != ".xlsx":
        raise Usage(say("{path} is not the name of an Excel workbook", path=out), say("end it in .xlsx"))
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise Usage(
            say("{path} cannot be written: there is no such folder, or it is one", path=out),
            say("name a file in a folder that is there"),
        )
    years = sorted({year_argument("--year", one) for one in year or ()}) or [space.as_of - 1]
    rows, left_out = asked_for(space, years, strategy)
    if department:
        rows = _of_departments(rows, department)
    if left_out:
        note(
            say_n(
                "{n} KPI is left out: its strategy does not reach to the year, or it is discontinued",
                "{n} KPIs are left out: their strategies do not reach to the year, or they are discontinued",
                left_out,
            )
        )
    if not rows:
        raise Usage(
            say("there is nothing to ask for in {years}", years=", ".join(str(one) for one in years)),
            say("name another year with --year, or see kpitrack status"),
        )
    if split_by is None:
        books = [(target, rows, _title(years))]
    else:
        books = [
            (path, [row for row in rows if row.department == name], _title(years, name))
            for name, path in _paths(target, rows)
        ]
    present = [_guard(path, space) for path, _, _ in books]
    for (path, part, title), old in zip(books, present, strict=True):
        _write(path, part, title, old)
    return 0


def asked_for(space: Files, years: list[int], strategies: Iterable[str] | None = None) -> tuple[list[SheetRow], int]:
    """The rows of the sheet in the order of the documents, and how many KPIs have none."""
    from kpitrack.analysis.standing import WrittenStanding
    from kpitrack.exchange.sheet.expected import expected_values
    from kpitrack.model.actuals import merged
    from kpitrack.views.titles import node_title
    from kpitrack.workspace.choose import Asked
    from kpitrack.workspace.choose import choose as choose_kpis

    chosen = choose_kpis(space, Asked(list(strategies or ())))
    expected = expected_values(space.frames(0, chosen.kpis(0)), years)
    judged = {one.ref: one.row for one in chosen.standings()}
    rows: list[SheetRow] = []
    before: dict[str, str] = {}
    left_out = 0
    for bundle in space.strategies.bundles(name for name in space.strategies.ids if name in {*chosen.ids}):
        if (model := bundle.strategy.model) is None:
            continue
        recorded = merged(file.model for file in bundle.actuals if file.model)
        departments = {node.item.id: pick(node.item.department) for node in model.nodes()}
        titles = {node.item.id: node_title(node.item) for node in model.nodes()}
        for placed in model.kpis():
            one = WrittenStanding(judged[f"{model.id}/{placed.item.id}"], model, placed.item)
            reached = [year for year in years if _reaches(one, year)]
            left_out += not reached
            if one.kpi.continues is not None and one.kpi.accumulation != "running_total":  # which share no values
                before[one.ref] = one.kpi.continues
            department = pick(one.kpi.department) or next(
                (found for step in reversed(one.path) if (found := departments[step])), ""
            )
            above = [titles[step] for step in one.path]
            rows += [_row(one, year, department, above, recorded.get(one.kpi.id, {}), expected) for year in reached]
    return _once(rows, before), left_out


def _once(rows: Sequence[SheetRow], before: Mapping[str, str]) -> list[SheetRow]:
    """A year of a series under several strategies: the rows that have an entry, else that of the last strategy.

    Args:
        rows: of every KPI.
        before: for a KPI that shares the values of the one that it continues, which.
    """
    series: dict[tuple[str, int], list[SheetRow]] = {}
    for row in rows:
        series.setdefault((_line(row.kpi, before)[-1], row.year), []).append(row)
    kept: set[tuple[str, int]] = set()
    for same in series.values():
        entered = [row for row in same if row.value is not None or row.status is not None]
        last = max(same, key=lambda row: len(_line(row.kpi, before)))
        kept.update((row.kpi, row.year) for row in entered or [last])
    return [row for row in rows if (row.kpi, row.year) in kept]


def _line(kpi: str, before: Mapping[str, str]) -> list[str]:
    """A KPI, the one that it continues, and so on to the first."""
    return [kpi, *_line(before[kpi], before)] if kpi in before else [kpi]


def _reaches(one: WrittenStanding, year: int) -> bool:
    last = max(one.strategy.period.end, one.row["target_year"] or 0)
    gone = one.kpi.discontinued is not None and year >= one.kpi.discontinued.year
    return bool(one.row["start_year"] < year <= last) and not gone and one.kpi.computed is None


def _row(
    one: WrittenStanding,
    year: int,
    department: str,
    above: Sequence[str],
    entries: dict[int, Entry],
    expected: dict[tuple[str, int], float],
) -> SheetRow:
    from kpitrack.analysis.standing import scale_word
    from kpitrack.exchange.sheet.columns import ACCUMULATIONS
    from kpitrack.exchange.sheet.write import SheetRow
    from kpitrack.model.actuals import Actual

    kpi, row = one.kpi, one.row
    known = {past: value for past, entry in entries.items() if (value := _value(entry, kpi)) is not None}
    previous = max((past for past in known if past < year), default=None)
    entry = entries.get(year)
    found = entry if isinstance(entry, Actual) else Actual(value=entry)
    target = kpi.target
    simple = target is None or (target.form == "value" and not target.strict and not target.approximate)

    def shown(value: float | None) -> float | str | None:
        return value if kpi.scale is None else scale_word(row, value)

    return SheetRow(
        kpi=one.ref,
        year=year,
        calendar=kpi.calendar,
        name=one.name,
        unit=one.unit,
        goal=above[0],
        measure=above[-1] if len(above) > 1 else "",
        department=department,
        definition="\n".join(filter(None, (pick(kpi.definition), pick(kpi.method), source_words(kpi.source)))),
        accumulation=translate(ACCUMULATIONS[kpi.accumulation]),
        baseline_year=row["baseline_year"],
        baseline=shown(row["baseline_value"]),
        target_year=row["target_year"],
        target=shown(row["target_value"]),
        target_words="" if simple else one.target_text(),
        previous_year=previous,
        previous=None if previous is None else shown(known[previous]),
        expected=shown(expected.get((one.ref, year))),
        value=shown(known.get(year)),
        status=found.status if year in entries else None,
        source=source_words(found.source),
        note=pick(found.note),
        published=found.published,
    )


def _value(entry: Entry, kpi: KPI) -> float | None:
    """The value of an entry; one that is derived, with as many digits as a division gives, with the 15 of a cell."""
    from kpitrack.exchange.spreadsheet.cells import shortest
    from kpitrack.model.actuals import Actual

    value = kpi.value_of(entry)
    return shortest(value) if value is not None and isinstance(entry, Actual) and entry.value is None else value


def source_words(source: AnySource | None) -> str:
    """A source as one text: its title, else its address."""
    from kpitrack.model.record import Source

    if isinstance(source, Source):
        return pick(source.title) or source.url or ""
    return pick(source)


def _of_departments(rows: list[SheetRow], names: list[str]) -> list[SheetRow]:
    from kpitrack.model.names import normal_name
    from kpitrack.model.suggestions import did_you_mean

    names = [normal_name(name) for name in names]
    known = sorted({row.department for row in rows if row.department})
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            if hint is None and known:
                hint = say("write one of: {words}", words=", ".join(known))
            raise Usage(say("no KPI belongs to the department {name}", name=name), hint)
    return [row for row in rows if row.department in names]


def _paths(target: Path, rows: list[SheetRow]) -> list[tuple[str, Path]]:
    """One file for each department, in the order of the sheet."""
    found: dict[str, Path] = {}
    for row in rows:
        if row.department in found:
            continue
        name = row.department or str(say("no department"))
        safe = "".join("_" if character in '\\/:*?"<>|' or ord(character) < 0x20 else character for character in name)
        base = f"{target.stem}-{safe.strip(' .')[:60] or '_'}"
        path, count = target.with_name(f"{base}{target.suffix}"), 2
        while path in found.values():
            path, count = target.with_name(f"{base}-{count}{target.suffix}"), count + 1
        found[row.department] = path
    return list(found.items())


def _title(years: list[int], department: str = "") -> str:
    from kpitrack.model.years import show_year

    parted = "、" if active() == "ja" else ", "
    title = str(say("KPI values for {years}", years=parted.join(show_year(year, era=True) for year in years)))
    return f"{title}  {department}".strip()


def _guard(path: Path, space: Files) -> bytes | None:
    """The file that is there, unless it may hold what is nowhere else: answers not recorded yet, or another table.

    Raises:
        Ended: it does.
    """
    from kpitrack.cli.recording import refuse
    from kpitrack.exchange.sheet.merge import PlacedRow, merge
    from kpitrack.exchange.sheet.read import read_answers
    from kpitrack.exchange.spreadsheet.cells import UnreadableSheet, read_bytes, sheets_of
    from kpitrack.workspace.sheet_entries import Entries

    if not path.exists():
        return None
    entries = Entries(space)
    try:
        content = read_bytes(path)
        found = read_answers(sheets_of(content), entries.find)
    except UnreadableSheet as error:
        refuse(
            say("{path} is there already, and is no sheet of kpitrack: {problem}", path=path, problem=error.message),
            say("name another file, or take that one away"),
        )
    merged = merge([PlacedRow(path.name, answer) for answer in found.answers], entries.recorded)
    if found.problems or merged.edits or merged.incomplete:
        refuse(
            say("{path} holds answers that are not recorded yet", path=path),
            say("record them with kpitrack sheet import, or name another file"),
        )
    return content


def _write(path: Path, rows: list[SheetRow], title: str, old: bytes | None) -> None:
    from kpitrack.cli.output_file import write_new
    from kpitrack.cli.progress_bar import bar
    from kpitrack.exchange.sheet.write import write_sheet

    with bar(say("writing {path}", path=path.name), len(rows)) as step:
        data = write_sheet(rows, title, step)
    write_new(path, data, old)
    note(say_n("{path}: {n} row to fill in", "{path}: {n} rows to fill in", len(rows), path=path))
