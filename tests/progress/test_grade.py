"""Grading schemes, their bounds and their rounding."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.model.in_force import InForce
from kpitrack.model.numbers import Rounding, printed, printed_percent
from kpitrack.model.schemes import BUILT_IN, BUILT_IN_NAMES, written
from kpitrack.model.settings import Scheme, Settings
from kpitrack.progress.grade import as_printed
from kpitrack.progress.judge import judge
from kpitrack.progress.schemes import ladder_of, ladders

from .reference.printed import printed_rate

RISING: dict[str, Any] = {"baseline": {"year": 2019, "value": 0}, "target": {"year": 2024, "value": 500}}
FALLING: dict[str, Any] = {"baseline": {"year": 2019, "value": 500}, "target": {"year": 2024, "value": 0}}
LIMIT: dict[str, Any] = {
    "baseline": {"year": 2019, "value": 100},
    "target": {"year": 2024, "hold": "at_least", "value": 80},
}
BARE: dict[str, Any] = {"better": "higher", "target": {"year": 2024, "value": 500}}
BARE_FALLING: dict[str, Any] = {"better": "lower", "target": {"year": 2024, "value": 100}}
NONE_LEFT: dict[str, Any] = {"better": "lower", "target": {"year": 2024, "value": 0}}
LOWERED: dict[str, Any] = {"baseline": {"year": 2019, "value": 200}, "target": {"year": 2024, "value": 100}}
OFFSET: dict[str, Any] = {"baseline": {"year": 2019, "value": 100}, "target": {"year": 2024, "value": 200}}


@pytest.mark.parametrize(
    ("scheme", "kpi", "value", "grade"),
    [
        ("default", RISING, 200, "A"),
        ("default", RISING, 150, "B"),
        ("default", RISING, 110, "C"),
        ("default", RISING, -1, "D"),
        ("ibaraki", RISING, 200, "A"),
        ("ibaraki", RISING, 160, "B+"),
        ("ibaraki", RISING, 159, "B"),
        ("ibaraki", RISING, 100, "B"),
        ("ibaraki", RISING, 99, "C"),
        ("ibaraki", FALLING, 300, "A"),
        ("ibaraki", FALLING, 360, "B+"),
        ("ibaraki", FALLING, 361, "B"),
        ("ibaraki", LIMIT, 95, "−"),
        ("ibaraki", BARE, 400, "−"),
        ("nagano-shinshu", RISING, 200, "A"),
        ("nagano-shinshu", RISING, 160, "B"),
        ("nagano-shinshu", RISING, 159, "C"),
        ("nagano-shinshu", FALLING, 300, "A"),
        ("nagano-shinshu", FALLING, 341, "C"),
        ("national-growth", RISING, 200, "A"),
        ("national-growth", RISING, 199, "B"),
        ("national-growth", FALLING, 300, "A"),
        ("tama", RISING, 200, "①"),
        ("tama", RISING, 120, "②"),
        ("tama", RISING, 119, "③"),
        ("fukuoka", RISING, 200, "a"),
        ("fukuoka", RISING, 0, "b"),
        ("fukuoka", RISING, -1, "c"),
        ("fukuoka", FALLING, 501, "c"),
        ("nagayo", OFFSET, 201, "S"),
        ("nagayo", OFFSET, 200, "A"),
        ("nagayo", OFFSET, 111, "A"),
        ("nagayo", OFFSET, 110, "B"),
        ("nagayo", OFFSET, 90, "B"),
        ("nagayo", OFFSET, 89, "C"),
        ("nagayo", RISING, 300, "−"),
        ("nagayo", LIMIT, 95, "−"),
        ("nagayo", BARE, 501, "S"),
        ("nagayo", BARE, 500, "−"),
        ("nagayo", BARE_FALLING, 99, "S"),
        ("nagayo", LOWERED, 99, "S"),
        ("nagayo", LOWERED, 170, "A"),
        ("nagayo", NONE_LEFT, 0, "−"),
        ("ino", RISING, 201, "◎"),
        ("ino", RISING, 200, "○"),
        ("ino", RISING, 199, "△"),
        ("ino", RISING, 0, "×"),
        ("ino", {**RISING, "discontinued": {"year": 2020}}, 300, "×"),
        ("ino", {"better": "higher"}, 300, "評価なし"),
        ("sano", RISING, 500, "7"),
        ("sano", RISING, 499, "6"),
        ("sano", RISING, 450, "6"),
        ("sano", RISING, 250, "2"),
        ("sano", RISING, 249, "1"),
        ("sano", LIMIT, 95, "−"),
        ("sano", BARE, 450, "6"),
        ("sano", BARE_FALLING, 100, "7"),
        ("sano", BARE_FALLING, 110, "6"),
        ("sano", NONE_LEFT, 0, "7"),
        ("sano", NONE_LEFT, 1, "−"),
        ("kofukin-effect", RISING, 501, "1"),
        ("kofukin-effect", RISING, 500, "2"),
        ("kofukin-effect", RISING, 350, "2"),
        ("kofukin-effect", LIMIT, 95, "−"),
        ("kofukin-effect", BARE, 501, "1"),
        ("kofukin-effect", BARE, 500, "2"),
        ("kofukin-effect", BARE, 350, "2"),
        ("kofukin-effect", BARE, 349, "−"),
        ("kofukin-effect", BARE_FALLING, 130, "2"),
        ("kofukin-effect", LOWERED, 99, "1"),
        ("kofukin-effect", LOWERED, 100, "2"),
        ("kofukin-effect", NONE_LEFT, 0, "2"),
        ("kofukin-effect", RISING, 1, "3"),
        ("kofukin-effect", FALLING, 500, "4"),
    ],
)
def test_a_built_in_scheme(scheme: str, kpi: dict[str, Any], value: float, grade: str, judged: Any) -> None:
    row = judged(kpi, {2021: value}, 2021, scheme)
    assert (row["grade_scheme"], row["grade"]) == (scheme, grade)
    index = row["grade_index"]
    found = BUILT_IN[scheme].otherwise if index == -1 else BUILT_IN[scheme].grades[index]
    assert found is not None
    assert found.grade == grade


@pytest.mark.parametrize("scheme", BUILT_IN_NAMES)
def test_no_grade_is_made_up(scheme: str, judged: Any) -> None:
    assert BUILT_IN[scheme].source is not None
    assert set(written(scheme)) >= {"title", "source", "notes"}
    otherwise = BUILT_IN[scheme].otherwise
    if not BUILT_IN[scheme].grades:
        assert otherwise is None
        assert judged(RISING, {2021: 3}, 2021, scheme)["grade"] is None
        return
    assert otherwise is not None
    for kpi, actuals in ((RISING, {}), ({"better": "higher"}, {2021: 3}), (RISING, {2021: {"status": "missing"}})):
        assert judged(kpi, actuals, 2021, scheme)["grade"] == otherwise.grade


def test_built_in_schemes_load_when_asked_for() -> None:
    code = "import sys, kpitrack.model.schemes as s; assert len(s.BUILT_IN) == 17; print([m for m in sys.modules if 'schemes.' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with pytest.raises(KeyError):
        BUILT_IN["nowhere"]


@pytest.mark.parametrize(
    ("scheme", "grade"), [("sano", "7"), ("ibaraki", "A"), ("nagayo", "S"), ("kofukin-effect", "1"), ("default", "A")]
)
def test_a_limit_is_graded_by_its_target_once_it_is_decided(scheme: str, grade: str, judged: Any) -> None:
    assert judged(LIMIT, {2024: 85}, 2024, scheme)["grade"] == grade


def test_a_limit_is_graded_by_its_status_and_what_it_allows_till_then(judged: Any) -> None:
    assert judged(LIMIT, {2021: 92}, 2021, "default")["grade"] == "A"
    assert judged(LIMIT, {2021: 91}, 2021, "default")["grade"] == "B"
    assert judged(LIMIT, {2021: 79}, 2021, "default")["grade"] == "C"
    used = _settings(grades=[{"grade": "a", "when": {"allowance_used": {"at_most": "50%"}}}, {"grade": "b"}])
    assert [judged(LIMIT, {2021: a}, 2021, settings=used)["grade"] for a in (95, 90, 89)] == ["a", "a", "b"]


@pytest.mark.parametrize(
    "rate",
    ["attainment", "against_expected", "ratio_to_target", "deviation", "remaining", "gap_to_expected", "rate"],
)
def test_no_other_rate_of_a_limit_is_asked_before_it_is_decided(rate: str, judged: Any) -> None:
    asked = _settings(
        rate={"higher": ["attainment"], "lower": ["attainment"]},
        grades=[{"grade": "a", "when": {rate: {"at_least": -1000}}}],
        otherwise={"grade": "-"},
    )
    assert judged(LIMIT, {2021: 95}, 2021, settings=asked)["grade"] == "-"
    assert judged(LIMIT, {2024: 85}, 2024, settings=asked)["grade"] == "a"
    # Where every year counts, each is judged for itself.
    yearly = {**LIMIT, "target": {**LIMIT["target"], "every_year": True}}
    assert judged(yearly, {2021: 95}, 2021, settings=asked)["grade"] == "a"


def test_the_rate_of_a_scheme_is_the_first_that_is_defined(judged: Any) -> None:
    own = _settings(
        rate={"higher": ["progress", "attainment"], "lower": ["mirrored_attainment", "deviation"]},
        rate_label={"ja": "達成率", "en": "rate"},
        grades=[{"grade": "A", "when": {"rate": {"at_least": "100%"}}}, {"grade": "B"}],
    )
    rows = [judged(kpi, {2021: 250}, 2021, settings=own) for kpi in (RISING, BARE, LOWERED, {"better": "lower"})]
    assert [row["grade_rate_name"] for row in rows] == ["progress", "attainment", "mirrored_attainment", None]
    assert [row["grade_rate_value"] for row in rows] == [0.5, 0.5, -0.5, None]
    assert {(row["grade_rate_label"], row["grade_rate_label_en"]) for row in rows} == {("達成率", "rate")}
    assert judged(RISING, {2021: 250}, 2021, "tama")["grade_rate_label"] is None


def test_none_of_none_is_all_there_is_to_reach(judged: Any) -> None:
    for rate, least in (
        ("mirrored_attainment", 1), ("inverse_attainment", 1), ("ratio_to_target", 1), ("deviation", 0),
    ):  # fmt: skip
        asked = _settings(grades=[{"grade": "a", "when": {rate: {"at_least": least, "at_most": least}}}])
        assert judged(NONE_LEFT, {2021: 0}, 2021, settings=asked)["grade"] == "a"
        assert judged(NONE_LEFT, {2021: 3}, 2021, settings=asked)["grade"] is None


def test_a_grade_can_ask_which_way_it_turned_and_whether_it_is_decided(judged: Any) -> None:
    asked = _settings(
        grades=[
            {"grade": "end", "when": {"final": True}},
            {"grade": "up", "when": {"turned": ["better"], "final": False}},
            {"grade": "level", "when": {"turned": ["same"]}},
            {"grade": "rest"},
        ]
    )
    assert judged(RISING, {2021: 100, 2022: 290}, 2022, settings=asked)["grade"] == "up"
    assert judged(RISING, {2021: 195, 2022: 290}, 2022, settings=asked)["grade"] == "level"
    assert judged(RISING, {2022: 290}, 2022, settings=asked)["grade"] == "rest"
    assert judged(RISING, {2021: 100, 2024: 290}, 2024, settings=asked)["grade"] == "end"


def test_a_scheme_names_the_rate_it_asks_for_and_grades_or_a_rate() -> None:
    for scheme in ({"grades": [{"grade": "A", "when": {"rate": {"at_least": 1}}}]}, {"title": "t"}, {"grades": []}):
        with pytest.raises(ValueError, match="missing-field"):
            Scheme.model_validate(scheme)
    named = {"grades": [{"grade": "A", "when": {"progress": {"at_least": "rate"}}}]}
    with pytest.raises(ValueError, match="missing-field"):
        Scheme.model_validate(named)
    assert Scheme.model_validate({**named, "rate": {"higher": ["progress"], "lower": ["progress"]}}).rate is not None


@pytest.mark.parametrize("name", BUILT_IN_NAMES)
def test_a_scheme_as_written_and_as_read_is_one_ladder(name: str) -> None:
    read = BUILT_IN[name].model_dump(mode="json", exclude_none=True, warnings=False)
    assert ladder_of(written(name)) == ladder_of(read) == ladders()[name]


def _settings(**scheme: Any) -> InForce:
    return Settings.model_validate({"grading": "own", "schemes": {"own": scheme}}).in_force


def test_ones_own_scheme_goes_before_a_built_in_one(judged: Any) -> None:
    settings = Settings.model_validate(
        {"grading": "tama", "schemes": {"tama": {"grades": [{"grade": "いいね"}]}}}
    ).in_force
    row = judged(RISING, {2021: 1}, 2021, settings=settings)
    assert (row["grade_scheme"], row["grade"], row["grade_label"]) == ("tama", "いいね", None)
    # Without `otherwise` there is no grade where there are no data.
    assert judged(RISING, {}, 2021, settings=settings)["grade"] is None


def test_a_scheme_that_is_not_known_gives_no_grade(judged: Any) -> None:
    assert judged(RISING, {2021: 1}, 2021, strategy={"grading": "nowhere"})["grade"] is None


def test_conditions_all_hold_and_the_first_grade_counts(judged: Any) -> None:
    settings = _settings(
        grades=[
            {"grade": 1, "when": {"progress": {"at_least": "elapsed", "less_than": "100%"}, "status": ["on_track"]}},
            {"grade": 2, "when": {"difference": {"at_most": 50}}},
            {"grade": 3, "when": {"difference": {"more_than": 50}, "elapsed": {"less_than": 0.5}}},
        ],
        otherwise={"grade": "-"},
    )
    grades = [judged(RISING, {2021: value}, 2021, settings=settings)["grade"] for value in (200, 500, 50, 51)]
    assert grades == ["1", "3", "2", "3"]
    # None fits.
    assert judged(RISING, {2022: 60}, 2022, settings=settings)["grade"] == "-"


def test_a_rate_that_is_undefined_on_the_way_ends_it(judged: Any) -> None:
    grades = [
        {"grade": "a", "when": {"difference": {"at_least": 400}}},
        {"grade": "b", "when": {"change": {"at_least": 0}}},
        {"grade": "c"},
    ]
    settings = _settings(grades=grades, otherwise={"grade": "-"})
    assert judged(RISING, {2021: 400}, 2021, settings=settings)["grade"] == "a"  # `change` was never asked for
    assert judged(RISING, {2021: 300}, 2021, settings=settings)["grade"] == "-"  # from zero there is no change


def test_a_status_without_data_can_have_a_grade(judged: Any) -> None:
    settings = _settings(
        grades=[{"grade": "N", "when": {"status": ["no_data"]}}, {"grade": "x"}], otherwise={"grade": "-"}
    )
    assert judged(RISING, {}, 2022, settings=settings)["grade"] == "N"
    assert judged(RISING, {}, 2020, settings=settings)["grade"] == "-"


@pytest.mark.parametrize(
    ("on", "mode", "value", "grade"),
    [
        ("exact", "half_up", 199.9, "B"),
        ("rounded", "half_up", 199.9, "A"),  # 99.95% is printed 100.0%
        ("rounded", "half_up", 199.8, "B"),
        ("rounded", "truncate", 199.9, "B"),
        ("rounded", "half_even", 199.9, "A"),
    ],
)
def test_grading_on_the_rate_as_printed(on: str, mode: str, value: float, grade: str, judged: Any) -> None:
    settings = _settings(grade_on=on, grades=[{"grade": "A", "when": {"pace": {"at_least": "100%"}}}, {"grade": "B"}])
    row = judged(RISING, {2021: value}, 2021, settings=settings, strategy={"rounding": {"mode": mode}})
    assert row["grade"] == grade


@pytest.mark.parametrize(("value", "grade"), [(147.9, "A"), (147.94, "A"), (147.96, "B")])
def test_a_rate_of_ones_own_in_the_unit_is_rounded_in_the_unit(value: float, grade: str, judged: Any) -> None:
    settings = _settings(
        grade_on="rounded",
        rate={"higher": ["remaining"], "lower": ["remaining"]},
        grades=[{"grade": "A", "when": {"rate": {"at_least": 352.1}}}, {"grade": "B"}],
    )
    assert judged(RISING, {2021: value}, 2021, settings=settings)["grade"] == grade


def test_several_schemes_in_one_run(frames_of: Any) -> None:
    one = frames_of({"k": RISING}, {"k": {2021: 160}}, strategy={"grading": "nagano-shinshu"})
    other = frames_of({"l": RISING}, {"l": {2021: 160}}, strategy={"grading": "tama"})
    from kpitrack.progress.frames import Frames

    frames = Frames(*(pl.concat([getattr(f, name) for f in (one, other)]) for name in Frames._fields))
    assert sorted(judge(frames, 2021, schemes=ladders()).collect()["grade"].to_list()) == ["B", "②"]
    lazy = Frames(*(getattr(frames, name).lazy() for name in Frames._fields))
    assert sorted(judge(lazy, 2021, schemes=ladders()).collect()["grade"].to_list()) == ["B", "②"]
    overridden = judge(frames, 2021, schemes=ladders(), grading="sano").collect()
    assert overridden["grade"].to_list() == ["1", "1"]


@pytest.mark.parametrize(
    ("numerator", "denominator", "mode", "wanted"),
    [(2415, 2000, "half_up", 120.8), (5163, 4000, "truncate", 129.0), (7077, 6000, "truncate", 117.9),
     (2415, 2000, "half_even", 120.8), (2405, 2000, "half_even", 120.2), (-2415, 2000, "half_up", -120.8),
     (29, 100, "truncate", 29.0)],
)  # fmt: skip
def test_a_double_beside_a_tie_is_the_tie(numerator: int, denominator: int, mode: Rounding, wanted: float) -> None:
    frame = pl.DataFrame({"rate": [numerator / denominator * 100], "decimals": [1], "mode": [mode]})
    got = frame.select(as_printed(pl.col("rate"), pl.col("decimals"), pl.col("mode"))).item()
    assert got == pytest.approx(wanted, abs=1e-12)
    assert float(printed_rate(numerator, denominator, 1, mode)) == wanted
    assert float(printed_percent(numerator / denominator, 1, mode)) == wanted


@given(
    st.integers(-200_000, 200_000),
    st.integers(1, 400),
    st.integers(0, 3),
    st.sampled_from(["half_up", "half_even", "truncate"]),
)
def test_the_expression_prints_as_exact_arithmetic_does(n: int, d: int, decimals: int, mode: Rounding) -> None:
    frame = pl.DataFrame({"rate": [n / d * 100], "decimals": [decimals], "mode": [mode]})
    got = frame.select(as_printed(pl.col("rate"), pl.col("decimals"), pl.col("mode"))).item()
    assert got == pytest.approx(float(printed_rate(n, d, decimals, mode)), abs=1e-9)


def test_printed_is_one_rule() -> None:
    from decimal import Decimal

    assert printed_percent(0.1 + 0.2) == printed(Decimal(30), 1)
    assert printed_percent((0.3 - 0.2) / 0.8, 0) == printed(Decimal("12.5"), 0) == Decimal(13)
