"""Scales, such as 未着手, 検討中, 策定済 or ×, △, ○: words, worst first, that stand for the steps 0, 1, 2 and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag

from kpitrack.language import plain, say

from .record import LANGUAGES, WORDS, LocalizedText, ScaleWord, fault


class NotOnScale(str):
    """What stands where a word of the scale is due.

    Args:
        text: it, as written.
        words: those that could stand there.
    """

    __slots__ = ("words",)
    words: tuple[str, ...]

    def __new__(cls, text: str, words: tuple[str, ...]) -> Self:
        """A text that knows what could stand in its place."""
        made = super().__new__(cls, text)
        made.words = words
        return made


def _kind(value: object) -> str:
    return LANGUAGES if isinstance(value, Mapping) else WORDS


def _each_once(words: list[LocalizedText]) -> list[LocalizedText]:
    each = [spelling for word in words for spelling in spellings(word)]
    for spelling in each:
        if each.count(spelling) > 1:
            raise fault(
                "bad-value",
                message=say("“{word}” stands on the scale twice", word=spelling),
                hint=say("name each step once, the worst first"),
            )
    return words


ScaleWords = Annotated[
    list[
        Annotated[
            Annotated[ScaleWord, Tag(WORDS)] | Annotated[dict[Literal["ja", "en"], ScaleWord], Tag(LANGUAGES)],
            Discriminator(_kind),
        ]
    ],
    Field(min_length=2),
    AfterValidator(_each_once),
]
"""The words of a scale, worst first."""


def spellings(word: str | Mapping[Any, str]) -> set[str]:
    """The ways in which a word of a scale may be written: in each of its languages."""
    return {word} if isinstance(word, str) else set(word.values())


def step_of(word: str, scale: Iterable[str | Mapping[Any, str]]) -> float | None:
    """The place of ``word`` on ``scale``, from 0 for the worst; None where it is not on it."""
    return next((float(i) for i, one in enumerate(scale) if word in spellings(one)), None)


def with_steps(data: object) -> object:
    """A KPI as it stands in a file, the words of its scale replaced by their steps; others as they are.

    What is no word of the scale is marked as such, so that the finding can name those that are.
    """
    if not isinstance(data, Mapping) or not isinstance(scale := data.get("scale"), list):
        return data
    if not all(isinstance(word, str) or (isinstance(word, Mapping) and word) for word in scale):
        return data  # the scale itself is what is wrong

    def step(value: object) -> object:
        if value is None or isinstance(value, (list, Mapping)):
            return value
        found = step_of(value, scale) if isinstance(value, str) else None
        return NotOnScale(str(value), tuple(map(plain, scale))) if found is None else found

    inside: dict[str, Callable[[object], object]] = {
        "value": step,
        "baseline": lambda record: _changed(record, inside),
        "target": lambda record: _changed(record, inside),
        "restated": lambda records: _each(records, inside),
        "revisions": lambda records: _each(records, inside),
        "milestones": lambda years: (
            {year: step(value) for year, value in years.items()} if isinstance(years, Mapping) else years
        ),
    }
    return _changed(data, inside)


def _changed(record: object, fields: Mapping[str, Callable[[object], object]]) -> object:
    """``record`` with each of ``fields`` that it has changed."""
    if not isinstance(record, Mapping):
        return record
    return {name: fields[name](value) if name in fields else value for name, value in record.items()}


def _each(records: object, fields: Mapping[str, Callable[[object], object]]) -> object:
    return [_changed(record, fields) for record in records] if isinstance(records, list) else records
