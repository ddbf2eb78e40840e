"""Texts of files in Mermaid diagrams."""

from __future__ import annotations

from kpitrack.language.visible import visible

_SAFE = frozenset(" -")


def mermaid_text(text: str) -> str:
    """``text`` escaped, so that Mermaid shows it unchanged in a quoted label.

    Every ASCII character that is neither letter, digit, space nor hyphen becomes Mermaid's entity ``#NN;``: none can
    end a label, start a comment, a link, a keyword or a tag.
    """
    return "".join(
        character if character in _SAFE or not character.isascii() or character.isalnum() else f"#{ord(character)};"
        for character in visible(text)
    )


def mermaid_task(text: str) -> str:
    """``text`` for a task of a Gantt chart, which must not start with a keyword such as ``click`` or with a date."""
    escaped = mermaid_text(text)
    return f"#{ord(escaped[0])};{escaped[1:]}" if escaped[:1].isascii() and escaped[:1].isalnum() else escaped
