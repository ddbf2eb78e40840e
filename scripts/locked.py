"""Exit 1 where a requirement of pyproject.toml is not met by requirements.lock."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Compare the two files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pinned = {canonicalize_name(m[1]): m[2] for line in lines if (m := re.match(r"([\w.-]+)==([^\s;\\]+)", line))}
    wanted = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    bad = []
    for text in wanted:
        requirement = Requirement(text)
        version = pinned.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            bad.append(f"{text}: locked is {version}")
    for line in bad:
        print(line)
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
