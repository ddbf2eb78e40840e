"""A made-up strategy with every form of target and everything that a chart can show."""

from __future__ import annotations

FORMS = """\
id: forms
title: 第3期みどり町総合戦略（架空の例）
organization: {name: みどり町, level: municipality}
period: {start: 2021, end: 2026}
source: 架空の例
goals:
  - id: g1
    number: 基本目標1
    title: 人の流れをつくる
    kpis:
      - {id: social, name: 社会増減, unit: 人, baseline: {year: 2020, value: -142}, target: {year: 2026, value: -60},
         revisions: [{on: 2024-03-20, target: {year: 2026, value: 0}, reason: 見直し}]}
      - {id: rise, name: 新規就農者数（累計）, unit: 人, accumulation: running_total, baseline: {year: 2020, value: 0},
         target: {year: 2026, value: 60}, milestones: {2022: 15, 2024: 40}}
      - {id: fall, name: 公害苦情件数, unit: 件, better: lower, baseline: {year: 2020, value: 120}, target: {year: 2026,
         value: 60}}
      - {id: times, name: 観光入込客数, unit: 千人, baseline: {year: 2020, value: 1230}, target: {year: 2026,
         times_baseline: 2}}
      - {id: change, name: 就業率, unit: "%", decimals: 1, baseline: {year: 2020, value: 45.2}, target: {year: 2026,
         change: 5}}
      - {id: pct, name: 農業産出額, unit: 億円, baseline: {year: 2020, value: 812}, target: {year: 2026, percent_change: 30%}}
      - {id: peryear, name: 市町村民所得, unit: 千円, baseline: {year: 2020, value: 2812}, target: {year: 2026,
         percent_per_year: 3%, compounding: compound}}
      - {id: range, name: 保育所等利用率, unit: "%", baseline: {year: 2020, value: 10}, target: {year: 2026,
         range: {low: 20, high: 30}}}
      - {id: hold, name: 総人口, unit: 人, better: higher, baseline: {year: 2020, value: 20412}, target: {year: 2026,
         hold: at_least, value: 19500}}
      - {id: holdup, name: 満足度, unit: "%", better: higher, baseline: {year: 2020, value: 60}, target: {year: 2026,
         hold: at_least, value: 70}}
      - {id: holdlow, name: 待機児童数, unit: 人, better: lower, baseline: {year: 2020, value: 0}, target: {year: 2026,
         hold: at_most, value: 0}}
      - {id: holdno, name: 商店数, unit: 店, better: higher, target: {year: 2026, hold: at_least},
         baseline: {year: 2020, value: 80}}
  - id: g2
    number: 基本目標2
    title: しごとをつくる
    kpis:
      - {id: every, name: 企業立地件数, unit: 件, baseline: {year: 2020, value: 6}, target: {year: 2026, value: 10,
         every_year: true}}
      - {id: mean, name: 年間平均開催数, unit: 回, accumulation: mean, baseline: {year: 2020, value: 6},
         target: {year: 2026, value: 10}}
      - {id: sum, name: 移住者数（累計）, unit: 人, accumulation: sum, baseline: {year: 2020, value: 0},
         target: {year: 2026, value: 60}}
      - {id: ceiling, name: 公共施設の整備費, unit: 百万円, accumulation: sum, better: lower, target: {year: 2026,
         hold: at_most, value: 500}, baseline: {year: 2020, value: 0}}
      - {id: parity, name: 一人当たり所得, unit: 千円, baseline: {year: 2020, value: 2500}, target: {year: 2026,
         parity_with: kuni}}
      - {id: improve, name: 満足度, unit: 点, better: higher, baseline: {year: 2020, value: 3.2}, target: {year: 2026,
         improve: true}}
      - {id: improveprev, name: 来訪者数, unit: 人, better: higher, baseline: {year: 2020, value: 320},
         target: {year: 2026, improve: {over: previous}}}
      - {id: scale, name: 計画の策定, unit: "", scale: [未着手, 検討中, 策定済み], baseline: {year: 2020, value: 未着手},
         target: {year: 2026, value: 策定済み}}
      - {id: gaps, name: 延べ宿泊者数, unit: 千人, baseline: {year: 2020, value: 118}, target: {year: 2026, value: 180}}
      - {id: five, name: 健診受診率（5年ごと）, unit: "%", frequency: 5, baseline: {year: 2014, value: 40},
         target: {year: 2026, value: 70}}
      - {id: done, name: 達成した指標, unit: 件, baseline: {year: 2018, value: 3}, target: {year: 2023, value: 9}}
      - {id: missed, name: 未達成の指標, unit: 件, baseline: {year: 2018, value: 3}, target: {year: 2023, value: 9}}
      - {id: early, name: 早期達成, unit: 件, baseline: {year: 2020, value: 3}, target: {year: 2026, value: 9}}
      - {id: nobase, name: 基準値のない指標, unit: 件, target: {year: 2026, value: 9}}
      - {id: notarget, name: 目標のない指標, unit: 件, baseline: {year: 2020, value: 3}}
      - {id: none, name: 値のない指標, unit: 件, baseline: {year: 2020, value: 3}, target: {year: 2026, value: 9}}
      - {id: big, name: 製造品出荷額等, unit: 円, baseline: {year: 2020, value: 123456789012}, target: {year: 2026,
         value: 150000000000}}
      - {id: long, name: 合計特殊出生率, unit: "", baseline: {year: 1995, value: 1.42}, target: {year: 2026, value: 1.8}}
      - {id: old, name: 廃止した指標, unit: 件, baseline: {year: 2020, value: 1}, target: {year: 2026, value: 2},
         discontinued: {year: 2022, reason: 統計の廃止}}
      - {id: beyond, name: 大きく上回る, unit: 件, baseline: {year: 2020, value: 1}, target: {year: 2026, value: 3}}
      - {id: longunit, name: 人口10万人当たりの医師数, unit: 人口10万人対, baseline: {year: 2020, value: 180.5},
         target: {year: 2026, value: 220}}
"""
FORMS_ACTUALS = """\
strategy: forms
comparators:
  kuni: {2020: 3100, 2021: 3120, 2022: 3180, 2023: 3200, 2024: 3250, 2025: 3300, 2026: 3350}
actuals:
  social: {2021: -138, 2022: -151, 2023: -129, 2024: -133, 2025: {value: -118, status: provisional, note: 速報値}}
  rise: {2021: 8, 2022: 19, 2023: 33, 2024: 47}
  fall: {2021: 118, 2022: 131, 2023: 109, 2024: 95}
  times: {2021: 1100, 2022: 1402, 2023: 1950, 2024: 2210}
  change: {2021: 45.9, 2022: 46.1, 2023: 44.8, 2024: 44.1}
  pct: {2021: 830, 2022: 851, 2023: 901}
  peryear: {2021: 2850, 2022: 2930, 2023: 3060, 2024: 3190}
  range: {2021: 12, 2022: 16, 2023: 22, 2024: 26}
  hold: {2021: 20301, 2022: 20150, 2023: 19990, 2024: 19850}
  holdup: {2021: 64, 2022: 66, 2023: 69}
  holdlow: {2021: 0, 2022: 2, 2023: 0, 2024: 0}
  holdno: {2021: 79, 2022: 76}
  every: {2021: 11, 2022: 8, 2023: 12, 2024: 10}
  mean: {2021: 7, 2022: 12, 2023: 9, 2024: 11}
  sum: {2021: 8, 2022: 9, 2023: 12, 2024: {value: 11, status: provisional}, 2025: {value: 12, status: forecast}}
  ceiling: {2021: 80, 2022: 60, 2023: 150, 2024: 90}
  parity: {2021: 2550, 2022: 2640, 2023: 2800}
  improve: {2021: 3.3, 2022: 3.1, 2023: 3.5}
  improveprev: {2021: 330, 2022: 290, 2023: 350}
  scale: {2021: 未着手, 2022: 検討中, 2023: 検討中}
  gaps: {2021: 60, 2023: {value: 90, status: break, note: 調査方法の変更}, 2024: 110}
  five: {2019: 52, 2024: 58}
  done: {2019: 4, 2020: 5, 2021: 7, 2022: 8, 2023: 9, 2024: 8}
  missed: {2019: 4, 2020: 5, 2021: 5, 2022: 6, 2023: 7}
  early: {2021: 5, 2022: 10}
  nobase: {2021: 5, 2022: 6}
  notarget: {2021: 5, 2022: 6, 2023: 4}
  big: {2021: 125456789012, 2022: 131456789012, 2023: 133456789012}
  long: {1996: 1.43, 1997: 1.39, 1998: 1.38, 1999: 1.34, 2000: 1.36, 2001: 1.33, 2002: 1.32, 2003: 1.29,
     2004: 1.29, 2005: 1.26, 2006: 1.32, 2007: 1.34, 2008: 1.37, 2009: 1.37, 2010: 1.39, 2011: 1.39, 2012: 1.41,
     2013: 1.43, 2014: 1.42, 2015: 1.45, 2016: 1.44, 2017: 1.43, 2018: 1.42, 2019: 1.36, 2020: 1.33, 2021: 1.3,
     2022: 1.26, 2023: 1.2, 2024: 1.15}
  old: {2021: 1}
  beyond: {2021: 6, 2022: 9}
  longunit: {2021: 182.3, 2022: 190.1, 2023: 195.5}
"""
