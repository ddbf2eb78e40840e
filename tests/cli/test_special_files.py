"""What is no plain file, at every path that is opened, under every command: never opened, never waited for, told."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import gitting
from special_files import make_socket

from .conftest import Run

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGALRM") or not hasattr(os, "mkfifo"), reason="pipes and signals")
SECRET = "TOKEN=hush-hush"  # noqa: S105  of nobody
PATIENCE = 20  # seconds


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10**11)


def _out(path: Path) -> None:
    path.symlink_to(Path(os.environ["TMP_SECRET"]))


KINDS: dict[str, Callable[[Path], None]] = {
    "pipe": os.mkfifo,
    "socket": make_socket,
    "folder": Path.mkdir,
    "sparse": _sparse,
    "link out": _out,
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to an endless device": lambda path: path.symlink_to("/dev/zero"),
    "link to the environment": lambda path: path.symlink_to("/proc/self/environ"),
    "link to what is hidden": lambda path: path.symlink_to(Path(os.environ["TMP_ROOT"]) / ".git/config.yaml"),
}
#: Where it stands, and what is told of it: where it stands among the data, every command refuses to compute.
PATHS = [
    "kpitrack.yaml", "data/strategies/x.yaml", "data/actuals/x.yaml", "data/actuals/town.yaml", "data/strategies/town.yaml",
    "data/actuals", "data/strategies", "data", ".mailmap", "data/actuals/x", "kpitrack.yml", ".kpitrack",
]  # fmt: skip
K = "town/movers"
COMMANDS = [
    ("validate",), ("validate", "--format", "github"), ("validate", "--format", "sarif"), ("validate", "--keep-going"),
    ("status",), ("status", "--format", "json"), ("status", "--keep-going"), ("show", K), ("explain", K), ("tree",),
    ("roadmap",), ("logic",), ("align", "town"), ("review",), ("compare",), ("diff", "HEAD"), ("log", K), ("scheme",),
    ("add-actual", K, "2023", "7"), ("add-evaluation", K, "2022", "--judgement", "A"), ("rename", K, "moved"), ("succeed", "town", "next.yaml"), ("sheet", "export", "out.xlsx"),
    ("report", "out.md"), ("snapshot", "out.parquet"), ("export", "csv", "--out", "out"), ("status", "--help"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    """A command that waits for ever is ended, and has failed."""

    def end(_signal: int, _frame: object) -> None:
        pytest.fail("it does not end")

    before = signal.signal(signal.SIGALRM, end)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> gitting.Repo:
    made = gitting.start(tmp_path / "root")
    (tmp_path / "secret.yaml").write_text(f"strategy: town\n{SECRET}\n")
    (made.root / ".git/config.yaml").write_text(f"strategy: town\n{SECRET}\n")
    monkeypatch.setenv("TMP_SECRET", str(tmp_path / "secret.yaml"))
    monkeypatch.setenv("TMP_ROOT", str(made.root))
    monkeypatch.setenv("SECRET_OF_THE_ENVIRONMENT", SECRET)
    monkeypatch.chdir(made.root)
    return made


def _put(root: Path, path: str, kind: str) -> None:
    """Put something of a kind at a path; what is there makes room."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        target.rename(root / "moved")
    target.unlink(missing_ok=True)
    KINDS[kind](target)


def _runs(run: Run, command: tuple[str, ...]) -> tuple[int, str]:
    signal.alarm(PATIENCE)
    result = run(*command)
    signal.alarm(0)
    assert result.code in {0, 1, 2}, (command, result.err)
    said = result.out + result.err
    assert "hush" not in said, command
    return result.code, said


FEW = [("validate",), ("status",), ("log", K), ("add-actual", K, "2023", "7")]
#: Every kind at a path of the data under every command, and some kinds at every path under some. All with all of them,
#: which takes five minutes, by hand: KPITRACK_ALL_SPECIAL_FILES=1.
TOGETHER = [(kind, "data/actuals/x.yaml", COMMANDS) for kind in KINDS]
TOGETHER += [(kind, path, FEW) for kind in ("pipe", "sparse", "link out") for path in PATHS]
if "KPITRACK_ALL_SPECIAL_FILES" in os.environ:
    TOGETHER = [(kind, path, COMMANDS) for kind in KINDS for path in PATHS]


@pytest.mark.parametrize(
    ("kind", "path", "commands"), TOGETHER, ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_ends_and_tells_nothing_of_it(
    run: Run, repo: gitting.Repo, kind: str, path: str, commands: list[tuple[str, ...]]
) -> None:
    _put(repo.root, path, kind)
    for command in commands:
        code, said = _runs(run, command)
        if command == ("validate",) and path.startswith("data/") and path.endswith(".yaml"):
            assert code == 1
            assert f"{path}:1:1 error KP10{9 if kind == 'sparse' else 1}" in said
