"""``kpitrack scheme``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kpitrack.language import mark, say

from .session import Usage, current
from .usage import choose

HELP = mark(
    "List the grading schemes, or show one as YAML that can be pasted into kpitrack.yaml and changed.\n\n"
    "A scheme of one's own with the name of a built-in one goes before it."
)


def run(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=mark("The scheme to show."))] = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help=mark("text or json."))] = "text",
) -> int:
    """List or show."""
    choose("--format", format_, ("text", "json"))

    from kpitrack.model.schemes import BUILT_IN_NAMES, written
    from kpitrack.render.scheme import as_yaml, document, listing

    own = _own_schemes()
    schemes = {**{built_in: written(built_in) for built_in in BUILT_IN_NAMES}, **own}
    if name is not None and name not in schemes:
        from .usage import nearest_command

        near = nearest_command(name, schemes)
        raise Usage(
            say("there is no grading scheme {name}", name=name),
            say("did you mean “{word}”?", word=near) if near else say("kpitrack scheme lists them"),
        )
    chosen = schemes if name is None else {name: schemes[name]}
    if format_ == "json":
        print(document(chosen))
    elif name is None:
        for line in listing(schemes, own):
            print(line)
    else:
        sys.stdout.write(as_yaml(chosen))
    return 0


def _own_schemes() -> dict[str, object]:
    """The schemes of the repository, as they are written; none where there is no repository."""
    from kpitrack.files.discovery import NothingHere, find_root
    from kpitrack.files.tree import read_tree

    try:
        data = (find_root(current().root) / "kpitrack.yaml").read_bytes()
    except (NothingHere, OSError):
        if current().root:
            raise
        return {}
    settings = read_tree(data).data
    schemes = settings.get("schemes") if isinstance(settings, dict) else None
    return schemes if isinstance(schemes, dict) else {}
