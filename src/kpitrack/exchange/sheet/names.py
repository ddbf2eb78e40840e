"""Names of files that every system takes, and that sort."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kpitrack.language import say
from kpitrack.language.visible import HIDDEN

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=$|[. ])", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]|' + HIDDEN)
_LONGEST = 60  # bytes of one part: a file's name may have 255 in all


def department_file(number: int, count: int, department: str, strategies: Collection[str], years: Sequence[int]) -> str:
    """The name of a department's workbook without its ending: ``03-企画課-town-2-2024``.

    Args:
        number: of the department, from 1, in the order of the document.
        count: how many departments there are.
        department: its name; empty for what belongs to none.
        strategies: the ids of those that it is asked about; several are not named.
        years: the fiscal years asked for.
    """
    parts = [f"{number:0{max(2, len(str(count)))}}", portable(department or str(say("no department")))]
    parts += strategies if len(strategies) == 1 else ()
    return "-".join([*parts, "-".join(str(year) for year in years)])


def portable(text: str) -> str:
    """``text`` as a part of a file's name on Windows, macOS and Linux; never empty."""
    name = _NOT_IN_NAMES.sub("_", text)
    while len(name.encode()) > _LONGEST:
        name = name[:-1]
    return _RESERVED.sub(r"\1_", name.strip(" .")) or "_"
