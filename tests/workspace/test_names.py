"""What is said of a name that is not there, or that several things have."""

from __future__ import annotations

import pytest

from kpitrack.language import say
from kpitrack.workspace.names import NotThere, no_kpi, only_one, several, unknown

REFS = [f"s{n}/k" for n in range(21)]


def test_a_name_stands_for_one_kpi() -> None:
    assert only_one("k", REFS[:1]) == "s0/k"
    with pytest.raises(NotThere, match="k names more than one KPI"):
        only_one("k", REFS[:2])


def test_of_many_that_a_name_may_mean_twenty_are_listed() -> None:
    assert str(several(say("several"), REFS[:20]).hint) == f"write one of: {', '.join(REFS[:20])}"
    assert str(several(say("several"), REFS).hint) == f"write one of: {', '.join(REFS[:20])}, …"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("guest", "did you mean “guests”?"),
        ("twon/guests", "did you mean “town/guests”?"),
        ("延べ宿泊者", "did you mean “town/guests”?"),
        ("夏祭り", "kpitrack status lists them"),
    ],
)
def test_a_kpi_is_meant_by_its_id_its_ref_or_its_name(name: str, hint: str) -> None:
    found = no_kpi(name, {"town/guests": "延べ宿泊者数", "town/movers": "移住者数"})
    assert (str(found.message), str(found.hint)) == (f"there is no KPI {name}", hint)


def test_what_lists_the_others_is_said_where_nothing_is_near() -> None:
    assert str(unknown(say("none"), "zzz", ["town"], say("look there")).hint) == "look there"
    assert str(unknown(say("none"), "twon", ["town"], say("look there")).hint) == "did you mean “town”?"
