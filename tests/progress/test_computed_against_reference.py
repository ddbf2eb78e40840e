"""Computed KPIs against the method in exact fractions: over organisations with gaps, late data, shares and estimates."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpitrack.model.actuals import Actuals
from kpitrack.model.strategy import Strategy
from kpitrack.progress.frames import build
from kpitrack.progress.judge import judge as judge_frames

from .reference.computed import Taken, computed
from .reference.generate import WHOLES, Dice, as_of_years
from .reference.inputs import Aim, Entry, Kpi
from .reference.judge import judge
from .test_against_reference import agree, wanted_of

_PERIOD = (2020, 2025)
_MEMBERS = 4


def _number(dice: Dice) -> Fraction:
    return (
        dice.of([Fraction(0), Fraction(1), Fraction(50)]) if dice.one_in(2) else Fraction(dice.between(-500, 1000), 10)
    )


@st.composite
def _asked(draw: st.DrawFn) -> tuple[Kpi, Taken, str]:
    """A computed KPI, how it is taken, and its unit."""
    dice = Dice(draw)
    take = dice.of(["sum", "count", "share", "mean"])
    unit = dice.of(["%", "‰", ""]) if take in {"share", "mean"} else "件"
    whole = WHOLES.get(unit, Fraction(1))
    parts: dict[tuple[int, int], tuple[int, int]] = {}
    # A share and what is no share are never one indicator.
    of_shares = take == "mean" and dice.one_in(2)
    members = [_member(dice, i, whole, parts if of_shares else None) for i in range(dice.between(1, _MEMBERS))]
    aim = Aim("value", dice.of([2025, 2024, 2023, None]), _number(dice))
    kpi = Kpi(
        _PERIOD,
        aim,
        baseline_value=None if dice.one_in(3) else _number(dice),
        better=dice.of(["higher", "lower"]),
        # Of a numerator and a denominator, whatever the unit.
        whole=whole if take == "share" or of_shares else WHOLES.get(unit),
    )
    if kpi.baseline_value is not None and aim.number is not None:
        kpi = replace(kpi, better=None if aim.number != kpi.baseline_value else "higher")
    least = _number(dice) if take in {"count", "share"} and not dice.one_in(3) else None
    of = dice.of([None, None, _MEMBERS, len(members)])
    return kpi, Taken(take, members, least, of, whole, parts if of_shares else None), unit


def _member(dice: Dice, place: int, whole: Fraction, parts: dict[tuple[int, int], tuple[int, int]] | None) -> Kpi:
    start = dice.of([None, 2019, 2020])
    actuals = {}
    for year in range(2018, 2027):
        if dice.one_in(4):
            continue
        if parts is not None:
            parts[place, year] = (dice.between(0, 50), dice.between(1, 90))
            actuals[year] = Entry(Fraction(*parts[place, year]) * whole)
        else:
            actuals[year] = Entry(_number(dice), dice.of(["normal"] * 8 + ["estimated", "forecast"]))
    base = None if parts is not None or dice.one_in(3) else _number(dice)
    return Kpi(_PERIOD, None, actuals, start, base)


def _written(asked: list[tuple[Kpi, Taken, str]]) -> tuple[list[Strategy], list[Actuals]]:
    takers = []
    given_by: dict[int, tuple[list[Any], dict[str, Any]]] = {i: ([], {}) for i in range(_MEMBERS)}
    for n, (kpi, how, unit) in enumerate(asked):
        aim = kpi.aim
        assert aim is not None
        assert aim.number is not None
        takes = {
            "indicator": f"v:i{n}",
            "take": how.take,
            "where": None if how.least is None else {"at_least": float(how.least)},
            "of": how.of,
        }
        fields = {
            "id": f"k{n}",
            "name": "k",
            "unit": unit,
            "better": kpi.better,
            "baseline": None if kpi.baseline_value is None else {"value": float(kpi.baseline_value)},
            "target": {"value": float(aim.number), **({} if aim.year is None else {"year": aim.year})},
            "computed": {key: value for key, value in takes.items() if value is not None},
        }
        takers.append({key: value for key, value in fields.items() if value is not None})
        for i, member in enumerate(how.members):
            kpis, actuals = given_by[i]
            value = None if member.baseline_value is None else float(member.baseline_value)
            base = {k: v for k, v in {"year": member.baseline_year, "value": value}.items() if v is not None}
            kpis.append({"id": f"k{n}", "name": "k", "unit": unit, "indicator": f"v:i{n}", "baseline": base})
            actuals[f"k{n}"] = {y: _entry(how, i, y, entry) for y, entry in member.actuals.items()}
    strategies = [_strategy("s", takers)] + [_strategy(f"m{i}", kpis) for i, (kpis, _) in given_by.items()]
    entries = [Actuals.model_validate({"strategy": f"m{i}", "actuals": found}) for i, (_, found) in given_by.items()]
    return strategies, entries


def _entry(how: Taken, member: int, year: int, entry: Entry) -> Any:
    if how.parts is not None:
        numerator, denominator = how.parts[member, year]
        return {"numerator": float(numerator), "denominator": float(denominator)}
    assert entry.value is not None
    return {"value": float(entry.value), "status": entry.status}


def _strategy(name: str, kpis: list[dict[str, Any]]) -> Strategy:
    return Strategy.model_validate(
        {
            "id": name,
            "title": name,
            "organization": {"name": name},
            "period": {"start": _PERIOD[0], "end": _PERIOD[1]},
            "goals": [{"id": "g", "title": "g", "kpis": kpis}],
        }
    )


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.lists(_asked(), min_size=20, max_size=20), as_of_years)
def test_computed_kpis_agree_with_the_exact_reference(asked: list[tuple[Kpi, Taken, str]], as_of: int) -> None:
    strategies, actuals = _written(asked)
    frame = judge_frames(build(strategies, actuals), as_of).collect(engine="in-memory")
    rows = {row["kpi"]: row for row in frame.to_dicts() if row["strategy"] == "s"}
    for n, (kpi, how, _) in enumerate(asked):
        found, row = computed(kpi, how, as_of), rows[f"k{n}"]
        wanted = wanted_of(judge(found.kpi, as_of))
        if found.answered is not None:
            wanted |= {"answered": found.answered, "of": found.of}
        differing = {
            name: (want, row[name]) for name, want in wanted.items() if not agree(name, want, row[name], size=1)
        }
        assert not differing, (kpi, how)


@pytest.mark.parametrize(
    ("asked", "units", "value"),
    [
        ({"unit": "人"}, [{"unit": "千人"}, {"unit": "人"}], 15_000),
        ({"unit": "千人"}, [{"unit": "千人"}, {"unit": "人", "multiplier": 0}], 15),
        ({"unit": "百万円"}, [{"unit": "億円"}, {"unit": "百万円"}], 4_200),
        ({"unit": "人"}, [{"unit": "千人", "multiplier": 0}, {"unit": "人"}], 3_012),  # as stated
        ({"unit": "%"}, [{"unit": "割"}, {"unit": "‰"}], 420),
        ({"unit": "千"}, [{"unit": "千"}, {"unit": "千"}], 3_012),  # a unit of its own
    ],
)
def test_values_are_added_up_in_the_unit_of_the_computed_kpi(
    asked: dict[str, Any], units: list[dict[str, Any]], value: float
) -> None:
    taken = {"indicator": "v:i", "take": "sum"}
    strategies = [_strategy("s", [{"id": "k", "name": "k", "computed": taken, "better": "higher", **asked}])]
    strategies += [
        _strategy(f"m{i}", [{"id": "k", "name": "k", "indicator": "v:i", **unit}]) for i, unit in enumerate(units)
    ]
    given_values = (12, 3000)
    actuals = [Actuals(strategy=f"m{i}", actuals={"k": {2021: float(n)}}) for i, n in enumerate(given_values)]
    assert judge_frames(build(strategies, actuals), 2021).collect()["actual_value"][0] == value
