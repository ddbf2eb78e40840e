"""``kpitrack validate`` as people and pull requests meet it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import gitting

from ..conftest import Run, Town

BAD = "strategy: town\nactuals:\n  movers: {2021: '12,600'}\n  guests: {2021: 10, 2099: 5}\n"


@pytest.fixture(autouse=True)
def _no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"):
        monkeypatch.delenv(name, raising=False)


def test_nothing_wrong(run: Run, town: Town) -> None:
    result = run("validate", "--as-of", "2024")
    assert (result.code, result.out, result.err) == (0, "2 files read: nothing wrong\n", "")


def test_a_finding_with_its_place_and_what_to_write(run: Run, town: Town) -> None:
    town.actuals.write_text(BAD, "utf-8")
    result = run("validate", "--as-of", "2024")
    assert result.code == 1
    assert result.out.splitlines()[:4] == [
        "data/actuals/town.yaml:3:18 error KP206 bad-number “12,600” is not a number as YAML writes it",
        "    3 │   movers: {2021: '12,600'}",
        "      │                  ^^^^^^^^",
        "  → write 12600",
    ]


def test_a_value_is_quoted_as_the_language_does(run: Run, town: Town) -> None:
    town.actuals.write_text(BAD, "utf-8")
    assert "「12,600」はYAMLの数値の書き方ではありません" in run("validate", "--lang", "ja").out


class TestSelection:
    @pytest.fixture(autouse=True)
    def _future(self, town: Town) -> None:
        town.actuals.write_text("strategy: town\nactuals:\n  guests: {2021: 1300, 2050: 1400}\n", "utf-8")

    def test_a_warning_is_no_failure_unless_strict(self, run: Run) -> None:
        assert run("validate", "--as-of", "2024").code == 0
        assert run("validate", "--as-of", "2024", "--strict").code == 1

    @pytest.mark.parametrize(
        ("options", "count"),
        [(["--ignore", "KP503"], 0), (["--ignore", "future-actual,KP1"], 0), (["--select", "KP503"], 1),
         (["--select", "KP5"], 3), (["--select", "bad-number", "--select", "KP4"], 0), (["--ignore", "kp503"], 0)],
    )  # fmt: skip
    def test_by_code_or_name(self, run: Run, options: list[str], count: int) -> None:
        result = run("validate", "--as-of", "2024", "--format", "json", *options)
        assert json.loads(result.out)["summary"]["warnings"] == count

    def test_a_code_that_is_none(self, run: Run) -> None:
        result = run("validate", "--select", "future-actuals")
        assert result.code == 2
        assert "future-actual" in result.err

    def test_what_the_settings_accept_is_said_with_its_reason(self, run: Run, town: Town) -> None:
        (town.root / "kpitrack.yaml").write_text(
            "ignore:\n  - {rule: future-actual, path: data/actuals/*, reason: 目標年度の見込みを仮置き}\n", "utf-8"
        )
        result = run("validate", "--as-of", "2024", "--strict")
        assert (result.code, result.out) == (0, "3 files read: nothing wrong\n")
        assert "目標年度の見込みを仮置き" in result.err
        assert "1 finding ignored" in result.err


class TestPaths:
    def test_the_findings_are_limited_and_the_whole_is_still_read(self, run: Run, town: Town) -> None:
        town.actuals.write_text(BAD + "  nobody: {2021: 1}\n", "utf-8")
        assert run("validate", "data/strategies").code == 0
        assert run("validate", "data/actuals/town.yaml").code == 1
        assert run("validate", town.root / "data").code == 1
        assert run("validate", ".").code == 1

    def test_from_another_folder(self, run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        town.actuals.write_text(BAD, "utf-8")
        monkeypatch.chdir(town.root / "data" / "actuals")
        assert run("validate", "town.yaml").code == 1
        assert run("validate", "../strategies").code == 0

    @pytest.mark.usefixtures("town")
    def test_a_path_that_is_not_there(self, run: Run) -> None:
        assert run("validate", "data/nowhere").code == 2

    @pytest.mark.usefixtures("town")
    def test_a_path_outside(self, run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
        assert run("validate", tmp_path_factory.mktemp("else")).code == 2

    def test_a_file_that_is_none_of_ours(self, run: Run, town: Town) -> None:
        town.actuals.write_text(BAD, "utf-8")
        (town.root / "README.md").write_text("x")
        assert run("validate", "README.md").code == 0


class TestOutputs:
    @pytest.fixture(autouse=True)
    def _bad(self, town: Town) -> None:
        town.actuals.write_text(BAD, "utf-8")

    def test_a_file_instead_of_the_screen(self, run: Run, town: Town) -> None:
        result = run("validate", "--format", "sarif", "--output-file", "out.sarif")
        assert (result.code, result.out) == (1, "")
        assert "1 error" in result.err
        assert json.loads((town.root / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"

    def test_a_file_that_cannot_be_written(self, run: Run) -> None:
        Path("taken").write_text("", "utf-8")
        assert run("validate", "--output-file", "taken/report").code == 2

    def test_junit(self, run: Run) -> None:
        root = ET.fromstring(run("validate", "--format", "junit").out)  # noqa: S314  our own output
        assert root.get("failures") == "1"

    def test_a_summary_that_cannot_be_written_hides_no_finding(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", "/no/such/folder/summary.md")
        result = run("validate", "--format", "github")
        assert result.code == 1
        assert "::error" in result.out
        assert "summary.md cannot be written" in result.err

    def test_github_by_itself_with_log_annotations_and_summary(
        self, run: Run, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(town.root / "summary.md"))
        lines = run("validate", "--as-of", "2024").out.splitlines()
        assert lines[0].startswith("::stop-commands::")
        assert lines[1].startswith("data/actuals/town.yaml:3:18 error KP206")
        assert lines[-1] == (
            "::error title=KP206 bad-number,file=data/actuals/town.yaml,line=3,endLine=3,col=18,endColumn=25"
            "::“12,600” is not a number as YAML writes it%0A→ write 12600"
        )
        assert "KP206" in (town.root / "summary.md").read_text("utf-8")
        assert run("validate", "--format", "json").out.startswith("{")
        run("validate", "--output-file", "report.txt")
        assert (town.root / "report.txt").read_text("utf-8").startswith("data/actuals/town.yaml:3:18 error")

    @pytest.mark.usefixtures("town")
    def test_paths_are_those_of_the_git_work_tree(self, run: Run, tmp_path: Path) -> None:
        root = tmp_path / "top"
        repo = gitting.start(
            root, {"city/data/actuals/town.yaml": BAD, "city/data/strategies/town.yaml": gitting.STRATEGY}
        )
        line = run("validate", "--root", root / "city", "--format", "github").out.splitlines()[-1]
        assert "file=city/data/actuals/town.yaml" in line
        sarif = json.loads(run("validate", "--root", repo.root / "city", "--format", "sarif").out)
        (result,) = sarif["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "city/data/actuals/town.yaml"
        assert result["partialFingerprints"]


class TestBaseline:
    def test_only_what_is_new_is_reported(self, run: Run, town: Town) -> None:
        town.actuals.write_text(BAD, "utf-8")
        result = run("validate", "--baseline", "known.json", "--write-baseline")
        assert (result.code, result.out) == (0, "")
        assert "1 finding kept" in result.err
        result = run("validate", "--baseline", "known.json")
        assert result.code == 0
        assert "1 finding left out" in result.err
        town.actuals.write_text(BAD.replace("10, 2099: 5", "１０"), "utf-8")
        result = run("validate", "--baseline", "known.json", "--format", "json")
        assert result.code == 1
        assert [one["line"] for one in json.loads(result.out)["diagnostics"]] == [4]

    def test_no_baseline(self, run: Run, town: Town) -> None:
        assert run("validate", "--baseline", "nothing.json").code == 2
        assert run("validate", "--write-baseline").code == 2
        (town.root / "x.json").write_text("[]")
        assert run("validate", "--baseline", "x.json").code == 2


class TestMovedTargets:
    MOVED = gitting.STRATEGY.replace("value: 50}", "value: 40}")
    KEPT = MOVED.replace(
        "      - id: guests",
        "        revisions: [{on: 2024-04-01, target: {year: 2025, value: 50}, reason: 見直し}]\n      - id: guests",
    )

    @pytest.fixture
    def repo(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> gitting.Repo:
        repo = gitting.start(tmp_path / "repo")
        monkeypatch.chdir(repo.root)
        return repo

    def test_a_target_that_moved_in_silence(self, run: Run, repo: gitting.Repo) -> None:
        repo.write({"data/strategies/town.yaml": self.MOVED})
        result = run("validate", "--as-of", "2024", "--format", "concise")
        assert result.code == 0
        assert result.out == (
            "data/strategies/town.yaml:15:9: warning KP510 moved-target-without-revision "
            "the target of “movers” was {year: 2025, value: 50}\n"
        )
        assert run("validate", "--as-of", "2024", "--strict").code == 1
        assert run("validate", "--as-of", "2024", "--strict", "--ignore", "KP510").code == 0

    def test_a_revision_explains_it(self, run: Run, repo: gitting.Repo) -> None:
        repo.write({"data/strategies/town.yaml": self.KEPT})
        assert run("validate", "--as-of", "2024", "--strict").code == 0

    def test_since_another_revision(self, run: Run, repo: gitting.Repo) -> None:
        repo.commit({"data/strategies/town.yaml": self.MOVED})
        assert run("validate", "--as-of", "2024", "--strict").code == 0
        assert run("validate", "--as-of", "2024", "--strict", "--base", "HEAD~1").code == 1
        assert run("validate", "--base", "nothing").code == 2

    @pytest.mark.usefixtures("town")
    def test_without_git_nothing_is_said(self, run: Run) -> None:
        result = run("validate", "--as-of", "2024", "--strict")
        assert (result.code, result.err) == (0, "")


class TestUntrackedFiles:
    @pytest.mark.parametrize("below", ["", "役場"])
    def test_what_no_commit_holds_is_named(
        self, run: Run, tmp_path: Path, below: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repo = gitting.start(tmp_path, {str(Path(below, path)): text for path, text in gitting.START.items()})
        monkeypatch.chdir(tmp_path / below)
        assert run("validate", "--untracked").err == ""
        Path("data/actuals/新しい値.yaml").write_text("strategy: town\nactuals: {guests: {2022: 1400}}\n", "utf-8")
        Path("data/actuals/kept-out.yaml").write_text("strategy: town\nactuals: {guests: {2023: 1500}}\n", "utf-8")
        Path(".gitignore").write_text("kept-out.yaml\n")
        result = run("validate", "--untracked")
        assert (result.code, result.err.splitlines()) == (
            0,
            [
                f"git does not track data/actuals/{name}: a commit leaves it out; add it with: git add data/actuals/{name}"
                for name in ("kept-out.yaml", "新しい値.yaml")
            ],
        )
        repo.git("add", "--all", "--force")
        assert run("validate", "--untracked").err == ""

    @pytest.mark.usefixtures("town")
    def test_without_git_it_cannot_be_told(self, run: Run) -> None:
        result = run("validate", "--untracked")
        assert (result.code, "in no git repository" in result.err) == (2, True)
