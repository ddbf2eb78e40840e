"""``kpitrack rule``, and the pages made from the same checks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kpitrack.diagnostics import CATALOGUE
from kpitrack.views.text.plain import width

from ..conftest import Run

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_list_names_every_finding(run: Run, language: str) -> None:
    result = run("rule", "--lang", language, columns=80)
    assert result.code == 0
    for rule in CATALOGUE.values():
        assert f"{rule.code}  " in result.out
        assert rule.name in result.out
    assert max(map(width, result.out.splitlines())) <= 82  # a closing mark may hang over


@pytest.mark.parametrize("name", ["KP206", "kp206", "bad-number"])
def test_one_explained(run: Run, name: str) -> None:
    out = run("rule", name).out
    assert "target: {year: 2024, value: １２}" in out
    assert "→ write 12" in out
    assert "+        target: {year: 2024, value: 12}" in out


@pytest.mark.parametrize("rule", sorted(CATALOGUE.values(), key=lambda one: one.code), ids=lambda one: one.name)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_one_can_be_explained(run: Run, rule: object, language: str) -> None:
    code = rule.code  # type: ignore[attr-defined]
    for form in ("text", "markdown"):
        out = run("rule", code, "--format", form, "--lang", language).out
        assert code in out
    (found,) = json.loads(run("rule", code, "--format", "json").out)["rules"]
    assert found["bad"] != found["good"]
    if found["name"] != "moved-target-without-revision":
        assert {one["code"] for one in found["findings"]} == {code}


def test_one_that_there_is_not(run: Run) -> None:
    result = run("rule", "bad-numbers")
    assert result.code == 2
    assert "bad-number" in result.err


def test_a_group(run: Run) -> None:
    assert len(json.loads(run("rule", "KP1", "--format", "json").out)["rules"]) == 10


def test_the_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/rule_pages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
