"""What the program says, in Japanese and English.

English is written in the code and is the key of the gettext catalogues under ``locales/``. A `Text` is
translated when it is shown, not when it is made, so that findings can be kept in a cache and shown in any language.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar, cast

from .visible import visible

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")
Key = TypeVar("Key", bound=str)

_LOCALES = Path(__file__).parent / "locales"
_catalogues: dict[Language, gettext.NullTranslations] = {}
_active: Language = "en"


def use(language: Language) -> None:
    """Show every text in ``language`` from now on."""
    global _active  # noqa: PLW0603  one process speaks one language at a time
    _active = language


def active() -> Language:
    """The language in which texts are shown now."""
    return _active


def parse_language(text: str | None) -> Language | None:
    """``ja`` or ``en``, or nothing where ``text`` is neither."""
    return text if text in LANGUAGES else None


def _catalogue(language: Language) -> gettext.NullTranslations:
    if language not in _catalogues:
        _catalogues[language] = (
            gettext.NullTranslations()
            if language == "en"
            else gettext.translation("kpitrack", _LOCALES, [language], fallback=True)
        )
    return _catalogues[language]


def translate(message: str) -> str:
    """``message`` in the active language."""
    return _catalogue(_active).gettext(message) if message else ""


def in_every_language(message: str) -> set[str]:
    """``message`` in each language."""
    return {_catalogue(one).gettext(message) for one in LANGUAGES}


def localized(message: str, **values: object) -> dict[Language, str]:
    """A marked ``message`` in each language, with ``values`` in it, as a file would state it."""
    return {one: _catalogue(one).gettext(message).format(**values) for one in LANGUAGES}


def by_word(words: Mapping[Key, str]) -> dict[str, Key]:
    """The keys of a table of marked words by all that names them: the key itself, and its words in every language.

    All are in small letters, as `str.casefold` gives them.
    """
    found = {str(key).casefold(): key for key in words}
    for key, message in words.items():
        for word in in_every_language(message):
            found.setdefault(word.casefold(), key)
    return found


class Text(NamedTuple):
    """A sentence to be shown: an English template in `str.format` fields and the values that go into it.

    The values are data. They are put in after translation, never read as a template, and have nothing hidden in them.
    """

    template: str
    values: Mapping[str, object]
    plural: str | None = None

    def __str__(self) -> str:
        return self._translated().format(**{name: _shown(value) for name, value in self.values.items()})

    def _translated(self) -> str:
        if self.plural is None:
            return translate(self.template)
        return str(_catalogue(_active).ngettext(self.template, self.plural, cast(int, self.values["n"])))

    def emphasized(self) -> list[tuple[str, bool]]:
        """The sentence in pieces, each with whether it stands between asterisks in the template; see `say`.

        The template is cut before the values go into it, so that an asterisk in the data emphasises nothing.
        """
        shown = {name: _shown(value) for name, value in self.values.items()}
        pieces = self._translated().split("*")
        return [(piece.format(**shown), bool(i % 2)) for i, piece in enumerate(pieces) if piece]


def _shown(value: object) -> object:
    return value if isinstance(value, int | float | Text) else visible(str(value))


class Complaint(Exception):  # noqa: N818  what it is, in a reader's words
    """Something that keeps a command from working, in words for the user.

    Attributes:
        message: what is wrong.
        hint: what to do or to write instead, if known.
        in_data: whether the data are at fault, not how the program was called.
    """

    in_data = False

    def __init__(self, message: Text, hint: Text | None = None) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return str(self.message)


def say(template: str, **values: object) -> Text:
    """A `Text`. Babel collects the template, so it must be a literal."""
    return Text(template, values)


def said(template: str, **values: object) -> str:
    """The words of `say` in the active language, where they are shown at once."""
    return str(Text(template, values))


def first_of(words: Sequence[str], most: int) -> str:
    """The first ``most`` of ``words``, and a sign where there are more."""
    return ", ".join(words[:most]) + (", …" if len(words) > most else "")


def say_n(singular: str, plural: str, n: int, **values: object) -> Text:
    """A `Text` that counts: ``{n}`` is the number. Babel collects both templates."""
    return Text(singular, {"n": n, **values}, plural)


def mark(message: str) -> str:
    """Mark a literal for translation without translating it yet: for words in tables and in help."""
    return message


def pick(text: str | Mapping[Any, str] | None) -> str:
    """The words of a localized text from a file in the active language, else in the first one it has."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(_active) or next(iter(text.values()), "")


def plain(text: str | Mapping[Any, str] | None) -> str:
    """A localized text as one string for comparisons: the Japanese, if there is one."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get("ja") or next(iter(text.values()), "")


def english(text: str | Mapping[Any, str] | None) -> str | None:
    """The English of a localized text, if there is one."""
    return text.get("en") if isinstance(text, Mapping) else None
