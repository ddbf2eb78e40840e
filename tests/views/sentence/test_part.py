"""Sentences as running text, as Markdown and on a terminal: what weighs most stays marked, whatever the data hold."""

from __future__ import annotations

from kpitrack import language
from kpitrack.language import say
from kpitrack.views.sentence.part import Part, as_lines, as_markdown, plain, sentence

_SAID = [
    sentence("now", say("In {year} it was *{value}*{kind}.", year="FY2024", value="3*4 件", kind="")),
    sentence("outcome", say("*The target, {target}, was met.*", target="_2_")),
]


def test_an_asterisk_of_the_data_emphasises_nothing() -> None:
    assert _SAID[0].parts == (Part("In FY2024 it was "), Part("3*4 件", strong=True), Part("."))
    assert plain(_SAID) == "In FY2024 it was 3*4 件. The target, _2_, was met."
    assert as_markdown(_SAID) == r"In FY2024 it was **3\*4 件**. **The target, \_2\_, was met.**"


def test_sentences_follow_each_other_as_the_language_has_it() -> None:
    language.use("ja")
    said = [sentence("caution", say("There is no value of {years}.", years="2020年度"))] * 2
    assert plain(said) == "2020年度の値がありません。" * 2


def test_hidden_characters_are_shown() -> None:
    said = sentence("now", say("In {year} it was *{value}*{kind}.", year="FY2024", value="3\x1b[31m", kind=""))
    assert str(said) == r"In FY2024 it was 3\x1b[31m."


def test_lines_of_a_terminal_keep_what_is_strong() -> None:
    lines = list(as_lines(_SAID, 20, lead="  ", style="dim"))
    assert [line.plain for line in lines] == ["  In FY2024 it was 3*4", "  件. The target, _2_,", "  was met."]
    assert [line.colored for line in lines] == [
        "  \x1b[2mIn FY2024 it was \x1b[0m\x1b[1m3*4\x1b[0m",
        "  \x1b[1m件\x1b[0m\x1b[2m. \x1b[0m\x1b[1mThe target, _2_,\x1b[0m",
        "  \x1b[1mwas met.\x1b[0m",
    ]
    assert list(as_lines([], 20)) == []
