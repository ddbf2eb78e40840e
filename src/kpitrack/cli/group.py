"""The program as typer sees it: a group that loads a command's module only when it is needed."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from typing import Any, cast

import typer
from typer._click.core import Command as ClickCommand  # typer has no public name for these two
from typer._click.core import Context
from typer.core import TyperCommand, TyperGroup

from kpitrack import __version__
from kpitrack.language import mark, say, translate

from .context import Ended, Usage
from .parameters import take_as_given
from .table import COMMANDS, Entry


class Command(TyperCommand):
    """A command whose help is in the user's language."""

    def get_help(self, ctx: Context) -> str:
        """The help, laid out for wide characters."""
        from .help import command_help

        return command_help(self, ctx)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Take a negative number for the argument that it is, not for options."""
        if _takes_numbers(self):
            args = [_shield(argument) for argument in args]
        return super().parse_args(ctx, args)


class Group(TyperGroup):
    """Commands by name, each loaded when asked for."""

    table = COMMANDS

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002  typer's signature
        """The names, in the order of the table."""
        return [entry.name for entry in self.table]

    def get_command(self, ctx: Context, cmd_name: str) -> ClickCommand | None:  # noqa: ARG002
        """The command called ``cmd_name``, its module loaded."""
        return next((load(entry.module, entry.name) for entry in self.table if entry.name == cmd_name), None)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, ClickCommand | None, list[str]]:
        """Find the command, or say which one may have been meant."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from kpitrack.model.suggestions import did_you_mean

            raise Usage(
                say("there is no command {name}", name=args[0]),
                did_you_mean(args[0], self.list_commands(ctx)) or say("kpitrack --help lists them"),
            )
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Context) -> str:
        """The help, laid out for wide characters."""
        from .help import group_help

        return group_help(self, ctx)


def load(module: str, name: str) -> ClickCommand:
    """The command ``name`` of ``kpitrack.cli.commands.<module>``, its help in the user's language."""
    loaded = importlib.import_module(f"kpitrack.cli.commands.{module}")
    if hasattr(loaded, "SUBCOMMANDS"):
        return _group(name, translate(loaded.SUMMARY), loaded.SUBCOMMANDS)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name, cls=Command)(loaded.run)
    command = typer.main.get_command(app)
    command.name = name
    for parameter in command.params:
        help_ = getattr(parameter, "help", None)
        if help_:
            parameter.help = translate(help_)  # type: ignore[attr-defined]  # options and arguments both have one
    command.help = translate(loaded.HELP)
    return command


def _group(name: str, summary: str, table: tuple[Entry, ...]) -> ClickCommand:
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, cls=Group)
    app.callback()(lambda: None)
    group = cast(Group, typer.main.get_command(app))
    group.name, group.help, group.table, group.no_args_is_help = name, summary, table, True
    return group


@cache
def program() -> Any:
    """The whole program."""
    take_as_given()
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, cls=Group)

    @app.callback(invoke_without_command=True)
    def root(
        ctx: typer.Context,
        version: bool = typer.Option(False, "--version", help=mark("Show the version and exit.")),
    ) -> None:
        if version:
            print(f"kpitrack {__version__}")
            raise Ended(0)
        if ctx.invoked_subcommand is None:
            print(ctx.get_help())
            raise Ended(0 if "--help" in sys.argv else 2)

    return typer.main.get_command(app)


def _takes_numbers(command: TyperCommand) -> bool:
    return command.name == "add-actual"


def _shield(argument: str) -> str:
    """A negative number such as ``-5`` or ``-2,530`` with U+2212 for its sign, which no option starts with."""
    return f"\N{MINUS SIGN}{argument[1:]}" if argument[:1] == "-" and argument[1:2].isdigit() else argument
