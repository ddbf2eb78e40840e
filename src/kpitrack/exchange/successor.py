"""The next period's strategy as a draft: the same outline, its KPIs continued, their last values as baselines.

What the new period decides (its title, its targets) is marked TODO. What the old one leaves open is listed above.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kpitrack.analysis.standing import Standing
from kpitrack.language import pick, say
from kpitrack.model.record import LocalizedText
from kpitrack.model.strategy import KPI, Goal, Measure, Organization, Strategy
from kpitrack.repository.edit.writing import write_flow, write_scalar

TODO = "TODO"
#: What stays the same of a KPI under the next strategy, in the order in which files write it.
_KEPT = (
    "accumulation", "better", "scale", "level", "calendar", "lag", "frequency", "additive", "indicator", "multiplier",
    "decimals", "tags",
)  # fmt: skip
_TEXTS = ("definition", "method", "department")


@dataclass(frozen=True, slots=True)
class Successor:
    """The draft."""

    text: str  # of the file
    continued: int  # how many KPIs it continues
    open_ends: tuple[str, ...]  # what the old strategy leaves open, as texts


def write_successor(strategy: Strategy, name: str, standings: Mapping[str, Standing]) -> Successor:
    """A draft of what comes after ``strategy``, called ``name``; ``standings`` are its KPIs with verdicts, by ref."""
    ends = tuple(_open_ends(strategy, standings))
    kept = [placed.item for placed in strategy.kpis() if placed.item.discontinued is None]
    return Successor("\n".join(_file(strategy, name, standings, ends)) + "\n", len(kept), ends)


def _file(strategy: Strategy, name: str, standings: Mapping[str, Standing], ends: tuple[str, ...]) -> Iterator[str]:
    years = strategy.period.end - strategy.period.start + 1
    first = say(
        "Draft of what follows {strategy}. Write what is marked {todo}: kpitrack validate names it.",
        strategy=strategy.id, todo=TODO,
    )  # fmt: skip
    yield f"# {first}"
    if ends:
        yield f"# {say('What {strategy} leaves open:', strategy=strategy.id)}"
        yield from (f"#   {_flat(end)}" for end in ends)
    yield f"id: {name}"
    yield f"title: {TODO}"
    if strategy.organizations:
        yield "organizations:"
        yield from (f"  - {_organization(one)}" for one in strategy.organizations)
    else:
        yield f"organization: {_organization(strategy.organization)}"
    yield f"period: {{start: {strategy.period.end + 1}, end: {strategy.period.end + years}}}"
    yield f"supersedes: [{strategy.id}]"
    if strategy.grading:
        yield f"grading: {write_scalar(strategy.grading)}"
    if strategy.rounding:
        yield f"rounding: {write_flow(strategy.rounding.model_dump(exclude_unset=True))}"
    yield "goals:" if strategy.goals else "goals: []"
    for goal in strategy.goals:
        yield from _node(strategy, goal, standings, "  ")


def _node(strategy: Strategy, node: Goal | Measure, standings: Mapping[str, Standing], indent: str) -> Iterator[str]:
    below = f"{indent}  "
    yield f"{indent}- id: {node.id}"
    if node.number:
        yield f"{below}number: {_text(node.number)}"
    yield f"{below}title: {_text(node.title)}"
    if isinstance(node, Goal) and node.cross_cutting:
        yield f"{below}cross_cutting: true"
    if node.department:
        yield f"{below}department: {_text(node.department)}"
    kpis = [kpi for kpi in node.kpis or () if kpi.discontinued is None]
    if kpis:
        yield f"{below}kpis:"
        for kpi in kpis:
            yield from _kpi(strategy, kpi, standings.get(f"{strategy.id}/{kpi.id}"), f"{below}  ")
    if node.measures:
        yield f"{below}measures:"
        for measure in node.measures:
            yield from _node(strategy, measure, standings, f"{below}  ")


def _kpi(strategy: Strategy, kpi: KPI, standing: Standing | None, indent: str) -> Iterator[str]:
    below = f"{indent}  "
    yield f"{indent}- id: {kpi.id}"
    yield f"{below}name: {_text(kpi.name)}"
    yield f"{below}unit: {_text(kpi.unit)}"
    yield f"{below}continues: {strategy.id}/{kpi.id}"
    for field in _KEPT:
        if field in kpi.model_fields_set and (value := getattr(kpi, field)) is not None:
            yield f"{below}{field}: {write_flow(value)}"
    for field in _TEXTS:
        if text := getattr(kpi, field):
            yield f"{below}{field}: {_text(text)}"
    row: Mapping[str, Any] = standing.row if standing else {}
    if kpi.better is None and kpi.scale is None and row.get("better") and not row.get("better_assumed"):
        yield f"{below}better: {row['better']}"  # what baseline and target have shown so far
    if standing and row.get("actual_value") is not None and kpi.accumulation in {"none", "running_total"}:
        year, value = row["actual_year"], row["actual_value"]
        written = standing.number(value) if kpi.scale is not None else _number(value)
        baseline = f"baseline: {{year: {year}, value: {written}}}"
        if kpi.accumulation == "running_total":
            says = say("a running total begins anew; where it is counted on, write: {baseline}", baseline=baseline)
            yield f"{below}# {says}"
        else:
            yield f"{below}{baseline}"
        if kpi.accumulation == "none" and year < (last := _last_value_year(kpi, year, strategy.period.end)):
            missing = say("{todo}: the value of FY{year} is not there yet", todo=TODO, year=last)
            yield f"{below}# {missing}"
    years = strategy.period.end - strategy.period.start + 1
    example = f"target: {{year: {strategy.period.end + years}, value: …}}"
    yield f"{below}# {say('{todo}: the target, such as {example}', todo=TODO, example=example)}"


def _open_ends(strategy: Strategy, standings: Mapping[str, Standing]) -> Iterator[str]:
    for placed in strategy.kpis():
        name = pick(placed.item.name)
        if placed.item.discontinued is not None:
            yield str(say("{name}: discontinued, and not continued", name=name))
        elif standing := standings.get(f"{strategy.id}/{placed.item.id}"):
            yield from _open_values(placed.item, standing, strategy.period.end)
    for node in strategy.nodes():
        for bar in node.item.roadmap or ():
            if bar.state in {"planned", "under_way"}:
                yield str(say("{title}: not done on the roadmap", title=pick(bar.title)))
    for review in strategy.reviews or ():
        if review.decided_on is None and not review.outcome:
            yield str(say("{title}: not decided", title=pick(review.title) or review.kind))


def _last_value_year(kpi: KPI, newest: int, end: int) -> int:
    """The last year up to ``end`` that has a value of the KPI, which comes every ``frequency`` years."""
    return newest + (end - newest) // kpi.frequency * kpi.frequency


def _open_values(kpi: KPI, standing: Standing, end: int) -> Iterator[str]:
    row, name = standing.row, pick(kpi.name)
    if row.get("actual_value") is None:
        yield str(say("{name}: no value", name=name))
    elif row["actual_year"] < (last := _last_value_year(kpi, row["actual_year"], end)):
        yield str(say("{name}: no value of FY{year} yet", name=name, year=last))
    if standing.status == "missed":
        yield str(say("{name}: the target was missed", name=name))
    if row.get("provisional"):
        yield str(say("{name}: the last value is not final", name=name))


def _organization(one: Organization) -> str:
    fields = {"name": one.name, "code": one.code, "level": one.level}
    return write_flow({key: value for key, value in fields.items() if value is not None})


def _text(text: LocalizedText) -> str:
    return write_flow(text) if isinstance(text, dict) else write_scalar(text)


def _number(value: float) -> str:
    return write_scalar(int(value) if value == int(value) else value)


def _flat(text: str) -> str:
    return " ".join(text.split())
