"""Every fact of the five founding documents stands in the data, each by its place and what it holds."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "facts"
#: How many facts the five documents hold.
COUNTS = {"000": 101, "001": 103, "002": 67, "003": 87, "004": 157}
FACTS = [
    (document, fact["fact"], fact["place"], fact["holds"])
    for document in COUNTS
    for fact in csv.DictReader((FOLDER / f"{document}.tsv").read_text("utf-8").splitlines(), delimiter="\t")
]


def named(item: Any, found: dict[str, Any]) -> dict[str, Any]:
    """Everything below ``item`` that has an id, by that id."""
    for value in item.values() if isinstance(item, dict) else item if isinstance(item, list) else ():
        if isinstance(value, dict) and "id" in value:
            found.setdefault(value["id"], value)
        named(value, found)
    return found


def at(strategies: dict[str, Any], place: str) -> Any:
    """What stands at ``strategy/id.field.field``; without an id, on the strategy itself."""
    strategy, _, rest = place.partition("/")
    name, _, way = rest.partition(".")
    here = named(strategies[strategy], {})[name] if name else strategies[strategy]
    for step in way.split("."):
        here = here[int(step)] if isinstance(here, list) else here[step]
    return here


@pytest.mark.parametrize(
    ("place", "holds"), [fact[2:] for fact in FACTS], ids=[f"{document}: {fact}" for document, fact, *_ in FACTS]
)
def test_the_fact_stands_in_the_data(strategies: dict[str, Any], place: str, holds: str) -> None:
    here = at(strategies, place)
    if isinstance(here, str):
        assert holds in here
    else:
        assert here == float(holds)


def test_every_fact_is_counted_once() -> None:
    assert {document: sum(one[0] == document for one in FACTS) for document in COUNTS} == COUNTS
    for document in COUNTS:
        own = [(fact, place, holds) for name, fact, place, holds in FACTS if name == document]
        assert len(own) == len(set(own))
