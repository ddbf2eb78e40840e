"""長与町: against the target and the baseline."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {"ja": "長与町 総合計画", "en": "Nagayo Town"},
    "source": {"title": "長与町 総合計画の評価", "url": "https://webtown.nagayo.jp/kiji0032107/index.html"},
    "notes": {
        "ja": "Sは「目標値を超えている」と書かれているため、目標値ちょうどはAです。"
        "基準値がなければ、超えているかどうかを目標値との比で見ます。"
        "「同水準」の±10%は基準値に対する割合なので、基準値が0の指標は評価できません。",
        "en": "S is worded as exceeding the target, so a value equal to it is an A. Without a baseline, whether it "
        "does is told by the ratio to the target. The 10% of B are of the baseline, so a KPI whose baseline is 0 "
        "cannot be graded.",
    },
    "rate": {"higher": ["progress", "attainment"], "lower": ["progress", "mirrored_attainment"]},
    "grades": [
        grade("S", "目標値を超えている", "above the target", rate={"more_than": "100%"}),
        grade("A", "基準値を超えている", "above the baseline", improvement={"more_than": "10%"}),
        grade(
            "B", "基準値と同水準（±10%以内）", "level with the baseline (within 10%)", improvement={"at_least": "-10%"}
        ),
        grade("C", "基準値より下落", "below the baseline"),
    ],
    "otherwise": grade("−", "把握できない", "not known"),
}
