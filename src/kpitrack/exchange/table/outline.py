"""The goals and measures that a table names: in lines above and between its rows, and in columns beside the names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.model.numbers import narrow

from .record import DraftNode, Indicator
from .words import bare, role_of

GOAL = re.compile(
    r"^[◆■●○【〔\[(（<＜]*(?:基本目標|横断的(?:な)?目標|政策目標|政策分野|政策[0-9０-９]|分野|柱|重点目標|戦略|第?[0-9０-９一二三四五六七八九十]+章|[Ⅰ-Ⅻ]|"
    r"goal|theme|priority|outcome|objective|pillar)",
    re.IGNORECASE,
)
_COUNT = "0-9０-９一二三四五六七八九十"
_NUMBERED = re.compile(
    r"^[◆■●○]*(?P<number>"
    r"(?:基本目標|横断的な目標|政策目標|政策分野|分野|柱|基本施策|施策|重点目標|基本方針|目標|取組|goal|theme|priority)"
    rf"\s*[A-Za-zⅠ-Ⅻ①-⑳{_COUNT}]+(?:[-－.．][0-9０-９]+)*|第?[{_COUNT}]+章"
    r"|[(（][0-9０-９ア-ン]+[)）]|[①-⑳]|[ア-ン](?=[\s　.．、])|[Ⅰ-Ⅻ]"
    r"|[0-9０-９]+(?:[-－.．][0-9０-９]+)*(?=[\s　.．、]))"
    r"[\s　:：.．、]*(?P<title>\S.*)$",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^(?:[◆■●○▼◎□【〔＜<]|[(（][0-9０-９ア-ンa-z]{1,2}[)）]|[①-⑳]|[0-9０-９]{1,2}(?:[.．、-]|[\s　])"
    rf"|[ア-ンⅠ-Ⅻ][\s　.．、]|第[{_COUNT}]+[章節編部]"
    rf"|(?:施策|取組|事業|基本施策|基本方針|基本的方向)\s*[(（]?[A-ZⅠ-Ⅻ①-⑳{_COUNT}])"
)
_NAMED_INDICATOR = re.compile(
    r"^[◆■●○▼◎□【\[(（]*"
    r"(?:数値目標|成果指標|活動指標|評価指標|目標指標|重要業績評価指標|重要業績指標|指標名?|kpi|indicator)(?:[(（]kpi[)）])?"
    rf"[\s　]*(?:[①-⑳]|[{_COUNT}]{{1,3}}(?:[-－][0-9０-９]+)?)?(?:[】\])）]+[\s　:：]*|[\s　]*[:：][\s　]*|[\s　]+)"
    r"(?P<name>\S.*)$",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"^(?P<outcome>数値目標|成果目標|アウトカム)?(?:成果指標|活動指標|重要業績評価指標|重要業績指標|評価指標|kpi|指標|数値目標)?"
    r"(?:・?kpi)?(?:一覧表?|の?推移|の?状況)?(?:\([^()]*\))*$",
    re.IGNORECASE,
)
FOOTNOTE = re.compile(r"^(?:[※＊*†]|[(（]?注|備考|出典|資料|[(（]?note|source:)", re.IGNORECASE)


@dataclass(slots=True)
class DraftOutline:
    """The goals found so far, and the goal or measure that the next indicators belong to."""

    goals: list[DraftNode] = field(default_factory=list)
    _section: list[DraftNode] = field(default_factory=list)
    _group: list[DraftNode] = field(default_factory=list)

    def enter_section(self, cell: Cell) -> str:
        """Take a line as the title of a goal or a measure; returns which."""
        node = node_of(cell)
        if GOAL.match(cell.text.strip()) or not self._section:
            self._section = [self._known(self.goals, node)]
            role = "goal"
        else:
            self._section = [self._section[0], self._known(self._section[0].measures, node)]
            role = "measure"
        self._group = []
        return role

    def enter_line(self, node: DraftNode, *, goal: bool) -> None:
        """Take what a line says beside a label such as 施策."""
        if goal or not self._section:
            self._section = [self._known(self.goals, node)]
        else:
            self._section = [self._section[0], self._known(self._section[0].measures, node)]
        self._group = []

    def enter_goal_itself(self) -> None:
        """The next indicators hang on the goal, not on a measure of it."""
        self._section, self._group = self._section[:1], []

    def enter_group(self, level: int, node: DraftNode) -> None:
        """Take what stands in the ``level``-th of the columns that name goals and measures."""
        self._group = self._group[:level]
        path = [*self._section, *self._group]
        siblings = path[-1].measures if path else self.goals
        self._group.append(self._known(siblings, node))

    def add(self, record: Indicator) -> None:
        """Hang an indicator where it belongs."""
        path = [*self._section, *self._group]
        if not path:
            self._section = path = [self._known(self.goals, DraftNode())]
        path[-1].kpis.append(record)
        record.path = tuple(node.title for node in path if node.title)

    @staticmethod
    def _known(siblings: list[DraftNode], node: DraftNode) -> DraftNode:
        for sibling in siblings:
            if (sibling.number, sibling.title) == (node.number, node.title):
                return sibling
        siblings.append(node)
        return node


def node_of(cell: Cell) -> DraftNode:
    """The goal or measure that a cell names, with its number."""
    text = " ".join(cell.text.split())
    if found := _NUMBERED.match(text):
        return DraftNode(_plain(found["title"]), found["number"].lstrip("◆■●○"), cell)
    return DraftNode(_plain(text), "", cell)


def _plain(title: str) -> str:
    title = title.strip()
    if title[:1] in "【〔「＜<" and title[-1:] in "】〕」＞>":
        return title[1:-1].strip() or title
    return title.lstrip("◆■●○▼◎□ ").strip() or title


def is_marker(text: str) -> bool:
    """Whether a line only says what kind of table follows: 成果指標, 【数値目標】."""
    label = _label(text)
    return bool(label) and bool(_MARKER.match(label))


def indicator_named(cells: Sequence[Cell]) -> tuple[Cell, str] | None:
    """The cell and the name of the indicator that a line names for the table below it: 指標①　出生数."""
    if len(cells) == 1 and isinstance(cells[0].value, str) and not cells[0].formula:
        found = _NAMED_INDICATOR.match(" ".join(cells[0].text.split()))
        return (cells[0], found["name"]) if found else None
    labelled = label_and_title(cells)
    if labelled and role_of(re.sub(r"[0-9.①-⑳-]+$", "", labelled[0])) == "name":
        return cells[-1], " ".join(cells[-1].text.split())
    return None


def is_outcome_marker(text: str) -> bool:
    """Whether it says that the goal's own targets follow."""
    found = _MARKER.match(_label(text))
    return bool(found and (found["outcome"] or "数値目標" in text))


def _label(text: str) -> str:
    label = bare(re.sub(r"^\s*[ア-ンA-Za-z0-9０-９][\s　.．、)）]+", "", text))
    return label[1:-1] if label.startswith("(") and label.find(")") == len(label) - 1 else label


def looks_like_section(cell: Cell) -> bool:
    """Whether the cell starts as titles of sections do."""
    text = cell.text.strip()
    return bool(GOAL.match(text) or _SECTION.match(text))


def label_and_title(cells: Sequence[Cell]) -> tuple[str, DraftNode] | None:
    """A line such as 施策 | 23 | 移住定住の促進: its label and the node that it names."""
    if not 2 <= len(cells) <= 3 or len(cells[0].text) > 12 or cells[-1].formula:
        return None
    label = bare(cells[0].text)
    number = narrow(cells[1].text).strip() if len(cells) == 3 else ""
    if len(number) > 12:
        return None
    if not number and (found := re.fullmatch(r"(?P<label>\D+?)(?P<number>[0-9]+(?:[-.][0-9]+)*)", label)):
        number = cells[0].text.strip()
        label = found["label"]
    return label, DraftNode(" ".join(cells[-1].text.split()), number, cells[-1])


def merge_goals(goals: list[DraftNode], more: Sequence[DraftNode]) -> None:
    """Put the goals of another sheet among ``goals``: what has the same number and title is one."""
    for node in more:
        known = next((one for one in goals if (one.number, one.title) == (node.number, node.title)), None)
        if known is None:
            goals.append(node)
        else:
            known.kpis += node.kpis
            merge_goals(known.measures, node.measures)
