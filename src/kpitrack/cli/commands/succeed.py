from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from kpitrack.cli.context import Usage, note
from kpitrack.cli.offers import strategies
from kpitrack.cli.opening import opened_files
from kpitrack.cli.options import AsOf, argument
from kpitrack.language import mark, say, say_n
from kpitrack.model.vocabulary import ID
from kpitrack.repository.discovery import STRATEGIES

HELP = mark(
    "Draft the next period's strategy: the same outline, its KPIs continued, their last values as baselines, and what "
    "the old strategy leaves open listed at the top.\n\n"
    "Targets are yours to set: what is marked TODO is named by kpitrack validate until a person has written it."
)


def run(
    old: Annotated[str, argument("OLD", "The id of the strategy that ends.", strategies)],
    file: Annotated[str, argument("FILE", "The new file; its name without .yaml becomes the new id.")],
    as_of: AsOf = None,
) -> int:
    name = Path(file).stem
    if Path(file).suffix != ".yaml" or not re.fullmatch(ID, name):
        raise Usage(
            say("{file} gives the new strategy no id", file=file),
            say("name it with small letters, digits and hyphens, such as data/strategies/town-3.yaml"),
        )

    space = opened_files(as_of)
    from kpitrack.cli.output_file import keep_off_data, write_new
    from kpitrack.exchange.successor import write_successor
    from kpitrack.workspace.choose import Asked, choose

    if taken := space.strategies.files.get(name):
        raise Usage(say("the id {id} is that of {path}", id=name, path=taken[0]), say("name the file otherwise"))
    read = (space.listing.root / STRATEGIES).resolve() in Path(file).resolve().parents
    if not read:
        keep_off_data(file)
    chosen = choose(space, Asked((old,)))
    standings = {one.ref: one for one in chosen.standings()}
    draft = write_successor(chosen.workspace.strategies.strategy(old), name, standings)
    write_new(file, draft.text.encode())
    note(say("written: {path}", path=file))
    if not read:
        note(say("it is read once it lies in {folder}", folder=f"{STRATEGIES}/"))
    note(say_n("{n} KPI continued", "{n} KPIs continued", draft.continued))
    if draft.open_ends:
        note(
            say_n(
                "{n} thing left open, listed at the top of the file",
                "{n} things left open, listed at the top of the file",
                len(draft.open_ends),
            )
        )
    return 0
