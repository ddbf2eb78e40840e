"""``kpitrack logic`` as its users meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import golden
from kpitrack.views.text.plain import width

from ..conftest import Run, Town

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_our_own_data(run: Run, language: str) -> None:
    result = run("logic", "japan-2025", "--root", ROOT, "--as-of", "2026", "--lang", language, columns=80)
    assert (result.code, result.err) == (0, "")
    assert max(map(width, result.out.splitlines())) <= 80
    golden.matches(f"logic-80-{language}.txt", result.out)


@pytest.mark.parametrize("format_", ["mermaid", "dot"])
def test_diagrams(run: Run, format_: str) -> None:
    result = run("logic", "japan-2025", "--root", ROOT, "--as-of", "2026", "--lang", "ja", "--format", format_)
    golden.matches(f"logic-ja.{format_}", result.out)


def _with_levels(town: Town) -> None:
    text = town.strategy.read_text("utf-8")
    text = text.replace(
        "            unit: 人\n            accumulation",
        "            unit: 人\n            level: output\n            contributes_to: [guests]\n            accumulation",
    )
    text = text.replace(
        "            name: 延べ宿泊者数\n", "            name: 延べ宿泊者数\n            level: outcome\n"
    )
    town.strategy.write_text(text, "utf-8")
    town.actuals.write_text(town.actuals.read_text("utf-8").replace("2021: 1300", "2021: 1100"), "utf-8")


def test_where_the_data_break_the_model(run: Run, town: Town) -> None:
    _with_levels(town)
    result = run("logic", "--as-of", "2022")
    assert "“延べ宿泊者数”: regressing, though 1 of 1 KPIs that feed it go well:" in result.out
    assert "移住者数（累計） (on track)" in result.out
    document = json.loads(run("logic", "--as-of", "2022", "--format", "json").out)["strategies"][0]
    assert [(one["outcome"], one["good_outputs"], one["implied"]) for one in document["breaks"]] == [
        ("town/guests", ["town/movers"], False)
    ]
    assert document["faults"] == []
    assert {"from": "town/movers", "to": "town/guests", "kind": "contributes"} in document["edges"]


def test_a_strategy_without_a_word_on_logic(run: Run, town: Town) -> None:
    result = run("logic", "--as-of", "2022")
    assert "only its outline can be drawn" in result.out
    assert "Faults" not in result.out
