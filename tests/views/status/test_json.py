"""Writing the standings as JSON: what waits until all are counted does not wait in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

import polars as pl
import pytest

from kpitrack.progress.schema import KPIS, VERDICTS
from kpitrack.views.status import json as status_json


def judged(**columns: Any) -> pl.DataFrame:
    return status_json.frame_of([dict.fromkeys({**KPIS, **VERDICTS}) | columns])


def test_what_is_long_waits_on_the_disk_before_the_next_part_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    on_disk = []

    class Watched(SpooledTemporaryFile[bytes]):
        def rollover(self) -> None:
            on_disk.append(self)
            super().rollover()

    def parts() -> Iterator[pl.DataFrame]:
        yield judged(ref="a/1", status="on_track")
        assert on_disk
        yield judged(ref="a/2", status="at_risk")

    monkeypatch.setattr(status_json, "SpooledTemporaryFile", Watched)
    monkeypatch.setattr(status_json, "_IN_MEMORY", 10)
    document = json.loads(b"".join(status_json.as_json_once(parts(), 2025)))
    assert document["summary"] == {"kpis": 2, "by_status": {"on_track": 1, "at_risk": 1}}
    assert [one["ref"] for one in document["kpis"]] == ["a/1", "a/2"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [(-0.0, "0"), (12.0, "12"), (0.1, "0.1"), (-3.5, "-3.5"), (1e22, "1e+22"), (float("inf"), "null"), (None, "null")],
)
def test_a_whole_number_has_no_point_and_zero_no_sign(number: float | None, shown: str) -> None:
    (line,) = b"".join(status_json.as_json([judged(expected=number)], {}, 2025)).splitlines()[1:-1]
    assert f'"expected": {shown}, '.encode() in line


def test_what_hides_in_a_text_is_an_escape() -> None:
    hidden = "例\u202e示"
    members = json.dumps([{"name": hidden, "code": None, "level": None}], ensure_ascii=False)
    frame = judged(name=hidden, unit=hidden, organization_name=hidden, organizations=members, grade=hidden)
    written = b"".join(status_json.as_json([frame], {}, 2025)).decode()
    assert hidden not in written
    (one,) = json.loads(written)["kpis"]
    assert one["name"] == one["organization"]["name"] == one["organizations"][0]["name"] == hidden
