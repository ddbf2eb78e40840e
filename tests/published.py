"""Sites to look at: our own data's, a town's with one of everything, and one of a town that means harm."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from kpitrack import language
from kpitrack.report.gather import Gathered, gather
from kpitrack.report.site.build import SitePlan, build
from kpitrack.report.site.output import OutputFolder
from kpitrack.workspace.open import open_folder
from kpitrack.workspace.pieces import Question

OURS = Path(__file__).parents[1]
MADE = dt.date(2025, 1, 1)

RICH = """\
id: town
title: {ja: 例示の町の総合戦略（架空）, en: Strategy of a made-up town}
organization: {name: {ja: 例示町, en: Example Town}, code: "062031", level: municipality,
  population: {value: 12345, year: 2020, source: 国勢調査（架空）}}
tags: ["designation:sdgs-future-city"]
period: {start: 2020, end: 2025}
source: {title: 架空の例, url: "https://www.example.org/strategy", published: 2020-03-31}
grading: tama
reviews: [{year: 2023, kind: midterm, title: 中間見直し, outcome: 目標値を引き上げた。, decided_on: 2023-03-20}]
statements:
  - {id: vision, kind: vision, title: 目指す姿, text: {ja: 住み続けたい町, en: A town to stay in}, source: 架空の例}
  - {id: shift, kind: position, title: 考え方, before: 増やす, after: 支え合う}
  - {id: help, kind: role, actor: nation, text: 国は交付金で支える。}
  - {id: law, kind: basis, number: 第10条, text: 法に基づく。}
revised: [{on: 2023-03-20, title: 改訂版, changes: [目標値の見直し]}]
grants:
  - {id: gr, title: {ja: 移住の交付金, en: Grant for moving in}, program: 架空の制度, amount: 10000000, start: 2021, end: 2023,
     kpis: [movers, nation/migration], verified: {2022: {outcome: 効果があった, by: 推進会議, on: 2023-08-01}}, source: 架空の例}
committee:
  2022: {name: 推進会議, members: 15, by: {gender: {female: 4, male: 11}, sector: {産: 3, 官: 2}}, notes: 年2回}
practices:
  - {id: pr, title: {ja: 空き家の市, en: Fair of empty houses}, place: {name: 隣町, code: "062049"}, kind: 移住,
     contributes_to: [m1], taken_up_from: neighbours/net, description: 隣町に学んだ。, source: 架空の例}
alignments:
  - {from: m1, to: nation/n1, relation: extended, stance: 国の施策に合わせて広げた。}
  - {from: m1, to: nation/n2, relation: not_applicable}
goals:
  - id: g1
    number: 基本目標1
    title: {ja: 人の流れをつくる, en: A flow of people}
    kpis:
      - {id: population, name: 社会増減, unit: 人, level: outcome, baseline: {year: 2019, value: -120},
         target: {year: 2025, value: -40}, indicator: "town:net-migration", contributes_to: [nation/migration]}
    measures:
      - id: m1
        number: (1)
        title: {ja: 移住の促進, en: Moving in}
        department: 企画課
        description: "一行目の説明\\n二行目の説明"
        roadmap:
          - {id: r1, title: 相談窓口の開設, start: 2020, end: 2021, state: done}
          - {id: r2, title: 空き家の調査, start: 2021, end: 2022, state: under_way}
          - {id: r3, title: 支援の拡充, start: 2024, state: planned}
          - {id: r4, title: 見送った事業, start: 2021, end: 2021, state: dropped}
        initiatives: [{id: i1, title: 移住フェア, year: 2021, budget: 5000000, spent: 4200000, funded_by: [gr],
          department: 移住課, notes: 二日間, tags: ["sdg:11"]}]
        tags: ["sdg:8"]
        evaluations: {2021: {judgement: 順調, comment: 相談が増えた。, next: expand, by: 推進会議, on: 2022-08-01,
          done: 相談会を開いた。, result: 移住者が増えた。, issues: 空き家の不足, plan: 空き家を調べる。,
          external: {judgement: 妥当, comment: 継続を望む。, by: 町議会}}}
        kpis:
          - id: movers
            name: {ja: 移住者数（累計）, en: People who moved in}
            unit: 人
            level: output
            contributes_to: [population]
            accumulation: sum
            baseline: {year: 2019, value: 0}
            target: {year: 2025, value: 60}
            milestones: {2021: 10, 2023: 35}
            revisions: [{on: 2023-03-20, target: {year: 2025, value: 50}, reason: 見込みを上回った, approved_by: 推進会議}]
          - {id: nights, name: 延べ宿泊者数, unit: 千人, baseline: {year: 2019, value: 120, restated: [{value: 118, reason: 遡及改定}]},
             target: {year: 2025, percent_change: 50%}}
          - {id: share, name: 相談からの移住割合, unit: "%", target: {year: 2025, range: {low: 20, high: 30}}, baseline: {year: 2019, value: 10}}
          - {id: shops, name: 商店数, unit: 店, better: higher, target: {year: 2025, hold: at_least}, baseline: {year: 2019, value: 80}}
          - {id: old, name: 旧指標, unit: 件, baseline: {year: 2019, value: 1}, target: {year: 2025, value: 2},
             discontinued: {year: 2021, reason: 統計の廃止, replaced_by: movers}}
          - {id: none, name: 値のない指標, unit: 件, target: {value: 3}}
  - id: g2
    title: {ja: 横断的な目標, en: Cross-cutting}
    cross_cutting: true
"""
RICH_ACTUALS = """\
strategy: town
actuals:
  population: {2020: -110, 2021: -95, 2022: -70}
  movers: {2020: 4, 2021: 9, 2022: {value: 12, status: provisional, note: 速報値}, 2024: {value: 11, status: forecast}}
  nights: {2020: 60, 2021: {value: 90, status: break, note: 調査方法の変更}, 2022: 110}
  share: {2021: {numerator: 9, denominator: 60}, 2022: {status: missing, note: 未公表}}
  shops:
    2020: 79
    2021: {value: 76, source: {title: 商業調査（架空）, url: "https://www.example.org/shops"}, published: 2022-06-01,
      by: {region: {東: 40, 西: 36}, sex: {female: 30, male: 46}}}
  old: {2020: 1}
comparators:
  gender.female: {name: 人口に占める女性の割合, source: 架空の例, values: {2020: 51.8}}
"""
NATION = """\
id: nation
title: 国の戦略
organization: {name: 国, level: nation}
period: {start: 2020, end: 2025}
source: 架空の例
goals:
  - id: n
    title: 柱
    kpis: [{id: migration, name: 社会増減, unit: 人, level: outcome, indicator: "town:net-migration", baseline: {year: 2019, value: 5}, target: {year: 2025, value: 9}}]
    measures: [{id: n1, number: ①, title: 移住}, {id: n2, number: ②, title: 港湾}, {id: n3, number: ③, title: 森林}]
"""
NATION_ACTUALS = "strategy: nation\nactuals: {migration: {2021: 6, 2022: 7}}\n"

NEIGHBOURS = """\
id: neighbours
title: {ja: 隣の町の総合戦略（架空）, en: Strategy of the town next to it}
organization: {name: {ja: 隣町, en: Next Town}, code: "062049", level: municipality}
period: {start: 2020, end: 2025}
source: 架空の例
goals:
  - id: g
    title: {ja: 人口減少を抑える, en: Fewer people lost}
    kpis:
      - {id: net, name: 社会増減, unit: 人, level: outcome, baseline: {year: 2019, value: -30}, target: {year: 2025, value: 0},
         indicator: "town:net-migration", contributes_to: [nation/migration]}
      - {id: born, name: 出生数, unit: 人, baseline: {year: 2019, value: 80}, target: {year: 2025, parity_with: town/population}}
"""
NEIGHBOURS_ACTUALS = "strategy: neighbours\nactuals: {net: {2021: -25, 2022: -41}, born: {2021: 78}}\n"

PUBLISHER = """\
publisher:
  name: {ja: 例示町企画課, en: Example Town Planning Division}
  url: https://www.example.org/
  contact: kikaku@example.org
  licence: CC BY 4.0
  base_url: https://www.example.org/kpi
"""

#: A prefecture that takes a KPI over its towns, two of three of which have answered, and what they answer.
PREFECTURE = (
    """\
id: pref
title: {ja: 例示県の総合戦略（架空）, en: Strategy of a made-up prefecture}
organization: {name: {ja: 例示県, en: Example Prefecture}, code: "060003", level: prefecture}
period: {start: 2020, end: 2025}
source: 架空の例
goals:
  - id: g
    title: {ja: 計画をつくる, en: Plans}
    kpis:
      - {id: done, name: {ja: 計画を策定した市町村の割合, en: Towns with a plan}, unit: "%", baseline: {year: 2019, value: 0},
         target: {year: 2025, value: 100},
         computed: {indicator: "x:plans", take: share, where: {at_least: 1}, level: municipality, within: prefecture, of: 35}}
      - {id: total, name: {ja: 計画の数, en: Plans made}, unit: 件, baseline: {year: 2019, value: 0},
         target: {year: 2025, value: 100}, computed: {indicator: "x:plans", take: sum, level: municipality}}
""",
    "strategy: pref\nactuals: {}\n",
)


def answering(name: str, code: str, population: int, values: str) -> tuple[str, str]:
    """A town that answers."""
    return (
        (
            f'id: {name}\ntitle: 計画\norganization: {{name: {name}町, code: "{code}", level: municipality, '
            f"population: {{value: {population}, year: 2020}}}}\nperiod: {{start: 2020, end: 2025}}\nsource: 架空の例\n"
            "goals:\n  - id: g\n    title: 目標\n    kpis: [{id: plans, name: 計画, unit: 件, "
            'indicator: "x:plans", baseline: {year: 2020}, target: {year: 2025, value: 3}}]\n'
        ),
        f"strategy: {name}\nactuals: {{plans: {values}}}\n",
    )


TOWNS = (
    answering("a", "062031", 120000, "{2021: 2, 2022: 3}"),
    answering("b", "062049", 100000, "{2021: 0, 2022: 1}"),
    answering("c", "062014", 250000, "{2021: 1}"),
)

#: What each text of the hostile town carries; shown as it is, or with what hides made visible, and never run.
PAYLOADS = (
    "<script>window.hurt=1</script>",
    '"onload="window.hurt=1" x="',
    "</style><style>*{display:none}</style>",
    "<img src=x onerror=window.hurt=1>",
    "javascript:window.hurt=1",
    "{{ 7*7 }}{% raw %}",
    "</title><svg onload=window.hurt=1>",
    "\u202egnp.exe",
    "]]><!--",
    "\u2028alert(1)//",
)


def hostile() -> tuple[str, str]:
    """A strategy and its actuals, every text of which means harm."""
    import json

    def text(n: int) -> str:
        return json.dumps(" ".join(PAYLOADS) if n == 0 else PAYLOADS[n % len(PAYLOADS)])

    strategy = f"""\
id: hostile
title: {text(0)}
organization: {{name: {text(0)}, level: municipality}}
period: {{start: 2020, end: 2025}}
source: {{title: {text(0)}, url: "javascript:window.hurt=1"}}
notes: {text(0)}
description: {text(0)}
reviews: [{{year: 2021, kind: midterm, title: {text(0)}, outcome: {text(0)}, notes: {text(0)}}}]
statements: [{{id: s, kind: position, number: {text(0)}, title: {text(0)}, text: {text(0)}, before: {text(0)}, after: {text(0)}}}]
grants: [{{id: gr, title: {text(0)}, program: {text(0)}, kpis: [k], verified: {{2021: {{outcome: {text(0)}, by: {text(0)}}}}}}}]
committee: {{2021: {{name: {text(0)}, members: 3, by: {{{text(1)}: {{{text(1)}: 3}}}}, notes: {text(0)}}}}}
practices: [{{id: p, title: {text(0)}, kind: {text(0)}, place: {{name: {text(0)}}}, description: {text(0)}, source: {text(0)}}}]
alignments: [{{from: m, to: hostile/k, relation: new, stance: {text(0)}}}]
goals:
  - id: g
    number: {text(0)}
    title: {text(0)}
    description: {text(0)}
    measures:
      - id: m
        number: {text(0)}
        title: {text(0)}
        department: {text(0)}
        roadmap: [{{id: r, title: {text(0)}, start: 2020, end: 2021}}]
        initiatives: [{{id: i, title: {text(0)}, year: 2021, description: {text(0)}}}]
        evaluations: {{2020: {{judgement: {text(0)}, comment: {text(0)}, by: {text(0)}}}}}
        kpis:
          - id: k
            name: {text(0)}
            unit: {text(0)}
            definition: {text(0)}
            method: {text(0)}
            notes: {text(0)}
            department: {text(0)}
            source: {{title: {text(0)}, url: "data:text/html,<script>window.hurt=1</script>"}}
            baseline: {{year: 2020, value: 0}}
            target: {{year: 2024, value: 12}}
            revisions: [{{target: {{year: 2024, value: 9}}, reason: {text(0)}, approved_by: {text(0)}}}]
            evaluations: {{2021: {{judgement: {text(0)}, comment: {text(0)}, by: {text(0)}}}}}
"""
    return (
        strategy,
        f"strategy: hostile\nactuals: {{k: {{2021: {{value: 3, note: {text(0)}, source: {text(0)}, by: {{{text(1)}: {{{text(1)}: 3}}}}}}}}}}\n",
    )


def hostile_publisher() -> str:
    """A publisher who means harm."""
    import json

    text = json.dumps(" ".join(PAYLOADS))
    return f"publisher: {{name: {text}, contact: {text}, licence: {{title: {text}, url: {text}}}}}\n"


THREE = (RICH, RICH_ACTUALS), (NATION, NATION_ACTUALS), (NEIGHBOURS, NEIGHBOURS_ACTUALS)
"""A town, what it contributes to, and a town beside it."""


def repository(root: Path, *files: tuple[str, str], settings: str = "") -> Path:
    """A repository of strategies, each with its actuals."""
    for i, (strategy, actuals) in enumerate(files):
        for folder, text in (("strategies", strategy), ("actuals", actuals)):
            path = root / "data" / folder / f"{i}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    (root / "kpitrack.yaml").write_text(settings, encoding="utf-8")
    return root


def judged(root: Path, as_of: int) -> Gathered:
    """The repository at ``root``, judged."""
    space = open_folder(root, lambda _: as_of, Question(as_of, tables=True))
    assert not space.errors
    return gather(space)


def publish(root: Path, out: Path, as_of: int, languages: tuple[language.Language, ...] = ("ja", "en")) -> OutputFolder:
    """The site of the repository at ``root``."""
    return build(judged(root, as_of), SitePlan(out, languages, "ja", MADE, processes=1))


def parts(svg: str, kind: str) -> list[str]:
    """The opening tags of the shapes of a class, in their order."""
    return re.findall(rf'<[a-z]+ class="{kind}"[^>]*>', svg)
