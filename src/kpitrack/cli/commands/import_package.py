from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from kpitrack.cli.context import current, note
from kpitrack.cli.opening import nothing_written
from kpitrack.cli.options import argument, option
from kpitrack.language import mark, say, say_n
from kpitrack.repository.discovery import find_root

HELP = mark(
    "Make the files of a repository again out of the Data Package that kpitrack export datapackage has written.\n\n"
    "Nothing that is there and says something else is overwritten. What is written is read again, held against the "
    "package and checked first; if anything is wrong, nothing is written. Comments and the way that values were "
    "written are not in a package: the files mean the same as those that it was made from."
)


def run(
    folder: Annotated[str, argument("DIR", "The folder that holds datapackage.json.")],
    out: Annotated[str | None, option("--out", "The repository; else the one at hand.", "REPO")] = None,
) -> int:
    from kpitrack.exchange.package.read import read_package
    from kpitrack.workspace.packages import changes_of
    from kpitrack.workspace.record import recording, write

    root = Path(out) if out is not None else find_root(current().root)
    trees: dict[str, Any] = read_package(Path(folder))
    root.mkdir(parents=True, exist_ok=True)
    with recording(root, dry_run=False):
        changes, errors = changes_of(root, trees)
        if errors:
            nothing_written(errors)
        write(root, changes, note)
    for change in changes:
        note(say("written: {path}", path=root / change.path))
    if as_they_were := len(trees) - len(changes):
        note(say_n("{n} file says so already", "{n} files say so already", as_they_were))
    return 0
