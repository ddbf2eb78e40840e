"""What runs elsewhere: our workflows, the action, the hooks and the examples in the documentation."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import gitting
from tools import tool

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
BIN = Path(sys.executable).parent


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text("utf-8"))


def examples() -> dict[str, str]:
    text = (ROOT / "docs/ci.md").read_text("utf-8")
    return dict(re.findall(r"<!-- example: (\S+) -->\n```yaml\n(.*?)```", text, re.DOTALL))


def test_both_languages_show_the_same_examples() -> None:
    japanese = (ROOT / "docs/ci.ja.md").read_text("utf-8")
    assert dict(re.findall(r"<!-- example: (\S+) -->\n```yaml\n(.*?)```", japanese, re.DOTALL)) == examples()


def test_pages_name_the_same_commit() -> None:
    pages = "".join(path.read_text("utf-8") for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")))
    assert len(set(re.findall(r"(?:kpitrack/kpitrack@|rev: )([0-9a-f]{40})", pages))) == 1


def test_workflows_and_the_action_are_safe() -> None:
    tool("zizmor", "--offline", "--no-progress", "--persona=auditor", ROOT / ".github", ROOT / "action.yml")


def test_the_documented_workflow_is_safe(tmp_path: Path) -> None:
    path = tmp_path / ".github/workflows/example.yml"
    path.parent.mkdir(parents=True)
    path.write_text(examples()["github"], "utf-8")
    tool("zizmor", "--offline", "--no-progress", tmp_path)
    tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", path)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_fit_their_schema(path: Path) -> None:
    tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", path)


def test_the_action_fits_its_schema() -> None:
    tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml")


def test_the_gitlab_example_fits_its_schema(tmp_path: Path) -> None:
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text(examples()["gitlab"], "utf-8")
    tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", path)


def steps() -> list[dict[str, Any]]:
    found = steps_of_the_action()
    for path in WORKFLOWS:
        for job in read(path)["jobs"].values():
            found += job["steps"]
    return found


def steps_of_the_action() -> list[dict[str, Any]]:
    return list(read(ROOT / "action.yml")["runs"]["steps"])


def test_actions_are_pinned_and_shells_read_the_environment_alone() -> None:
    for step in steps():
        assert "${{" not in step.get("run", "")
        uses = step.get("uses", "$/")
        assert uses == "$/" or re.fullmatch(r"(actions/[a-z-]+|pypa/gh-action-pypi-publish)@[0-9a-f]{40}", uses)


MORE = {
    ("docs", "publish"): {"pages": "write", "id-token": "write"},
    ("release", "release"): {"contents": "write", "id-token": "write", "attestations": "write"},
    ("release", "index"): {"id-token": "write"},
}
"""The jobs that publish something; none of them runs what the repository holds."""


def test_what_publishes_runs_nothing_of_the_repository() -> None:
    for workflow, job in MORE:
        used = read(ROOT / f".github/workflows/{workflow}.yml")["jobs"][job]["steps"]
        assert not any("checkout" in step.get("uses", "") for step in used)


def test_permissions_are_the_least() -> None:
    for path in WORKFLOWS:
        workflow = read(path)
        assert workflow["permissions"] == {}
        for name, job in workflow["jobs"].items():
            assert job["permissions"] == MORE.get((path.stem, name), {"contents": "read"})


def test_the_workflow_runs_what_is_run_by_hand() -> None:
    assert ".ci/run" in [step.get("run") for step in steps()]
    assert (ROOT / ".ci/run").exists()


def test_hooks_are_those_of_the_documentation() -> None:
    hooks = {hook["id"]: hook for hook in read(ROOT / ".pre-commit-hooks.yaml")}
    (repository,) = YAML(typ="safe").load(examples()["pre-commit"])["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == list(hooks)
    for hook in hooks.values():
        assert {"id", "name", "entry", "language"} <= hook.keys()
        assert (hook["always_run"], hook["pass_filenames"]) == (True, False)  # a commit may only delete a file


class TestTheAction:
    """Its scripts, run as the runner does: inputs in the environment."""

    def script(self, name: str) -> str:
        (step,) = [step for step in steps_of_the_action() if step.get("name") == name]
        assert step["shell"] == "bash"
        return str(step["run"])

    def run(self, name: str, repo: gitting.Repo, **inputs: str) -> tuple[int, str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "KPITRACK_", "INPUT_", "GITHUB_"))}
        summary = repo.root.parent / "summary.md"
        summary.write_text("")
        environment = kept | {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "KPITRACK_PYTHON": sys.executable, "GITHUB_STEP_SUMMARY": str(summary), "INPUT_STRICT": "false",
            "RUNNER_TEMP": str(repo.root.parent), "KPITRACK_ROOT": ".", "KPITRACK_LANG": "en", "INPUT_BASELINE": "",
            "INPUT_AS_OF": "2024", "INPUT_FAIL_ON": "moved-target-without-revision", "INPUT_COMMENT": "false",
        } | inputs  # fmt: skip
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", self.script(name)],
            cwd=repo.root, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr, summary.read_text("utf-8")

    @pytest.fixture
    def repo(self, tmp_path: Path) -> gitting.Repo:
        repo = gitting.start(tmp_path / "repo")
        repo.git("switch", "-qc", "work")
        return repo

    def test_validate(self, repo: gitting.Repo) -> None:
        code, _, summary = self.run("Validate", repo)
        assert code == 0
        assert "nothing wrong" in summary
        repo.commit({"data/actuals/town.yaml": gitting.ACTUALS.replace("1300", "'1,300'")})
        code, output, summary = self.run("Validate", repo)
        assert code == 1
        assert "::error title=KP206" in output
        assert "KP206" in summary

    def test_it_installs_by_hashes_and_from_itself_and_nothing_of_the_work_tree_runs(self, repo: gitting.Repo) -> None:
        calls, folder = repo.root.parent / "calls", repo.root.parent / "bin"
        inner = repo.root.parent / "kpitrack/bin"
        for place in (folder, inner):
            place.mkdir(parents=True)
            (place / "python").write_text(f'#!/bin/sh\necho "$*" >> "{calls}"\n')
            (place / "python").chmod(0o755)
        output = repo.root.parent / "output"
        code, _, _ = self.run("Install", repo, PATH=f"{folder}{os.pathsep}{os.environ['PATH']}",
                              KPITRACK_SOURCE=str(ROOT), GITHUB_OUTPUT=str(output))  # fmt: skip
        assert code == 0
        assert output.read_text() == f"python={inner}/python\n"
        made, libraries, own = (call.split() for call in calls.read_text().splitlines())
        assert all(call[:2] == ["-I", "-m"] for call in (made, libraries, own))
        assert {"--no-deps", "--require-hashes", f"{ROOT}/action.lock"} <= set(libraries)
        assert {"--no-deps", "--no-index", "--no-build-isolation", str(ROOT)} <= set(own)

    def test_no_module_of_the_work_tree_runs(self, repo: gitting.Repo) -> None:
        ran = repo.root.parent / "ran"
        for name in ("pip", "kpitrack", "typer", "sitecustomize", "usercustomize", "polars"):
            repo.write({f"{name}.py": f"open({str(ran)!r}, 'w')"})
        assert self.run("Validate", repo, PYTHONPATH=str(repo.root))[0] == 0
        assert self.run("What changes", repo, PYTHONPATH=str(repo.root))[0] == 0
        assert not ran.exists()

    def test_an_input_is_no_script(self, repo: gitting.Repo) -> None:
        code, _, _ = self.run("Validate", repo, INPUT_AS_OF="2024; touch ran", INPUT_BASELINE='"; touch ran; "')
        assert code == 2
        assert not (repo.root / "ran").exists()

    def test_what_changes(self, repo: gitting.Repo) -> None:
        assert self.run("What changes", repo)[0] == 0
        repo.commit({"data/strategies/town.yaml": gitting.STRATEGY.replace("value: 50}", "value: 40}")})
        code, _, summary = self.run("What changes", repo)
        assert code == 1
        assert "Targets that moved" in summary
        assert self.run("What changes", repo, INPUT_FAIL_ON="")[0] == 0

    @pytest.mark.parametrize("refused", ["view", "comment"])
    def test_without_permission_to_comment_the_changes_alone_decide(self, repo: gitting.Repo, refused: str) -> None:
        repo.commit({"data/strategies/town.yaml": gitting.STRATEGY.replace("value: 50}", "value: 40}")})
        folder = repo.root.parent / "bin"
        folder.mkdir()
        (folder / "gh").write_text(f'#!/bin/sh\n[ "$2" != {refused} ]\n')
        (folder / "gh").chmod(0o755)
        path = f"{folder}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}"
        given = {"PATH": path, "INPUT_COMMENT": "true", "PULL_REQUEST": "7", "GITHUB_REPOSITORY": "o/r"}
        code, output, summary = self.run("What changes", repo, **given, INPUT_FAIL_ON="")
        assert code == 0
        assert "::warning title=kpitrack::the comment was not written" in output
        assert "Targets that moved" in summary

    @pytest.mark.parametrize("url", ["", "https://github.com/o/r/pull/7#issuecomment-31"])
    def test_its_comment_is_written_once_and_then_changed(self, repo: gitting.Repo, url: str) -> None:
        repo.commit({"data/strategies/town.yaml": gitting.STRATEGY.replace("value: 50}", "value: 40}")})
        calls, folder = repo.root.parent / "calls", repo.root.parent / "bin"
        folder.mkdir()
        (folder / "gh").write_text(f'#!/bin/sh\necho "$*" >> "{calls}"\n[ "$2" != view ] || echo "{url}"\n')
        (folder / "gh").chmod(0o755)
        path = f"{folder}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}"
        code, _, _ = self.run("What changes", repo, PATH=path, INPUT_COMMENT="true", PULL_REQUEST="7",
                              GITHUB_REPOSITORY="o/r")  # fmt: skip
        assert code == 1
        body = repo.root.parent / "kpitrack-changes.md"
        assert body.read_text("utf-8").endswith("<!-- kpitrack diff -->\n")
        looked, written = calls.read_text().split("\n", 1)[0], calls.read_text().splitlines()[-1]
        assert looked.startswith("pr view 7 --repo o/r --json comments")
        assert written == (
            f"api --silent --method PATCH repos/o/r/issues/comments/31 -F body=@{body}"
            if url
            else f"pr comment 7 --repo o/r --body-file {body}"
        )
