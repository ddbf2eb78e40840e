"""The changelog's entries of a release, as its notes. Exit 1 where the tag, the version and the changelog do not agree.

python scripts/release_notes.py v1.2.3
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from kpitrack import __version__

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def notes(tag: str, version: str, changelog: str) -> str:
    """What the changelog says of ``version``.

    Raises:
        ValueError: it says nothing, or ``tag`` is of another version.
    """
    if tag != f"v{version}":
        raise ValueError(f"the tag {tag} is not that of version {version}")
    found = re.search(
        rf"^## {re.escape(version)}(?![\w.])[^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL
    )
    if not found or not found[1].strip():
        raise ValueError(f"the changelog tells nothing of {version}")
    return found[1].strip() + "\n"


def main() -> int:
    """Print them."""
    try:
        print(notes(sys.argv[1], __version__, CHANGELOG.read_text("utf-8")), end="")
    except (ValueError, IndexError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
