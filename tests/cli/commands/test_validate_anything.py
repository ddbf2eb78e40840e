"""Whatever is done to the text of valid files, `validate` answers, in every format, and the other commands agree."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..conftest import Run

BASE = Path(__file__).parents[2] / "checks/repository"
FILES = {path.relative_to(BASE).as_posix(): path.read_text("utf-8") for path in sorted(BASE.rglob("*.yaml"))}
PIECES = [
    "", "{", "}", "[", "]", ": ", ", ", "\n", "\n  ", "- ", '"', "'", " #", "&a", "*a", "!t", "%", "@", "|\n", "---\n", "\t", "　",
    "令和", "R6", "年度", "▲", "１", "3,141", "0x1F", "1e400", "1e100", ".nan", "null", "true", "<<: ", "\r", "\x85", "\u2028",
    "\ufeff", "\x1b", "\x00", "id: a\n", "value: 0", "year: 2020", "better: lower", "9" * 400, "\udcff",
]  # fmt: skip


@st.composite
def edited(draw: st.DrawFn) -> dict[str, bytes]:
    """The files, one of them with some stretches of its text replaced."""
    files = {path: text.encode() for path, text in FILES.items()}
    path = draw(st.sampled_from(sorted(files)))
    text = FILES[path]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        other = draw(st.integers(0, len(text)))
        piece = draw(st.sampled_from([*PIECES, text[other : other + 30]]))
        text = text[:start] + piece + text[end:]
    files[path] = text.encode("utf-8", "surrogateescape")
    return files


@given(edited(), st.sampled_from(["text", "concise", "github", "sarif", "junit", "markdown"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_every_file_is_answered(run: Run, files: dict[str, bytes], format_: str) -> None:
    with TemporaryDirectory() as folder:
        for path, data in files.items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_bytes(data)
        result = run("validate", "--root", folder, "--as-of", "2024", "--format", "json")
        assert result.code in {0, 1}, result.err
        found = json.loads(result.out)["diagnostics"]
        assert any(one["severity"] == "error" for one in found) is bool(result.code)
        told = {(one["code"], one["path"], one["line"], one["column"], one["message"]) for one in found}
        assert len(told) == len(found)
        other = run("validate", "--root", folder, "--as-of", "2024", "--format", format_, "--lang", "ja")
        assert other.code == result.code
        assert run("status", "--root", folder, "--as-of", "2024", "--format", "json").code == result.code
