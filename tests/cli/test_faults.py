"""Whatever call to the system fails, or wherever the process is killed: nothing is lost, nothing half-written."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from faults import failing, killing, watched
from kpitrack.cli import context
from kpitrack.cli import main as program
from kpitrack.repository.staging import OWN

from .commands.test_sheet import answer
from .conftest import Run, Town, made

EPOCH = "1700000000"
KILLED = """
import sys
sys.path.insert(0, sys.argv[1])
from faults import killing, watched
from kpitrack.cli import main
with watched(int(sys.argv[2]), killing):
    main.run(sys.argv[3:])
"""


class Writing(NamedTuple):
    """A command that writes.

    Args:
        arguments: of it.
        most: at how many of its calls at most something goes wrong.
        heavy: whether it uses polars, of which no copied process can make use.
        whole: whether all its files are to be as they were after a failure; else each is old or new.
    """

    arguments: tuple[str, ...]
    most: int = 80
    heavy: bool = False
    whole: bool = True


COMMANDS = {
    "add-actual": Writing(("add-actual", "guests", "2022", "1350")),
    "add-actual, new file": Writing(("add-actual", "houses", "2022", "5"), 20),
    "add-evaluation": Writing(("add-evaluation", "town/m1", "2022", "--judgement", "順調"), 20),
    "sheet import": Writing(("sheet", "import", "back.xlsx"), 30),
    "sheet export": Writing(("sheet", "export", "new.xlsx", "--year", "2022"), 20, heavy=True),
    "import-strategy": Writing(("import-strategy", "list.csv", "--out", "drafts/draft.yaml"), 30),
    "init": Writing(("init", "new"), 30, whole=False),
    "validate --write-baseline": Writing(("validate", "--baseline", "known.json", "--write-baseline"), 20),
    "validate --output-file": Writing(("validate", "--format", "json", "--output-file", "found.json"), 20),
    "schema": Writing(("schema", "--output-dir", "schemas"), 20, whole=False),
    "export": Writing(("export", "csv", "--out", "csv"), 15, heavy=True, whole=False),
    "import-package": Writing(("import-package", "package", "--out", "new"), 30),
    "report document": Writing(("report", "report.md"), 15, heavy=True),
    "report site": Writing(("report", "site", "--languages", "ja"), 8, heavy=True, whole=False),
    "snapshot": Writing(("snapshot", "set.parquet", "--replace"), 20, heavy=True),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with what the commands need."""
    town = made(tmp_path_factory.mktemp("template"))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KPITRACK_ROOT", raising=False)
        for name, value in {"KPITRACK_LANG": "en", "KPITRACK_CACHE": "off", "SOURCE_DATE_EPOCH": EPOCH}.items():
            patch.setenv(name, value)
        patch.chdir(town.root)
        _fill(town)
    return town.root


def _fill(town: Town) -> None:
    house = town.strategy.read_text("utf-8").replace("id: town", "id: house").replace("id: movers", "id: houses")
    town.strategy.with_name("house.yaml").write_text(house.replace("id: guests", "id: rooms"), "utf-8")
    (town.root / "list.csv").write_text("指標名,単位,現状値,目標値\n人口,人,100,200\n", "utf-8")
    assert program.run(["sheet", "export", "sheet.xlsx", "--year", "2022"]) == 0
    assert program.run(["export", "datapackage", "--out", "package"]) == 0
    answer("back.xlsx", {"town/guests 2022": {"value": 1400}, "house/rooms 2022": {"value": 12}}, "sheet.xlsx")
    assert program.run(["snapshot", "set.parquet"]) == 0
    context.begin(context.CommonOptions())
    town.actuals.write_text(town.actuals.read_text("utf-8").replace("2021: 10", "2021: 11"), "utf-8")


@pytest.fixture
def place(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Gives a fresh copy of the template, which is the working folder."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)

    def fresh(name: str) -> Path:
        root = tmp_path.parent / f"{tmp_path.name}-{name}"
        shutil.copytree(template, root, ignore=shutil.ignore_patterns(OWN))
        monkeypatch.chdir(root)
        return root

    return fresh


def _files(root: Path) -> dict[str, bytes]:
    """All files but those of ours, which git ignores."""
    found = {}
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_file() and OWN not in path.parts and path.name != ".kpitrack-report":
            found[name] = path.read_bytes()
    return found


def _sampled(count: int, most: int) -> Iterator[int]:
    step = max(1, -(-count // most))
    yield from range(0, count, step)
    yield from range(max(0, count - most // 4), count)


def _without_times(files: dict[str, bytes]) -> dict[str, bytes]:
    """Less what two runs of the same command do not write alike."""
    return {name: b"" if name.endswith(".xlsx") else content for name, content in files.items()}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_call_that_fails(
    name: str, place: Callable[[str], Path], run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    command = COMMANDS[name]
    root = place("whole")
    before = _files(root)
    with watched(None, failing(errno.EIO)) as calls:
        wanted_code = run(*command.arguments).code
    assert wanted_code == 0
    after = _files(root)
    assert after != before
    struck = 0
    for at in sorted(set(_sampled(len(calls.seen), command.most))):
        for number in (errno.EIO, errno.ENOSPC, errno.EACCES) if command.most == 80 else (errno.ENOSPC,):
            root = place(f"{at}-{number}")
            with watched(at, failing(number)) as met:
                code = program.run(list(command.arguments))
            said, where = capsys.readouterr().err, f"{calls.seen[at]} {at} of {len(calls.seen)}"
            struck += len(met.seen) > at
            now = _files(root)
            assert code in {0, 1, 2}, (where, said)
            if code == 0:
                assert _without_times(now) == _without_times(after), (where, said)
            else:
                assert "error" in said, where
                for path, content in now.items():
                    old = content == before.get(path)
                    assert old or (not command.whole and content == after.get(path)), (where, path, said)
                assert set(before) <= set(now), where
            shutil.rmtree(root)
    assert struck >= min(11, command.most)  # the fault was met, and not only planned


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system kills processes in another way")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_process_that_is_killed(name: str, place: Callable[[str], Path], run: Run) -> None:
    command = COMMANDS[name]
    root = place("whole")
    before = _files(root)
    with watched(None, failing(errno.EIO)) as calls:
        assert run(*command.arguments).code == 0
    after = _files(root)
    for at in sorted(set(_sampled(len(calls.seen), 2 if command.heavy else 10))):
        root = place(f"killed-{at}")
        where = f"{calls.seen[at]} {at} of {len(calls.seen)}"
        if command.heavy:
            tests = str(Path(__file__).parents[1])
            arguments = [sys.executable, "-c", KILLED, tests, str(at), *command.arguments]
            assert subprocess.run(arguments, cwd=root, capture_output=True, check=False).returncode in {-9, 0}, where
        else:
            _killed(at, command.arguments)
        for path, content in _files(root).items():
            if not path.endswith((".xlsx", ".tmp")):
                assert content in {before.get(path), after.get(path)}, (where, path)
        subprocess.run(["git", "init", "-q", "--template="], check=True)
        listed = subprocess.run(
            ["git", "ls-files", "--others", "--exclude-standard", "-z"], check=True, capture_output=True, text=True
        ).stdout.split("\0")
        assert {one for one in listed if not one.endswith(".kpitrack/.gitignore")} - {""} <= {
            *before,
            *after,
            "site/.kpitrack-report",
        }, where
        again = run(*command.arguments)
        done = again.code in {1, 2} and "already" in again.err and _without_times(_files(root)).keys() >= after.keys()
        assert again.code == 0 or done, (where, again.err)
        now = {path: content for path, content in _files(root).items() if not path.startswith(".git/")}
        assert _without_times(now) == _without_times(after), where
        shutil.rmtree(root)


def _killed(at: int, arguments: tuple[str, ...]) -> None:
    """Run the command in a copy of this process, which is killed."""
    child = os.fork()
    if not child:
        with watched(at, killing):
            program.run(list(arguments))
        os._exit(0)
    os.waitpid(child, 0)
