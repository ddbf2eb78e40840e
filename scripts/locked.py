"""Exit 1 where a requirement of pyproject.toml is not met by a lock file, or the lock files do not agree."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def pinned(name: str) -> dict[str, str]:
    """The versions in a lock file, by package."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return {canonicalize_name(m[1]): m[2] for line in lines if (m := re.match(r"([\w.-]+)==([^\s;\\]+)", line))}


def main() -> int:
    """Compare the files."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = document["project"]
    build = document["build-system"]["requires"]
    bad = [] if document["dependency-groups"]["build"] == build else ["the group build is not what [build-system] has"]
    extras = [requirement for extra in project["optional-dependencies"].values() for requirement in extra]
    locks = {
        "requirements.lock": [*project["dependencies"], *extras],
        "action.lock": [*project["dependencies"], *build],
    }
    for name, wanted in locks.items():
        for text in wanted:
            requirement = Requirement(text)
            version = pinned(name).get(canonicalize_name(requirement.name))
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                bad.append(f"{name}: {text}: locked is {version}")
    everywhere = pinned("requirements.lock")
    for package, version in pinned("action.lock").items():
        if everywhere.get(package, version) != version:
            bad.append(f"action.lock: {package} is {version}, and in requirements.lock {everywhere[package]}")
    for line in bad:
        print(line)
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
