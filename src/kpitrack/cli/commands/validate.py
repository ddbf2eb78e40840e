from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from kpitrack.cli.context import Usage, has_color, note
from kpitrack.cli.opening import looked_into
from kpitrack.cli.options import AsOf, argument, choice, option
from kpitrack.cli.screen import show
from kpitrack.cli.streams import write_utf8
from kpitrack.diagnostics import CATALOGUE
from kpitrack.diagnostics.gaps import NotChecked, gaps
from kpitrack.language import mark, said, say, say_n
from kpitrack.language.system import reason_of

if TYPE_CHECKING:
    from kpitrack.checks.selection import Selection
    from kpitrack.diagnostics import Diagnostic
    from kpitrack.repository.repository import Listing
    from kpitrack.workspace.open import Files

HELP = mark(
    "Find what is wrong in the files: every finding of every file in one run, each with its line and column.\n\n"
    "With paths, the whole repository is still read, and the findings are limited to them. "
    "Exit code 1 where there are errors, or, with --strict, warnings.\n\n"
    "In GitHub Actions the format is github unless another is asked for: a readable log, annotations beside the lines "
    "of the pull request, and a summary of the job. "
    "A baseline keeps the findings of today, so that an old repository can start clean: only new ones are reported."
)
_LARGEST_BASELINE = 50_000_000  # bytes
MOVED = "moved-target-without-revision"
FORMATS = ("text", "concise", "json", "github", "sarif", "junit", "markdown")


def run(
    paths: Annotated[list[str] | None, argument("PATH", "Files or folders to limit to.")] = None,
    format_: Annotated[str | None, choice("--format", FORMATS)] = None,
    output_file: Annotated[str | None, option("--output-file", "Write the report to this file.", "FILE")] = None,
    strict: Annotated[bool, option("--strict", "Warnings count as errors.")] = False,
    select: Annotated[
        list[str] | None, option("--select", "Only these findings: codes, names, KP4 for all of those.", "CODE,…")
    ] = None,
    ignore: Annotated[list[str] | None, option("--ignore", "All but these findings.", "CODE,…")] = None,
    baseline: Annotated[
        str | None, option("--baseline", "Leave out the findings that this file keeps.", "FILE")
    ] = None,
    write_baseline: Annotated[
        bool, option("--write-baseline", "Write the findings of today to the --baseline file.")
    ] = False,
    base: Annotated[
        str | None,
        option(
            "--base",
            "Look for targets that moved since this revision; else since the main branch was left.",
            "REVISION",
        ),
    ] = None,
    untracked: Annotated[bool, option("--untracked", "Also name the files that git does not track.")] = False,
    as_of: AsOf = None,
) -> int:
    from kpitrack.checks.selection import rules_asked
    from kpitrack.checks.selection import select as selected
    from kpitrack.repository.places import in_order

    in_actions = os.environ.get("GITHUB_ACTIONS") == "true" and output_file is None
    format_ = format_ or ("github" if in_actions else "text")
    if in_actions and format_ == "github":
        write_utf8()
    if write_baseline and not baseline:
        raise Usage(say("--write-baseline needs a file"), say("name it with --baseline FILE"))
    wanted = rules_asked(_words(select), _words(ignore))
    space = looked_into(as_of, asked=wanted)
    root = space.listing.root
    only = [_inside(root, path) for given in paths or () for path in _expanded(given)]
    named = not {MOVED, CATALOGUE[MOVED].code}.isdisjoint(_words(select))
    found = [*space.survey.findings, *(_moved(space, base, named=named) if MOVED in wanted else ())]
    if only:
        found = [one for one in found if any(_is_within(one.path, path) for path in only)]
    chosen = selected(in_order(found), space.in_force, wanted)
    report = _Report(space.listing, chosen, format_, strict=strict, gap_fails=strict or named)
    if baseline:
        if write_baseline:
            _write_baseline(Path(baseline), report)
            return 0
        report.found = _without_known(Path(baseline), report)
    _show(report, output_file)
    if untracked:
        _name_untracked(space.listing)
    failed = any(strict or one.severity == "error" for one in report.found)
    return int(failed or (report.gap_fails and bool(gaps().not_checked)))


def _moved(space: Files, base: str | None, *, named: bool) -> list[Diagnostic]:
    """Targets that moved without a word. Where the history cannot be read, that is said, and nothing taken for right.

    Args:
        space: the repository.
        base: the revision to compare with; else where the main branch was left.
        named: whether the check was asked for by its name. Else a folder without a history has nothing to compare.

    Raises:
        GitFault: there is no revision ``base``.
    """
    from kpitrack.history.git import GitFault, NothingCommitted, in_work_tree
    from kpitrack.history.moved_targets import moved_since
    from kpitrack.repository.places import place

    try:
        found, unseen = moved_since(space.listing, space.read, base)
    except GitFault as error:
        if base is not None:
            raise
        nothing = isinstance(error, NothingCommitted) or not in_work_tree(space.listing.root)
        if named or not nothing:
            gaps().not_checked.append(NotChecked(MOVED, error.message, error.hint))
        return []
    gaps().not_checked += unseen
    return place(found, space.read)


def _name_untracked(listing: Listing) -> None:
    """Say which files were read here and are in no commit.

    Raises:
        GitFault: git cannot be asked.
    """
    from kpitrack.history.git import require_git

    for path in require_git(listing.root).untracked(listing.paths):
        note(say("git does not track {path}: a commit leaves it out; add it with: git add {path}", path=path))


def _is_within(path: str, folder: str) -> bool:
    """Whether ``path`` is ``folder`` or lies in it."""
    return folder in {".", path} or path.startswith(f"{folder}/")


class _Report:
    """What there is to show, and how."""

    def __init__(self, listing: Listing, chosen: Selection, format_: str, *, strict: bool, gap_fails: bool) -> None:
        self.listing = listing
        self.chosen = chosen
        self.found = list(chosen.findings)  # less what a baseline keeps
        self.format = format_
        self.strict = strict
        self.gap_fails = gap_fails

    def lines(self, color: bool, columns: int | None = None) -> Iterable[str]:
        """The report; as text, its excerpts fit into so many columns."""
        from kpitrack.views.findings import text

        files = len(self.listing.paths)
        match self.format:
            case "json":
                from kpitrack.views.findings.json import as_json

                return as_json(self.found, files)
            case "concise":
                return [*text.as_concise(self.found), *_gap_lines()]
            case "text":
                return text.as_text(self.found, color, files=files, columns=columns, more=_gap_lines())
            case "junit":
                from kpitrack.views.findings.junit import as_junit

                paths, gap = self.listing.paths, gaps().not_checked
                return as_junit(self.found, paths, gap, strict=self.strict, gap_fails=self.gap_fails)
            case "markdown":
                return self.markdown()
            case _:
                return self._in_work_tree()

    def markdown(self, prefix: str = "") -> list[str]:
        """The findings, their paths from the top of the work tree, to which the root is the way ``prefix``."""
        from kpitrack.views.findings.markdown import as_markdown
        from kpitrack.views.text.markdown import escape_comment

        gap = (line for one in _gap_lines() for line in ("", f"⚠️ {escape_comment(one.strip())}"))
        return [*as_markdown(self.found, len(self.listing.paths), prefix), *gap]

    def _in_work_tree(self) -> Iterable[str]:
        """The report for a service that looks for each file from the top of the work tree."""
        from kpitrack.history.baseline import recognize
        from kpitrack.history.git import find_git
        from kpitrack.views.findings.github import as_github
        from kpitrack.views.findings.sarif import as_sarif
        from kpitrack.views.findings.text import as_text
        from kpitrack.views.text.workflow_log import stopped

        git = find_git(self.listing.root)
        prefix = git.prefix if git else ""
        if self.format == "sarif":
            accepted = [(one, why.reason) for one, why in self.chosen.ignored]
            return as_sarif(
                self.found, prefix, accepted, lambda one: recognize(one).fingerprint, gap_fails=self.gap_fails
            )
        self._summarize(prefix)
        log = as_text(self.found, color=False, files=len(self.listing.paths), more=_gap_lines())
        return [*stopped(log), *as_github(self.found, prefix, gaps().not_checked, gap_fails=self.gap_fails)]

    def _summarize(self, prefix: str) -> None:
        """Add to the summary of the job, where there is one."""
        if target := os.environ.get("GITHUB_STEP_SUMMARY"):
            text = "\n".join(self.markdown(prefix))
            try:
                with Path(target).open("a", encoding="utf-8", errors="replace") as file:
                    file.write(f"{text}\n\n")
            except OSError as error:  # the findings matter more
                note(say("{path} cannot be written: {reason}", path=target, reason=reason_of(error)))


def _gap_lines() -> list[str]:
    """What could not be checked, for a text."""
    lines = []
    for one in gaps().not_checked:
        lines.append(said("not checked: {check}: {reason}", check=one.check, reason=one.reason))
        lines += [f"  → {one.hint}"] if one.hint else []
    return lines


def _show(report: _Report, output_file: str | None) -> None:
    if output_file is None:
        from kpitrack.views.text.plain import terminal_columns

        show(report.lines(has_color(sys.stdout), terminal_columns()), format_=report.format)
    else:
        from kpitrack.cli.output_file import write_own
        from kpitrack.views.findings.recognized import is_report
        from kpitrack.views.findings.text import summary

        text = "".join(f"{line}\n" for line in report.lines(color=False))
        write_own(output_file, text.encode("utf-8", "replace"), kind=say("a report of validate"), is_ours=is_report)
        note(summary(report.found, len(report.listing.paths)))
    for (rule, path, reason), count in Counter(setting for _, setting in report.chosen.ignored).items():
        note(
            say_n(
                "{n} finding ignored by kpitrack.yaml ({rule}, {path}): {reason}",
                "{n} findings ignored by kpitrack.yaml ({rule}, {path}): {reason}",
                count,
                rule=rule,
                path=path or "*",
                reason=reason,
            )
        )


def _expanded(given: str) -> list[str]:
    """What a wildcard fits, since shells on Windows expand none."""
    from kpitrack.cli.given_files import matching_files

    path = Path(given)
    return [given] if path.exists() or path.is_symlink() else [str(one) for one in matching_files(given)]


def _inside(root: Path, given: str) -> str:
    """``given``, a path as typed, as a path from the root.

    Raises:
        Usage: it is outside the repository.
    """
    path = Path(given)
    # The link itself is meant, not what it leads to.
    real = path.parent.resolve() / path.name if path.name not in {"", ".."} else path.resolve()
    if not real.is_relative_to(root):
        raise Usage(say("{path} is not in the repository {root}", path=given, root=root))
    return real.relative_to(root).as_posix()


def _words(lists: list[str] | None) -> list[str]:
    return [word.strip() for words in lists or () for word in words.split(",") if word.strip()]


def _write_baseline(file: Path, report: _Report) -> None:
    from kpitrack.cli.output_file import write_own
    from kpitrack.history.baseline import dump, is_baseline

    if more := next((one for one in report.found if one.at_least), None):
        raise Usage(
            say("{path} has more faults than are listed: a baseline would hide the rest, and new ones", path=more.path),
            say("mend that file first"),
        )
    content = dump(report.found).encode("utf-8", "replace")
    write_own(file, content, kind=say("a baseline of kpitrack"), is_ours=is_baseline)
    note(
        say_n(
            "{n} finding kept in {path}; it is not reported again",
            "{n} findings kept in {path}; they are not reported again",
            len(report.found),
            path=str(file),
        )
    )


def _without_known(file: Path, report: _Report) -> list[Diagnostic]:
    from kpitrack.history.baseline import BadBaseline, parse, split
    from kpitrack.repository.opener import Refusal, read_given

    data = read_given(file, _LARGEST_BASELINE)
    if isinstance(data, Refusal):
        raise Usage(
            say("{path}: {problem}", path=str(file), problem=data.message),
            say("write it first: kpitrack validate --baseline {path} --write-baseline", path=str(file)),
        )
    try:
        parted = split(report.found, parse(data))
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
