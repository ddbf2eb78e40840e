"""The words of headings and row labels, and the role that each gives to what it heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from kpitrack.model.numbers import narrow

Role = Literal[
    "number", "goal", "measure", "name", "unit", "direction", "kind", "year", "area", "area_code",
    "baseline", "baseline_year", "target", "target_year", "actual", "actual_year",
    "rate", "grade", "midterm", "other_year", "earlier_target", "increase", "money", "quarter", "expected_course",
    "others", "whose", "frequency",
    "department", "definition", "source", "notes", "value", "time",
]  # fmt: skip

#: By what a value is, what the column beside it is that says of which year.
YEARS_BESIDE: dict[Role, Role] = {
    "baseline": "baseline_year", "target": "target_year", "actual": "actual_year",
}  # fmt: skip

_OTHERS = (
    r"(?:全国|国|都道府県|[都道府]?県|[県道都府管圏]内|圏域|類似団体|同規模[^平]{0,4}|他市町?村?|近隣[^平]{0,4}"
    r"|national|england|uk|gb|wales|scotland|regional|region|county|peer)"
)

#: Which role the first matching pattern gives to a heading without its years.
_ROLES: tuple[tuple[Role, str], ...] = (
    ("quarter", r"四半期|[上下]半?期(?!間)|quarter|half-?year|(?<![a-z])q[1-4](?![0-9])"),
    ("area_code", r"^(?:地域|都道府県|市区町村|市町村|自治体|団体|エリア)コード$|^area_?code$"),
    ("area", r"^(?:地域|都道府県|市区町村|市町村|自治体|団体)(?:名|区分)?$|^area(?:name)?$"),
    ("number", r"^(?:no\.?|№|#|番号|連番|通し番号|整理番号|指標番号|施策番号|事業番号|項番|id|kpi_?id)$|(?:番号|コード)$"),
    ("number", r"^(?:code|ref\.?|reference|pi(?:code|ref)|measureref)$"),
    ("kind", r"指標の?(?:種別|種類|区分|分類|タイプ)$"),
    ("others", rf"{_OTHERS}の?(?:平均|水準|順位|値|average|mean)|^(?:全国|国|県|都|道|府)$|quartile|benchmark|comparator"),
    ("frequency", r"頻度|frequency|reportingperiod"),
    ("other_year", r"前年度?(?!度?[比差])|前々年|昨年|前回|翌年|次年度|来年度|previousyear|lastyear|prioryear|nextyear"),
    ("unit", r"^単位$|単位$|^units?$|unitofmeasure"),
    ("kind", r"^(?:区分|種別|内訳|項目区分|種類)$"),
    ("earlier_target", r"(?:見直し|変更|改定|改訂|修正)前|(?:当初|従来|旧)(?:の)?目標|目標値?.*策定時$|(?:previous|original|old)target"),
    ("increase", r"増加分|増分|純増"),
    ("expected_course", r"成り行き|なりゆき|推計値|将来推計|trendforecast"),
    ("direction", r"方向|増減の別|望ましい|goodis|polarity|^direction$|desired|better|^aimto|goodtobe|goodperformance"),
    ("rate", r"目標値?(?:対)?比|対目標|目標値?(?:との|に対する)|差異|乖離|達成[率度]|進捗[率度]|伸び?率|(?:対)?前年度?[比差]|増減|achievement(?:rate)?|%oftarget|variance|評価値"),
    ("actual_year", r"^(?:最新|実績|測定|把握)値?の?(?:年度?|年月|時点|時期)$"),
    ("name", r"指標(?:と|及び|・|、|/)(?:数値)?目標|評価指標|目標指標|目標項目|指標\)?名|^目標名|指標の名称|業績評価|重要業績|kpi名|評価項目"),
    ("actual", r"(?:中間|最終|年度)評価(?:値|\()|^(?:中間|最終)評価$|実績(?!額)|outturn|^actuals?|actuals?$|^results?$"),
    ("money", r"予算|決算|事業費|実績額|金額|経費|執行|交付(?:決定)?額|交付金額|^総?額|費用|人件費|財源|budget|^cost|spend|£000"),
    ("grade", r"評価|判定|ランク|^status$|^rag|rating|^trend|^dot$|directionoftravel|^grade|^evaluation$|自己点検"),
    ("department", r"担当|所管|主管|部署|部局|課名|所属|関係課|department|^service|directorate|^lead|owner|responsible|portfolio|officer"),
    ("definition", r"定義|説明|算出|算定|計算|考え方|definition|howcalculated|^description$"),
    ("source", r"出典|根拠|データ|統計|典拠|把握方法|把握先|資料|source"),
    ("notes", r"備考|^注|摘要|特記|コメント|理由|要因|課題|分析|今後|対応|効果|意見|取組状況|取組内容|主な取組|^notes?$|remarks?|comment|commentary|^action"),
    ("notes", r"備考|コメント|要因|理由|分析|課題|comments?|notes?"),
    ("baseline_year", r"(?:現状|現況|基準|策定時|当初|初期|直近)値?の?\(?(?:年度?|年月|時点|時期|年次)\)?$|^基準(?:年度?|時点)|baseline(?:year|date)"),
    ("target_year", r"(?:目標|達成|最終)値?の?\(?(?:年度?|年月|時点|時期|期限|年次|期日)\)?$|^期限$|^時期$|targetyear|^deadline|targetdate|^by$"),
    ("actual_year", r"^調査年度?$|^実施年度$|集計年|測定年度"),
    ("baseline", r"現状|現況|基準|策定時|計画時|策定前|当初|初期値|直近値|従前|ベースライン|開始前|開始時|baseline|^current|startingpoint|スタート"),
    ("target", r"目標数値|目標水準"),
    ("name", r"数値目標"),
    ("actual", r"進捗(?!管理)|達成状況|現在値|最新|実測|^推移|の推移$|^latest|performance$"),
    ("goal", r"基本目標|政策目標|戦略目標|基本方針|政策分野|^分野|^柱|の柱|大項目|大分類|^政策|^章|^goals?$|^theme|priorit|^outcomes?$|^objective|pillar"),
    ("target", r"目標|目安|中間値|期待値|計画値|^計画$|指標値|^最終値?$|^target|targets?$|milestone|goalvalue|^plan(?:ned)?$"),
    ("measure", r"施策|取組|取り組み|中項目|小項目|中分類|小分類|基本的方向|プロジェクト|事業|方策|方針|業務"),
    ("name", r"指標|項目|kpi|indicator|^name$|^measures?$|^metric|^内容$|performancemeasure"),
    ("actual", r"^(?:actual)?value$|^score$"),
    ("value", r"^(?:値|数値|指数)$"),
    ("time", r"^(?:年度?|年次|時点|時期|年月|調査年度?|集計年|時間軸|year|financialyear|period|fy)$"),
)  # fmt: skip
_PATTERNS = [(role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _ROLES]

_BRACKETS = str.maketrans("〔［【〈《〕］】〉》{}[]", "((((()))))()()")
_ENUMERATION = re.compile(r"^(?:[①-⑳❶-❿Ⅰ-Ⅻ◆■●○◎□◇▼▽★☆・]+|\(?[0-9A-Za-zア-ン]{1,2}\)|[0-9]{1,2}[.．、])")
_MONEY = re.compile(r"\((?:単位[:：]?)?(?:千円|百万円|円|£000s?)\)|^単位[:：]?(?:千円|百万円|円)$")
_ANNOTATION = re.compile(r"^\(?単位[:：].+$")

#: What a cell says where a value is missing or kept, 実績なし and 現状維持, which names no column.
_NO_HEADING = re.compile(r"(?:なし|無し?|維持|どおり|通り|未達成?|未定|未設定|未実施|同上|同左)\)?$")
_INDICATOR = re.compile(r"(?:数|率|割合|額|量)$")  # 評価項目数 is an indicator, 評価項目 a heading over some

Kind = Literal["target", "actual", "baseline", "rate", "grade", "notes", "money", "value", "time"]
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("rate", r"(?:目標)?達成[率度](?:状況)?|進捗[率度]|対?前年度?[比差]|増減率?|伸び?率|達成割合|achievement|%oftarget|variance"),
    ("target", r"(?:年度|各年度|中間)?(?:目標|計画|目安|期待)(?:値|数|数値|量)?|計画目標|期待される値|targets?|plan(?:ned)?"),
    ("actual", r"(?:年度)?実績(?:値|数|見込み?|見込み?値)?|(?:実測|現状|現在|結果)値?|推移|actuals?|outturn|results?|values?|performance"),
    ("baseline", r"基準値?|baseline"),
    ("grade", r"評価(?:結果|区分)?|判定|ランク|status|rag"),
    ("money", r"予算額?|決算額?|事業費|執行額"),
    ("value", r"数値|値"),
    ("time", r"時点|年度|年月|時期"),
)  # fmt: skip
_KIND_PATTERNS = [(kind, re.compile(rf"(?:{pattern})(?:\([^()]*\))*", re.IGNORECASE)) for kind, pattern in _KINDS]
_KIND_BEHIND = re.compile(
    r"(?P<name>.+?)[\s　・:：/／_(（-]*(?P<kind>目標値?|計画値?|実績値?|達成率|target|actual|目標|計画|実績)[)）]?$",
    re.IGNORECASE,
)

_REFERENCE = re.compile(
    rf"\(参考[^()]*\).*|(?:参考|reference)[:：].*|{_OTHERS}(?:の?(?:平均|水準|値|計|average|mean))?", re.IGNORECASE
)
_TOWN = re.compile(
    r"[本当]?[市町村区]|[^\s()]{1,5}[市町村区]|(?:our)?council|authority|district|borough", re.IGNORECASE
)
_PREFECTURE = re.compile(r"[本当]?[都道府県]|[^\s()]{1,3}[都道府県]")

_UP = re.compile(
    r"[⇧↑↗⬆⤴➚🔺🡅]|アップ|上昇|増加?|増や|向上|高い|高く|高め|拡大|延伸|多い|大きい|上げる|"
    r"\b(?:high(?:er)?|up|increas\w*|big(?:ger)?|more|maximi[sz]e|improv\w*|ris\w+)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"[⇩↓↘⬇⤵➘🔻🡇]|ダウン|低下|減少?|減ら|低い|低く|低め|削減|縮減|抑制|縮小|少ない|小さい|下げる|短縮|"
    r"\b(?:low(?:er)?|down|decreas\w*|small(?:er)?|less|fewer|minimi[sz]e|reduc\w*|fall\w*)\b",
    re.IGNORECASE,
)
_HOLD = re.compile(r"^[→⇒⇨➡]$|維持|横ばい|\bmaintain\b|\bsteady\b", re.IGNORECASE)
_GRADE = re.compile(
    r"[A-Ea-eSＡ-Ｅ][+＋*-]?|[◎○◯〇△▲×✕✓☆★●]+|green|amber|red|blue|data only|unknown|n/a|[※*-]|—|―|-|Ⅰ|Ⅱ|Ⅲ|Ⅳ|"
    r"順調|概ね順調|おおむね順調|やや遅れ|遅れ|達成|未達成|[1-5①-⑤]",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    """A heading without blanks, marks and an enumeration in front, its brackets alike."""
    flat = re.sub(r"[\s　※*]", "", narrow(text)).translate(_BRACKETS)
    return _ENUMERATION.sub("", flat) or flat


def role_of(rest: str) -> Role | None:
    """The role that a heading gives, its years taken out; of the words in brackets only where those before say none."""
    if _MONEY.search(rest):
        return "money"
    if _ANNOTATION.match(rest):
        return None
    if _NO_HEADING.search(rest):
        return None
    outside = re.sub(r"\([^()]*\)?", "", rest).strip("()・、:：-/") if "指標)名" not in rest else rest
    found = next((role for role, pattern in _PATTERNS if outside and pattern.search(outside)), None)
    if found == "name" and _INDICATOR.search(outside):
        return None
    if found is None and (inside := rest.strip("()")) != outside:
        return next((role for role, pattern in _PATTERNS if pattern.search(inside)), None)
    return found


def kind_of(text: str) -> Kind | None:
    """What a row's label says that its values are: 目標値, 実績値, 達成率."""
    label = re.sub(r"[\s　※*・:：]", "", narrow(text)).translate(_BRACKETS)
    label = _ENUMERATION.sub("", label) or label
    if len(label) > 30:
        return None
    return next((kind for kind, pattern in _KIND_PATTERNS if pattern.fullmatch(label)), None)


def is_of_others(text: str) -> bool:
    """Whether a name says that its values are those of others, or there for comparison: 県平均, （参考）全国."""
    return bool(_REFERENCE.fullmatch(bare(text)))


def others_among(labels: Sequence[str]) -> frozenset[str]:
    """Of labels such as 町, 県 and 国, which say whose values a row holds, those of others; none where they say less."""
    own = {label for label in labels if _TOWN.fullmatch(bare(label)) and not is_of_others(label)}
    own = own or {label for label in labels if _PREFECTURE.fullmatch(bare(label)) and bare(label) != "都道府県"}
    others = {label for label in labels if is_of_others(label)} - own
    return frozenset(others) if own and len(own) + len(others) == len(set(labels)) else frozenset()


def kind_behind(name: str) -> tuple[str, Kind] | None:
    """An indicator's name that ends in the kind of its row, ``特定健診受診率 実績``: the name and the kind.

    Whether it is one only another row can tell, whose name is the same but for the kind.
    """
    found = _KIND_BEHIND.fullmatch(" ".join(name.split()))
    kind = kind_of(found["kind"]) if found else None
    return (found["name"].strip(" 　(（・:：/／"), kind) if found and kind else None


def direction_of(text: str) -> Literal["higher", "lower", "hold"] | None:
    """Which way is better, as an arrow or a word says it."""
    up, down = _UP.search(text), _DOWN.search(text)
    if bool(up) != bool(down):
        return "higher" if up else "lower"
    return "hold" if not up and _HOLD.search(text) else None


def is_arrow(text: str) -> bool:
    """Whether a cell holds nothing but a direction: ``⇧``, アップ, ``High``."""
    return len(text) <= 12 and direction_of(text) is not None and not re.search(r"[0-9]", narrow(text))


def is_grade(text: str) -> bool:
    """Whether a cell holds nothing but a grade."""
    return bool(_GRADE.fullmatch(narrow(text).strip()))
