"""Programs that check files beside the tests: found in the environment of the tests, and never passed over in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BESIDE = Path(sys.executable).parent


def tool(name: str, *arguments: str | Path) -> None:
    """Run ``name``, which must find nothing."""
    found = shutil.which(name, path=str(BESIDE)) or shutil.which(name)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    done = subprocess.run([found, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
