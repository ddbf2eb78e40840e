"""``kpitrack validate``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpitrack.language import mark, say, say_n

from .session import Usage, current, has_color, note
from .usage import AS_OF_HELP, as_of_year, choose

if TYPE_CHECKING:
    from kpitrack.checks.selection import Selection
    from kpitrack.diagnostics import Diagnostic
    from kpitrack.files.repository import Listing

HELP = mark(
    "Find what is wrong in the files: every finding of every file in one run, each with its line and column.\n\n"
    "With paths, the whole repository is still read, and the findings are limited to them. "
    "Exit code 1 where there are errors, or, with --strict, warnings.\n\n"
    "In GitHub Actions the format is github unless another is asked for: a readable log, annotations beside the lines "
    "of the pull request, and a summary of the job. "
    "A baseline keeps the findings of today, so that an old repository can start clean: only new ones are reported."
)
FORMATS = ("text", "concise", "json", "github", "sarif", "junit", "markdown")


def run(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help=mark("Files or folders to limit to."))
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help=mark("text, concise, json, github, sarif, junit or markdown.")),
    ] = None,
    output_file: Annotated[
        str | None, typer.Option("--output-file", metavar="FILE", help=mark("Write the report to this file."))
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=mark("Warnings count as errors."))] = False,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select", metavar="CODE,…", help=mark("Only these findings: codes, names, KP4 for all of those.")
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODE,…", help=mark("All but these findings."))
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", metavar="FILE", help=mark("Leave out the findings that this file keeps.")),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help=mark("Write the findings of today to the --baseline file."))
    ] = False,
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            metavar="REVISION",
            help=mark("Look for targets that moved since this revision; else since the main branch was left."),
        ),
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="YEAR", help=AS_OF_HELP)] = None,
) -> int:
    """Validate the repository."""
    from kpitrack.checks.protocol import Context
    from kpitrack.checks.selection import UnknownRule, rules_asked
    from kpitrack.checks.selection import select as selected
    from kpitrack.checks.survey import Aids, survey
    from kpitrack.files.cache import open_store
    from kpitrack.files.discovery import find_root
    from kpitrack.files.placing import place_many
    from kpitrack.files.repository import list_repository
    from kpitrack.files.workers import FEW

    from .bars import late_bar
    from .work import require_something

    in_actions = os.environ.get("GITHUB_ACTIONS") == "true" and output_file is None
    format_ = choose("--format", format_ or ("github" if in_actions else "text"), FORMATS)
    if write_baseline and not baseline:
        raise Usage(say("--write-baseline needs a file"), say("name it with --baseline FILE"))
    try:
        asked = rules_asked(_words(select), _words(ignore))
    except UnknownRule as error:
        raise Usage(error.message, error.hint) from None
    root = find_root(current().root)
    only = [_inside(root, path) for path in paths or ()]
    listing = list_repository(root)
    require_something(listing)
    year = as_of_year(as_of, listing.configuration.fiscal_year_start)
    store = open_store(note) if len(listing.files) > FEW else None
    with late_bar(say("reading")) as progress:
        found = survey(listing, Context(year), asked, Aids(store, progress, note))
    if "moved-target-without-revision" in asked:
        found += _moved(listing, base)
    if only:
        found = [one for one in found if any(_is_within(one.path, path) for path in only)]
    selection = selected(found, listing.configuration, _words(select), _words(ignore), strict=strict)
    with late_bar(say("finding the lines")) as progress:
        placed = place_many(selection.findings, root, progress=progress, note=note)
    if baseline:
        if write_baseline:
            _write_baseline(Path(baseline), placed, listing)
            return 0
        placed = _without_known(Path(baseline), placed, listing)
    _show(_Report(listing, placed, selection, format_), output_file)
    return int(any(strict or one.severity == "error" for one in placed))


class _Report:
    """What there is to show, and how."""

    def __init__(self, listing: Listing, found: list[Diagnostic], selection: Selection, format_: str) -> None:
        self.listing = listing
        self.found = found
        self.selection = selection
        self.format = format_

    def lines(self, color: bool) -> Iterable[str]:
        """The report."""
        from kpitrack.render import findings_concise, findings_json, findings_text

        files = len(self.listing.paths)
        if self.format == "json":
            return findings_json.render(self.found, files)
        if self.format == "concise":
            return findings_concise.render(self.found)
        if self.format == "text":
            return findings_text.render(self.found, self.listing.read, color, files=files)
        return self._for_services(files)

    def _for_services(self, files: int) -> Iterable[str]:
        from kpitrack.history.baseline import recognizer
        from kpitrack.history.git import find_git
        from kpitrack.render import findings_github, findings_junit, findings_markdown, findings_sarif, findings_text

        if self.format == "junit":
            return findings_junit.render(self.found, self.listing.paths, strict=self.selection.strict)
        if self.format == "markdown":
            return findings_markdown.render(self.found, files)
        git = find_git(self.listing.root)
        prefix = git.prefix if git else ""
        if self.format == "sarif":
            recognize = recognizer(self.listing.read)
            accepted = [(one, why.reason) for one, why in self.selection.ignored]
            return findings_sarif.render(self.found, prefix, accepted, lambda one: recognize(one).fingerprint)
        self._summarize(prefix, files)
        log = findings_text.render(self.found, self.listing.read, color=False, files=files)
        return [*findings_github.as_log(log), *findings_github.render(self.found, prefix)]

    def _summarize(self, prefix: str, files: int) -> None:
        """Add to the summary of the job, where there is one."""
        from kpitrack.render import findings_markdown

        target = os.environ.get("GITHUB_STEP_SUMMARY")
        if target:
            text = "\n".join(findings_markdown.render(self.found, files, prefix))
            with Path(target).open("a", encoding="utf-8", errors="replace") as file:
                file.write(f"{text}\n\n")


def _show(report: _Report, output_file: str | None) -> None:
    if output_file is None:
        for line in report.lines(has_color(sys.stdout.isatty())):
            print(line)
    else:
        from kpitrack.render.findings_text import summary

        text = "".join(f"{line}\n" for line in report.lines(color=False))
        _write(Path(output_file), text)
        note(summary(report.found, len(report.listing.paths)))
    reasons: dict[tuple[str, str | None, str], int] = {}
    for _, setting in report.selection.ignored:
        key = (setting.rule, setting.path, setting.reason)
        reasons[key] = reasons.get(key, 0) + 1
    for (rule, path, reason), count in reasons.items():
        from kpitrack.render.plain import visible

        note(
            say_n(
                "{n} finding ignored by kpitrack.yaml ({rule}, {path}): {reason}",
                "{n} findings ignored by kpitrack.yaml ({rule}, {path}): {reason}",
                count,
                rule=visible(rule),
                path=visible(path or "*"),
                reason=visible(reason),
            )
        )


def _inside(root: Path, given: str) -> str:
    """``given``, a path as typed, as a path from the root.

    Raises:
        Usage: there is nothing, or it is outside the repository.
    """
    path = Path(given)
    if not path.exists() and not path.is_symlink():
        raise Usage(say("there is no file or folder {path}", path=given))
    # The link itself is meant, not what it leads to.
    real = path.parent.resolve() / path.name if path.name not in {"", ".."} else path.resolve()
    if not real.is_relative_to(root):
        raise Usage(say("{path} is not in the repository {root}", path=given, root=root))
    return real.relative_to(root).as_posix()


def _is_within(path: str, folder: str) -> bool:
    return folder in {".", path} or path.startswith(f"{folder}/")


def _words(lists: list[str] | None) -> list[str]:
    return [word.strip() for words in lists or () for word in words.split(",") if word.strip()]


def _moved(listing: Listing, base: str | None) -> list[Diagnostic]:
    """Targets that moved without a word, where the history can be read.

    Raises:
        Usage: there is no revision ``base``.
    """
    from kpitrack.history.git import GitFault
    from kpitrack.history.moved_targets import moved_since

    try:
        return moved_since(listing, base)
    except GitFault as error:
        if base is not None:
            raise Usage(error.message, error.hint) from None
        return []


def _write_baseline(file: Path, found: list[Diagnostic], listing: Listing) -> None:
    from kpitrack.history.baseline import dump

    _write(file, dump(found, listing.read))
    note(
        say_n(
            "{n} finding kept in {path}; it is not reported again",
            "{n} findings kept in {path}; they are not reported again",
            len(found),
            path=str(file),
        )
    )


def _without_known(file: Path, found: list[Diagnostic], listing: Listing) -> list[Diagnostic]:
    from kpitrack.history.baseline import BadBaseline, parse, split

    try:
        parted = split(found, parse(file.read_bytes()), listing.read)
    except OSError as error:
        raise Usage(
            say("{path} cannot be read: {reason}", path=str(file), reason=error.strerror),
            say("write it first: kpitrack validate --baseline {path} --write-baseline", path=str(file)),
        ) from None
    except BadBaseline as error:
        raise Usage(say("{path}: {problem}", path=str(file), problem=error.message), error.hint) from None
    if parted.known:
        note(
            say_n(
                "{n} finding left out: {path} keeps it",
                "{n} findings left out: {path} keeps them",
                len(parted.known),
                path=str(file),
            )
        )
    if parted.gone:
        note(
            say_n(
                "{n} finding in {path} is there no more; write the baseline anew",
                "{n} findings in {path} are there no more; write the baseline anew",
                parted.gone,
                path=str(file),
            )
        )
    return parted.new


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise Usage(say("{path} cannot be written: {reason}", path=str(file), reason=error.strerror)) from None
