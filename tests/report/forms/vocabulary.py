"""The vocabulary of forms as tables, which `docs/forms.md` and its Japanese twin print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpitrack.exchange.forms.language import Word
from kpitrack.language import pick, translate
from kpitrack.report.forms.selection import KINDS, OF_THE_KPI, ROOTS

_HEADINGS = {
    "strategy": {"en": "a strategy", "ja": "戦略"},
    "goal": {"en": "a goal or measure", "ja": "基本目標・施策"},
    "kpi": {"en": "a KPI", "ja": "KPI"},
    "observation": {"en": "a year of a KPI's series", "ja": "KPIの年度ごとの記録"},
    "revision": {"en": "an earlier target", "ja": "変更前の目標"},
    "evaluation": {"en": "an evaluation", "ja": "評価"},
    "external": {"en": "an external evaluation", "ja": "外部評価"},
    "initiative": {"en": "a project", "ja": "事業"},
    "grant": {"en": "a grant", "ja": "交付金"},
    "verification": {"en": "a grant's verification", "ja": "交付金の効果検証"},
    "statement": {"en": "a statement", "ja": "施策以外の記述"},
    "loop": {"en": "a loop", "ja": "繰り返し"},
}
_ALONE = {"en": "words that stand by themselves", "ja": "単独で使う語"}
_OF_THE_KPI = {
    "en": "In a form for one KPI, these words of it may stand by themselves, too: {words}.",
    "ja": "1つのKPIについて作る様式では、KPIの次の語を単独でも使えます: {words}。",
}
_HEAD = {"en": "| word | stands for | gives |", "ja": "| 語 | 内容 | 種類 |"}
_LIST, _LIST_OF = {"en": "a list", "ja": "一覧"}, {"en": "a list of `{kind}`", "ja": "`{kind}` の一覧"}
_ID = {"en": "id", "ja": "ID"}
_TAKES = {"year": "(2024)", "status": '("on_track")'}


def as_markdown() -> Iterator[str]:
    """The tables, one for each kind of thing, in the active language."""
    yield f"### {pick(_ALONE)}"
    yield from ("", *_table(ROOTS, ""), "")
    yield pick(_OF_THE_KPI).format(words=", ".join(f"`{name}`" for name in OF_THE_KPI))
    for kind, heading in _HEADINGS.items():
        yield ""
        yield f"### {pick(heading)}: `{kind}`" + (", `measure`" if kind == "goal" else "")
        yield from ("", *_table(KINDS[kind], f"{kind}."))


def _table(words: Mapping[str, Word], owner: str) -> Iterator[str]:
    yield pick(_HEAD)
    yield "| --- | --- | --- |"
    for name, word in words.items():
        takes = _TAKES.get(word.takes, f'("{pick(_ID)}")') if word.takes else ""
        gives = pick(_LIST) if word.several else ""
        if word.kind:
            gives = pick(_LIST_OF).format(kind=word.kind) if word.several else f"`{word.kind}`"
        yield f"| `{owner}{name}{takes}` | {translate(word.meaning)} | {gives} |"
