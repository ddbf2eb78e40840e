"""Long lists in pages."""

from __future__ import annotations

import pytest

from kpitrack.report.site.paging import leaves
from kpitrack.report.site.spools import HOME, RowSpool


def test_a_list_in_pages_has_every_item_once_in_order():
    found = list(leaves("status/bad.html", range(7), 3))
    assert [list(one.items) for one in found] == [[0, 1, 2], [3, 4, 5], [6]]
    assert [one.address for one in found] == ["status/bad.html", "status/bad/2.html", "status/bad/3.html"]
    assert [(one.first, one.last, one.total) for one in found] == [(1, 3, 7), (4, 6, 7), (7, 7, 7)]


def test_an_empty_list_is_a_page_all_the_same():
    (only,) = leaves("kpis.html", [])
    assert (only.address, only.pages, only.total, only.last) == ("kpis.html", 1, 0, 0)


@pytest.mark.parametrize(
    ("number", "pages", "steps"),
    [
        (1, 1, [1]), (1, 3, [1, 2, 3]), (1, 9, [1, 2, 3, None, 9]), (5, 9, [1, None, 3, 4, 5, 6, 7, None, 9]),
        (9, 9, [1, None, 7, 8, 9]), (4, 9, [1, 2, 3, 4, 5, 6, None, 9]),
    ],
)  # fmt: skip
def test_from_a_page_one_gets_on(number, pages, steps):
    assert list(leaves("kpis.html", range(pages), 1))[number - 1].steps == steps


def test_rows_come_back_in_any_order_and_in_each_language():
    spool = RowSpool(3)
    spool.put("ja", 1, ["二", f"三{HOME}"])
    spool.put("en", 1, ["two", "three"])
    spool.put("ja", 0, ["一"])
    assert spool.rows("ja", [2, 0, 1], "../ja/") == "三../ja/一二"
    assert spool.rows("en", [1], "") == "two"
    spool.close()
