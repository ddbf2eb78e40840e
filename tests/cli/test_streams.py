"""A reader that goes away, or a disk that is full, changes neither the work nor the exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Town

KPITRACK = f"'{sys.executable}' -m kpitrack --lang en"


def _piped(command: str, root: Path) -> tuple[int, str, str]:
    """The exit code of kpitrack as the first of a pipeline, and what comes out of the pipeline."""
    line = f"{KPITRACK} {command}; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=root, capture_output=True, text=True, check=False, timeout=120)
    *out, code = done.stdout.splitlines()
    return int(code), "\n".join(out), done.stderr


def test_what_is_recorded_into_a_closed_pipe_is_recorded(town: Town) -> None:
    # The first write meets the closed pipe: without a buffer it is the first line, before anything else is done.
    for at, unbuffered in enumerate(("", "PYTHONUNBUFFERED=1 ")):
        line = f"{unbuffered}{KPITRACK} add-actual movers {2024 + at} 3{at} | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(
            ["bash", "-c", line], cwd=town.root, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.stdout == "0\n", done.stderr
        assert f"{2024 + at}: 3{at}" in town.actuals.read_text("utf-8")
        assert done.stderr == "recorded in data/actuals/town.yaml\n"


def test_a_judgement_into_a_closed_pipe_is_recorded(town: Town) -> None:
    assert _piped("add-evaluation m1 2022 --judgement 順調 | true", town.root)[0] == 0
    assert "順調" in town.strategy.read_text("utf-8")


def test_a_gate_trips_whoever_reads(town: Town) -> None:
    code, out, err = _piped("status --as-of 2022 --fail-on off_track,at_risk --format csv | head -n 1", town.root)
    assert code == 1
    assert out.startswith("ref,")
    assert "Traceback" not in err


def test_errors_are_errors_whoever_reads(town: Town) -> None:
    town.actuals.write_text(town.actuals.read_text("utf-8") + "  nobody:\n    2021: 1\n", "utf-8")
    assert _piped("validate | true", town.root)[0] == 1
    assert _piped("validate 2>&1 | true", town.root)[0] == 1


def test_json_for_a_reader_of_one_line(town: Town) -> None:
    code, out, err = _piped("status --format json | head -n 1", town.root)
    assert (code, out[:1], err) == (0, "{", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_notes_that_cannot_be_written_keep_nothing_from_being_recorded(town: Town) -> None:
    code, _, _ = _piped("add-actual movers 2024 30 2>/dev/full | cat", town.root)
    assert code == 0
    assert "2024: 30" in town.actuals.read_text("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_result_that_cannot_be_written_is_told_after_the_work(town: Town) -> None:
    code, _, err = _piped("add-actual movers 2024 30 >/dev/full | cat", town.root)
    assert "2024: 30" in town.actuals.read_text("utf-8")
    assert (code, err) == (2, "recorded in data/actuals/town.yaml\nerror: the system refuses it: the disk is full\n")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_note_is_there_as_soon_as_it_is_said(tmp_path: Path, unbuffered: str) -> None:
    code = (
        "import os, sys\nfrom kpitrack.cli.streams import open_streams\nopen_streams()\n"
        "print('said', file=sys.stderr)\nos._exit(0)"
    )
    with (tmp_path / "log").open("w") as log:
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONUNBUFFERED": unbuffered}, stderr=log, check=True
        )
    assert (tmp_path / "log").read_text("utf-8") == "said\n"


MACHINE = (
    "status --format json", "status --format csv --bom", "status --format markdown", "validate --format json",
    "validate --format sarif", "validate --format junit", "validate --format github", "validate --format markdown",
    "tree --format json", "tree --format markdown", "logic --format mermaid", "logic --format dot",
    "logic --format json", "roadmap --format mermaid", "roadmap --format json", "align --format csv",
    "review --format markdown", "review --format csv --bom", "review --format json",
    "show movers --format json", "explain movers --format json", "rule --format json", "rule --format markdown",
    "scheme --format json", "scheme tama", "schema strategy", "export sdmx-csv", "import-strategy list.csv",
)  # fmt: skip


def test_what_programs_read_is_utf8_on_every_console(town: Town) -> None:
    (town.root / "list.csv").write_text(
        "指標名,単位,現状値,目標値\n人口\N{CJK UNIFIED IDEOGRAPH-20BB7},人,100,200\n", "utf-8"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "cp932", "KPITRACK_LANG": "ja"}
    code = (
        "import sys, io\nfrom kpitrack.cli import main\n"
        "for line in sys.stdin.read().split('\\n'):\n"
        "    sys.stdout.reconfigure(encoding='cp932', errors='replace')\n"
        "    main.run(line.split())\n    sys.stdout.flush()\n    sys.stdout.buffer.write(b'\\0')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=town.root, input="\n".join(MACHINE).encode(), env=environment,
        capture_output=True, check=True,
    )  # fmt: skip
    outputs = done.stdout.split(b"\0")[:-1]
    assert len(outputs) == len(MACHINE)
    for command, output in zip(MACHINE, outputs, strict=True):
        text = output.decode("utf-8")
        assert text, command
        assert text.startswith("\ufeff") == ("--bom" in command), command
    assert "移住者数（累計）" in outputs[0].decode("utf-8")
    assert "\N{CJK UNIFIED IDEOGRAPH-20BB7}" in outputs[-1].decode("utf-8")


def test_what_people_read_is_in_the_encoding_of_the_console(town: Town) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp932", "KPITRACK_LANG": "ja"}
    done = subprocess.run(
        [sys.executable, "-m", "kpitrack", "status"], cwd=town.root, env=environment, capture_output=True, check=True
    )
    assert "移住者数" in done.stdout.decode("cp932")
