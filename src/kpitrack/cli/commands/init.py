from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from kpitrack.cli.context import Usage, current, note
from kpitrack.cli.options import argument, as_of_year, option
from kpitrack.language import active, mark, say
from kpitrack.language.visible import visible_yaml
from kpitrack.model.in_force import InForce

from .init_answers import Answers, answers

HELP = mark(
    "Start a repository: a strategy of your own to be filled in, an example strategy with its actuals, explained in "
    "comments and marked as example data, kpitrack.yaml, workflows that check pull requests on GitHub and publish the "
    "report there, a pre-commit hook, and the schemas by which editors check and complete the files.\n\n"
    "What it needs to know is asked on a terminal, unless options say it. "
    "Nothing that exists is overwritten: where one of the files is there, nothing is written."
)
_TEMPLATE = Path(__file__).parent / "template"
_FILES = {
    "kpitrack.yaml": "kpitrack.yaml",
    "data/strategies/example.yaml": "strategy.yaml",
    "data/actuals/example.yaml": "actuals.yaml",
    ".github/workflows/kpitrack.yml": "workflow.yml",
    ".github/workflows/kpitrack-report.yml": "pages.yml",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
}
_YEAR_OF_TEMPLATE = 2024
_YEAR = re.compile(r"\b20(?:19|2[0-9])\b")


def run(
    folder: Annotated[str | None, argument("DIR", "The folder to start in; else this one.")] = None,
    name: Annotated[
        str | None,
        option(
            "--name",
            "Whose strategies these are, such as 鶴岡市; the code is looked up. Else asked on a terminal.",
            "NAME",
        ),
    ] = None,
    period: Annotated[
        str | None,
        option(
            "--period",
            "Its first and last fiscal year, such as 2025-2029 or R7-R11; else five from now on.",
            "YEAR-YEAR",
        ),
    ] = None,
) -> int:
    root = Path(folder or current().root or ".")
    if root.exists() and not root.is_dir():
        raise Usage(say("{path} is a file, not a folder", path=str(root)))
    year = as_of_year(None, InForce())
    whose = answers(name, period, year)
    files = {path: text.encode() for path, text in contents(year, whose).items()}
    _write(root, files)
    for path in files:
        print(path)
    _tell(root, whose)
    return 0


def _write(root: Path, files: dict[str, bytes]) -> None:
    """Write the files that are not there. An earlier run that was ended in between has written some of them.

    Raises:
        Refused: one of them is there with another content, or all are there; nothing is written.
        Usage: one cannot be written.
    """
    from kpitrack.cli.output_file import place_of_folder, unwritten
    from kpitrack.repository.writing import content_of, replace_file
    from kpitrack.workspace.record import Refused

    within, way = place_of_folder(root)
    path = ""
    try:
        within.mkdir(parents=True, exist_ok=True)
        present = {path: content_of(within, way / path) for path in files}
        existing = [
            path for path in files if present[path] not in {None, b"", files[path]} or (root / path).is_symlink()
        ]
        if existing or present == files:
            raise Refused(
                say(
                    "nothing was written, since these files exist already: {paths}", paths=", ".join(existing or files)
                ),
                say("start in another folder, or move them away"),
            )
        for path, content in files.items():
            if present[path] != content:
                replace_file(within, way / path, present[path], content)
    except OSError as error:
        raise unwritten(root / path, error) from None


def contents(current_year: int, whose: Answers | None = None) -> dict[str, str]:
    """The files of a new repository, by their paths.

    Args:
        current_year: around which the example runs.
        whose: the strategy to begin beside the example, where somebody has said so.
    """
    from kpitrack.cli.origin import revision
    from kpitrack.model.json_schema import NAMES, schema_of

    from .schema import file_name, text_of

    later = current_year - _YEAR_OF_TEMPLATE
    said = {
        "REVISION": revision(),
        "LANGUAGE": active(),
        "OFF": "# " if whose is None else "",
        "NAME": _quoted(whose.name if whose else "例示町"),
    }
    files = {}
    for path, name in _FILES.items():
        text = _filled(name, said)
        files[path] = _YEAR.sub(lambda found: str(int(found[0]) + later), text) if path.startswith("data/") else text
    if whose is not None:
        files[f"data/strategies/{whose.id}.yaml"] = _filled("own.yaml", _own(whose))
    return files | {f"schemas/{file_name(name)}": text_of(schema_of(name)) for name in NAMES}


def _filled(template: str, words: Mapping[str, str]) -> str:
    """A template with ``words`` where it says ``@WORD@``."""
    text = (_TEMPLATE / template).read_text("utf-8")
    return re.sub(r"@([A-Z]+)@", lambda found: words.get(found[1], found[0]), text)


def _quoted(text: str) -> str:
    """``text`` as YAML writes it, whatever is in it."""
    return visible_yaml(json.dumps(text, ensure_ascii=False))


def _own(whose: Answers) -> dict[str, str]:
    """The words of the strategy of their own, as YAML writes them."""
    title = say("strategy of {name}, FY{start} to {end}", name=whose.name, start=whose.start, end=whose.end)
    return {
        "ID": whose.id,
        "TITLE": _quoted(str(title)),
        "NAME": _quoted(whose.name),
        "CODE": f'code: "{whose.code}", ' if whose.code else "",
        "LEVEL": whose.level,
        "START": str(whose.start),
        "END": str(whose.end),
        "BASE": str(whose.start - 1),
    }


def _tell(root: Path, whose: Answers | None) -> None:
    """Say which of the data are an example, and what comes next."""
    from kpitrack.history.git import find_git

    note("")
    if whose is not None:
        note(say("Your own strategy: data/strategies/{id}.yaml. Fill it in from the document.", id=whose.id))
        note(
            say(
                "Where there is a list in Excel or Word, delete that file and let one be drafted: "
                "kpitrack import-strategy LIST.xlsx --out data/strategies/NAME.yaml"
            )
        )
    note(say("data/strategies/example.yaml and its actuals are example data (例), made up to show the format."))
    note(say("Look at it with: kpitrack status, kpitrack show example/start-ups, kpitrack validate"))
    git = find_git(root)
    if git is None:
        note(say("The history needs git: git init, git add ., git commit"))
    elif git.prefix:
        note(
            say(
                "GitHub and pre-commit read their files only at the top of a repository: move {paths} to {top}, and "
                "add --root {root} to their commands",
                paths=".github, .pre-commit-config.yaml",
                top=str(git.top),
                root=git.prefix.rstrip("/"),
            )
        )
