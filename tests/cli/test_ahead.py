"""Judging beside this process gives what judging in it gives."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = """\
import sys
from kpitrack.repository import aside
from kpitrack.cli import main as program
{before}
asked = []
ask = aside.Aside.ask
aside.Aside.ask = lambda *args: asked.append(1) or ask(*args)
code = program.run(sys.argv[1:])
print("beside:", len(asked), "polars" in sys.modules, file=sys.stderr)
sys.exit(code)
"""


def status(*arguments: str, processes: str, before: str = "") -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(before=before), "status", *arguments, "--as-of", "2026", "--lang", "ja"],
        cwd=ROOT, env={**os.environ, "KPITRACK_PROCESSES": processes}, capture_output=True, encoding="utf-8",
        check=True,
    )  # fmt: skip
    return done.stdout, done.stderr.splitlines()[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
@pytest.mark.parametrize("arguments", [["--format", "json"], ["--grading", "tama"], []], ids=" ".join)
def test_beside_or_within_is_the_same(arguments: list[str]) -> None:
    within, how = status(*arguments, processes="1")
    assert how == "beside: 0 True"
    beside, how = status(*arguments, processes="2")
    assert how == "beside: 1 False"
    assert beside == within
    lost = "import kpitrack.progress.ahead as ahead\nahead._prepare = lambda: 1 / 0"
    assert status(*arguments, processes="2", before=lost) == (within, "beside: 1 True")
