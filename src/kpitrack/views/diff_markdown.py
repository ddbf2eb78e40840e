"""What changed between two revisions, as Markdown for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kpitrack.history.changes import KINDS, Change
from kpitrack.language import say, say_n
from kpitrack.model.years import show_year
from kpitrack.views.text.markdown import escape_comment as escape

from .diff import Compared, before_and_after, counts, explanation, heading, sign, subject

_MOST = 60_000  # characters; a comment holds 65,536
_LONGEST_CELL = 400
_MOST_LEFT_OUT = 20


def render(compared: Compared) -> Iterator[str]:
    """A heading, and a table for each kind of change, what asks for most attention first."""
    yield f"## {say('kpitrack: what changes')}"
    yield ""
    title = say(
        "{base} → {head}, judged as of {year}", base=compared.base, head=compared.head, year=show_year(compared.as_of)
    )
    yield f"**{escape(counts(compared.changes))}**"
    yield ""
    yield escape(str(title))
    left_out = [f"- ⚠️ {_cell(line)}" for line in compared.left_out[:_MOST_LEFT_OUT]]
    yield from _tables(compared.changes, _MOST - sum(map(len, left_out)))
    if left_out:
        yield ""
        yield from left_out


def _tables(changes: Sequence[Change], room: int) -> Iterator[str]:
    """A table a kind, until so many characters are used up."""
    shown = 0
    for kind, members in groupby(sorted(changes, key=lambda one: KINDS.index(one.kind)), lambda one: one.kind):
        yield ""
        yield f"### {heading(kind)}"
        yield ""
        yield f"| | {say('Strategy')} | {say('What')} | {say('Before')} | {say('After')} |"
        yield "| --- | --- | --- | --- | --- |"
        for one in members:
            row = _row(one)
            room -= len(row)
            if room < 0:
                yield ""
                yield str(say_n("… and {n} more.", "… and {n} more.", len(changes) - shown))
                return
            shown += 1
            yield row


def _row(one: Change) -> str:
    what, note = _cell(subject(one)), _cell(explanation(one))
    if note:
        what += f"<br>{note}" if one.explained else f"<br>**{note}**"
    old, new = map(_cell, before_and_after(one))
    return f"| {escape(sign(one))} | {_cell(one.ref.partition('/')[0])} | {what} | {old} | {new} |"


def _cell(text: str) -> str:
    return escape(text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…")
