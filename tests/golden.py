"""Golden files: what people read, kept beside the tests.

``KPITRACK_GOLDEN=write pytest …`` writes them anew; then read the difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def matches(name: str, text: str) -> None:
    """Hold ``text`` against the golden file ``name``."""
    path = FOLDER / name
    if os.environ.get("KPITRACK_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.exists(), f"{path} is not there: write it with KPITRACK_GOLDEN=write"
    assert text == path.read_text("utf-8")
