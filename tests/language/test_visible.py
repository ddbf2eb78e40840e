"""Nothing that a file says is hidden, or steers what shows it."""

from __future__ import annotations

import json
import sys
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.language import say
from kpitrack.language.visible import MAYBE_HIDDEN, visible, visible_json

#: Signs of Arabic, Syriac and Kaithi writing that Unicode counts among the format characters and that are seen.
SEEN = {*"\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"}
#: What has no glyph, or an empty one, although Unicode counts it among letters, marks and symbols.
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufdd0\ufffe\uffff\U0001ffff\U000e0fff"
HIDDEN = [
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in SEEN
]


def test_every_hidden_character_is_shown() -> None:
    for character in [*HIDDEN, *BLANK]:
        shown = visible(f"a{character}b")
        assert shown[0] == "a"
        assert shown[-1] == "b"
        assert shown[1:-1].isascii()
        assert shown[1:-1].isprintable()
        assert shown[1] == "\\"


def test_polars_finds_the_same() -> None:
    texts = [
        f"a{one}b" for one in {*HIDDEN, *BLANK, "\ufe00", "\U000e0100"} - {"\n"} if not "\ud800" <= one <= "\udfff"
    ]
    assert pl.Series(texts).str.contains(MAYBE_HIDDEN).all()
    assert not pl.Series(["移住者数（累計）　㎡\n\t"[:-1], "が", "é", "\ue000"]).str.contains(MAYBE_HIDDEN).any()


def test_what_is_seen_stays() -> None:
    for text in ["移住者数（累計）　㎡", "ﾃﾚﾜｰｸ", "が", "é", "\ue000", "葛\U000e0100城市", "①️⃣", "❤️", "é" * 3]:
        assert visible(text) == text


@pytest.mark.parametrize("text", ["a\ufe00b", "1\U000e0100", "葛\U000e0100\U000e0101", "あ\ufe0f"])
def test_a_variation_selector_that_selects_nothing_is_shown(text: str) -> None:
    assert visible(text) != text


def test_escapes_are_told_apart_by_their_length() -> None:
    assert visible("\n\t\r\x1b\xad\u202e\U000e0041") == r"\n\t\r\x1b\xad\u202e\U000e0041"


@given(st.text(st.characters() | st.sampled_from([*HIDDEN, *BLANK])))
def test_json_means_the_same_and_hides_nothing(text: str) -> None:
    document = visible_json(json.dumps([text], ensure_ascii=False, indent=1))
    assert json.loads(document) == [text]
    assert visible(document) == document.replace("\n", "\\n")
    document.encode("utf-8")


def test_a_sentence_hides_nothing_of_its_values() -> None:
    inner = say("the file cannot be read: {reason}", reason="\x1b[2J")
    assert str(say("{path}: {problem}", path="a\n::error::b", problem=inner)) == (
        r"a\n::error::b: the file cannot be read: \x1b[2J"
    )
