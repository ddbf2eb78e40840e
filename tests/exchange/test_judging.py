"""Verdicts as Parquet: the same bytes from whoever judges the parts, and views that DuckDB runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import strategies as made
from kpitrack.exchange.dataset import judging, write
from kpitrack.exchange.dataset.engines import spark_reason
from kpitrack.exchange.dataset.judging import judge_part, prepare, verdicts_file
from kpitrack.exchange.dataset.read import file_of, open_dataset
from kpitrack.progress.frames import build
from kpitrack.progress.judge import COLUMNS, judge
from kpitrack.progress.schemes import ladders
from kpitrack.workspace.merging import merged, opened

YEAR = 2024


def needs(library: str) -> None:
    """Skip by hand where a library is missing, never in CI."""
    if find_spec(library) is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{library} is not installed")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own data in many small parts."""
    data = made.own_data()
    files = {path: content for path, content in data.contents.items() if path.startswith("data/")}
    origin = write.Origin("", write.stated(data.configuration), None, False, "2026-11-28", len(files), [])
    found = merged([opened(origin, files)])
    folder = tmp_path_factory.mktemp("judged") / "own.parquet"
    with write.replacing(folder, replace=True) as writer:
        write.write_parts(writer, found.tables, found.comparators, found.documents, 2)
        writer.finish(found.settings, found.origins)
    return folder


@pytest.fixture(scope="module")
def local(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the local engine."""
    out = tmp_path_factory.mktemp("local")
    run(dataset, out)
    return content(out)


def run(dataset: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kpitrack", "judge", dataset, out, "--as-of", str(YEAR), "--lang", "en", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def content(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.parquet")}


def test_they_are_the_verdicts(dataset: Path, local: dict[str, bytes]) -> None:
    parts = [pl.read_parquet(one) for _, one in sorted(local.items())]
    assert len(parts) == open_dataset(dataset).parts > 5
    data = made.own_data()
    models = [file.model for file in data.strategies if file.model]
    whole = build(models, [file.model for file in data.actuals if file.model], data.configuration.in_force)
    expected = judge(whole, YEAR, data.configuration.thresholds, ladders(data.configuration.in_force)).collect(
        engine="in-memory"
    )
    assert_frame_equal(pl.concat(parts).select(COLUMNS).sort("ref"), expected.sort("ref"))


def test_again_and_in_any_order_it_is_the_same(dataset: Path, local: dict[str, bytes], tmp_path: Path) -> None:
    parts = open_dataset(dataset).parts
    for part in [*reversed(range(parts)), *range(parts)]:
        judge_part(str(dataset), str(tmp_path), YEAR, part)
    assert content(tmp_path) == local


def test_nothing_is_there_by_halves(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(Exception, match="part 00000 could not be judged"):
        judge_part(str(dataset), str(tmp_path), YEAR, 0)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_damaged_part_is_named(dataset: Path, tmp_path: Path) -> None:
    damaged = shutil.copytree(dataset, tmp_path / "damaged.parquet")
    path = damaged / file_of("kpis", 3)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    command = [sys.executable, "-m", "kpitrack", "judge", damaged, tmp_path / "out", "--as-of", "2024", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 1
    assert "part 00003 could not be judged" in done.stderr
    assert file_of("kpis", 3) in done.stderr


def test_whatever_hinders_it_the_part_is_named(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> object:
        raise MemoryError("no room")

    monkeypatch.setattr(judging, "_judged", full)
    with pytest.raises(judging.PartFailed, match="part 00003 could not be judged: MemoryError: no room"):
        judge_part(str(dataset), str(tmp_path), 2024, 3)


def test_verdicts_of_two_datasets_do_not_mix(dataset: Path, tmp_path: Path) -> None:
    run(dataset, tmp_path / "out")
    (tmp_path / "out/verdicts/dataset.json").write_text('{"seal": "0"}\n')
    command = [sys.executable, "-m", "kpitrack", "judge", dataset, tmp_path / "out", "--as-of", "2023", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert (done.returncode, "verdicts on another dataset" in done.stderr) == (1, True)
    assert subprocess.run([*command, "--replace"], capture_output=True, check=False, timeout=100).returncode == 0
    assert [path.name for path in (tmp_path / "out/verdicts").glob("as_of=*")] == ["as_of=2023"]


@pytest.mark.parametrize("theirs", ["verdicts/of-the-court.txt", "verdicts/dataset.json", "views.sql"])
def test_what_somebody_else_wrote_stays(dataset: Path, tmp_path: Path, theirs: str) -> None:
    (tmp_path / "verdicts").mkdir()
    (tmp_path / theirs).write_text("[]")
    with pytest.raises(write.NotWritten, match="has not written it"):
        prepare(open_dataset(dataset), tmp_path, replace=True)
    assert (tmp_path / theirs).read_text() == "[]"


class TestViews:
    def rows(self, out: Path, query: str) -> list[tuple[object, ...]]:
        needs("duckdb")
        import duckdb

        with duckdb.connect() as connection:
            before = Path.cwd()
            os.chdir(out)
            try:
                connection.execute((out / "views.sql").read_text("utf-8"))
                return connection.execute(query).fetchall()
            finally:
                os.chdir(before)

    def count(self, out: Path, view: str) -> object:
        ((found,),) = self.rows(out, f"SELECT count(*) FROM {view}")  # noqa: S608  of the test's own words
        return found

    @pytest.mark.parametrize("inside", [True, False])
    def test_duckdb_runs_them_as_they_are(self, dataset: Path, tmp_path: Path, inside: bool) -> None:
        copy = shutil.copytree(dataset, tmp_path / "it's [own].parquet")
        out = copy if inside else tmp_path / "out"
        run(copy, out)
        kpis = self.count(out, "kpis")
        assert kpis == self.count(out, f"verdicts WHERE as_of = {YEAR}")
        assert self.rows(out, "SELECT sum(kpis)::BIGINT FROM by_organization") == [(kpis,)]
        assert all(self.count(out, view) for view in ("strategies", "nodes", "actuals", "by_prefecture"))
        assert [self.count(out, view) for view in ("milestones", "comparators")]  # which may be empty
        assert open_dataset(copy).parts  # the verdicts lie outside its seal

    def test_the_questions_of_the_documentation(self, dataset: Path, tmp_path: Path) -> None:
        run(dataset, tmp_path)
        text = (Path(__file__).resolve().parents[2] / "docs/export.md").read_text("utf-8")
        questions = re.findall(r"^```sql\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        assert len(questions) == 5
        for question in questions:
            assert self.rows(tmp_path, question.replace("2025", str(YEAR))) is not None


@contextmanager
def process(*command: str | Path, **options: object) -> Iterator[subprocess.Popen[str]]:
    """A process of ours that is ended at the end, by its own number."""
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "text": True, **options}
    with subprocess.Popen(list(command), **options) as started:  # type: ignore[call-overload]
        try:
            yield started
        finally:
            started.kill()


def wait_for(found: Callable[[], object], seconds: float = 240.0) -> object:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.1)
    pytest.fail("it did not happen in time")


def judged_while_a_worker_dies(dataset: Path, out: Path, worker: subprocess.Popen[str], *options: str) -> None:
    """Judge, and kill a worker as soon as the first part is there."""
    command = [sys.executable, "-m", "kpitrack", "judge", dataset, out, "--as-of", str(YEAR), "--lang", "en", *options]
    with process(*command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as judging:
        wait_for(lambda: (out / verdicts_file(YEAR, 0)).exists() or content(out) or judging.poll() is not None)
        os.kill(worker.pid, signal.SIGKILL)
        said, _ = judging.communicate(timeout=200)
        assert judging.returncode == 0, said


class TestDask:
    @pytest.fixture
    def cluster(self, tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
        """A scheduler and two workers on the loopback address."""
        needs("distributed")
        where = tmp_path / "scheduler.json"
        with ExitStack() as stack:
            common = ("--no-dashboard", "--scheduler-file", str(where))
            stack.enter_context(
                process(
                    sys.executable,
                    "-m",
                    "distributed.cli.dask_scheduler",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    "0",
                    *common,
                )
            )
            wait_for(lambda: where.exists() and where.read_text())
            worker = (
                sys.executable,
                "-m",
                "distributed.cli.dask_worker",
                "--host",
                "127.0.0.1",
                "--nthreads",
                "1",
                "--no-nanny",
                *common,
            )
            workers = [stack.enter_context(process(*worker)) for _ in range(2)]
            yield json.loads(where.read_text())["address"], workers

    def test_a_worker_that_is_killed_changes_nothing(
        self, dataset: Path, local: dict[str, bytes], cluster: tuple[str, list[subprocess.Popen[str]]], tmp_path: Path
    ) -> None:
        address, workers = cluster
        judged_while_a_worker_dies(dataset, tmp_path / "out", workers[0], "--engine", "dask", "--scheduler", address)
        assert content(tmp_path / "out") == local


class TestSpark:
    @pytest.fixture(autouse=True)
    def _lives_shortly(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Java compiles its code for runs of hours otherwise, which takes longer than all that is judged here."""
        monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

    @pytest.fixture
    def cluster(self, tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
        """A standalone master and two workers on the loopback address."""
        needs("pyspark")
        import pyspark

        jars = Path(pyspark.__file__).parent / "jars"
        environment = os.environ | {
            "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "localhost", "PYSPARK_PYTHON": sys.executable,
            "SPARK_HOME": str(jars.parent), "SPARK_WORKER_DIR": str(tmp_path / "work"), "SPARK_SCALA_VERSION": "2.13",
        }  # fmt: skip
        java = ("java", "-Xmx512m", "-cp", f"{jars}/*")
        with ExitStack() as stack:
            log = stack.enter_context((tmp_path / "master.log").open("w+"))
            master = subprocess.Popen(
                [*java, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"],
                stdout=log, stderr=subprocess.STDOUT, env=environment,
            )  # fmt: skip
            stack.callback(master.wait)
            stack.callback(master.kill)

            def address() -> str | None:
                found = re.search(r"spark://127\.0\.0\.1:\d+", (tmp_path / "master.log").read_text())
                return found[0] if found else None

            url = str(wait_for(address))
            worker = (
                *java, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0",
                "--cores", "1", "--memory", "1g", url,
            )  # fmt: skip
            workers = [stack.enter_context(process(*worker, env=environment)) for _ in range(2)]
            yield url, workers

    def test_a_worker_that_is_killed_changes_nothing(
        self,
        dataset: Path,
        local: dict[str, bytes],
        cluster: tuple[str, list[subprocess.Popen[str]]],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        url, workers = cluster
        for name, value in (("SPARK_LOCAL_IP", "127.0.0.1"), ("PYSPARK_PYTHON", sys.executable)):
            monkeypatch.setenv(name, value)
        judged_while_a_worker_dies(dataset, tmp_path / "out", workers[0], "--engine", "spark", "--master", url)
        assert content(tmp_path / "out") == local

    def test_a_damaged_part_is_named_there(self, dataset: Path, tmp_path: Path) -> None:
        needs("pyspark")
        damaged = shutil.copytree(dataset, tmp_path / "damaged.parquet")
        path = damaged / file_of("kpis", 3)
        path.write_bytes(path.read_bytes()[:-1] + b"\0")
        command = [
            sys.executable,
            "-m",
            "kpitrack",
            "judge",
            damaged,
            tmp_path / "out",
            "--engine",
            "spark",
            "--lang",
            "en",
        ]
        # As in an environment that is not activated: the first python3 there is another one.
        found = os.pathsep.join(folder for folder in os.defpath.split(os.pathsep) if folder)
        environment = {name: value for name, value in os.environ.items() if name != "PYSPARK_PYTHON"} | {"PATH": found}
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=environment)
        assert (done.returncode, "part 00003 could not be judged" in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("An exception was thrown from the Python worker:\nTraceback …\nx.PartFailed: part 1: why\n\n\tat org.a\n", "part 1: why"),
        ("An exception was thrown from the Python worker:\nTraceback …\nImportError: no a\n\n\tat org.apache\n\tat b", "ImportError: no a"),
        ("[MASTER_URL] no such master", "[MASTER_URL] no such master"),
    ],
)  # fmt: skip
def test_what_spark_says_of_a_failure(said: str, reason: str) -> None:
    assert spark_reason(said) == reason


def test_an_engine_that_is_not_reached(dataset: Path, tmp_path: Path) -> None:
    needs("distributed")
    options = ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    command = [sys.executable, "-m", "kpitrack", "judge", dataset, tmp_path / "out", *options, "--lang", "en"]
    environment = os.environ | {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200, env=environment)
    assert (done.returncode, "Dask has given up" in done.stderr) == (1, True), done.stderr
