"""What kpitrack itself makes of the repository's data."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

# What the documents themselves leave open; (finding, file) and how often at the most
HONEST = Counter(
    {
        # the subsidy's budgets precede the concept's own period
        ("target-outside-period", "data/strategies/japan-2-0-concept.yaml"): 1,
        # pillars 1 and 5 and the roles name measures but no outcome
        ("goal-without-outcome", "data/strategies/japan-2-0-concept.yaml"): 3,
        # the nation's role is a bucket of measures
        ("goal-without-outcome", "data/strategies/japan-2025.yaml"): 1,
    }
)


def _json(*arguments: str) -> Any:
    command = [sys.executable, "-m", "kpitrack", *arguments, "--format", "json", "--root", str(ROOT), "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def judged() -> dict[str, Any]:
    return {kpi["ref"]: kpi for kpi in _json("status", "--as-of", "2025")["kpis"]}


@pytest.fixture(scope="module")
def judged_in_2018() -> dict[str, Any]:
    return {kpi["ref"]: kpi for kpi in _json("status", "--as-of", "2018")["kpis"]}


def test_nothing_is_found_but_what_the_documents_leave_open() -> None:
    found = _json("validate", "--as-of", "2025")
    assert found["summary"]["errors"] == 0
    assert Counter((item["name"], item["path"]) for item in found["diagnostics"]) <= HONEST


@pytest.mark.parametrize(
    ("ref", "form", "value"),
    [
        ("tsuruoka-2/telework-practitioners", "value", 12),
        ("tsuruoka-2/repeat-participants", "value", 47),
        ("tsuruoka-2/furusato-repeat-donors", "value", 12600),
        ("japan-2-0-concept/shopping-environment", "value", 10),
        ("japan-2-0-concept/related-population-ties", "value", 100_000_000),
        ("japan-2-0-concept/semiconductor-investment", "value", 50),
        ("japan-2-0-concept/youth-flow", "times_baseline", None),
        ("japan-2-0-concept/industrial-land", "change", None),
        ("japan-2-0-concept/midsize-value-added-growth", "value", 4),
        ("japan-2-0-concept/productivity-parity", "parity_with", None),
    ],
)
def test_a_target_comes_to_its_number_or_to_none(
    judged: dict[str, Any], ref: str, form: str, value: float | None
) -> None:
    assert (judged[ref]["target"]["form"], judged[ref]["target"]["value"]) == (form, value)


def test_tsuruokas_document_publishes_no_values(judged: dict[str, Any]) -> None:
    own = [kpi for ref, kpi in judged.items() if ref.startswith("tsuruoka-2/")]
    assert {kpi["status"] for kpi in own} == {"not_published"}
    assert all(kpi["actual"] is None for kpi in own)


def test_a_kpi_without_a_target_value_is_not_assessable(judged: dict[str, Any]) -> None:
    for kpi in ("optimism-share", "wished-life-people", "wished-life-share"):
        assert (judged[f"japan-2025/{kpi}"]["status"], judged[f"japan-2025/{kpi}"]["reason"]) == (
            "not_assessable",
            "no_target",
        )


def test_ibarakis_jobs_of_fy2017_stand_at_the_printed_rate(judged_in_2018: dict[str, Any]) -> None:
    kpi = judged_in_2018["ibaraki/jobs-created"]
    assert (kpi["actual"]["value"], kpi["expected"]) == (7077, 6000)
    assert kpi["against_expected"] == pytest.approx(1.1795)
    assert kpi["provisional"]


def test_naganos_guide_values_judge_as_the_prefecture_did(judged_in_2018: dict[str, Any]) -> None:
    reached = {
        ref.split("/")[1]: kpi["actual"]["value"] >= kpi["expected"]
        for ref, kpi in judged_in_2018.items()
        if ref.startswith("nagano-shinshu/")
    }
    assert reached == {
        "total-fertility-rate": False,  # C
        "net-migration": True,  # A
        "labour-productivity": False,  # C
        "employment-rate": True,  # A
        "public-transport-trips": True,  # A
        "healthy-life-men": True,  # not graded: the value of 2017 was not out
        "healthy-life-women": True,
    }
    assert judged_in_2018["nagano-shinshu/total-fertility-rate"]["pace"] == pytest.approx(0.25)


def test_what_sapporo_calls_flat_has_become_worse(judged_in_2018: dict[str, Any]) -> None:
    for kpi in ("total-fertility-rate", "net-outmigration-20s"):
        assert judged_in_2018[f"sapporo-miraisousei-1/{kpi}"]["status"] == "regressing"
    assert judged_in_2018["sapporo-miraisousei-1/net-outmigration-20s"]["change"] == pytest.approx(119 / 2637)


def test_a_fresh_clone_shows_verdicts_on_real_figures(judged: dict[str, Any]) -> None:
    assert sum(kpi["status"] in {"achieved", "missed", "on_track", "at_risk"} for kpi in judged.values()) >= 10
