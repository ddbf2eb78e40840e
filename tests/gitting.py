"""A git repository to try things in: no settings of the machine, fixed names and times."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

STRATEGY = """\
id: town
title: 例示町の総合戦略
organization: {name: 例示町}
period: {start: 2021, end: 2025}
source: 架空の例
goals:
  - id: g1
    title: 人の流れをつくる
    kpis:
      - id: movers
        name: 移住者数（累計）
        unit: 人
        accumulation: running_total
        baseline: {year: 2020, value: 0}
        target: {year: 2025, value: 50}
      - id: guests
        name: 延べ宿泊者数
        unit: 人
        baseline: {year: 2020, value: 1200}
        target: {year: 2025, value: 1800}
"""
ACTUALS = """\
strategy: town
actuals:
  movers: {2021: 10, 2022: 20}
  guests: {2021: 1300}
"""
START = {"data/strategies/town.yaml": STRATEGY, "data/actuals/town.yaml": ACTUALS}

GIT = ("git", "-c", "init.defaultBranch=main", "-c", "maintenance.auto=false", "-c", "core.fsync=none")
"""Starts nothing more after each commit, since there is nothing to tidy up, and waits for no disk."""


@dataclass
class Repo:
    """A repository and its work tree."""

    root: Path
    tick: int = field(default=0)

    def git(self, *arguments: str, author: str = "佐藤") -> str:
        self.tick += 1
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        moment = f"2024-04-{1 + self.tick // 60 % 28:02}T09:{self.tick % 60:02}:00+09:00"
        environment = kept | {
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(self.root.parent),
            "GIT_AUTHOR_NAME": author, "GIT_AUTHOR_EMAIL": "someone@town.example", "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_NAME": author, "GIT_COMMITTER_EMAIL": "someone@town.example", "GIT_COMMITTER_DATE": moment,
        }  # fmt: skip
        done = subprocess.run(
            [*GIT, *arguments], cwd=self.root, env=environment, capture_output=True, check=True, text=True, encoding="utf-8",
        )  # fmt: skip
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        for path, content in files.items():
            target = self.root / path
            if content is None:
                target.unlink()
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self, files: Mapping[str, str | bytes | None], message: str = "change", author: str = "佐藤") -> str:
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, author=author)
        return self.git("rev-parse", "HEAD")


def start(root: Path, files: Mapping[str, str | bytes | None] = START) -> Repo:
    """A repository at ``root`` with one commit of ``files``."""
    shutil.copytree(_first(frozenset(files.items())), root, dirs_exist_ok=True)
    repo = Repo(root, tick=3)
    repo.git("update-index", "--refresh")  # to git, a copied file is another one until it has looked into it
    return repo


@cache
def _first(files: frozenset[tuple[str, str | bytes | None]]) -> Path:
    """One to copy: hundreds of tests begin with the same, and each would ask git four times for it."""
    folder = tempfile.mkdtemp(prefix="kpitrack-git-")
    atexit.register(shutil.rmtree, folder)
    repo = Repo(Path(folder, "repo"))
    repo.root.mkdir()
    repo.git("init", "--quiet", "--template=")
    repo.commit(dict(sorted(files)), "first")
    return repo.root
