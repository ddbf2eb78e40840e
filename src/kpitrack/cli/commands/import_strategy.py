"""``kpitrack import-strategy``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kpitrack.cli.context import Usage, note
from kpitrack.language import mark, say, say_n

HELP = mark(
    "Draft a strategy file from a spreadsheet that lists KPIs, as towns publish them: a workbook (.xlsx) or a CSV "
    "file with columns such as 指標名, 単位, 現状値, 目標値.\n\n"
    "Nothing is invented: comments name the cell that each line comes from and what was not understood, and what the "
    "file does not say is marked TODO. A person finishes the draft."
)


def run(
    file: Annotated[str, typer.Argument(metavar="FILE", help=mark("The spreadsheet: .xlsx or CSV."))],
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help=mark("Write the draft there instead of on stdout."))
    ] = None,
) -> int:
    """Draft the strategy."""
    from kpitrack.cli.main import complain
    from kpitrack.cli.output_file import write_new
    from kpitrack.cli.progress_bar import counter
    from kpitrack.exchange.draft.draft import draft_strategy
    from kpitrack.exchange.draft.yaml import write_draft
    from kpitrack.exchange.spreadsheet.cells import UnreadableSheet, read_spreadsheet

    path = Path(file)
    if not path.exists():
        raise Usage(say("there is no file {path}", path=file), say("look at its name and its folder"))
    if out is not None and Path(out).exists():
        raise Usage(say("{path} is there already", path=out), say("a draft replaces nothing: name another file"))
    try:
        with counter(say("reading {path}", path=path.name)) as step:
            sheets = read_spreadsheet(path, step)
    except UnreadableSheet as error:
        complain(say("{path}: {problem}", path=file, problem=error.message), error.hint)
        return 1
    draft = draft_strategy(sheets)
    kpis = list(draft.kpis())
    if not kpis:
        complain(
            say("{path} has no list of KPIs that is understood", path=file),
            say("give its columns headings such as 指標名, 単位, 現状値, 目標値"),
        )
        return 1
    text = write_draft(draft, path.name)
    if out is None:
        print(text, end="")
    else:
        write_new(out, text.encode())
    note(say_n("{n} KPI drafted", "{n} KPIs drafted", len(kpis)))
    left = len(draft.open) + sum(len(kpi.open) for kpi in kpis)
    if left:
        note(
            say_n(
                "{n} place was not understood: see the comments",
                "{n} places were not understood: see the comments",
                left,
            )
        )
    return 0
