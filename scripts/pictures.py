"""Make the pictures of the documents, the terminal and the site, from real output, photographed by Chromium.

python scripts/pictures.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ background: #1b1d22; color: #d6d6d6; margin: 0; padding: 18px 22px; }}
pre {{ font: 15px/1.45 "Noto Sans Mono CJK JP", monospace; margin: 0; }} {stylesheet}
</style><pre>{code}</pre>"""


def picture(name: str, arguments: list[str], columns: int) -> None:
    """Photograph all that ``kpitrack ARGUMENTS`` prints, in a font that shows ambiguous characters wide."""
    command = [sys.executable, "-m", "kpitrack", *arguments, "--color", "--root", str(ROOT)]
    environ = {**os.environ, "COLUMNS": str(columns)}
    out = subprocess.run(command, capture_output=True, text=True, check=True, env=environ).stdout
    console = Console(record=True, width=columns, file=open(os.devnull, "w"), force_terminal=True)  # noqa: PTH123, SIM115
    asked = Text(f"$ kpitrack {' '.join(arguments)}", style="bold")
    console.print(asked, Text.from_ansi(out), sep="\n", soft_wrap=True)
    height = round((out.count("\n") + 1) * 15 * 1.45) + 36
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        html = console.export_html(theme=DIMMED_MONOKAI, code_format=PAGE, inline_styles=True)
        page.write_text(html, "utf-8")
        photograph(page.as_uri(), name, round(columns * 7.5) + 44, height)


def pages(as_of: int, *shots: tuple[str, str, int, int]) -> None:
    """Photograph pages of the site of our own data: the picture's name, the page, its width and height."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "site")
        command = [sys.executable, "-m", "kpitrack", "report", str(out), "--root", str(ROOT), "--as-of", str(as_of)]
        subprocess.run(command, capture_output=True, check=True)
        for name, address, width, height in shots:
            photograph((out / address).as_uri(), name, width, height)


def photograph(address: str, name: str, width: int, height: int) -> None:
    """Write the picture of a page as a browser of that size shows it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(address)
        page.screenshot(path=ROOT / "docs" / "images" / name)
        browser.close()


if __name__ == "__main__":
    picture("status.png", ["status", "nagano-shinshu", "--as-of", "2018", "--lang", "ja"], 100)
    pages(
        2018,
        ("report-overview.png", "ja/index.html", 1120, 900),
        ("report-kpi.png", "ja/kpi/nagano-shinshu/labour-productivity.html", 1120, 1060),
        ("report-areas.png", "ja/area/index.html", 1120, 1000),
        ("report-phone.png", "ja/kpi/nagano-shinshu/labour-productivity.html", 390, 844),
    )
