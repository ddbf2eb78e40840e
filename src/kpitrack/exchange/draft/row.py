"""One row of a list of KPIs: from its cells to the fields of a KPI, or to what is not understood of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kpitrack.exchange.sheet.cells import BadCell, as_number, as_shown, checked
from kpitrack.exchange.spreadsheet.cells import Cell, shortest
from kpitrack.language import Text, say
from kpitrack.model.figures import Figure, UnreadableFigure, read_figure, read_year, read_year_month
from kpitrack.model.figures.units import spelling
from kpitrack.model.numbers import MINUS_SIGNS, narrow, plain_number

from .columns import Header, Role

_UNITS = (
    "人", "名", "件", "%", "％", "‰", "世帯", "戸", "棟", "か所", "カ所", "ヶ所", "ケ所", "箇所", "円", "千円", "万円",
    "百万円", "億円", "兆円", "団体", "社", "店", "店舗", "ha", "t", "km", "㎞", "㎡", "m2", "回", "位", "歳", "泊",
    "人泊", "台", "本", "校", "組", "冊", "点", "ポイント", "千人", "万人", "人/年", "件/年",
)  # fmt: skip
_UNIT_IN_NAME = re.compile(rf"[(（](?:単位[:：]?)?(?P<unit>{'|'.join(_UNITS)})[)）]$")
_MONTH = re.compile(r"[./]|月")
_CUMULATIVE = re.compile(r"累計|累積")


@dataclass(frozen=True, slots=True)
class DraftField:
    """One field of a KPI: what is written, and the cell that it comes from."""

    name: str
    value: Any
    cell: Cell | None = None
    words: str = ""  # what stands in the cell, where the field says it otherwise


@dataclass(slots=True)
class DraftKPI:
    """One indicator: its fields, and what of its row was not understood."""

    place: str
    lines: list[DraftField] = field(default_factory=list)
    open: list[tuple[Cell, Text]] = field(default_factory=list)


class RowReader:
    """One row while it becomes a KPI."""

    def __init__(self, cells: Mapping[Role, Cell], targets: list[Cell], header: Header, kpi: DraftKPI) -> None:
        self.cells, self.targets, self.header, self.kpi = cells, targets, header, kpi
        self.years: set[int] = set()
        self.start: int | float | None = None

    def read(self) -> DraftKPI:
        """The KPI of the row."""
        name = " ".join(self.cells["name"].text.split())
        self._add("name", name, self.cells["name"])
        unit = self._unit(name)
        baseline = self._figure(self.cells.get("baseline"), unit)
        goals = [(cell, figure) for cell in self.targets if (figure := self._figure(cell, unit))]
        if unit is None:
            figures = [figure for figure in (baseline, *(figure for _, figure in goals)) if figure]
            known = [figure.unit for figure in figures if figure.form in {"value", "change"} and figure.unit]
            known = [printed for printed in known if spelling(printed) not in {"ポイント", "倍"}]
            unit = self._as_printed(known[0]) if known else ""
            if known:  # once more, so that all stand in one unit
                self.kpi.open.clear()
                baseline = self._figure(self.cells.get("baseline"), unit)
                goals = [(cell, figure) for cell in self.targets if (figure := self._figure(cell, unit))]
        self._add("unit", unit, self.cells.get("unit"))
        if _CUMULATIVE.search(name):
            self._add("accumulation", "running_total", self.cells["name"], name)
        self._baseline(baseline)
        self._target(goals)
        self._texts()
        return self.kpi

    def _add(self, name: str, value: Any, cell: Cell | None, words: str = "") -> None:
        self.kpi.lines.append(DraftField(name, value, cell, words))

    def _open(self, cell: Cell, message: Text) -> None:
        self.kpi.open.append((cell, message))

    def _unit(self, name: str) -> str | None:
        if cell := self.cells.get("unit"):
            return cell.text
        found = _UNIT_IN_NAME.search(name)
        return found["unit"] if found else None

    def _as_printed(self, unit: str) -> str:
        """``unit`` with the 千, 億 or 百万 that the row prints before it, if it is the same wherever it is printed."""
        printed = re.compile(rf"[0-9][0-9,.]*\s*((?:[百千]?[兆億万]|[百千])?{re.escape(unit)})(?![^\s(（、]*[0-9])")
        cells = [cell for cell in (self.cells.get("baseline"), *self.targets) if cell]
        found = {match[1] for cell in cells if (match := printed.match(narrow(cell.text)))}
        return found.pop() if len(found) == 1 else unit

    def _figure(self, cell: Cell | None, unit: str | None) -> Figure | None:
        if cell is None:
            return None
        try:
            checked(cell)
            text = cell.text
            if isinstance(cell.value, float | int):
                text = as_shown(shortest(cell.value), cell.number_format)
            figure = read_figure(text, unit=unit)
        except (BadCell, UnreadableFigure) as refusal:
            self._open(cell, refusal.message)
            return None
        if beside := [word for word in (figure.scope, *figure.notes) if word]:
            self._open(cell, say("besides the number it says: {words}", words=", ".join(beside)))
        return figure

    def _year(self, figure: Figure | None, column: Cell | None, role: Role, own: Cell | None) -> int | None:
        """The year beside the figure, else of the column of years, else of the heading."""
        if figure and figure.month:
            return figure.month.fiscal_year
        if figure and figure.year:
            return figure.year
        if column is not None:
            text = narrow(column.text).removesuffix("末")
            try:
                return read_year_month(text).fiscal_year if _MONTH.search(text) else read_year(text).year
            except UnreadableFigure as refusal:
                self._open(column, refusal.message)
                return None
        at = own.column if own else next(iter(self.header.having(role)), None)
        return self.header.columns[at].year if at is not None else None

    def _baseline(self, figure: Figure | None) -> None:
        cell = self.cells.get("baseline")
        if cell is None or figure is None:
            return
        if figure.form != "value" or figure.comparison or figure.approximate:
            self._open(cell, say("no single value"))
            return
        year = self._year(figure, self.cells.get("baseline_year"), "baseline", cell)
        fields: dict[str, Any] = {} if year is None else {"year": year}
        if figure.value is not None:
            fields["value"] = as_number(figure.value)
        if fields:
            self.years |= {year} if year else set()
            self.start = fields.get("value")
            self._add("baseline", fields, cell, cell.text)

    def _target(self, goals: list[tuple[Cell, Figure]]) -> None:
        """The last column is the target; numbers in the years before it are milestones."""
        if not goals:
            return
        *before, (cell, figure) = goals
        year = self._year(figure, self.cells.get("target_year"), "target", cell)
        milestones: dict[int, int | float] = {}
        for other, between in before:
            at = self._year(between, None, "target", other)
            plain = between.form == "value" and between.value is not None and not between.comparison
            if at is None or year is None or at >= year or not plain or between.approximate or between.value is None:
                self._open(other, say("a second target, without a year before the other's"))
            else:
                milestones[at] = as_number(between.value)
        fields, better, problem = target_fields(figure)
        if figure.form == "value" and self._may_be_a_change(cell):
            self._open(cell, say("may be a value and may be a change: write value or change under target"))
            return
        if problem:
            self._open(cell, problem)
        goal = fields.get("value")
        opposite = (
            self.start is not None
            and goal is not None
            and (goal < self.start if better == "higher" else goal > self.start)
        )
        if better and opposite:
            self._open(cell, say("its words say another direction than the baseline and the number"))
        elif better:
            self._add("better", better, cell, cell.text)
        if fields:
            self.years |= {year} if year else set()
            self._add("target", ({} if year is None else {"year": year}) | fields, cell, cell.text)
        if milestones:
            self._add("milestones", dict(sorted(milestones.items())), before[0][0])

    def _may_be_a_change(self, cell: Cell) -> bool:
        """Whether a target is written with a sign that its baseline does not explain: ``+5%``, ``▲20%`` from 30%."""
        text = narrow(cell.text).strip()
        below = self.start is None or self.start < 0
        return text.startswith(("+", "プラス")) or (text.startswith((*MINUS_SIGNS, "マイナス")) and not below)

    def _texts(self) -> None:
        roles: tuple[Role, ...] = ("definition", "source", "department", "notes")
        for role in roles:
            if (cell := self.cells.get(role)) and not cell.formula:
                self._add(role, cell.text, cell)


def target_fields(figure: Figure) -> tuple[dict[str, Any], str | None, Text | None]:
    """The fields of a target, which way is better where the figure says it, and what is still to be decided."""
    fields: dict[str, Any] = {}
    better = {"at_least": "higher", "more_than": "higher", "at_most": "lower", "less_than": "lower"}.get(
        figure.comparison or ""
    )
    if figure.form == "hold":
        return {}, None, say("to be kept: write hold: at_least or at_most under target")
    if figure.form == "improve":
        if figure.direction is None:
            return {}, None, say("to improve: write improve: true under target, and better: higher or lower")
        return {"improve": True}, "higher" if figure.direction == "increase" else "lower", None
    if figure.value is None:
        return {}, None, None
    number = as_number(figure.value)
    if figure.form == "percent_per_year":
        return {}, None, say("a rate per year: write percent_per_year, and compounding: compound or simple")
    if figure.form == "percent_change":
        fields["percent_change"] = f"{plain_number(number)}%"
    else:
        fields[figure.form] = number
    if figure.comparison in {"more_than", "less_than"}:
        fields["strict"] = True
    if figure.approximate:
        fields["approximate"] = True
    if spelling(figure.unit) == "位" and figure.form == "value":
        better = "lower"
    return fields, better, None
