"""The examples in the documents: what they show is what the program prints, and the files they show are right.

* A ``console`` block holds commands after ``$`` and what they print; a line of ``…`` stands for any lines. They run in
  the repository itself, or, where the document shows files, in a repository of those files.
* A ``yaml`` block whose first line names a file below ``data/``, or ``kpitrack.yaml``, is that file. The files of one
  document make a repository without errors.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kpitrack.cli import main

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if "rules" not in path.parts
)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
USAGE = 2
"""The exit code of a command line that cannot be carried out as it is written."""
_FILE = re.compile(r"# ((?:data/\S+|kpitrack)\.yaml)\n")


def blocks(document: str, kind: str) -> list[str]:
    text = (ROOT / document).read_text("utf-8")
    return [content for language, content in _BLOCK.findall(text) if language == kind]


def files(document: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for content in blocks(document, "yaml"):
        if match := _FILE.match(content):
            found[match[1]] = content
    return found


def repository(document: str, folder: Path) -> Path:
    """Where the document's commands run."""
    shown = files(document)
    if not any(path.startswith("data/strategies") for path in shown):
        return ROOT
    for path, content in shown.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, "utf-8")
    return folder


@dataclass(frozen=True)
class Done:
    """What a command has done."""

    code: int
    printed: str


Kpitrack = Callable[..., Done]


@pytest.fixture
def kpitrack(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kpitrack:
    """Run a command line as who reads the document would, here."""
    for name in ("GITHUB_ACTIONS", "KPITRACK_ROOT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")

    def call(arguments: list[str], folder: Path, language: str) -> Done:
        monkeypatch.setenv("KPITRACK_LANG", language)
        monkeypatch.chdir(folder)
        capsys.readouterr()
        code = main.run(arguments)
        captured = capsys.readouterr()
        return Done(code, captured.out + captured.err)

    return call


def matches(expected: list[str], printed: list[str]) -> bool:
    """Whether ``printed`` is ``expected``, where a line of … stands for any lines."""
    pattern = "\n".join(r"(?:.*\n)*?.*" if line.strip() == "…" else re.escape(line.rstrip()) for line in expected)
    return re.fullmatch(pattern + r"\s*", "\n".join(line.rstrip() for line in printed)) is not None


@pytest.mark.parametrize("document", [document for document in DOCUMENTS if blocks(document, "console")])
def test_commands_print_what_the_document_shows(document: str, tmp_path: Path, kpitrack: Kpitrack) -> None:
    folder = repository(document, tmp_path)
    language = "ja" if document.endswith(".ja.md") else "en"
    for block in blocks(document, "console"):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *expected = example.rstrip("\n").split("\n")
            program, *arguments = shlex.split(command, comments=True)
            assert program == "kpitrack", f"{document} shows another program: {command}"
            done = kpitrack(arguments, folder, language)
            printed = done.printed.rstrip("\n").split("\n")
            assert done.code != USAGE, f"{document}: {command}\n{done.printed}"
            assert matches(expected or [""], printed), f"{document}: {command}\n" + "\n".join(printed)


@pytest.mark.parametrize("document", [document for document in DOCUMENTS if files(document)])
def test_files_shown_have_no_errors(document: str, tmp_path: Path, kpitrack: Kpitrack) -> None:
    done = kpitrack(["validate", "--format", "concise"], repository(document, tmp_path), "en")
    assert done.code == 0, done.printed


def test_the_readmes_are_twins() -> None:
    english, japanese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.ja.md"))
    assert english.count("\n## ") == japanese.count("\n## ")
    commands = [re.findall(r"^python3 -m venv .*$", text, re.MULTILINE) for text in (english, japanese)]
    assert commands[0] == commands[1]
    assert len(commands[0]) == 2


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert ((ROOT / document).parent / target).exists(), f"{document} links to {target}"


def anchors(path: Path) -> set[str]:
    """The anchors that a forge gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_to_headings_that_are_there(document: str) -> None:
    here = ROOT / document
    for target, anchor in re.findall(r"\]\(([^)#\s:]*)#([^)\s]+)\)", here.read_text("utf-8")):
        assert anchor in anchors(here.parent / target if target else here), f"{document}: {target}#{anchor}"
