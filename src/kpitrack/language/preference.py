"""The language that the user of this computer reads."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from . import Language

_JAPANESE = 0x11
"""The primary language of a Windows language identifier, in its lower ten bits (MS-LCID)."""


def preferred(environ: Mapping[str, str] = os.environ) -> Language:
    """By the POSIX locale variables, else by the system: Japanese where they say so, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "ja" if value.lower().startswith("ja") else "en"
    return "ja" if _of_system() else "en"


def _of_system() -> bool:
    """Whether the system speaks Japanese where no variable says anything, as on Windows."""
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _JAPANESE
    import locale

    return (locale.getlocale()[0] or "").startswith("ja")
