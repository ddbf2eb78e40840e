"""Parts as tasks of Spark, one partition each: https://spark.apache.org/docs/latest/rdd-programming-guide.html."""

from __future__ import annotations

import os
import re
import sys
from threading import Thread
from typing import Any

from . import EngineFailed, Step, Work

LIBRARY = "pyspark"
_HERE = "local[*, 3]"  # a thread a core, and three attempts at a part, as a cluster has by itself
_LOOPBACK = "127.0.0.1"
_LOOK = 0.5  # seconds between two looks at how far it is


def run(work: Work, parts: int, step: Step, address: str | None) -> int:
    """Call ``work`` for each part on the executors of the master at ``address``, else on threads here."""
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
        raise EngineFailed("Spark", _reason(str(error))) from error
    try:
        return _run(session.sparkContext, work, parts, step)
    finally:
        session.stop()


def _run(context: Any, work: Work, parts: int, step: Step) -> int:
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
        raise EngineFailed("Spark", _reason(str(failed[0])))
    step(parts, parts)
    return sum(found)


def _reason(said: str) -> str:
    """What the part's own error says, else the last line before Java's own: a worker's traceback stands there."""
    own = re.search(r"PartFailed: (.+)", said)
    return own[1] if own else said.partition("\n\tat ")[0].strip().rpartition("\n")[2]
