"""The parts of a verdict in words: sentences, each with what it tells and which of its words weigh most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from kpitrack.language import Text, active
from kpitrack.views.text.markdown import escape
from kpitrack.views.text.plain import wrap
from kpitrack.views.text.styled import Styled

Role = Literal[
    "now", "expected", "outcome", "newest", "since", "turned", "outlook", "target", "moved", "waiting", "caution",
    "evaluation",
]  # fmt: skip
"""What a sentence tells.

``now`` the value that is judged, or that there is none; ``expected`` what it should be now, and the gap; ``outcome``
whether the target was met; ``newest`` a value newer than the one that decided; ``since`` better or worse than last
time; ``turned`` the verdict last time, where it was another; ``outlook`` where it is heading; ``target`` what is to be
reached, and how fast; ``moved`` a target that was changed; ``waiting`` the value that comes next; ``caution`` what
limits the verdict; ``evaluation`` the newest judgement by people.
"""
LESSER: frozenset[Role] = frozenset({"moved", "waiting", "caution", "evaluation"})
"""What stands below the verdict itself, in smaller letters where there are any."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence.

    Args:
        text: made visible already; see `kpitrack.language.visible`.
        strong: whether it is what a reader should take away.
    """

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence with its full stop, in the language that was active when it was made."""

    role: Role
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)


def sentence(role: Role, text: Text) -> Sentence:
    """The sentence ``text``, whose template sets what weighs most between asterisks."""
    return Sentence(role, tuple(Part(*piece) for piece in text.emphasized()))


def told(role: Role, template: str, **values: object) -> Sentence:
    """Like `sentence`, of a marked template; see `kpitrack.language.mark`."""
    return sentence(role, Text(template, values))


def plain(sentences: Iterable[Sentence]) -> str:
    """Sentences as running text."""
    return _space().join(map(str, sentences))


def as_markdown(sentences: Iterable[Sentence]) -> str:
    """Sentences as running text in Markdown, what weighs most in bold."""
    return _space().join(
        "".join(f"**{escape(part.text)}**" if part.strong else escape(part.text) for part in one.parts)
        for one in sentences
    )


def as_lines(sentences: Sequence[Sentence], columns: int, *, lead: str = "", style: str = "") -> Iterator[Styled]:
    """Sentences as running text in lines of a terminal, what weighs most in bold.

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
    between = (length - sum(len(str(one)) for one in sentences)) // max(1, len(sentences) - 1)
    for i, one in enumerate(sentences):
        yield from [False] * (between if i else 0)
        for part in one.parts:
            yield from [part.strong] * len(part.text)


def _space() -> str:
    """What stands between two sentences."""
    return "" if active() == "ja" else " "
