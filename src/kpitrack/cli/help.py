"""``--help``, laid out by display width so that Japanese lines up."""

from __future__ import annotations

import shutil
from typing import Any

from kpitrack.language import said, say, translate
from kpitrack.views.text.plain import pad, width, wrap

from .context import ENVIRONMENT
from .options import common_options

_LEFT = 30


def group_help(group: Any, context: Any) -> str:
    """The help of a group: its commands in the order of their table."""
    about = group.help or said("Track the KPIs of regional strategies: plain files in, verdicts out.")
    lines = [f"{say('Usage:')} {context.command_path} COMMAND …", "", *_paragraphs(about)]
    lines += _section(say("Commands:"), [(entry.name, translate(entry.summary)) for entry in group.table])
    lines += _section(say("Options of every command:"), _common())
    own = _of_program() if context.parent is None else []
    lines += _section(say("Options:"), [*own, ("--help", said("show this help and exit"))])
    if context.parent is None:
        lines += _section(say("Environment:"), [(name, translate(text)) for name, text in ENVIRONMENT])
    lines += ["", said("{command} COMMAND --help tells more about one.", command=context.command_path)]
    return "\n".join(lines)


def command_help(command: Any, context: Any) -> str:
    """The help of one command."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not getattr(p, "hidden", False)]
    shape = " ".join(["[OPTIONS]", *(_shape(argument) for argument in arguments)])
    lines = [f"{say('Usage:')} {context.command_path} {shape}", "", *_paragraphs(command.help or "")]
    lines += _section(say("Arguments:"), [(_shape(a), a.help or _choices(a, context)) for a in arguments])
    rows = [(_option(option), option.help or _choices(option, context)) for option in options if option.name != "help"]
    lines += _section(say("Options:"), [*rows, ("--help", said("show this help and exit"))])
    lines += _section(say("Options of every command:"), _common())
    return "\n".join(lines)


def _of_program() -> list[tuple[str, str]]:
    return [
        ("--version", said("show the version and exit")),
        ("--install-completion [SHELL]", said("let the Tab key complete commands, options and names")),
        ("--show-completion [SHELL]", said("print the script that does so, for bash, zsh, fish or powershell")),
    ]


def _common() -> list[tuple[str, str]]:
    return [(_option(option), translate(option.help)) for option in common_options()]


def _choices(parameter: Any, context: Any) -> str:
    """The words that a value must be one of, the same that a shell offers."""
    words = said(", ").join(item.value for item in parameter.shell_complete(context, ""))
    return said("One of {words}.", words=words)


def _shape(argument: Any) -> str:
    name = (argument.metavar or argument.name).upper().strip("[]").removesuffix("...")
    name = f"{name}…" if argument.nargs == -1 else name
    return name if argument.required else f"[{name}]"


def _option(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    if option.secondary_opts:
        names += f" / {option.secondary_opts[0]}"
    return names if option.is_flag else f"{names} {option.metavar or option.name.upper()}"


def _paragraphs(text: str) -> list[str]:
    columns = min(_columns(), 100)
    lines: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        if lines:
            lines.append("")
        if paragraph.startswith("  "):
            lines += paragraph.splitlines()
        else:
            lines += wrap(" ".join(paragraph.split()), columns)
    return lines


def _section(title: object, rows: list[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    left = min(_LEFT, max(width(name) for name, _ in rows) + 2)
    columns = max(24, min(_columns(), 110) - left - 2)
    lines = ["", str(title)]
    for name, text in rows:
        wrapped = wrap(text, columns) or [""]
        if width(name) > left - 2:
            lines.append(f"  {name}")
        else:
            lines.append(f"  {pad(name, left)}{wrapped.pop(0)}".rstrip())
        lines += [f"  {' ' * left}{line}" for line in wrapped]
    return lines


def _columns() -> int:
    return shutil.get_terminal_size((80, 24)).columns
