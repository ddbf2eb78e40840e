"""茨城県: the actual against the year's expected value."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {"ja": "茨城県 総合戦略 進捗状況調書", "en": "Ibaraki Prefecture"},
    "source": {"title": "茨城県 総合戦略 進捗状況調書", "url": "https://vdocuments.pub/eoecoeoeffccccfkpie.html"},
    "notes": {
        "ja": "達成率は実績値÷期待値です。公表の区分「80-99」「50-79」は80%以上100%未満、50%以上80%未満と読みます。"
        "下げる目標の計算式は示されていないため、他の自治体が用いる（2×期待値－実績値）÷期待値とします。"
        "歯止めの目標は、目標年度までは評価しません。",
        "en": "The achievement rate (達成率) is actual / expected. The printed bands 80-99 and 50-79 are read as "
        "80 to below 100 and 50 to below 80 percent. How it is computed where lower is better is not stated; "
        "(2 × expected − actual) / expected is taken, as other municipalities print it. "
        "A limit is not graded before its target's year.",
    },
    "grade_on": "exact",
    "rate": {"higher": ["against_expected"], "lower": ["mirrored_against_expected"]},
    "rate_label": {"ja": "達成率", "en": "achievement rate"},
    "grades": [
        grade("A", "順調", "on track", rate={"at_least": "100%"}),
        grade("B+", "概ね順調", "broadly on track", rate={"at_least": "80%"}),
        grade("B", "やや遅れ", "somewhat behind", rate={"at_least": "50%"}),
        grade("C", "遅れ", "behind"),
    ],
    "otherwise": grade("−", "評価できない", "cannot be assessed"),
}
