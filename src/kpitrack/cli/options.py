"""The options and arguments that several commands share, declared once, and how their values are read."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kpitrack.language import mark, say

from .context import CommonOptions, Usage
from .offers import Words, all_of, kpis, one_of, schemes, strategies
from .streams import write_utf8

if TYPE_CHECKING:
    from kpitrack.model.in_force import InForce

FOR_PEOPLE = frozenset({"text", "table", "concise"})
"""The formats that are read on a console, in its encoding. All others are for programs."""
Said = Callable[[], Mapping[str, str]]
"""Gives the words of an option by all that they are called."""
AS_OF_HELP = mark("Judge as of this fiscal year; else the current one.")


def option(name: str, help_: str, metavar: str | None = None, offers: Callable[..., Any] | None = None) -> Any:
    """An option.

    Args:
        name: how it is written.
        help_: what the help says of it, in English; the catalogue of texts knows it as what stands here.
        metavar: what stands for its value in the help; none for a flag.
        offers: what shells offer for its value.
    """
    return typer.Option(name, metavar=metavar, help=help_, autocompletion=offers)


def argument(metavar: str, help_: str, offers: Callable[..., Any] | None = None) -> Any:
    """An argument, called by its metavar; see `option`."""
    return typer.Argument(metavar=metavar, help=help_, autocompletion=offers)


def choice(name: str, words: Words, metavar: str = "FORMAT", help_: str = "", said: Said | None = None) -> Any:
    """An option, or an argument called by its metavar, whose value must be one of ``words``, which shells offer.

    Args:
        name: how the option is written; or the argument's metavar.
        words: what it may be.
        metavar: what stands for the value in the help.
        help_: what the help says of it; else it lists the words.
        said: gives what else people call the words, such as 継続; see `choose`.
    """

    def check(value: str | None) -> str | None:
        if value is None:
            return None
        if name == "--format" and value in all_of(words) and value not in FOR_PEOPLE:
            write_utf8()
        return choose(name, value, all_of(words), said)

    if not name.startswith("-"):
        return typer.Argument(metavar=name, help=help_, callback=check, autocompletion=one_of(words))
    return typer.Option(name, metavar=metavar, help=help_, callback=check, autocompletion=one_of(words))


AsOf = Annotated[str | None, option("--as-of", AS_OF_HELP, "YEAR")]
Grading = Annotated[
    str | None, option("--grading", "Grade by this scheme instead of the strategies' own.", "NAME", schemes)
]
Bom = Annotated[bool, option("--bom", "Start the CSV with a byte order mark, for Excel.")]
Headings = Annotated[
    str | None, choice("--headings", ("ja",), "ja", "Head the columns of the CSV in Japanese; else by their names.")
]
DryRun = Annotated[bool, option("--dry-run", "Show the difference and write nothing.")]
SheetName = Annotated[str | None, option("--sheet", "Read only this sheet.", "NAME")]
KPIName = Annotated[str, argument("KPI", "strategy/kpi, or the KPI's id.", kpis)]
Sources = Annotated[
    list[str] | None,
    option("--source", "Read a dataset of kpitrack snapshot, not the files; may be repeated.", "DATASET"),
]
Strategies = Annotated[list[str] | None, argument("STRATEGY", "Ids of strategies; else all.", strategies)]


def options_of_every_command(
    root: Annotated[
        str | None,
        option("--root", "the repository; else KPITRACK_ROOT, else the nearest folder upwards that is one", "DIR"),
    ] = None,
    lang: Annotated[
        str | None,
        choice(
            "--lang", ("ja", "en"), "ja|en", "the language of every word; else KPITRACK_LANG, kpitrack.yaml, the locale"
        ),
    ] = None,
    color: Annotated[
        bool | None, option("--color/--no-color", "colours; else NO_COLOR and the terminal decide")
    ] = None,
    keep_going: Annotated[
        bool, option("--keep-going", "leave faulty files out, say which, and go on with the rest")
    ] = False,
    debug: Annotated[bool, option("--debug", "show the traceback of a fault of the program itself")] = False,
) -> CommonOptions:
    """The values of these options."""
    return CommonOptions(root, lang, color, debug, keep_going)


@cache
def common_options() -> list[Any]:
    """The options of every command, as typer knows them."""
    app = typer.Typer(add_completion=False)
    app.command()(options_of_every_command)
    return typer.main.get_command(app).params


def choose(option: str, value: str, choices: Sequence[str], said: Said | None = None) -> str:
    """The one of ``choices`` that ``value`` is.

    Args:
        option: how it is written, for a complaint.
        value: as it was typed.
        choices: what it may be.
        said: gives what else the choices are called, in every language, in small letters. Asked only where needed.

    Raises:
        Usage: it is none of them.
    """
    if value in choices:
        return value
    from kpitrack.model.numbers import narrow
    from kpitrack.model.suggestions import did_you_mean

    named = said().get(narrow(value).strip().casefold(), "") if said else ""
    if named in choices:
        return named
    raise Usage(
        say("{option} cannot be {value}", option=option, value=value),
        did_you_mean(value, choices) or say("write one of: {words}", words=", ".join(choices)),
    )


def choose_several(option: str, value: str | None, choices: Sequence[str], said: Said | None = None) -> list[str]:
    """The words of a list parted by commas, ``,`` or ``、``, each of which must be one of ``choices``; see `choose`.

    Raises:
        Usage: one is not.
    """
    words = (value or "").replace("、", ",").replace("，", ",").split(",")
    return [choose(option, word.strip(), choices, said) for word in words if word.strip()]


def year_argument(name: str, text: str) -> int:
    """A fiscal year as people type it.

    Raises:
        Usage: it is none.
    """
    from kpitrack.model.years import BadYear, parse_year

    try:
        return parse_year(text)
    except BadYear as error:
        raise Usage(say("{name}: {problem}", name=name, problem=error.message), error.hint) from None


def day_argument(option: str, text: str | None) -> str | None:
    """A day as people type it, as the format writes it: 2024-06-30, 2024/6/30, 令和6年6月30日.

    Raises:
        Usage: it is none.
    """
    if not text:
        return None
    from kpitrack.model.suggestions import date_meant

    if day := date_meant(text):
        return day
    raise Usage(say("{option}: {text} is no date", option=option, text=text), say("write it as in 2024-06-30"))


def as_of_year(text: str | None, settings: InForce) -> int:
    """``--as-of``, else the fiscal year that it is by the month and the time zone of ``settings``.

    Raises:
        Usage: it is no year.
    """
    from kpitrack.model.years import fiscal_year_of, today

    if text is None:
        return fiscal_year_of(today(settings.time_zone), settings.fiscal_year_start)
    return year_argument("--as-of", text)


def made_on(time_zone: str) -> dt.date:
    """The day in ``time_zone`` that a report or form names: of ``SOURCE_DATE_EPOCH``, else today.

    Raises:
        Usage: ``SOURCE_DATE_EPOCH`` is no number of seconds.
    """
    from zoneinfo import ZoneInfo

    from kpitrack.model.years import today

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return today(time_zone)
    try:
        return dt.datetime.fromtimestamp(int(epoch), ZoneInfo(time_zone)).date()
    except (ValueError, OverflowError, OSError):
        raise Usage(
            say("SOURCE_DATE_EPOCH is no time: {value}", value=epoch),
            say("write seconds since 1970, such as 1735689600"),
        ) from None
