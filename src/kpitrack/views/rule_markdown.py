"""Rules as Markdown: the pages of ``docs/rules`` and ``kpitrack rule --format markdown``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kpitrack.checks.check import Check
from kpitrack.language import say
from kpitrack.views.text.markdown import escape

from .rule import Shown, correction, faulty_files, other_files, standing_word, summary, why


def listing(checks: Iterable[Check], link: str = "{code}.md") -> Iterator[str]:
    """A table of the catalogue."""
    yield f"| {say('Code')} | {say('Name')} | {say('Severity')} | {say('What it finds')} |"
    yield "| --- | --- | --- | --- |"
    for check in checks:
        code = check.rule.code
        cells = [f"[{code}]({link.format(code=code)})", check.rule.name, standing_word(check), escape(summary(check))]
        yield f"| {' | '.join(cells)} |"


def render(shown: Shown, level: int = 1) -> Iterator[str]:
    """One rule explained.

    Args:
        shown: the rule.
        level: of its heading.
    """
    check, hashes = shown.check, "#" * level
    yield f"{hashes} {check.rule.code} {check.rule.name}"
    yield ""
    yield f"**{standing_word(check)}**"
    yield ""
    yield escape(summary(check))
    yield ""
    yield escape(why(check))
    yield ""
    yield f"{hashes}# {say('Example with this finding')}"
    for path, lines in {**faulty_files(check), **other_files(check)}.items():
        yield from ("", f"`{path}`", "")
        yield from _fenced(lines, "yaml" if path.endswith(".yaml") else "text")
    if output := shown.output():
        yield from ("", str(say("kpitrack validate then says")) + ":", "")
        yield from _fenced(output, "text")
    if change := correction(check):
        yield from ("", f"{hashes}# {say('The same without it')}", "")
        yield from _fenced(change, "diff")


def _fenced(lines: list[str], language: str) -> Iterator[str]:
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}{language}"
    yield from (line.rstrip() for line in lines)
    yield fence
