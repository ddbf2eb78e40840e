"""The tables of a package: which kinds of things have one, whose they are, and in which order they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from .fields import Column, Field, definitions, fields_of, value_field

Order = Literal["position", "year", ""]

#: The fields that have a table of their own, by the kind of record that holds them; dots lead into records.
CHILDREN: Mapping[str, Mapping[str, str]] = {
    "Strategy": {
        "organizations": "organizations", "goals": "nodes", "sections": "sections", "statements": "statements",
        "revised": "editions", "grants": "grants", "committee": "committees", "practices": "practices",
        "alignments": "alignments", "reviews": "reviews",
    },
    "Goal": {
        "kpis": "kpis", "measures": "nodes", "initiatives": "initiatives", "roadmap": "roadmap",
        "evaluations": "evaluations",
    },
    "KPI": {
        "baseline.restated": "restatements", "milestones": "milestones", "revisions": "revisions",
        "roadmap": "roadmap", "evaluations": "evaluations",
    },
    "Grant": {"verified": "verifications"},
    "Actual": {"by": "breakdowns"},
    "Comparator": {"values": "comparator_values"},
}  # fmt: skip

#: What a required field is where nothing stands in the table.
EMPTY: Mapping[str, Any] = {"goals": [], "unit": ""}

KEYS: Mapping[str, Column] = {
    one.name: one
    for one in (
        Column("file", "string", ("ファイル", "The file")),
        Column("strategy", "string", ("戦略のID", "The id of the strategy")),
        Column("parent", "string", ("上の目標・施策のID。目標では空", "The id of the node above; empty for a goal")),
        Column("node", "string", ("目標・施策のID", "The id of the goal or measure")),
        Column("kpi", "string", ("KPIのID", "The id of the KPI")),
        Column("grant", "string", ("交付金のID", "The id of the grant")),
        Column("series", "string", ("系列の名前", "The key of the series")),
        Column("dimension", "string", ("内訳の区分", "The dimension of the breakdown")),
        Column("part", "string", ("内訳の項目", "The part within the dimension")),
        Column("position", "integer", ("資料での順番（1から）", "The place in the document's order, from 1")),
        Column(
            "year", "year",
            ("年度（KPIがcalendar: cyなら暦年）", "The fiscal year; a calendar year for a KPI so counted"),
        ),
    )
}  # fmt: skip
MORE = Column(
    "more",
    "object",
    (
        "ほかの列で言い尽くせないものを、項目の名前ごとに、書かれているとおりに",
        "What the other columns cannot say, by the name of the field, as it is written",
    ),
)


@dataclass(frozen=True)
class Table:
    """A table."""

    name: str  # of its file, too
    title: tuple[str, str]  # in Japanese and English
    record: str  # the definition of the JSON Schema that its rows are; nothing for bare values
    keys: tuple[str, ...] = ("strategy",)  # the columns that say whose a row is
    order: Order = "position"  # what orders the rows of one owner
    # the columns that no two rows share, where these are not ``keys`` and ``order``; empty where a part of them may
    # be empty
    own: tuple[str, ...] | None = None

    @cached_property
    def fields(self) -> list[Field]:
        """The fields that are columns here."""
        if not self.record:
            numbers = definitions()["KPI"]["properties"]["milestones"]["anyOf"][0]["additionalProperties"]
            return [value_field(numbers if self.name == "milestones" else {"type": "number"})]
        schema = definitions()[self.record]
        found = fields_of(schema, frozenset(CHILDREN.get(self.record, {})))
        if self.record == "Goal":
            own = {field.name for field in found}
            below = fields_of(definitions()["Measure"], frozenset(CHILDREN["Goal"]))
            found += [field for field in below if field.name not in own]
        return found

    @cached_property
    def leading(self) -> list[Column]:
        """The columns before those of the record."""
        return [KEYS[name] for name in (*self.keys, self.order) if name]

    @property
    def unique(self) -> tuple[str, ...]:
        """The columns that no two rows share; none where a part of them may be empty."""
        return tuple(column.name for column in self.leading) if self.own is None else self.own

    @cached_property
    def columns(self) -> list[Column]:
        """All columns."""
        return [*self.leading, *(column for field in self.fields for column in field.columns), MORE]


_KPI = ("strategy", "kpi")
_ID = ("strategy", "id")
_PART = ("strategy", "kpi", "year", "dimension", "part")
TABLES: Mapping[str, Table] = {
    one.name: one
    for one in (
        Table("strategies", ("戦略", "Strategies"), "Strategy", ("file",), "", ("id",)),
        Table("organizations", ("共同の戦略の団体", "Organisations of joint strategies"), "Organization"),
        Table("sections", ("部・章", "Sections"), "Section"),
        Table("nodes", ("目標・施策", "Goals and measures"), "Goal", ("strategy", "parent"), own=_ID),
        Table("kpis", ("重要業績評価指標（KPI）", "KPIs"), "KPI", ("strategy", "node"), own=_ID),
        Table("observations", ("実績値", "Actual values"), "Actual", ("file", *_KPI), "year", (*_KPI, "year")),
        Table("breakdowns", ("実績値の内訳", "Breakdowns of actual values"), "", _PART, ""),
        Table("milestones", ("目安値", "Milestones"), "", _KPI, "year"),
        Table("revisions", ("目標の改定", "Revisions of targets"), "Revision", _KPI),
        Table("restatements", ("基準値の遡及改定", "Restatements of baselines"), "Restatement", _KPI),
        Table(
            "comparators", ("比較対象の系列", "Series that targets are compared with"), "Comparator",
            ("file", "strategy", "series"), "", ("file", "series"),
        ),
        Table("comparator_values", ("比較対象の値", "Values of these series"), "", ("file", "series"), "year"),
        Table("evaluations", ("評価", "Evaluations"), "Evaluation", ("strategy", "node", "kpi"), "year", ()),
        Table("initiatives", ("具体的な事業", "Initiatives"), "Initiative", ("strategy", "node")),
        Table("roadmap", ("工程表", "The roadmap"), "RoadmapItem", ("strategy", "node", "kpi"), own=()),
        Table("grants", ("交付金", "Grants"), "Grant"),
        Table(
            "verifications", ("交付金の効果検証", "Verifications of grants"), "Verification",
            ("strategy", "grant"), "year",
        ),
        Table("statements", ("資料の記述", "Statements of the document"), "Statement"),
        Table("alignments", ("国と地方の対照", "Alignments"), "Alignment"),
        Table("reviews", ("見直しと決定", "Reviews and decisions"), "Review"),
        Table("editions", ("戦略の改訂", "Editions of the strategy"), "Edition"),
        Table("committees", ("評価した会議", "Committees"), "Committee", order="year"),
        Table("practices", ("モデルとなる取組", "Practices"), "Practice"),
    )
}  # fmt: skip


def owner_of(record: str, table: str) -> str:
    """The column of ``table`` that names a record which holds its rows; empty for a strategy."""
    if record == "Goal":
        return "parent" if table == "nodes" else "node"
    return {"KPI": "kpi", "Grant": "grant"}.get(record, "")


def taken(record: dict[str, Any], way: str) -> Any:
    """Take the value at ``way`` out of a record, where it is there."""
    first, _, rest = way.partition(".")
    inner = record.get(first)
    if not rest:
        return record.pop(first, None)
    if not isinstance(inner, dict):
        return None
    record[first] = copied = dict(inner)
    return taken(copied, rest)
