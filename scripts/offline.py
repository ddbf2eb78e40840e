"""A ZIP that installs kpitrack without the internet: wheels for one system and Python, their checksums, an installer.

python scripts/offline.py --system windows --python 3.13

Run by the Python of the repository's own environment, on a computer that has the internet.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Environment
from packaging.requirements import Requirement

from kpitrack import __version__

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "action.lock"
_PIP = "-m pip install --no-index --find-links wheels --require-hashes -r requirements.txt"
_BATCH = """\
cd /d "%~dp0" && py -{python} -m venv "%USERPROFILE%\\kpitrack" || exit /b 1
"%USERPROFILE%\\kpitrack\\Scripts\\python" {pip}
"""
_SHELL = """\
cd "$(dirname "$0")" && python{python} -m venv "$HOME/kpitrack" || exit 1
"$HOME/kpitrack/bin/python" {pip}
"""


@dataclass(frozen=True)
class System:
    """A system to install on.

    Args:
        platforms: what pip calls it, for the wheels that fit.
        markers: what its Python answers to the markers of requirements.
        installer: the name of the installer.
        content: its two lines, to be had by `lines`.
        line_end: between them.
    """

    platforms: tuple[str, ...]
    markers: Environment
    installer: str
    content: str
    line_end: str

    def lines(self, python: str) -> str:
        """The installer for a Python such as 3.13."""
        return self.content.format(python=python, pip=_PIP).replace("\n", self.line_end)


def _environment(sys_platform: str, os_name: str, platform_system: str) -> Environment:
    return Environment(
        {
            "sys_platform": sys_platform,
            "os_name": os_name,
            "platform_system": platform_system,
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }
    )  # type: ignore[typeddict-item]  # the rest comes from the Python asked for


SYSTEMS = {
    "windows": System(("win_amd64",), _environment("win32", "nt", "Windows"), "install.bat", _BATCH, "\r\n"),
    "linux": System(
        (*(f"manylinux_2_{minor}_x86_64" for minor in range(36, 16, -1)), "manylinux2014_x86_64"),
        _environment("linux", "posix", "Linux"),
        "install.sh",
        _SHELL,
        "\n",
    ),
}


def wanted(system: System, python: str) -> Iterator[str]:
    """The lines of the lock file that hold for ``system`` and ``python``, without their markers.

    pip would judge the markers by the system that it runs on itself.
    """
    for entry in re.split(r"\n(?=[A-Za-z0-9])", LOCK.read_text("utf-8")):
        head, _, hashes = entry.partition("\\\n")
        requirement = Requirement(head.strip())
        if requirement.marker is None or requirement.marker.evaluate(
            {**system.markers, "python_version": python, "python_full_version": f"{python}.0"}
        ):
            yield f"{requirement.name}{requirement.specifier} \\\n{hashes.rstrip()}\n"


def make(system: System, name: str, python: str, out: Path) -> Path:
    """The ZIP, in the folder ``out``."""
    with tempfile.TemporaryDirectory() as folder:
        wheels, lock = Path(folder, "wheels"), Path(folder, "wanted.txt")
        lock.write_text("".join(wanted(system, python)), "utf-8")
        pip = [sys.executable, "-m", "pip"]
        fitting = [f"--platform={platform}" for platform in system.platforms]
        subprocess.run(
            [*pip, "download", "-q", "--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation=cp",
             f"--python-version={python}", *fitting, "-d", wheels, "-r", lock],
            check=True,
        )  # fmt: skip
        subprocess.run([*pip, "wheel", "-q", "--no-deps", "-w", wheels, ROOT], check=True)
        out.mkdir(parents=True, exist_ok=True)
        target = out / f"kpitrack-{__version__}-{name}-py{python}.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            requirements = []
            for path in sorted(wheels.iterdir()):
                package, version = path.name.split("-")[:2]
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                requirements.append(f"{package}=={version} --hash=sha256:{digest}\n")
                archive.write(path, f"wheels/{path.name}")
            archive.writestr("requirements.txt", "".join(requirements))
            archive.writestr(system.installer, system.lines(python))
    return target


def main() -> int:
    """Make the ZIP that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--system", choices=SYSTEMS, required=True)
    parser.add_argument("--python", default=f"{sys.version_info.major}.{sys.version_info.minor}", metavar="3.13")
    parser.add_argument("--out", type=Path, default=ROOT / "build")
    asked = parser.parse_args()
    print(make(SYSTEMS[asked.system], asked.system, asked.python, asked.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
