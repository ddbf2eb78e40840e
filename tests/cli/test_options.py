"""The options that commands share are the same wherever they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import kpitrack
from kpitrack.cli.group import Group, load, program
from kpitrack.cli.options import common_options

JUDGING = {
    "status", "show", "explain", "validate", "diff", "tree", "logic", "roadmap", "review", "compare", "report", "export",
    "sheet export",
}  # fmt: skip
#: Options whose words are of the command alone.
OWN = {
    "--year",
    "--replace",
    "--source",
    "--fail-on",
    "--by",
    "--status",
    "--out",
    "--format",
    "--goal",
    "--kpi",
    "--strategy",
}


def commands() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in program().table:
        command = load(entry)
        if isinstance(command, Group):
            found |= {f"{entry.name} {inner.name}": load(inner) for inner in command.table}
        else:
            found[entry.name] = command
    return found


def test_every_command_that_judges_takes_the_year_of_judging() -> None:
    taking = {name for name, command in commands().items() if any("--as-of" in one.opts for one in command.params)}
    assert taking >= JUDGING


def test_an_option_of_several_commands_says_the_same_in_each() -> None:
    helps: dict[str, set[tuple[str, str | None]]] = {}
    for name, command in commands().items():
        for option in command.params:
            if option.param_type_name == "option" and not (name == "review" and option.name == "as_of"):
                helps.setdefault(option.opts[0], set()).add((option.help, option.metavar))
    assert {option: said for option, said in helps.items() if len(said) > 1 and option not in OWN} == {}


def test_no_option_of_a_command_is_one_of_every_command() -> None:
    common = {name for option in common_options() for name in (*option.opts, *option.secondary_opts)}
    for name, command in commands().items():
        assert not common & {word for option in command.params for word in option.opts}, name


def test_only_public_names_of_typer_are_used() -> None:
    for path in Path(kpitrack.__file__).parent.rglob("*.py"):
        assert not re.search(r"\btyper\.(\w+\.)*_|from typer import _", path.read_text("utf-8")), path
