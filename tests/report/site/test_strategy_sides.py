"""The pages beside a strategy's own, and those that hold organisations against each other."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kpitrack import language
from kpitrack.analysis.logic import breaks, flaws, logic_models
from kpitrack.repository.places import locator
from kpitrack.repository.repository import read_repository
from kpitrack.views.explain.steps import working
from kpitrack.views.logic import JudgedModel, as_json
from published import (
    NATION,
    NATION_ACTUALS,
    NEIGHBOURS,
    NEIGHBOURS_ACTUALS,
    PREFECTURE,
    RICH,
    RICH_ACTUALS,
    TOWNS,
    judged,
    publish,
    repository,
)

from .conftest import words


def test_the_logic_model_shows_what_ties_it_to_other_strategies(site: Path) -> None:
    nation = words(site / "ja" / "logic" / "nation.html")
    assert "← 社会増減 (town) ○ 順調" in nation
    assert "← 社会増減 (neighbours) ▼ 後退" in nation
    assert "→ 社会増減 (nation)" in words(site / "ja" / "logic" / "town.html")
    assert 'href="../../ja/kpi/town/population.html"' in (site / "ja" / "logic" / "nation.html").read_text("utf-8")


def test_the_logic_model_is_that_of_the_command(root: Path, site: Path) -> None:
    language.use("ja")
    read = read_repository(root)
    models = logic_models([one.strategy.model for one in read.bundles if one.strategy.model])
    statuses = {one.ref: one.status for part in judged(root, 2023).parts() for one in part.standings}
    for model in models:
        drawn = JudgedModel(model, statuses, flaws(model), breaks(model, statuses))  # type: ignore[arg-type]
        written = json.loads((site / "data" / f"{model.strategy.id}.logic.json").read_text("utf-8"))
        assert written == json.loads("".join(as_json([drawn], 2023)))


def test_the_working_tells_where_each_number_stands(root: Path, site: Path) -> None:
    language.use("ja")
    locate = locator(read_repository(root).read)
    told = 0
    for part in judged(root, 2023).parts():
        for case in part.cases:
            page = (site / "ja" / "kpi" / part.strategy.id / f"{case.standing.kpi.id}.html").read_text("utf-8")
            expected = [line.place for step in working(case, locate) for line in step.lines if line.place]
            assert re.findall(r'<code class="place">([^<]*)</code>', page) == expected
            told += len(expected)
    assert told > 30


def test_a_file_too_large_to_be_read_once_more_gives_no_places(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpitrack.report import gather

    monkeypatch.setattr(gather, "_LOCATED_UP_TO", 10)
    part = next(iter(judged(root, 2023).parts()))
    assert not any(line.place for step in working(part.cases[0], part.locate) for line in step.lines)


def test_a_comparison_has_a_strip_for_each_row_and_says_what_counts_do_not(site: Path) -> None:
    page = (site / "en" / "compare" / "town~net-migration.html").read_text("utf-8")
    assert page.count('<td class="strip"') == 3
    assert "how large an area is" in page
    assert "lower quartile" not in page  # of two values
    assert words(site / "en" / "compare" / "index.html").count("2 / 3") == 1


def test_the_target_of_a_sum_is_none_for_the_amount_of_a_year(tmp_path: Path) -> None:
    town = RICH.replace("id: movers\n", 'id: movers\n            indicator: "town:moved"\n')
    other = NEIGHBOURS.replace("id: born,", 'id: born, indicator: "town:moved",')
    root = repository(tmp_path, (town, RICH_ACTUALS), (NATION, NATION_ACTUALS), (other, NEIGHBOURS_ACTUALS))
    publish(root, tmp_path / "out", 2023)
    (line,) = [
        line
        for line in (tmp_path / "out" / "data" / "compare" / "town~moved.csv").read_text("utf-8").splitlines()
        if "town/movers" in line
    ]
    assert ",60," not in line


def test_a_long_comparison_goes_on_in_pages(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpitrack.report.site import paging

    monkeypatch.setattr(paging, "LISTED", 1)
    publish(root, tmp_path, 2023)
    first = tmp_path / "en" / "compare" / "town~net-migration.html"
    second = tmp_path / "en" / "compare" / "town~net-migration" / "2.html"
    assert "1 to 1 of 2" in words(first)
    assert "2 to 2 of 2" in words(second)
    links = [
        re.search('<th role="rowheader" scope="row"><a href="([^"]*)"', path.read_text("utf-8"))
        for path in (first, second)
    ]
    assert all(
        link and (path.parent / link[1]).resolve().is_file() for path, link in zip((first, second), links, strict=True)
    )
    assert links[0][1] != links[1][1].removeprefix("../")  # type: ignore[index]
    assert "Not compared" in words(second)
    assert "Not compared" not in words(first)


def test_an_item_of_one_year_names_it_once(site: Path) -> None:
    page = words(site / "ja" / "roadmap" / "town.html")
    assert "2021年度–2021年度" not in page
    assert "2020年度–2021年度" in page


def test_the_key_of_a_roadmap_has_the_states_that_are_drawn(site: Path) -> None:
    page = (site / "en" / "roadmap" / "town.html").read_text("utf-8")
    key = re.findall(r'<li><span class="step (\w+)"', page)
    assert sorted(key) == sorted(set(re.findall(r'<td class="step (\w+)"', page)))


def test_the_status_is_put_into_words_of_the_target(site: Path) -> None:
    assert "目標の80店以上を保てない見通しです" in words(site / "ja" / "kpi" / "town" / "shops.html")
    assert "目標どおりなら22.5人のはずで、 2.5人上回っています" in words(site / "ja" / "kpi" / "town" / "movers.html")


def test_names_that_files_and_pages_use_themselves_are_told_apart(tmp_path: Path) -> None:
    strategy = (
        NATION.replace("id: nation", "id: con").replace("id: n\n", "id: content\n").replace("id: n1", "id: search")
    )
    root = repository(tmp_path, (strategy, NATION_ACTUALS.replace("nation", "con")))
    publish(root, tmp_path / "out", 2023)
    assert not [path for path in (tmp_path / "out").rglob("*") if path.name.split(".")[0] == "con"]
    page = (tmp_path / "out" / "ja" / "strategy" / "con~.html").read_text("utf-8")
    assert page.count('id="content"') == page.count('id="search"') == page.count('id="content~"') == 1


def test_lists_of_judgements_crosswalks_and_answers_go_on_in_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpitrack.report.site import paging

    monkeypatch.setattr(paging, "LISTED", 1)
    judged_twice = RICH.replace("evaluations: {2021: {", "evaluations: {2021: {judgement: 順調}, 2020: {").replace(
        "id: population, name", "id: population, evaluations: {2021: {judgement: 遅れ}}, name"
    )
    root = repository(tmp_path, (judged_twice, RICH_ACTUALS), (NATION, NATION_ACTUALS), PREFECTURE, *TOWNS)
    out = tmp_path / "out"
    publish(root, out, 2023)
    for kind, names in (
        ("review/town", ("遅れ", "順調")), ("crosswalk/town", ("移住", "港湾")), ("kpi/pref/total", ("a町", "b町", "c町")),
    ):  # fmt: skip
        pages = [out / "ja" / f"{kind}.html", *(out / "ja" / kind / f"{n + 2}.html" for n in range(len(names) - 1))]
        for page in pages:
            rows = re.findall('<tr role="row">.*?</tr>', _list_of(page.read_text("utf-8")))
            assert len(rows) == 1, page
            assert any(name in rows[0] for name in names)
            for link in re.findall('<th role="rowheader" scope="row"><a href="([^"#]*)', rows[0]):
                assert (page.parent / link).resolve().is_file()
            assert 'nav class="pages"' in page.read_text("utf-8")
    assert "推進会議 委員15人" in words(out / "ja" / "review" / "town.html")
    assert "推進会議 委員15人" not in words(out / "ja" / "review" / "town" / "2.html")


def test_alignments_that_lead_nowhere_stand_on_the_last_page_of_a_long_crosswalk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpitrack.report.site import paging

    monkeypatch.setattr(paging, "LISTED", 1)
    town = RICH.replace("alignments:\n", "alignments:\n  - {from: m1, to: gone/g1, relation: new}\n")
    publish(repository(tmp_path, (town, RICH_ACTUALS), (NATION, NATION_ACTUALS)), tmp_path / "out", 2023)
    pages = tmp_path / "out" / "ja" / "crosswalk"
    assert "gone" not in words(pages / "town.html")
    assert "gone" in words(pages / "town" / "2.html")


def test_a_long_crosswalk_is_summed_up_where_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpitrack.report.site import paging

    monkeypatch.setattr(paging, "LISTED", 1)
    publish(repository(tmp_path, (RICH, RICH_ACTUALS), (NATION, NATION_ACTUALS)), tmp_path / "out", 2023)
    pages = tmp_path / "out" / "en" / "crosswalk"
    assert "2 items answered" in words(pages / "town.html")
    assert "items answered" not in words(pages / "town" / "2.html")


def test_a_committee_without_seats_has_no_empty_table(tmp_path: Path) -> None:
    town = RICH.replace("by: {gender: {female: 4, male: 11}, sector: {産: 3, 官: 2}}, ", "")
    publish(repository(tmp_path, (town, RICH_ACTUALS), (NATION, NATION_ACTUALS)), tmp_path / "out", 2023)
    page = (tmp_path / "out" / "ja" / "review" / "town.html").read_text("utf-8")
    assert "推進会議" in page
    assert 'data-list="seats"' not in page


def test_goals_stay_with_their_strategy_where_the_first_one_has_none(tmp_path: Path) -> None:
    first = (
        "id: a\ntitle: 空\norganization: {name: 空町}\nperiod: {start: 2020, end: 2025}\ngoals: []\n",
        "strategy: a\n",
    )
    publish(repository(tmp_path, first, (RICH, RICH_ACTUALS), (NATION, NATION_ACTUALS)), tmp_path / "out", 2023)
    page = (tmp_path / "out" / "ja" / "index.html").read_text("utf-8")
    listed = page[page.index('class="goals"') : page.index("</table>", page.index('class="goals"'))]
    assert listed.count("<tbody") == listed.count("</tbody>") == listed.count("data-head") == 3


def _list_of(page: str) -> str:
    body = page[page.index('data-list="list"') :]
    return body[body.index("<tbody") : body.index("</tbody>")]
