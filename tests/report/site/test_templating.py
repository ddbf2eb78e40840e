from __future__ import annotations

from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack import language
from kpitrack.language.visible import visible
from kpitrack.model.record import Source
from kpitrack.report.site.overview import script_safe
from kpitrack.report.site.templating import citation, cite, environment, linked, prose, words


class Tags(HTMLParser):
    """What a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(autouse=True)
def _english() -> None:
    language.use("en")


@given(st.text(max_size=200))
def test_any_text_is_shown_as_text(text: str) -> None:
    seen = Tags(str(words(text)))
    assert {tag for tag, _ in seen.tags} <= {"span"}
    assert seen.text == visible(text)


@given(st.text(max_size=200))
def test_any_longer_text_is_paragraphs_of_text(text: str) -> None:
    seen = Tags(str(prose(text)))
    assert {tag for tag, _ in seen.tags} <= {"p"}
    assert seen.text == "".join(visible(line.strip()) for line in text.splitlines() if line.strip())


@given(
    st.text(max_size=60), st.sampled_from(["javascript:", "data:", "https://", "http://", "//", "file:", "HTTPS://"])
)
def test_only_addresses_on_the_web_become_links(rest: str, scheme: str) -> None:
    seen = Tags(str(linked(scheme + rest)))
    for tag, attributes in seen.tags:
        assert tag == "a"
        assert (attributes["href"] or "").startswith(("https://", "http://"))
    if scheme not in {"https://", "http://"}:
        assert not seen.tags


def test_a_source_is_cited_with_its_link_and_day() -> None:
    source = Source.model_validate(
        {"title": "計画", "url": "https://www.example.org/a?b=1&c=2", "published": "2021-03-01"}
    )
    seen = Tags(str(cite(source)))
    assert [tag for tag, _ in seen.tags] == ["a", "span"]
    assert seen.tags[0][1]["href"] == "https://www.example.org/a?b=1&c=2"
    assert seen.text == "計画 2021-03-01"


def test_japanese_in_an_english_page_is_marked_as_such() -> None:
    assert str(words("人口")) == '<span lang="ja">人口</span>'
    assert str(words({"ja": "人口", "en": "Population"})) == "Population"
    assert str(words({"ja": "人口"})) == '<span lang="ja">人口</span>'
    language.use("ja")
    assert str(words("人口")) == "人口"
    assert str(words({"en": "Population"})) == '<span lang="en">Population</span>'


def test_what_would_turn_the_direction_of_writing_is_visible() -> None:
    assert str(words("\u202egnp.exe")) == "\\u202egnp.exe"


@given(st.text(max_size=100))
def test_a_script_file_holds_any_text_as_data(text: str) -> None:
    import json

    made = script_safe([text.encode("utf-8", "replace").decode()])
    assert not set("<>&\u2028\u2029") & set(made)
    assert json.loads(made) == [text.encode("utf-8", "replace").decode()]


def test_a_template_has_no_style_and_no_script_of_its_own() -> None:
    for name in environment().list_templates():
        source = environment().loader.get_source(environment(), name)[0]  # type: ignore[union-attr]
        assert " style=" not in source
        assert "<style" not in source
        assert " onclick" not in source
        assert source.count("<script ") == source.count("<script src=") + source.count(
            '<script type="application/ld+json">'
        )
        assert source.count("<script src=") == (name == "base.html")


def test_a_source_in_words_stands_once_in_every_language() -> None:
    language.use("en")
    assert str(cite("架空の例")) == '<span lang="ja">架空の例</span>'
    assert str(cite("https://www.example.org/")).startswith('<a href="https://www.example.org/"')
    assert str(cite(None)) == ""


@pytest.mark.parametrize(
    ("title", "said"),
    [("Oda Strategy", "Strategy"), ("Oda's Strategy", "Oda's Strategy"), ("Odawara Strategy", "Odawara Strategy"),
     ("Oda", "Oda")],
)  # fmt: skip
def test_a_citation_leaves_the_owner_out_of_a_title_but_cuts_no_word(title: str, said: str) -> None:
    strategy = SimpleNamespace(organization=SimpleNamespace(name="Oda"), title=title)
    assert citation({"title": "Births", "strategy": strategy, "as_of": 2024}) == f"Oda, “Births”, {said}, as of FY2024"


@pytest.mark.parametrize(
    ("title", "said"),
    [("例示市総合戦略", "総合戦略"), ("例示市 総合戦略", "総合戦略"), ("例示市立図書館計画", "例示市立図書館計画"),
     ("例示市民のプラン", "例示市民のプラン"), ("例示市の戦略", "例示市の戦略")],
)  # fmt: skip
def test_a_citation_leaves_no_rest_of_a_japanese_word(title: str, said: str) -> None:
    language.use("ja")
    strategy = SimpleNamespace(organization=SimpleNamespace(name="例示市"), title=title)
    assert (
        citation({"title": "出生数", "strategy": strategy, "as_of": 2024}) == f"例示市「出生数」（{said}）2024年度時点"
    )
