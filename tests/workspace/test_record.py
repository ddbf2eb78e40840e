"""Several files are written together, or none."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from kpitrack.language import Text
from kpitrack.repository.discovery import Kind
from kpitrack.workspace import record as recording
from kpitrack.workspace.record import FileChange, Refused, write


def test_what_was_written_before_a_failure_is_put_back(tmp_path: Path) -> None:
    for name, content in (("old.yaml", b"old"), ("theirs.yaml", b"theirs")):
        (tmp_path / name).write_bytes(content)
    changes = [
        FileChange(Kind.ACTUALS, "new.yaml", None, b"new"),
        FileChange(Kind.ACTUALS, "old.yaml", b"old", b"mine"),
        FileChange(Kind.ACTUALS, "theirs.yaml", b"as it was read", b"mine"),
    ]
    told: list[Text] = []
    with pytest.raises(Refused):
        write(tmp_path, changes, told.append)
    left = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert left == {"old.yaml": b"old", "theirs.yaml": b"theirs"}
    assert not told


@pytest.mark.parametrize(
    ("error", "raised", "said"),
    [
        (OSError(28, "No space left on device"), Refused, "second.yaml cannot be written: the disk is full"),
        (KeyboardInterrupt(), KeyboardInterrupt, ""),
    ],
)
def test_whatever_ends_it_what_was_written_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, raised: type[BaseException], said: str
) -> None:
    (tmp_path / "first.yaml").write_bytes(b"old")
    replace = recording.replace_file

    def fails(root: Path, path: str, old: bytes | None, new: bytes) -> None:
        if path == "second.yaml":
            raise error
        replace(root, path, old, new)

    monkeypatch.setattr(recording, "replace_file", fails)
    changes = [
        FileChange(Kind.ACTUALS, "first.yaml", b"old", b"new"),
        FileChange(Kind.ACTUALS, "second.yaml", None, b"new"),
    ]
    with pytest.raises(raised) as found:
        write(tmp_path, changes, lambda _: None)
    assert str(found.value) == said
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"first.yaml": b"old"}


def test_where_no_lock_can_be_had_it_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(recording, "locked", full)
    with recording.recording(tmp_path, dry_run=True):
        pass
    with pytest.raises(Refused) as found, recording.recording(tmp_path, dry_run=False):
        pytest.fail("nothing may be written")
    assert str(found.value.message) == f"{tmp_path} cannot be written: the disk is full"


def test_a_new_file_that_someone_has_changed_since_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = recording.replace_file

    def meanwhile(root: Path, path: str, old: bytes | None, new: bytes) -> None:
        if path == "second.yaml":
            (tmp_path / "first.yaml").write_bytes(b"theirs")
        replace(root, path, old, new)

    told: list[Text] = []
    monkeypatch.setattr(recording, "replace_file", meanwhile)
    with pytest.raises(Refused):
        write(
            tmp_path,
            [
                FileChange(Kind.ACTUALS, "first.yaml", None, b"mine"),
                FileChange(Kind.ACTUALS, "second.yaml", b"not there", b"mine"),
            ],
            told.append,
        )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"first.yaml": b"theirs"}
    assert "first.yaml was written and could not be put back" in str(told[0])
