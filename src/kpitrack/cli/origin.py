"""Which revision of its own repository this program is, for files that install it elsewhere."""

from __future__ import annotations

import json
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from kpitrack import __version__
from kpitrack.history.git import NoRepository, run


def revision() -> str:
    """The commit that pip has installed, or that the work tree is at which it runs from; else the tag of the release.

    Source: PyPA, “Recording the Direct URL Origin of installed distributions”.
    """
    origin = _direct_url()
    if commit := origin.get("vcs_info", {}).get("commit_id"):
        return str(commit)
    folder = urlsplit(str(origin.get("url", "")))
    if folder.scheme == "file" and "dir_info" in origin:
        path = Path(url2pathname(folder.path))
        with suppress(NoRepository):  # unpacked from an archive; where that lies within another repository, too
            if not run(path, "rev-parse", "--show-prefix").strip():
                return run(path, "rev-parse", "--verify", "HEAD").decode("ascii").strip()
    return f"v{__version__}"


def _direct_url() -> dict[str, Any]:
    """What pip noted of where it has installed from.

    Raises:
        OSError: it cannot be read, so that nothing is known.
    """
    try:
        installed = distribution("kpitrack")
    except PackageNotFoundError:  # within a program of one file
        return {}
    folder = Path(str(installed.locate_file(f"kpitrack-{__version__}.dist-info")))
    try:
        found = json.loads((folder / "direct_url.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
