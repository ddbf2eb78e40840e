"""One name, however it is typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.model.names import may_hold_odd_names, normal_name, normal_names
from kpitrack.model.suggestions import did_you_mean, nearest
from kpitrack.repository.yaml.tree import read_tree


@pytest.mark.parametrize("name", ["企画デジタル課", "がん対策", "ポーランド", "Zürich", "한국", "葛\U000e0100城市"])
@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\u00a0", "\n"])
def test_however_it_is_typed(name: str, blank: str) -> None:
    for typed in (name, unicodedata.normalize("NFD", name)):
        assert normal_name(f"{blank}{typed}{blank}") == name


def test_printed_variants_of_characters_stay() -> None:
    for name in ("\ufa19社", "﨑山", "①", "㎡", "ｶﾞ"):
        assert normal_name(name) == name


@given(st.text())
def test_it_is_normal_after_once(text: str) -> None:
    assert normal_name(normal_name(text)) == normal_name(text)


def test_names_alone_are_made_normal_and_told_by_their_place() -> None:
    odd = unicodedata.normalize("NFD", "デジタル課")
    content = {
        "title": {"ja": " 戦略", "en": "Strategy"},
        "organization": {"name": "町"},
        "goals": [{"kpis": [{"name": "a", "tags": ["x", " y"], "department": odd, "definition": odd}]}],
    }
    normal, at = normal_names(content)
    assert normal["title"] == {"ja": "戦略", "en": "Strategy"}
    assert normal["goals"][0]["kpis"][0] == {
        "name": "a",
        "tags": ["x", "y"],
        "department": "デジタル課",
        "definition": odd,
    }
    assert at == [("title", "ja"), ("goals", 0, "kpis", 0, "tags", 1), ("goals", 0, "kpis", 0, "department")]


_STYLES = (
    "name: {}\n", 'name: "{}"\n', "name: '{}'\n", "name: |\n  {}\n", 'a: {{name: "{}"}}\n', "a: {{name: {}}}\n",
    'a: {{tags: ["{}", x]}}\n', "a: {{tags: [x, '{}']}}\r\n", "\"name\": '{}' # x\n",
)  # fmt: skip
_BITS = [
    '"',
    "'",
    " ",
    "\u3000",
    "\u00a0",
    "か",
    "\u3099",
    "e\u0301",
    "\u1112\u1161",
    "\\u3000",
    "\\t",
    "\t",
    "\n  ",
    ",",
]


@given(st.sampled_from(_STYLES), st.lists(st.sampled_from([*_BITS, "a", "神", "\ufa19", "}"]), min_size=1).map("".join))
def test_no_file_whose_names_change_is_passed_over(style: str, name: str) -> None:
    data = style.format(name).encode()
    tree = read_tree(data)
    if not tree.findings and normal_names(tree.data)[1]:
        assert may_hold_odd_names(data)


def test_a_suggestion_is_never_what_was_typed_to_the_eye() -> None:
    assert nearest(unicodedata.normalize("NFD", "デジタル課"), ["デジタル課", "企画課"]) == "デジタル課"
    assert did_you_mean("企画科", ["企画課"]) is not None
