"""``kpitrack diff``: what a change means."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import gitting
import golden
from kpitrack.diagnostics.gaps import LeftOut
from kpitrack.history.changes import Change
from kpitrack.views.diff import Compared, as_markdown

from ..conftest import Run

STRATEGY, ACTUALS = "data/strategies/town.yaml", "data/actuals/town.yaml"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> gitting.Repo:
    for name in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"):
        monkeypatch.delenv(name, raising=False)
    repo = gitting.start(tmp_path / "repo")
    monkeypatch.chdir(repo.root)
    return repo


def changes(run: Run, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    year = () if "--as-of" in arguments else ("--as-of", "2023")
    result = run("diff", "--format", "json", *year, *arguments)
    assert result.code == code, result.err
    document = json.loads(result.out)
    assert document["schema"] == "kpitrack/diff/1"
    assert document["summary"]["changes"] == len(document["changes"])
    return document["changes"]


def told(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (one["kind"], one["ref"], one["year"], one["old"], one["new"])
        for one in found
        if not one["kind"].startswith("turned")
    ]


def edit(repo: gitting.Repo, path: str, old: str, new: str) -> None:
    text = (repo.root / path).read_text("utf-8")
    assert old in text
    repo.write({path: text.replace(old, new)})


def test_nothing_changed(run: Run, repo: gitting.Repo) -> None:
    repo.write({ACTUALS: "# もう一行\n" + gitting.ACTUALS.replace("2021: 10", "令和3年度: {value: 10}")})
    assert changes(run) == []
    assert "nothing changed" in run("diff").out


def test_actuals_that_came_went_and_changed(run: Run, repo: gitting.Repo) -> None:
    repo.write(
        {
            ACTUALS: "strategy: town\nactuals:\n  movers: {2022: {value: 20, note: 速報}, 2023: 31}\n  guests: {2021: 1350}\n"
        }
    )
    assert told(changes(run)) == [
        ("removed-actual", "town/movers", 2021, {"value": 10}, None),
        ("changed-actual", "town/guests", 2021, {"value": 1300}, {"value": 1350}),
        ("added-actual", "town/movers", 2023, None, {"value": 31}),
        ("annotated-actual", "town/movers", 2022, {"value": 20}, {"value": 20, "note": "速報"}),
    ]


def test_an_entry_that_moves_to_another_file_is_the_same(run: Run, repo: gitting.Repo) -> None:
    repo.write({
        ACTUALS: "strategy: town\nactuals:\n  movers: {2021: 10}\n",
        "data/actuals/more/town.yaml": "strategy: town\nactuals:\n  movers: {2022: 20}\n  guests: {2021: 1300}\n",
    })  # fmt: skip
    assert changes(run) == []


def test_statuses_turn_at_one_year(run: Run, repo: gitting.Repo) -> None:
    edit(repo, ACTUALS, "2022: 20", "2022: 50")
    (turned,) = [one for one in changes(run) if one["kind"] == "turned-status"]
    assert turned["ref"] == "town/movers"
    assert (turned["old"]["status"], turned["new"]["status"]) == ("on_track", "achieved_early")
    assert [one["kind"] for one in changes(run, "--as-of", "2020")] == ["changed-actual"]


class TestTargets:
    def test_one_that_moves_in_silence(self, run: Run, repo: gitting.Repo) -> None:
        edit(repo, STRATEGY, "value: 50}", "value: 20}")
        moved, *_ = changes(run)
        assert (moved["kind"], moved["ref"], moved["explained"]) == ("moved-target", "town/movers", False)
        assert (moved["old"], moved["new"]) == ({"year": 2025, "value": 50}, {"year": 2025, "value": 20})
        assert run("diff", "--fail-on", "moved-target").code == 1
        assert run("diff", "--fail-on", "moved-target-without-revision,removed-kpi").code == 1
        assert run("diff", "--fail-on", "removed-actual").code == 0

    def test_one_that_a_revision_keeps(self, run: Run, repo: gitting.Repo) -> None:
        edit(
            repo,
            STRATEGY,
            "value: 50}",
            "value: 20}\n        revisions: [{target: {year: R7, value: 50.0}, reason: 見直し}]",
        )
        moved, *_ = changes(run, "--fail-on", "moved-target-without-revision")
        assert (moved["explained"], moved["reason"]) == (True, "見直し")
        assert run("diff", "--fail-on", "moved-target").code == 1
        assert "explained: 見直し" in run("diff").out

    def test_an_old_revision_explains_nothing_new(self, run: Run, repo: gitting.Repo) -> None:
        edit(
            repo,
            STRATEGY,
            "value: 50}",
            "value: 50}\n        revisions: [{target: {year: 2025, value: 50}}, {target: {year: 2025, value: 60}}]",
        )
        repo.commit({})
        edit(repo, STRATEGY, "value: 50}\n        rev", "value: 20}\n        rev")
        assert changes(run)[0]["explained"] is False

    @pytest.mark.parametrize(
        "edits",
        [
            pytest.param([("id: movers", "id: newcomers"), ("value: 50}", "value: 20}")], id="another id"),
            pytest.param([("id: town", "id: city"), ("value: 50}", "value: 20}")], id="another id of the strategy"),
            pytest.param(
                [("id: town", "id: city"), ("id: movers", "id: newcomers"), ("value: 50}", "value: 20}")],
                id="other ids of both",
            ),
            pytest.param(
                [
                    ("id: town", "id: city"), ("町の総合戦略", "市の新しい総合戦略"), ("end: 2025", "end: 2026"),
                    ("value: 50}", "value: 20}"),
                ],
                id="another strategy in its place",
            ),
            pytest.param(
                [
                    ("id: movers", "id: newcomers"), ("移住者数（累計）", "移住者数 (累計)"),
                    ("{year: 2020, value: 0}", "{year: 2020, value: 5}"), ("value: 50}", "value: 20}"),
                ],
                id="dropped and added again",
            ),
            pytest.param([("id: movers", "id: newcomers"), ("        target: {year: 2025, value: 50}\n", "")], id="gone"),
        ],
    )  # fmt: skip
    def test_whatever_else_changes_it_is_told(self, run: Run, repo: gitting.Repo, edits: list[tuple[str, str]]) -> None:
        text = gitting.STRATEGY
        for was, is_ in edits:
            assert was in text
            text = text.replace(was, is_, 1)
        strategy = "city" if "id: city" in text else "town"
        actuals = gitting.ACTUALS.replace("strategy: town", f"strategy: {strategy}")
        if "id: newcomers" in text:
            actuals = actuals.replace("movers:", "newcomers:")
        repo.write({STRATEGY: text, ACTUALS: actuals})
        moved = [one for one in changes(run) if one["kind"] == "moved-target"]
        assert [(one["old"]["value"], one["explained"]) for one in moved] == [(50, False)]
        assert run("diff", "--fail-on", "moved-target-without-revision").code == 1
        assert run("validate", "--as-of", "2023", "--select", "moved-target-without-revision", "--strict").code == 1

    def test_one_of_two_of_a_name_that_was_dropped_and_added(self, run: Run, repo: gitting.Repo) -> None:
        kpi = gitting.STRATEGY[
            gitting.STRATEGY.index("      - id: movers") : gitting.STRATEGY.index("      - id: guests")
        ]
        two = "".join(
            kpi.replace("id: movers", f"id: {id_}").replace("50", value) for id_, value in (("a", "30"), ("b", "20"))
        )
        repo.write({STRATEGY: gitting.STRATEGY.replace(kpi, two), ACTUALS: gitting.ACTUALS.replace("movers:", "a:")})
        assert run("diff", "--fail-on", "moved-target-without-revision").code == 1

    def test_a_rename_alone_moves_nothing(self, run: Run, repo: gitting.Repo) -> None:
        repo.write(
            {
                STRATEGY: gitting.STRATEGY.replace("id: town", "id: city"),
                ACTUALS: gitting.ACTUALS.replace("town", "city"),
            }
        )
        assert [one["kind"] for one in changes(run)] == ["added-strategy", "removed-strategy"]

    def test_the_next_period_moves_no_target(self, run: Run, repo: gitting.Repo) -> None:
        later = gitting.STRATEGY.replace("id: town", "id: town-2").replace("202", "203")
        repo.write(
            {
                STRATEGY: later,
                ACTUALS: gitting.ACTUALS.replace("strategy: town", "strategy: town-2").replace("202", "203"),
            }
        )
        assert [one["kind"] for one in changes(run, "--as-of", "2033")] == ["removed-strategy", "added-strategy"]

    def test_one_that_is_taken_away(self, run: Run, repo: gitting.Repo) -> None:
        edit(repo, STRATEGY, "        target: {year: 2025, value: 50}\n", "")
        assert told(changes(run)) == [("moved-target", "town/movers", None, {"year": 2025, "value": 50}, None)]

    def test_a_first_one_has_not_moved(self, run: Run, repo: gitting.Repo) -> None:
        edit(repo, STRATEGY, "        target: {year: 2025, value: 50}\n", "")
        repo.commit({})
        repo.write({STRATEGY: gitting.STRATEGY})
        assert [one["kind"] for one in changes(run) if not one["kind"].startswith("turned")] == ["changed-definition"]

    def test_percentages_are_shown_as_written(self, run: Run, repo: gitting.Repo) -> None:
        edit(repo, STRATEGY, "year: 2025, value: 1800", "year: 2025, percent_change: 50%")
        assert "{year: 2025, value: 1800} → {year: 2025, percent_change: 50%}" in run("diff").out


def test_baselines_and_milestones(run: Run, repo: gitting.Repo) -> None:
    edit(
        repo,
        STRATEGY,
        "baseline: {year: 2020, value: 1200}",
        "milestones: {2022: 1400}\n        baseline: {year: 2020, value: 1200}",
    )
    repo.commit({})
    edit(repo, STRATEGY, "2022: 1400", "2022: 1300")
    edit(repo, STRATEGY, "value: 1200", "value: 1100, restated: [{value: 1200, reason: 遡及改定}]")
    edit(repo, STRATEGY, "value: 0}", "value: 1}")
    found = {(one["kind"], one["ref"]): (one["explained"], one["reason"]) for one in changes(run)}
    assert found["moved-baseline", "town/guests"] == (True, "遡及改定")
    assert found["moved-baseline", "town/movers"] == (False, None)
    assert found["moved-milestones", "town/guests"] == (False, None)


def test_definitions(run: Run, repo: gitting.Repo) -> None:
    edit(repo, STRATEGY, "延べ宿泊者数\n        unit: 人", "宿泊者数\n        unit: 千人")
    assert [(one["field"], one["old"], one["new"]) for one in changes(run)] == [
        ("name", "延べ宿泊者数", "宿泊者数"), ("unit", "人", "千人"),
    ]  # fmt: skip


def test_settings_and_frames_of_judging(run: Run, repo: gitting.Repo) -> None:
    edit(repo, STRATEGY, "end: 2025", "end: 2026")
    edit(repo, STRATEGY, "人の流れをつくる", "流れ")
    repo.write({"kpitrack.yaml": "thresholds: {on_track: 50%, at_risk: 40%}\n"})
    found = [(one["ref"], one["field"], one["new"]) for one in changes(run) if one["kind"] == "changed-definition"]
    assert found == [
        ("kpitrack.yaml", "thresholds", {"on_track": 0.5, "at_risk": 0.4}),
        ("town", "period", {"start": 2021, "end": 2026}),
        ("town/g1", "title", "流れ"),
    ]


class TestKpisAndMeasures:
    def test_another_id_with_the_same_content(self, run: Run, repo: gitting.Repo) -> None:
        edit(repo, STRATEGY, "id: movers", "id: settlers")
        edit(repo, ACTUALS, "movers: {2021: 10", "settlers: {2021: 11")
        assert told(changes(run)) == [
            ("changed-actual", "town/settlers", 2021, {"value": 10}, {"value": 11}),
            ("renamed-kpi", "town/settlers", None, "town/movers", "town/settlers"),
        ]

    def test_dropped_and_added(self, run: Run, repo: gitting.Repo) -> None:
        text = gitting.STRATEGY.replace(
            "      - id: guests\n        name: 延べ宿泊者数", "      - id: shops\n        name: 空き店舗数"
        )
        repo.write({STRATEGY: text, ACTUALS: "strategy: town\nactuals:\n  movers: {2021: 10, 2022: 20}\n"})
        found = changes(run, "--fail-on", "removed-kpi", code=1)
        assert [one["kind"] for one in found] == ["removed-actual", "removed-kpi", "added-kpi"]

    def test_a_measure_with_another_id_takes_its_kpis_along(self, run: Run, repo: gitting.Repo) -> None:
        edit(repo, STRATEGY, "id: g1", "id: flow")
        assert told(changes(run)) == [("renamed-measure", "town/flow", None, "town/g1", "town/flow")]

    def test_a_kpi_under_another_goal(self, run: Run, repo: gitting.Repo) -> None:
        edit(repo, STRATEGY, "      - id: guests", "  - id: g2\n    title: にぎわい\n    kpis:\n      - id: guests")
        assert [one[:2] for one in told(changes(run))] == [
            ("relocated-kpi", "town/guests"),
            ("added-measure", "town/g2"),
        ]

    def test_a_strategy_that_comes_is_one_change(self, run: Run, repo: gitting.Repo) -> None:
        repo.write({"data/strategies/b.yaml": gitting.STRATEGY.replace("id: town", "id: village")})
        assert told(changes(run)) == [("added-strategy", "village", None, None, None)]

    def test_a_file_with_another_name_is_no_change(self, run: Run, repo: gitting.Repo) -> None:
        repo.write({"data/strategies/x/町.yaml": gitting.STRATEGY, STRATEGY: None})
        assert changes(run) == []


class TestRevisions:
    def test_two_commits_and_ranges(self, run: Run, repo: gitting.Repo) -> None:
        first = repo.git("rev-parse", "HEAD")
        repo.git("switch", "-qc", "work")
        edit(repo, ACTUALS, "2022: 20", "2022: 25")
        second = repo.commit({})
        repo.write({ACTUALS: "broken: ["})
        expected = [("changed-actual", "town/movers", 2022, {"value": 20}, {"value": 25})]
        for arguments in ([first, second], ["main", "work"], ["main...work"], ["main..work"], ["HEAD~1", "HEAD"]):
            assert told(changes(run, *arguments)) == expected
        assert told(changes(run, second, first)) == [
            ("changed-actual", "town/movers", 2022, {"value": 25}, {"value": 20})
        ]

    def test_by_default_the_branch_and_what_is_not_committed(self, run: Run, repo: gitting.Repo) -> None:
        repo.git("switch", "-qc", "work")
        edit(repo, ACTUALS, "2022: 20", "2022: 25")
        repo.commit({})
        edit(repo, ACTUALS, "2021: 1300", "2021: 1301")
        assert len(changes(run)) == 2

    @pytest.mark.parametrize("revision", ["nothing", "--all", "-x"])
    @pytest.mark.usefixtures("repo")
    def test_a_revision_that_is_none(self, run: Run, revision: str) -> None:
        assert run("diff", "--", revision).code == 2

    def test_outside_git(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
        gitting.Repo(tmp_path / "plain").write(gitting.START)
        assert run("diff", "--root", tmp_path / "plain").code == 2

    @pytest.mark.usefixtures("repo")
    def test_a_kind_that_is_none(self, run: Run) -> None:
        result = run("diff", "--fail-on", "moved-targets")
        assert result.code == 2
        assert "moved-target" in result.err


class TestErrors:
    def test_on_the_old_side_the_rest_is_compared(self, run: Run, repo: gitting.Repo) -> None:
        repo.commit({
            STRATEGY: gitting.STRATEGY.replace("unit: 人\n        acc", "unit: 人\n        goal_value: 3\n        acc").replace("value: 1800", "value: １８００"),
            ACTUALS: gitting.ACTUALS.replace("1300", "'1,300'"),
        })  # fmt: skip
        repo.write({STRATEGY: gitting.STRATEGY, ACTUALS: gitting.ACTUALS.replace("2022: 20", "2022: 21")})
        result = run("diff", "--format", "json", "--as-of", "2023")
        document = json.loads(result.out)
        assert result.code == 0
        kinds = [(one["kind"], one["ref"], one["year"]) for one in document["changes"]]
        assert ("changed-actual", "town/movers", 2022) in kinds
        assert not any(one["kind"].startswith(("removed", "turned")) for one in document["changes"])
        assert any(one["path"] == STRATEGY and "before" in one["reason"] for one in document["left_out"])
        assert any("guests" in one["reason"] for one in document["left_out"] if one["path"] == ACTUALS)

    def test_an_old_file_that_cannot_be_read_says_nothing_came_or_went(self, run: Run, repo: gitting.Repo) -> None:
        repo.commit({STRATEGY: "id: town\ngoals: ["})
        repo.write({STRATEGY: gitting.STRATEGY})
        assert changes(run) == []
        assert "cannot be read" in run("diff").out

    def test_on_the_new_side_they_are_shown_instead(self, run: Run, repo: gitting.Repo) -> None:
        edit(repo, ACTUALS, "1300", "'1,300'")
        result = run("diff")
        assert (result.code, result.out) == (1, "")
        assert "KP206" in result.err
        assert "'1,300'" in result.err
        result = run("diff", "--keep-going", "--format", "json")
        assert result.code == 1
        assert [one["path"] for one in json.loads(result.out)["left_out"]] == [ACTUALS]
        repo.commit({})
        repo.write({ACTUALS: gitting.ACTUALS})
        assert "'1,300'" in run("diff", "HEAD~1", "HEAD").err


class TestMarkdown:
    def test_text_from_files_stays_text(self, run: Run, repo: gitting.Repo) -> None:
        edit(repo, STRATEGY, "延べ宿泊者数", "'a | <img src=x> @team `x` [y](z)'")
        out = run("diff", "--format", "markdown").out
        assert not re.search(r"(?<!\\)[<`\[]", out.replace("<br>", ""))
        assert "@team" not in out
        rows = [line for line in out.splitlines() if line.startswith("| \\~")]
        assert all(len(re.findall(r"(?<!\\)\|", row)) == 6 for row in rows)

    def test_it_fits_a_comment(self, run: Run, repo: gitting.Repo) -> None:
        kpis = "".join(
            f"      - {{id: k{i}, name: {'長い名前' * 30}, unit: 人, target: {{year: 2025, value: 1}}}}\n"
            for i in range(400)
        )
        repo.commit({STRATEGY: gitting.STRATEGY + kpis})
        repo.write({STRATEGY: gitting.STRATEGY + kpis.replace("value: 1}", "value: 2}")})
        out = run("diff", "--format", "markdown", "--as-of", "2023").out
        assert len(out) < 65_536
        assert "more." in out.splitlines()[-1]

    def test_what_was_left_out_fits_too(self) -> None:
        change = Change("changed-definition", "town/x", field="name", old="a" * 400, new="b" * 400)
        left_out = [LeftOut("a.yaml", f"{'|' * 300}{i}") for i in range(100)]
        out = "\n".join(as_markdown(Compared("a", "b", 2024, [change] * 200, left_out)))
        assert len(out) < 65_536
        assert "⚠️" in out.splitlines()[-1]

    def test_in_japanese(self, run: Run, repo: gitting.Repo) -> None:
        edit(repo, STRATEGY, "value: 50}", "value: 20}")
        assert "revisions" in run("diff", "--format", "markdown", "--lang", "ja").out


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_as_people_read_it(run: Run, repo: gitting.Repo, language: str, form: str) -> None:
    edit(repo, STRATEGY, "value: 50}", "value: 30}")
    edit(
        repo,
        STRATEGY,
        "value: 1800}",
        "percent_change: 60%}\n        revisions: [{target: {year: 2025, value: 1800}, reason: 見直し}]",
    )
    edit(repo, STRATEGY, "value: 1200", "value: 1250")
    text = "strategy: town\nactuals:\n  movers: {2021: 10, 2022: {value: 31, status: provisional}, 2023: 40}\n"
    repo.write({ACTUALS: text, "data/strategies/b.yaml": gitting.STRATEGY.replace("id: town", "id: village")})
    out = run("diff", "--as-of", "2023", "--lang", language, "--format", form).out
    golden.matches(f"diff-{language}.{'md' if form == 'markdown' else 'txt'}", out)


@pytest.mark.parametrize("broken", ["goals:\n  - [", "goals:\n\t", "\x00"])
def test_a_base_that_cannot_be_read_is_compared_as_it_last_was(run: Run, repo: gitting.Repo, broken: str) -> None:
    edit(repo, STRATEGY, "goals:\n", broken)
    commit = repo.commit({}, "壊れた版")
    repo.write({STRATEGY: gitting.STRATEGY.replace("value: 50}", "value: 40}")})
    assert told(changes(run, commit, "--fail-on", "moved-target-without-revision", code=1)) == [
        ("moved-target", "town/movers", None, {"year": 2025, "value": 50}, {"year": 2025, "value": 40})
    ]
    assert f"{STRATEGY} (before) cannot be read: it is compared as it was in" in run("diff", commit).out
    assert "moved-target-without-revision" in run("validate", "--base", commit, "--format", "concise").out


def test_a_kpi_in_an_older_shape_is_the_same_kpi(run: Run, repo: gitting.Repo) -> None:
    edit(repo, STRATEGY, "unit: 人\n        acc", "units: 人\n        acc")
    edit(repo, STRATEGY, "name: 延べ宿泊者数\n", "label: 延べ宿泊者数\n")
    edit(repo, STRATEGY, "title: 人の流れをつくる", "heading: 人の流れをつくる")
    commit = repo.commit({}, "古い形")
    repo.write({STRATEGY: gitting.STRATEGY.replace("value: 50}", "value: 40}")})
    assert told(changes(run, commit)) == [
        ("moved-target", "town/movers", None, {"year": 2025, "value": 50}, {"year": 2025, "value": 40})
    ]


def test_before_the_first_commit(run: Run, tmp_path: Path) -> None:
    repo = gitting.Repo(tmp_path / "new")
    repo.write(gitting.START)
    repo.git("init", "-q")
    result = run("diff", "--root", repo.root)
    assert result.code == 2
    assert "nothing is committed yet" in result.err


def test_a_base_asked_for_outside_git(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    gitting.Repo(tmp_path / "plain").write(gitting.START)
    assert run("validate", "--root", tmp_path / "plain").code == 0
    assert run("validate", "--root", tmp_path / "plain", "--base", "main").code == 2
