"""What is kept comes back as what it was, and what is not from here is told."""

from __future__ import annotations

import datetime as dt
from array import array
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from kpitrack.checks.outline import Measures, Outline, Said, Stray
from kpitrack.diagnostics import CATALOGUE, Diagnostic, Excerpt, Part, Severity, Span
from kpitrack.language import say
from kpitrack.workspace import codec
from kpitrack.workspace.codec import NotPlain, decode, dumps, encode, loads

MEASURES = Measures(
    ("k",), (("人", 3),), array("i", [0]), array("i", [2]), array("i", [2020, 2021]), array("d", [1.5, 2])
)
SAID = Said("m", "anything", "nation/k", ("goals", 0, "contributes_to", 0))
OUTLINE = Outline(
    "data/strategies/town.yaml", "town", (("tama", ("grading",)),), MEASURES, frozenset("gm"), frozenset("k"),
    frozenset(), frozenset(), frozenset(), frozenset(), False, True, (("k", "m"),), (SAID,), (),
)  # fmt: skip
FINDING = Diagnostic(
    CATALOGUE["bad-year"], say("{year} is no year", year=99999), say("write one"), "data/x.yaml", ("a", 0), Part.KEY,
    Span(1, 2, 3, 4), Severity.WARNING, Excerpt("a: 99999", 4), "a/b",
)  # fmt: skip


def forget_outlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a run that has met none of them yet."""
    for name in ("_RECORDS", "_ENCODERS", "_DECODERS"):
        table = dict(getattr(codec, name))
        for known in ("Outline", "Stray", "said", "measures", "array", Said, Measures, array):
            table.pop(known, None)
        monkeypatch.setattr(codec, name, table)


@pytest.mark.parametrize(
    "value",
    [
        None, "", "字", 0, 1.5, True, (), (1, "a", None), (1, (2,)), ["a", [1]], {"a": (1,), 2: [None]},
        frozenset({"b", "a"}), Decimal("1.50"), dt.date(2024, 2, 29), FINDING, MEASURES, SAID, OUTLINE,
        Stray("data/actuals/x.yaml", "x", frozenset({"c"})), array("d", [0.1]), CATALOGUE["no-source"], Part.VALUE,
        Severity.ERROR,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_is_kept_comes_back(value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_outlines(monkeypatch)
    kept = dumps(encode(value))
    assert decode(loads(kept)) == value
    forget_outlines(monkeypatch)
    for _ in range(2):
        found = decode(loads(kept))
        assert (type(found), found) == (type(value), value)


def test_a_path_comes_back_as_text() -> None:
    assert decode(encode(Path("data/x.yaml"))) == str(PurePosixPath("data/x.yaml"))


@pytest.mark.parametrize("value", [object(), {1, 2}, b"", (object(),), {"a": 1j}])
def test_nothing_else_is_kept(value: Any) -> None:
    with pytest.raises(NotPlain):
        encode(value)


@pytest.mark.parametrize(
    "value", [{}, [], ["nothing"], ["rule", "nothing"], ["rule"], ["date", "x"], ["decimal", "x"], ["Span", 1], [["a"]]]
)
def test_what_is_not_from_here_is_no_value(value: Any) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, IndexError, ArithmeticError)):
        decode(value)


@pytest.mark.parametrize("data", [b"", b"\xff", b"[", b"[" * 100_000])
def test_bytes_that_are_no_plain_data(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whichever
        loads(data)
