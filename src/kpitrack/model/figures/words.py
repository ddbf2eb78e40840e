"""The words around printed figures, and their meanings."""

from __future__ import annotations

import re

from .figure import Comparison, Direction, Status

#: A whole cell that holds no value.
ABSENT: dict[str, Status] = {
    **dict.fromkeys("―－-−–—‐‑‒─━ー…‥", "missing"),
    **dict.fromkeys(("--", "---", "...", "・・・", "――", "──", "……"), "missing"),
    **dict.fromkeys(("N/A", "n/a", "NA", "空欄", "不明", "未定", "検討中", "データなし", "データ無し"), "missing"),
    **dict.fromkeys(("数値なし", "数値無し", "把握していない", "把握なし", "未入手", "未判明"), "missing"),
    **dict.fromkeys(("未公表", "未発表", "未集計", "集計中", "未確定", "未把握", "公表前", "公表待ち"), "missing"),
    **dict.fromkeys(("調査中", "算定中", "算出中", "精査中", "確認中", "照会中"), "missing"),
    **dict.fromkeys(("未調査", "未実施", "調査なし", "調査未実施", "未測定"), "not_collected"),
    **dict.fromkeys(("該当なし", "該当無し", "対象外", "対象なし", "非該当"), "not_applicable"),
    **dict.fromkeys(("X", "x", "χ", "秘匿", "秘匿値", "非公表", "非公開"), "suppressed"),
}
NOTHING = frozenset(("なし", "無し", "無", "ナシ", "特になし", "皆無"))
#: 開催なし and the like: none were held, or none is known.
NOTHING_DONE = re.compile(r"(?:実績|実施|開催|申請|応募|利用|参加|相談|登録|発生)(?:値|者)?(?:なし|無し|ナシ)")
#: Where it is the number and not the start of another word, such as ゼロカーボン.
ZERO = re.compile(r"^ゼロ(?=$|[件人名回円社戸歳店校%％をに ]|か所)")

STATUSES: dict[str, Status] = {
    **dict.fromkeys(("速報値", "速報", "暫定値", "暫定", "概数値", "概数", "概算", "p", "P"), "provisional"),
    **dict.fromkeys(("推計値", "推計", "推定値", "推定", "e", "E"), "estimated"),
    **dict.fromkeys(("見込値", "見込み値", "見込み", "見込", "予測値", "予測"), "forecast"),
    **dict.fromkeys(("確定値", "確定", "確報値", "確報", "実績値", "実績"), "normal"),
}

COMPARISONS: dict[str, Comparison] = {
    **dict.fromkeys(("以上",), "at_least"),
    **dict.fromkeys(("を超える", "を超え", "を上回る", "超"), "more_than"),
    **dict.fromkeys(("以下", "以内"), "at_most"),
    **dict.fromkeys(("を下回る", "未満"), "less_than"),
}
COMPARISON_SIGNS: dict[str, Comparison] = {
    **dict.fromkeys("≧≥⩾", "at_least"),
    **dict.fromkeys("≦≤⩽", "at_most"),
    ">": "more_than",
    "<": "less_than",
}

APPROXIMATE_BEFORE = ("約", "およそ", "おおよそ", "おおむね", "概ね", "凡そ", "ほぼ")
APPROXIMATE_AFTER = ("程度", "前後", "ほど", "くらい", "ぐらい")

CHANGES: dict[str, Direction] = {
    **dict.fromkeys(("増加", "上昇", "向上", "拡大", "増", "増やす", "アップ"), "increase"),
    **dict.fromkeys(("減少", "削減", "低下", "低減", "縮減", "縮小", "抑制", "短縮"), "decrease"),
    **dict.fromkeys(("減", "減らす", "ダウン"), "decrease"),
}
DIRECTIONS: dict[str, Direction | None] = {**CHANGES, "延伸": "increase", "延長": "increase", "改善": None}
HOLD = ("現状維持", "現状を維持", "現状値維持", "現状値を維持", "水準を維持", "現状水準を維持", "維持")
FACTORS = {"半減": "0.5", "半分": "0.5", "倍増": "2"}
#: Alone it may be one half, and half of what there was.
HALF = "半分"
#: A change to the better, which is more of one thing and less of another.
UNDIRECTED = ("改善", "変化", "変動")

#: Words that change nothing in the number; they are kept as notes.
NOTES_BEFORE = (
    "累計", "累積", "延べ人数", "延人数", "実人数", "延べ", "のべ", "実質", "名目", "年間", "合計",
    "総計", "総数", "総額", "計", "平均",
    "年平均", "毎年度", "毎年", "各年度", "各年",
)  # fmt: skip
NOTES_AFTER = ("累計", "累積", "平均", "(税込)", "末時点", "時点", "現在", "末")
YEARLY = ("年率", "年")
_BASIS = r"(?:基準値|基準年度?|基準|現状値|現状|当初値|当初|策定時)"
COMPARED = r"(?:対比|比で|比|よりも|より|から|に対して|に比べて?|と比べて?|の)"

#: What a change is counted from; a year other than the baseline's stays in the note.
BASIS = re.compile(rf"{_BASIS}{COMPARED} ?")
_DONE = (
    "創出", "達成", "確保", "開催", "実施", "整備", "認定", "設置", "導入", "育成", "登録", "支援", "参加", "公表",
)  # fmt: skip
CLOSINGS = (
    "を目指します", "を目指す", "をめざします", "をめざす", "目指す", "を図ります", "を図る", "に努めます",
    "に努める", "とする", "とします", "にする", "にします", "させる", "させます", "する", "します", "を達成",
    *(f"{particle}{word}" for word in _DONE for particle in ("を", "の", "")),
    "傾向", "を", "に", "へ", "。",
)  # fmt: skip
