"""name-not-normal. Found where files are read, and names made normal, so that nothing after that has to know of it."""

from __future__ import annotations

import unicodedata

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

_NAMED = KPI + "department: 企画デジタル課\n"

CHECK = Check(
    rule("name-not-normal"),
    mark("A name is typed in another way than it is compared."),
    mark(
        "In some programs, above all on a Mac, “デ” becomes two characters, テ and its mark; both look alike. "
        "Blanks before or after a name are not seen either. Whoever searches the files for such a name does not find "
        "it. Type it anew. Until then, kpitrack takes it for the usual one everywhere."
    ),
    Example(bad=kpi(unicodedata.normalize("NFD", _NAMED)), good=kpi(_NAMED)),
)
