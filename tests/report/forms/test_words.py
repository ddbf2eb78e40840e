from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import openpyxl
import pytest

import forms_town
from golden import matches
from kpitrack import language
from kpitrack.exchange.forms.form import OpenForm, open_form
from kpitrack.progress.schema import RATES
from kpitrack.report.forms.desk import Desk
from kpitrack.report.forms.selection import (
    KINDS,
    OF_THE_KPI,
    ROOTS,
    lacking,
    literal_fault,
    needed,
    select,
    subjects,
)
from kpitrack.workspace.open import open_folder
from kpitrack.workspace.pieces import Question

from .vocabulary import as_markdown

ROOT = Path(__file__).resolve().parents[3]
#: By kind, placeholders that give things of it, at least one of which has each word.
SOURCES = {
    "strategy": "[strategy]",
    "measure": "strategy.measures",
    "kpi": "strategy.kpis",
    "observation": 'kpi("movers").series',
    "revision": 'kpi("movers").revisions',
    "evaluation": 'measure("m1").evaluations',
    "external": 'measure("m1").evaluations',
    "initiative": "strategy.initiatives",
    "grant": "strategy.grants",
    "verification": "strategy.grants",
    "statement": "strategy.statements",
}
WAY = {"external": "one.external", "verification": "one.verification(2024)", "strategy": "strategy"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    root = forms_town.write(tmp_path / "town")
    space = open_folder(root, lambda _: 2024, Question(0, frozenset(), tables=True, pieces=False))
    assert not space.errors, space.errors
    return Desk(space, None, dt.date(2025, 1, 1))


def opened(desk: Desk, path: Path, cells: list[str]) -> OpenForm:
    book = openpyxl.Workbook()
    for i, text in enumerate(cells, 1):
        book.active.cell(i, 1, text)
    book.save(path)
    form, problems = open_form(
        path, KINDS, {**ROOTS, **OF_THE_KPI}, lambda takes, value: literal_fault(desk, takes, value)
    )
    assert form is not None, problems
    return form


def filled(desk: Desk, path: Path, cells: list[str], **names: str) -> list[object]:
    selection = select(desk, names.get("strategy"), names.get("goal"), names.get("kpi"))
    content, problems = opened(desk, path, cells).fill(subjects(selection))
    assert not problems
    path.write_bytes(content)
    sheet = openpyxl.load_workbook(path).active
    return [sheet.cell(i, 1).value for i in range(1, len(cells) + 1)]


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_each_word_gives_something_and_what_it_gives_is_kept(
    kind: str, spoken: language.Language, desk: Desk, tmp_path: Path
) -> None:
    language.use(spoken)
    cells, names = [], []
    for name, word in KINDS[kind].items():
        if word.kind is not None and not word.several:
            continue  # another thing, whose words have their own lines
        reach = f"{WAY.get(kind, 'one')}.{name}"
        shown = f"{{{{ {reach} | length }}}}" if word.several and word.kind else f"{{{{ {reach} }}}}"
        loop = "{% for one in " + SOURCES[kind] + " %}" if kind != "strategy" else ""
        cells.append(f"{loop}{shown}|{'{% endfor %}' if loop else ''}")
        names.append(name)
        if word.takes == "year":
            said = shown.replace(name, f"{name}(2024)", 1)
            cells.append(f"{loop}{said}|{'{% endfor %}' if loop else ''}")
            names.append(f"{name}(2024)")
    found = filled(desk, tmp_path / "form.xlsx", cells)
    text = "\n".join(f"{name}: {_told(name, value)}" for name, value in zip(names, found, strict=True)) + "\n"
    matches(f"forms-{kind}-{spoken}.txt", text)
    nothing = [name for name, value in zip(names, found, strict=True) if not str(value).strip("|")]
    assert set(nothing) <= NOTHING.get(kind, set())


def _told(name: str, value: object) -> str:
    """What a word gives; of sentences, whose own golden files hold what they say, only where there are some."""
    if not name.startswith(("sentence", "remarks", "since")):
        return str(value)
    return re.sub(r"[^|]+", "…", str(value))


#: Words that this town's files give nothing for: they have no such rate, no reason, and nothing of that year.
NOTHING = {
    "kpi": {"growth_ratio", "growth_ratio(2024)"} | {f"{name}(2024)" for name in ("reason",)}
    | {name + year for name in RATES for year in ("", "(2024)") if name.startswith(("inverse", "mirrored"))},
}  # fmt: skip


def test_goals_and_measures_have_the_same_words() -> None:
    assert KINDS["goal"] is KINDS["measure"]


def test_every_rate_and_status_is_a_word() -> None:
    assert set(RATES) <= set(KINDS["kpi"])
    assert {"status", "status_mark", "status_code", "sentence", "grade"} <= set(KINDS["kpi"])


def test_the_words_that_stand_alone(desk: Desk, tmp_path: Path) -> None:
    cells = [
        "{{ as_of }}", "{{ made | era }}", "{{ strategy.title }}", "{{ goal.number }}", "{{ measure.number }}",
        "{{ kpi.name }}", "{{ strategies | length }}", "{{ goals | length }}", "{{ measures | length }}",
        "{{ kpis | length }}", "{{ actual(2023) }}", "{{ actual('R5') }}", "{{ progress(2024) }}", "{{ actual }}",
        '{{ kpi("guests").so_far(2022) }}', '{{ goal("g2").title }}', '{{ measure("m2").title }}',
        '{{ strategy("town").organization }}', '{{ strategy.count("at_risk") }}', "{{ strategy.count }}",
    ]  # fmt: skip
    language.use("en")
    assert filled(desk, tmp_path / "form.xlsx", cells, kpi="movers") == [
        2024, "2025-01-01", "Strategy of a made-up town", "基本目標1", "(1)", "移住者数（累計）", 1, 2, 2, 1, 26, 26, 0.7,
        35, 2550, "まちを守る", "関係人口", "Example Town", 1, 6,
    ]  # fmt: skip


def test_a_year_without_a_value_has_no_figure_and_no_verdict(desk: Desk, tmp_path: Path) -> None:
    cells = [
        "{{ actual(2023) }}",
        "{{ progress(2023) }}",
        "{{ status(2023) }}",
        "{{ sentence(2023) }}",
        "{{ actual(2022) }}",
    ]
    assert filled(desk, tmp_path / "form.xlsx", cells, kpi="fans") == [None, None, None, None, 0]


def test_a_worsening_is_words_and_no_negative_share(desk: Desk, tmp_path: Path) -> None:
    assert filled(desk, tmp_path / "form.xlsx", ["{{ progress(2022) }}", "{{ pace(2022) }}"], kpi="fans") == [
        "worse than baseline", "worse than baseline",
    ]  # fmt: skip


def test_verdicts_of_a_year_are_by_the_values_of_that_year(desk: Desk, tmp_path: Path) -> None:
    cells = [f"{{{{ {word}({year}) }}}}" for year in (2021, 2024) for word in ("status_code", "attainment", "expected")]
    assert filled(desk, tmp_path / "form.xlsx", cells, kpi="movers") == [
        "on_track", 0.2, 10, "at_risk", 0.7, 40,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "place_of_the_hint"),
    [
        ('{{ kpi("mover").name }}', "movers"), ('{{ goal("g9").title }}', ""), ('{{ strategy("twn").title }}', "town"),
        ('{{ strategy.count("on_trak") }}', "on_track"), ("{{ kpi.actual(20223) }}", ""), ("{{ kpi.statas }}", "status"),
        ("{{ kpi.evaluation(2024).judgment }}", "judgement"), ("{{ strategie.title }}", "strategies"),
    ],
)  # fmt: skip
def test_names_that_are_not_there_are_told_with_the_nearest(
    source: str, place_of_the_hint: str, desk: Desk, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = source
    book.save(tmp_path / "form.xlsx")
    form, problems = open_form(
        tmp_path / "form.xlsx", KINDS, {**ROOTS, **OF_THE_KPI}, lambda takes, value: literal_fault(desk, takes, value)
    )
    assert form is None
    assert problems[0].place == "Sheet!B2"
    assert place_of_the_hint in f"{problems[0].message} {problems[0].hint}"
    assert problems[0].hint


def test_what_a_form_is_about_is_seen_in_its_words(desk: Desk, tmp_path: Path) -> None:
    def about(cells: list[str]) -> str | None:
        return needed(opened(desk, tmp_path / "form.xlsx", cells).needs)

    assert about(["{{ strategy.title }}", "{{ kpi.name }}"]) == "kpi"
    assert about(["{{ actual(2023) }}"]) == "kpi"
    assert about(["{{ strategy.title }}", "{{ measure.title }}"]) == "measure"
    assert about(["{{ strategy.title }}", "{% for kpi in strategy.kpis %}{{ kpi.name }}{% endfor %}"]) == "strategy"
    assert about(['{{ kpi("movers").name }}']) is None


def test_what_a_form_lacks_is_told_with_its_cell(desk: Desk, tmp_path: Path) -> None:
    form = opened(desk, tmp_path / "form.xlsx", ["{{ strategy.title }}", "{{ goal.title }}", "{{ actual(2023) }}"])
    assert [one.place for one in lacking(select(desk, None, None, None), form.needs)] == ["Sheet!A2", "Sheet!A3"]
    assert [one.place for one in lacking(select(desk, None, "g1", None), form.needs)] == ["Sheet!A3"]
    assert not lacking(select(desk, None, None, "movers"), form.needs)


@pytest.mark.parametrize(("document", "spoken"), [("docs/forms.md", "en"), ("docs/forms.ja.md", "ja")])
def test_the_document_lists_every_word(document: str, spoken: language.Language) -> None:
    language.use(spoken)
    path = ROOT / document
    text = path.read_text("utf-8")
    start, end = "<!-- vocabulary -->\n", "<!-- end of the vocabulary -->\n"
    head, _, rest = text.partition(start)
    _, _, tail = rest.partition(end)
    whole = head + start + "\n" + "".join(f"{line}\n" for line in as_markdown()) + "\n" + end + tail
    if os.environ.get("KPITRACK_GOLDEN") == "write":
        path.write_text(whole, "utf-8")
    assert path.read_text("utf-8") == whole, "write it with KPITRACK_GOLDEN=write"
