"""Measure kpitrack beside its peers, and write the tables of ``docs/performance.md``.

    python benchmarks/run.py [--rounds 3] [--sample 50] [--largest 10000] [--folder build/benchmarks]

Makes the repositories, an environment with the peers from PyPI, runs everything in turn, and replaces what stands
between the marks in ``docs/performance.md``. Takes about half an hour on two cores; ``--sample 10 --largest 100
--rounds 1`` tries it out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from corpus import write
from measure import Command, Runs, in_turn, memory, ratio

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"en": ROOT / "docs" / "performance.md", "ja": ROOT / "docs" / "performance.ja.md"}
FIGURE = ROOT / "docs" / "images" / "growth.svg"
BEGIN, END = "<!-- measured: written by benchmarks/run.py -->", "<!-- end of what was measured -->"
NATION = 1788
PEERS = ("check-jsonschema", "yamllint", "yamale", "PyYAML", "pydantic")
KPITRACK = str(Path(sys.executable).with_name("kpitrack"))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure kpitrack beside its peers.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--largest", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "benchmarks")
    options = parser.parse_args()
    folder = options.folder.resolve()
    shutil.rmtree(folder / "made", ignore_errors=True)
    peers = environment(folder / "peers")
    text = "\n".join(
        [
            setting(peers),
            "\n### One town\n", one_town(folder / "made", options.rounds * 5),
            "\n### The nation\n", nation(folder / "made", options.rounds),
            "\n### Beside its peers\n", beside(folder / "made", peers, options.sample, options.rounds),
            "\n### Growth\n", growth(folder / "made", options.largest),
        ]
    )  # fmt: skip
    for language, path in PAGES.items():
        before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        shown = in_japanese(text) if language == "ja" else text
        path.write_text(f"{before}{BEGIN}\n\n{shown}\n\n{END}{after}", encoding="utf-8")


def environment(folder: Path) -> Path:
    """The Python of an environment with the peers."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-qqq", *PEERS], check=True)
    return python


def setting(peers: Path) -> str:
    """On what it was measured."""
    asked = "import importlib.metadata as m, sys; print(*(m.version(n) for n in sys.argv[1:]))"
    versions = subprocess.run([peers, "-c", asked, *PEERS], check=True, capture_output=True, text=True).stdout.split()
    ours = [
        f"{name} {importlib.metadata.version(name)}" for name in ("kpitrack", "typer", "pydantic", "polars", "ryaml")
    ]
    theirs = [f"{name} {version}" for name, version in zip(PEERS, versions, strict=True)]
    return (
        f"Measured on {dt.datetime.now(tz=dt.UTC).date()}: {len(os.sched_getaffinity(0))} cores, {platform.machine()}, "
        f"Python {platform.python_version()}, {', '.join(ours)}; peers: {', '.join(theirs)}. Medians; in brackets the "
        f"least and the most. Load of the machine meanwhile: {os.getloadavg()[2]:.1f}."
    )


def one_town(folder: Path, rounds: int) -> str:
    """Starting up, for a repository of 60 KPIs and five years, against importing libraries alone."""
    town = write(folder / "town", 1)
    python = sys.executable
    light, heavy = "import typer, pydantic", "import typer, pydantic, rich, polars"
    add = ["add-actual", "org-00000/kpi-001", "2026", "200", "--dry-run"]
    kept, off = {"KPITRACK_CACHE": str(folder / "cache of the town")}, {"KPITRACK_CACHE": "off"}
    cases = {
        light: Command([python, "-c", light], town),
        "kpitrack --help": Command([KPITRACK, "--help"], town, kept),
        "kpitrack validate": Command([KPITRACK, "validate"], town, kept),
        "kpitrack validate, the first time": Command([KPITRACK, "validate"], town, off),
        "kpitrack add-actual": Command([KPITRACK, *add], town, kept),
        heavy: Command([python, "-c", heavy], town),
        "kpitrack status": Command([KPITRACK, "status"], town, kept),
        "kpitrack status, the first time": Command([KPITRACK, "status"], town, off),
    }
    goals = {"kpitrack --help": 1.2, "kpitrack validate": 1.5, "kpitrack add-actual": 1.7, "kpitrack status": 1.3}
    in_turn(cases, 1)
    found = in_turn(cases, rounds)
    rows = []
    for name, runs in found.items():
        base = heavy if name == heavy or name.startswith("kpitrack status") else light
        times = "" if name == base else f"{ratio(runs, found[base]):.2f} × `{base}`"
        command, comma, when = name.partition(", the")
        shown = f"`{command}`{comma}{when}" if when else f"`{name}`"
        rows.append([shown, milliseconds(runs), times, str(goals.get(name, ""))])
    return table(["command", "ms", "ratio", "goal"], rows)


def nation(folder: Path, rounds: int) -> str:
    """The whole of Japan: from nothing, from the cache, with faults."""
    valid, faulty = write(folder / "nation", NATION), write(folder / "faulty", NATION, faults=True)
    cache = folder / "cache"
    off, on = {"KPITRACK_CACHE": "off"}, {"KPITRACK_CACHE": str(cache)}
    changed = valid / "data" / "actuals" / "01" / "org-00007.yaml"

    def edit() -> None:
        changed.write_text(changed.read_text("utf-8") + "# another line\n", "utf-8")

    validate, status = [KPITRACK, "validate", "--format", "concise"], [KPITRACK, "status", "--format", "json"]
    cases = {
        "validate, no cache": (Command(validate, valid, off), "5 s, 300 MB"),
        "validate, no cache, one fault in every tenth file": (Command(validate, faulty, off), "twice that"),
        "validate, nothing changed": (Command(validate, valid, on), "0.5 s"),
        "validate, one file changed": (Command(validate, valid, on, edit), ""),
        "status --format json, no cache": (Command(status, valid, off), "600 MB"),
        "status --format json, nothing changed": (Command(status, valid, on), "3 s"),
        "status --format json --org 自治体77": (Command([*status, "--org", "自治体77"], valid, on), "1 s"),
    }
    for name in ("validate, nothing changed", "status --format json, nothing changed"):
        in_turn({name: cases[name][0]}, 1)
    rows = []
    for name, (command, goal) in cases.items():
        runs = in_turn({name: command}, rounds)[name]
        busy = sorted(runs.busy)[len(runs.busy) // 2]
        rows.append([f"`{name}`", seconds(runs), f"{busy:.2f}", f"{memory(command) / 1e6:.0f}", goal])
        in_turn({name: cases["status --format json, nothing changed"][0]}, 1)
        in_turn({name: cases["validate, nothing changed"][0]}, 1)
    return table(["", "seconds", "seconds of both cores", "MB in all processes", "goal"], rows)


def beside(folder: Path, peers: Path, sample: int, rounds: int) -> str:
    """Peers on the same files; what takes them long is measured on some of the towns and multiplied."""
    part, whole = write(folder / "sample", sample), folder / "nation"
    schemas = folder / "schemas"
    subprocess.run([KPITRACK, "schema", "--output-dir", schemas], check=True, capture_output=True, cwd=part)
    files = {kind: sorted(map(str, (part / "data" / kind).rglob("*.yaml"))) for kind in ("strategies", "actuals")}
    tool = {name: str(peers.with_name(name)) for name in ("check-jsonschema", "yamllint", "yamale")}
    here = Path(__file__).parent / "peers"
    cores = str(max(2, len(os.sched_getaffinity(0))))
    models = {"PYTHONPATH": str(ROOT / "src")}
    cases = {
        "check-jsonschema": [
            Command([tool["check-jsonschema"], "--schemafile", str(schemas / f"{one}.schema.json"), *files[kind]], part)
            for one, kind in (("strategy", "strategies"), ("actuals", "actuals"))
        ],
        "yamllint (YAML and style only)": [Command([tool["yamllint"], "-d", "relaxed", "data"], part)],
        "`yaml.safe_load` and pydantic": [
            Command([str(peers), str(here / "safe_load_pydantic.py"), "data"], part, models)
        ],
        f"yamale, {cores} processes": [
            Command([tool["yamale"], "-n", cores, "-s", str(here / f"{one}.yamale.yaml"), f"data/{kind}"], part)
            for one, kind in (("strategy", "strategies"), ("actuals", "actuals"))
        ],
    }
    flat = {f"{name}#{i}": command for name, several in cases.items() for i, command in enumerate(several)}
    flat["ours"] = Command([KPITRACK, "validate"], whole, {"KPITRACK_CACHE": "off"})
    found = in_turn(flat, rounds)
    ours = found["ours"]
    rows = [["kpitrack validate, no cache", seconds(ours), "1"]]
    for name, several in cases.items():
        added = Runs(
            [sum(found[f"{name}#{i}"].seconds[r] for i in range(len(several))) * NATION / sample for r in range(rounds)]
        )
        rows.append([name, f"~{seconds(added)}", f"{ratio(added, ours):.0f}"])
    note = f"Peers: measured on {sample} towns and multiplied to {NATION:,}."
    return f"{table(['', 'seconds', '× ours'], rows)}\n\n{note} None of them looks across files or at the figures."


def growth(folder: Path, largest: int) -> str:
    """Time and memory from one organisation to many, without the cache."""
    sizes = [size for size in (1, 10, 100, 1000, 3000, 10_000) if size <= largest]
    points = []
    for size in sizes:
        where = write(folder / f"grown-{size}", size)
        command = Command([KPITRACK, "validate"], where, {"KPITRACK_CACHE": "off"})
        points.append((size, in_turn({"": command}, 1)[""].median, memory(command) / 1e6))
        shutil.rmtree(where)
    draw(points)
    rows = [[f"{size:,}", f"{took:.2f}", f"{took / size * 1000:.2f}", f"{held:.0f}"] for size, took, held in points]
    shown = table(["organisations", "seconds", "ms each", "MB in all processes"], rows)
    figure = "![Time and memory by the number of organisations](images/growth.svg)"
    return f"`validate` without the cache:\n\n{shown}\n\n{figure}"


def draw(points: list[tuple[int, float, float]]) -> None:
    """Seconds and megabytes over organisations, both axes by powers of ten."""
    from math import log10

    def x(size: float) -> float:
        return 60 + log10(size) * 120

    def y(value: float) -> float:
        return 330 - (log10(value) + 1) * 75

    lines = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 380" font-family="sans-serif" font-size="12">',
             '<rect width="600" height="380" fill="#fff"/>']  # fmt: skip
    lines += [f'<text x="{x(10**power):.0f}" y="352" text-anchor="middle">{10**power:,}</text>' for power in range(5)]
    for power in range(-1, 4):
        at = y(10.0**power)
        lines += [
            f'<path d="M60 {at:.0f}H545" stroke="#ddd"/>',
            f'<text x="52" y="{at + 4:.0f}" text-anchor="end">{10.0**power:g}</text>',
        ]
    for index, color, label in ((1, "#0072b2", "seconds"), (2, "#d55e00", "MB")):
        way = " ".join(f"{x(point[0]):.1f},{y(max(point[index], 0.1)):.1f}" for point in points)
        lines.append(f'<polyline points="{way}" fill="none" stroke="{color}" stroke-width="2"/>')
        lines += [f'<circle cx="{x(p[0]):.1f}" cy="{y(max(p[index], 0.1)):.1f}" r="3" fill="{color}"/>' for p in points]
        last = points[-1]
        lines.append(
            f'<text x="{x(last[0]) + 8:.0f}" y="{y(max(last[index], 0.1)) + 4:.0f}" fill="{color}">{label}</text>'
        )
    lines.append('<text x="300" y="372" text-anchor="middle">organisations</text></svg>')
    FIGURE.parent.mkdir(exist_ok=True)
    FIGURE.write_text("\n".join(lines) + "\n", encoding="utf-8")


JAPANESE = {
    "### One town": "### 1つの町", "### The nation": "### 全国", "### Beside its peers": "### 他のツールとの比較",
    "### Growth": "### 団体数による伸び", "| command |": "| コマンド |", "| ratio |": "| 比 |", "| goal |": "| 目標 |",
    "| seconds of both cores |": "| 両コアのCPU秒 |", "| MB in all processes |": "| 全プロセスのMB |",
    "| seconds |": "| 秒 |", "| × ours |": "| kpitrackの何倍か |", "| organisations |": "| 団体数 |",
    "| ms each |": "| 1団体あたりms |", ", the first time": "（初回）",
    "one fault in every tenth file": "10ファイルに1件の誤り", "twice that": "その2倍", "no cache": "キャッシュなし",
    "nothing changed": "変更なし", "one file changed": "1ファイル変更", " (YAML and style only)": "（YAMLと書式だけ）",
    "processes": "プロセス", "`yaml.safe_load` and pydantic": "`yaml.safe_load`とpydantic",
    "Measured on ": "測定日", " cores, ": "コア、", "; peers: ": "。比較したツール: ",
    ". Medians; in brackets the least and the most. Load of the machine meanwhile: ":
        "。数値は中央値、括弧内は最小と最大です。測定中の負荷: ",
    "Peers: measured on ": "他のツールは", " towns and multiplied to ": "団体で測り、次の団体数に換算しました: ",
    "None of them looks across files or at the figures.": "いずれも、ファイルをまたぐ誤りや数値の中身は見ていません。",
    "`validate` without the cache:": "キャッシュなしの`validate`:",
    "Time and memory by the number of organisations": "団体数による時間とメモリ",
}  # fmt: skip


def in_japanese(text: str) -> str:
    """``text`` with its words in Japanese; numbers and commands stay."""
    for english, japanese in JAPANESE.items():
        text = text.replace(english, japanese)
    return text


def seconds(runs: Runs) -> str:
    return f"{runs.median:.2f} ({min(runs.seconds):.2f}–{max(runs.seconds):.2f})"


def milliseconds(runs: Runs) -> str:
    return f"{runs.median * 1000:.0f} ({min(runs.seconds) * 1000:.0f}–{max(runs.seconds) * 1000:.0f})"


def table(titles: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in [titles, ["---"] * len(titles), *rows])


if __name__ == "__main__":
    main()
