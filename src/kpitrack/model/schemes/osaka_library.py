"""大阪府立図書館: its schemes of two periods, by what kind of target is graded."""

from __future__ import annotations

from . import grade

_SOURCE_2013 = {
    "title": "大阪府立図書館 基本方針と重点目標（平成25-27年度）重点目標評価シート",
    "url": "https://www.library.pref.osaka.jp/site/hyoka/hyoka25-27.html",
}
_SOURCE_2016 = {
    "title": "大阪府立図書館「重点取組業務 自己点検シート」の自己評価の基準（第三期 平成28-30年度）",
    "url": "https://www.library.pref.osaka.jp/site/hyoka/lib-hyoka-kijun2016.html",
}
_BY_ATTAINMENT = {
    "rate": {"higher": ["attainment"], "lower": ["mirrored_attainment"]},
    "rate_label": {"ja": "達成度", "en": "degree of achievement"},
}

SCHEMES: dict[str, dict[str, object]] = {
    # 2013 to 2015: targets that hold in every year.
    "osaka-library-2013": {
        "title": {
            "ja": "大阪府立図書館 平成25-27年度（毎年の目標）",
            "en": "Osaka Prefectural Library 2013-2015, targets of every year",
        },
        "source": _SOURCE_2013,
        "notes": {
            "ja": "毎年の目標（every_year）の評価です。最終年度の目標には osaka-library-2013-final を使います。",
            "en": "For targets of every year (`every_year`). For those of the final year use osaka-library-2013-final.",
        },
        **_BY_ATTAINMENT,
        "grades": [
            grade("A", "達成度110%以上", "110% and more", rate={"at_least": "110%"}),
            grade("B", "達成度80%以上110%未満", "80 to below 110%", rate={"at_least": "80%"}),
            grade("C", "達成度50%以上80%未満", "50 to below 80%", rate={"at_least": "50%"}),
            grade("D", "達成度50%未満", "below 50%"),
        ],
        "otherwise": grade("−", "評価できない", "cannot be assessed"),
    },
    # 2013 to 2015: targets of the final year.
    "osaka-library-2013-final": {
        "title": {
            "ja": "大阪府立図書館 平成25-27年度（最終年度の目標）",
            "en": "Osaka Prefectural Library 2013-2015, targets of the final year",
        },
        "source": _SOURCE_2013,
        "notes": {
            "ja": "1、2年目は、最終年度より早く達成すればA、あとは前年度からの動きで評価します。"
            "最終年度は毎年の目標と同じ区分です。",
            "en": "In the first two years an early achievement is an A, and all else goes by the change on the year "
            "before. The final year has the bounds of the yearly targets.",
        },
        **_BY_ATTAINMENT,
        "grades": [
            grade("A", "達成度110%以上", "110% and more", final=True, rate={"at_least": "110%"}),
            grade("B", "達成度80%以上110%未満", "80 to below 110%", final=True, rate={"at_least": "80%"}),
            grade("C", "達成度50%以上80%未満", "50 to below 80%", final=True, rate={"at_least": "50%"}),
            grade("D", "達成度50%未満", "below 50%", final=True),
            grade("A", "最終年度より早く達成", "achieved before the final year", status=["achieved_early"]),
            grade("B", "順調に増加", "rising", on_previous={"more_than": "0%"}),
            grade("C", "前年度と同レベル", "level with the year before", on_previous={"at_least": "0%"}),
            grade("D", "前年度より減少", "lower than the year before"),
        ],
        "otherwise": grade("−", "評価できない", "cannot be assessed"),
    },
    # 2016 to 2018: targets that hold in every year.
    "osaka-library-2016": {
        "title": {
            "ja": "大阪府立図書館 平成28-30年度（毎年の目標）",
            "en": "Osaka Prefectural Library 2016-2018, targets of every year",
        },
        "source": _SOURCE_2016,
        "notes": {
            "ja": "毎年の目標（every_year）の評価です。目標値を100%とする項目には osaka-library-2016-full、"
            "最終年度の目標には osaka-library-2016-final を使います。",
            "en": "For targets of every year (`every_year`). For targets of 100% use osaka-library-2016-full, for "
            "those of the final year osaka-library-2016-final.",
        },
        **_BY_ATTAINMENT,
        "grades": [
            grade("A", "数値目標を上回る成果を達成", "above the target", rate={"at_least": "110%"}),
            grade("B", "数値目標を達成", "target reached", rate={"at_least": "90%"}),
            grade("C", "数値目標を下回った", "below the target", rate={"at_least": "60%"}),
            grade("D", "数値目標をかなり下回っており、大幅な改善が必要", "far below the target"),
        ],
        "otherwise": grade("−", "評価できない", "cannot be assessed"),
    },
    # 2016 to 2018: targets of 100 %, which nothing can exceed.
    "osaka-library-2016-full": {
        "title": {
            "ja": "大阪府立図書館 平成28-30年度（目標値を100%とする項目）",
            "en": "Osaka Prefectural Library 2016-2018, targets of 100%",
        },
        "source": _SOURCE_2016,
        "notes": {
            "ja": "100%を超えることのない目標では、達成度100%をA、90%以上100%未満をBとします。",
            "en": "Where nothing can exceed the target of 100%, reaching it is an A, and 90 to below 100% a B.",
        },
        **_BY_ATTAINMENT,
        "grades": [
            grade("A", "達成度100%", "100%", rate={"at_least": "100%"}),
            grade("B", "達成度90%以上100%未満", "90 to below 100%", rate={"at_least": "90%"}),
            grade("C", "数値目標を下回った", "below the target", rate={"at_least": "60%"}),
            grade("D", "数値目標をかなり下回っており、大幅な改善が必要", "far below the target"),
        ],
        "otherwise": grade("−", "評価できない", "cannot be assessed"),
    },
    # 2016 to 2018: targets of the final year.
    "osaka-library-2016-final": {
        "title": {
            "ja": "大阪府立図書館 平成28-30年度（最終年度の目標）",
            "en": "Osaka Prefectural Library 2016-2018, targets of the final year",
        },
        "source": _SOURCE_2016,
        "notes": {
            "ja": "1、2年目は館が予測して評価します。ここでは、直線で見込まれる値が目標を上回ればA、"
            "前年度より良ければB（順調に進捗）、"
            "達成度60%以上ならC、あとはDとします。",
            "en": "In the first two years the library grades by what it predicts. Here a straight-line forecast above "
            "the target is an A, a value better than the year before a B, 60% of the target and more a C, all else a "
            "D.",
        },
        **_BY_ATTAINMENT,
        "grades": [
            grade("A", "最終年度の数値目標の110%以上を達成", "110% and more", final=True, rate={"at_least": "110%"}),
            grade("B", "達成度90%以上110%未満", "90 to below 110%", final=True, rate={"at_least": "90%"}),
            grade("C", "達成度60%以上90%未満", "60 to below 90%", final=True, rate={"at_least": "60%"}),
            grade("D", "達成できず（60%未満）", "below 60%", final=True),
            grade(
                "A",
                "最終年度の数値目標を上回ることが予測される",
                "forecast above the target",
                forecast_progress={"more_than": "100%"},
            ),
            grade("B", "最終年度の数値目標達成に向けて順調に進捗", "advancing", on_previous={"more_than": "0%"}),
            grade("C", "最終年度の数値目標達成に困難が予測される", "hard to reach", rate={"at_least": "60%"}),
            grade("D", "最終年度の数値目標をかなり下回っており大幅な改善が必要", "far below the target"),
        ],
        "otherwise": grade("−", "評価できない", "cannot be assessed"),
    },
}
