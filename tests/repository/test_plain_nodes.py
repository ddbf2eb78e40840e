"""The nodes told from the lines of a plain file are those of the exact reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpitrack.repository.yaml.exact import read_exact
from kpitrack.repository.yaml.fast import UNSURE, read_fast
from kpitrack.repository.yaml.plain_nodes import nodes_of

from . import yaml_texts

ROOT = Path(__file__).parents[2]
DATA = sorted((ROOT / "data").rglob("*.yaml"))

patient = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def assert_same_nodes(data: bytes) -> bool:
    """Whether the nodes are told from the lines; if so, they are those of the exact reader."""
    tree = read_fast(data)
    found = None if tree is UNSURE else nodes_of(data, tree)
    if found is None:
        return False
    exact = read_exact(data)
    assert repr(found) == repr(exact)
    return True


@patient
@given(yaml_texts.documents)
def test_documents_of_every_style(text: str) -> None:
    assert_same_nodes(text.encode())


@patient
@given(yaml_texts.mutated(yaml_texts.documents))
def test_documents_that_went_wrong(text: str) -> None:
    assert_same_nodes(text.encode("utf-8", "replace"))


@patient
@given(st.data())
def test_parts_of_data_gone_wrong(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(DATA)).read_text(encoding="utf-8").splitlines(keepends=True)
    start = data.draw(st.integers(0, len(lines)))
    part = "".join(lines[start : start + data.draw(st.integers(1, 15))])
    assert_same_nodes(data.draw(yaml_texts.mutated(st.just(part))).encode("utf-8", "replace"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("strategy: s\nactuals:\n  k:\n    2021: 1.5\n    2022:  # none yet\n    令和5年度: {value: 3, note: a b} # x\n", True),
        ("a:\n- b\n- c: d\n  e: f\nz: 1\n", True),
        ("- - a\n  - b\n- c\n", True),
        ("# a\n\na:\n  # b\n  b: \"x # y\"\n  'c d': 'it''s'\n  e: [1, two, \"3\"]\n  f: {g: [4, x y,], h: -5}", True),
        ("\ufeffa: 1\nb: {c: http://a/b, d: {}, e: []}\n", True),
        ("-\n  a: 1\n  b: 2\n- c\n", True),
        ("a: x\n  y\nb: z\n", False),
        ("a: |\n  x\nb: z\n", False),
        ("a: {b: c,\n  d: e}\n", False),
        ("a:\n  b\n", False),
        ("a: 1\r\nb: 2\r\n", False),
        ("---\na: 1\n", False),
        ("a\n", False),
    ],
)  # fmt: skip
def test_which_layouts_are_told(text: str, *, told: bool) -> None:
    assert assert_same_nodes(text.encode()) is told


@pytest.mark.parametrize("path", DATA, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_data(path: Path) -> None:
    assert_same_nodes(path.read_bytes())
