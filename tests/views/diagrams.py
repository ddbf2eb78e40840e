"""Mermaid's and Graphviz's own parsers. In CI they must be there; by hand, tests that need them are skipped else."""

from __future__ import annotations

import atexit
import html
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest

from kpitrack.repository.lock import locked

_CHECK = Path(__file__).parent / "mermaid_check"


def parse_mermaid(sources: list[str]) -> list[Any]:
    """What Mermaid makes of each diagram."""
    asked = _mermaid()
    assert asked.stdin is not None
    assert asked.stdout is not None
    asked.stdin.write(json.dumps(sources) + "\n")
    asked.stdin.flush()
    found: list[Any] = json.loads(asked.stdout.readline())
    return found


@cache
def _mermaid() -> subprocess.Popen[str]:
    """Mermaid in a process that answers until the tests end: to load it takes longer than to ask it."""
    _install_mermaid()
    process = subprocess.Popen(
        ["node", str(_CHECK / "check.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    atexit.register(process.communicate)
    return process


def parse_dot(source: str) -> dict[str, Any]:
    """What Graphviz makes of a graph: labels by node, clusters and edges."""
    if not shutil.which("dot"):
        _unavailable("Graphviz's dot is not installed")
    done = subprocess.run(
        ["dot", "-Tjson0"], input=source, capture_output=True, check=False, text=True, encoding="utf-8", timeout=300
    )
    assert done.returncode == 0, done.stderr
    graph = json.loads(done.stdout)
    objects = graph.get("objects", [])
    names = {one["_gvid"]: one["name"] for one in objects}
    return {
        "labels": {one["name"]: _lines(one["label"]) for one in objects if "nodes" not in one and "label" in one},
        "clusters": [_lines(one["label"]) for one in objects if one["name"].startswith("cluster")],
        "edges": sorted((names[edge["tail"]], names[edge["head"]]) for edge in graph.get("edges", [])),
    }


def _lines(label: str) -> list[str]:
    """The lines of a label as Graphviz draws them."""
    return [html.unescape(line.replace("\0", "\\")) for line in label.replace("\\\\", "\0").split("\\n")]


@cache
def _install_mermaid() -> None:
    if not (shutil.which("node") and shutil.which("npm")):
        _unavailable("node and npm are not installed")
    with locked(_CHECK, timeout=600):
        if (_CHECK / "node_modules" / "mermaid").exists():
            return
        command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=_CHECK, capture_output=True, check=False, text=True, timeout=600)
    if done.returncode:
        _unavailable(f"Mermaid could not be installed: {done.stderr}")


def _unavailable(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


#: Set by hand to leave out what needs node or Graphviz; it has no effect in CI.
SKIPPED = bool(os.environ.get("KPITRACK_SKIP_DIAGRAMS")) and os.environ.get("CI") != "true"
