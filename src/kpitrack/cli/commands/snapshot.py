"""``kpitrack snapshot``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpitrack.cli.context import note
from kpitrack.language import mark, say, say_n
from kpitrack.language.system import reason_of

if TYPE_CHECKING:
    from kpitrack.exchange.dataset.write import SourceFile
    from kpitrack.workspace.strategies import Strategies

HELP = mark(
    "Write the repository as a Parquet dataset, from which status --source reads: for many organisations at once, "
    "and for other programs.\n\n"
    "DATASET is a folder, by custom ending in .parquet. It is there whole or not at all."
)


def run(
    dataset: Annotated[str, typer.Argument(metavar="DATASET", help=mark("The folder to write."))],
    replace: Annotated[
        bool, typer.Option("--replace", help=mark("Put it in the place of a dataset that is there."))
    ] = False,
) -> int:
    """Write the dataset."""
    from kpitrack.cli.opening import opened_files
    from kpitrack.cli.recording import refuse

    space = opened_files()
    from kpitrack.cli.output_file import place
    from kpitrack.exchange.dataset.write import NotWritten, replacing, write_parts
    from kpitrack.repository.held_folder import LeadsOut

    try:
        within, _ = place(Path(dataset))
        tables, comparators = space.connected()
        with replacing(Path(dataset), replace=replace, within=within) as writer:
            write_parts(writer, tables, comparators, partial(_documents, space.strategies))
            writer.finish(space.settings, len(space.listing.files))
    except (NotWritten, LeadsOut) as error:
        refuse(error.message, error.hint)
    except OSError as error:
        refuse(say("{path} cannot be written: {reason}", path=dataset, reason=reason_of(error)))
    note(say_n("{path}: {n} KPI", "{path}: {n} KPIs", space.survey.tables["kpis"].height, path=dataset))
    return 0


def _documents(strategies: Strategies, name: str) -> Iterator[SourceFile]:
    """The files of a strategy."""
    from kpitrack.exchange.dataset.write import SourceFile
    from kpitrack.repository.discovery import Kind, of_actuals

    for path in strategies.files[name]:
        yield SourceFile(name, Kind.ACTUALS if of_actuals(path) else Kind.STRATEGY, path, strategies.read(path) or b"")
