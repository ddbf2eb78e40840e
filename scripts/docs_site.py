"""Hooks of mkdocs: the reference of the commands, all pages of a folder, and links that leave docs/."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kpitrack import language
from kpitrack.cli.group import Group, program
from kpitrack.language import translate

_OUTSIDE = re.compile(r"(?<=\]\()(\.\.?/[^)\s#]+)")
_OTHER_LANGUAGE = re.compile(r"^\[(?:日本語|English)\]\([\w.-]+\.md\)\n", re.MULTILINE)
_TITLES = {"en": "# Commands", "ja": "# コマンド"}


def on_config(config: Any) -> Any:
    """Write the reference of the commands, and list the pages of the folders that hold many of a kind."""
    for code, name in (("en", "commands.md"), ("ja", "commands.ja.md")):
        text = "\n".join(_reference(code)) + "\n"
        Path(config["docs_dir"], name).write_text(text, "utf-8", newline="\n")
    _list(config["nav"], Path(config["docs_dir"]))
    return config


def _list(entries: list[Any], docs: Path) -> None:
    for entry in entries:
        for title, pages in entry.items() if isinstance(entry, dict) else ():
            if isinstance(pages, list) and len(pages) == 1 and str(pages[0]).endswith("/README.md"):
                folder = posixpath.dirname(pages[0])
                names = sorted(path.name for path in (docs / folder).glob("*.md"))
                entry[title] = [*pages, *(f"{folder}/{name}" for name in names if name != "README.md")]
            elif isinstance(pages, list):
                _list(pages, docs)


def _reference(code: str) -> Iterator[str]:
    """The help of every command, as a terminal of 88 columns shows it."""
    language.use("ja" if code == "ja" else "en")
    os.environ["COLUMNS"] = "88"
    yield _TITLES[code]
    group = program()
    with group.make_context("kpitrack", [], resilient_parsing=True) as context:
        yield from _fenced(group.get_help(context))
        yield from _commands(group, context, 2)


def _commands(group: Group, above: Any, level: int) -> Iterator[str]:
    for row in group.table:
        command = group.get_command(above, row.name)
        if command is None:
            continue
        with command.make_context(row.name, [], parent=above, resilient_parsing=True) as context:
            yield from ("", f"{'#' * level} {context.command_path}", "", translate(row.summary), "")
            yield from _fenced(command.get_help(context))
            if isinstance(command, Group):
                yield from _commands(command, context, level + 1)


def _fenced(text: str) -> Iterator[str]:
    yield from ("```text", text, "```")


def on_page_markdown(markdown: str, *, page: Any, config: Any, **_: Any) -> str:
    """Lead links to files outside docs/ to the repository; the site has its own way to the other language."""
    folder = posixpath.dirname(page.file.src_uri)

    def led(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join("docs", folder, found[1]))
        return found[1] if path.startswith("docs/") else f"{config['repo_url']}/blob/main/{path}"

    return _OTHER_LANGUAGE.sub("", _OUTSIDE.sub(led, markdown), count=1)
