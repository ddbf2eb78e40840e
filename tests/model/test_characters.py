"""What is not seen, or looks like something else, is named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.language import LANGUAGES, use
from kpitrack.model.characters import in_digits, of_pair, of_unseen, scientific, unseen, without_unseen
from kpitrack.model.faults import bad_number
from kpitrack.model.figures import UnreadableFigure, read_figure

HIDDEN = ("\u00a0", "\u200b", "\u2009", "\ufeff", "\u00ad", "\u202e", "\u2060", "\U000e0031")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("1e3", "1000"),
        ("1.23E+11", "123000000000"),
        ("-1.5e-3", "-0.0015"),
        ("+2E0", "2"),
        ("0.10e1", "1"),
        ("1.25e1", "12.5"),
    ],
)
def test_scientific_notation(text: str, digits: str) -> None:
    assert scientific(text) == digits
    with pytest.raises(UnreadableFigure, match="scientific notation") as caught:
        read_figure(text)
    assert digits in str(caught.value.hint)
    found = bad_number(text, ("actuals", "k", 2021))
    assert "scientific notation" in str(found.message)
    assert digits in str(found.hint)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3), st.integers(-20, 20))
def test_scientific_notation_keeps_every_digit(number: Decimal, power: int) -> None:
    text = f"{number:f}e{power}"
    digits = scientific(text)
    if digits is not None:
        assert Decimal(digits) == Decimal(text)


@pytest.mark.parametrize("text", ["1e", "e3", "1e3人", "1,000e3", "1e333", "0x1e3", "12"])
def test_what_is_no_scientific_notation(text: str) -> None:
    assert scientific(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("character", HIDDEN)
@pytest.mark.parametrize("form", ["30{}", "{}30", "3{}0"])
def test_a_character_that_is_not_seen_is_named(language: str, character: str, form: str) -> None:
    use("ja" if language == "ja" else "en")
    found = bad_number(form.format(character), ("actuals", "k", 2021))
    assert f"U+{ord(character):04X}" in str(found.message)
    assert character not in str(found.message)
    assert str(found.hint) not in {"write 30", "30 と書いてください"}


@pytest.mark.parametrize(
    ("text", "code"), [("3O", "U+004F"), ("l0", "U+006C"), ("3\u0660", "U+0660"), ("3\u041e", "U+041E")]
)
def test_what_looks_like_a_digit_is_named(text: str, code: str) -> None:
    found = bad_number(text, ("actuals", "k", 2021))
    assert code in str(found.message)
    assert any(digits in str(found.hint) for digits in ("30", "10"))


@pytest.mark.parametrize("text", ["OO", "30", "3人", "A", ""])
def test_what_has_no_digit_that_looks_like_one(text: str) -> None:
    assert in_digits(text) is None


@pytest.mark.parametrize(
    ("text", "said", "write"),
    [
        ("2021：30", "U+FF1A FULLWIDTH COLON", "“2021: 30”"),
        ("2021:\u300030", "U+3000 IDEOGRAPHIC SPACE", "“2021: 30”"),
        ("2021:\u00a030", "U+00A0 NO-BREAK SPACE", "“2021: 30”"),
        ("2021:30", "a space is missing", "“2021: 30”"),
        ("｛value：30｝", "U+FF5B FULLWIDTH LEFT CURLY BRACKET", "“{value: 30}”"),
        ("｛value: 30，status: normal｝", "U+FF5B", "“{value: 30"),
        ("2021：30 2022：40", "U+FF1A", "“2021: 30”"),
    ],
)
def test_a_pair_that_is_text(text: str, said: str, write: str) -> None:
    found = of_pair(text)
    assert found is not None
    assert said in str(found[0])
    assert write in str(found[1])


@given(st.text())
def test_what_is_taken_out_is_gone(text: str) -> None:
    rest = without_unseen(text)
    assert unseen(rest) is None
    assert of_unseen(rest, None) is None
    of_pair(text)
    in_digits(text)
