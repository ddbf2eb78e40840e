"""What is kept holds as long as what it was made from: the settings in force by the bytes of their file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitrack.model.in_force import Accepted, InForce
from kpitrack.repository.cache import Store, program
from kpitrack.repository.repository import Listing
from kpitrack.workspace.kept import with_settings_in_force

SETTINGS = b"""\
fiscal_year_start: 1
thresholds: {on_track: 90%}
schemes: {own: {title: {en: T}, grades: [{grade: 1, when: {progress: {at_least: 50%}}}]}}
ignore: [{rule: no-source, path: data, reason: later}]
"""
MEANT = InForce(
    fiscal_year_start=1,
    on_track=0.9,
    schemes={
        "own": {
            "title": {"en": "T"},
            "grade_on": "exact",
            "grades": [{"grade": "1", "when": {"progress": {"at_least": 0.5}}}],
        }
    },
    ignore=(Accepted("no-source", "data", "later"),),
)


def listing(store: Store | None, settings: bytes | None = SETTINGS) -> Listing:
    return with_settings_in_force(Listing(Path("/nowhere"), (), settings_file=settings), store)


def in_force(store: Store | None, settings: bytes | None = SETTINGS) -> InForce:
    return listing(store, settings).in_force


def test_settings_are_in_force_whether_they_are_kept_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "kept")
    assert in_force(None) == in_force(store) == MEANT
    monkeypatch.setattr("kpitrack.repository.repository.load", None)
    assert in_force(store) == MEANT
    assert in_force(store, None) == InForce()


def test_settings_that_cannot_be_read_are_those_of_no_file(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    assert in_force(store, b"grading: [") == in_force(store, b"grading: [") == InForce()
    again = listing(store, b"grading: [")
    assert (again.settings_failed, len(again.settings_findings)) == (True, 1)
    assert not listing(store).settings_failed


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b'{"fiscal_year_start": 1}', b"null"])
def test_settings_kept_by_somebody_else_are_read_anew(payload: bytes, tmp_path: Path) -> None:
    told: list[object] = []
    store = Store(tmp_path / "kept", told.append)
    store.put(b"settings", program(), SETTINGS, payload=payload)
    assert in_force(store) == MEANT
    assert len(told) == 1
