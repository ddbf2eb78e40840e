"""The page on the method names what the program has: every rate, status, form and reason, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpitrack.model.target import FORMS
from kpitrack.model.vocabulary import STATUSES
from kpitrack.progress.schema import RATES
from kpitrack.views import words

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("docs/method.md", "docs/method.ja.md")


def first_column(page: str, heading: str) -> set[str]:
    """The names in code of the first column with any, in the first table after ``heading``."""
    text = (ROOT / page).read_text("utf-8")
    table = text[text.index(f"| {heading}") :].split("\n\n", 1)[0]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")[2:]]
    return {name for row in cells for name in re.findall(r"`(\w+)[^`]*`", next(cell for cell in row if "`" in cell))}


@pytest.mark.parametrize(("page", "heading"), [(PAGES[0], "reason"), (PAGES[1], "理由")])
def test_every_reason_is_explained(page: str, heading: str) -> None:
    assert first_column(page, heading) == set(words._REASON)


@pytest.mark.parametrize(("page", "heading"), [(PAGES[0], "rate"), (PAGES[1], "率")])
def test_every_rate_has_its_formula(page: str, heading: str) -> None:
    assert first_column(page, heading) == set(RATES) - {"forecast_value"}


@pytest.mark.parametrize(("page", "heading"), [(PAGES[0], "form"), (PAGES[1], "書き方")])
def test_every_form_comes_to_something(page: str, heading: str) -> None:
    assert first_column(page, heading) == set(FORMS)


@pytest.mark.parametrize(("page", "heading"), [(PAGES[0], "| status"), (PAGES[1], "| 判定")])
def test_every_status_has_its_place(page: str, heading: str) -> None:
    assert first_column(page, heading) == set(STATUSES)


@pytest.mark.parametrize("name", ["format", "method", "published"])
def test_a_page_and_its_twin_have_the_same_parts(name: str) -> None:
    english, japanese = ((ROOT / f"docs/{name}{language}.md").read_text("utf-8") for language in ("", ".ja"))
    for mark in (r"^#+ ", r"^\|", r"^\* ", r"^```\w+", r"^\$ .*"):
        parts = [len(re.findall(mark, text, re.MULTILINE)) for text in (english, japanese)]
        assert parts[0] == parts[1], mark
