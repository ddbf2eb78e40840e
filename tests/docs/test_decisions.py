"""Every decision is listed, and every library says why it is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = ROOT / "docs" / "decisions"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

MADE = {"commands.md", "commands.ja.md"}
"""Pages that scripts/docs_site.py writes for the site, and git ignores."""


def requirements() -> set[str]:
    project = PROJECT["project"]
    extras = [line for lines in project.get("optional-dependencies", {}).values() for line in lines]
    lines = [*project["dependencies"], *extras, *PROJECT["build-system"]["requires"]]
    return {re.split(r"[\s<>=!~\[;]", line, maxsplit=1)[0].lower() for line in lines}


@pytest.mark.parametrize("name", sorted(requirements()))
def test_a_library_says_why_it_is_there(name: str) -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", (DECISIONS / "dependencies.md").read_text("utf-8"), re.MULTILINE
    )
    why = {library: reason for libraries, reason in rows for library in libraries.split(", ")}
    assert why.get(name), f"{name} has no line in docs/decisions/dependencies.md"


def test_every_decision_is_in_the_index() -> None:
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (DECISIONS / "README.md").read_text("utf-8"))
    assert sorted(listed) == sorted(path.name for path in DECISIONS.glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize(("index", "japanese"), [("README.md", False), ("README.ja.md", True)])
def test_every_page_is_in_the_index_of_its_language(index: str, japanese: bool) -> None:
    listed = re.findall(r"\]\(([\w.-]+\.md)\)", (ROOT / "docs" / index).read_text("utf-8"))
    pages = {path.name for path in (ROOT / "docs").glob("*.md") if path.name.endswith(".ja.md") == japanese} - MADE
    assert pages - {index} <= set(listed)
