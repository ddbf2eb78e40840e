from __future__ import annotations

from typing import Annotated

from kpitrack.cli.context import Ended, Usage, current
from kpitrack.cli.offers import schemes
from kpitrack.cli.opening import show_findings
from kpitrack.cli.options import argument, choice
from kpitrack.cli.screen import show
from kpitrack.cli.streams import write_utf8
from kpitrack.language import mark, say
from kpitrack.repository.discovery import NothingHere, find_root

HELP = mark(
    "List the grading schemes, or show one as YAML that can be pasted into kpitrack.yaml and changed.\n\n"
    "A scheme of one's own with the name of a built-in one goes before it."
)
FORMATS = ("text", "json")


def run(
    name: Annotated[str | None, argument("NAME", "The scheme to show.", schemes)] = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
) -> int:
    from kpitrack.model.schemes import BUILT_IN_NAMES, written
    from kpitrack.model.suggestions import did_you_mean
    from kpitrack.views.scheme import as_json, as_text, as_yaml

    own = _own_schemes()
    schemes = {**{built_in: written(built_in) for built_in in BUILT_IN_NAMES}, **own}
    if name is not None and name not in schemes:
        raise Usage(
            say("there is no grading scheme {name}", name=name),
            did_you_mean(name, schemes) or say("kpitrack scheme lists them"),
        )
    chosen = schemes if name is None else {name: schemes[name]}
    if format_ == "json":
        show(as_json(chosen), format_=format_)
    elif name is None:
        show(as_text(schemes, own))
    else:
        write_utf8()  # it is to be a part of a file
        show(as_yaml(chosen), "yaml")
    return 0


def _own_schemes() -> dict[str, object]:
    """The schemes of the repository, as they are written; none where there is no repository.

    Raises:
        Ended: its settings have errors, which have been shown.
    """
    from kpitrack.repository.places import place
    from kpitrack.repository.repository import list_repository
    from kpitrack.repository.yaml.tree import read_tree

    try:
        listing = list_repository(find_root(current().root))
    except NothingHere:
        if current().root:
            raise
        return {}
    if listing.settings is None:
        return {}
    if listing.settings.model is None:
        show_findings(place(listing.settings.findings, listing.read))
        raise Ended(1)
    settings = read_tree(listing.read(listing.settings.path) or b"").data
    return (settings.get("schemes") or {}) if isinstance(settings, dict) else {}
