"""A repository to work on, and the command line in this process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kpitrack.cli import context
from kpitrack.cli import main as program

STRATEGY = """\
id: town
title: {ja: 例示の町の総合戦略（架空）, en: Strategy of a made-up town}
organization: {name: 例示町, code: "062031", level: municipality}
period: {start: 2021, end: 2025}
source: 架空の例
goals:
  - id: g1
    number: 基本目標1
    title: 人の流れをつくる
    measures:
      - id: m1
        number: (1)
        title: 移住の促進
        kpis:
          - id: movers
            name: 移住者数（累計）
            unit: 人
            accumulation: running_total
            baseline: {year: 2020, value: 0}
            target: {year: 2025, value: 50}
          - id: guests
            name: 延べ宿泊者数
            unit: 人
            baseline: {year: 2020, value: 1200}
            target: {year: 2025, percent_change: 50%}
"""
ACTUALS = """\
strategy: town
actuals:
  movers:
    2021: 10
    2022: {value: 20, status: provisional, note: 速報値}   # 県の公表待ち
  guests:
    2021: 1300
"""


@dataclass(frozen=True)
class Town:
    """A small repository."""

    root: Path

    @property
    def actuals(self) -> Path:
        return self.root / "data" / "actuals" / "town.yaml"

    @property
    def strategy(self) -> Path:
        return self.root / "data" / "strategies" / "town.yaml"


@dataclass(frozen=True)
class Result:
    """What a run gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The repository, as the working folder."""
    monkeypatch.chdir(tmp_path)
    return made(tmp_path)


def made(root: Path) -> Town:
    """The repository below ``root``."""
    for folder, text in (("strategies", STRATEGY), ("actuals", ACTUALS)):
        path = root / "data" / folder / "town.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    return Town(root)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line here, in English unless told otherwise."""
    for name in ("KPITRACK_LANG", "KPITRACK_ROOT", "NO_COLOR", "LC_ALL", "LC_MESSAGES", "COLUMNS", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def call(*arguments: str | Path, columns: int | None = None) -> Result:
        if columns:
            monkeypatch.setenv("COLUMNS", str(columns))
        capsys.readouterr()
        code = program.run([str(argument) for argument in arguments])
        context.begin(context.CommonOptions())
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the command line as a process of its own."""
    monkeypatch.setenv("KPITRACK_LANG", "en")
    monkeypatch.delenv("COLUMNS", raising=False)

    def call(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "kpitrack", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, check=False, timeout=120, **options)  # type: ignore[call-overload]

    return call
