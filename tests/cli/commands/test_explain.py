"""``explain``: the working of a verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import golden

from ..conftest import Run, Town

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kpi", ["ibaraki/jobs-created", "nagano-shinshu/labour-productivity"])
def test_published_kpis_are_worked_out_as_on_paper(run: Run, kpi: str, language: str) -> None:
    result = run("explain", kpi, "--root", ROOT, "--as-of", "2018", "--lang", language, columns=100)
    assert (result.code, result.err) == (0, "")
    golden.matches(f"explain-{kpi.rpartition('/')[2]}-{language}.txt", result.out)


def test_each_number_names_its_file_and_line(run: Run, town: Town) -> None:
    document = json.loads(run("explain", "guests", "--as-of", "2022", "--format", "json").out)
    assert document["schema"] == "kpitrack/explain/1"
    assert document["status"] == "at_risk"
    places = {line["value"]: line["place"] for step in document["steps"] for line in step["lines"] if line["place"]}
    for value, place in places.items():
        path, _, number = place.partition(":")
        line = (town.root / path).read_text("utf-8").splitlines()[int(number) - 1]
        if value in {1200, 1300}:
            assert str(value) in line
    assert places[1200] == "data/strategies/town.yaml:24"
    assert places[1300] == "data/actuals/town.yaml:7"
    assert places[1800] == "data/strategies/town.yaml:25"


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("2020: 5", "not after the baseline: context only"),
        ("2024: 5", "after the year of judging: not looked at"),
        ("2022: {value: 5, status: forecast}", "a forecast is no actual"),
        ("2022: {status: missing}", "no value: it is not counted, and it is no zero"),
    ],
)
def test_why_an_entry_does_not_count(run: Run, town: Town, entries: str, said: str) -> None:
    town.actuals.write_text(f"strategy: town\nactuals:\n  guests:\n    {entries}\n", "utf-8")
    result = run("explain", "guests", "--as-of", "2022")
    assert result.code == 0
    assert said in result.out
    assert "there is no usable actual" in result.out


def test_the_original_target_is_judged_too(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8").replace(
        "            target: {year: 2025, value: 50}",
        "            target: {year: 2025, value: 20}\n"
        "            revisions:\n"
        "              - {on: 2022-03-01, target: {year: 2025, value: 100}, reason: 見直し, approved_by: 議会}",
    )
    town.strategy.write_text(text, "utf-8")
    document = json.loads(run("explain", "movers", "--as-of", "2022", "--format", "json").out)
    assert document["status"] == "achieved_early"
    assert document["original_status"] == "off_track"
    out = run("show", "movers", "--as-of", "2022", columns=160).out
    assert "By the first target the verdict would be “off track”." in " ".join(out.split())


def test_a_judgement_by_people_stands_beside_the_status(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8").replace(
        "            target: {year: 2025, value: 50}",
        "            target: {year: 2025, value: 50}\n"
        "            evaluations: {2022: {judgement: 順調, comment: 良好, next: continue, by: 企画課, on: 2023-05-01}}",
    )
    town.strategy.write_text(text, "utf-8")
    for command in ("show", "explain"):
        out = run(command, "movers", "--as-of", "2022").out
        assert "順調; 良好; next: continue (企画課, 2023-05-01)" in out
        assert "on track" in out


def a_kpi(town: Town, kpi: str, actuals: str) -> None:
    """Put ``kpi`` in the place of the KPIs of the town, with ``actuals``."""
    text = town.strategy.read_text("utf-8")
    head = text[: text.index("          - id: movers")]
    town.strategy.write_text(f"{head}          - {{id: k, name: k, {kpi}}}\n", "utf-8")
    town.actuals.write_text(f"strategy: town\n{actuals}", "utf-8")


@pytest.mark.parametrize(
    ("kpi", "actuals", "said"),
    [
        pytest.param(
            "unit: 倍, baseline: {year: 2020, value: 1}, target: {year: 2025, parity_with: tokyo, ratio: 0.5}",
            "actuals: {k: {2022: 1.2}}\ncomparators: {tokyo: {2020: 3, 2022: 3.2}}\n",
            [
                "c_b = 0.5 × 3 = 1.5 in FY2020",
                "c = 0.5 × 3.2 = 1.6 in FY2022",
                "= ((1.5 − 1.0) − (1.6 − 1.2)) ÷ (1.5 − 1.0) = 20.0%",
                "0.5 × tokyo",
            ],
            id="parity",
        ),
        pytest.param(
            'unit: "", baseline: {year: 2020, value: 85}, target: {year: 2025, range: {low: 95, high: 105}}',
            "actuals: {k: {2022: 90}}\n",
            ["1 − d(a) ÷ d(b) = 1 − 5 ÷ 10 = 50.0%"],
            id="range",
        ),
        pytest.param(
            "unit: 件, accumulation: sum, better: lower, target: {year: 2025, value: 10}",
            "actuals: {k: {2021: 6, 2022: 5}}\n",
            [
                "the sum was to stay within 10, and the known part already exceeds it: 11 in FY2022",
                "undefined: the outcome is known",
            ],
            id="a sum above its ceiling",
        ),
        pytest.param(
            "unit: 件, baseline: {year: 2020, value: 1}, target: {value: 3}",
            "actuals: {k: {2022: 3}}\n",
            ["the newest actual meets the target, for which no year is stated: 3 in FY2022"],
            id="no target year",
        ),
        pytest.param(
            'unit: "%", better: lower, baseline: {year: 2020, value: 4}, target: {year: 2021, value: 2}',
            "actuals: {k: {2022: {numerator: 11, denominator: 440}}}\n",
            ["2.5 = 11 ÷ 440 × 100", "min(1, (2022 − 2020) ÷ (2021 − 2020)) = 100.0%", "−(-37.5%) = 37.5%"],
            id="a share, late",
        ),
        pytest.param(
            "unit: 店, baseline: {year: 2020, value: 100}, target: {year: 2025, hold: at_most}",
            "actuals: {k: {2022: 120}}\n",
            ["the target does not hold now", "not holding what is to be held"],
            id="held",
        ),
        pytest.param(
            "unit: 人, baseline: {year: 2020, value: 20412}, target: {year: 2025, hold: at_least, value: 19500}",
            "actuals: {k: {2021: 20300, 2022: 19900}}\n",
            [
                "a limit (歯止め): from 20,412 it may go to 19,500, and no further; that way is no progress",
                "allowance_used = (a − b) ÷ (t − b) = (19,900 − 20,412) ÷ (19,500 − 20,412) = 56.1%",
                "is worse than the way down allows by now, 20,047.2, but the limit 19,500 holds",
                "undefined: a limit: a worsening is allowed, and is no progress",
                "○ on track (FY2021) → △ at risk (FY2022): new value",
            ],
            id="a limit",
        ),
        pytest.param(
            "unit: 回, baseline: {year: 2019, value: 8}, target: {year: 2025, value: 10, every_year: true}",
            "actuals: {k: {2020: 9, 2022: 11}}\n",
            ["e = t in every year after the baseline's", "e = t = 10 in each year", "fell short in: 2020"],
            id="every year",
        ),
        pytest.param(
            "unit: 回, accumulation: mean, baseline: {year: 2019, value: 8}, target: {year: 2025, value: 10}",
            "actuals: {k: {2020: 9, 2021: 12, 2022: 11}}\n",
            [
                "a = (9 + 12 + 11) ÷ 3 = 10.6667",
                "e = t = 10 in each year",
                "on_previous = (v − p) ÷ |p| = (11 − 12) ÷ |12| = -8.3%",
            ],
            id="a mean",
        ),
        pytest.param(
            "unit: 件, accumulation: sum, baseline: {year: 2019}, target: {year: 2021, value: 10}",
            "actuals: {k: {2020: 6, 2021: 5, 2022: 7}}\n",
            ["FY2022: 7 after the target's year: no part of the sum or the mean", "a = 6 + 5 = 11"],
            id="a sum that is over",
        ),
        pytest.param(
            "unit: 人, baseline: {year: 2019, value: 10}, target: {year: 2022, value: 20}",
            "actuals: {k: {2020: 12}}\n",
            [
                "e = 10 + (20 − 10) × (2020 − 2019) ÷ (2022 − 2019) = 13.3333",
                "(a − b) ÷ (e − b) = (12 − 10) ÷ (13.3333 − 10) = 60.0%",  # 60.6% by 13.3
            ],
            id="digits to calculate on with",
        ),
        pytest.param(
            "unit: 回, better: higher, baseline: {year: 2020, value: 8}, "
            "target: {year: 2025, improve: {over: previous, by: 5%}}",
            "actuals: {k: {2021: 10, 2022: 10.4}}\n",
            ["above the year before +5%: in 2022 that is 10.5", "the target does not hold now"],
            id="over the year before",
        ),
        pytest.param(
            'unit: "", scale: [未着手, 検討中, 策定済], baseline: {year: 2020, value: 未着手}, '
            "target: {year: 2025, value: 策定済}",
            "actuals: {k: {2021: 検討中, 2022: 策定済}}\n",
            ["b = 未着手", "the newest usable one: a = 策定済 in FY2022", "undefined: its values are steps of a scale"],
            id="a scale",
        ),
        pytest.param(
            'unit: "%", frequency: 5, baseline: {year: 2016, value: 72}, target: {year: 2022, value: 75}',
            "actuals: {k: {2021: 76}}\n",
            ["it will decide once FY2022 is over, unless a nearer one comes"],
            id="a survey before the target's year",
        ),
    ],
)
def test_the_working_has_the_numbers_in_place(run: Run, town: Town, kpi: str, actuals: str, said: list[str]) -> None:
    a_kpi(town, kpi, actuals)
    result = run("explain", "k", "--as-of", "2022")
    assert (result.code, result.err) == (0, "")
    text = " ".join(result.out.split())
    assert [words for words in said if words not in text] == []


def test_what_parity_is_held_against_has_its_place(run: Run, town: Town) -> None:
    target = "baseline: {year: 2020, value: 500}, target: {year: 2025, parity_with: guests}"
    text = town.strategy.read_text("utf-8")
    town.strategy.write_text(f"{text}          - {{id: k, name: k, unit: 人, {target}}}\n", "utf-8")
    town.actuals.write_text("strategy: town\nactuals:\n  k:\n    2021: 600\n  guests:\n    2021: 1300\n", "utf-8")
    steps = json.loads(run("explain", "k", "--as-of", "2022", "--format", "json").out)["steps"]
    lines = {line["text"]: line["place"] for step in steps for line in step["lines"]}
    assert lines["c_b = 1,200 in FY2020"] == "data/strategies/town.yaml:24"
    assert lines["c = 1,300 in FY2021"] == "data/actuals/town.yaml:6"


def test_an_earlier_target_that_holds_the_baseline_is_shown_with_its_number(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8").replace(
        "percent_change: 50%}",
        "value: 1800}\n            revisions: [{target: {year: 2025, hold: at_least}, reason: 見直し}]",
    )
    town.strategy.write_text(text, "utf-8")
    assert "≥1,200" in run("show", "guests").out
    assert "≥1,200" in run("explain", "guests").out


def test_room_to_a_limit_is_not_told_as_what_is_asked_for(run: Run, town: Town) -> None:
    limit = "baseline: {year: 2020, value: 8412}, target: {year: 2025, hold: at_least, value: 7850}"
    text = town.strategy.read_text("utf-8")
    town.strategy.write_text(f"{text}          - {{id: population, name: 人口, unit: 人, {limit}}}\n", "utf-8")
    for value, remaining in ((7902, -52), (7800, 50)):
        town.actuals.write_text(f"strategy: town\nactuals: {{population: {{2022: {value}}}}}\n", "utf-8")
        out = " ".join(run("explain", "population", "--as-of", "2023").out.split())
        assert f" = {remaining} " in out[out.index("remaining = ") :]
        assert ("nothing of it is asked for" in out) == (remaining < 0)
