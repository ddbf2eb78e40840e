"""地方創生交付金 事業効果: the form on which municipalities report to the nation."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {"ja": "地方創生交付金 事業効果（国様式）", "en": "Regional revitalisation grant, effect of a project"},
    "source": {"title": "地方創生交付金 事業効果の検証（草津市）", "url": "https://expydoc.com/doc/11240987/"},
    "notes": {
        "ja": "様式の例示（目標値を上回った、7割~8割達成、事業開始前より改善、"
        "悪化）を基準値からの達成度（progress）で見ます。基準値がなければ目標値との比で見ます。"
        "「上回った」ので、目標値ちょうどは2です。"
        "様式は複数の指標をまとめて判断するもので、ここでの評価は指標一つごとのものです。",
        "en": "The form's examples (above target; 70 to 80% of it; better than before; worse) are read on the "
        "progress from the baseline, and without one on the ratio to the target. Above is more than the target: a "
        "value equal to it is a 2. The form judges a project by several indicators; here each has its own grade.",
    },
    "rate": {"higher": ["progress", "attainment"], "lower": ["progress", "mirrored_attainment"]},
    "grades": [
        grade("1", "地方創生に非常に効果的であった", "very effective", rate={"more_than": "100%"}),
        grade("2", "相当程度効果があった", "considerably effective", rate={"at_least": "70%"}),
        grade("3", "効果があった", "effective", progress={"more_than": "0%"}),
        grade("4", "効果がなかった", "not effective"),
    ],
    "otherwise": grade("−", "評価できない", "cannot be assessed"),
}
