from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from kpitrack.cli.context import Usage, current, note
from kpitrack.cli.opening import opened_to_edit
from kpitrack.cli.options import DryRun, argument
from kpitrack.language import mark, say, say_n
from kpitrack.model.vocabulary import ID
from kpitrack.repository.discovery import Kind, find_root

if TYPE_CHECKING:
    from kpitrack.repository.edit.rename import Renaming
    from kpitrack.repository.repository import Repository
    from kpitrack.workspace.record import FileChange

HELP = mark(
    "Give a strategy, goal, measure or KPI another id, in every file that names it, in one go: its own file, the "
    "actuals, and every reference of other strategies.\n\n"
    "OLD is strategy/id, or the id alone where it is unique; NEW is the new id alone."
)


def run(
    old: Annotated[str, argument("OLD", "The id, or strategy/id.")],
    new: Annotated[str, argument("NEW", "The new id.")],
    dry_run: DryRun = False,
) -> int:
    from kpitrack.cli.recording import record
    from kpitrack.workspace.record import recording

    with recording(find_root(current().root), dry_run=dry_run):
        space = opened_to_edit()
        renaming = _renaming(space.repository, old, new)
        if renaming.old == renaming.new:
            note(say("{name} is called so already", name=old))
            return 0
        changes = _changes(space.repository, renaming)
        record(space, changes, dry_run=dry_run)
    if not dry_run:
        note(say_n("renamed in {n} file", "renamed in {n} files", len(changes)))
    return 0


def _changes(repository: Repository, renaming: Renaming) -> list[FileChange]:
    """What changes in every file that names it."""
    from kpitrack.repository.edit.rename import rename_in
    from kpitrack.workspace.record import FileChange

    changes = []
    files = [(Kind.STRATEGY, file.path, file.model.id) for file in repository.strategies if file.model]
    files += [(Kind.ACTUALS, file.path, file.model.strategy) for file in repository.actuals if file.model]
    for kind, path, strategy in files:
        data = repository.read(path)
        if data is None or renaming.old.encode() not in data:
            continue
        changed = rename_in(data, renaming, own=strategy == renaming.strategy)
        if changed != data:
            changes.append(FileChange(kind, path, data, changed))
    return changes


def _renaming(repository: Repository, old: str, new: str) -> Renaming:
    """What is renamed.

    Raises:
        Usage, NotThere: there is no such id, several, or the new one cannot be.
    """
    from kpitrack.model.suggestions import did_you_mean
    from kpitrack.repository.edit.rename import Renaming, kinds_of
    from kpitrack.workspace.names import several

    strategy, slash, name = old.rpartition("/")
    new = new.removeprefix(f"{strategy}/") if slash else new
    if not re.fullmatch(ID, new):
        raise Usage(
            say("{name} is no id", name=new), say("an id has small letters, digits and hyphens, such as new-residents")
        )
    models = {file.path: file.model for file in repository.strategies if file.model}
    if not slash and any(model.id == old for model in models.values()):
        return Renaming("strategy", old, old, new)
    found = [
        Renaming(kind, model.id, name, new)
        for path, model in models.items()
        if not slash or model.id == strategy
        for kind in kinds_of(repository.read(path) or b"", name)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        refs = sorted({f"{one.strategy}/{one.old}" for one in found})
        message = say("{name} names more than one thing", name=old)
        raise several(message, refs) if len(refs) > 1 else Usage(message)
    known = [model.id for model in models.values()]
    known += [placed.item.id for model in models.values() for placed in (*model.nodes(), *model.kpis())]
    hint = did_you_mean(name, known) or say("kpitrack tree --format json lists their ids")
    raise Usage(say("there is nothing with the id {name}", name=old), hint)
