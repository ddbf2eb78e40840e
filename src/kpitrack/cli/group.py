"""The program as typer sees it: a group that loads a command's module only when it is needed."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from kpitrack import __version__
from kpitrack.language import mark, say, translate

from .arguments import arguments_of, assign, part
from .context import Ended, Usage
from .options import common_options
from .table import COMMANDS, CommandRow


class Command(TyperCommand):
    """A command whose help and complaints are in the user's language, and whose options may stand anywhere."""

    def get_help(self, ctx: Any) -> str:
        """The help, laid out for wide characters."""
        from .help import command_help

        return command_help(self, ctx)

    def get_params(self, ctx: Any) -> list[Any]:
        """The command's options and arguments; for a shell that completes them, those of every command, too."""
        own = super().get_params(ctx)
        return [*own, *common_options()] if ctx.resilient_parsing else own

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take every value as it is typed: all are texts, lists of texts and flags."""
        if ctx.resilient_parsing:  # a shell asks what could come next
            return super().parse_args(ctx, args)
        options = [one for one in self.get_params(ctx) if isinstance(one, TyperOption)]
        given, rest = part(args, options)
        if any(one.name in ctx.help_option_names for one in given):
            print(ctx.get_help())
            raise Ended(0)
        names = [name for option in (*options, *common_options()) for name in (*option.opts, *option.secondary_opts)]
        values = {parameter.name: parameter.default for parameter in self.params}
        for option, _, value in given:
            if option.multiple:
                values[option.name] = [*(values[option.name] or ()), value]  # type: ignore[misc]  # that of an option is a list
            else:
                values[option.name] = True if value is None else value
        words = arguments_of(rest, names, ctx.command_path)
        values |= assign(words, [one for one in self.params if isinstance(one, TyperArgument)], ctx.command_path)
        for parameter in self.params:
            if parameter.callback is not None:
                values[parameter.name] = parameter.callback(ctx, parameter, values[parameter.name])
        ctx.params = values
        return []


class Group(TyperGroup):
    """Commands by name, each loaded when asked for."""

    table = COMMANDS

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  typer's signature
        """The names, in the order of the table."""
        return [entry.name for entry in self.table]

    def get_command(self, ctx: Any, cmd_name: str) -> Command | Group | None:  # noqa: ARG002
        """The command called ``cmd_name``, its module loaded."""
        return next((load(entry) for entry in self.table if entry.name == cmd_name), None)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command, or say which one may have been meant."""
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            from kpitrack.model.suggestions import did_you_mean

            raise Usage(
                say("there is no command {name}", name=args[0]),
                did_you_mean(args[0], self.list_commands(ctx)) or say("kpitrack --help lists them"),
            )
        return args[0] if command else None, command, args[1:]

    def get_help(self, ctx: Any) -> str:
        """The help, laid out for wide characters."""
        from .help import group_help

        return group_help(self, ctx)

    def get_params(self, ctx: Any) -> list[Any]:
        """The group's options; for a shell that completes them, those of every command, too."""
        own = super().get_params(ctx)
        return [*own, *common_options()] if ctx.resilient_parsing else own

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Do what an option before the command asks for; without a command, show the help."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        if not args:
            print(ctx.get_help())
            raise Ended(2)
        options = [one for one in self.get_params(ctx) if isinstance(one, TyperOption)]
        given, rest = part([word for word in args[:1] if word.startswith("-")], options)
        names = [name for option in (*options, *common_options()) for name in (*option.opts, *option.secondary_opts)]
        arguments_of(rest, names, ctx.command_path)
        for asked in given:
            raise Ended(_answer(asked.option.name, ctx, args[1:]))
        ctx.args = args
        return args

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the arguments begin with."""
        name, command, args = self.resolve_command(ctx, ctx.args)
        with command.make_context(name, args, parent=ctx) as within:
            return command.invoke(within)


def _answer(option: str, ctx: Any, args: list[str]) -> int:
    """Do what an option of the program itself asks for."""
    if option == "version":
        print(f"kpitrack {__version__}")
    elif option == "help":
        print(ctx.get_help())
    else:
        from .completion import install, show

        return (install if option == "install_completion" else show)(*args[:1])
    return 0


def load(entry: CommandRow) -> Command | Group:
    """The command of ``entry``, its help in the user's language."""
    if entry.group:
        return _group(entry.name, translate(entry.summary), entry.group)
    loaded = importlib.import_module(f"kpitrack.cli.commands.{entry.module}")
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(entry.name, cls=Command)(loaded.run)
    command = cast(Command, typer.main.get_command(app))
    command.name = entry.name
    command.help, command.short_help = translate(loaded.HELP), translate(entry.summary)
    _translate_help(command.params)
    return command


def _group(name: str, summary: str, table: tuple[CommandRow, ...]) -> Group:
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, cls=Group)
    app.callback()(lambda: None)
    group = cast(Group, typer.main.get_command(app))
    group.name, group.help, group.table = name, summary, table
    return group


def _translate_help(parameters: Sequence[Any]) -> None:
    for parameter in parameters:
        if parameter.help:
            parameter.help = translate(parameter.help)


@cache
def program() -> Group:
    """The whole program."""
    app = typer.Typer(add_completion=True, rich_markup_mode=None, pretty_exceptions_enable=False, cls=Group)

    @app.callback()
    def root(version: bool = typer.Option(False, "--version", help=mark("Show the version and exit."))) -> None:
        pass

    return cast(Group, typer.main.get_command(app))
