"""Files that the user names, and datasets: bounded, plain, and held against what they claim."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

from .conftest import Run, Town

resource = pytest.importorskip("resource", reason="Windows sets no limits")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and limits of memory")
HALF_A_GIGABYTE = 500_000_000


def _sparse(path: Path, size: int = HALF_A_GIGABYTE, start: bytes = b"") -> None:
    with path.open("wb") as file:
        file.write(start)
        file.truncate(size)


@cache
def _bomb() -> bytes:
    """A workbook of less than a megabyte that unpacks to half a gigabyte."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(500):
                part.write(b" " * 1_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "command",
    [
        ("import-actuals", "table.csv", "--map"),
        ("sheet", "import"),
        ("import-strategy",),
        ("import-actuals",),
        ("validate", "--baseline"),
    ],
)
@pytest.mark.parametrize("what", ["pipe", "zip", "bomb", "folder", "nothing"])
@pytest.mark.usefixtures("town")
def test_a_file_that_cannot_be_what_it_is_given_as(run: Run, what: str, command: tuple[str, ...]) -> None:
    path = Path("given.xlsx")
    Path("table.csv").write_text("指標名,2023\n移住者数（累計）,30\n", "utf-8")
    {
        "pipe": os.mkfifo, "zip": lambda path: _sparse(path, start=b"PK\3\4"), "folder": Path.mkdir,
        "bomb": lambda path: path.write_bytes(_bomb()), "nothing": lambda _: None,
    }[what](path)  # fmt: skip
    result = run(*command, path)
    is_new = what == "nothing" and command[-1] == "--map"  # it is written
    assert result.code in ({0} if is_new else {1, 2})
    assert is_new or "given.xlsx" in result.err


def _limited(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the program in little memory."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (HALF_A_GIGABYTE, HALF_A_GIGABYTE))

    return subprocess.run(
        [sys.executable, "-m", "kpitrack", *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=60,
        preexec_fn=limit,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [("--help",), ("status", "--help"), ("validate",)])
def test_huge_settings_take_no_memory(town: Town, arguments: tuple[str, ...]) -> None:
    _sparse(town.root / "kpitrack.yaml", 1_000_000_000, b"language: ja\n")
    done = _limited(*arguments, cwd=town.root)
    assert done.returncode == int(arguments == ("validate",))
    assert ("KP109" in done.stdout) == (arguments == ("validate",))
    assert "Traceback" not in done.stderr
    assert "データ" in done.stdout or "ファイル" in done.stdout


class TestDatasets:
    @pytest.fixture
    def manifest(self, run: Run, town: Town) -> Path:
        assert run("snapshot", "d.parquet").code == 0
        return town.root / "d.parquet/kpitrack-dataset.json"

    @pytest.mark.parametrize("parts", [300_000_000, -1, 1e400, "1", None])
    def test_a_manifest_that_claims_more_parts_than_there_are(self, run: Run, manifest: Path, parts: object) -> None:
        document = json.loads(manifest.read_text("utf-8"))
        manifest.write_text(json.dumps(document | {"parts": parts}), "utf-8")
        result = run("status", "--source", "d.parquet", "--kpi", "nobody")
        assert result.code in {1, 2}
        if parts != "1":  # which is the right number
            assert "is damaged: kpitrack-dataset.json is not what was written" in result.err

    @pytest.mark.parametrize(
        "name", ["kpitrack-dataset.json", "strategies.parquet", "kpis/part=00000/data.parquet", "kpis"]
    )
    @pytest.mark.parametrize("what", ["pipe", "link out", "link to itself", "sparse", "folder"])
    def test_what_is_no_plain_file(self, run: Run, manifest: Path, name: str, what: str, tmp_path: Path) -> None:
        path = manifest.parent / name
        outside = tmp_path / f"outside{path.suffix}"
        path.rename(outside)
        {
            "pipe": os.mkfifo, "link out": lambda path: path.symlink_to(outside), "folder": Path.mkdir,
            "link to itself": lambda path: path.symlink_to(path.name), "sparse": lambda path: _sparse(path, 10**11),
        }[what](path)  # fmt: skip
        result = run("status", "--source", "d.parquet")
        assert result.code in {1, 2}
        assert "dataset" in result.err
        assert result.out == ""

    def test_a_dataset_may_be_reached_through_a_link(self, run: Run, manifest: Path) -> None:
        Path("link.parquet").symlink_to(manifest.parent)
        assert run("status", "--source", "link.parquet").out == run("status", "--source", "d.parquet").out != ""
