"""Sentences in lines of a terminal, what weighs most in bold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kpitrack.views.text.plain import wrap
from kpitrack.views.text.styled import Styled

from .part import Sentence, plain


def as_lines(sentences: Sequence[Sentence], columns: int, *, lead: str = "", style: str = "") -> Iterator[Styled]:
    """Sentences as running text.

    Args:
        sentences: what is told, in order.
        columns: the width of the text itself.
        lead: what stands before each line.
        style: of what is not strong.
    """
    text = plain(sentences)
    strong = list(_strong(sentences, len(text)))
    at = 0
    for line in wrap(text, columns):
        at = text.index(line, at)
        shown = Styled(lead)
        for bold, piece in groupby(range(at, at + len(line)), key=strong.__getitem__):
            places = list(piece)
            shown.append(text[places[0] : places[-1] + 1], "bold" if bold else style)
        at += len(line)
        yield shown


def _strong(sentences: Sequence[Sentence], length: int) -> Iterator[bool]:
    """For each character of the running text, whether it is strong."""
    between = (length - sum(len(str(said)) for said in sentences)) // max(1, len(sentences) - 1)
    for i, said in enumerate(sentences):
        yield from [False] * (between if i else 0)
        for part in said.parts:
            yield from [part.strong] * len(part.text)
