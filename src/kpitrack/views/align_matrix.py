"""``align --by organization``: which organisation answers which item of one strategy, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack.analysis.crosswalk import Item, Matrix
from kpitrack.language import pick, said, say_n
from kpitrack.language.visible import visible
from kpitrack.model.strategy import Strategy

from .align import item_text, relation_word
from .text import json
from .text.csv import csv_line
from .text.markdown import escape, table
from .text.plain import pad, width, wrap
from .text.styled import Styled, wrapped
from .titles import node_title

COLUMNS = ("item", "item_number", "item_title", "organization", "organization_code", "strategy", "relation")
_ITEM = 30  # the narrowest column in which items can be read


def cell_text(relations: Sequence[str]) -> str:
    """How one organisation answers one item; a dash where it says nothing of it."""
    return "・".join(relation_word(relation) for relation in relations) or "–"


def name_of(source: Strategy) -> str:
    """The organisation that answers."""
    return pick(source.organization.name)


def counts_text(matrix: Matrix, item: Item) -> str:
    """How many organisations answer ``item`` in which way."""
    found = Counter(relation for source in matrix.sources for relation in matrix.cell(item, source))
    return "   ".join(f"{relation_word(relation)} {n}" for relation, n in found.items()) or "–"


def _title(matrix: Matrix) -> str:
    return said("Who answers {target}", target=pick(matrix.target.title))


def as_text(matrix: Matrix, columns: int) -> Iterator[Styled]:
    """A column an organisation where they fit; else below each item who answers it how."""
    yield from wrapped(_title(matrix), columns, "bold")
    yield Styled(str(say_n("{n} strategy answers", "{n} strategies answer", len(matrix.sources))), "dim")
    names = [visible(name_of(source)) for source in matrix.sources]
    cells = {item.ref: [cell_text(matrix.cell(item, source)) for source in matrix.sources] for item in _items(matrix)}
    widths = [max([width(name), *(width(row[i]) for row in cells.values())]) + 2 for i, name in enumerate(names)]
    room = columns - sum(widths)
    for pillar in matrix.pillars:
        if not pillar.items:
            continue
        yield Styled()
        yield from wrapped(visible(node_title(pillar.branch.node)), columns, "bold")
        if room >= _ITEM:
            yield Styled(
                " " * room + "".join(pad(f"  {name}", size) for name, size in zip(names, widths, strict=True)), "dim"
            )
        for item in pillar.items:
            if room >= _ITEM:
                yield from _row(visible(item_text(item)), cells[item.ref], widths, room)
            else:
                yield from wrapped(visible(item_text(item)), columns - 2, first="  ")
                yield from wrapped(f"{counts_text(matrix, item)}", columns - 6, "dim", first="      ")
                for name, cell in zip(names, cells[item.ref], strict=True):
                    if cell != "–":
                        yield from wrapped(f"{name}: {cell}", columns - 6, first="      ")


def _row(title: str, cells: Sequence[str], widths: Sequence[int], room: int) -> Iterator[Styled]:
    for i, line in enumerate(wrap(title, room - 2)):
        shown = "".join(pad(f"  {cell}", size) for cell, size in zip(cells, widths, strict=True)) if i == 0 else ""
        yield Styled(pad(f"  {line}", room) + shown)


def _items(matrix: Matrix) -> Iterator[Item]:
    return (item for pillar in matrix.pillars for item in pillar.items)


def as_markdown(matrix: Matrix) -> Iterator[str]:
    """A table a pillar, with a column an organisation."""
    yield from (f"## {escape(_title(matrix))}", "")
    header = [said("item"), *(name_of(source) for source in matrix.sources)]
    for pillar in matrix.pillars:
        if not pillar.items:
            continue
        yield from (f"### {escape(node_title(pillar.branch.node))}", "")
        rows = [
            [item_text(item), *(cell_text(matrix.cell(item, one)) for one in matrix.sources)] for item in pillar.items
        ]
        yield from table(header, rows)
        yield ""


def as_csv(matrix: Matrix) -> Iterator[str]:
    """A line for each item and strategy; ``relation`` is empty where it says nothing, several are joined by a space."""
    yield csv_line(COLUMNS)
    for item in _items(matrix):
        for source in matrix.sources:
            relations = " ".join(matrix.cell(item, source)) or None
            who = (name_of(source), source.organization.code, source.id)
            yield csv_line([item.ref, pick(item.branch.node.number) or None, item_text(item), *who, relations])


def as_json(matrix: Matrix) -> Iterator[str]:
    """The document ``kpitrack/align-matrix/1``."""
    items: list[dict[str, Any]] = [
        {
            "ref": item.ref,
            "number": pick(item.branch.node.number) or None,
            "title": item_text(item),
            "answers": [
                {
                    "strategy": source.id,
                    "organization": name_of(source),
                    "code": source.organization.code,
                    "relations": list(relations),
                }
                for source in matrix.sources
                if (relations := matrix.cell(item, source))
            ],
        }
        for item in _items(matrix)
    ]
    organizations = [
        {"name": name_of(source), "code": source.organization.code, "strategy": source.id} for source in matrix.sources
    ]
    yield from json.lines("align-matrix", target=matrix.target.id, organizations=organizations, items=items)
