"""福岡市: against the path, and against where it began."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {"ja": "福岡市 保健福祉総合計画", "en": "Fukuoka City"},
    "source": {
        "title": "福岡市 保健福祉総合計画 成果指標の評価",
        "url": "https://www.city.fukuoka.lg.jp/data/open/cnt/3/67225/1/04_shiryou1-1.txt",
    },
    "notes": {
        "ja": "公表の方式では、調査による指標は±3ポイント以内の変化を現状維持（b）とします。どの指標が調査によるかは"
        "数値から分からないため、ここでは初期値を下回ればcです。"
        "調査の指標には difference の条件を加えた評価を作ってください。",
        "en": "As published, survey indicators within 3 points of their start count as unchanged (b). Figures "
        "alone do not "
        "tell which those are: here all that fall below their start get c. Copy the scheme and add a condition on "
        "`difference` for surveys.",
    },
    "grades": [
        grade("a", "順調", "on track", pace={"at_least": "100%"}),
        grade(
            "b",
            "ペースは下回るが改善または現状維持",
            "behind, but no worse than at the start",
            progress={"at_least": "0%"},
        ),
        grade("c", "初期値より悪化", "worse than at the start"),
    ],
    "otherwise": grade("−", "評価できない", "cannot be assessed"),
}
