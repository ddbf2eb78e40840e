"""What tree, align and review write as Markdown shows every name as the file has it."""

from __future__ import annotations

import html
import json
import re

import pytest
from markdown_it import MarkdownIt

from kpitrack.language.visible import visible

from ..conftest import Run, Town

NAMES = [
    "<script>alert(1)</script>",
    "**bold** _it_ `code` ~~no~~",
    "[link](javascript:alert(1)) ![x](y)",
    "a | b || c",
    "1. list",
    "- item",
    "# heading",
    "&amp; &lt;b&gt; \\*",
    "line\nbreak",
    "\x1b[31mred",
    "https://example.com/@name",
]


def _shown(markdown: str) -> str:
    rendered = MarkdownIt("commonmark").enable("table").render(markdown)
    assert not re.search(r"<(script|a|img|em|code|ol|h4|h5|h6)\b", rendered), rendered
    # Comments and stances keep their lines, where names show that they have more than one.
    return html.unescape(re.sub(r"<[^>]*>", "", rendered.replace("<br>", r"\n")))


@pytest.mark.parametrize("name", NAMES)
def test_names_are_shown_as_they_are(run: Run, town: Town, name: str) -> None:
    text = town.strategy.read_text("utf-8")
    for old in ("人の流れをつくる", "移住の促進", "移住者数（累計）"):
        text = text.replace(old, json.dumps(name))
    text += "alignments: [{from: m1, to: town/m1, relation: new, stance: %s}]\n" % json.dumps(name)  # noqa: UP031  braces
    text += "reviews: [{year: 2022, kind: other, title: %s}]\n" % json.dumps(name)  # noqa: UP031
    town.strategy.write_text(text, "utf-8")
    run("add-evaluation", "m1", "2022", "--judgement", name, "--comment", name, "--by", name)
    for arguments, times in (
        (("tree", "--kpis", "--as-of", "2023"), 3),
        (("align",), 3),
        (("review", "--year", "2023"), 6),
    ):
        result = run(*arguments, "--format", "markdown")
        assert result.code == 0, result.err
        assert _shown(result.out).count(visible(name)) >= times
