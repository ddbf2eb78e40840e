"""Keep the gettext catalogue in step with the code.

python scripts/catalogues.py update          collect the texts from the code, drop the ones no longer used
python scripts/catalogues.py add FILE.json   the same, and take Japanese from {"English": "日本語"}
(a text with a plural takes its one Japanese form)
python scripts/catalogues.py check           exit 1 where the catalogue is not up to date or not complete, or where a
text names a field that its call does not give
"""

from __future__ import annotations

import ast
import fcntl
import json
import string
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "kpitrack"
PO = SOURCE / "language" / "locales" / "ja" / "LC_MESSAGES" / "kpitrack.po"
#: Which of the arguments are texts.
TEXTS = {
    "say": [0],
    "said": [0],
    "say_n": [0, 1],
    "mark": [0],
    "translate": [0],
    "option": [1],
    "argument": [1],
    "choice": [3],
}


def collect() -> Catalog:
    """The texts marked in the code, in the order of the files.

    Read from the syntax tree: Babel's own extraction passes over calls within f-strings.
    """
    catalogue = Catalog(project="kpitrack", locale="ja", charset="utf-8", fuzzy=False)
    for path, _, words in marked():
        location = (path.relative_to(SOURCE).as_posix(), None)
        catalogue.add(tuple(words) if len(words) > 1 else words[0], locations=[location])
    return catalogue


def marked() -> Iterator[tuple[Path, ast.Call, list[str]]]:
    """The calls that mark texts, in the order of the files, with these."""
    for path in sorted(SOURCE.rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
            places = TEXTS.get(getattr(call.func, "id", ""), [])
            words = [a.value for i, a in enumerate(call.args) if i in places and isinstance(a, ast.Constant)]
            if words and all(isinstance(word, str) and word for word in words):
                yield path, call, [str(word) for word in words]


def not_given() -> list[str]:
    """The calls that do not give all fields that their texts name."""
    found = []
    for path, call, words in marked():
        given = {keyword.arg for keyword in call.keywords} | ({"n"} if ast.unparse(call.func) == "say_n" else set())
        if ast.unparse(call.func) in {"say", "said", "say_n"} and None not in given:
            lacking = set().union(*map(fields, words)) - given
            found += [f"{path.relative_to(ROOT)}:{call.lineno}: {name} is not given" for name in sorted(lacking)]
    return found


def merge(translations: dict[str, str]) -> tuple[Catalog, list[str]]:
    """The catalogue of the code with the Japanese that is known, and what has none."""
    old = Catalog()
    if PO.exists():
        with PO.open("rb") as file:
            old = read_po(file, locale="ja")
    new = collect()
    missing = []
    for message in new:
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        known = old.get(key)
        text = translations.get(key) or (known.string if known else "")
        if isinstance(text, (tuple, list)):
            text = text[0]
        message.string = text if isinstance(message.id, str) else (text,)
        if not text:
            missing.append(key)
        elif fields(key) < fields(text):
            missing.append(f"{key} (the Japanese names a field that the English has not)")
    return new, missing


def fields(template: str) -> set[str]:
    """The names of the fields of a `str.format` template."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}
    except ValueError:
        return set()


def main(arguments: list[str]) -> int:
    """Run one of the three commands."""
    command = arguments[0] if arguments else "update"
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        translations = json.loads(Path(arguments[1]).read_text("utf-8")) if command == "add" else {}
        catalogue, missing = merge(translations)
        buffer = BytesIO()
        write_po(buffer, catalogue, width=110, omit_header=False, sort_output=False)
        lines = buffer.getvalue().decode().splitlines(keepends=True)
        text = "".join(
            line for line in lines if not line.startswith(('"POT-Creation', '"PO-Revision', '"Generated-By'))
        )
        stale = not PO.exists() or PO.read_text("utf-8") != text
        if command != "check":
            PO.write_text(text, "utf-8")
        with PO.open("rb") as po, PO.with_suffix(".mo.new").open("wb") as mo:
            write_mo(mo, read_po(po, locale="ja"))
        PO.with_suffix(".mo.new").replace(PO.with_suffix(".mo"))  # a program that reads it meanwhile reads a whole one
    for key in missing:
        print(f"no Japanese: {key!r}")
    for place in (lacking := not_given()):
        print(place)
    if command == "check" and stale:
        print("the catalogue is not up to date: python scripts/catalogues.py update")
    return int(command == "check" and (stale or bool(missing) or bool(lacking)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
