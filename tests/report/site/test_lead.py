from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kpitrack import language
from kpitrack.report.site.labels import labels
from kpitrack.report.site.lead import lead
from kpitrack.report.site.templating import environment


@pytest.fixture(autouse=True)
def _japanese() -> Iterator[None]:
    before = language.active()
    language.use("ja")
    yield
    language.use(before)


def test_where_most_can_be_judged_their_share_is_told_and_the_others_are_counted() -> None:
    statuses = (
        ["achieved"] * 3 + ["on_track"] * 12 + ["at_risk"] * 8 + ["missed"] * 6 + ["no_data"] * 3 + ["discontinued"]
    )
    assert lead(statuses) == [
        "KPI 33件のうち判定できるのは29件で、そのうち15件（52%）が順調または達成です。",
        "このほか、やや遅れは8件、遅れ・後退・未達成は6件、まだ判定できないものは3件、廃止は1件です。",
    ]


def test_where_less_than_half_can_be_judged_no_share_is_told() -> None:
    statuses = (
        ["achieved"] + ["no_final_data"] * 15 + ["no_data"] * 19 + ["not_assessable"] * 5 + ["suppressed", "not_due"]
    )
    found = lead(statuses)
    assert found == [
        "KPI 42件のうち判定できるのは1件にとどまり、全体の状況はまだ言えません。",
        "判定できるものでは順調・達成は1件、残りはデータなし19件、最終値なし15件、判定不能5件、その他2件です。",
    ]
    assert not re.search("[%％]", "".join(found))


def test_where_none_can_be_judged_it_says_why() -> None:
    assert lead(["no_data", "no_data"]) == [
        "KPI 2件のうち、判定できるものはまだありません。",
        "その内訳は、データなし2件です。",
    ]


def test_where_all_go_well_one_sentence_says_so_and_no_kpi_says_nothing() -> None:
    assert len(lead(["achieved", "on_track"])) == 1
    assert lead([]) == []


def test_in_english_too() -> None:
    language.use("en")
    assert lead(["achieved", "no_data"]) == [
        "Of 2 KPIs, 1 can be judged, of which 1 (100%) are going well or have met their targets.",
        "The rest: 1 not known yet.",
    ]


def test_a_share_is_rounded_alike_in_words_and_in_figures() -> None:
    told = lead(["achieved", *["missed"] * 7])[0]
    assert "1件（13%）" in told
    shown = environment().from_string('{% import "macros.html" as m %}{{ m.share_tile(1 / 8, counted, w) }}')
    assert "<dd>13%" in shown.render(counted={"good": 1, "risk": 0, "bad": 7}, w=labels())
