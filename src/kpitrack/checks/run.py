"""All checks over a repository."""

from __future__ import annotations

from kpitrack.diagnostics import Diagnostic
from kpitrack.files.repository import Repository

from .protocol import Context
from .registry import CHECKS


def check(repository: Repository, context: Context) -> list[Diagnostic]:
    """Everything found in ``repository``: by reading it, and by the checks of what could be read.

    Findings have their key paths, not yet their places.
    """
    findings = repository.findings
    for bundle in repository.bundles:
        for one in CHECKS:
            if one.of_bundle:
                findings += one.of_bundle(bundle, context)
    for one in CHECKS:
        if one.of_repository:
            findings += one.of_repository(repository, context)
    return findings
