"""The repository that a command works on: read, checked, and refused where it has errors."""

from __future__ import annotations

from dataclasses import dataclass

from kpitrack.checks.check import Context
from kpitrack.checks.run import standing
from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.language import say, say_n
from kpitrack.repository.discovery import Kind, NothingHere, find_root
from kpitrack.repository.places import place
from kpitrack.repository.repository import Listing, Repository, faulty, read_repository

from .context import Ended, current, note
from .options import as_of_year


@dataclass(frozen=True, slots=True)
class Work:
    """A repository free of errors, and the year to judge it at."""

    repository: Repository
    as_of: int
    warnings: list[Diagnostic]


def open_work(as_of: str | None = None) -> Work:
    """The repository, for a command that computes from it.

    Raises:
        Ended: it has errors, which have been shown.
        NothingHere: there is no repository, or no strategy in it.
    """
    repository = read_repository(find_root(current().root))
    require_something(repository)
    year = as_of_year(as_of, repository.configuration.fiscal_year_start)
    findings = standing(repository, Context(year))
    errors = [found for found in findings if found.severity is Severity.ERROR]
    if errors and current().keep_going:
        repository, findings = _leave_out(repository, findings, year)
    elif errors:
        show_findings(place(errors, repository.read))
        raise Ended(1)
    return Work(repository, year, findings)


def require_something(repository: Repository | Listing) -> None:
    """Refuse a repository without strategies and without findings.

    Raises:
        NothingHere: there is nothing to work on.
    """
    strategies = repository.of(Kind.STRATEGY) if isinstance(repository, Listing) else repository.strategies
    if not strategies and not repository.findings:
        raise NothingHere(
            say("there is no strategy below {path}", path=f"{repository.root}/data/strategies"),
            say("write one there, or start with an example: kpitrack init"),
        )


def show_findings(findings: list[Diagnostic]) -> None:
    """Show placed ``findings`` on stderr, each with its line."""
    import sys

    from kpitrack.views.findings.text import as_text
    from kpitrack.views.text.plain import terminal_columns

    for line in as_text(findings, current_color(), columns=terminal_columns(sys.stderr)):
        note(line)


def current_color() -> bool:
    """Whether stderr takes colours."""
    import sys

    from .context import has_color

    return has_color(sys.stderr.isatty())


def _leave_out(repository: Repository, findings: list[Diagnostic], year: int) -> tuple[Repository, list[Diagnostic]]:
    """The repository less its faulty files, and less what then has errors for want of them."""
    while left := faulty(findings):
        for path in sorted(left):
            note(say("left out, since it has errors: {path}", path=path))
        repository = repository.without(left)
        if not repository.strategies:
            note(say_n("no strategy is left", "no strategies are left", 0))
            raise Ended(1)
        findings = standing(repository, Context(year))
    return repository, findings
