"""Edits that change the fewest characters of a file."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from kpitrack.diagnostics import KeyPath, Span
from kpitrack.language import say
from kpitrack.repository.yaml.exact import read_exact
from kpitrack.repository.yaml.exact_nodes import Document
from kpitrack.repository.yaml.fast import UNSURE, read_fast
from kpitrack.repository.yaml.quick_places import PlainFile
from kpitrack.repository.yaml.tree import Tree, read_tree

from .lines import unified
from .meaning import REMOVE, identical, merged
from .plan import CannotEdit, Plan
from .writing import EditedMapping

__all__ = ["REMOVE", "CannotEdit", "Edited", "diff", "set_value", "set_values"]

Edited = str | int | float | bool | None | Mapping[str | int, "Edited"] | Sequence["Edited"]
"""A scalar, or a mapping of fields: those named change, `REMOVE` takes one out, the others stay."""

_LINE_END = re.compile(r"\r\n|\r|\n")


def set_value(data: bytes, at: KeyPath, value: Edited) -> bytes:
    """Set the value at ``at``; every byte outside that entry stays as it is.

    Args:
        data: the file.
        at: keys of mappings, and positions in lists, which must exist. An integer is a year in a mapping and finds it
            as ``2021``, ``FY2021`` or ``令和3年度``; a new year is inserted in order. Missing mappings are made.
        value: a scalar replaces the old value. A mapping replaces a scalar, or changes only the named fields of a
            mapping.

    Raises:
        CannotEdit: the file cannot be edited safely there; the exception says where and why.
    """
    return set_values(data, [(at, value)])


def set_values(data: bytes, edits: Iterable[tuple[KeyPath, Edited]]) -> bytes:
    """`set_value` for many values at once, reading the file once.

    Raises:
        CannotEdit: as for `set_value`; then nothing is changed.
    """
    wanted = EditedMapping()
    for at, value in edits:
        _add(wanted, at, value)
    return in_its_lines(data, wanted) or in_the_file(data, wanted)


def in_the_file(data: bytes, wanted: EditedMapping) -> bytes:
    """The edited file, all of which is read exactly."""
    document = read_exact(data)
    for finding in document.findings:
        raise CannotEdit(finding.span or Span(1, 1, 1, 1), finding.message, finding.hint)
    plan = Plan(document)
    plan.put(document.root, wanted)
    text = plan.result()
    edited = (BOM_UTF8 if document.bom else b"") + text.encode()
    _verify(document, read_tree(edited), wanted)
    return edited


def in_its_lines(data: bytes, wanted: EditedMapping) -> bytes | None:
    """The edited file, where reading the lines around the edit exactly will do; None where it may not."""
    old = read_fast(data)
    way = _way(wanted)
    if old is UNSURE or (entry := PlainFile(data.decode("utf-8-sig"), old).entry(way)) is None:
        return None
    key, below = way[entry.depth], wanted
    for step in way[: entry.depth]:
        below = cast("EditedMapping", below[step])
    plan = Plan(entry.document)
    try:
        plan.put(entry.document.root, EditedMapping({key: below[key]}))
        text = plan.result()
    except CannotEdit:
        return None  # and is refused with its place in the file
    column = len(entry.before) - entry.before.rfind("\n") - 1
    bom = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    edited = bom + f"{entry.before}{text[column:].removesuffix(chr(10))}{entry.after}".encode()
    return edited if identical(read_fast(edited), merged(old, wanted)) else None


def _way(wanted: EditedMapping) -> KeyPath:
    """The keys on the way to all that is ``wanted``."""
    way: list[str | int] = []
    here: object = wanted
    while isinstance(here, EditedMapping) and len(here) == 1:
        step = next(iter(here))
        way.append(step)
        here = here[step]
    return tuple(way)


def _add(wanted: EditedMapping, at: KeyPath, value: Edited) -> None:
    if not at:
        raise ValueError("an edit needs the key of what it sets")
    for step in at[:-1]:
        below = wanted.setdefault(step, EditedMapping())
        if not isinstance(below, EditedMapping):
            raise ValueError(f"two edits of one value: {at!r}")  # noqa: TRY004  not a matter of types
        wanted = below
    if isinstance(wanted.get(at[-1]), EditedMapping):
        raise ValueError(f"two edits of one value: {at!r}")  # noqa: TRY004  not a matter of types
    wanted[at[-1]] = value


def _verify(before: Document, after: Tree, wanted: EditedMapping) -> None:
    if not after.findings and identical(after.data, merged(before.data, wanted)):
        return
    for finding in after.findings:  # such as a text that is longer than a file may hold
        raise CannotEdit(before.span(_way(wanted)), finding.message, finding.hint)
    raise CannotEdit(
        before.span(_way(wanted)),
        say("this can't be edited safely: more than the value would change"),
        say("edit this part by hand"),
    )


def diff(old: bytes, new: bytes, path: str) -> list[str]:
    """The lines of a unified diff, without line ends, with the file's characters unchanged."""
    before, after = (_LINE_END.split(data.removeprefix(BOM_UTF8).decode("utf-8", "replace")) for data in (old, new))
    for lines in (before, after):
        if lines[-1] == "":
            lines.pop()
    first = f"a/{path}" if old else "/dev/null"
    return unified(before, after, first, f"b/{path}")
