"""``report`` as Markdown, for a wiki or a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpitrack.analysis.since import since_last
from kpitrack.analysis.standing import Standing
from kpitrack.language import pick, say
from kpitrack.model.years import show_year
from kpitrack.report.site.labels import GROUPS, group_of, labels
from kpitrack.report.site.table_row import counts, share
from kpitrack.views.since import since_words
from kpitrack.views.status import markdown as status_markdown
from kpitrack.views.text.markdown import escape, table

from .gather import Gathered, JudgedStrategy

_LISTED = 20
_MARK = "<!-- kpitrack report"


def render(gathered: Gathered) -> Iterator[str]:
    """The lines of the document; ``@name`` in it notifies nobody."""
    for line in _lines(gathered):
        yield line.replace("@", "@\u200b")
    yield ""
    yield f"{_MARK}: {say('made from the data; what is changed here is lost when it is made again')} -->"


def is_ours(content: bytes) -> bool:
    """Whether this is a document that `render` has made."""
    return _MARK.encode() in content


def _lines(gathered: Gathered) -> Iterator[str]:
    words, as_of = labels(), gathered.terms.as_of
    parts = list(gathered.parts())
    standings = [one for part in parts for one in part.standings]
    yield f"# {say('Progress of regional strategies')}"
    yield ""
    yield f"{words['as_of']}: {show_year(as_of, era=True)}"
    yield ""
    header = [words["strategy"], *(f"{mark} {words[label]}" for label, mark in GROUPS.values())]
    rows = [_counted(pick(part.strategy.title), part.standings) for part in parts]
    yield from table(
        [*header, words["going_well_of"]], [*rows, _counted("Σ", standings)], right=range(1, len(header) + 1)
    )
    yield ""
    yield from _turns(parts)
    yield from status_markdown.as_markdown(standings, as_of)


def _counted(name: str, standings: Sequence[Standing]) -> list[str]:
    found = counts(one.status for one in standings)
    ratio = share(found)
    return [name, *(str(n) for n in found.values()), "–" if ratio is None else f"{ratio:.0%}"]


def _turns(parts: Sequence[JudgedStrategy]) -> Iterator[str]:
    turned = [
        (one, since)
        for part in parts
        for one in part.standings
        if (since := since_last(one.row)) is not None and since.status != one.status
    ]
    if not turned:
        return
    yield f"## {labels()['changed']}"
    yield ""
    turned.sort(key=lambda turn: ("bad", "risk", "good", "unknown", "closed").index(group_of(turn[0].status)))
    for one, since in turned[:_LISTED]:
        words = since_words(since, one)
        yield f"- {escape(one.name)} ({escape(one.organization)}): {escape(words)}"
    if len(turned) > _LISTED:
        yield f"- {say('and {n} more', n=len(turned) - _LISTED)}"
    yield ""
