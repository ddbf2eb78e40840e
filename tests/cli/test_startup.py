"""What a command does not use it does not load: most of the time of a run for one town is loading."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = frozenset(
    {"polars", "rich.console", "openpyxl", "xlsxwriter", "vl_convert", "jinja2", "numpy", "multiprocessing", "asyncio"}
)
FOREIGN = HEAVY | {"pydantic", "ruamel", "ryaml", "platformdirs", "filelock"}

STRATEGY = """\
id: town
title: 例示の町の総合戦略（架空）
organization: {name: 例示町}
period: {start: 2021, end: 2025}
source: 架空の例
goals:
  - id: g1
    title: 人の流れをつくる
    kpis:
      - id: movers
        name: 移住者数
        unit: 人
        baseline: {year: 2020, value: 0}
        target: {year: 2025, value: 50}
"""

RUN = """\
import sys
from kpitrack.cli import main as program
code = program.run(sys.argv[1:])
print("modules:", *sorted(sys.modules))
sys.exit(code)
"""


def loaded(root: Path, *arguments: str) -> set[str]:
    for kind, text in (("strategies", STRATEGY), ("actuals", "strategy: town\nactuals: {movers: {2021: 3}}\n")):
        path = root / "data" / kind / "town.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=root, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (["--help"], FOREIGN),
        (["--version"], FOREIGN),
        (["status", "--help"], FOREIGN),
        (["scheme"], HEAVY | {"ruamel"}),
        (["validate"], HEAVY | {"ruamel", "platformdirs"}),
        (["validate", "--format", "json"], HEAVY | {"ruamel"}),
        (["add-actual", "movers", "R4", "5"], HEAVY | {"kpitrack.model.figures.reader", "kpitrack.exchange"}),
        (["add-actual", "movers", "R3", "3"], HEAVY | {"kpitrack.model.figures.reader", "kpitrack.exchange"}),
        (["status"], HEAVY - {"polars"} | {"ruamel", "kpitrack.views.text.csv", "kpitrack.views.status.long"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_used_is_not_loaded(arguments: list[str], without: frozenset[str], tmp_path: Path) -> None:
    assert sorted(without & loaded(tmp_path, *arguments)) == []


@pytest.mark.parametrize("command", ["validate", "status"])
def test_what_was_read_before_needs_no_model(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kpitrack.yaml").write_text("grading: own\nschemes: {own: {grades: [{grade: A}]}}\n", "utf-8")
    monkeypatch.setenv("KPITRACK_CACHE", str(tmp_path / "kept"))
    assert "pydantic.main" in loaded(tmp_path, command)
    assert sorted({"pydantic", "pydantic_core", "ryaml"} & loaded(tmp_path, command)) == []


def test_a_finding_loads_the_exact_reader_and_no_more(tmp_path: Path) -> None:
    loaded(tmp_path, "--version")
    (tmp_path / "data/strategies/town.yaml").write_text(STRATEGY + "    notes: &a x\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN, "validate"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    modules = set(done.stdout.splitlines()[-1].split()[1:])
    assert "ruamel" in modules
    assert sorted(HEAVY & modules) == []
