"""``status --long`` on a terminal: every KPI with all its figures and remarks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from kpitrack.analysis.standing import Standing, bullet
from kpitrack.language import mark, say, translate
from kpitrack.language.visible import visible
from kpitrack.views.text.bars import meter
from kpitrack.views.text.columns import Column
from kpitrack.views.text.plain import ambiguous, pad, widest, wrap
from kpitrack.views.text.styled import Piece, Styled, flow, wrapped
from kpitrack.views.words import group_of, status_style, status_text

from .flags import figures, remarks
from .head import heading

Titles = Mapping[tuple[str, str], tuple[str, str]]
"""By the ids of a strategy and its node, the number and title of that goal or measure in the active language."""

_WIDE = 112  # columns from which the figures are shown in columns of their own
_NARROWEST_NAME = 24
_METER = 8


def as_text(
    standings: Iterable[Standing], titles: Titles, as_of: int, columns: int, *, picked: bool = False
) -> Iterator[Styled]:
    """The lines of the report; see `kpitrack.views.status.short.as_text`."""
    for _, group in groupby(standings, key=lambda one: one.strategy_id):
        members = list(group)
        yield from heading(members, as_of, columns, picked=picked)
        yield Styled()
        yield from rows(members, titles, columns)
        yield Styled()


def rows(members: Sequence[Standing], titles: Titles, columns: int) -> Iterator[Styled]:
    """The KPIs of one strategy, below the goals and measures that they hang on."""
    wide = _Columns(members, columns)
    layout = wide if columns >= _WIDE and wide.fits else _Stacked(members, columns)
    yield from layout.heading()
    above: tuple[str, ...] = ()
    for path, group in groupby(members, key=lambda one: one.path):
        nodes = [titles[members[0].strategy_id, step] for step in path]
        yield from _crumbs(nodes, columns, again=path[:1] == above[:1])
        above = path
        for one in group:
            yield from layout.rows(one)


def _crumbs(nodes: Sequence[tuple[str, str]], columns: int, *, again: bool) -> Iterator[Styled]:
    """The goal, unless it stands there already, and the measures below it in one line."""
    goal, *measures = [visible(" ".join(filter(None, node))) for node in nodes]
    if not again:
        yield from wrapped(goal, columns, "bold")
    if measures:
        yield from wrapped(" › ".join(measures), columns - 1, first=" ")


def _progress(one: Standing, percent: str) -> list[Piece]:
    found = bullet(one)
    done, due = found or (None, None)
    return [*meter(done, due, _METER, group_of(one.status)), Piece(f" {percent}")]


def _name(one: Standing, columns: int) -> list[str]:
    """The name and its unit in lines; the unit is not broken where it fits."""
    lines = wrap(visible(one.name), columns) or [""]
    unit = f"[{visible(one.unit)}]" if one.unit else ""
    if unit and widest(lines[-1]) + 1 + widest(unit) <= columns:
        lines[-1] += f" {unit}"
    elif unit:
        lines += wrap(unit, columns)
    return lines


def _cells(one: Standing) -> list[str]:
    return [visible(text) for text in figures(one, lone_year=True)]


class _Columns:
    """The wide layout: one line a KPI, its figures in columns, its remarks below."""

    def __init__(self, members: Sequence[Standing], columns: int) -> None:
        self.titles = [translate(title) for title in _TITLES]
        cells = [_cells(one) for one in members]
        self.figures = [Column([title, *(row[i] for row in cells)], right=True) for i, title in enumerate(self.titles)]
        self.percent = Column((one.progress_text for one in members), right=True)
        status = max(widest(status_text(one.status)) for one in members)
        taken = sum(one.widest + 2 for one in self.figures) + _METER + 1 + self.percent.widest + 4 + status
        longest = max(widest(f"  {visible(one.name)} [{visible(one.unit)}]") for one in members)
        room = min(max(_NARROWEST_NAME, columns - taken), longest)
        unsure = max(ambiguous(visible(f"{one.name}{one.unit}")) for one in members)
        self.names = {one.ref: _name(one, max(_NARROWEST_NAME - 4, room - 2 - 2 * unsure)) for one in members}
        self.name = Column(["  KPI", *(f"  {lines[0]}" for lines in self.names.values())])
        self.fits = taken + self.name.widest <= columns
        self.columns = columns

    def heading(self) -> Iterator[Styled]:
        cells = [one.cell(title) for one, title in zip(self.figures, self.titles, strict=True)]
        progress = pad(str(say("progress")), _METER + 1 + self.percent.narrow, right=True)
        yield Styled("  ".join([self.name.cell("  KPI"), *cells, progress, str(say("status"))]), "dim")

    def rows(self, one: Standing) -> Iterator[Styled]:
        first, *rest = self.names[one.ref]
        cells = [column.cell(text) for column, text in zip(self.figures, _cells(one), strict=True)]
        line = Styled("  ".join([self.name.cell(f"  {first}"), *cells, ""]))
        line.extend(_progress(one, self.percent.cell(one.progress_text)))
        yield line.append("  ").append(status_text(one.status), status_style(one.status))
        yield from (Styled(f"  {more}") for more in rest)
        yield from wrapped(remarks(one), self.columns - 6, "dim", first=" " * 6)


_TITLES = (mark("baseline"), mark("previous"), mark("newest"), mark("expected"), mark("target"))


class _Stacked:
    """The narrow layout: the status and the name, and the figures below."""

    def __init__(self, members: Sequence[Standing], columns: int) -> None:
        self.status = Column(status_text(one.status) for one in members)
        self.left = self.status.narrow + 2
        self.room = max(20, columns - self.status.widest - 2)

    def heading(self) -> Iterator[Styled]:
        yield from ()

    def rows(self, one: Standing) -> Iterator[Styled]:
        first, *rest = _name(one, self.room)
        yield Styled(self.status.cell(status_text(one.status)), status_style(one.status)).append(f"  {first}")
        indent = " " * self.left
        yield from (Styled(indent + text) for text in rest)
        for pieces in flow(_figures(one), self.room):
            yield Styled(indent).extend(pieces)
        yield from wrapped(remarks(one), self.room, "dim", first=indent)


def _figures(one: Standing) -> Iterator[list[Piece]]:
    row = one.row
    baseline, previous, newest, expected, target = _cells(one)
    yield [Piece(f"{say('baseline')} {baseline}")]
    if row.get("previous_value") is not None:
        yield [Piece(f"{say('previous')} {previous}")]
    yield [Piece(f"{say('newest')} {newest}")]
    if row.get("expected") is not None:
        yield [Piece(f"{say('expected')} {expected}")]
    yield [Piece(f"{say('target')} {target}")]
    if one.progress is not None:
        way = _progress(one, one.progress_text) if bullet(one) else [Piece(one.progress_text)]
        yield [Piece(f"{say('progress')} "), *way]
