"""What the licence of published data is called, and where it can be read."""

from __future__ import annotations

import re
from collections.abc import Callable

from .record import LocalizedText, Source
from .settings import Publisher

_CREATIVE_COMMONS = re.compile(
    r"CC[ -](?P<terms>BY(?:-NC)?(?:-SA|-ND)?)[ -]4\.0(?: *国際)?"
)  # earlier ones differ by country
_CC0 = re.compile(r"CC0(?:[ -]1\.0)?")


def licence_of(
    publisher: Publisher | None, words: Callable[[LocalizedText | None], str]
) -> tuple[str, str | None] | None:
    """The name of the licence and its address where that is known; None where the settings name none.

    Args:
        publisher: as the settings name it.
        words: gives a text in the language that is wanted.
    """
    stated = publisher.licence if publisher else None
    if not stated:
        return None
    if isinstance(stated, Source):
        return words(stated.title) or stated.url or "", stated.url or _address_of(words(stated.title))
    return words(stated), _address_of(words(stated))


def _address_of(licence: str) -> str | None:
    """The address of a licence of Creative Commons by its name."""
    if _CC0.fullmatch(licence):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if found := _CREATIVE_COMMONS.fullmatch(licence):
        return f"https://creativecommons.org/licenses/{found['terms'].lower()}/4.0/"
    return licence if re.fullmatch(r"https?://[!-~]+", licence) else None
