"""The table of prefectures and municipalities."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from kpitrack.model import organization_codes
from kpitrack.model.local_governments import like, named, prefecture_of, prefectures, with_code


def test_every_code_of_the_table_is_sound_and_stands_once():
    text = files("kpitrack.model").joinpath("local_governments.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    codes = [row["code"] for row in rows]
    assert [code for code in codes if len(code) != 6 or organization_codes.fault(code)] == []
    assert codes == sorted(set(codes))
    assert len(rows) == 47 + 1741
    assert all(row["name"] and row["kana"] for row in rows)


def test_the_prefectures_stand_in_the_order_of_their_numbers():
    assert [one.code[:2] for one in prefectures()] == [f"{number:02d}" for number in range(1, 48)]
    assert (prefectures()[0].name, prefectures()[12].name, prefectures()[46].english) == ("北海道", "東京都", "Okinawa")


@pytest.mark.parametrize("code", ["06203", "062031"])
def test_a_code_of_five_or_six_digits_is_found(code):
    one = with_code(code)
    assert one is not None
    assert (one.name, one.full_name, one.is_prefecture) == ("鶴岡市", "山形県鶴岡市", False)
    assert one.prefecture.name == "山形県"


@pytest.mark.parametrize("code", [None, "062032", "069990", "011011", "6203", "990001"])
def test_what_is_faulty_or_not_in_the_table_is_not_found(code):
    assert with_code(code) is None


def test_a_code_that_is_not_in_the_table_has_a_prefecture_all_the_same():
    one = prefecture_of("403059")  # 那珂川町, a city of another code since 2018
    assert one is not None
    assert one.name == one.full_name == "福岡県"
    assert prefecture_of("990001") is prefecture_of(None) is None


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("鶴岡市", ["062031"]), ("山形県鶴岡市", ["062031"]), ("山形県 鶴岡市", ["062031"]), ("つるおかし", ["062031"]),
        ("府中市", ["132063", "342084"]), ("広島県府中市", ["342084"]), ("東京都", ["130001"]),
        ("白鷹町", ["064025"]), ("西置賜郡白鷹町", ["064025"]), ("山形県西置賜郡白鷹町", ["064025"]),
        ("赤穂郡上郡町", ["284815"]), ("上郡町", ["284815"]), ("郡山市", ["072036"]), ("大和郡山市", ["292036"]),
        ("茅ケ崎市", ["142077"]), ("龍ヶ崎市", ["082082"]), ("鶴岡", []), ("例示市", []), ("", []),
    ],
)  # fmt: skip
def test_names(name, codes):
    assert [one.code for one in named(name)] == codes


@pytest.mark.parametrize(
    ("typed", "first"), [("鶴岡", "鶴岡市"), ("つるおか", "鶴岡市"), ("竜ケ崎市", "龍ケ崎市"), ("札幌", "札幌市")]
)
def test_what_a_name_may_have_meant(typed, first):
    assert like(typed)[0].name == first


def test_nothing_is_like_nothing():
    assert like("") == like("ＱＱＱ") == []
    assert len(like("町")) == 5
