from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.report.site.addresses import anchor, file_name, indicator_names, kpi_address, strategy_address, way_up

ID = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)


def test_an_address_is_made_of_ids() -> None:
    assert kpi_address("tsuruoka-2/telework-share") == "kpi/tsuruoka-2/telework-share.html"
    assert kpi_address("tsuruoka-2/telework-share", "", "data") == "data/tsuruoka-2/telework-share"
    assert strategy_address("tsuruoka-2") == "strategy/tsuruoka-2.html"
    assert strategy_address("tsuruoka-2", "logic") == "logic/tsuruoka-2.html"


def test_from_a_page_the_way_leads_up_to_the_site() -> None:
    pages = ["", "index.html", "status/bad.html", "status/bad/2.html"]
    assert [way_up(page) for page in pages] == ["", "../", "../../", "../../../"]


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_no_file_has_the_name_of_a_device(name: str) -> None:
    assert file_name(name) == f"{name}~"
    assert kpi_address(f"{name}/{name}") == f"kpi/{name}~/{name}~.html"


@given(ID, ID)
def test_two_ids_never_share_a_name(one: str, other: str) -> None:
    assert (file_name(one) == file_name(other)) is (one == other)
    assert (anchor(one) == anchor(other)) is (one == other)


def test_a_goal_is_not_mistaken_for_a_part_of_the_page() -> None:
    assert anchor("content") == "content~"
    assert anchor("g1") == "g1"


def test_indicators_that_differ_in_case_alone_have_files_that_differ_in_more() -> None:
    names = indicator_names(["sdg:a", "SDG:a", "town:b"])
    assert names["town:b"] == "town~b"
    assert len({name.lower() for name in names.values()}) == 3
