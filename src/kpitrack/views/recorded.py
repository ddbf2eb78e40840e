"""What is recorded of a value beside its number: its breakdown, its note, where it stands and when it was published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kpitrack.language import mark, pick, said, translate
from kpitrack.model.actuals import Actual
from kpitrack.model.numbers import show_number
from kpitrack.model.record import AnySource, Source

DIMENSIONS: dict[str, str] = {
    "sex": mark("sex"),
    "gender": mark("gender"),
    "age": mark("age"),
    "sector": mark("sector"),
    "region": mark("region"),
}
PARTS: dict[str, str] = {
    "female": mark("women"),
    "male": mark("men"),
    "other": mark("other"),
    "unknown": mark("unknown"),
}


def dimension_word(name: str) -> str:
    """A dimension of breakdowns in words, where it is a common one; else as written."""
    return translate(DIMENSIONS[name]) if name in DIMENSIONS else name


def part_word(name: str) -> str:
    """A part of a breakdown in words, where it is a common one; else as written."""
    return translate(PARTS[name]) if name in PARTS else name


def breakdown_texts(by: Mapping[str, Mapping[str, float]] | None) -> Iterator[str]:
    """Each dimension in a line: its name, then its parts with their numbers."""
    for dimension, parts in (by or {}).items():
        numbers = said(", ").join(f"{part_word(part)} {show_number(value)}" for part, value in parts.items())
        yield f"{dimension_word(dimension)}: {numbers}"


def division_text(stated: Actual) -> str:
    """What a share was derived from; empty for a value that was stated as such."""
    if stated.value is not None or stated.numerator is None or stated.denominator is None:
        return ""
    return f"{show_number(stated.numerator)} ÷ {show_number(stated.denominator)}"


def source_text(source: AnySource | None) -> str:
    """A source in one line: title, address and day."""
    if isinstance(source, Source):
        return "  ".join(filter(None, (pick(source.title), source.url, str(source.published or ""))))
    return pick(source)


def value_texts(stated: Actual) -> Iterator[str]:
    """Everything recorded beside the number, a text each."""
    texts: Iterable[str] = (
        pick(stated.note),
        division_text(stated),
        *breakdown_texts(stated.by),
        said("published {day}", day=stated.published) if stated.published else "",
        said("source: {source}", source=source_text(stated.source)) if stated.source else "",
    )
    return (text for text in texts if text)
