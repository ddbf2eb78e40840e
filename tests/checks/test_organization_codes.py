"""bad-organization-code names the right code."""

from __future__ import annotations

import pytest

from kpitrack.checks.examples import KPI, STRATEGY, kpi

FILES = kpi(KPI)


def _with(name: str, code: str) -> dict[str, str]:
    written = FILES[STRATEGY].replace("name: 鶴岡市", f"name: {name}").replace('"062031"', f'"{code}"')
    return {**FILES, STRATEGY: written}


@pytest.mark.parametrize(
    ("name", "code", "message", "hint"),
    [
        ("鶴岡市", "062032", "after 06203 it must be 1", "write '062031', which is the code of 山形県鶴岡市"),
        ("鶴岡市", "62031", "'062031'", "write '062031', which is the code of 山形県鶴岡市"),
        ("鶴岡市", "062049", "that of 山形県酒田市, not of 鶴岡市", "write '062031'"),
        ("鶴岡市", "06204", "that of 山形県酒田市, not of 鶴岡市", "write '062031'"),
        ("府中市", "062031", "not of 府中市", "'132063' (東京都府中市), '342084' (広島県府中市)"),
        ("山形県", "062031", "not of 山形県", "write '060003'"),
        ("例示町", "062037", "after 06203 it must be 1", "'062031' is the code of 山形県鶴岡市"),
        ("例示町", "0620", "4 digits", "copy the code from the list"),
    ],
)
def test_what_is_wrong_and_what_to_write_instead(find, name, code, message, hint):
    (one,) = find(_with(name, code))
    assert one.rule.name == "bad-organization-code"
    assert message in str(one.message)
    assert hint in str(one.hint)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("府中市", "342084"), ("府中市", "132063"), ("広島県府中市", "34208"),
        ("例示町", "062031"),  # a name that the table lacks may be anyone's
        ("那珂川町", "403059"),  # was merged away, or became a city: the table is as of today
    ],
)  # fmt: skip
def test_what_may_be_right_is_left_alone(find, name, code):
    assert find(_with(name, code)) == []
