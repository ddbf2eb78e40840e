"""The pages of docs/rules, made from the checks: each explains one finding, in Japanese and English.

python scripts/rule_pages.py         write them
python scripts/rule_pages.py check   exit 1 where one is not what the checks say
"""

from __future__ import annotations

import sys
from pathlib import Path

from kpitrack import language
from kpitrack.checks.run import BY_NAME
from kpitrack.cli.commands.rule import demonstrate
from kpitrack.views.rule import as_markdown, listed, listing_markdown

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"
_INTRODUCTION = """\
# 指摘の一覧 / Findings

`kpitrack validate` が示す指摘です。番号は KP1xx がファイル、KP2xx が形、KP3xx が参照、KP4xx が意味、
KP5xx が実務（警告）です。
同じ説明は `kpitrack rule 番号` でも読めます。

What `kpitrack validate` reports. Codes follow KP1xx files, KP2xx shape, KP3xx references, KP4xx meaning, KP5xx practice
(warnings). `kpitrack rule CODE` shows the same.

<!-- Written by scripts/rule_pages.py from src/kpitrack/checks; not edited by hand. -->
"""


def pages() -> dict[str, str]:
    """Every page by its name."""
    checks = listed(BY_NAME)
    found = {}
    index = [_INTRODUCTION]
    for code in ("ja", "en"):
        language.use(code)
        index += ["## 日本語\n" if code == "ja" else "\n## English\n", *listing_markdown(checks)]
    found["README.md"] = "\n".join(index) + "\n"
    for check in checks:
        explained = demonstrate(check)
        language.use("ja")
        lines = [*as_markdown(explained), "", "---", ""]
        language.use("en")
        lines += as_markdown(explained, level=2)
        found[f"{check.rule.code}.md"] = "\n".join(lines) + "\n"
    return found


def main() -> int:
    """Write the pages, or compare them."""
    wanted = pages()
    there = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    if sys.argv[1:] == ["check"]:
        stale = sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))
        for name in stale:
            print(f"docs/rules/{name} is not what the checks say: run python scripts/rule_pages.py")
        return int(bool(stale))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in there.keys() - wanted.keys():
        (FOLDER / name).unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
