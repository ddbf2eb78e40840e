"""``kpitrack snapshot``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kpitrack.language import mark, say, say_n

from .session import note

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
    from .naming import strategies_of
    from .recording import refuse
    from .work import open_work

    work = open_work()
    from kpitrack.exchange.dataset_write import NotReplaced, replacing, write_parts
    from kpitrack.progress.frames import build

    strategies, settings = strategies_of(work), work.repository.configuration
    try:
        with replacing(Path(dataset), replace=replace) as writer:
            read = work.repository.strategies, work.repository.actuals
            frames = build(strategies, (file.model for file in read[1] if file.model), settings)
            write_parts(writer, frames, strategies)
            writer.finish(settings, sum(map(len, read)))
    except NotReplaced as error:
        refuse(error.message, error.hint)
    except OSError as error:
        refuse(say("{path} cannot be written: {reason}", path=dataset, reason=error.strerror or error))
    count = sum(1 for strategy in strategies for _ in strategy.kpis())
    note(say_n("{path}: {n} KPI", "{path}: {n} KPIs", count, path=dataset))
    return 0
