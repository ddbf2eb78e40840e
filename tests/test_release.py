"""What makes a release and the documentation's site."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from kpitrack.cli.table import COMMANDS

ROOT = Path(__file__).resolve().parents[1]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


class TestNotes:
    CHANGELOG = (
        "# Changelog\n\n## Unreleased\n\n* Next.\n\n## 1.2.0 - 2027-04-01\n\n* New.\n* More.\n\n## 1.1.0\n\n* Old.\n"
    )

    def test_they_are_the_changelogs(self) -> None:
        notes = script("release_notes").notes
        assert notes("v1.2.0", "1.2.0", self.CHANGELOG) == "* New.\n* More.\n"
        assert notes("v1.1.0", "1.1.0", self.CHANGELOG) == "* Old.\n"

    @pytest.mark.parametrize(("tag", "version"), [("v1.2.1", "1.2.0"), ("v1.3.0", "1.3.0"), ("v1.2", "1.2")])
    def test_a_tag_that_they_do_not_tell_of(self, tag: str, version: str) -> None:
        with pytest.raises(ValueError, match=r"tag|changelog"):
            script("release_notes").notes(tag, version, self.CHANGELOG)


class TestOfflineInstaller:
    def wanted(self, system: str) -> dict[str, str]:
        offline = script("offline")
        lines = list(offline.wanted(offline.SYSTEMS[system], "3.13"))
        assert all("--hash=sha256:" in line and ";" not in line for line in lines)
        return {line.split("==")[0]: line for line in lines}

    def test_each_system_gets_what_its_own_markers_ask_for(self) -> None:
        windows, linux = self.wanted("windows"), self.wanted("linux")
        assert windows.keys() - linux.keys() == {"colorama", "tzdata"}
        assert not linux.keys() - windows.keys()
        assert {"polars", "pydantic", "typer"} <= linux.keys()

    @pytest.mark.parametrize("name", ["windows", "linux"])
    def test_the_installer_is_two_lines_and_fetches_nothing(self, name: str) -> None:
        lines = script("offline").SYSTEMS[name].lines("3.13").splitlines()
        assert len(lines) == 2
        assert "--no-index" in lines[1]
        assert "--require-hashes" in lines[1]


class TestTheDocumentation:
    def test_the_reference_has_every_command(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "80")
        site = script("docs_site")
        for code, word in (("en", "Usage:"), ("ja", "使い方:")):
            text = "\n".join(site._reference(code))
            for command in COMMANDS:
                assert f"## kpitrack {command.name}\n" in text
            assert "### kpitrack sheet export\n" in text
            assert text.count(word) > len(COMMANDS)

    @pytest.mark.parametrize(
        ("written", "page", "shown"),
        [
            ("[x](../CONTRIBUTING.md)", "README.md", "[x](https://example.test/blob/main/CONTRIBUTING.md)"),
            ("[x](../../src/a.py)", "decisions/a.md", "[x](https://example.test/blob/main/src/a.py)"),
            ("[x](../format.md)", "decisions/a.md", "[x](../format.md)"),
            ("# T\n\n[日本語](ci.ja.md)\n\ntext", "ci.md", "# T\n\n\ntext"),
        ],
    )
    def test_links_that_leave_it(self, written: str, page: str, shown: str) -> None:
        file: Any = SimpleNamespace(file=SimpleNamespace(src_uri=page))
        found = script("docs_site").on_page_markdown(written, page=file, config={"repo_url": "https://example.test"})
        assert found == shown
