"""A small vocabulary, and forms filled with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpitrack.exchange.forms.form import OpenForm, open_form
from kpitrack.exchange.forms.language import Figure, FormProblem, Share, Word
from kpitrack.language import say


@dataclass(frozen=True)
class Book:
    title: str
    pages: float | None = None
    read: float | None = None
    chapters: tuple[Book, ...] = ()


def _figure(value: float | None) -> Figure | None:
    return None if value is None else Figure(value, f"{value:,g}")


def _taken(book: Book, *year: Any) -> str | None:
    return f"{book.title} in {year[0]}" if year else f"{book.title} now"


KINDS = {
    "book": {
        "title": Word("its title", lambda book: book.title),
        "pages": Word("its pages", lambda book: _figure(book.pages)),
        "read": Word(
            "how much of it is read", lambda book: None if book.read is None else Share(book.read, f"{book.read:.0%}")
        ),
        "chapters": Word("its chapters", lambda book: book.chapters, "book", several=True),
        "taken": Word("taken in a year", _taken, takes="year"),
    },
    "loop": {name: Word(name, lambda one: one) for name in ("index", "first", "last", "length")},
}
ROOTS = {
    "owner": Word("whose shelf it is", lambda shelf: shelf["owner"]),
    "books": Word("the books", lambda shelf: shelf["books"], "book", several=True),
    "best": Word("the best book", lambda shelf: next(iter(shelf["books"]), None), "book"),
    "years": Word("years", lambda _: [2023, 2024], several=True),
}
BOOKS = (
    Book("Atlas", 120, 0.5, (Book("Seas", 20), Book("Lands", 40))),
    Book("Botany", None, 0.0),
    Book("Codes", 300.25, None, (Book("Ciphers", 7),)),
)


def literal(takes: str, value: Any) -> FormProblem | None:
    return None if isinstance(value, int) else FormProblem("", say("{text} is no year", text=str(value)))


def opened(path: Path) -> tuple[OpenForm | None, list[str]]:
    form, problems = open_form(path, KINDS, ROOTS, literal)
    return form, [f"{one.place}: {one.message}" + (f" ({one.hint})" if one.hint else "") for one in problems]


def filled(path: Path, owner: str = "Ada", books: tuple[Book, ...] = BOOKS) -> Path:
    """The form at ``path``, filled beside it."""
    form, problems = opened(path)
    assert form is not None, problems
    content, left = form.fill({"owner": owner, "books": books})
    assert not left, left
    out = path.with_name(f"filled{path.suffix}")
    out.write_bytes(content)
    return out
