"""Places told from a few lines are those that the exact reader tells from the whole file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from kpitrack.diagnostics import KeyPath, Part
from kpitrack.repository.yaml.exact import read_exact
from kpitrack.repository.yaml.fast import UNSURE, read_fast
from kpitrack.repository.yaml.quick_places import PlainFile

from . import yaml_texts

DATA = sorted((Path(__file__).parents[2] / "data").rglob("*.yaml"))


def every_place(data: Any, at: KeyPath = ()) -> Iterator[KeyPath]:
    yield at
    if isinstance(data, dict):
        for key, value in data.items():
            yield from every_place(value, (*at, key))
        yield (*at, "missing")
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from every_place(value, (*at, i))
        yield (*at, len(data))
    else:
        yield (*at, "below", 0)


def compare(data: bytes) -> tuple[int, int]:
    """How many places there are, and how many of them were told."""
    tree = read_fast(data)
    if tree is UNSURE:
        return 0, 0
    plain, document = PlainFile(data.decode("utf-8-sig"), tree), read_exact(data)
    places = told = 0
    for at in every_place(tree):
        assert plain.value_line(at) in {None, document.span(at, Part.VALUE).line}, at
        for part in Part:
            found = plain.span(at, part)
            places += 1
            if found is not None:
                told += 1
                assert found == document.span(at, part), (at, part)
    return places, told


@pytest.mark.parametrize("path", DATA, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_repositorys_own_data(path: Path) -> None:
    places, told = compare(path.read_bytes())
    assert told >= places - 4  # all but the top, and what is missing there


@pytest.mark.parametrize("path", DATA, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_lines_of_all_numbers_of_kpis_are_told_at_once(path: Path) -> None:
    data = path.read_bytes()
    plain = PlainFile(data.decode("utf-8-sig"), read_fast(data))
    numbers = [at for at in every_place(plain.data) if {"kpis", "actuals"} & set(at) and _is_number(plain.data, at)]
    assert [at for at in numbers if plain.value_line(at) is None] == []


def _is_number(data: Any, at: KeyPath) -> bool:
    for step in at:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return False
    return isinstance(data, int | float)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(yaml_texts.documents)
def test_documents_of_every_style(text: str) -> None:
    compare(text.encode())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(yaml_texts.mutated(yaml_texts.documents))
def test_documents_that_went_wrong(text: str) -> None:
    compare(text.encode("utf-8", "replace"))


@pytest.mark.parametrize(
    "text",
    [
        "a: {b:\n   c}\n", "a:\n  b: {c: 1,\n  d: 2}\n  e: 3\n", "a:\n- b\n- c: d\n  e: f\nz: 1\n", "- - a\n  - b\n- c\n",
        "---\na: 1\n", "# a\n\na:\n  # b\n  b: |\n    x: y\n\n    z\n  c: d # e:\n", "-\n  a: 1\n  b: 2\n- c\n",
        "\ufeffa: 1\nb: {c: d}\n", "'a b':\n  \"c\": [1, 2]\n", "a: x\n  y\nb: z\n", "a:\n    - b:\n          c\n      d: e\n",
    ],
)  # fmt: skip
def test_odd_layouts(text: str) -> None:
    compare(text.encode())


def test_lines_that_end_as_on_windows_are_left_to_the_exact_reader() -> None:
    assert compare(b"a: 1\r\nb: 2\r\n")[1] == 0
