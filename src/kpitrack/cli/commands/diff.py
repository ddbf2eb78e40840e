from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from kpitrack.cli.context import current, note
from kpitrack.cli.opening import refuse
from kpitrack.cli.options import AsOf, argument, as_of_year, choice, choose_several, option
from kpitrack.cli.screen import columns, show_as
from kpitrack.diagnostics import Severity
from kpitrack.diagnostics.gaps import LeftOut, NotChecked, gaps
from kpitrack.language import Text, mark, said, say
from kpitrack.repository.discovery import find_root

if TYPE_CHECKING:
    from kpitrack.history.git import Git
    from kpitrack.history.revision_state import State

HELP = mark(
    "Show what changed between two revisions in the project's own terms: actuals added, changed and removed, statuses "
    "and grades that turn, targets, baselines and milestones that moved and whether anything explains it, KPIs and "
    "measures that came, went or have another id.\n\n"
    "Without revisions, the working tree is compared with the commit at which it left the main branch. "
    "Both sides are read straight from git; nothing is checked out. Both are judged as of the same year.\n\n"
    "--fail-on takes: moved-target, moved-target-without-revision, moved-baseline, moved-milestones, "
    "changed-definition, added-, changed-, removed- or annotated-actual, added-, removed-, renamed- or relocated-kpi, "
    "added-, removed- or renamed-measure, added- or removed-strategy, turned-status, turned-grade."
)
FORMATS = ("text", "markdown", "json")


def run(
    base: Annotated[str | None, argument("BASE", "The older revision; A...B compares B with where it left A.")] = None,
    head: Annotated[str | None, argument("HEAD", "The newer revision; else the working tree.")] = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
    fail_on: Annotated[
        str | None, option("--fail-on", "Exit with 1 where there is a change of these kinds.", "KIND,…")
    ] = None,
    as_of: AsOf = None,
) -> int:
    from kpitrack.history.changes import KINDS, UNEXPLAINED, compare, in_order
    from kpitrack.history.git import require_git
    from kpitrack.history.revision_state import state_at
    from kpitrack.history.verdicts import turned
    from kpitrack.views.diff import Compared, as_json, as_markdown, as_text

    failing = set(choose_several("--fail-on", fail_on, (*KINDS, UNEXPLAINED)))
    git = require_git(find_root(current().root))
    first, second = _revisions(git, base, head)
    old = state_at(git, first, fall_back=True)
    new = state_at(git, second) if second else _working_tree()
    year = as_of_year(as_of, new.repository.configuration.in_force)
    _refuse_errors(new, git, second, year)
    changes, renames = compare(old, new)
    verdicts = turned(old, new, renames, year)
    found = in_order([*changes, *verdicts.changes])
    if base is None and (doubt := git.doubt()):
        note(doubt.message, *filter(None, [doubt.hint]))
        gaps().not_checked += [NotChecked(gate, doubt.message) for gate in sorted(failing)]
    for state, side in ((old, say("before")), (new, say("after"))) if failing else ():
        unread = [path for path in sorted(state.dropped) if path not in state.stale]
        if state.unread:  # what is in such a file may have moved, come or gone
            reason = say("{paths} ({side}) could not be read", paths=", ".join(unread), side=side)
            gaps().not_checked += [NotChecked(gate, reason) for gate in sorted(failing)]
    compared = Compared(
        _name(first, base),
        _name(second, head) if second else said("working tree"),
        year,
        found,
        _left_out(old, verdicts.old_out, say("before")) + _left_out(new, verdicts.new_out, say("after")),
    )
    show_as(
        format_,
        text=lambda: as_text(compared, columns()),
        markdown=lambda: as_markdown(compared),
        json=lambda: as_json(compared, first, second),
    )
    left_out = current().keep_going and bool(verdicts.new_out)
    return int(left_out or bool(gaps().not_checked) or any(change.gates & failing for change in found))


def _revisions(git: Git, base: str | None, head: str | None) -> tuple[str, str | None]:
    """The two commits; nothing for the working tree."""
    if base is None:
        return git.starting_point(), None
    if head is None and "..." in base:
        left, _, right = base.partition("...")
        second = git.commit(right or "HEAD")
        return git.merge_base(git.commit(left or "HEAD"), second), second
    if head is None and ".." in base:
        left, _, right = base.partition("..")
        return git.commit(left or "HEAD"), git.commit(right or "HEAD")
    return git.commit(base), git.commit(head) if head is not None else None


def _working_tree() -> State:
    from kpitrack.history.revision_state import state_of
    from kpitrack.repository.repository import read_repository
    from kpitrack.workspace.open import require_something

    repository = read_repository(find_root(current().root))
    require_something(repository)
    return state_of(repository)


def _refuse_errors(new: State, git: Git, commit: str | None, year: int) -> None:
    """Stop where the newer side has errors.

    Raises:
        Ended: it has, and they have been shown.
    """
    from kpitrack.checks.check import Context
    from kpitrack.checks.run import standing
    from kpitrack.history.revisions import repository_at
    from kpitrack.repository.places import place

    errors = [found for found in standing(new.repository, Context(year)) if found.severity is Severity.ERROR]
    if not errors or current().keep_going:
        return
    read = new.repository.read if commit is None else repository_at(git, commit)[1].get
    refuse(place(errors, read))


def _name(commit: str, given: str | None) -> str:
    short = commit[:10]
    return f"{given} ({short})" if given and ".." not in given and not commit.startswith(given) else short


def _left_out(state: State, without_verdicts: frozenset[str], side: Text) -> list[LeftOut]:
    """What was not compared, in words."""
    lines = []
    for path in sorted({*state.dropped, *without_verdicts}):
        dropped = state.dropped.get(path)
        if path in state.stale:
            words = say(
                "{path} ({side}) cannot be read: it is compared as it was in {commit}",
                path=path, side=side, commit=state.stale[path][:10],
            )  # fmt: skip
        elif dropped is None:
            words = say("{path} ({side}) has errors: its verdicts are not compared", path=path, side=side)
        elif dropped:
            places = ", ".join("/".join(map(str, way)) for way in dropped[:5])
            words = say("{path} ({side}) has errors: left out were {places}", path=path, side=side, places=places)
        else:
            words = say("{path} ({side}) cannot be read: it is not compared", path=path, side=side)
        lines.append(LeftOut(path, words))
    return lines
