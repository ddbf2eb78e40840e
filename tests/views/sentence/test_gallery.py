"""What is said of every status and every form of target, as people read it, and that it is all there."""

from __future__ import annotations

import pytest

from kpitrack import language
from kpitrack.language import Language
from kpitrack.model.target import FORMS
from kpitrack.model.vocabulary import STATUSES
from kpitrack.views.sentence.part import as_markdown
from kpitrack.views.sentence.verdict import sentences, short
from kpitrack.views.since import strip_text
from kpitrack.views.words import status_text

from ...golden import matches
from .gallery import gallery


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_what_is_said(spoken: Language) -> None:
    language.use(spoken)
    lines = []
    for shown in gallery():
        one = shown.standing
        lines += [f"{one.kpi.id}  {status_text(one.status)}   {strip_text(one)}".rstrip(), f"  {short(one)}", ""]
        lines += [f"  {said.role:10} {as_markdown([said])}" for said in sentences(one, shown.original)]
        lines.append("")
    matches(f"sentences-{spoken}.txt", "\n".join(lines))


def test_the_gallery_has_every_status_and_form() -> None:
    rows = [shown.standing.row for shown in gallery()]
    assert {row["status"] for row in rows} == set(STATUSES) - {"not_read"}  # which needs a file with errors
    assert {row["target_form"] for row in rows} == {*FORMS, None}
