"""``status`` on a terminal: every KPI in the order of its document, to be read at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from kpitrack.analysis.since import since_last
from kpitrack.analysis.standing import Standing
from kpitrack.language import mark, say, say_n, translate
from kpitrack.language.visible import visible
from kpitrack.model.years import show_year
from kpitrack.views.since import since_words
from kpitrack.views.text.plain import pad, width, wrap
from kpitrack.views.text.styled import Styled, wrapped
from kpitrack.views.titles import facts
from kpitrack.views.words import (
    counts_line,
    grade_label,
    grade_says_more,
    rate_label,
    reason_word,
    status_style,
    status_text,
)

Titles = Mapping[tuple[str, str], tuple[str, str]]
"""By the ids of a strategy and its node, the number and title of that goal or measure in the active language."""

_WIDE = 112  # columns from which the figures are shown in columns of their own
_NARROWEST_NAME = 24
_BAR = 6
#: Rates that are values in the KPI's unit.
IN_THE_UNIT = frozenset({"difference", "remaining", "gap_to_expected"})
_OVERDUE = ("no_data", "no_final_data")


def as_text(standings: Iterable[Standing], titles: Titles, as_of: int, columns: int) -> Iterator[Styled]:
    """The lines of the report.

    Args:
        standings: in the order of the documents.
        titles: of the nodes above them.
        as_of: the fiscal year at which they were judged.
        columns: the width to keep to.
    """
    for _, group in groupby(standings, key=lambda one: one.strategy_id):
        members = list(group)
        first, row = members[0], members[0].row
        yield from wrapped(visible(f"{first.organization}  {first.strategy_title}"), columns, "bold")
        yield Styled(facts(first.strategy_id, row["period_start"], row["period_end"], as_of), "dim")
        wide = _Columns(members, columns)
        layout = wide if columns >= _WIDE and wide.fits else _Stacked(members, columns)
        yield from layout.heading()
        above: tuple[str, ...] = ()
        for path, rows in groupby(members, key=lambda one: one.path):
            nodes = [titles[first.strategy_id, step] for step in path]
            yield from _crumbs(nodes, columns, again=path[:1] == above[:1])
            above = path
            for one in rows:
                yield from layout.rows(one)
        counts = counts_line(Counter(one.status for one in members))
        yield Styled(f"{say_n('{n} KPI', '{n} KPIs', len(members))}:  {counts}", "bold")
        yield Styled()


def _crumbs(nodes: Sequence[tuple[str, str]], columns: int, *, again: bool) -> Iterator[Styled]:
    """The goal, unless it stands there already, and the measures below it in one line."""
    goal, *measures = [visible(" ".join(filter(None, node))) for node in nodes]
    if not again:
        yield from wrapped(goal, columns, "bold cyan")
    if measures:
        yield from wrapped(" › ".join(measures), columns - 1, "cyan", first=" ")


def flags(one: Standing) -> list[str]:
    """Remarks on a verdict: provisional, stale, a break, missing years, a grade and so on."""
    row, found = one.row, []
    if one.status == "not_assessable" and row.get("reason"):
        found.append(reason_word(row["reason"]))
    if row.get("provisional"):
        found.append(str(say("provisional")))
    if row.get("waits_for_year") is not None and (row.get("stale") or one.status in _OVERDUE):
        awaited = show_year(row["waits_for_year"], calendar=one.calendar)
        found.append(str(say("waiting for {year}", year=awaited)))
    if row.get("break"):
        found.append(str(say("break in the series: may not be comparable")))
    if row.get("missing_years"):
        years = ", ".join(str(year) for year in row["missing_years"])
        found.append(str(say("missing: {years}", years=years)))
    if row.get("missed_years"):
        years = ", ".join(str(year) for year in row["missed_years"])
        found.append(str(say("fell short in: {years}", years=years)))
    found += _of_verdict(one)
    if row.get("better_assumed"):
        found.append(str(say("higher is taken to be better")))
    found += _of_scheme(one)
    if one.status == "discontinued" and row["replaced_by"]:
        found.append(str(say("replaced by {ref}", ref=row["replaced_by"])))
    return found


def _of_verdict(one: Standing) -> Iterator[str]:
    """What the status alone does not say."""
    row = one.row
    if (row.get("allowance_used") or 0) > 0 and one.status != "missed":
        yield str(say("{share} of the allowance used up", share=one.rate(row["allowance_used"])))
    if row.get("last_before_target"):
        yield str(say("decides once {year} is over", year=show_year(row["target_year"], calendar=one.calendar)))
    if row.get("improved") is not None:
        yield str(say("better than the baseline") if row["improved"] else say("no better than the baseline"))
    if row.get("discontinued") and one.status != "discontinued":
        yield str(say("discontinued later"))
    if row.get("of") is not None:
        yield str(say("{answered} of {of} have answered", answered=row["answered"], of=row["of"]))
    since = since_last(row)
    if since is not None and since.turned in {"better", "worse"}:
        yield since_words(since, one)


def _of_scheme(one: Standing) -> Iterator[str]:
    """The grade where it says more than the status, and the scheme's own rate."""
    row = one.row
    if grade_says_more(row):
        grade = " ".join(filter(None, (visible(row["grade"]), visible(grade_label(row)))))
        yield str(say("grade {grade} ({scheme})", grade=grade, scheme=visible(row["grade_scheme"])))
    if own := own_rate(one):
        yield own


def own_rate(one: Standing) -> str:
    """The rate of the scheme by the scheme's name for it; empty where it names none, or the rate is undefined."""
    label, value = rate_label(one.row), one.row.get("grade_rate_value")
    if not label or value is None:
        return ""
    shown = one.number(value, derived=True) if one.row["grade_rate_name"] in IN_THE_UNIT else one.rate(value)
    return f"{visible(label)} {shown}"


def bar(progress: float | None, cells: int = _BAR) -> str:
    """A small bar: full at 100%, empty at or below the baseline.

    Of ASCII, since terminals disagree on the width of block characters, and the figures beside it must line up.
    """
    if progress is None:
        return " " * cells
    filled = round(max(0.0, min(1.0, progress)) * cells)
    return "#" * filled + "." * (cells - filled)


def _progress(one: Standing, room: int = 7) -> str:
    value = one.progress
    return f"{bar(value)} {pad(one.progress_text, room, right=True)}"


def _name(one: Standing, columns: int) -> list[str]:
    """The name and its unit in lines; the unit is not broken where it fits."""
    lines = wrap(visible(one.name), columns) or [""]
    unit = f"[{visible(one.unit)}]" if one.unit else ""
    if unit and width(lines[-1]) + 1 + width(unit) <= columns:
        lines[-1] += f" {unit}"
    elif unit:
        lines += wrap(unit, columns)
    return lines


def figures(one: Standing, *, lone_year: bool = False) -> list[str]:
    """Baseline, last year's actual, newest actual, expected value and target as text; see `Standing.figure`."""
    baseline, previous, actual, target = (
        one.figure(name, lone_year=lone_year) for name in ("baseline", "previous", "actual", "target")
    )
    return [baseline, previous, actual, one.number(one.row.get("expected"), derived=True), target]


def _cells(one: Standing) -> list[str]:
    return [visible(text) for text in figures(one, lone_year=True)]


class _Columns:
    """The wide layout: one line a KPI, its figures in columns."""

    def __init__(self, members: Sequence[Standing], columns: int) -> None:
        self.titles = [translate(title) for title in _TITLES]
        cells = [_cells(one) for one in members]
        self.widths = [max(width(title), *(width(row[i]) for row in cells)) for i, title in enumerate(self.titles)]
        self.status = max(width(status_text(one.status)) for one in members)
        self.progress = _BAR + 1 + max(7, *(width(one.progress_text) for one in members))
        taken = sum(self.widths) + 2 * len(self.widths) + self.progress + 2 + self.status + 4
        longest = max(width(f"  {visible(one.name)} [{visible(one.unit)}]") for one in members)
        self.name = max(width("  KPI"), min(max(_NARROWEST_NAME, columns - taken), longest))
        self.fits = taken + self.name <= columns
        self.columns = columns

    def heading(self) -> Iterator[Styled]:
        cells = [pad(title, size, right=True) for title, size in zip(self.titles, self.widths, strict=True)]
        parts = [
            pad("  KPI", self.name),
            *cells,
            pad(str(say("progress")), self.progress, right=True),
            str(say("status")),
        ]
        yield Styled("  ".join(parts), "dim underline")

    def rows(self, one: Standing) -> Iterator[Styled]:
        first, *rest = _name(one, self.name - 2)
        cells = [pad(cell, size, right=True) for cell, size in zip(_cells(one), self.widths, strict=True)]
        line = "  ".join([pad(f"  {first}", self.name), *cells, _progress(one, self.progress - _BAR - 1), ""])
        yield Styled(line).append(status_text(one.status), status_style(one.status))
        yield from (Styled(f"  {more}") for more in rest)
        yield from wrapped("; ".join(flags(one)), self.columns - 6, "dim", first=" " * 6)


_TITLES = (mark("baseline"), mark("previous"), mark("newest"), mark("expected"), mark("target"))


class _Stacked:
    """The narrow layout: the status and the name, and the figures below."""

    def __init__(self, members: Sequence[Standing], columns: int) -> None:
        self.left = 2 + max(width(status_text(one.status)) for one in members)
        self.room = max(20, columns - self.left)

    def heading(self) -> Iterator[Styled]:
        yield from ()

    def rows(self, one: Standing) -> Iterator[Styled]:
        first, *rest = _name(one, self.room)
        yield Styled(pad(status_text(one.status), self.left), status_style(one.status)).append(first)
        indent = " " * self.left
        yield from (Styled(indent + text) for text in (*rest, *_flow(self._figures(one), self.room)))
        yield from wrapped("; ".join(flags(one)), self.room, "dim", first=indent)

    @staticmethod
    def _figures(one: Standing) -> Iterator[str]:
        row = one.row
        baseline, previous, newest, expected, target = _cells(one)
        yield f"{say('baseline')} {baseline}"
        if row.get("previous_value") is not None:
            yield f"{say('previous')} {previous}"
        yield f"{say('newest')} {newest}"
        if row.get("expected") is not None:
            yield f"{say('expected')} {expected}"
        yield f"{say('target')} {target}"
        if one.progress is not None:
            yield f"{say('progress')} {_progress(one)}"


def _flow(pieces: Iterable[str], columns: int) -> Iterator[str]:
    """``pieces`` side by side, unbroken unless one alone is too wide."""
    line = ""
    for piece in pieces:
        if line and width(line) + 3 + width(piece) > columns:
            yield line
            line = piece
        else:
            line = f"{line}   {piece}" if line else piece
    yield line
