"""Several files are written together, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitrack.cli import recording
from kpitrack.cli.context import Ended
from kpitrack.cli.recording import Change, write
from kpitrack.repository.discovery import Kind


def test_what_was_written_before_a_failure_is_put_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in (("old.yaml", b"old"), ("theirs.yaml", b"theirs")):
        (tmp_path / name).write_bytes(content)
    changes = [
        Change(Kind.ACTUALS, "new.yaml", None, b"new"),
        Change(Kind.ACTUALS, "old.yaml", b"old", b"mine"),
        Change(Kind.ACTUALS, "theirs.yaml", b"as it was read", b"mine"),
    ]
    with pytest.raises(Ended) as ended:
        write(tmp_path, changes)
    assert ended.value.code == 1
    left = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert left == {"old.yaml": b"old", "theirs.yaml": b"theirs"}
    assert "could not be put back" not in capsys.readouterr().err


def test_a_new_file_that_someone_has_changed_since_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = recording.replace_file

    def meanwhile(path: Path, old: bytes | None, new: bytes) -> None:
        if path.name == "second.yaml":
            (tmp_path / "first.yaml").write_bytes(b"theirs")
        replace(path, old, new)

    monkeypatch.setattr(recording, "replace_file", meanwhile)
    with pytest.raises(Ended):
        write(
            tmp_path,
            [
                Change(Kind.ACTUALS, "first.yaml", None, b"mine"),
                Change(Kind.ACTUALS, "second.yaml", b"not there", b"mine"),
            ],
        )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"first.yaml": b"theirs"}
