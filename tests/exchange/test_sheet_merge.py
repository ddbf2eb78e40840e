"""One answer against what is recorded and what was exported: what is written, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from kpitrack.exchange.sheet.carried import CarriedRow, mark_of
from kpitrack.exchange.sheet.merge import Merged, PlacedRow, merge
from kpitrack.exchange.sheet.recorded import Recorded
from kpitrack.exchange.sheet.row import FilledRow, Record
from kpitrack.model.actuals import Actual
from kpitrack.model.evaluation import Evaluation, ExternalEvaluation
from kpitrack.repository.edit import REMOVE

KEY = ("actual", "town/guests", 2024)
NONE = Recorded("actual", "人", None, present=False)
EVALUATION = Evaluation.model_validate({"done": "取組", "judgement": "B", "by": "企画課", "on": "2025-05-01"})


def recorded(content: Any, record: Record = "actual") -> Recorded:
    return Recorded(record, "人", content, present=True)


def row(
    fields: dict[str, Any],
    was: dict[str, Any] | None = None,
    record: Record = "actual",
    unseen: str = "",
    file: str = "a",
) -> PlacedRow:
    """What a row answers; ``was`` is what it was exported with, None where that is not known."""
    exported = changed = None
    if was is not None:
        prefix = "external." if record == "external" else ""
        hidden = {unseen: mark_of(unseen, "長い注")} if unseen else {}
        exported = CarriedRow({prefix + name: mark_of(name, value) for name, value in was.items()}, {}, hidden)
        changed = frozenset(
            name for name in {*fields, *was} if mark_of(name, fields.get(name)) != mark_of(name, was.get(name))
        )
    places = dict.fromkeys(("value", *fields), "B2")
    return PlacedRow(file, FilledRow(record, "town/guests", 2024, fields, "S", places, changed, exported))


def merged(here: Recorded, *rows: PlacedRow) -> Merged:
    return merge(rows, lambda *_: here)


def edit_of(found: Merged) -> Any:
    return next(iter(found.edits.values()), None)


@pytest.mark.parametrize(
    ("was", "fields", "here", "edit"),
    [
        pytest.param({}, {"value": 5}, NONE, 5, id="a new value"),
        pytest.param({}, {"value": 5, "status": "normal"}, NONE, 5, id="a new value that is said to be final"),
        pytest.param({}, {"status": "missing", "note": "未公表"}, NONE, {"status": "missing", "note": "未公表"}, id="none"),
        pytest.param({"value": 5, "status": "normal"}, {"value": 5, "status": "normal", "note": "注"}, recorded(5.0),
                     {"value": 5, "note": "注"}, id="a note for a bare value"),
        pytest.param({"value": 5, "status": "provisional", "note": "注"}, {"value": 5, "status": "normal", "note": "注"},
                     recorded(Actual(value=5, status="provisional", note="注")), {"status": REMOVE}, id="confirmed"),
        pytest.param({"value": 5, "status": "provisional", "note": "注"}, {"value": 5},
                     recorded(Actual(value=5, status="provisional", note="注")), {"status": REMOVE, "note": REMOVE},
                     id="cleared"),
        pytest.param({"value": 5, "status": "provisional", "source": "前", "note": "注"},
                     {"value": 6, "status": "provisional", "source": "前", "note": "新"},
                     recorded(Actual(numerator=5, denominator=1, status="provisional", source="前", note="注", by={"s": {"f": 5}})),
                     {"value": 6, "status": "provisional", "note": "新", "source": REMOVE, "numerator": REMOVE,
                      "denominator": REMOVE, "by": REMOVE}, id="a new value takes nothing along"),
        pytest.param({"status": "missing", "note": "注"}, {"value": 6, "note": "注"},
                     recorded(Actual(status="missing", note="注")), {"value": 6, "status": REMOVE, "note": REMOVE},
                     id="a value for what was missing"),
        pytest.param({"value": 5, "status": "provisional"}, {"status": "missing"},
                     recorded(Actual(value=5, status="provisional")), {"status": "missing", "value": REMOVE}, id="gone"),
    ],
)  # fmt: skip
def test_what_changed_in_the_answer_alone_is_written(
    was: dict[str, Any], fields: dict[str, Any], here: Recorded, edit: Any
) -> None:
    found = merged(here, row(fields, was))
    assert (found.conflicts, found.incomplete) == ([], [])
    assert edit_of(found) == edit


@pytest.mark.parametrize(
    ("fields", "here"),
    [
        ({"value": 5}, recorded(5.0)),
        ({"value": 5.0, "status": "normal"}, recorded(Actual(value=5))),
        ({"value": 5, "note": "注"}, recorded(Actual(value=5, note={"ja": "注", "en": "note"}, source="後で"))),
        ({"status": "missing"}, recorded(Actual(status="missing", note="後で"))),
    ],
)
def test_what_is_recorded_already_is_no_change(fields: dict[str, Any], here: Recorded) -> None:
    for was in ({}, None):
        found = merged(here, row(fields, was))
        assert (found.edits, found.conflicts, found.same) == ({}, [], 1)


@pytest.mark.parametrize(
    ("was", "fields", "here", "conflict", "edit"),
    [
        pytest.param({}, {"value": 5}, recorded(6.0), ("value", "5", "value", "6", True), 5, id="two values"),
        pytest.param({"value": 6, "status": "normal"}, {"value": 5, "status": "normal"}, recorded(6.0),
                     ("value", "5", "value", "6", False), 5, id="a final value"),
        pytest.param({"value": 6, "status": "normal"}, {"status": "missing"}, recorded(6.0),
                     ("status", "missing", "value", "6", False), {"status": "missing"}, id="a final value goes"),
        pytest.param({"value": 6, "status": "provisional"}, {"value": 6, "status": "provisional", "note": "注"}, recorded(6.0),
                     ("note", "注", "status", "final", True), {"value": 6, "status": "provisional", "note": "注"},
                     id="confirmed here, a note there"),
        pytest.param({"value": 6, "status": "normal"}, {"value": 6, "status": "normal", "note": "新"},
                     recorded(Actual(value=6, note="旧")), ("note", "新", "note", "旧", True), {"note": "新"}, id="two notes"),
        pytest.param({"value": 6, "status": "normal"}, {"value": 6, "status": "normal", "note": "新"}, NONE,
                     ("note", "新", "value", "", True), {"value": 6, "note": "新"}, id="taken out here"),
        pytest.param(None, {"value": 6, "status": "provisional"}, recorded(6.0),
                     ("status", "provisional", "status", "final", None), {"value": 6, "status": "provisional"}, id="set back"),
        pytest.param(None, {"status": "suppressed"}, recorded(Actual(status="missing")),
                     ("status", "withheld", "status", "missing", None), {"status": "suppressed"}, id="another reason"),
        pytest.param(None, {"value": 6, "note": "新"}, recorded(Actual(value=6, note="旧")),
                     ("note", "新", "note", "旧", None), {"note": "新"}, id="two notes, not known from when"),
    ],
)  # fmt: skip
def test_what_contradicts_what_is_recorded_is_shown_with_both(
    was: dict[str, Any] | None, fields: dict[str, Any], here: Recorded, conflict: tuple[Any, ...], edit: Any
) -> None:
    found = merged(here, row(fields, was))
    first = found.conflicts[0]
    assert (first.name, first.new, first.other_name, first.old, first.since) == conflict
    assert edit_of(found) == edit  # what replaces it


def test_a_note_that_no_cell_shows_is_not_written_over() -> None:
    here = recorded(Actual(value=5, status="provisional", note="長い注"))
    was = {"value": 5, "status": "provisional"}
    assert merged(here, row({"value": 5, "status": "provisional", "note": "新"}, was, unseen="note")).conflicts
    kept = merged(here, row({"value": 5, "status": "normal"}, was, unseen="note"))
    assert (kept.conflicts, edit_of(kept)) == ([], {"status": REMOVE})


@pytest.mark.parametrize(
    ("was", "fields", "here"),
    [
        ({}, {"note": "注"}, NONE),
        ({}, {"status": "provisional"}, NONE),
        ({"value": 5, "status": "normal", "note": "注"}, {"note": "注"}, recorded(Actual(value=5, note="注"))),
        (None, {"published": "2025-05-01"}, NONE),
    ],
)
def test_a_row_without_a_value_says_why(was: dict[str, Any] | None, fields: dict[str, Any], here: Recorded) -> None:
    found = merged(here, row(fields, was))
    assert len(found.incomplete) == 1
    assert not found.edits


def test_of_two_answers_the_later_counts_whole() -> None:
    early, late = (
        row({"value": 60, "source": "4月集計"}, {}, file="early"),
        row({"value": 61, "note": "注"}, {}, file="late"),
    )
    found = merged(NONE, early, late)
    assert edit_of(found) == {"value": 61, "note": "注"}
    assert [(one.file, other.file) for one, other in found.superseded] == [("early", "late")]
    assert (found.conflicts[0].name, found.conflicts[0].new, found.conflicts[0].old) == ("value", "61", "60")
    apart = merged(
        NONE, row({"value": 60, "note": "注"}, {"value": 60}), row({"value": 60, "source": "源"}, {"value": 60})
    )
    assert (apart.conflicts[0].name, apart.conflicts[0].other_name) == ("source", "note")


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_answers_that_agree_the_one_that_says_more_counts(order: int) -> None:
    rows = [row({"value": 60}, {}), row({"value": 60, "source": "4月集計"}, {})][::order]
    found = merged(NONE, *rows)
    assert (found.conflicts, found.superseded) == ([], [])
    assert edit_of(found) == {"value": 60, "source": "4月集計"}


def test_words_conflict_text_by_text() -> None:
    here = recorded(EVALUATION, "evaluation")
    was = {"done": "前の取組", "judgement": "B"}
    beside = merged(here, row({"done": "前の取組", "judgement": "B", "result": "成果"}, was, "evaluation"))
    assert (beside.conflicts, edit_of(beside)) == ([], {"result": "成果"})
    across = merged(here, row({"done": "新しい取組", "judgement": "B"}, was, "evaluation"))
    assert [(one.name, one.old) for one in across.conflicts] == [("done", "取組")]
    assert edit_of(across) == {"done": "新しい取組", "by": REMOVE, "on": REMOVE}
    unknown = merged(here, row({"done": "新しい取組", "result": "成果"}, None, "evaluation"))
    assert [one.name for one in unknown.conflicts] == ["done"]


def test_words_that_are_replaced_lose_their_author() -> None:
    here, was = (
        recorded(EVALUATION, "evaluation"),
        {"done": "取組", "judgement": "B", "by": "企画課", "on": "2025-05-01"},
    )
    found = merged(here, row(was | {"judgement": "A", "by": "観光課"}, was, "evaluation"))
    assert edit_of(found) == {"judgement": "A", "by": "観光課", "on": REMOVE}
    cleared = merged(here, row({"judgement": "B", "by": "企画課", "on": "2025-05-01"}, was, "evaluation"))
    assert edit_of(cleared) == {"done": REMOVE, "by": REMOVE, "on": REMOVE}
    external = recorded(ExternalEvaluation(judgement="有効", by="委員会"), "external")
    found = merged(external, row({"judgement": "要改善"}, {"judgement": "有効"}, "external"))
    assert (found.conflicts, edit_of(found)) == ([], {"judgement": "要改善", "by": REMOVE})
