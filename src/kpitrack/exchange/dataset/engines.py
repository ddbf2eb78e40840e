"""Who runs the parts: this process, or a distributed engine that lists, schedules and retries them by its own means.

A runner calls ``work`` for each of ``parts`` and gives the sum of what it returns. ``work`` can be sent to other
processes, which have kpitrack and see the same folders; ``step`` is told how far it is; ``address`` is the scheduler's,
and None starts one here. It raises `PartFailed` where a part could not be judged, and `EngineFailed` where the engine
was not reached, or gave up.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from threading import Thread
from typing import Any, NamedTuple

from kpitrack.language import Complaint, say

Work = Callable[[int], int]  # judges a part, and tells how many verdicts there are
Step = Callable[[int, int], None]  # is told how many parts are done, of how many
_RETRIES = 2
_HERE = "local[*, 3]"  # a thread a core, and three attempts at a part, as a cluster has by itself
_LOOPBACK = "127.0.0.1"
_LOOK = 0.5  # seconds between two looks at how far it is


class EngineFailed(Complaint):
    """An engine could not do its work: it was not reached, or it gave up."""

    in_data = True

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(say("{name} has given up: {reason}", name=name, reason=reason))


def run_here(work: Work, parts: int, step: Step, address: str | None = None) -> int:  # noqa: ARG001  no scheduler
    """One part after the other: what bounds the memory is the part."""
    total = 0
    for part in range(parts):
        total += work(part)
        step(part + 1, parts)
    return total


def run_on_dask(work: Work, parts: int, step: Step, address: str | None) -> int:
    """Parts as tasks of Dask: https://distributed.dask.org/en/stable/client.html."""
    import distributed

    options: dict[str, Any] = {"address": address} if address else {"dashboard_address": None, "threads_per_worker": 1}
    connect: Any = distributed.Client  # the library states no types
    completed: Any = distributed.as_completed
    total = 0
    try:
        with connect(**options) as client:
            tasks = client.map(work, range(parts), pure=False, retries=_RETRIES)
            for done, task in enumerate(completed(tasks), 1):
                total += task.result()
                step(done, parts)
    except Complaint:
        raise
    except Exception as error:
        raise EngineFailed("Dask", str(error).splitlines()[0] if str(error) else type(error).__name__) from error
    return total


def run_on_spark(work: Work, parts: int, step: Step, address: str | None) -> int:
    """Parts as tasks of Spark, one partition each: https://spark.apache.org/docs/latest/rdd-programming-guide.html."""
    from pyspark.sql import SparkSession

    # Spark's own default is whichever python3 comes first on the PATH of a worker, and that one has no kpitrack.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(address or _HERE).appName("kpitrack judge")
    if not address:  # nobody else is to reach it
        builder = builder.config("spark.driver.bindAddress", _LOOPBACK).config("spark.driver.host", _LOOPBACK)
    builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    try:
        session = builder.getOrCreate()
    except Exception as error:
        raise EngineFailed("Spark", spark_reason(str(error))) from error
    try:
        return _in_spark(session.sparkContext, work, parts, step)
    finally:
        session.stop()


def _in_spark(context: Any, work: Work, parts: int, step: Step) -> int:
    context.setLogLevel("OFF")
    found: list[int] = []
    failed: list[BaseException] = []

    def collect() -> None:
        try:
            found.extend(context.parallelize(range(parts), parts).map(work).collect())
        except BaseException as error:  # noqa: BLE001  raised again where it is waited for
            failed.append(error)

    thread = Thread(target=collect, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_LOOK)
        stages = [context.statusTracker().getStageInfo(one) for one in context.statusTracker().getActiveStageIds()]
        if running := [one for one in stages if one]:
            step(running[0].numCompletedTasks, parts)
    if failed:
        raise EngineFailed("Spark", spark_reason(str(failed[0])))
    step(parts, parts)
    return sum(found)


def spark_reason(said: str) -> str:
    """What the part's own error says, else the last line before Java's own: a worker's traceback stands there."""
    own = re.search(r"PartFailed: (.+)", said)
    return own[1] if own else said.partition("\n\tat ")[0].strip().rpartition("\n")[2]


class Engine(NamedTuple):
    """A runner, and the library that it needs, which is an extra of kpitrack of the engine's name."""

    library: str
    run: Callable[[Work, int, Step, str | None], int]


ENGINES: Mapping[str, Engine] = {
    "local": Engine("polars", run_here),
    "dask": Engine("distributed", run_on_dask),
    "spark": Engine("pyspark", run_on_spark),
}
