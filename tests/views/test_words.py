"""Every status, rate and reason of the method has words, and no word is left of what the method no longer says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kpitrack
from kpitrack import language
from kpitrack.model.vocabulary import STATUSES
from kpitrack.progress.schema import RATES
from kpitrack.views import words

_PROGRESS = Path(kpitrack.__file__).parent / "progress"


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = language.active()
    yield
    language.use(before)


def reasons_given() -> set[str]:
    """The reasons in the source: a word beside its condition, as `first_reason` takes them."""
    return {
        node.elts[0].value
        for path in _PROGRESS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Tuple)
        and len(node.elts) == 2
        and isinstance(node.elts[0], ast.Constant)
        and isinstance(node.elts[0].value, str)
        and not isinstance(node.elts[1], ast.Constant | ast.Starred)
    }


def test_the_source_is_read_for_reasons() -> None:
    assert {"no_actual", "lower_is_better", "limit", "moving_target", "no_time"} <= reasons_given()


def test_there_are_words_for_the_reasons_that_can_be_given_and_for_no_others() -> None:
    assert set(words._REASON) == reasons_given()


def test_there_are_words_for_every_status_and_rate() -> None:
    assert set(words._STATUS) == set(words._MEANING) == set(STATUSES)
    assert set(words.RATE_WORDS) == set(RATES)


@pytest.mark.parametrize("reason", sorted(words._REASON))
def test_a_reason_is_in_japanese_where_japanese_is_asked_for(reason: str) -> None:
    language.use("en")
    english = words.reason_word(reason)
    language.use("ja")
    assert words.reason_word(reason) != english
    assert any(character > "\u3000" for character in words.reason_word(reason))


def test_no_reason_has_no_words() -> None:
    assert words.reason_word(None) == ""
