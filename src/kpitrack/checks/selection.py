"""Which findings are reported: those asked for, except those that `kpitrack.yaml` accepts with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from kpitrack.diagnostics import CATALOGUE, Diagnostic
from kpitrack.language import Complaint, say

if TYPE_CHECKING:
    from kpitrack.model.in_force import Accepted, InForce

CANNOT_BE_IGNORED = frozenset(
    found.name
    for found in CATALOGUE.values()
    if (found.code < "KP3" and found.name != "unknown-file")
    or found.name in {"duplicate-id", "duplicate-actual", "value-needs-status", "undefined-multiple"}
    or found.name in {"target-not-after-baseline", "direction-needed", "cycle", "unknown-scale-word"}
)
"""Names of findings that `kpitrack.yaml` cannot accept, since no figure can be computed despite them."""


class UnknownRule(Complaint):
    """No finding has this name or code."""

    def __init__(self, name: str) -> None:
        from kpitrack.model.suggestions import did_you_mean

        super().__init__(
            say("there is no finding “{name}”", name=name),
            did_you_mean(name, CATALOGUE) or say("see all of them with: kpitrack rule"),
        )


class Selection(NamedTuple):
    """The findings to report, and those that `kpitrack.yaml` accepts, each with the setting that gives the reason."""

    findings: tuple[Diagnostic, ...]
    ignored: tuple[tuple[Diagnostic, Accepted], ...]


def rules_named(text: str) -> frozenset[str]:
    """The names of the rules in ``text``: a name, a code, the start of codes (KP4), or ``all``."""
    if text in CATALOGUE:
        return frozenset({text})
    if text.lower() == "all":
        return frozenset(CATALOGUE)
    if not text.upper().startswith("KP"):
        return frozenset()
    return frozenset(found.name for found in CATALOGUE.values() if found.code.startswith(text.upper()))


def select(findings: Iterable[Diagnostic], settings: InForce, wanted: Collection[str] | None = None) -> Selection:
    """The findings by the rules ``wanted`` (see `rules_asked`), else by those that are on by default."""
    wanted = rules_asked() if wanted is None else wanted
    accepted = [(rules_named(one.rule) - CANNOT_BE_IGNORED, one) for one in settings.ignore]
    kept: list[Diagnostic] = []
    ignored: list[tuple[Diagnostic, Accepted]] = []
    for found in findings:
        if found.rule.name not in wanted:
            continue
        by = next((one for names, one in accepted if found.rule.name in names and covers(one, found.path)), None)
        if by is None:
            kept.append(found)
        else:
            ignored.append((found, by))
    return Selection(tuple(kept), tuple(ignored))


def rules_asked(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
    """The names of the rules to report: those of ``select``, else all on by default, without those of ``ignore``.

    Raises:
        UnknownRule: one of the names or codes is none.
    """
    wanted = _named(select) or {found.name for found in CATALOGUE.values() if found.default}
    return frozenset(wanted - _named(ignore))


def covers(ignored: Accepted, path: str) -> bool:
    """Whether the setting covers ``path``: by a pattern such as ``data/actuals/*.yaml``, a file, or a folder."""
    if ignored.path is None:
        return True
    pattern = ignored.path.removeprefix("./").rstrip("/")
    return fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern}/*")


def _named(texts: Iterable[str]) -> set[str]:
    names: set[str] = set()
    for text in texts:
        found = rules_named(text)
        if not found:
            raise UnknownRule(text)
        names |= found
    return names
