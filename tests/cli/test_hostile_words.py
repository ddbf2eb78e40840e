"""Names and texts with everything that hides, steers or looks like a command: on every screen and in every format."""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import pytest

import gitting
from kpitrack.cli.commands import report
from published import PAYLOADS, hostile

from .conftest import Run

SEEN = {*"\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"}  # and meant to be
HIDDEN = "".join(
    character
    for character in map(chr, range(1, sys.maxunicode + 1))
    if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"} and character not in SEEN
)
TEXT = f"\n::error::command\n##[error]command\x1b[2J{HIDDEN}\u3164葛\U000e0041城"
NAMES = [
    "a\n::error::command.yaml", "b\x1b[2J\x9b2J.yaml", "c\u202e\u00ad\u3164.yaml", "d\U000e0041\u200b.yaml",
    "e\udcff.yaml", "f##[error]command.yaml",
]  # fmt: skip
K = "hostile/k"
SCREENS = [
    *(("status", "--format", name) for name in ("table", "json", "csv", "markdown")), ("status", "--long"),
    *(("show", K, "--format", name) for name in ("text", "json")),
    *(("explain", K, "--format", name) for name in ("text", "json")),
    *(("tree", "--format", name) for name in ("text", "json", "markdown")),
    *(("roadmap", "--format", name) for name in ("text", "mermaid", "json")),
    *(("logic", "--format", name) for name in ("text", "mermaid", "dot", "json")),
    *(("align", "hostile", "--format", name) for name in ("table", "markdown", "csv", "json")),
    *(("review", "--format", name) for name in ("text", "markdown", "json", "csv")),
    ("compare",), *(("compare", "x:y", "--format", name) for name in ("table", "csv", "json")),
    *(("diff", "HEAD~1", "--format", name) for name in ("text", "markdown", "json")),
    *(("log", K, "--format", name) for name in ("text", "json")),
    *(("validate", "--format", name) for name in ("text", "concise", "json", "github", "sarif", "junit", "markdown")),
    *(("scheme", "--format", name) for name in ("text", "json")),
    ("show", "no\n::error::command"), ("status", "--goal", TEXT), ("status", "--root", f"no{TEXT[:200]}"),
    ("add-actual", K, "2022", "7", "--note", TEXT[:300]), ("add-actual", K, "2021", TEXT[:50]),
    ("add-evaluation", K, "2022", "--comment", TEXT[:300], "--dry-run"),
    *((name, "table.csv", "--format", form) for name in ("import-strategy", "import-actuals") for form in ("text", "json")),
    ("rename", K, "k2", "--dry-run"), ("rename", K, TEXT[:50]), ("succeed", "hostile", "next.yaml"),
    ("sheet", "import", f"no{TEXT[:50]}.csv"), ("sheet", "import", "table.csv"), ("validate", "--baseline", f"no{TEXT[:50]}"),
]  # fmt: skip


def quoted(text: str) -> str:
    """``text`` as YAML writes it in double quotes."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


@pytest.fixture(params=["right", "faulty"])
def repo(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> gitting.Repo:
    """A repository whose every text means harm, and one whose file names do and that has errors."""
    monkeypatch.chdir(tmp_path)
    harm = json.dumps(" ".join(PAYLOADS))
    strategy, actuals = (
        text.replace(f"{harm}: ", f"{quoted(TEXT[:90])}: ")  # a key of YAML has at most 1024 characters
        .replace(harm, quoted(TEXT))
        .replace("id: k\n", 'id: k\n            indicator: "x:y"\n')
        for text in hostile()
    )
    start: dict[str, str | bytes | None] = {
        "data/strategies/0.yaml": strategy, "data/actuals/0.yaml": actuals.replace("value: 3", "value: 4"),
        "kpitrack.yaml": f"ignore: [{{rule: no-source, reason: {quoted(TEXT)}}}]\n",
    }  # fmt: skip
    made = gitting.start(tmp_path, start)
    made.commit({"data/actuals/0.yaml": actuals}, TEXT.replace("\0", ""), author=TEXT[:40].replace("\n", " "))
    row = ",".join(
        f'"{cell}"' for cell in (K if request.param == "right" else TEXT, TEXT, TEXT, "10", "2020年度 5", "2024年度 9")
    )
    made.write({"table.csv": f"kpi,指標名{TEXT[3:]},単位,2023,現状値,目標値\n{row}\n".encode()})
    if request.param == "faulty":
        made.write({f"data/actuals/{name}": f"strategy: {quoted(TEXT)}\n{quoted(TEXT)}: 1\n" for name in NAMES})
    return made


def commands_of(log: str) -> Iterator[str]:
    """What the runner of a workflow takes for commands in its log, those apart that stop and resume them."""
    token = None
    for line in log.split("\n"):
        found = re.match(r"\s*::([^:\s]+)[^:]*::(.*)", line)
        if token is not None:
            token = None if found and found[1] == token else token
        elif found and found[1] == "stop-commands":
            token = found[2]
        elif found or "##[" in line:
            yield line


@pytest.mark.parametrize(
    "command", SCREENS, ids=lambda command: " ".join(command).encode("ascii", "replace").decode()[:40]
)
def test_nothing_hides_and_nothing_is_a_command(
    run: Run, repo: gitting.Repo, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = command if "--root" in command else (*command, "--root", str(repo.root))
    result = run(*given)
    assert result.code in {0, 1, 2}
    for stream in (result.out, result.err):
        left = {*stream} & {*HIDDEN} - {"\n"}
        assert not left, left
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    result = run(*given)
    named = command[command.index("--format") + 1] if "--format" in command else "text"
    if named == "github":
        assert all(line.startswith(("::error title=KP", "::warning title=KP")) for line in commands_of(result.out))
    elif named in {"text", "table", "concise"}:
        assert list(commands_of(result.out)) == []
    else:  # for a program, which would read the lines that stop commands as a part of it
        assert "::stop-commands::" not in result.out
    assert list(commands_of(result.err)) == []


def test_the_harm_is_there_to_be_shown(run: Run, repo: gitting.Repo) -> None:
    result = run("validate", "--root", repo.root, "--format", "text")
    assert result.code == int("e\udcff.yaml" in {path.name for path in repo.root.rglob("e*.yaml")})
    assert result.code == 1 or "\\u202e" in run("show", K).out


WRITTEN = [
    *(("report", f"out/{name}", "--format", name) for name in report.FORMATS),
    *(("export", name, "--out", f"out/{name}") for name in ("csv", "datapackage", "sdmx-csv", "open-sdg")),
    ("sheet", "export", "out/sheet.xlsx"), ("snapshot", "out/dataset"),
]  # fmt: skip


@pytest.mark.parametrize("command", WRITTEN, ids=lambda command: " ".join(command[:2]))
@pytest.mark.parametrize("repo", ["right"], indirect=True)
def test_nothing_hides_in_what_is_written(run: Run, repo: gitting.Repo, command: tuple[str, ...]) -> None:
    (repo.root / "out").mkdir()
    result = run(*command)
    assert result.code == 0, result.err
    written = [path for path in (repo.root / "out").rglob("*") if path.is_file()]
    assert written
    for path in written:
        data = path.read_bytes()
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    if name.endswith((".xml", ".rels")):
                        expat.ParserCreate().Parse(archive.read(name), True)
        elif path.suffix != ".parquet":
            text = data.decode("utf-8-sig")
            assert not {*text} & {*HIDDEN} - {*"\n\t"}, path
