"""From the arguments to an exit code: 0 fine, 1 findings, 2 wrong usage or nothing to do, 3 a fault of ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from kpitrack import language
from kpitrack.diagnostics.gaps import gaps
from kpitrack.language import Complaint, Language, say
from kpitrack.language.system import preferred, reason_of
from kpitrack.repository.discovery import NothingHere

from .context import CommonOptions, Ended, Usage, begin, complain, note
from .streams import close_quietly, open_streams

FINE, FINDINGS, USAGE, OURS, INTERRUPTED = 0, 1, 2, 3, 130
COMPLETE = "_KPITRACK_COMPLETE"  # by which the script of a shell asks
_SETTINGS_START = 100_000  # bytes in which the language stands


def main() -> NoReturn:
    """Run the command line and exit."""
    open_streams()
    # Looking for plugins of pydantic, of which there are none here, takes a tenth of a short run.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code = _complete() if os.environ.get(COMPLETE) else run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError as error:
        code = _refused(error)
        close_quietly()
    sys.exit(code)


def _complete() -> int:
    """Answer the shell that asks; what goes wrong is no matter for someone who is typing."""
    from .completion import answer

    try:
        language.use(_language(CommonOptions()))
        return answer()
    except Exception:  # noqa: BLE001  whatever it is, the line is left as it was typed
        return USAGE


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    common = CommonOptions()
    try:
        language.use(_first_language(arguments))
        common, rest = _common_options(arguments)
        begin(common)
        language.use(_language(common))
        code = _dispatch(rest)
        return FINDINGS if code == FINE and gaps().left_out else code
    except Ended as ended:
        return ended.code
    except Complaint as error:
        complain(error.message, error.hint)
        return FINDINGS if error.in_data else USAGE
    except OSError as error:
        if common.debug:
            raise
        return _refused(error)
    except KeyboardInterrupt:
        note(say("interrupted"))
        return INTERRUPTED
    except Exception as error:
        if common.debug:
            raise
        complain(
            say("this is a fault of kpitrack itself: {error}", error=f"{type(error).__name__}: {error}"),
            say("nothing was changed by halves; please report it with what --debug prints"),
        )
        return OURS


def _refused(error: OSError) -> int:
    """Say what the system did not let us do: a full disk, a folder without rights."""
    complain(
        say("the system refuses it: {reason}", reason=reason_of(error)),
        say("it is about {path}", path=error.filename) if error.filename else None,
    )
    return USAGE


def _common_options(arguments: Sequence[str]) -> tuple[CommonOptions, list[str]]:
    """What the options say that every command takes, wherever they stand, and the other words."""
    from .arguments import part
    from .options import common_options, options_of_every_command

    given, rest = part(arguments, common_options())
    for one in given:
        if one.value == "":
            raise Usage(say("{option} needs a value", option=one.name))
    return options_of_every_command(**{one.option.name: one.content for one in given}), rest  # type: ignore[arg-type]  # as declared there


def _dispatch(arguments: list[str]) -> int:
    from .group import program

    command = program()
    with command.make_context("kpitrack", arguments) as context:
        result = command.invoke(context)
    return result if isinstance(result, int) else FINE


def _first_language(arguments: Sequence[str]) -> Language:
    """The language before the options are read: for complaints about the options themselves."""
    for i, argument in enumerate(arguments):
        if argument == "--lang" and i + 1 < len(arguments):
            return language.parse_language(arguments[i + 1]) or preferred()
        if argument.startswith("--lang="):
            return language.parse_language(argument[7:]) or preferred()
    return language.parse_language(os.environ.get("KPITRACK_LANG")) or preferred()


def _language(common: CommonOptions) -> Language:
    """Flag, then ``KPITRACK_LANG``, then ``kpitrack.yaml``, then the locale."""
    if common.lang:
        if chosen := language.parse_language(common.lang):
            return chosen
        raise Usage(say("there is no language {language}", language=common.lang), say("write --lang ja or --lang en"))
    return language.parse_language(os.environ.get("KPITRACK_LANG")) or _language_of_repository(common) or preferred()


def _language_of_repository(common: CommonOptions) -> Language | None:
    """The language that ``kpitrack.yaml`` sets, read before the file is validated since its errors need a language."""
    import re

    from kpitrack.repository.discovery import SETTINGS, find_root
    from kpitrack.repository.opener import read_beginning

    try:
        text = read_beginning(find_root(common.root), SETTINGS, _SETTINGS_START)
    except NothingHere:
        return None
    if not isinstance(text, bytes):
        return None
    found = re.search(rb"""^language:[ \t]*["']?(ja|en)["']?[ \t\r]*(?:#.*)?$""", text, re.MULTILINE)
    return language.parse_language(found[1].decode()) if found else None
