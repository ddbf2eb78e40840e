"""A made-up town whose files have all that a form can show: grants, projects, evaluations, a scale, hostile texts."""

from __future__ import annotations

from pathlib import Path

STRATEGY = """\
id: town
title: {ja: 例示の町の総合戦略（架空）, en: Strategy of a made-up town}
organization: {name: {ja: 例示町, en: Example Town}, code: "062031", level: municipality}
period: {start: 2021, end: 2025}
source: 架空の例
description: 架空の町の戦略
notes: 備考の文
statements:
  - {id: s1, kind: vision, number: 1, title: 将来像, text: 人が集まる町}
grants:
  - id: dx
    title: 移住促進の交付金
    program: 架空の交付金
    amount: 12000000
    start: 2022
    end: 2024
    kpis: [movers]
    verified: {2024: {by: 外部有識者会議, on: 2025-02-10, outcome: 継続が妥当}}
    notes: 交付金の備考
goals:
  - id: g1
    number: 基本目標1
    title: 人の流れをつくる
    department: 企画課
    measures:
      - id: m1
        number: (1)
        title: 移住の促進
        description: |-
          移住相談の窓口を設け、
          空き家の活用を進める。
        notes: 施策の備考
        source: 施策の出典
        initiatives:
          - {id: desk, title: 移住相談窓口の設置, year: 2024, budget: 5000000, spent: 4200000, funded_by: [dx], department: 企画課, description: 窓口, notes: 常設}
          - {id: house, title: 空き家バンクの運営, year: 2024, budget: 3000000, spent: 2900000}
          - {id: tour, title: お試し移住ツアー, year: 2023, budget: 1000000}
        evaluations:
          2024:
            judgement: B
            done: 窓口を開いた。
            result: 相談が増えた。
            issues: "=1+1 と書かれた課題\\n二行目"
            plan: 続ける。
            comment: 良い。
            next: improve
            by: 企画課
            on: 2025-05-01
            external: {judgement: 妥当, comment: もっと広報を。, by: 有識者会議, on: 2025-06-01}
        kpis:
          - id: movers
            name: 移住者数（累計）
            unit: 人
            accumulation: running_total
            baseline: {year: 2020, value: 0}
            target: {year: 2025, value: 50}
            revisions:
              - {on: 2022-04-01, target: {year: 2024, value: 40}, reason: 期間の延長, approved_by: 議会}
            definition: 町の窓口を経て移住した人
            method: 窓口の記録
            level: outcome
            department: 移住課
            notes: KPIの備考
            grading: sano
            evaluations:
              2024: {judgement: A, done: 取組の文, result: 成果の文, issues: 課題の文, plan: 方針の文, next: expand, external: {judgement: 可, comment: 外部の意見}}
          - id: guests
            name: 延べ宿泊者数
            unit: 人
            accumulation: sum
            baseline: {year: 2020, value: 1200}
            target: {year: 2025, value: 6500}
      - id: m2
        number: (2)
        title: 関係人口
        kpis:
          - id: fans
            name: =HYPERLINK("http://x")の会員数
            unit: 人
            better: higher
            baseline: {year: 2020, value: 100}
            target: {year: 2025, value: 200}
            evaluations: {2023: {judgement: 'C', comment: '{{ strategy.title }} {% for x in y %}'}}
  - id: g2
    number: 基本目標2
    title: まちを守る
    kpis:
      - {id: births, name: 出生数, unit: 人, baseline: {year: 2020, value: 80}, target: {year: 2025, hold: at_least, value: 70}}
      - {id: plan, name: 防災計画, unit: "", scale: [未着手, 策定中, 策定済], baseline: {year: 2020, value: 未着手}, target: {year: 2025, value: 策定済}}
      - {id: wish, name: 目標のない指標, unit: 件}
"""
ACTUALS = """\
strategy: town
actuals:
  movers: {2021: 10, 2022: {value: 20, status: provisional, note: 速報値, source: 窓口の集計, published: 2023-06-30}, 2023: 26, 2024: 35}
  guests: {2021: 1300, 2022: 1250, 2023: 1100, 2024: 1450}
  fans: {2021: 120, 2022: 0, 2023: {status: missing, note: 未公表}}
  births: {2021: 78, 2024: 72}
  plan: {2022: 策定中}
"""


def write(root: Path) -> Path:
    """The repository below ``root``."""
    for folder, text in (("strategies", STRATEGY), ("actuals", ACTUALS)):
        path = root / "data" / folder / "town.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    return root
