"""``status`` on a terminal: a line a KPI, to be read at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from kpitrack.analysis.freshness import state_of
from kpitrack.analysis.standing import MISSING, Standing, bullet
from kpitrack.language import say
from kpitrack.language.visible import visible
from kpitrack.model.years import show_year
from kpitrack.views.text.bars import TICK, meter
from kpitrack.views.text.columns import Column
from kpitrack.views.text.plain import pad, shorten, widest, wrap
from kpitrack.views.text.styled import Piece, Styled, flow, wrapped
from kpitrack.views.words import (
    grade_says_more,
    group_of,
    rate_label,
    reason_word,
    status_mark,
    status_style,
    status_text,
)

from .flags import own_rate_value
from .head import heading
from .letters import legend, letters

if TYPE_CHECKING:
    from .long import Titles

_METER, _WIDEST_METER = 8, 24
_AMPLE = 26  # columns for names, from which other things may grow
_ARROW = " → "
_LEFT_OUT = " …"
"""What stands for a unit that has no room."""
_WAITS = frozenset({"no_data", "no_final_data", "awaiting_final", "not_due"})


def as_text(
    standings: Iterable[Standing], titles: Titles, as_of: int, columns: int, *, picked: bool = False
) -> Iterator[Styled]:
    """The lines of the report, laid out for ``columns``.

    Args:
        standings: in the order of the documents.
        titles: of the nodes above them.
        as_of: the fiscal year at which they were judged.
        columns: of the terminal.
        picked: whether they were chosen by their statuses.
    """
    shown = False
    for _, group in groupby(standings, key=lambda one: one.strategy_id):
        members = list(group)
        yield from heading(members, as_of, columns, picked=picked)
        yield Styled()
        table = next(_tables(members, columns), None)
        if table is None:
            from .long import rows

            yield from rows(members, titles, columns)
        else:
            yield from _lines(table, members, titles)
        yield Styled()
        shown = True
    if shown:
        hint = say("One KPI: kpitrack show KPI. All figures: kpitrack status --long")
        yield from wrapped(str(hint), columns, "dim")


def _lines(table: _Table, members: Sequence[Standing], titles: Titles) -> Iterator[Styled]:
    yield table.heading()
    for goal, rows in groupby(members, key=lambda one: one.path[0]):
        title = " ".join(filter(None, titles[members[0].strategy_id, goal]))
        yield Styled(shorten(visible(title), table.columns), "bold")
        yield from map(table.row, rows)
    texts = list(legend(members))
    if any(_LEFT_OUT in table.target(one) for one in members):
        texts.append(str(say("… the unit has no room here")))
    explained = [Piece(line, "dim") for text in texts for line in wrap(text, table.columns)]
    yield from (Styled().extend(line) for line in flow(([one] for one in explained), table.columns))


class _Show(NamedTuple):
    """Which figures are shown, where names have as much ``room``, or are shorter.

    Without ``words`` the marks stand alone, which the lines above explain; ``target`` is how wide the words of a target
    may be, at least.
    """

    room: int
    baseline: bool = False
    years: bool = False
    rate: bool = False
    words: bool = True
    target: int = 20


def _tables(members: Sequence[Standing], columns: int) -> Iterator[_Table]:
    """The table with as much as leaves the names room, down to the barest."""
    for show in _SHOWN:
        table = _Table(members, columns, show)
        if table.room >= min(show.room, table.longest):
            yield table


_SHOWN = (
    _Show(48, baseline=True, years=True, rate=True),
    _Show(48, years=True, rate=True),
    _Show(24, rate=True),
    _Show(12),
    _Show(12, target=16, words=False),
)


class _Table:
    """One strategy's table: as wide as ``columns`` in a font that shows ambiguous characters wide."""

    def __init__(self, members: Sequence[Standing], columns: int, show: _Show) -> None:
        self.columns, self.show = columns, show
        known = {name for name in ("actual", "baseline") for one in members if one.row.get(f"{name}_value") is not None}
        #: Where there are baselines alone, the way from there to the target says more than dashes.
        self.ahead = known == {"baseline"}
        beside = say("baseline") if self.ahead else say("actual")
        self.titles = (str(say("status")), str(say("grade")), "KPI", str(beside), str(say("target")))
        self.state = Column([self.titles[0] if show.words else "", *map(self.status, members)])
        grades = [_grade(one) for one in members]
        self.grade = Column([self.titles[1], *grades]) if any(grades) else None
        rates = [own_rate_value(one) for one in members] if show.rate else []
        self.rate_title = next((visible(name) for one in members if (name := rate_label(one.row))), "")
        self.rate = Column([self.rate_title, *rates], 16, right=True) if any(rates) else None
        self.letters = Column(map(letters, members))
        self.baseline = (
            self.figures("baseline", members, str(say("baseline"))) if show.baseline and not self.ahead else None
        )
        self.actual = self.figures("baseline" if self.ahead else "actual", members, self.titles[3])
        shares = [one.progress_text for one in members if bullet(one)]
        self.percent = Column(map(_each_year, members) if self.ahead else shares or [MISSING], right=True)
        last = max(widest(self.titles[4]), *(widest(self.target(one)) for one in members))
        backward = max((widest(one.progress_text) for one in members if (one.progress or 0) < 0), default=0)
        drawn = any(one.status != "discontinued" and bullet(one) for one in members)
        self.way_title = str(say("progress ({tick}: expected)", tick=TICK) if drawn else say("progress"))
        if self.ahead:
            self.way_title = str(say("a year"))
        self.meter = max(_METER if drawn else 0, backward - 1 - self.percent.narrow)
        fixed = (self.state, self.grade, self.rate, self.letters, self.baseline, self.actual, self.percent)
        # Beside a space after each: one at the start, one after the name, and the arrow.
        taken = sum(one.widest + 1 for one in fixed if one) + self.meter + 2 + len(_ARROW) + 1 + last
        self.room = columns - taken
        self.longest = max(6, *(widest(visible(one.name)) for one in members))
        # Words in the place of a bar, and what the tick means, go before long names.
        said = max(widest(self.way_title), *(widest(_words(one)) for one in members))
        more = min(max(0, said - 1 - self.percent.narrow - self.meter), max(0, self.room - _AMPLE))
        self.meter, self.room = self.meter + more, self.room - more
        names = [self.titles[2], *(visible(one.name) for one in members)]
        self.name = Column(names, max(self.room, 6))
        if drawn:
            self.meter += max(0, min(_WIDEST_METER - self.meter, self.room - self.name.widest))

    def status(self, one: Standing) -> str:
        """The mark, and the word where there is room."""
        return status_text(one.status) if self.show.words else status_mark(one.status)

    def figures(self, name: str, members: Sequence[Standing], title: str) -> Column:
        """The column of one of the figures."""
        return Column([title, *(self.figure(one, name) for one in members)], right=True)

    def figure(self, one: Standing, name: str) -> str:
        """Baseline or newest value, with its year where years are shown."""
        if self.show.years:
            return visible(one.figure(name))
        is_mean = name == "actual" and one.row.get("accumulation") == "mean"
        return visible(one.number(one.row.get(f"{name}_value"), derived=is_mean))

    def target(self, one: Standing) -> str:
        """The target with the unit, which is the newest value's, too."""
        if one.row.get("reason") == "no_target":
            return reason_word("no_target")
        text, unit = visible(one.target_text(signs=True)), visible(one.unit)
        if unit:
            space = " " if unit[0].isascii() and unit[0].isalnum() else ""
            unit = f"{space}{unit}" if text[-1:].isdigit() else f" [{unit}]"
        year = one.row.get("target_year")
        when = f" ({year})" if self.show.years and year is not None else ""
        most = max(self.show.target, self.columns // 4) if self.show.words else self.show.target
        if not any(map(str.isdigit, text)):
            return shorten(text + unit + when, most)
        fits = (rest for rest in (unit + when, f"{_LEFT_OUT}{when}" if when else unit) if widest(text + rest) <= most)
        # Neither a number nor a unit is cut: what is not whole is left out.
        return text + next(fits, _LEFT_OUT if unit else "")

    def heading(self) -> Styled:
        """What the columns are."""
        size = self.meter + 1 + self.percent.narrow
        title = self.way_title
        short = shorten(title, size) if self.ahead else str(say("progress"))
        way = pad(title if widest(title) <= size else short, size, right=self.ahead)
        state = Piece(self.state.cell(self.titles[0] if self.show.words else ""), "dim")
        return self._line(
            state, self.titles[1], self.titles[2], [Piece(way, "dim")],
            "", self.rate_title, str(say("baseline")), self.titles[3], self.titles[4], "dim",
        )  # fmt: skip

    def row(self, one: Standing) -> Styled:
        """The line of a KPI."""
        state = Piece(self.state.cell(self.status(one)), status_style(one.status))
        rate = own_rate_value(one) if self.rate else ""
        baseline = self.figure(one, "baseline") if self.baseline else ""
        return self._line(
            state, _grade(one), visible(one.name), self.way(one), letters(one), rate, baseline,
            self.figure(one, "baseline" if self.ahead else "actual"), self.target(one), "",
        )  # fmt: skip

    def way(self, one: Standing) -> list[Piece]:
        """The bar and the percentage, or words in their place."""
        size = self.meter + 1 + self.percent.narrow
        found = bullet(one)
        if found is not None and one.status != "discontinued":
            bar = meter(found.done, found.due, self.meter, group_of(one.status))
            return [*bar, Piece(f" {self.percent.cell(one.progress_text)}")]
        words = _words(one)
        if self.ahead and (step := _each_year(one)) != MISSING:
            return [Piece(pad(step, size, right=True))]
        if not words or widest(words) > size:
            return [Piece(pad(MISSING, size, right=True), "dim")]
        went_back = one.progress is not None and one.status != "discontinued"
        return [Piece(pad(words, size), status_style(one.status) if went_back else "dim")]

    def _line(  # noqa: PLR0913, PLR0917  a cell each
        self, state: Piece, grade: str, name: str, way: Iterable[Piece], letters: str, rate: str, baseline: str,
        actual: str, target: str, style: str,
    ) -> Styled:  # fmt: skip
        line = Styled().append(" ").extend([state]).append(" ")
        if self.grade:
            line.append(f"{self.grade.cell(grade)} ", style)
        name, leaders = self.name.parted(name)
        line.append(name, style).append(f"{leaders} ", "dim").extend(way)
        line.append(f" {self.letters.cell(letters)} " if self.letters.narrow else "  ", "dim")
        for column, text in ((self.rate, rate), (self.baseline, baseline)):
            if column:
                line.append(f"{column.cell(text)} ", style)
        return line.append(f"{self.actual.cell(actual)}{_ARROW}{target}", style)


def _grade(one: Standing) -> str:
    return visible(one.row["grade"]) if grade_says_more(one.row) else ""


def _each_year(one: Standing) -> str:
    """What each year must add from the baseline to the target; a dash where that is not known."""
    from kpitrack.views.sentence.lacking import needed

    step = needed(one)
    return MISSING if step is None else f"{'+' if step > 0 else ''}{one.number(step, derived=True)}"


def _words(one: Standing) -> str:
    """What is said in the place of a bar; empty where a dash says enough."""
    row = one.row
    if one.status == "discontinued":
        return visible(str(say("replaced by {ref}", ref=row["replaced_by"]))) if row["replaced_by"] else ""
    if one.progress is not None:
        return one.progress_text if bullet(one) is None else ""
    if one.status == "not_assessable":
        return reason_word(row.get("reason")) if row.get("reason") != "no_target" else ""  # its target says so
    year = row.get("waits_for_year")
    if year is not None and one.status in _WAITS and state_of(row) is not None:
        return str(say("awaiting {year}", year=show_year(year, calendar=one.calendar)))
    if (row.get("allowance_used") or 0) > 0 and one.status != "missed":
        return str(say("{share} of the allowance used up", share=one.rate(row["allowance_used"])))
    return ""
