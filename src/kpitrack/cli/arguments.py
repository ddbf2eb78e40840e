"""What was typed: options told from arguments, and what is wrong with them, in our words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from typer.core import TyperArgument, TyperOption

from kpitrack.language import Text, say

from .context import Usage


class Given(NamedTuple):
    """An option that was given, under one of its names; a flag has no value."""

    option: TyperOption
    name: str
    value: str | None

    @property
    def content(self) -> str | bool:
        """What it says: its value, or whether the flag or its opposite was given."""
        return self.name in self.option.opts if self.value is None else self.value


def part(words: Sequence[str], options: Iterable[TyperOption]) -> tuple[list[Given], list[str]]:
    """Part ``words`` into those of ``options`` that are given, wherever they stand before a ``--``, and the rest.

    Raises:
        Usage: an option lacks its value, has one that it does not take, or has two and takes one.
    """
    by_name = {name: option for option in options for name in (*option.opts, *option.secondary_opts)}
    given: list[Given] = []
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        name, equals, typed = word.partition("=")
        option = by_name.get(name)
        if option is None:
            rest += [word, *waiting] if word == "--" else [word]
        elif option.is_flag:
            if equals:
                raise Usage(say("{option} takes no value", option=name))
            given.append(Given(option, name, None))
        else:
            value = typed if equals else next(waiting, None)
            if value is None:
                raise Usage(say("{option} needs a value", option=name))
            if not option.multiple and any(one.option is option for one in given):
                raise Usage(
                    say("{option} is given twice", option=name), say("it takes one value: leave one of them away")
                )
            given.append(Given(option, name, value))
    return given, rest


def arguments_of(words: Sequence[str], known: Iterable[str], command: str) -> list[str]:
    """The arguments among ``words``, from which the options have been taken. A negative number is an argument.

    Args:
        words: what is left of the line, in its order.
        known: the names of all options that there are, for a hint.
        command: how the command is called, for a hint.

    Raises:
        Usage: a word before the ``--`` is an option that there is not.
    """
    end = words.index("--") if "--" in words else len(words)
    for word in words[:end]:
        if word[:1] == "-" and word != "-" and not word[1:2].isdigit():
            raise no_such_option(word.partition("=")[0], known, command)
    return [*words[:end], *words[end + 1 :]]


def no_such_option(name: str, known: Iterable[str], command: str) -> Usage:
    """The complaint about an option that there is not."""
    from kpitrack.model.suggestions import did_you_mean

    return Usage(say("there is no option {option}", option=name), did_you_mean(name, [*known]) or _see_help(command))


def assign(arguments: Sequence[str], places: Iterable[TyperArgument], command: str) -> dict[str, Any]:
    """The values of the arguments by their names; the last place may take several.

    Raises:
        Usage: one is missing, or there are too many.
    """
    values: dict[str, Any] = {}
    left = list(arguments)
    for place in places:
        if not left and place.required:
            raise Usage(say("{name} is missing", name=(place.metavar or place.name).upper()), _see_help(command))
        if place.nargs == -1:
            values[place.name], left = left or None, []
        else:
            values[place.name] = left.pop(0) if left else place.default
    if left:
        raise Usage(say("there is one argument too many: {argument}", argument=left[0]), _see_help(command))
    return values


def _see_help(command: str) -> Text:
    return say("{command} --help tells more", command=command)
