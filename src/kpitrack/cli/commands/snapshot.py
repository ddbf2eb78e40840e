from __future__ import annotations

from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from kpitrack.cli.context import Usage, current, note
from kpitrack.cli.opening import folder_of, leave_out, opened_files, root_at_hand
from kpitrack.cli.options import argument, option
from kpitrack.language import mark, say, say_n
from kpitrack.repository.discovery import ACTUALS, SETTINGS, STRATEGIES, find_root

if TYPE_CHECKING:
    from kpitrack.workspace.merging import Member
    from kpitrack.workspace.open import Files

HELP = mark(
    "Write the repository as a Parquet dataset, from which status --source reads: for many organisations at once, "
    "and for other programs.\n\n"
    "DATASET is a folder, by custom ending in .parquet. It is there whole or not at all, and sealed: a bit that "
    "changes later is noticed.\n\n"
    "With --add, repositories join those that are in it already, each by its own settings; what they need of each "
    "other is joined. One that is in it already takes the place of its earlier state."
)


def run(
    dataset: Annotated[str, argument("DATASET", "The folder to write.")],
    repositories: Annotated[
        list[str] | None, argument("REPOSITORY", "With --add: the repositories to add; else the one at hand.")
    ] = None,
    add: Annotated[bool, option("--add", "Add to the dataset what is not in it yet.")] = False,
    replace: Annotated[bool, option("--replace", "Put it in the place of a dataset that is there.")] = False,
) -> int:
    from kpitrack.cli.output_file import keep_off_data, unwritten

    if repositories and not add:
        raise Usage(
            say("there is one argument too many: {argument}", argument=repositories[0]), say("write --add to add it")
        )
    target = keep_off_data(folder_of(dataset))
    members = _joined(target, repositories or []) if add else [_member(None, "")]
    try:
        kpis = _write(target, members, replace=replace or (add and target.exists()))
    except OSError as error:
        raise unwritten(dataset, error) from None
    note(say_n("{path}: {n} KPI", "{path}: {n} KPIs", kpis, path=dataset))
    return 0


def _joined(target: Path, repositories: list[str]) -> list[Member]:
    """What is in the dataset already, and the repositories that join it."""
    from kpitrack.exchange.dataset.read import open_dataset
    from kpitrack.workspace.merging import members_of, put

    there = open_dataset(target) if target.exists() else None
    members = members_of(there) if there else []
    at_hand: list[str | None] = [None] if not repositories or (not members and root_at_hand()) else []
    for root in (*at_hand, *repositories):
        taken = {one.origin.name for one in members}
        members = put(members, _member(root, _free(root, taken) if members else ""))
    kept = [one.origin for one in members if there and one.origin in there.origins]
    leave_out(f"{target}: {path}" for origin in kept for path in origin.left_out)
    return members


def _free(root: str | None, taken: set[str]) -> str:
    """A name for the files of a repository, after its folder."""
    name = find_root(root or current().root).resolve().name or "repository"
    return next(found for found in chain([name], (f"{name}-{number}" for number in count(2))) if found not in taken)


def _member(root: str | None, name: str) -> Member:
    """A repository, opened and refused where it has errors."""
    from kpitrack.model.years import today
    from kpitrack.workspace.merging import member

    space = opened_files(root=root, tables=not name)
    commit, changed = _state(space)
    return member(space, name, commit, today(space.settings.time_zone).isoformat(), changed=changed)


def _state(space: Files) -> tuple[str | None, bool]:
    """The commit that a repository is at, and whether its files differ from it."""
    from kpitrack.history.git import GitFault, require_git

    try:
        git = require_git(space.listing.root)
        return git.commit("HEAD"), git.differs([STRATEGIES, ACTUALS, SETTINGS])
    except GitFault:
        return None, False


def _write(target: Path, members: list[Member], *, replace: bool) -> int:
    """Write ``members`` as the dataset ``target``, and tell how many KPIs they have."""
    from kpitrack.cli.output_file import place
    from kpitrack.exchange.dataset.write import replacing, write_parts
    from kpitrack.workspace.merging import merged

    within, _ = place(target)
    found = merged(members)
    with replacing(target, replace=replace, within=within) as writer:
        write_parts(writer, found.tables, found.comparators, found.documents)
        writer.finish(found.settings, found.origins)
    return found.tables["kpis"].height
