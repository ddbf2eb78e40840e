"""全国地方公共団体コード."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.model.organization_codes import check_digit, fault, normalize

# 総務省「全国地方公共団体コード」
PUBLISHED = {
    "北海道": "010006", "札幌市": "011002", "青森県": "020001", "東京都": "130001", "千代田区": "131016",
    "多摩市": "132241", "長野県": "200000", "大阪市": "271004", "鶴岡市": "062031", "福岡市": "401307",
    "沖縄県": "470007",
}  # fmt: skip


@pytest.mark.parametrize("code", PUBLISHED.values(), ids=PUBLISHED)
def test_published_codes(code):
    assert check_digit(code[:5]) == code[5]
    assert fault(code) is None
    assert fault(code[:5]) is None
    assert normalize(code) == normalize(code[:5]) == code


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("062032", "after 06203 it must be 1"), ("0620", "4 digits"), ("0620311", "7 digits"), ("06203a", "digits only"),
        ("０６２０３１", "digits only"), ("", "digits only"), ("480002", "01 to 47"), ("000001", "01 to 47"),
        ("62031", "'062031'"), ("99999", "01 to 47"),
    ],
)  # fmt: skip
def test_faults(code, said):
    assert said in str(fault(code))


@given(st.integers(1000, 47999), st.integers(0, 4), st.integers(1, 9))
def test_a_mistyped_digit_of_the_five_is_found(number, place, step):
    """Weights 2 to 6 and modulus 11 find every single slip, but for remainders 0 and 10, which share a digit."""
    five = f"{number:05d}"
    slipped = five[:place] + str((int(five[place]) + step) % 10) + five[place + 1 :]
    if not 1 <= int(slipped[:2]) <= 47 or check_digit(five) == check_digit(slipped) == "1":
        return
    assert check_digit(slipped) != check_digit(five)
    assert fault(slipped + check_digit(five)) is not None


@given(st.text())
def test_any_text_has_a_fault_or_a_check_digit(code):
    if fault(code) is None:
        assert fault(normalize(code)) is None
