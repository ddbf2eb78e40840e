"""Reading git: never another repository, never an option, never a checkout."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

import gitting
from kpitrack.history import git as git_module
from kpitrack.history.git import GitFault, GitRefusal, find_git, require_git
from kpitrack.history.revisions import repository_at


def test_the_prefix_of_a_subfolder(tmp_path: Path) -> None:
    gitting.start(tmp_path, {f"市/{path}": text for path, text in gitting.START.items()})
    git = require_git(tmp_path / "市")
    assert git.prefix == "市/"
    assert [blob.path for blob in git.files(git.commit("HEAD"), ["data/strategies"])] == ["data/strategies/town.yaml"]


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "a").mkdir()
    assert find_git(tmp_path / "a") is None
    with pytest.raises(GitFault):
        require_git(tmp_path / "a")


def test_git_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_git(tmp_path) is None
    with pytest.raises(GitFault, match="not installed"):
        require_git(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder away")
def test_a_repository_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = gitting.start(tmp_path / "theirs")
    os.chown(repo.root, 12345, 12345)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.delenv("SUDO_UID", raising=False)
    assert find_git(repo.root) is None
    with pytest.raises(GitFault, match="somebody else") as fault:
        require_git(repo.root)
    assert str(tmp_path) not in str(fault.value)


def test_a_fault_names_no_folder_of_this_computer(tmp_path: Path) -> None:
    repo = gitting.start(tmp_path / "here", {"a": "b"})
    with pytest.raises(GitFault) as fault:
        git_module.run(repo.root, "show", f"--output={repo.root}/no/such/file")
    assert "no/such/file" in str(fault.value)
    assert str(tmp_path) not in str(fault.value)


def test_variables_do_not_lead_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = gitting.start(tmp_path / "here")
    there = gitting.start(tmp_path / "there", {"a": "b"})
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(there.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(there.root))
    git = require_git(here.root)
    assert git.top == here.root
    assert git.commit("HEAD") == here.git("rev-parse", "HEAD")


@pytest.mark.parametrize("revision", ["", "--all", "-n1", "--output=x", "nothing", "HEAD:data", "HEAD\nHEAD", "@{999}"])
def test_a_revision_that_is_none(tmp_path: Path, revision: str) -> None:
    repo = gitting.start(tmp_path)
    with pytest.raises(GitFault):
        require_git(repo.root).commit(revision)
    assert not (tmp_path / "x").exists()


def test_a_hostile_setting_runs_nothing(tmp_path: Path) -> None:
    repo = gitting.start(tmp_path)
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "gpg.program", "diff.external"):
        repo.git("config", name, f"touch {tmp_path}/ran; false")
    repo.git("config", "log.showSignature", "true")
    git = require_git(repo.root)
    repository_at(git, git.commit("HEAD"))
    assert not (tmp_path / "ran").exists()


def test_a_repository_that_lies_among_the_data_is_none(tmp_path: Path) -> None:
    repo = gitting.start(tmp_path, {f"city/{path}": text for path, text in gitting.START.items()})
    city = tmp_path / "city"
    theirs = gitting.start(tmp_path / "theirs", gitting.START)
    for path in (theirs.root / ".git").iterdir():
        path.rename(city / path.name)
    with (city / "config").open("a") as config:
        config.write(f"[core]\n\tbare = false\n\tworktree = {city}\n")
    assert find_git(city) is None
    with pytest.raises(GitFault):
        require_git(city)
    assert require_git(tmp_path).commit("HEAD") == repo.git("rev-parse", "HEAD")


@pytest.mark.parametrize("url", ["file://{here}/.git", "ext::sh -c touch% {here}/ran"])
def test_what_is_missing_is_fetched_from_nowhere(tmp_path: Path, url: str) -> None:
    repo = gitting.start(tmp_path)
    for name, value in {
        "core.repositoryFormatVersion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true",
        "remote.origin.url": url.format(here=tmp_path), "remote.origin.uploadpack": f"touch {tmp_path}/ran; false",
        "protocol.file.allow": "always", "protocol.ext.allow": "always",
    }.items():  # fmt: skip
        repo.git("config", name, value)
    with contextlib.suppress(GitFault):
        assert require_git(repo.root).read(["5" * 40]) == {}
    assert not (tmp_path / "ran").exists()


def test_a_partial_clone_has_what_it_has(tmp_path: Path) -> None:
    repo = gitting.start(tmp_path / "whole", gitting.START | {"data/actuals/large.yaml": "x" * 5000})
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "part"
    repo.git("clone", "-q", "--no-checkout", "--filter=blob:limit=2k", f"file://{repo.root}", str(clone))
    git = require_git(clone)
    commit = git.commit("HEAD")
    sizes = {blob.path: blob.size for blob in git.files(commit, ["data"])}
    assert sizes["data/actuals/large.yaml"] is None
    repository, _ = repository_at(git, commit)
    assert [(found.rule.name, found.path) for found in repository.findings] == [
        ("unreadable-file", "data/actuals/large.yaml")
    ]


def test_no_large_file_of_a_commit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = gitting.start(tmp_path)
    git = require_git(repo.root)
    blobs = git.files(git.commit("HEAD"), ["data"])
    assert len(git.read(blob.object for blob in blobs)) == len(blobs)
    monkeypatch.setattr(git_module, "_LARGEST", min(blob.size or 0 for blob in blobs))
    assert len(git.read(blob.object for blob in blobs)) == 1


def test_git_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(git_module, "_PATIENCE", 0.2)
    with pytest.raises(GitRefusal, match="no answer"):
        require_git(tmp_path)


def test_settings_of_git_that_cannot_be_read(tmp_path: Path) -> None:
    repo = gitting.start(tmp_path)
    (repo.root / ".git/config").write_text("[core\n")
    assert find_git(repo.root) is None
    with pytest.raises(GitFault, match="bad config line 1"):
        require_git(repo.root)


def test_a_work_tree_elsewhere(tmp_path: Path) -> None:
    repo = gitting.start(tmp_path / "here")
    (tmp_path / "there").mkdir()
    repo.git("config", "core.worktree", str(tmp_path / "there"))
    assert find_git(repo.root) is None
    with pytest.raises(GitRefusal, match="for the work tree of"):
        require_git(repo.root)


def test_a_commit_is_read_as_it_was(tmp_path: Path) -> None:
    repo = gitting.start(tmp_path)
    old = repo.git("rev-parse", "HEAD")
    repo.write({"data/strategies/town.yaml": "id: [", "data/actuals/town.yaml": None})
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and ".git" not in path.parts}
    repository, data = repository_at(require_git(tmp_path), old)
    assert [file.path for file in repository.strategies] == ["data/strategies/town.yaml"]
    assert repository.findings == []
    assert data["data/actuals/town.yaml"].decode() == gitting.ACTUALS
    assert before == {path: path.read_bytes() for path in before}


def test_what_is_no_file_of_ours_is_left_alone(tmp_path: Path) -> None:
    repo = gitting.start(
        tmp_path,
        gitting.START
        | {"data/actuals/.hidden.yaml": "x", "data/strategies/.d/a.yaml": "x", "data/actuals/note.md": "x"},
    )
    git = require_git(repo.root)
    assert repository_at(git, git.commit("HEAD"))[0].files == ["data/strategies/town.yaml", "data/actuals/town.yaml"]


def test_links_are_followed_within_the_commit(tmp_path: Path) -> None:
    repo = gitting.start(tmp_path, gitting.START | {"shared/more.yaml": gitting.ACTUALS})
    (tmp_path / "data/actuals/link.yaml").symlink_to("../../shared/more.yaml")
    (tmp_path / "data/actuals/out.yaml").symlink_to("/etc/hostname")
    (tmp_path / "data/actuals/loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "data/actuals/lines.yaml").symlink_to("gone\nwith lines\n.yaml")
    (tmp_path / "data/actuals/zz.yaml").symlink_to("link.yaml")
    repo.commit({})
    git = require_git(tmp_path)
    repository, data = repository_at(git, git.commit("HEAD"))
    assert data["data/actuals/link.yaml"].decode() == gitting.ACTUALS
    assert data["data/actuals/zz.yaml"].decode() == gitting.ACTUALS
    assert {found.path.removeprefix("data/actuals/") for found in repository.outside} == {
        "out.yaml", "loop.yaml", "lines.yaml"
    }  # fmt: skip


@pytest.mark.parametrize("name", ["data/actuals/改 行\t.yaml", "data/actuals/a\nb.yaml", "data/actuals/-x*.yaml"])
def test_names_of_any_kind(tmp_path: Path, name: str) -> None:
    repo = gitting.start(tmp_path, gitting.START | {name: "strategy: town\n"})
    git = require_git(repo.root)
    assert name in repository_at(git, git.commit("HEAD"))[1]


class TestStartingPoint:
    def test_on_the_main_branch_it_is_head(self, tmp_path: Path) -> None:
        repo = gitting.start(tmp_path)
        assert require_git(tmp_path).starting_point({}) == repo.git("rev-parse", "HEAD")

    def test_on_a_branch_it_is_where_the_branch_began(self, tmp_path: Path) -> None:
        repo = gitting.start(tmp_path)
        first = repo.git("rev-parse", "HEAD")
        repo.git("switch", "-q", "-c", "work")
        repo.commit({"a": "1"})
        repo.git("switch", "-q", "main")
        repo.commit({"b": "1"})
        repo.git("switch", "-q", "work")
        assert require_git(tmp_path).starting_point({}) == first

    def test_the_branch_of_a_pull_request_goes_first(self, tmp_path: Path) -> None:
        repo = gitting.start(tmp_path)
        first = repo.git("rev-parse", "HEAD")
        repo.git("update-ref", "refs/remotes/origin/release", first)
        repo.commit({"a": "1"})
        assert require_git(tmp_path).starting_point({"GITHUB_BASE_REF": "release"}) == first

    def test_where_that_branch_is_not_here_no_other_stands_in(self, tmp_path: Path) -> None:
        gitting.start(tmp_path)
        with pytest.raises(GitFault) as caught:
            require_git(tmp_path).starting_point({"GITHUB_BASE_REF": "release"})
        assert "release" in str(caught.value.message)
        assert "fetch-depth: 0" in str(caught.value.hint)

    def test_a_shallow_clone_cannot_tell_it(self, tmp_path: Path) -> None:
        repo = gitting.start(tmp_path / "whole")
        repo.git("switch", "-q", "-c", "work")
        repo.commit({"a": "1"})
        assert require_git(repo.root).doubt({}) is None
        repo.git("clone", "-q", "--depth=1", repo.root.as_uri(), "../shallow")
        shallow = require_git(tmp_path / "shallow")
        assert "--unshallow" in str((shallow.doubt({}) or pytest.fail("no doubt")).hint)
        assert shallow.doubt({"GITHUB_BASE_REF": "work"}) is None
        (tmp_path / "shallow/b").write_text("1", "utf-8")
        repo.git("-C", "../shallow", "switch", "-q", "-c", "more")
        repo.git("-C", "../shallow", "add", "b")
        repo.git("-C", "../shallow", "commit", "-q", "-m", "b")
        assert shallow.doubt({}) is None

    def test_no_main_branch(self, tmp_path: Path) -> None:
        repo = gitting.start(tmp_path)
        repo.git("branch", "-m", "else")
        with pytest.raises(GitFault):
            require_git(tmp_path).starting_point({})
