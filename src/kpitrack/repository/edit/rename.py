"""Another id for a strategy, goal, measure, KPI, statement, practice, grant or section, wherever a file names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kpitrack.repository.yaml.exact import read_exact
from kpitrack.repository.yaml.exact_nodes import Document, MappingNode, Node, ScalarNode, SequenceNode

from .writing import write_scalar

RenamedKind = Literal["strategy", "node", "grant", "section"]
"""What has the id; a ``node`` is a goal, measure, KPI, initiative, statement or practice."""

#: The fields that name something of each kind; any of them may have a strategy's id and a slash before it.
FIELDS: dict[RenamedKind, frozenset[str]] = {
    "node": frozenset(
        ("contributes_to", "from", "to", "continues", "replaced_by", "parity_with", "kpis", "taken_up_from")
    ),
    "strategy": frozenset(("supersedes", "carries_out", "to", "contributes_to", "taken_up_from", "continues")),
    "grant": frozenset(("funded_by",)),
    "section": frozenset(("section",)),
}
_LISTS: dict[str, RenamedKind] = {"grants": "grant", "sections": "section"}


@dataclass(frozen=True, slots=True)
class Renaming:
    """An id and its new name. For a strategy, ``strategy`` is the old id itself."""

    kind: RenamedKind
    strategy: str
    old: str
    new: str


def kinds_of(data: bytes, name: str) -> list[RenamedKind]:
    """What in a strategy file has the id ``name``, each once for every time that it stands there."""
    return [kind for kind, node in _ids(read_exact(data).root) if node.text == name]


def rename_in(data: bytes, renaming: Renaming, *, own: bool) -> bytes:
    """The file with the id renamed wherever it stands, every other byte as it was.

    Args:
        data: a strategy or actuals file without errors.
        renaming: from what to what.
        own: whether the file is of the strategy that has the id.
    """
    document = read_exact(data)
    found = {node.start: (node, text) for node, text in _places(document, renaming, own=own)}
    text = document.text
    for start in sorted(found, reverse=True):
        node, new = found[start]
        text = text[:start] + write_scalar(new, node.style) + text[node.end :]
    return (b"\xef\xbb\xbf" if document.bom else b"") + text.encode()


def _places(document: Document, renaming: Renaming, *, own: bool) -> Iterator[tuple[ScalarNode, str]]:
    """The scalars that name what is renamed, with what they will be."""
    root = document.root
    if own and renaming.kind != "strategy":
        yield from ((node, renaming.new) for kind, node in _ids(root) if (kind, node.text) == _key(renaming))
    for name, node in _named(root, ""):
        if renaming.kind == "strategy":
            first, slash, rest = node.text.partition("/")
            fields = FIELDS["strategy"] | (FIELDS["node"] if slash else frozenset())
            if first == renaming.old and name in fields:
                yield node, f"{renaming.new}{slash}{rest}"
        elif name in FIELDS[renaming.kind]:
            if own and node.text == renaming.old:
                yield node, renaming.new
            elif node.text == f"{renaming.strategy}/{renaming.old}":
                yield node, f"{renaming.strategy}/{renaming.new}"
    if own and isinstance(root, MappingNode):
        yield from _at_the_top(root, renaming)


def _key(renaming: Renaming) -> tuple[RenamedKind, str]:
    return renaming.kind, renaming.old


def _at_the_top(root: MappingNode, renaming: Renaming) -> Iterator[tuple[ScalarNode, str]]:
    """The strategy's own id, and the keys of the actuals."""
    for entry in root.entries:
        if renaming.kind == "strategy" and entry.name in {"id", "strategy"} and isinstance(entry.value, ScalarNode):
            if entry.value.text == renaming.old:
                yield entry.value, renaming.new
        elif renaming.kind == "node" and entry.name == "actuals" and isinstance(entry.value, MappingNode):
            for kpi in entry.value.entries:
                if isinstance(kpi.key, ScalarNode) and kpi.key.text == renaming.old:
                    yield kpi.key, renaming.new


def _ids(root: Node | None, kind: RenamedKind = "node") -> Iterator[tuple[RenamedKind, ScalarNode]]:
    """Every id below the top of a strategy file, with the kind of what has it."""
    if not isinstance(root, MappingNode):
        return
    for entry in root.entries:
        below = _LISTS.get(str(entry.name), kind)
        if isinstance(entry.value, SequenceNode):
            for item in entry.value.items:
                yield from _own_id(item, below)
                yield from _ids(item, below)


def _own_id(item: Node, kind: RenamedKind) -> Iterator[tuple[RenamedKind, ScalarNode]]:
    entry = item.find("id") if isinstance(item, MappingNode) else None
    if entry is not None and isinstance(entry.value, ScalarNode):
        yield kind, entry.value


def _named(node: Node | None, name: str) -> Iterator[tuple[str, ScalarNode]]:
    """Every scalar with the name of the field that it stands in, alone or in a list."""
    if isinstance(node, ScalarNode):
        yield name, node
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _named(item, name)
    elif isinstance(node, MappingNode):
        for entry in node.entries:
            yield from _named(entry.value, str(entry.name))
