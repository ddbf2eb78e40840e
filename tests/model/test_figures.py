"""Figures as Japanese documents print them, and as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpitrack import language
from kpitrack.model.figures import UnreadableFigure, YearMonth, read_figure, read_year
from kpitrack.model.figures.dates import MONTH, month_of


def said(text, **options):
    """The fields of the figure that are not at their defaults; the value as text."""
    figure = read_figure(text, **options)
    empty = read_figure("―")
    fields = {name: getattr(figure, name) for name in figure.__slots__}
    different = {name: value for name, value in fields.items() if name == "status" or value != getattr(empty, name)}
    if different["status"] == "normal":
        del different["status"]
    if "value" in different:
        different["value"] = str(different["value"])
    return different


def refusal(text, **options):
    with pytest.raises(UnreadableFigure) as caught:
        read_figure(text, **options)
    assert str(caught.value) == str(caught.value.message)
    return f"{caught.value} | {caught.value.hint}"


# As printed in public documents: 第2期鶴岡市総合戦略, 浦河町, 茨城県, 長野県, 山形県, 小矢部市 and the national strategies.
PRINTED = {
    "0件 (2020(令和2)年度)": {"value": "0", "unit": "件", "year": 2020, "calendar": "fy"},
    "2億396万円": {"value": "203960000", "unit": "円"},
    "1.4人/年": {"value": "1.4", "unit": "人/年"},
    "―": {"status": "missing"},
    "△1,521人": {"value": "-1521", "unit": "人"},
    "93%超": {"value": "93", "unit": "%", "comparison": "more_than"},
    "1.0%未満": {"value": "1.0", "unit": "%", "comparison": "less_than"},
    "延伸": {"form": "improve", "direction": "increase"},
    "増加を目指します": {"form": "improve", "direction": "increase"},
    "約5,900人の半減": {"value": "2950", "unit": "人", "approximate": True},
    "東北1位": {"value": "1", "unit": "位", "scope": "東北"},
    "69,077千人": {"value": "69077000", "unit": "人"},
    "5.5‰": {"value": "5.5", "unit": "‰"},
    "1,000万人": {"value": "10000000", "unit": "人"},
    "35.5兆円": {"value": "35500000000000", "unit": "円"},
    "1万ha程度": {"value": "10000", "unit": "ha", "approximate": True},
    "5か所以上": {"value": "5", "unit": "か所", "comparison": "at_least"},
    "実質4%/年（経済成長目標の4倍）以上": {
        "value": "4", "unit": "%/年", "form": "percent_per_year", "comparison": "at_least",
        "notes": ("経済成長目標の4倍", "実質"),
    },
    "7,077（速報値）": {"value": "7077", "status": "provisional"},
    "93.7(令和2年度平均)": {"value": "93.7", "year": 2020, "calendar": "fy", "notes": ("平均",)},
    "17,187人超": {"value": "17187", "unit": "人", "comparison": "more_than"},
    "基準値より8割減": {"value": "-80", "unit": "%", "form": "percent_change", "notes": ("基準値より",)},
    "12,600人 (2024(令和6)年度)": {"value": "12600", "unit": "人", "year": 2024, "calendar": "fy"},
    "10割に": {"value": "10", "unit": "割"},
    "2倍": {"value": "2", "unit": "倍", "form": "times_baseline"},
    "1億人創出": {"value": "100000000", "unit": "人"},
    "約1万人": {"value": "10000", "unit": "人", "approximate": True},
    "50兆円を超える": {"value": "50000000000000", "unit": "円", "comparison": "more_than"},
    "累計6,000億円": {"value": "600000000000", "unit": "円", "notes": ("累計",)},
    "26カ所": {"value": "26", "unit": "カ所"},
}  # fmt: skip

OTHERS = {
    "３，１４１人": {"value": "3141", "unit": "人"},
    "▲2,530": {"value": "-2530"},
    "−5": {"value": "-5"},
    "﹣5": {"value": "-5"},
    "－５": {"value": "-5"},
    "マイナス5℃": {"value": "-5", "unit": "℃"},
    "12.50": {"value": "12.50"},
    "12㎡": {"value": "12", "unit": "㎡"},
    "5千万円": {"value": "50000000", "unit": "円"},
    "2億5千3百万円": {"value": "253000000", "unit": "円"},
    "概ね80％以上": {"value": "80", "unit": "%", "comparison": "at_least", "approximate": True},
    "≧5": {"value": "5", "comparison": "at_least"},
    "10分以内": {"value": "10", "unit": "分", "comparison": "at_most"},
    "12人見込み": {"value": "12", "unit": "人", "status": "forecast"},
    "12人（推計）": {"value": "12", "unit": "人", "status": "estimated"},
    "12人（令和6年度速報値）": {
        "value": "12", "unit": "人", "status": "provisional", "year": 2024, "calendar": "fy",
    },
    "44.2%(2022年)": {"value": "44.2", "unit": "%", "year": 2022, "calendar": "cy"},
    "12(R6)": {"value": "12", "year": 2024},
    "1,980人(2024)": {"value": "1980", "unit": "人", "year": 2024},
    "令和6年度 12人": {"value": "12", "unit": "人", "year": 2024, "calendar": "fy"},
    "12人 R6年度": {"value": "12", "unit": "人", "year": 2024, "calendar": "fy"},
    "12人(R5.10.1現在)": {"value": "12", "unit": "人", "month": YearMonth(2023, 10, 2023), "notes": ("現在",)},
    "93.7(2015年=100)": {"value": "93.7", "notes": ("2015年=100",)},
    "100人(うち女性40人)": {"value": "100", "unit": "人", "notes": ("うち女性40人",)},
    "全国3位以内": {"value": "3", "unit": "位", "comparison": "at_most", "scope": "全国"},
    "現状維持": {"form": "hold"},
    "93%以上を維持": {"value": "93", "unit": "%", "form": "hold", "comparison": "at_least"},
    "改善": {"form": "improve"},
    "減少": {"form": "improve", "direction": "decrease"},
    "半減": {"value": "-50", "unit": "%", "form": "percent_change"},
    "5,900人の2倍": {"value": "11800", "unit": "人"},
    "+5ポイント": {"value": "5", "unit": "ポイント", "form": "change"},
    "1万ha増": {"value": "10000", "unit": "ha", "form": "change"},
    "3割減": {"value": "-30", "unit": "%", "form": "percent_change"},
    "2013年度比46%削減": {
        "value": "-46", "unit": "%", "form": "percent_change", "notes": ("2013年度比",),
    },
    "年4%": {"value": "4", "unit": "%/年", "form": "percent_per_year", "notes": ("年",)},
    "ゼロ": {"value": "0"},
    "12 千円": {"value": "12000", "unit": "円"},
    "[red]5": {"value": "5", "notes": ("red",)},
    "1,000人以上/年": {"value": "1000", "unit": "人/年", "comparison": "at_least"},
    "5件程度／年": {"value": "5", "unit": "件/年", "approximate": True},
    "10%以上/年": {"value": "10", "unit": "%/年", "form": "percent_per_year", "comparison": "at_least"},
    "3,141人 (2020(令和2)年度)": {"value": "3141", "unit": "人", "year": 2020, "calendar": "fy"},
    "1.54(H26)": {"value": "1.54", "year": 2014},
    "延べ1億人": {"value": "100000000", "unit": "人", "notes": ("延べ",)},
    "延べ人数1億人創出": {"value": "100000000", "unit": "人", "notes": ("延べ人数",)},
    "実人数1,000万人": {"value": "10000000", "unit": "人", "notes": ("実人数",)},
    "0.5ha": {"value": "0.5", "unit": "ha"},
    "12.3万t": {"value": "123000", "unit": "t"},
    "５か所以上": {"value": "5", "unit": "か所", "comparison": "at_least"},
    "第3位": {"value": "3", "unit": "位"},
    "100.0％": {"value": "100.0", "unit": "%"},
    "1,234千円/人": {"value": "1234000", "unit": "円/人"},
    "▲4.5pt": {"value": "-4.5", "unit": "pt"},
    "120%(見込)": {"value": "120", "unit": "%", "status": "forecast"},
    "7,612(R5速報値)": {"value": "7612", "status": "provisional", "year": 2023},
    "速報値：7,077": {"value": "7077", "status": "provisional"},
    "推計12人": {"value": "12", "unit": "人", "status": "estimated"},
    "12人の見込み": {"value": "12", "unit": "人", "status": "forecast"},
    "7,077 ※速報値": {"value": "7077", "status": "provisional"},
    "7,077※1": {"value": "7077", "notes": ("※1",)},
    "12人 ※R5": {"value": "12", "unit": "人", "year": 2023},
    "R6.3.31現在 45人": {"value": "45", "unit": "人", "month": YearMonth(2024, 3, 2023), "notes": ("現在",)},
    "45人 令和6年3月末時点": {"value": "45", "unit": "人", "month": YearMonth(2024, 3, 2023), "notes": ("時点",)},
    "令和5年度末 123人": {"value": "123", "unit": "人", "year": 2023, "calendar": "fy", "notes": ("末",)},
    "R5年度末時点：123人": {"value": "123", "unit": "人", "year": 2023, "calendar": "fy", "notes": ("末時点",)},
    "H27～H31累計 10,000人": {"value": "10000", "unit": "人", "notes": ("H27~H31累計",)},
    "10,000人（H27～H31累計）": {"value": "10000", "unit": "人", "notes": ("H27~H31累計",)},
    "5年間で10,000人": {"value": "10000", "unit": "人", "notes": ("5年間",)},
    "5件（5年間累計）": {"value": "5", "unit": "件", "notes": ("5年間累計",)},
    "今後10年間で50兆円を超える": {
        "value": "50000000000000", "unit": "円", "comparison": "more_than", "notes": ("今後10年間",),
    },
    "2027年度までの3年間で約1万人": {
        "value": "10000", "unit": "人", "approximate": True, "year": 2027, "calendar": "fy", "notes": ("3年間",),
    },
    "2033年までに1万ha程度の増加": {
        "value": "10000", "unit": "ha", "form": "change", "approximate": True, "year": 2033, "calendar": "cy",
    },
    "20人の増": {"value": "20", "unit": "人", "form": "change"},
    "20%以上の削減": {"value": "-20", "unit": "%", "form": "percent_change", "comparison": "at_least"},
    "1.2倍に増加": {"value": "1.2", "unit": "倍", "form": "times_baseline"},
    "100%達成": {"value": "100", "unit": "%"},
    "12回開催": {"value": "12", "unit": "回"},
    "12人を確保": {"value": "12", "unit": "人"},
    "12件の創出": {"value": "12", "unit": "件"},
    "ゼロ件": {"value": "0", "unit": "件"},
    "ゼロを維持": {"value": "0", "form": "hold"},
    "4.2点（5点満点）": {"value": "4.2", "unit": "点", "notes": ("5点満点",)},
    "3.5(5段階評価)": {"value": "3.5", "notes": ("5段階評価",)},
    "12人（9月末）": {"value": "12", "unit": "人", "notes": ("9月末",)},
    "5t-CO2": {"value": "5", "unit": "t-CO2"},
    "5千t-CO₂": {"value": "5000", "unit": "t-CO₂"},
    "5km2": {"value": "5", "unit": "km2"},
    "12.3人/10万人": {"value": "12.3", "unit": "人/10万人"},
    "¥1,200": {"value": "1200", "unit": "円"},
    "▲￥1,200円": {"value": "-1200", "unit": "円"},
    "2050年度実質ゼロ": {"value": "0", "year": 2050, "calendar": "fy", "notes": ("実質",)},
    "5件 ／ 年": {"value": "5", "unit": "件/年"},
    "50%(100人/200人)": {"value": "50", "unit": "%", "notes": ("100人/200人",)},
}  # fmt: skip


@pytest.mark.parametrize(("text", "reading"), (PRINTED | OTHERS).items())
def test_reads(text, reading):
    assert said(text) == reading


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("―－-−–…", "missing"),
        (("未公表", "未集計", "N/A", "空欄", "　―　"), "missing"),
        (("集計中", "算定中", "調査中", "公表待ち", "データ無し", "集計中（9月公表予定）"), "missing"),
        (("未調査", "未実施"), "not_collected"),
        (("X", "x", "Ｘ", "秘匿", "―（秘匿）"), "suppressed"),
        (("該当なし", "対象外"), "not_applicable"),
    ],
)
def test_what_has_no_value_is_never_zero(words, status):
    for text in words:
        figure = read_figure(text, unit="人")
        assert (figure.value, figure.status) == (None, status)


def test_nothing_may_mean_two_things():
    assert "zero" in refusal("なし")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("4億3,0000万円", "exactly three digits"), ("1,23", "exactly three digits"), ("0,123", "exactly three digits"),
        ("12..3", "decimal point"), ("12.", "decimal point"), ("1億2億", "large to small"),
        ("1億20000万", "large to small"), ("1.5億300万", "large to small"), ("1億万", "before 万"), ("5億千円", "before 千"),
        ("44.2% 34市町村 全国41位(2022年)", "more than one value"), ("95〜105", "more than one value"),
        ("1,200（1,150）", "more than one value"), ("1,980(2024)", "more than one value"), ("1e5", "scientific notation"),
        ("12人(5人増)", "more than one value"), ("12人（35%）", "more than one value"), ("3割5分", "more than one"),
        ("(12)", "in brackets"), ("12(未公表)", "says that there is none"), ("12(", "without its pair"),
        ("))", "without its pair"), ("", "nothing is written"), ("　", "nothing is written"), ("9" * 201, "too long"),
        ("9" * 40, "too many digits"), ("億", "no number"), ("①", "no number"), ("一二", "no number"), ("▲", "no number"),
        ("△", "no number"), ("約", "no number"), ("増加しない", "no number"), ("五人", "no number"),
        ("ー5", "write a negative number as -5"), ("10万人強", "人強 is not understood"), ("30%台", "%台 is not"),
        ("前年比10%増", "前年比 is not understood"), ("=1+1", "= is not understood"), ("12²", "² is not understood"),
        ("12人半減", "is not understood"), ("12五人", "is not understood"), ("±5", "± is not"),
        ("32年度", "which era"), ("12人(32年度)", "which era"), ("R8年度", "is a year"), ("2024年度", "is a year"),
        ("H29.3", "is a month"), ("平成32年3月", "is a month"), ("2017-03", "is a month"), ("5年", "number of years"),
        ("2024(令和5)年度 12人", "not the same year"), ("令和6年度 12人(令和5年度)", "two years"),
        ("1.5倍増", "two different multiples"), ("▲3%減", "direction twice"), ("基準値より10人", "more or less"),
        ("年平均93.7%", "growth per year"), ("5以上10未満", "more than one value"), ("≧5以下", "compares in two ways"),
        ("12(速報値)(推計)", "two statuses"),
        ("0.5ポイント改善", "more or less"), ("5ポイント以上改善", "more or less"), ("半分", "may be one half"),
        ("(▲2,700人)", "in brackets"), ("2/3", "more than one value"), ("1対2", "more than one value"),
        ("34/47都道府県", "more than one value"), ("24県、44市町村", "more than one value"), ("12人/10人", "more than one"),
        ("開催なし", "may mean zero"), ("実績なし", "may mean zero"), ("8月頃公表", "月頃 is not"), ("3月", "月 is not"),
        ("12p", "p is not"), ("12人p", "人p is not"), ("12人予定", "人予定 is not"), ("H27～H31 10,000人", "is not"),
        ("ワースト1位", "from the last place"), ("全国ワースト3位", "from the last place"), ("1位タイ", "is not"),
        ("80歳7か月", "more than one value"), ("3時間30分", "more than one value"), ("±0", "± is not"), ("〇", "no number"),
        ("7,077*", "* is not"), ("12、600", "more than one value"), ("12 600", "more than one value"),
        ("R6", "is a year"), ("令和6年度", "is a year"), ("2027年度までに", "is a year"), ("ゼロカーボン", "no number"),
    ],
)  # fmt: skip
def test_refuses(text, reason):
    assert reason in refusal(text)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("69,077千人", "千人", "69077"), ("69,077千人", "人", "69077000"), ("69,077", "千人", "69077"),
        ("69,077,000人", "千人", "69077"), ("2億396万円", "億円", "2.0396"), ("203,960千円", "百万円", "203.96"),
        ("1,234千円/人", "千円/人", "1234"), ("35.5兆円", "億円", "355000"), ("5万", "人", "50000"), ("5万", "万人", "5"),
        ("1億2千人", "千人", "100002"), ("5.5‰", "%", "0.55"), ("3割", "%", "30"), ("0.5％", "‰", "5"), ("95%", "割", "9.5"),
        ("26カ所", "か所", "26"), ("26箇所", "か所", "26"), ("12名", "人", "12"), ("12㎡", "m2", "12"), ("12", "", "12"),
        ("5年", "年", "5"), ("1.2倍", "倍", "1.2"), ("3百貨店", "百貨店", "3"), ("12人/1000人", "人/1000人", "12"),
        ("12人", "人（累計）", "12"), ("12t-CO2", "千t-CO2", "0.012"), ("12m2", "㎡", "12"), ("12回開催", "回", "12"),
        ("4%/年", "%/年", "4"), ("▲5.0ポイント", "ポイント", "-5.0"), ("3位", "位", "3"), ("12.50", "%", "12.50"),
    ],
)  # fmt: skip
def test_gives_the_value_in_the_unit_of_the_kpi(text, unit, value):
    figure = read_figure(text, unit=unit)
    assert (str(figure.value), figure.unit, figure.form) == (value, unit, "value")


@pytest.mark.parametrize(
    ("text", "unit", "reason"),
    [
        ("12人", "件", "the KPI counts in 件"), ("12人", "", "the KPI has no unit"), ("12%", "人", "the KPI counts in 人"),
        ("12千円", "千人", "the KPI counts in 千人"), ("12人/年", "人", "the KPI counts in 人"),
        ("10%増", "%", "in points"), ("1割減", "‰", "in points"), ("12%", "", "no unit"),
    ],
)  # fmt: skip
def test_refuses_units_that_contradict_the_kpi(text, unit, reason):
    assert reason in refusal(text, unit=unit)


def test_a_change_in_the_unit_of_the_kpi():
    assert said("5ポイント増", unit="%") == {"value": "5", "unit": "%", "form": "change"}
    assert said("▲5ポイント", unit="%") == {"value": "-5", "unit": "%", "form": "change"}
    assert said("1万人増", unit="千人") == {"value": "10", "unit": "千人", "form": "change"}
    assert read_figure("基準値より1割減", unit="%").form == "percent_change"


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("H29.3", (2017, 3, 2016)), ("平成32年3月", (2020, 3, 2019)), ("H29.3.31", (2017, 3, 2016)),
        ("2017.3", (2017, 3, 2016)), ("2017-04-01", (2017, 4, 2017)), ("令和6年4月末", (2024, 4, 2024)),
        ("R6/3", (2024, 3, 2023)),
    ],
)  # fmt: skip
def test_reads_months(text, month):
    assert month_of(MONTH.fullmatch(text)) == month


@pytest.mark.parametrize("text", ["令和6年13月", "R6.2.30", "H29", "2017", "", "平成0年3月", "H29.3-31"])
def test_refuses_what_is_no_month(text):
    if found := MONTH.fullmatch(text):
        with pytest.raises(UnreadableFigure):
            month_of(found)


def test_reads_years():
    assert read_year("R8年度") == (2026, "fy")
    assert read_year("2022年") == (2022, "cy")
    assert read_year("2024(令和6)年度") == (2024, "fy")
    assert read_year("R6") == (2024, None)
    with pytest.raises(UnreadableFigure, match="which era"):
        read_year("32年度")


def test_a_refusal_speaks_japanese():
    language.use("ja")
    try:
        assert refusal("12人", unit="件").startswith("人とありますが、KPIの単位は件です")
    finally:
        language.use("en")


FULL_WIDTH = {ord(character): ord(character) + 0xFEE0 for character in "0123456789,.-"}


def by_myriads(number):
    """The whole number as 2億396万 and the like."""
    parts = []
    for power, word in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        count, number = divmod(number, power)
        if count:
            parts.append(f"{count}{word}")
    return "".join(parts) or "0"


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3)
units = st.sampled_from(["人", "件", "%", "千円", "億円", "か所", "㎡", "人/年", "ポイント", "km", ""])


@given(numbers, units, st.sampled_from("-−－▲△﹣"), st.booleans(), st.booleans())
def test_what_is_printed_is_read_back(number, unit, minus, grouped, wide):
    text = f"{abs(number):,}" if grouped else f"{abs(number)}"
    text = (minus if number < 0 else "") + (text.translate(FULL_WIDTH) if wide else text)
    for printed in (
        text + unit,
        f"{text} {unit}",
        text,
        f"約{text}{unit}以上",
        f"{text}{unit}（速報値）",
        f"{text}{unit} (R6年度)",
    ):
        assert read_figure(printed, unit=unit).value == number


@given(st.integers(0, 10**16 - 1), st.booleans(), st.booleans())
def test_myriads_are_read_back(number, negative, wide):
    text = by_myriads(number)
    text = ("▲" if negative else "") + (text.translate(FULL_WIDTH) if wide else text)
    signed = -number if negative else number
    assert read_figure(f"{text}円").value == signed
    assert read_figure(f"{text}円", unit="億円").value == Decimal(signed).scaleb(-8)


PIECES = st.sampled_from([
    "1", "23", "4,000", "５", ".", ",", "(", ")", "（", "）", "億", "万", "千", "百", "人", "%", "割", "倍", "位", "年", "年度", "月", "の",
    "令和6", "R6", "H29.3", "2024", "約", "以上", "未満", "超", "増", "減", "半減", "より", "基準値", "比", "▲", "-", "+", "ー", "―", " ",
    "なし", "速報値", "平均", "維持", "を", "に", "ポイント", "第", "ゼロ", "X", "\x00", "²", "①", "٣", "\ud800", "FY",
])  # fmt: skip


@given(
    st.text() | st.lists(PIECES, max_size=8).map("".join),
    st.none() | st.text(max_size=4) | st.sampled_from(["人", "%", "千人", "位", "年"]),
)
@example("(" * 200, None)
@example("1." * 100, "人")
@example("9" * 30 + "兆", "‰")
def test_any_text_is_a_figure_or_refused(text, unit):
    try:
        figure = read_figure(text, unit=unit)
    except UnreadableFigure as refused:
        language.use("ja")
        str(refused)
        str(refused.hint)
        language.use("en")
        return
    if figure.value is not None:
        assert figure.value.is_finite()
        assert figure.status in {"normal", "provisional", "estimated", "forecast"}
    else:
        assert figure.form in {"hold", "improve"} or figure.status not in {"normal", "provisional"}


@given(st.lists(PIECES, max_size=5).map("".join) | st.text())
def test_any_text_is_a_year_or_refused(text):
    try:
        read_year(text)
    except UnreadableFigure as refused:
        assert str(refused)  # noqa: PT017  both outcomes are right; this one must have words
