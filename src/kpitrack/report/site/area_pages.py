"""The pages between the whole and a strategy: the prefectures as a map and as a table, and each with its towns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kpitrack.analysis.areas import ELSEWHERE, Area, Town, areas
from kpitrack.language import Text, mark, pick, say, translate
from kpitrack.model import local_governments
from kpitrack.model.numbers import exact, printed
from kpitrack.model.record import LocalizedText
from kpitrack.model.strategy import Strategy

from .addresses import strategy_address
from .imprint import area_address, area_name
from .labels import GROUPS
from .overview import Whole
from .paging import Leaf, leaves
from .table_row import described_as, kinds_of, share
from .templating import render, render_leaf

ASSET = "areas.css"
_BANDS = (
    # from this percentage of KPIs going well on, as it is shown: as which group it is coloured, and in words
    (67, "good", mark("high")),
    (34, "risk", mark("medium")),
    (0, "bad", mark("low")),
)
_TOO_FEW = mark("too few judged")
_NONE = mark("none")


def pages(whole: Whole) -> Iterator[tuple[str, bytes]]:
    """The pages, by address: one that lists the areas where there are several, and those of each."""
    found = areas(whole.strategies)
    if len(found) > 1:
        yield "area/index.html", _index(whole, found)
    for area in found.values():
        for leaf in leaves(area_address(area.number), area.towns):
            yield _page(whole, area, leaf, several=len(found) > 1)


def tiles(whole: Whole) -> list[dict[str, Any]]:
    """The map: a tile for each prefecture, in the order of the numbers; nothing where there are not two of them."""
    found = areas(whole.strategies)
    if len(found.keys() - {ELSEWHERE}) < 2:
        return []
    return [_tile(whole, one.code[:2], one, found.get(one.code[:2])) for one in local_governments.prefectures()]


def bands() -> list[tuple[str, str, Text]]:
    """The key to the map: group of the colour, word, and what it stands for."""
    bounds = (say("67 % and more"), say("34 to 66 %"), say("33 % and less"))
    shown = [(group, translate(word), bound) for (_, group, word), bound in zip(_BANDS, bounds, strict=True)]
    return [*shown, ("unknown", translate(_TOO_FEW), say("less than half of the KPIs can be assessed"))]


def _index(whole: Whole, found: Mapping[str, Area]) -> bytes:
    return render(
        "areas.html",
        "area/index.html",
        title=say("By prefecture"),
        as_of=whole.terms.as_of,
        tiles=tiles(whole),
        bands=bands(),
        kinds=kinds_of(whole.tables["", ""]),
        lines=[
            {
                "number": "" if number == ELSEWHERE else number,
                "name": area_name(number),
                "address": area_address(number),
                "towns": "" if number == ELSEWHERE else len(area.towns),
                "all_towns": len(local_governments.municipalities(number)),
                **_counted(whole, area.strategies),
            }
            for number, area in found.items()
        ],
    )


def _page(whole: Whole, area: Area, leaf: Leaf[Town], *, several: bool) -> tuple[str, bytes]:
    name = area_name(area.number)
    counted = _counted(whole, area.strategies)
    known = {town.code[:5] for town in area.towns if town.code}
    return render_leaf(
        "area.html",
        leaf,
        title=name,
        description=described_as(pick(name), counted["groups"]),
        as_of=whole.terms.as_of,
        several=several,
        kinds=kinds_of(whole.tables["", ""]),
        counted=counted,
        own=[_line(whole, [one], one.title, one.organization.name) for one in area.own],
        lines=[_line(whole, town.strategies, town.name) for town in leaf.items],
        absent=[one.name for one in local_governments.municipalities(area.number) if one.code[:5] not in known],
    )


def _line(whole: Whole, strategies: Sequence[Strategy], name: LocalizedText, of: LocalizedText = "") -> dict[str, Any]:
    linked = [{"address": strategy_address(one.id), "strategy": one} for one in strategies]
    only = linked[0]["address"] if len(linked) == 1 else None
    return {"name": name, "of": of, "address": only, "links": linked, **_counted(whole, strategies)}


def _tile(whole: Whole, number: str, one: local_governments.LocalGovernment, area: Area | None) -> dict[str, Any]:
    named: LocalizedText = {"ja": one.name if one.name == "北海道" else one.name[:-1], "en": one.english}
    ratio = _counted(whole, area.strategies)["share"] if area else None
    if ratio is None:
        group, word = "unknown", _TOO_FEW if area else _NONE
    else:
        group, word = next(
            (group, word) for least, group, word in _BANDS if int(printed(exact(ratio) * 100, 0)) >= least
        )
    address = area_address(number) if area else None
    return {
        "number": number, "name": named, "address": address, "share": ratio, "group": group, "word": translate(word),
        "organizations": say("{n} org.", n=area.organizations) if area else "",
    }  # fmt: skip


def _counted(whole: Whole, strategies: Iterable[Strategy]) -> dict[str, Any]:
    tables = [whole.tables[one.id, ""] for one in strategies]
    groups = {group: sum(table[group] for table in tables) for group in GROUPS}
    return {"groups": groups, "total": sum(groups.values()), "share": share(groups)}
