"""Every check's bad example has exactly its finding, and the good one has none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kpitrack import language
from kpitrack.checks.check import Check, Context
from kpitrack.checks.run import BY_NAME, check
from kpitrack.diagnostics import CATALOGUE, Diagnostic
from kpitrack.language import translate
from kpitrack.repository.places import place
from kpitrack.repository.repository import read_repository

AGAINST_GIT = {"moved-target-without-revision"}
"""Found by comparing two revisions, not by reading files."""


def findings(root: Path, files: Mapping[str, str | bytes], *also: str, as_of: int = 2024) -> list[Diagnostic]:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    repository = read_repository(root)
    return place(check(repository, Context(as_of), also), repository.read)


@pytest.mark.parametrize("one", BY_NAME.values(), ids=lambda one: one.rule.name)
def test_the_bad_example_has_the_finding_alone(one: Check, tmp_path: Path) -> None:
    expected = [] if one.rule.name in AGAINST_GIT else [one.rule.name]
    assert [found.rule.name for found in findings(tmp_path, one.example.bad, one.rule.name)] == expected


@pytest.mark.parametrize("one", BY_NAME.values(), ids=lambda one: one.rule.name)
def test_the_good_example_has_none(one: Check, tmp_path: Path) -> None:
    assert findings(tmp_path, one.example.good, one.rule.name) == []


@pytest.mark.parametrize("one", BY_NAME.values(), ids=lambda one: one.rule.name)
def test_the_finding_and_its_explanation_are_said_in_japanese(
    one: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "_active", "ja")
    for text in (one.summary, one.why):
        assert translate(text) != text
    for found in findings(tmp_path, one.example.bad, one.rule.name):
        for said in (found.message, found.hint):
            assert said is None or (str(said) and translate(said.template) != said.template)


def test_every_finding_of_the_catalogue_is_explained_in_the_order_of_its_number() -> None:
    assert [one.rule.name for one in BY_NAME.values()] == list(CATALOGUE) == list(BY_NAME)


def test_a_check_waits_only_for_findings_that_exist() -> None:
    assert all(one.needs <= set(CATALOGUE) for one in BY_NAME.values())
