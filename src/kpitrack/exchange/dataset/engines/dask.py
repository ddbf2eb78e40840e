"""Parts as tasks of Dask: https://distributed.dask.org/en/stable/client.html."""

from __future__ import annotations

from typing import Any

from kpitrack.language import Complaint

from . import EngineFailed, Step, Work

LIBRARY = "distributed"
_RETRIES = 2


def run(work: Work, parts: int, step: Step, address: str | None) -> int:
    """Call ``work`` for each part on the workers of the scheduler at ``address``, else on processes here."""
    options: dict[str, Any] = {"address": address} if address else {"dashboard_address": None, "threads_per_worker": 1}
    try:
        return _run(options, work, parts, step)
    except Complaint:
        raise
    except Exception as error:
        raise EngineFailed("Dask", str(error).splitlines()[0] if str(error) else type(error).__name__) from error


def _run(options: dict[str, Any], work: Work, parts: int, step: Step) -> int:
    import distributed

    connect: Any = distributed.Client  # the library states no types
    completed: Any = distributed.as_completed
    total = 0
    with connect(**options) as client:
        tasks = client.map(work, range(parts), pure=False, retries=_RETRIES)
        for done, task in enumerate(completed(tasks), 1):
            total += task.result()
            step(done, parts)
    return total
