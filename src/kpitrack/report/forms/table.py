"""The vocabulary of forms as a table, for `docs/forms.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpitrack.exchange.forms.language import Word
from kpitrack.language import mark, say, translate

from .selection import KINDS, OF_THE_KPI, ROOTS

_HEADINGS: dict[str, str] = {
    "strategy": mark("a strategy"),
    "goal": mark("a goal or measure"),
    "kpi": mark("a KPI"),
    "observation": mark("a year of a KPI's series"),
    "revision": mark("an earlier target"),
    "evaluation": mark("an evaluation"),
    "external": mark("an external evaluation"),
    "initiative": mark("a project"),
    "grant": mark("a grant"),
    "verification": mark("a grant's verification"),
    "statement": mark("a statement"),
    "loop": mark("a loop"),
}
_TAKES = {"year": "(2024)", "status": '("on_track")'}


def as_markdown() -> Iterator[str]:
    """The tables, one for each kind of thing, in the active language."""
    yield f"### {say('words that stand by themselves')}"
    yield ""
    yield from _table(ROOTS, "")
    yield ""
    yield str(
        say(
            "In a form for one KPI, these words of it may stand by themselves, too: {words}.",
            words=", ".join(f"`{name}`" for name in OF_THE_KPI),
        )
    )
    for kind, heading in _HEADINGS.items():
        yield ""
        yield f"### {translate(heading)}: `{kind}`" + (", `measure`" if kind == "goal" else "")
        yield ""
        yield from _table(KINDS[kind], kind)


def _table(words: Mapping[str, Word], kind: str) -> Iterator[str]:
    owner = f"{kind}." if kind else ""
    yield f"| {say('word')} | {say('stands for')} | {say('gives')} |"
    yield "| --- | --- | --- |"
    for name, word in words.items():
        yield f"| `{owner}{_name(name, word)}` | {translate(word.meaning)} | {_gives(word)} |"


def _name(name: str, word: Word) -> str:
    if word.takes is None:
        return name
    return name + _TAKES.get(word.takes, f'("{say("id")}")')


def _gives(word: Word) -> str:
    if word.kind is None:
        return str(say("a list") if word.several else "")
    return str(say("a list of {kind}", kind=f"`{word.kind}`")) if word.several else f"`{word.kind}`"
