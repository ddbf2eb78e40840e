"""Which known KPI a row of a table is: by what was decided before, by id, by name; near misses are named, not taken.

The mapping file holds what was decided once, to be used again for the next year's table.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kpitrack.language import Complaint, plain, say
from kpitrack.model.strategy import KPI, Organization, Strategy
from kpitrack.repository.edit.writing import write_scalar
from kpitrack.repository.yaml.exact import read_exact

from .draft import plain as in_one_line
from .record import Indicator

SKIP = "-"
_LINE = "観光入込客数: example/visitors"
_NEAR = 0.75
_MOST_NEAR = 3
_REMARK = re.compile(r"[※*＊][0-9]*")
_PUNCTUATION = re.compile(r"[^\w%]+")
_PLACE = re.compile(r"(?:kpi|指標|成果指標|数値目標)?[-\s]*(?P<place>[0-9]{1,2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """A KPI of the repository: its ref, and the names of what is above it, from the goal down."""

    ref: str
    kpi: KPI
    above: tuple[str, ...]
    organizations: tuple[Organization, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The KPI that a row is, or those that it may be; ``skipped`` where it was decided to leave it out."""

    known: Known | None = None
    near: tuple[Known, ...] = ()
    skipped: bool = False


@dataclass(slots=True)
class Matcher:
    """The KPIs of the repository by their ids and names."""

    known: Mapping[str, Known]
    decided: Mapping[str, str] = field(default_factory=dict)
    _ids: dict[str, list[Known]] = field(default_factory=dict)
    _names: dict[str, list[Known]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for ref, known in self.known.items():
            self._ids.setdefault(ref.rpartition("/")[2], []).append(known)
            for name in names_of(known.kpi):
                self._names.setdefault(normal(name), []).append(known)

    def knows(self, text: str) -> bool:
        """Whether ``text`` is the id or the name of a KPI."""
        key = unicodedata.normalize("NFKC", text).strip()
        return not key.isdecimal() and (key in self.known or key in self._ids or normal(text) in self._names)

    def match(self, indicator: Indicator) -> Match:
        """Which KPI ``indicator`` is."""
        for key in (key_of(indicator), indicator.name):
            decision = self.decided.get(key)
            if decision == SKIP:
                return Match(skipped=True)
            if decision and (known := self.known.get(decision)):
                return Match(known)
        exact = self._by_id(indicator) or self._by_name(indicator) or self._by_place(indicator)
        if len(exact) == 1:
            return Match(exact[0])
        return Match(near=tuple(exact[:_MOST_NEAR]) or self._near(indicator))

    def _by_id(self, indicator: Indicator) -> list[Known]:
        for text in (indicator.name, indicator.number.text if indicator.number else ""):
            key = unicodedata.normalize("NFKC", text).strip()
            found = [self.known[key]] if key in self.known else self._ids.get(key, [])
            if found:
                return found
        return []

    def _by_name(self, indicator: Indicator) -> list[Known]:
        found = self._of_area(self._names.get(normal(indicator.name), []), indicator)
        if len(found) > 1 and indicator.path:
            titles = {normal(title) for title in indicator.path}
            within = [one for one in found if titles & {normal(name) for name in one.above}]
            found = within or found
        return found

    def _by_place(self, indicator: Indicator) -> list[Known]:
        """The n-th KPI of the goal or measure that the row stands under, where the row is named by its place alone."""
        place = _PLACE.fullmatch(unicodedata.normalize("NFKC", indicator.name).strip())
        if not place or not indicator.path:
            return []
        title = normal(indicator.path[-1])
        under = [one for one in self.known.values() if one.above and normal(one.above[-1]) == title]
        number = int(place["place"])
        one_goal = len({one.ref.partition("/")[0] for one in under}) == 1
        return [under[number - 1]] if one_goal and 1 <= number <= len(under) else []

    @staticmethod
    def _of_area(found: Iterable[Known], indicator: Indicator) -> list[Known]:
        """Those whose organisation is the row's area, where the row names one."""
        if not indicator.area:
            return list(found)
        return [one for one in found if any(is_area(indicator, own) for own in one.organizations)]

    def _near(self, indicator: Indicator) -> tuple[Known, ...]:
        if indicator.area and not self._of_area(self.known.values(), indicator):
            return ()
        names = difflib.get_close_matches(normal(indicator.name), list(self._names), n=_MOST_NEAR, cutoff=_NEAR)
        near = {known.ref: known for name in names for known in self._of_area(self._names[name], indicator)}
        return tuple(near.values())[:_MOST_NEAR]


def known_kpis(strategies: Iterable[Strategy]) -> dict[str, Known]:
    """Every KPI of ``strategies`` by its ref."""
    found = {}
    for strategy in strategies:
        titles = {node.item.id: plain(node.item.title) for node in strategy.nodes()}
        for placed in strategy.kpis():
            ref = f"{strategy.id}/{placed.item.id}"
            above = tuple(titles[id_] for id_ in placed.path if id_ in titles)
            found[ref] = Known(ref, placed.item, above, tuple(strategy.all_organizations))
    return found


def names_of(kpi: KPI) -> list[str]:
    """The name of a KPI in each of its languages."""
    return [kpi.name] if isinstance(kpi.name, str) else [str(name) for name in kpi.name.values()]


def key_of(indicator: Indicator) -> str:
    """What a row is called in the mapping file: its name, with what it stands under and its area where it has them."""
    area = [cell.text.strip() for cell in indicator.area if not cell.text.strip().isdigit()]
    return " / ".join([*indicator.path[-1:], *area[-1:], indicator.name])


def normal(name: str) -> str:
    """A name without blanks, punctuation and marks, in one width and case, by which names are compared."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", _REMARK.sub("", name)).casefold())


def is_area(indicator: Indicator, organization: Organization) -> bool:
    """Whether the row is of the organisation's area: by the first five digits of its code, else by its name."""
    texts = [unicodedata.normalize("NFKC", cell.text).strip() for cell in indicator.area]
    codes = [text for text in texts if text.isdigit()]
    if codes and organization.code:
        own = organization.code[:5]
        longest = max(codes, key=len)
        return longest.zfill(5)[:5] == own if len(longest) > 2 else longest.zfill(2) + "000" == own
    names = [text for text in texts if not text.isdigit()]
    name = plain(organization.name)
    return bool(names) and (names[-1] == name or names[-1].split()[-1:] == [name])


class BadMapping(Complaint):
    """A mapping file cannot be read."""


def read_mapping(data: bytes) -> dict[str, str]:
    """What was decided: the KPI's ref, or ``-`` to leave it out, by the key of each row.

    Raises:
        BadMapping: it is no file of that kind.
    """
    document = read_exact(data)
    rows = document.data.get("rows") if isinstance(document.data, Mapping) else None
    if document.findings or not isinstance(rows, Mapping | None):
        raise BadMapping(
            say("the mapping file is damaged"), say("it holds “rows:” and below it a line such as: {line}", line=_LINE)
        )
    return {str(key): str(value) for key, value in (rows or {}).items() if value is not None}


def write_mapping(decided: Mapping[str, str], near: Mapping[str, Iterable[Known]]) -> bytes:
    """The mapping file.

    Args:
        decided: the ref, or ``-``, by the key of each row.
        near: the rows that are left to decide, each with the KPIs that it may be.
    """
    lines = [
        f"# {say('Which KPI each row of the tables is. Write its strategy/kpi, or {skip} to leave the row out.', skip=repr(SKIP))}",  # noqa: E501  one line of the file
        "rows:" if decided or near else "rows: {}",
    ]
    for key in sorted({*decided, *near}):
        if key in decided:
            lines.append(f"  {_quoted(key)}: {write_scalar(decided[key])}")
        else:
            words = ", ".join(one.ref for one in near[key])
            lines.append(f"  {_quoted(key)}: null  # {words}")
    return ("\n".join(lines) + "\n").encode()


def _quoted(key: str) -> str:
    return write_scalar(in_one_line(key), '"')
