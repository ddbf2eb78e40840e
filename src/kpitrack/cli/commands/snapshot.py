"""``kpitrack snapshot``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kpitrack.cli.context import note
from kpitrack.cli.progress_bar import late_bar
from kpitrack.language import mark, say, say_n
from kpitrack.language.system import reason_of

if TYPE_CHECKING:
    from kpitrack.model.settings import Settings
    from kpitrack.model.strategy import Strategy
    from kpitrack.progress.frames import Frames
    from kpitrack.repository.repository import Listing

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
    from kpitrack.cli.recording import refuse

    content = _content()
    from kpitrack.cli.output_file import place
    from kpitrack.exchange.dataset.write import NotWritten, replacing, write_parts
    from kpitrack.repository.held_folder import LeadsOut

    try:
        within, _ = place(Path(dataset))
        with replacing(Path(dataset), replace=replace, within=within) as writer:
            write_parts(writer, content.frames, content.strategies)
            writer.finish(content.settings, content.sources)
    except (NotWritten, LeadsOut) as error:
        refuse(error.message, error.hint)
    except OSError as error:
        refuse(say("{path} cannot be written: {reason}", path=dataset, reason=reason_of(error)))
    count = content.frames.kpis.lazy().collect(engine="in-memory").height
    note(say_n("{path}: {n} KPI", "{path}: {n} KPIs", count, path=dataset))
    return 0


class _Content(NamedTuple):
    """What goes into the dataset; ``sources`` is how many files it comes from."""

    frames: Frames
    strategies: Iterable[Strategy]
    settings: Settings
    sources: int


def _content() -> _Content:
    """The repository, checked; of a large one, the frames, and the strategies one after another."""
    from kpitrack.cli.many import open_many

    if many := open_many(None):
        from kpitrack.checks.survey import Aids
        from kpitrack.progress.gathering import gather

        with late_bar(say("reading")) as progress:
            frames = gather(many.listing, many.seen, Aids(many.aids.store, progress, note))
        return _Content(frames, _each(many.listing), many.listing.configuration, len(many.listing.files))
    from kpitrack.cli.naming import strategies_of
    from kpitrack.cli.work import open_work
    from kpitrack.progress.frames import build

    work = open_work()
    strategies, actuals = strategies_of(work), [file.model for file in work.repository.actuals if file.model]
    settings = work.repository.configuration
    return _Content(build(strategies, actuals, settings), strategies, settings, len(strategies) + len(actuals))


def _each(listing: Listing) -> Iterator[Strategy]:
    """The strategies of ``listing``, which has no errors, in the order of their files."""
    from kpitrack.repository.discovery import Kind, read_bytes
    from kpitrack.repository.repository import assemble

    for found in listing.files:
        if found.kind is Kind.STRATEGY:
            read = assemble(listing.root, [found], [], lambda file: read_bytes(listing.root, file))
            yield from (file.model for file in read.strategies if file.model)
