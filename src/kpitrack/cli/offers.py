"""What a shell is offered for the values of options and arguments: what the repository at hand holds.

It must be quick and never fail: files are read as plain data, only as many as are needed, and what cannot be read is
left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from kpitrack.model.vocabulary import ID

#: Patterns are compiled where they are used: every command loads this module, and only a shell asks it.
_ID_LINE = rb"(?m)^id:[ \t]*[\"']?(%b)" % ID.encode()
_HEAD = 4096  # bytes of a file, in which its id stands
_MOST_READ = 10  # strategies whose KPIs are offered at once
#: What a shell might take for more than text where it shows a description, and typer for markup.
_NOT_TEXT = r"[^\w .,・、。（）()「」『』％%／/:：;〜～ー-]+"


Words = Sequence[str] | Callable[[], Sequence[str]]  # a function, where a library must be loaded for them


def one_of(words: Words) -> Callable[[str], list[str]]:
    """Offers each of ``words``."""

    def offer(incomplete: str) -> list[str]:
        return [word for word in all_of(words) if word.startswith(incomplete)]

    return offer


def some_of(words: Words) -> Callable[[str], list[str]]:
    """Offers the lists parted by commas that the typed one may become with one of ``words`` more."""

    def offer(incomplete: str) -> list[str]:
        before, comma, begun = incomplete.rpartition(",")
        taken = before.split(",")
        return [f"{before}{comma}{word}" for word in all_of(words) if word.startswith(begun) and word not in taken]

    return offer


def all_of(words: Words) -> Sequence[str]:
    """The words themselves."""
    return words() if callable(words) else words


def observation_statuses_by_word() -> Mapping[str, str]:
    """The statuses of a yearly value by all that they are called, such as 速報値."""
    from kpitrack.exchange.sheet.columns import statuses_by_word

    return statuses_by_word()


def statuses_by_word() -> Mapping[str, str]:
    """The statuses of KPIs by all that they are called, such as 順調."""
    from kpitrack.views.words import statuses_by_word

    return statuses_by_word()


def strategies(ctx: typer.Context, incomplete: str) -> list[str]:
    """The ids of strategies."""
    return [name for name in _strategies(ctx) if name.startswith(incomplete)]


def kpis(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """KPIs as ``strategy/kpi`` with their names, of few strategies; of many, only ``strategy/``; or their ids alone."""
    wanted, slash, _ = incomplete.partition("/")
    known = _strategies(ctx)
    found = {name: path for name, path in known.items() if (name == wanted if slash else name.startswith(wanted))}
    if len(found or known) > _MOST_READ:
        return [(f"{name}/", "") for name in found]
    root = _root(ctx)
    if root is None:
        return []
    offered = [(f"{name}/{kpi}", title) for name, path in found.items() for kpi, title in _kpis_of(root, path)]
    if not found:  # a KPI may be called by its id where no other one has it
        offered = [one for path in known.values() for one in _kpis_of(root, path)]
    return [(ref, title) for ref, title in offered if ref.startswith(incomplete)]


def schemes(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of grading schemes, those of the repository among them."""
    from kpitrack.model.schemes import BUILT_IN_NAMES
    from kpitrack.repository.discovery import SETTINGS

    root = _root(ctx)
    settings = _plain(root, SETTINGS) if root else None
    own = settings.get("schemes") if isinstance(settings, dict) else None
    names = [*BUILT_IN_NAMES, *(own if isinstance(own, dict) else ())]
    return [name for name in names if isinstance(name, str) and _is_plain(name) and name.startswith(incomplete)]


def _root(ctx: Any) -> Path | None:
    """The repository, as ``--root``, the environment or the working folder name it."""
    from kpitrack.repository.discovery import NothingHere, find_root

    given = None
    while ctx is not None:
        given, ctx = given or ctx.params.get("root"), ctx.parent
    try:
        return find_root(given)
    except (NothingHere, OSError):
        return None


def _strategies(ctx: typer.Context) -> dict[str, str]:
    """The file of each strategy by its id, which is looked for at the start of the file."""
    from kpitrack.repository.discovery import Kind, find_files
    from kpitrack.repository.opener import read_beginning

    root = _root(ctx)
    if root is None:
        return {}
    found: dict[str, str] = {}
    for file in find_files(root)[0]:
        if file.kind is Kind.STRATEGY:
            head = read_beginning(root, file.path, _HEAD)
            if isinstance(head, bytes) and (named := re.search(_ID_LINE, head)):
                found.setdefault(named[1].decode(), file.path)
    return found


def _kpis_of(root: Path, path: str) -> list[tuple[str, str]]:
    content = _plain(root, path)
    if not isinstance(content, dict):
        return []
    return [
        (kpi["id"], _description(kpi.get("name")))
        for kpi in _below(content)
        if isinstance(kpi, dict) and isinstance(kpi.get("id"), str) and re.fullmatch(ID, kpi["id"])
    ]


def _below(node: dict[str, Any]) -> Iterator[Any]:
    """The KPIs of a strategy, goal or measure and of all below it, in the order of the file."""
    for key in ("kpis", "goals", "measures"):
        entries = node.get(key)
        for entry in entries if isinstance(entries, list) else ():
            if key == "kpis":
                yield entry
            elif isinstance(entry, dict):
                yield from _below(entry)


def _plain(root: Path, path: str) -> Any:
    """The plain data of a file, or None where it cannot be read."""
    from kpitrack.repository.discovery import LARGEST_FILE
    from kpitrack.repository.opener import read_regular
    from kpitrack.repository.yaml.tree import read_tree

    data = read_regular(root, path, LARGEST_FILE)
    try:
        return read_tree(data).data if isinstance(data, bytes) else None
    except RecursionError:
        return None


def _description(name: object) -> str:
    """A name in the language of the run, without what is more than text to a shell."""
    from kpitrack.language import pick

    return re.sub(_NOT_TEXT, " ", pick(name)).strip() if isinstance(name, str | dict) and name else ""


def _is_plain(text: str) -> bool:
    return re.fullmatch(r"[\w.-]+", text) is not None
