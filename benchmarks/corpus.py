"""Write a repository of any size, always the same for the same arguments.

    python benchmarks/corpus.py OUT [--organizations 1788] [--faults]

One strategy and one actuals file an organisation: 60 KPIs under four goals and their measures, five years each, most
with an absolute target, some relative, some running totals and sums, a few provisional and missing values, comments
here and there. Every file is valid; with ``--faults`` every tenth has one fault. 1,788 organisations are about Japan's
municipalities and prefectures: 107,280 KPIs and 536,400 actuals.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

GOALS = ["しごとをつくる", "ひとの流れをつくる", "結婚・出産・子育ての希望をかなえる", "魅力的な地域をつくる"]
THEMES = [
    ("新規就農者数", "人"), ("移住相談件数", "件"), ("観光入込客数", "千人"), ("新規創業数", "件"),
    ("保育所等利用率", "%"), ("公共交通の利用者数", "人"), ("テレワーク実践者数", "人"), ("空き家活用件数", "件"),
    ("健康診査受診率", "%"), ("関係人口", "人"), ("企業立地件数", "件"), ("合計特殊出生率", ""),
]  # fmt: skip
KPIS, YEARS, FIRST, LAST = 60, 5, 2020, 2027
FAULTS = [(": ", ":\t"), (": ", ": &a "), (": ", ': "x" '), ("title", "titel"), ("2023", "2022"), (": ", ": 12,600")]


def code_of(number: int) -> str:
    """Five digits and the check digit of JIS X 0402."""
    prefecture, town = divmod(number, 400)
    five = f"{prefecture % 47 + 1:02d}{town + 201:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=True))
    return five + str((11 - total % 11) % 10)


def written(value: float) -> str:
    """A number as people write it."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def target_of(made: int, base: float, rng: random.Random) -> tuple[float, str, float]:
    """A KPI's baseline, its target as written, and the value that it comes to."""
    reached = base + rng.choice([12, 40, 250])
    if made % 10 == 6:
        base, reached = reached, base
    relative = {
        7: ("times_baseline: 2", base * 2),
        8: ("change: 25", base + 25),
        9: ("percent_change: 30%", base * 1.3),
    }
    text, end = relative.get(made % 10, (f"value: {written(reached)}", reached))
    return base, text, end


def organization(index: int, rng: random.Random) -> tuple[list[str], list[str]]:
    """The lines of one organisation's two files."""
    name = f"org-{index:05d}"
    strategy = [
        f"# {name}", f"id: {name}",
        f"title: 第2期まち・ひと・しごと創生総合戦略 {index}",
        "organization:", f"  name: 自治体{index}",
        f'  code: "{code_of(index)}"', "  level: municipality",
        f"period: {{start: {FIRST + 1}, end: {LAST}}}", "goals:",
    ]  # fmt: skip
    actuals = [f"strategy: {name}", "actuals:"]
    made = 0
    for g, goal in enumerate(GOALS, 1):
        strategy += [f"  - id: g{g}", f"    number: 基本目標{g}", f"    title: {goal}", "    measures:"]
        for k in range(KPIS // len(GOALS)):
            if k % 3 == 0:
                m = k // 3 + 1
                strategy += [
                    f"      - id: g{g}-{m}",
                    f'        number: "{m}"',
                    f"        title: 施策{m}",
                    "        kpis:",
                ]
            made += 1
            theme, unit = THEMES[made % len(THEMES)]
            low = rng.choice([0, 10, 120, 3141, 45.5]) if made % 5 else 50
            accumulation = {3: "running_total", 4: "sum"}.get(made % 10)
            base, target, end = target_of(made, 0 if accumulation else low + 20, rng)
            strategy += [
                f"          - id: kpi-{made:03d}", f"            name: {theme}（{made}）",
                f'            unit: "{unit}"',
                f"            level: {'output' if k % 3 else 'outcome'}",
                *([f"            accumulation: {accumulation}"] if accumulation else []),
                *(["            better: lower"] if end < base else []),
                f"            baseline: {{year: {FIRST}, value: {written(base)}}}",
                f"            target: {{year: {LAST}, {target}}}",
                f"            department: 企画課{made % 7}", f"            source: 庁内集計{made % 11}",
            ]  # fmt: skip
            actuals.append(f"  kpi-{made:03d}:" + ("   # 速報を含む" if made % 9 == 0 else ""))
            running = base
            for y in range(1, YEARS + 1):
                step = (end - base) / 7 * rng.uniform(0.4, 1.3)
                running += step
                text = written(round(step if accumulation == "sum" else running, 2))
                if made % 9 == 0 and y == YEARS:
                    text = f"{{value: {text}, status: provisional, note: 速報値}}"
                elif made % 17 == 0 and y == 2 and not accumulation:
                    text = "{status: missing, note: 未公表}"
                actuals.append(f"    {FIRST + y}: {text}")
    return strategy, actuals


def spoil(lines: list[str], rng: random.Random) -> None:
    """Put one fault into a file."""
    while True:
        old, new = rng.choice(FAULTS)
        at = rng.randrange(3, len(lines))
        if old in lines[at]:
            lines[at] = lines[at].replace(old, new, 1)
            return


def write(out: Path, organizations: int, *, faults: bool = False) -> Path:
    """Write the repository, and return its folder."""
    rng, wrong = random.Random(1), random.Random(2)
    out.mkdir(parents=True, exist_ok=True)
    (out / "kpitrack.yaml").write_text("fiscal_year_start: 4\n", encoding="utf-8")
    for index in range(organizations):
        for n, (kind, lines) in enumerate(zip(("strategies", "actuals"), organization(index, rng), strict=True)):
            if faults and (2 * index + n) % 10 == 3:
                spoil(lines, wrong)
            path = out / "data" / kind / f"{index // 400 % 47 + 1:02d}" / f"org-{index:05d}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return out


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write a repository of any size.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--organizations", type=int, default=1788)
    parser.add_argument("--faults", action="store_true")
    options = parser.parse_args()
    write(options.out, options.organizations, faults=options.faults)
