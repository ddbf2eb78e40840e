"""What is found about a KPI's target, baseline and direction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kpitrack.checks.examples import HEAD, kpi, recorded
from kpitrack.diagnostics import Diagnostic

Find = Callable[..., list[Diagnostic]]

KPI = """\
id: furusato-two-years
name: ふるさと納税における2年連続納税者数
unit: {unit}
{fields}
"""


def names(find: Find, fields: str, unit: str = "人") -> list[str]:
    return [found.rule.name for found in find(kpi(KPI.format(unit=unit, fields=fields)))]


@pytest.mark.parametrize(
    "target",
    [
        "value: 12600", "times_baseline: 4", "change: 9459", "percent_change: 300%",
        "percent_per_year: 4%, compounding: compound", "percent_per_year: 4%, compounding: simple",
        "range: {low: 3000, high: 3300}", "range: {low: 3141, high: 3141}", "hold: at_least", "hold: at_most",
        "hold: at_least, value: 3000, tolerance: 3%",
    ],
)  # fmt: skip
def test_a_target_of_any_form_is_fine_alone(find: Find, target: str) -> None:
    assert names(find, f"baseline: {{year: 2020, value: 3141}}\ntarget: {{year: 2024, {target}}}") == []


@pytest.mark.parametrize(
    "target",
    [
        "strict: true", "approximate: true", "value: null", "tolerance: 3%",
        "value: 1, change: 1", "value: 1, improve: true", "hold: at_least, range: {low: 1, high: 2}",
        "value: 1, compounding: simple", "value: 1, tolerance: 3%", "value: 1, ratio: 1", "change: 1, ratio: 1",
        "hold: at_least, ratio: 1", "percent_per_year: 4%", "percent_change: 4%, compounding: compound",
        "range: {low: 2, high: 1}, value: 1",
    ],
)  # fmt: skip
def test_a_target_without_exactly_one_form_or_with_another_ones_field_is_one_finding(find: Find, target: str) -> None:
    assert names(find, f"baseline: {{year: 2020, value: 3141}}\ntarget: {{year: 2024, {target}}}") == ["target-form"]


@pytest.mark.parametrize(
    ("baseline", "target", "shown"),
    [
        ("3141", "value: 12600", "higher"), ("-3703", "value: -2000", "higher"),
        ("3141", "times_baseline: 2", "higher"), ("3141", "times_baseline: 0.5", "lower"),
        ("-100", "times_baseline: 2", "lower"), ("3141", "change: -1", "lower"), ("null", "change: 10000", "higher"),
        ("0", "change: 10000", "higher"), ("3141", "percent_change: -30%", "lower"),
        ("-100", "percent_change: -30%", "higher"), ("null", "percent_change: -30%", "lower"),
        ("3141", "percent_per_year: 4%, compounding: simple", "higher"), ("3141", "hold: at_least", "higher"),
        ("3141", "hold: at_most", "lower"), ("null", "hold: at_most, value: 3", "lower"),
    ],
)  # fmt: skip
def test_the_direction_is_shown_by_baseline_and_target_and_may_not_be_denied(
    find: Find, baseline: str, target: str, shown: str
) -> None:
    fields = f"baseline: {{year: 2020, value: {baseline}}}\ntarget: {{year: 2024, {target}}}"
    assert names(find, fields) == []
    assert names(find, f"{fields}\nbetter: {shown}") == []
    opposite = {"higher": "lower", "lower": "higher"}[shown]
    assert names(find, f"{fields}\nbetter: {opposite}") == ["direction-contradicts-target"]


@pytest.mark.parametrize(
    ("baseline", "target"),
    [
        ("value: 3141", "value: 3141"), ("value: 3141", "times_baseline: 1"), ("value: 3141", "change: 0"),
        ("value: 3141", "percent_change: 0%"), ("value: 3141", "improve: true"), ("year: 2020", "improve: true"),
    ],
)  # fmt: skip
def test_the_direction_is_needed_where_nothing_shows_it(find: Find, baseline: str, target: str) -> None:
    fields = f"baseline: {{{baseline}}}\ntarget: {{year: 2024, {target}}}"
    assert names(find, fields) == ["direction-needed"]
    assert names(find, f"{fields}\nbetter: lower") == []


def test_higher_is_assumed_for_a_value_without_a_baseline_but_not_for_a_rank(find: Find) -> None:
    assert names(find, "target: {year: 2024, value: 12600}") == []
    assert names(find, "target: {year: 2024, value: 1}", unit="位") == ["direction-needed"]
    assert names(find, "target: {year: 2024, value: 1}\nbetter: lower", unit="位") == []


def test_a_ceiling_on_a_sum_contradicts_nothing(find: Find) -> None:
    assert names(find, "accumulation: sum\nbetter: lower\ntarget: {year: 2024, value: 400}") == []


@pytest.mark.parametrize(
    "target", ["times_baseline: 2", "percent_change: 30%", "percent_per_year: 4%, compounding: compound"]
)
def test_a_multiple_of_zero_is_one_finding(find: Find, target: str) -> None:
    fields = f"baseline: {{year: 2020, value: 0}}\ntarget: {{year: 2024, {target}}}\nbetter: lower"
    assert names(find, fields) == ["undefined-multiple"]


@pytest.mark.parametrize("year", [2019, 2020])
def test_a_target_not_after_its_baseline_is_not_also_outside_the_period_or_path(find: Find, year: int) -> None:
    fields = f"baseline: {{year: 2020, value: 1}}\ntarget: {{year: {year}, value: 9}}\nmilestones: {{2021: 3}}"
    assert names(find, fields) == ["target-not-after-baseline"]


def test_milestones_may_dip_and_stand_without_a_baseline_or_target(find: Find) -> None:
    assert names(find, "milestones: {2021: 9, 2022: 3, 2031: 12}") == []
    assert names(find, "target: {year: 2024, value: 9}\nmilestones: {2019: 1, 2024: 9}") == []


def test_equal_years_in_words_are_understood(find: Find) -> None:
    found = names(find, "baseline: {year: 令和2年度, value: 1}\ntarget: {year: R2, value: 9}")
    assert found == ["target-not-after-baseline"]


def test_the_message_names_what_stands_there(find: Find) -> None:
    (found,) = find(
        kpi(KPI.format(unit="人", fields="baseline: {year: 2020, value: 7}\ntarget: {value: 3, change: 4}"))
    )
    assert str(found.message) == "the target of “furusato-two-years” has several forms: value, change"
    assert found.span is not None
    assert (found.span.line, found.span.column) == (HEAD.count("\n") + 9, 28)


@pytest.mark.parametrize("digit", ["06203", "062031"])
def test_five_digits_and_six_are_both_codes(find: Find, digit: str) -> None:
    files = kpi(KPI.format(unit="人", fields="target: {value: 3}"))
    assert find({path: text.replace("062031", digit) for path, text in files.items()}) == []


@pytest.mark.parametrize(
    ("entry", "sound"),
    [
        ("{value: 10, by: {sex: {f: 6, m: 4}}}", True),
        ("{value: 10, by: {sex: {f: 6, m: 5}}}", False),
        ("{value: 0.3, by: {sex: {f: 0.1, m: 0.2}}}", True),
        ("{value: 7.1, by: {sex: {f: 3.5, m: 3.5}}}", True),  # 3.54 and 3.54
        ("{value: 7.2, by: {sex: {f: 3.5, m: 3.5}}}", False),
        ("{value: 10, by: {sex: {f: 6, m: 4}, age: {young: 3, old: 8}}}", False),
        ("{status: missing, by: {sex: {f: 6, m: 4}}}", True),
        ("{value: 1000000000000, by: {sex: {f: 999999999999, m: 2}}}", False),
    ],
)
def test_parts_add_up_exactly_or_as_rounded(find: Find, entry: str, sound: bool) -> None:
    of = KPI.format(unit="人", fields="target: {year: 2024, value: 12600}")
    found = [found.rule.name for found in find(recorded(f"2021: {entry}\n", of))]
    assert found == ([] if sound else ["parts-do-not-add-up"])


@pytest.mark.parametrize("fields", ["unit: 人\nadditive: false", 'unit: "%"', "unit: 割"])
def test_shares_and_what_is_said_not_to_add_up_need_not(find: Find, fields: str) -> None:
    of = f"id: share\nname: 割合\n{fields}\ntarget: {{year: 2024, value: 60}}\n"
    assert find(recorded("2021: {value: 50, by: {sex: {f: 60, m: 40}}}\n", of)) == []


STEPS = "scale: [未着手, 検討中, 策定済]\n"
DONE = "baseline: {year: 2020, value: 策定済}\n"


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("target: {year: 2024, value: 10, every_year: true}", []),
        ("target: {year: 2024, hold: at_least, value: 10, every_year: true}", []),
        ("target: {year: 2024, change: 10, every_year: true}", ["target-form"]),
        ("target: {year: 2024, value: 10, every_year: true}\nmilestones: {2022: 9}", ["target-form"]),
        ("target: {year: 2024, value: 10, every_year: true}\naccumulation: sum", ["target-form"]),
        ("target: {year: 2024, value: 10, every_year: true}\naccumulation: mean", ["target-form"]),
        ("target: {year: 2024, value: 10, every_year: true}\naccumulation: running_total", ["target-form"]),
        ("target: {year: 2024, improve: {over: previous, by: 4%}}\nbetter: higher", []),
        ("target: {year: 2024, improve: {over: 2022}}", ["direction-needed"]),
        ("target: {year: 2024, improve: {over: previous}}\nbetter: higher\naccumulation: sum", ["target-form"]),
        (STEPS + "baseline: {year: 2020, value: 未着手}\ntarget: {year: 2024, value: 策定済}", []),
        (STEPS + "baseline: {year: 2020, value: 検討中}\ntarget: {year: 2024, hold: at_least}", []),
        (STEPS + "baseline: {year: 2020, value: 検討中}\ntarget: {hold: at_most}", ["direction-contradicts-target"]),
        (STEPS + "target: {year: 2024, hold: at_most, value: 検討中}", ["direction-contradicts-target"]),
        (STEPS + "baseline: {year: 2020, value: 未着手}\ntarget: {year: 2024, improve: true}", []),
        (STEPS + "baseline: {year: 2020, value: 未着手}\ntarget: {year: 2024, times_baseline: 2}", ["target-form"]),
        (STEPS + "baseline: {year: 2020, value: 検討中}\ntarget: {hold: at_least, tolerance: 3%}", ["target-form"]),
        (STEPS + "target: {year: 2024, value: 策定済}\naccumulation: sum", ["target-form"]),
        (STEPS + "target: {year: 2024, value: 策定済}\nbetter: lower", ["target-form"]),
        (STEPS + "target: {year: 2024, value: 3}", ["unknown-scale-word"]),
        (STEPS + DONE + "target: {year: 2024, value: 検討中}", ["direction-contradicts-target"]),
        (STEPS + DONE + "target: {year: 2024, value: 策定済}", []),
        (STEPS + DONE + "target: {year: 2024, hold: at_least, value: 検討中}", []),
        (STEPS + "milestones: {2022: 策定}\ntarget: {year: 2024, value: 策定済}", ["unknown-scale-word"]),
        ("computed: {indicator: 'sdg:1', take: sum, where: {at_least: 1}}", ["bad-value"]),
        ("computed: {indicator: 'sdg:1', take: count, where: {at_least: 1}}", []),
    ],
)
def test_what_goes_together_on_one_kpi(find: Find, fields: str, found: list[str]) -> None:
    assert names(find, fields) == found


def test_a_limit_is_named_where_the_direction_is_denied(find: Find) -> None:
    fields = "better: higher\nbaseline: {year: 2020, value: 20412}\ntarget: {year: 2024, value: 19500}"
    (found,) = find(kpi(KPI.format(unit="人", fields=fields)))
    assert found.rule.name == "direction-contradicts-target"
    assert "hold: at_least" in str(found.hint)
    assert "value: 19500" in str(found.hint)


@pytest.mark.parametrize(
    ("better", "target", "named"),
    [
        ("higher", "percent_change: -5%", "“hold: at_least, value: 19391.4” in place of “percent_change”"),
        ("higher", "times_baseline: 0.5", "“hold: at_least, value: 10206” in place of “times_baseline”"),
        ("lower", "change: 10", "“hold: at_most, value: 20422” in place of “change”"),
        ("lower", "percent_per_year: 4%, compounding: simple", "“hold: at_most” and its “value” in place of"),
        ("higher", "hold: at_most", "or “hold: at_least”"),
    ],
)
def test_a_limit_is_named_whatever_the_form(find: Find, better: str, target: str, named: str) -> None:
    fields = f"better: {better}\nbaseline: {{year: 2020, value: 20412}}\ntarget: {{year: 2024, {target}}}"
    (found,) = find(kpi(KPI.format(unit="人", fields=fields)))
    assert found.rule.name == "direction-contradicts-target"
    assert named in str(found.hint)


def test_computed_values_are_not_recorded(find: Find) -> None:
    item = "id: k\nname: k\nunit: 団体\ncomputed: {indicator: 'sdg:1', take: count}\n"
    (found,) = find(recorded("2022: 3\n2023: 4\n", item))
    assert (found.rule.name, found.at[:2]) == ("bad-value", ("actuals", "k"))


@pytest.mark.parametrize(
    ("scale", "value", "found"),
    [
        ("[3級, 2級, 1級]", "2級", []),
        ("[3級, 2級, 1級]", "4級", ["unknown-scale-word"]),
        ("[1つ星, 2つ星]", "{value: 2つ星, status: provisional}", []),
        ("[5割未満, 5割以上]", "5割以上", []),
        ("[1, 2]", "2", ["bad-value", "bad-value"]),
        ('["1,000", "２"]', "1", ["bad-value", "bad-value"]),
        (None, "2級", ["bad-number"]),
        (None, "{value: 12人}", ["bad-number"]),
    ],
)
def test_a_word_of_a_scale_may_begin_with_a_digit(find: Find, scale: str | None, value: str, found: list[str]) -> None:
    item = "id: k\nname: k\nunit: ''\n" + (f"scale: {scale}\n" if scale else "")
    assert [one.rule.name for one in find(recorded(f"2022: {value}\n", item))] == found


@pytest.mark.parametrize(
    ("rate", "bound", "found"),
    [
        ("attainment", "80", ["bad-value"]),
        ("attainment", "80%", []),
        ("difference", "80", []),
        ("remaining", "80", []),
        ("gap_to_expected", "-80", []),
        ("rate", "80", []),
        ("difference", "-3%", ["bad-value"]),
    ],
)
def test_bounds_in_the_unit_are_numbers_and_others_ratios(find: Find, rate: str, bound: str, found: list[str]) -> None:
    settings = (
        "schemes:\n  x:\n    rate: {higher: [remaining], lower: [difference]}\n"
        f"    grades:\n      - {{grade: A, when: {{{rate}: {{at_least: {bound}}}}}}}\n"
    )
    assert [one.rule.name for one in find({**kpi("id: k\nname: k\nunit: 件\n"), "kpitrack.yaml": settings})] == found


@pytest.mark.parametrize(("year", "found"), [(2021, ["duplicate-actual"]), (2022, [])])
def test_a_comparator_has_a_year_once_in_all_files(find: Find, year: int, found: list[str]) -> None:
    files = recorded("2022: 3\n", "id: k\nname: k\nunit: 件\n")
    first, text = next((path, text) for path, text in files.items() if "/actuals/" in path)
    named = "comparators:\n  tokyo: {{name: 東京圏, values: {{{}: 1}}}}\n"
    files[first] = text + named.format(2021)
    files["data/actuals/more.yaml"] = "strategy: tsuruoka-2\n" + named.format(year)
    assert [one.rule.name for one in find(files)] == found
