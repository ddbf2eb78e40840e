"""Beyond the nation: status of a dataset with 10 or 100 million actuals, in time and memory.

    python benchmarks/beyond.py [--actuals 10000000] [--folder DIR] [--formats json,csv]
        [--engines local,dask,spark] [--keep]

Writes a dataset straight into Parquet (60 KPIs a strategy, 5 actuals a KPI, always the same), has it judged by
``kpitrack status --source`` and ``kpitrack judge``, and prints one line a run: how long it took, how much of the
processors, the most memory it held with its children, how much it wrote. All engines must write the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
from measure import Command, watched

from kpitrack.exchange.dataset.read import PARTS, STRATEGIES, Origin
from kpitrack.exchange.dataset.write import PART, Writer, replacing
from kpitrack.model.settings import Settings

KPIS, YEARS, FIRST = 60, 5, 2020


def write(folder: Path, actuals: int, size: int) -> int:
    """Write the dataset; gives how many actuals it holds."""
    strategies = -(-actuals // (KPIS * YEARS))
    per_part = max(1, size // KPIS)
    with replacing(folder, replace=True, within=folder.parent) as writer:
        for start in range(0, strategies, per_part):
            add_part(writer, start, min(start + per_part, strategies))
        writer.finish(Settings(), [Origin("", {}, None, False, "2026-11-28", 2 * strategies)])
    return strategies * KPIS * YEARS


def add_part(writer: Writer, first: int, last: int) -> None:
    """One part: the strategies from ``first`` up to ``last``."""
    number = pl.col("number")
    owners = pl.select(number=pl.int_range(first, last, dtype=pl.Int64)).with_columns(
        strategy=pl.format("org-{}", number.cast(pl.String).str.zfill(7)),
        title=pl.format("第2期総合戦略 {}", number),
        organization_name=pl.format("自治体{}", number),
        organization_code=pl.format("{}", number.cast(pl.String).str.zfill(6)),
        answered_by=pl.concat_list(pl.format("自治体{}", number)),
        kpis=pl.lit(KPIS, pl.UInt32),
    )
    rows = owners.join(pl.select(k=pl.int_range(KPIS, dtype=pl.Int64)), how="cross").with_columns(
        serial=number * KPIS + pl.col("k")
    )
    serial, kind = pl.col("serial"), pl.col("k") % 6
    start = (serial * 7919 % 1000).cast(pl.Float64)
    kpis = rows.with_columns(
        kpi=pl.format("kpi-{}", pl.col("k")),
        position=serial.cast(pl.UInt32),
        path=pl.concat_list(pl.format("g{}", pl.col("k") % 4 + 1), pl.format("m{}", pl.col("k") // 3)),
        name=pl.format("指標{}", pl.col("k")),
        unit=pl.when(kind == 1).then(pl.lit("%")).otherwise(pl.lit("人")),
        organization_level=pl.lit("municipality"),
        calendar=pl.lit("fy"),
        accumulation=pl.when(kind == 2).then(pl.lit("running_total")).when(kind == 3).then(pl.lit("sum")).otherwise(
            pl.lit("none")
        ),
        lag=1, frequency=1, additive=True, baseline_year=FIRST, baseline_value=start, baseline_stated=True,
        period_start=FIRST + 1, period_end=FIRST + 7, restated=False, revised=False, strict=False, approximate=False,
        target_form=pl.when(kind == 4).then(pl.lit("percent_change")).otherwise(pl.lit("value")),
        target_year=FIRST + 7,
        target_number=pl.when(kind == 4).then(0.3).otherwise(start * 1.5 + 10),
        scheme=pl.lit("default"), rounding_decimals=1, rounding_mode=pl.lit("half_up"),
    ).with_columns(ref=pl.concat_str("strategy", pl.lit("/"), "kpi"))  # fmt: skip
    kpis = filled(kpis, "kpis")
    series = kpis.select("ref", "position", "baseline_value").join(
        pl.select(year=pl.int_range(FIRST + 1, FIRST + 1 + YEARS, dtype=pl.Int32)), how="cross"
    )
    step, at = (pl.col("year") - FIRST).cast(pl.Float64), pl.col("position").cast(pl.Int64)
    observed = series.select(
        "ref",
        "year",
        value=pl.col("baseline_value") + step * ((at * 31 + pl.col("year")) % 17).cast(pl.Float64) / 2,
        status=pl.when((at + pl.col("year")) % 50 == 0).then(pl.lit("provisional")).otherwise(pl.lit("normal")),
        numerator=pl.lit(None, pl.Float64),
        denominator=pl.lit(None, pl.Float64),
    )
    nodes = owners.select(
        "strategy", node=pl.lit("g1"), number=pl.lit("1"), title=pl.lit("ひとの流れ"), title_en=pl.lit(None, pl.String)
    )
    index = owners.select(
        (pl.col(name) if name in owners.columns else pl.lit(None)).cast(kind_).alias(name)
        for name, kind_ in STRATEGIES.items()
        if name != "part"
    )
    tables = {"kpis": kpis, "actuals": observed, "nodes": nodes}
    writer.add(index, {name: filled(tables.get(name, pl.DataFrame()), name) for name in PARTS})


def filled(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """``rows`` with all columns of ``table``; those that they lack are null."""
    schema = PARTS[table]
    if not rows.width:
        return pl.DataFrame(schema=schema)
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name) for name, kind in schema.items()
    )


def measure(folder: Path, arguments: list[str]) -> tuple[float, int, int]:
    """Seconds, peak resident bytes and bytes written of ``kpitrack status --source``."""
    command = [sys.executable, "-m", "kpitrack", "status", "--source", str(folder), "--as-of", "2025", *arguments]
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        written = 0
        while chunk := process.stdout.read(1 << 20) if process.stdout else b"":
            written += len(chunk)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return time.monotonic() - begun, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024), written


def judged(folder: Path, engine: str) -> tuple[tuple[float, float, int], str]:
    """Seconds of the clock and of the processors, and bytes at most, of ``kpitrack judge``; a hash of what it wrote."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "kpitrack", "judge", str(folder), out, "--as-of", "2025", "--engine", engine]
        took = watched(Command(command, folder.parent))
        hashed = hashlib.sha256()
        for path in sorted(Path(out).rglob("*.parquet")):
            hashed.update(f"{path.relative_to(out)}\n".encode() + path.read_bytes())
        return took, hashed.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actuals", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="where to write the dataset; else a temporary folder")
    parser.add_argument("--formats", default="json,csv")
    parser.add_argument("--engines", default="local,dask,spark")
    parser.add_argument("--part", type=int, default=PART, help="KPIs a part")
    parser.add_argument("--keep", action="store_true", help="leave the dataset there")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="kpitrack-beyond-")) / "beyond.parquet"
    begun = time.monotonic()
    count = write(folder, options.actuals, options.part)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{count:,} actuals: dataset of {size / 1e6:,.0f} MB written in {time.monotonic() - begun:.1f} s")
    runs = {"one organisation, json": ["--org", "自治体7", "--format", "json"]}
    runs |= {f"all, {name}": ["--format", name] for name in options.formats.split(",") if name}
    for title, arguments in runs.items():
        seconds, peak, written = measure(folder, arguments)
        print(f"{title}: {seconds:.1f} s, {peak / 1e6:,.0f} MB at most, {written / 1e6:,.0f} MB written")
    verdicts = set()
    for engine in options.engines.split(",") if options.engines else ():
        (seconds, busy, peak), hashed = judged(folder, engine)
        verdicts.add(hashed)
        print(f"judge, {engine}: {seconds:.1f} s, {busy:.1f} s of CPU, {peak / 1e6:,.0f} MB at most", flush=True)
    if len(verdicts) > 1:
        raise SystemExit("the engines have written different verdicts")
    if not options.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
