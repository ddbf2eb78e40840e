from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from kpitrack import __version__
from kpitrack.cli.opening import looked_into, root_at_hand
from kpitrack.cli.options import as_of_year, choice
from kpitrack.cli.screen import show
from kpitrack.language import Text, active, mark, say, say_n
from kpitrack.repository.discovery import ACTUALS, STRATEGIES, NothingHere
from kpitrack.views.doctor import Condition

HELP = mark(
    "Say what is missing here: versions, language, encoding, fonts, git, hooks, cache, the repository, extras.\n\n"
    "Exit code 1 where something does not work for want of it. Nothing is changed, and nothing is fetched."
)
FORMATS = ("text", "json")
_LIBRARIES = ("pydantic", "ruamel.yaml", "polars", "rich", "typer")
_EXTRAS = {"pdf": "pdfplumber", "dask": "distributed", "spark": "pyspark"}
_SAMPLE = "令和6年度 ○◎△▽× −"
_FONTS = ("noto", "sourcehan", "ipa", "takao", "vl-", "meiryo", "msgothic", "msmincho", "yugoth", "yumin", "hiragino")
"""How the files of fonts with Japanese characters begin."""
_FONT_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts",
    "%WINDIR%/Fonts", "%LOCALAPPDATA%/Microsoft/Windows/Fonts",
)  # fmt: skip
_HOOK = "pre-commit"


def run(format_: Annotated[str, choice("--format", FORMATS)] = "text") -> int:
    from kpitrack.views import doctor

    conditions = list(examine())
    show(doctor.as_json(conditions) if format_ == "json" else doctor.as_text(conditions), format_=format_)
    return int(any(one.state == "missing" for one in conditions))


def examine() -> Iterator[Condition]:
    """What is there and what is missing, subject by subject."""
    yield _versions()
    yield Condition("language", "fine", say("Japanese") if active() == "ja" else say("English"))
    yield _encoding(getattr(sys.stdout, "encoding", None) or "")
    yield _fonts()
    yield from _git()
    yield _cache()
    yield from _repository()
    yield from _extras()


def _versions() -> Condition:
    libraries = ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    found = say(
        "kpitrack {version}, Python {python} on {system}, {libraries}",
        version=__version__,
        python=platform.python_version(),
        system=platform.system(),
        libraries=libraries,
    )
    return Condition("versions", "fine", found)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # within a program of one file
        return "?"


def _encoding(encoding: str) -> Condition:
    try:
        _SAMPLE.encode(encoding)
    except (UnicodeError, LookupError):
        return Condition(
            "encoding",
            "missing",
            say("the screen is in {encoding}, which cannot show: {sample}", encoding=encoding or "?", sample=_SAMPLE),
            say("set PYTHONUTF8=1; on Windows also: chcp 65001"),
        )
    return Condition("encoding", "fine", say("the screen is in {encoding}", encoding=encoding))


def _fonts() -> Condition:
    for folder in _FONT_FOLDERS:
        for path in _below(Path(os.path.expandvars(folder)).expanduser()):
            name = path.name.lower()
            if name.startswith(_FONTS) and (not name.startswith("noto") or "cjk" in name or "jp" in name):
                return Condition("fonts", "fine", say("Japanese characters in charts: {font}", font=path.stem))
    return Condition(
        "fonts",
        "missing",
        say("no font with Japanese characters was found; charts that are pictures will show boxes"),
        say("install one, such as Noto Sans CJK JP (Debian: apt install fonts-noto-cjk)"),
    )


def _below(folder: Path) -> Iterator[Path]:
    """The files of fonts in a folder and its folders."""
    for at, _, names in os.walk(folder):
        yield from (Path(at, name) for name in names if name.lower().endswith((".ttf", ".ttc", ".otf")))


def _git() -> Iterator[Condition]:
    from kpitrack.history.git import GitFault, NoRepository, require_git, run

    folder = root_at_hand() or Path.cwd()
    try:
        numbers = run(folder, "--version").decode("utf-8", "replace").strip().removeprefix("git version ")
        git = require_git(folder)
    except NoRepository as error:
        yield Condition("git", "optional", error.message, error.hint)
        return
    except GitFault as error:
        install = say("install git; without it diff, log and the check for moved targets are missing")
        yield Condition("git", "missing", error.message, error.hint or install)
        return
    if git.shallow:
        yield Condition(
            "git",
            "missing",
            say("git {version}; the history was not fetched whole, so that nothing can be compared", version=numbers),
            say("fetch it: git fetch --unshallow"),
        )
    else:
        yield Condition("git", "fine", say("git {version}; the work tree {path}", version=numbers, path=git.top))
    yield _hooks(git.top, Path(run(git.top, "rev-parse", "--git-path", f"hooks/{_HOOK}").decode().rstrip("\n")))


def _hooks(top: Path, hook: Path) -> Condition:
    if (top / hook).is_file():
        return Condition("hooks", "fine", say("commits are checked before they are made"))
    if (top / ".pre-commit-config.yaml").is_file():
        return Condition(
            "hooks",
            "missing",
            say("there is a .pre-commit-config.yaml, and nothing runs it"),
            say("once, here: pip install pre-commit && pre-commit install"),
        )
    return Condition("hooks", "optional", say("commits are not checked before they are made"), say("see docs/ci.md"))


def _cache() -> Condition:
    from kpitrack.repository.cache import open_store

    told: list[Text] = []
    store = open_store(told.append)
    if store is None:
        return Condition("cache", "optional", say("off, by KPITRACK_CACHE: every run begins anew"))
    store.put(b"doctor", payload=b"1")
    if told or store.get(b"doctor") != b"1":
        reason = told[0] if told else say("the cache in {path} keeps nothing", path=store.folder)
        return Condition("cache", "missing", reason, say("name another folder in KPITRACK_CACHE, or off"))
    return Condition("cache", "fine", say("kept in {path}", path=store.folder))


def _repository() -> Iterator[Condition]:
    from kpitrack.model.in_force import InForce
    from kpitrack.model.years import show_year

    settings = InForce()
    if (root := root_at_hand()) is None:
        yield Condition(
            "repository",
            "optional",
            say("there is none here"),
            say("start one with: kpitrack init, or name it: --root"),
        )
    else:
        try:
            space = looked_into(None)
        except NothingHere as error:
            yield Condition("repository", "missing", error.message, error.hint)
        else:
            settings, errors = space.in_force, len(space.errors)
            found = say("{files} files in {path}", files=len(space.listing.paths), path=root)
            if errors:
                found = say_n("{n} error in {path}", "{n} errors in {path}", errors, path=root)
            yield Condition(
                "repository", "missing" if errors else "fine", found, say("see: kpitrack validate") if errors else None
            )
        shut = [
            one for one in (root, root / STRATEGIES, root / ACTUALS) if one.exists() and not os.access(one, os.W_OK)
        ]
        if shut:
            yield Condition(
                "repository",
                "optional",
                say("nothing can be written in {path}", path=shut[0]),
                say("to record values there, the right to write is needed"),
            )
    year = show_year(as_of_year(None, settings), era=True)
    yield Condition("fiscal_year", "fine", say("{year}, by the clock of {zone}", year=year, zone=settings.time_zone))


def _extras() -> Iterator[Condition]:
    for extra, library in _EXTRAS.items():
        if find_spec(library):
            found = say("{extra}: {library} {version}", extra=extra, library=library, version=_version(library))
            yield Condition("extras", "fine", found)
        else:
            hint = say("if needed: pip install {package}", package=f'"kpitrack[{extra}]"')
            yield Condition("extras", "optional", say("{extra} is not installed", extra=extra), hint)
