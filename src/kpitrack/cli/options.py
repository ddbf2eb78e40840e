"""What typer complains of, in our words and the user's language; and the arguments that commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kpitrack.language import Text, mark, say
from kpitrack.model.years import BadYear, fiscal_year_of, parse_year

from .context import COMMON_NAMES, Usage

AS_OF_HELP = mark("Judge as of this fiscal year; else the current one.")


def translated(error: Exception) -> Usage:
    """The `Usage` that one of typer's own errors stands for."""
    from typer._click import exceptions as typers  # typer has no public names for them

    name = _parameter_name(error)
    if isinstance(error, typers.NoSuchOption):
        from kpitrack.model.suggestions import did_you_mean

        known = [option for parameter in error.ctx.command.params for option in parameter.opts] if error.ctx else []
        return Usage(
            say("there is no option {option}", option=error.option_name),
            did_you_mean(error.option_name, [*known, *COMMON_NAMES]) or _see_help(error),
        )
    if isinstance(error, typers.MissingParameter):
        return Usage(say("{name} is missing", name=name), _see_help(error))
    if isinstance(error, typers.BadOptionUsage):
        return Usage(say("{option} is not used rightly: see whether it needs a value", option=error.option_name))
    if isinstance(error, typers.BadParameter):
        return Usage(say("{name} has a value that it cannot have", name=name), _see_help(error))
    return Usage(say("too many arguments, or one that is not understood"), _see_help(error))


def choose(option: str, value: str, choices: Sequence[str]) -> str:
    """``value``, which must be one of ``choices``.

    Raises:
        Usage: it is not.
    """
    if value in choices:
        return value
    from kpitrack.model.suggestions import did_you_mean

    raise Usage(
        say("{option} cannot be {value}", option=option, value=value),
        did_you_mean(value, choices) or say("write one of: {words}", words=", ".join(choices)),
    )


def choose_several(option: str, value: str | None, choices: Sequence[str]) -> list[str]:
    """The words of a list parted by commas, each of which must be one of ``choices``.

    Raises:
        Usage: one is not.
    """
    return [choose(option, word.strip(), choices) for word in (value or "").split(",") if word.strip()]


def year_argument(name: str, text: str) -> int:
    """A fiscal year as people type it.

    Raises:
        Usage: it is none.
    """
    try:
        return parse_year(text)
    except BadYear as error:
        raise Usage(say("{name}: {problem}", name=name, problem=error.message), error.hint) from None


def as_of_year(text: str | None, start_month: int = 4) -> int:
    """``--as-of``, else the current fiscal year.

    Raises:
        Usage: it is no year.
    """
    if text is None:
        return fiscal_year_of(dt.date.today(), start_month)  # noqa: DTZ011  the user's own calendar
    return year_argument("--as-of", text)


def _parameter_name(error: Exception) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "option_name", ""))
    options = getattr(parameter, "opts", None) or [parameter.name]
    return str(parameter.name).upper() if type(parameter).__name__.endswith("Argument") else str(options[-1])


def _see_help(error: Exception) -> Text | None:
    context = getattr(error, "ctx", None)
    return say("{command} --help tells more", command=context.command_path) if context else None
