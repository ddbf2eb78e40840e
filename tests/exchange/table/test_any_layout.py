"""Known KPIs written as tables of random layouts, and read back: each value arrives, or its cell is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kpitrack.model.numbers import show_number

from .sheets import fields, read, sheet

NAMES = ("移住者数", "出生数", "観光入込客数", "創業件数", "空き家数", "図書館の貸出冊数", "待機児童数", "健診の受診率")
UNITS = ("人", "件", "%", "世帯", "か所", "冊")


@dataclass(frozen=True)
class Known:
    """A KPI as it is known before it is written into a table."""

    name: str
    unit: str
    baseline: float
    targets: dict[int, float]
    actuals: dict[int, float]


numbers = st.integers(2, 90_000) | st.decimals(2, 900, places=1).map(float)


@st.composite
def known_kpis(draw: st.DrawFn) -> list[Known]:
    first = draw(st.integers(2012, 2022))
    several = draw(st.booleans())
    years = list(range(first, first + 4)) if several else [first + 3]
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    return [
        Known(
            name,
            draw(st.sampled_from(UNITS)),
            draw(numbers),
            {year: draw(numbers) for year in years},
            {year: draw(numbers) for year in range(first, first + draw(st.integers(0, 3)))},
        )
        for name in names
    ]


def year_name(year: int, style: str) -> str:
    era = f"R{year - 2018}" if year >= 2019 else f"H{year - 1988}"
    kanji = f"令和{'元' if year == 2019 else year - 2018}年度" if year >= 2019 else f"平成{year - 1988}年度"
    return {"era": era, "kanji": kanji, "west": f"{year}年度", "both": f"{year}({era})年度"}[style]


@dataclass(frozen=True)
class Style:
    years: str
    unit: str  # column, cell or name
    grouped: bool
    texts: bool


styles = st.builds(
    Style, st.sampled_from(["era", "kanji", "west", "both"]), st.sampled_from(["column", "cell", "name"]), st.booleans(),
    st.booleans(),
)  # fmt: skip


def shown(value: float, kpi: Known, style: Style) -> object:
    if style.unit == "cell":
        return f"{show_number(value) if style.grouped else value}{kpi.unit}"
    return (show_number(value) if style.grouped else str(value)) if style.texts else value


def named(kpi: Known, style: Style) -> str:
    return f"{kpi.name}（{kpi.unit}）" if style.unit == "name" else kpi.name


def plain_list(kpis: list[Known], style: Style) -> list[list[object]]:
    first, *_ = kpis
    unit = ["単位"] if style.unit == "column" else []
    head: list[object] = ["指標名", *unit, "基準値"]
    head += [f"目標値（{year_name(year, style.years)}）" for year in first.targets]
    years = sorted({year for kpi in kpis for year in kpi.actuals})
    head += [f"実績値（{year_name(year, style.years)}）" for year in years]
    rows: list[list[object]] = [head]
    for kpi in kpis:
        cells: list[object] = [named(kpi, style), *([kpi.unit] if unit else []), shown(kpi.baseline, kpi, style)]
        cells += [shown(value, kpi, style) for value in kpi.targets.values()]
        cells += [shown(kpi.actuals[year], kpi, style) if year in kpi.actuals else None for year in years]
        rows.append(cells)
    return rows


def two_rows_of_headings(kpis: list[Known], style: Style) -> list[list[object]]:
    rows = plain_list(kpis, style)
    upper, lower = [], []
    last = ""
    for text in rows[0]:
        role, bracket, year = str(text).partition("（")
        upper.append(None if bracket and role == last else role)
        lower.append(year.removesuffix("）") if bracket else None)
        last = role
    return [upper, lower, *rows[1:]] if any(lower) else rows


def rows_of_kinds(kpis: list[Known], style: Style) -> list[list[object]]:
    years = sorted({year for kpi in kpis for year in (*kpi.targets, *kpi.actuals)})
    unit = style.unit == "column"
    rows: list[list[object]] = [
        ["指標名", *(["単位"] if unit else []), "基準値", "区分", *(year_name(year, style.years) for year in years)]
    ]
    for kpi in kpis:
        for kind, values in (("目標値", kpi.targets), ("実績値", kpi.actuals)):
            first = kind == "目標値"
            cells: list[object] = [named(kpi, style) if first else None]
            cells += [kpi.unit if first else None] if unit else []
            cells += [shown(kpi.baseline, kpi, style) if first else None, kind]
            cells += [shown(values[year], kpi, style) if year in values else None for year in years]
            rows.append(cells)
    return rows


def on_its_side(rows: list[list[object]]) -> list[list[object]]:
    width = max(len(row) for row in rows)
    return [[row[i] if i < len(row) else None for row in rows] for i in range(width)]


@settings(max_examples=60, deadline=None)
@given(
    kpis=known_kpis(),
    style=styles,
    layout=st.sampled_from([plain_list, two_rows_of_headings, rows_of_kinds]),
    turned=st.booleans(),
    above=st.lists(
        st.sampled_from(["例示市総合戦略", "基本目標1 しごとをつくる", "【数値目標】"]), max_size=2, unique=True
    ),
    below=st.booleans(),
    blank=st.booleans(),
)
def test_what_is_written_in_any_layout_is_read_back(
    *, kpis: list[Known], style: Style, layout: Any, turned: bool, above: list[str], below: bool, blank: bool
) -> None:
    rows = layout(kpis, style)
    if turned and layout is plain_list:
        rows = on_its_side(rows)
    if blank:
        rows = [[None, *row] for row in rows]
    whole: list[list[object]] = [*([text] for text in above), *rows, *([["※ 速報値を含む。"]] if below else [])]
    reading = read(sheet(*whole))
    left = {id(one.cell) for found in reading.files[0].sheets for one in found.account.left}
    texts = [one.cell.text for found in reading.files[0].sheets for one in found.account.left]
    found = {kpi.name.partition("（")[0]: fields(kpi) for kpi in reading.kpis}
    assert set(found) <= {kpi.name for kpi in kpis}
    for kpi in kpis:
        read_back = found.get(kpi.name, {})
        target = read_back.get("target", {})
        targets = {**read_back.get("milestones", {}), **({target["year"]: target.get("value")} if target else {})}
        for want, got in (
            ({0: kpi.baseline}, {0: read_back["baseline"]["value"]} if "baseline" in read_back else {}),
            (kpi.targets, targets),
            (kpi.actuals, read_back.get("actuals", {})),
        ):
            assert set(got) <= set(want) | {0}, (kpi, read_back)
            for year, value in want.items():
                if year in got:
                    assert got[year] == value, (kpi, read_back)
                else:
                    assert str(shown(value, kpi, style)) in texts, (kpi, read_back, texts)
    assert len(left) * 3 <= sum(len(row) for row in whole) + 60
