"""The reports of a town, made once: tests read them."""

from __future__ import annotations

from pathlib import Path

import pytest

import forms_town
from kpitrack.cli import context
from kpitrack.cli import main as program


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a document, a workbook and Markdown in each language, as ``report-ja.docx``."""
    root = forms_town.write(tmp_path_factory.mktemp("reports"))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KPITRACK_ROOT", raising=False)
        patch.setenv("KPITRACK_CACHE", "off")
        patch.setenv("SOURCE_DATE_EPOCH", "1735689600")
        patch.chdir(root)
        for spoken in ("ja", "en"):
            for suffix in ("docx", "xlsx", "md"):
                made = f"report-{spoken}.{suffix}"
                assert program.run(["--lang", spoken, "report", made, "--as-of", "2024"]) == 0
        context.begin(context.CommonOptions())
    return root
