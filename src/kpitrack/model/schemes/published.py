"""Schemes that municipalities, prefectures and the nation have published."""

from __future__ import annotations

from . import grade

SCHEMES: dict[str, dict[str, object]] = {
    # 茨城県: the actual against the year's expected value.
    "ibaraki": {
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
    },
    # 長野県 信州創生戦略: the way made against the way that the 目安値 asks for.
    "nagano-shinshu": {
        "title": {"ja": "長野県 信州創生戦略", "en": "Nagano Prefecture"},
        "source": {
            "title": "長野県 信州創生戦略（評価の区分は2016年9月20日付の報道による）",
            "url": "http://headlines.yahoo.co.jp/hl?a=20160920-00000000-san-l20",
        },
        "notes": {
            "ja": "進捗率は、基準値から目安値までに対して基準値から実績値までがどれだけ進んだか（pace）です。"
            "目安値は milestones に書きます。「延伸」のように目安値が基準値と同じ指標では進捗率が定まらず、"
            "評価は付きません。",
            "en": "進捗率 is the way from the baseline to the actual as a share of that to the 目安値 (pace). Write "
            "the 目安値 "
            "as milestones. Where it equals the baseline, as for 延伸, there is no such share and no grade.",
        },
        "grades": [
            grade("A", "順調（実績が目安以上）", "on track", pace={"at_least": "100%"}),
            grade("B", "概ね順調", "broadly on track", pace={"at_least": "80%"}),
            grade("C", "努力を要する", "needs effort"),
        ],
        "otherwise": grade("-", "評価できない", "cannot be assessed"),
    },
    # 国の成長戦略KPI: the share of the way made against the share of the time passed.
    "national-growth": {
        "title": {"ja": "国 成長戦略KPI（日本再興戦略以降）", "en": "National growth strategy"},
        "source": {"title": "日本再興戦略等のKPIの進捗状況", "url": "https://happylibus.com/doc/304374/"},
        "notes": {
            "ja": "F（施策の実行自体がKPIであるもの）は数値では判定できないため、ここでは付けません。",
            "en": "F, for KPIs that are the carrying out of a measure itself, cannot be told from figures and is "
            "not given.",
        },
        "grades": [
            grade("A", "経過期間の割合以上に進捗", "ahead of the time passed", progress={"at_least": "elapsed"}),
            grade("B", "Aほど進捗していない", "behind the time passed", progress={"less_than": "elapsed"}),
        ],
        "otherwise": grade("N", "今後データが得られるため現時点で評価困難", "cannot be assessed yet"),
    },
    # 多摩市: year n of five is to reach n times 20% of the target.
    "tama": {
        "title": {"ja": "多摩市 総合戦略", "en": "Tama City"},
        "source": {"title": "多摩市 総合戦略の評価", "url": "https://expydoc.com/doc/10040981/"},
        "notes": {
            "ja": "公表の方式は、5年計画のn年目に目標値のn×20%を求めます。基準値が0なら pace と同じ値です。"
            "基準値が0でない指標や下げる目標にも使えるよう、基準値からの進み（pace）で見ます。",
            "en": "As published, year n of five is to reach n times 20% of the target. From a baseline of 0 that is "
            "the pace; "
            "the pace is used so that other baselines and falling KPIs can be graded too.",
        },
        "grades": [
            grade("①", "着実に進んでいる", "steady", pace={"at_least": "100%"}),
            grade("②", "概ね進んでいる", "roughly as planned", pace={"at_least": "60%"}),
            grade("③", "改善や工夫が必要", "needs improvement"),
        ],
        "otherwise": grade("−", "評価できない", "cannot be assessed"),
    },
    # 福岡市: against the path, and against where it began.
    "fukuoka": {
        "title": {"ja": "福岡市 保健福祉総合計画", "en": "Fukuoka City"},
        "source": {
            "title": "福岡市 保健福祉総合計画 成果指標の評価",
            "url": "https://www.city.fukuoka.lg.jp/data/open/cnt/3/67225/1/04_shiryou1-1.txt",
        },
        "notes": {
            "ja": "公表の方式では、調査による指標は±3ポイント以内の変化を現状維持（b）とします。"
            "どの指標が調査によるかは数値から分からないため、ここでは初期値を下回ればcです。"
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
    },
    # 長与町: against the target and the baseline.
    "nagayo": {
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
                "B",
                "基準値と同水準（±10%以内）",
                "level with the baseline (within 10%)",
                improvement={"at_least": "-10%"},
            ),
            grade("C", "基準値より下落", "below the baseline"),
        ],
        "otherwise": grade("−", "把握できない", "not known"),
    },
    # いの町: against the year's target.
    "ino": {
        "title": {"ja": "いの町 総合戦略", "en": "Ino Town"},
        "source": {
            "title": "いの町 総合戦略の評価",
            "url": "https://www.town.ino.kochi.jp/chosei/choseikeikaku/keikaku_sougousenryaku/1797/",
        },
        "notes": {
            "ja": "年度の目標値は milestones に書きます。「目標値以上」と「目標値と同等」は、"
            "超えた場合と等しい場合に分けます。",
            "en": "Write each year's target as milestones. 目標値以上 and 目標値と同等 are told apart as above and "
            "equal.",
        },
        "grades": [
            grade("×", "事業終了", "ended", status=["discontinued"]),
            grade("◎", "目標値以上", "above the target", pace={"more_than": "100%"}),
            grade("○", "目標値と同等", "level with it", pace={"at_least": "100%"}),
            grade("△", "目標値未達成", "short of it", pace={"more_than": "0%"}),
            grade("×", "進捗なし", "no progress"),
        ],
        "otherwise": grade("評価なし", "目標値の設定なし", "not graded"),
    },
    # 佐野市: points for the 達成率.
    "sano": {
        "title": {"ja": "佐野市 施策評価", "en": "Sano City"},
        "source": {
            "title": "佐野市 施策評価",
            "url": "https://www.city.sano.lg.jp/kurashi_gyosei/shiseijoho_nyusatsu/"
            "kaikaku_kaizennimuketatorikumi/3/naiyou/6505.html",
        },
        "notes": {
            "ja": "達成率（実績値÷目標値）の点数です。施策の評価は、この点数に取組方針の点数を足したものです。"
            "下げる目標の計算式は示されていないため、他の自治体が用いる（2×目標値－実績値）÷目標値とします。",
            "en": "Points for 達成率, actual / target. A measure's grade adds the points of its 取組方針. How 達成率 "
            "is computed where lower is better is not stated; (2 × target − actual) / target is taken, as other "
            "municipalities print it.",
        },
        "rate": {"higher": ["attainment"], "lower": ["mirrored_attainment"]},
        "rate_label": {"ja": "達成率", "en": "achievement rate"},
        "grades": [
            grade("7", rate={"at_least": "100%"}),
            grade("6", rate={"at_least": "90%"}),
            grade("5", rate={"at_least": "80%"}),
            grade("4", rate={"at_least": "70%"}),
            grade("3", rate={"at_least": "60%"}),
            grade("2", rate={"at_least": "50%"}),
            grade("1"),
        ],
        "otherwise": grade("−", "評価できない", "cannot be assessed"),
    },
    # 地方創生交付金 事業効果: the form on which municipalities report to the nation.
    "kofukin-effect": {
        "title": {
            "ja": "地方創生交付金 事業効果（国様式）",
            "en": "Regional revitalisation grant, effect of a project",
        },
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
    },
    # 長崎市: 達成率 against the year's target, in both directions; no grades.
    "nagasaki": {
        "title": {"ja": "長崎市 基本施策評価（達成率のみ）", "en": "Nagasaki City (its rate, no grades)"},
        "source": {"title": "長崎市 基本施策評価シート G1「次代を生きぬく子どもを育みます」（平成27年度実績）"},
        "notes": {
            "ja": "達成率は実績値÷その年度の目標値、下げる目標は（目標値×2－実績値）÷目標値です。"
            "式は明記されておらず、公表の数値から読み取りました。年度の目標値は milestones に書きます。",
            "en": "The achievement rate (達成率) is actual / the year's target, and (2 × target − actual) / target "
            "where lower is better. The formula is not stated; the printed figures show it. Write "
            "each year's target as milestones.",
        },
        "rate": {"higher": ["against_expected"], "lower": ["mirrored_against_expected"]},
        "rate_label": {"ja": "達成率", "en": "achievement rate"},
    },
    # 御所市: actual ÷ target whichever way is better; no grades.
    "gose": {
        "title": {"ja": "御所市 第5次総合計画（達成率のみ）", "en": "Gose City (its rate, no grades)"},
        "source": {
            "title": "御所市 第5次総合計画「13指標」進捗状況",
            "url": "http://www.city.gose.nara.jp/0000000456.html",
        },
        "notes": {
            "ja": "達成率は、下げる目標でも実績値÷最終年度の目標値です。"
            "下げる目標では100%を超えると目標に届いていません。",
            "en": "The achievement rate (達成率) is actual / the final year's target, also where lower is "
            "better. There, above 100% means that the target is not reached.",
        },
        "rate": {"higher": ["ratio_to_target"], "lower": ["ratio_to_target"]},
        "rate_label": {"ja": "達成率", "en": "achievement rate"},
    },
}
