"""From an indicator's cells to the fields of a KPI, or to what has to be decided about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from kpitrack.exchange.sheet.cells import as_number
from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.language import Text, say
from kpitrack.model.figures import Figure
from kpitrack.model.figures.dates import MONTH
from kpitrack.model.figures.units import is_share, spelling

from .column import counting
from .drafted import DraftActual, DraftField, DraftKPI
from .phrase import NotUnderstood, Phrase, read_phrase, shown, steps_in
from .record import Account, Indicator, TableValue, year_of
from .target import TargetReading, aim_of
from .unit import stated_unit, unit_in, unit_of
from .words import Role, direction_of
from .years import NamedYear, Years

_CUMULATIVE = re.compile(r"累計|累積")
_TEXTS: tuple[Role, ...] = ("definition", "source", "department", "notes")
OTHERWISE_COUNTED = {
    "total": say("a running total, and the KPI counts each year alone"),
    "single": say("of one year alone, and the KPI counts a running total"),
}
PROGRESS = say("may be the value and may be how far the target is reached")
_COMPARED = re.compile(r"\s*(?:年度?)?\s*(?:の?(?:実績|水準|値))?(?:比|対比|から|より|に比べ|と比べ|に対し)")
_PLANNED = re.compile(r"目標|計画|予定")


class _Read(NamedTuple):
    value: TableValue
    phrase: Phrase
    year: NamedYear | None


class KPIReader:
    """One record while it becomes a KPI."""

    def __init__(self, record: Indicator, years: Years, account: Account, number: int) -> None:
        self.record, self.years, self.account, self.number = record, years, account, number
        self.kpi = DraftKPI(record.name, "", record.sheet, record.cells[0])
        self.unit: str | None = None
        self._calendars: set[str | None] = set()

    def read(self) -> DraftKPI:
        """The KPI of the record."""
        record, kpi = self.record, self.kpi
        for cell in record.cells:
            self.account.use(cell, "name", self.number)
        kpi.lines.append(DraftField("name", record.name, record.cells[0]))
        unit_cell = record.unit_cell
        kpi.unit = self.unit = self._unit(unit_cell)
        kpi.lines.append(DraftField("unit", kpi.unit, unit_cell))
        for cell in record.texts.get("unit", []):
            if cell.text == kpi.unit or cell is unit_cell:
                self.account.use(cell, "unit", self.number)
            else:
                self.account.leave(cell, say("a second unit of the same indicator"))
        named = unit_in(record.name)
        if unit_cell and named and spelling(named) != spelling(kpi.unit):
            kpi.open.append((unit_cell, say("the name says {unit}: which of the two is it?", unit=named)))
        accumulation = self._accumulation(unit_cell)
        if self._deed():
            return kpi
        if steps := steps_in((one.figure_cell for one in record.values), self.years):
            words = ", ".join(steps)
            kpi.open.append((record.cells[0], say(
                "these are words: {words}. If they are steps, write scale: [{words}], the worst first, and the values "
                "in these words", words=words,
            )))  # fmt: skip
        accumulation = self._counted(accumulation)
        read = (self._read(role) for role in ("actual", "baseline", "target"))
        actuals, baselines, targets = self._certain(*read)
        baseline = self._baseline(baselines, actuals, targets)
        aim = self._target(targets, baseline, running=accumulation == "running_total")
        if aim and aim.mean:
            accumulation = "mean"
        self._actuals(actuals)
        if accumulation == "running_total" and not self._rises():
            kpi.open.append(
                (record.cells[0], say("says 累計, but its values fall: is it accumulation: running_total?"))
            )
        elif accumulation:
            kpi.lines.insert(2, DraftField("accumulation", accumulation))
        self._calendar()
        self._texts()
        return kpi

    # Unit and counting

    def _unit(self, cell: Cell | None) -> str:
        stated = stated_unit(cell.text if cell else None, self.record.name, self.record.unit_around)
        if stated is not None:
            return stated
        printed: list[tuple[str, Figure]] = []
        multiple = self.record.name.endswith("倍率")
        for value in self.record.values:
            try:
                phrase = read_phrase(value.figure_cell, None, self.years)
            except NotUnderstood:
                continue
            multiple = multiple or (phrase.figure.form == "times_baseline" and value.role != "target")
            if not phrase.over_previous:
                printed.append((shown(value.figure_cell), phrase.figure))
        return unit_of(printed) or ("倍" if multiple else "")

    def _accumulation(self, unit_cell: Cell | None) -> str | None:
        words = f"{self.record.name} {unit_cell.text if unit_cell else ''}"
        return "running_total" if _CUMULATIVE.search(words) else None

    def _counted(self, accumulation: str | None) -> str | None:
        """How the values are counted, as headings and cells say it; those that are counted otherwise are left."""
        values = self.record.values
        told = {id(one): one.counting or counting(one.cell.text) for one in values}
        if accumulation is None and values and set(told.values()) == {"total"}:
            accumulation = "running_total"
        other = "single" if accumulation == "running_total" else "total"
        for one in [one for one in values if told[id(one)] == other and one.role != "target"]:
            self._leave(one.cell, OTHERWISE_COUNTED[other])
            values.remove(one)
        return accumulation

    def _rises(self) -> bool:
        values = [self.kpi.actuals[year].value for year in sorted(self.kpi.actuals)]
        return all(first <= second for first, second in pairwise(values))

    # Values

    def _deed(self) -> bool:
        """Write a deed that was not done and is to be done, 未策定 → 策定, as a scale of two steps."""
        values = {role: [one for one in self.record.values if one.role == role] for role in ("baseline", "target")}
        if len(values["baseline"]) != 1 or len(values["target"]) != 1:
            return False
        (first,), (last,) = values["baseline"], values["target"]
        before, after = (" ".join(one.cell.text.split()) for one in (first, last))
        doubtful = any(len(one.years) > 1 or one.over or one.cell.formula for one in (first, last))
        if doubtful or before != f"未{after.removesuffix('済み').removesuffix('済')}":
            return False
        self.kpi.lines.append(DraftField("scale", [before, after], None, f"{first.cell.place}, {last.cell.place}"))
        for one, role, word in ((first, "baseline", before), (last, "target", after)):
            year = year_of(one, None, self.record, self.account, self.number)
            at = {"year": year.year} if year else {}
            self.kpi.lines.append(DraftField(role, at | {"value": word}, one.cell, word))
            self.account.use(one.cell, role, self.number)
            self.kpi.years |= {year.year} if year else set()
        self._texts()
        return True

    def _read(self, role: str) -> list[_Read]:
        """The values with ``role`` that are understood; the others are left."""
        found = []
        for value in self.record.values:
            if value.role != role:
                continue
            try:
                phrase = read_phrase(value.figure_cell, self.unit, self.years)
                year = year_of(value, phrase, self.record, self.account, self.number)
                found.append(_Read(value, phrase, year))
            except NotUnderstood as refusal:
                self._leave(value.cell, refusal.reason, absent=refusal.absent)
        return found

    def _certain(self, *groups: list[_Read]) -> list[list[_Read]]:
        """The values without fractions that may be percentages, 0.48 beside 45 and 50%, which no sign parts."""
        if not is_share(self.unit or ""):
            return list(groups)
        plain = [one.phrase.figure.value for group in groups for one in group if one.phrase.figure.value]
        kept = []
        for group in groups:
            doubtful = [one for one in group if self._may_be_a_share(one.phrase, plain)]
            for one in doubtful:
                self._leave(one.value.cell, say("may be a percentage and may be a share of one"))
            kept.append([one for one in group if one not in doubtful])
        return kept

    @staticmethod
    def _may_be_a_share(phrase: Phrase, others: Sequence[Decimal]) -> bool:
        value = phrase.figure.value
        if value is None or not 0 < value <= 1 or not re.fullmatch(r"[01]?\.?[0-9]*", phrase.text):
            return False
        return any(other > 20 * value and other / 3 <= 100 * value <= 3 * other for other in others)

    def _leave(self, cell: Cell, reason: Text, *, absent: bool = False) -> None:
        self.account.leave(cell, reason)
        if not absent:
            self.kpi.open.append((cell, reason))

    def _use(self, read: _Read, role: str) -> None:
        self.account.use(read.value.cell, role, self.number)
        if read.year:
            self.kpi.years.add(read.year.year)
            if role not in {"target", "milestone"} or read.year.calendar != "cy":
                self._calendars.add(read.year.calendar)

    def _baseline(self, found: Sequence[_Read], actuals: list[_Read], targets: Sequence[_Read]) -> int | float | None:
        """Write the baseline: the one that is named, else the actual of a year before the first target."""
        plain = [one for one in found if self._is_single(one)]
        later = [one for one in plain[1:] if one.year and plain[0].year and one.year.year > plain[0].year.year]
        actuals += later  # 現状値（R4） beside 策定時（H28） is what was reached in the meantime
        for one in plain[1:]:
            if one in later:
                continue
            self._leave(one.value.cell, say("a second value of this kind; the first one was taken"))
        chosen = plain[0] if plain else None
        if chosen is None and not found:
            chosen = self._before_all(actuals, targets)
        if chosen is None or chosen.phrase.figure.value is None:
            return None
        number = as_number(chosen.phrase.figure.value)
        year = {"year": chosen.year.year} if chosen.year else {}
        self.kpi.lines.append(DraftField("baseline", year | {"value": number}, chosen.value.cell, chosen.phrase.text))
        if chosen in plain:
            self._use(chosen, "baseline")
        return number

    def _before_all(self, actuals: Sequence[_Read], targets: Sequence[_Read]) -> _Read | None:
        """The one actual of the year before targets of several years in a row, which is what the plan starts from."""
        planned = sorted({one.year.year for one in targets if one.year})
        early = [one for one in actuals if one.year and planned and one.year.year < planned[0]]
        whole = len(planned) > 2 and planned == list(range(planned[0], planned[-1] + 1))
        if not whole or len(early) != 1 or not early[0].year or early[0].year.year + 1 != planned[0]:
            return None
        return early[0] if self._plain(early[0].phrase) else None

    def _is_single(self, one: _Read) -> bool:
        if self._plain(one.phrase):
            return True
        self._leave(one.value.cell, say("no single value"))
        return False

    @staticmethod
    def _plain(phrase: Phrase) -> bool:
        figure = phrase.figure
        plain = figure.form == "value" and figure.value is not None and not figure.comparison and not figure.approximate
        return plain and not (phrase.keep or phrase.over_previous or phrase.every_year or phrase.mean)

    def _target(self, found: list[_Read], baseline: float | None, *, running: bool) -> TargetReading | None:
        """Write the last target, and those of the years before it as milestones."""
        way, cell = self._direction()
        found = self._of_years(found)
        doubled = say("a second target of the same year")
        dated = self._one_a_year(found, "target", lambda one: one.phrase.figure, doubled)
        found = self._in_order([*dated.values(), *(one for one in found if one.year is None)])
        if not found:
            if way in {"higher", "lower"}:
                self.kpi.lines.append(DraftField("better", way, cell, cell.text if cell else ""))
            return None
        *before, last = found
        aim = aim_of(last.phrase, baseline, way)
        if other := self._compared_with(last.phrase):
            aim.fields, aim.problems = (
                {},
                [say("compares with {year}, of which the table holds no baseline", year=other)],
            )
        self.kpi.open += [(last.value.cell, problem) for problem in aim.problems]
        total = last.value.counting == "total" or any(_CUMULATIVE.search(note) for note in last.phrase.remarks)
        if total and not running:
            self.kpi.open.append((last.value.cell, say("says 累計: is it accumulation: running_total, or sum?")))
        if aim.better:
            origin = cell if way == aim.better else last.value.cell
            self.kpi.lines.append(DraftField("better", aim.better, origin, origin.text if origin else ""))
        if not aim.fields:
            self.account.leave(last.value.cell, aim.problems[0])
            for one in before:
                self._leave(one.value.cell, say("a target of an earlier year, without a last one"))
            return None
        year = {"year": last.year.year} if last.year else {}
        self.kpi.lines.append(DraftField("target", year | aim.fields, last.value.cell, last.phrase.text))
        self._use(last, "target")
        self._milestones(before)
        return aim

    def _compared_with(self, phrase: Phrase) -> int | None:
        """The year that a change is counted from, H25比26％減, where that is not the year of the baseline."""
        if phrase.figure.form not in {"change", "percent_change"}:
            return None
        named = self.years.find(phrase.text)
        start = (self.kpi.value_of("baseline") or {}).get("year")
        return next((one.year for one in named if _COMPARED.match(phrase.text[one.end :]) and one.year != start), None)

    def _in_order(self, found: list[_Read]) -> list[_Read]:
        """The targets by their years; one without a year only where it is the only one, or the last of such."""
        dated = sorted((one for one in found if one.year), key=lambda one: one.year.year if one.year else 0)
        undated = [one for one in found if not one.year]
        kept = [] if dated else undated[-1:]
        for one in undated:
            if one not in kept:
                self._leave(one.value.cell, say("a target whose year is not said, beside another one"))
        return dated or kept

    def _of_years(self, found: Sequence[_Read]) -> list[_Read]:
        """The targets that are of a year, as far as that can be told."""
        for one in found if self.record.quarters else ():
            if one.year is None:
                self._leave(
                    one.value.cell, say("beside quarters, and does not say whether it is of a quarter or the year")
                )
        return [one for one in found if one.year or not self.record.quarters]

    def _one_a_year(
        self, found: Iterable[_Read], role: str, told: Callable[[_Read], object], doubled: Text
    ) -> dict[int, _Read]:
        """The values that have a year, one a year: of those that say the same the first, of two that differ none.

        ``told`` gives what they must say alike; those that differ are left with the reason ``doubled``.
        """
        kept: dict[int, _Read] = {}
        clashing = set()
        for one in found:
            if one.year is None:
                continue
            other = kept.setdefault(one.year.year, one)
            if told(other) != told(one):
                clashing.add(one.year.year)
                self._leave(one.value.cell, doubled)
            elif other is not one:
                self.account.use(one.value.cell, role, self.number)
        for year in [year for year in kept if year in clashing]:
            self._leave(kept.pop(year).value.cell, doubled)
        return kept

    def _milestones(self, before: Sequence[_Read]) -> None:
        milestones: dict[int, int | float] = {}
        for one in before:
            figure = one.phrase.figure
            if one.year and figure.form == "value" and figure.value is not None and not one.phrase.over_previous:
                milestones[one.year.year] = as_number(figure.value)
                self._use(one, "milestone")
            else:
                self._leave(one.value.cell, say("an earlier target that is no number"))
        if milestones:
            places = ", ".join(one.value.cell.place for one in before)
            self.kpi.lines.append(DraftField("milestones", milestones, None, places))

    def _direction(self) -> tuple[str | None, Cell | None]:
        for cell in self.record.texts.get("direction", []):
            if not cell.formula and (way := direction_of(cell.text)):
                self.account.use(cell, "direction", self.number)
                return way, cell
            self._leave(cell, say("says no direction that is understood"))
        return None, None

    def _actuals(self, found: Sequence[_Read]) -> None:
        certain = []
        for one in found:
            if one.year is None:
                self._leave(one.value.cell, say("an actual whose year is not said"))
            elif one.value.progress and is_share(self.unit or ""):
                self._leave(one.value.cell, PROGRESS)
            elif not self._plain(one.phrase) or any(_PLANNED.search(note) for note in one.phrase.remarks):
                self._leave(one.value.cell, say("no single value"))
            else:
                certain.append(one)
        doubled = say("a second actual of the same year")
        for year, one in self._one_a_year(certain, "actual", lambda one: one.phrase.figure.value, doubled).items():
            figure = one.phrase.figure
            month = MONTH.search(one.phrase.text) if figure.month else None
            note = "、".join([*([month[0]] if month else []), *one.phrase.remarks])
            status = one.value.status if figure.status == "normal" else figure.status
            self.kpi.actuals[year] = DraftActual(as_number(figure.value or Decimal(0)), status, note, one.value.cell)
            self._use(one, "actual")

    # The rest

    def _calendar(self) -> None:
        """Say that the years are calendar years where all are; where some are, leave it to a person."""
        if self._calendars == {"cy"}:
            self.kpi.lines.append(DraftField("calendar", "cy"))
        elif "cy" in self._calendars:
            self.kpi.open.append(
                (
                    self.record.cells[0],
                    say("some of its years are printed as 年, not as 年度: are they calendar years?"),
                )
            )

    def _texts(self) -> None:
        for role in _TEXTS:
            cells = [cell for cell in self.record.texts.get(role, []) if not cell.formula]
            if role == "department" and not cells and self.record.department:
                text = re.split(r"[:：]", self.record.department.text, maxsplit=1)[-1]
                self.kpi.lines.append(DraftField(role, " ".join(text.split()), self.record.department))
            if cells:
                self.kpi.lines.append(DraftField(role, " / ".join(" ".join(c.text.split()) for c in cells), cells[0]))
            for cell in cells:
                self.account.use(cell, role, self.number)
