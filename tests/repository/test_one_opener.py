"""Files are opened to be read in one place; every other place where something is opened is listed with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import kpitrack

SOURCE = Path(kpitrack.__file__).parent
OPENING = frozenset({"open", "fdopen", "read_bytes", "read_text", "readlink", "scan_parquet", "read_parquet", "Popen"})
IN_MEMORY = frozenset({"archive", "book", "parts", "pdfplumber"})  # what is opened of these are parts of bytes at hand
ELSEWHERE = {
    "repository/opener.py": "the one place",
    "repository/cache.py": "a folder of our own",
    "repository/held_folder.py": "what is to be written is held against what is there, no link followed",
    "repository/staging.py": "writes",
    "cli/output_file.py": "writes",
    "cli/streams.py": "the streams of the process",
    "cli/completion.py": "the user's own settings of the shell",
    "cli/commands/validate.py": "writes to the summary that the service names",
    "cli/commands/init.py": "templates of our own",
    "cli/commands/report.py": "opens the browser",
    "report/site/build.py": "assets of our own, and the folder that is written to",
    "cli/commands/export.py": "files of its own that wait to be moved",
    "exchange/tidy.py": "writes, into a folder that waits to be moved",
    "exchange/package/write.py": "writes, into a folder that waits to be moved",
    "cli/origin.py": "what pip has noted of the program itself",
    "model/local_governments.py": "a table of our own",
    "report/site/output.py": "what it has written before, for its hash, no link followed",
    "exchange/dataset/read.py": "Parquet, whose files were looked at by the opener",
}


def _opened(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in IN_MEMORY:
                continue
            if isinstance(node.func, ast.Name) and node.func.id in {"open", "Popen"}:
                name = node.func.id
            if name in OPENING:
                yield f"{node.lineno}: {name}"


def test_nothing_else_is_opened() -> None:
    found = {
        path.relative_to(SOURCE).as_posix(): list(_opened(ast.parse(path.read_text("utf-8"))))
        for path in SOURCE.rglob("*.py")
    }
    opening = {name: calls for name, calls in found.items() if calls}
    assert {name: calls for name, calls in opening.items() if name not in ELSEWHERE} == {}
    assert ELSEWHERE.keys() - opening.keys() == set(), "no longer opens anything"
