from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from kpitrack.analysis.outline import Branch, initiatives_of, outline, spending
from kpitrack.analysis.standing import share_good
from kpitrack.language import plain
from kpitrack.model.strategy import Initiative


def _find(branches: tuple[Branch, ...], node: str) -> Branch:
    return next(one for goal in branches for one in goal.walk() if one.node.id == node)


def _printed(branch: Branch) -> tuple[str, ...]:
    return tuple(map(plain, branch.trail))


def test_numbers_as_the_document_prints_them() -> None:
    goals = outline(strategies.own("tsuruoka-2"))
    telework = _find(goals, "g2-1-1-i")
    assert _printed(telework) == ("基本目標2", "1", "(1)", "イ")
    assert telework.path == ("g2", "g2-1", "g2-1-1", "g2-1-1-i")
    assert telework.depth == 4
    # The numbering has gaps, as the document names (6) alone of the measures of 2.
    assert _printed(_find(goals, "g2-2-6-a")) == ("基本目標2", "2", "(6)", "ア")


def test_cross_cutting_goals_are_told_apart() -> None:
    assert [(goal.node.id, goal.cross_cutting) for goal in outline(strategies.own("tsuruoka-2"))] == [
        ("g1", False),
        ("g2", False),
        ("x2", True),
    ]
    assert not _find(outline(strategies.own("tsuruoka-2")), "x2-2").cross_cutting


def test_what_has_no_number_is_left_out_of_the_trail() -> None:
    branch = _find(outline(strategies.strategy("- {id: g, title: G, measures: [{id: m, number: 3, title: M}]}")), "m")
    assert branch.trail == ("3",)
    assert branch.depth == 2


def test_kpis_and_initiatives_below_in_the_order_of_the_document() -> None:
    goal = _find(outline(strategies.own("tsuruoka-2")), "g2")
    assert [kpi.id for kpi in goal.kpis()] == [
        "telework-practitioners",
        "repeat-participants",
        "furusato-repeat-donors",
    ]
    assert [one.id for one in goal.initiatives(2021)] == [
        "ui-turn-telework", "settlement-promotion", "remote-work-workation", "furusato-donations",
    ]  # fmt: skip
    assert list(goal.initiatives(2022)) == []


def test_initiatives_of_a_year() -> None:
    node = strategies.strategy(
        "- {id: g, title: G, initiatives: [{id: a, title: A, year: 2021}, {id: b, title: B}, {id: c, title: C, year: 2022}]}"
    ).goals[0]
    assert [one.id for one in initiatives_of(node)] == ["a", "b", "c"]
    assert [one.id for one in initiatives_of(node, 2022)] == ["c"]


def _initiative(budget: float | None, spent: float | None) -> Initiative:
    return Initiative(id="a", title="A", budget=budget, spent=spent)


def test_a_missing_amount_is_no_zero() -> None:
    found = spending(
        [_initiative(5_000_000.0, 4_200_000.0), _initiative(1_000_000.0, None), _initiative(None, 300_000.0)]
    )
    assert (found.budget, found.spent) == (6_000_000, 4_500_000)
    assert found.rate == pytest.approx(0.84)  # of the first alone
    assert (found.rated, found.initiatives) == (1, 3)


def test_without_any_amount_nothing_is_known() -> None:
    found = spending([_initiative(None, None)])
    assert (found.budget, found.spent, found.rate, found.known) == (None, None, None, False)


def test_a_budget_of_zero_has_no_rate() -> None:
    assert spending([_initiative(0.0, 0.0)]).rate is None


_amounts = st.one_of(st.none(), st.integers(0, 10**12).map(float))


@given(st.lists(st.tuples(_amounts, _amounts)))
def test_the_rate_is_that_of_the_pairs(pairs: list[tuple[float | None, float | None]]) -> None:
    found = spending([_initiative(*pair) for pair in pairs])
    both = [(budget, spent) for budget, spent in pairs if budget is not None and spent is not None]
    assert found.rated == len(both)
    alone = spending([_initiative(*pair) for pair in both])
    assert found.rate == alone.rate
    if found.rate is not None:
        assert alone.budget is not None
        assert alone.spent is not None
        assert found.rate * alone.budget == pytest.approx(alone.spent)


@pytest.mark.parametrize(
    ("good", "assessed", "kpis", "share"),
    [(1, 1, 42, None), (1, 2, 4, 0.5), (0, 0, 3, None), (2, 2, 3, 1.0), (1, 2, 5, None)],
)
def test_no_share_where_less_than_half_can_be_assessed(
    good: int, assessed: int, kpis: int, share: float | None
) -> None:
    assert share_good(good, assessed, kpis) == share
