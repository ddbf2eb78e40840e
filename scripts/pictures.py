"""Make the README's picture of the terminal from real output: rich's HTML, photographed by Chromium.

python scripts/pictures.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

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
        subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                f"--user-data-dir={folder}/profile", f"--window-size={round(columns * 7.5) + 44},{height}",
                f"--screenshot={ROOT / 'docs' / 'images' / name}", page.as_uri(),
            ],
            check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    picture("status.png", ["status", "nagano-shinshu", "--as-of", "2018", "--lang", "ja"], 100)
