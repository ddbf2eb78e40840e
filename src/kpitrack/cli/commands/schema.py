"""``kpitrack schema``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from kpitrack.cli.context import Usage, note
from kpitrack.cli.options import choice, choose
from kpitrack.language import mark, say
from kpitrack.language.system import reason_of

HELP = mark(
    "Print the JSON Schema (2020-12) of strategy files, actuals files or kpitrack.yaml; without a name, of all three "
    "by their names. Editors check and complete files by it, with descriptions in Japanese and English.\n\n"
    "With --output-dir, write strategy.schema.json, actuals.schema.json and settings.schema.json there. An editor with "
    "the YAML language server finds a schema by a line at the top of a file:\n\n"
    "  # yaml-language-server: $schema=../../schemas/strategy.schema.json"
)
KINDS = ("strategy", "actuals", "settings")


def run(
    kind: Annotated[str | None, choice("NAME", KINDS, help_=mark("strategy, actuals or settings; else all."))] = None,
    output_dir: Annotated[
        str | None, typer.Option("--output-dir", metavar="DIR", help=mark("Write the schemas to files in this folder."))
    ] = None,
) -> int:
    """Print or write."""
    from pathlib import Path

    from kpitrack.model.json_schema import NAMES, schema_of

    if kind is not None:
        choose("NAME", kind, KINDS)
    schemas = {name: schema_of(name) for name in NAMES if kind in {None, name}}
    if output_dir is None:
        print(text_of(schemas if kind is None else next(iter(schemas.values()))), end="")
        return 0
    folder = Path(output_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas.items():
            (folder / file_name(name)).write_text(text_of(schema), encoding="utf-8", newline="\n")
            note(say("wrote {path}", path=str(folder / file_name(name))))
    except OSError as error:
        raise Usage(say("{path} cannot be written: {reason}", path=output_dir, reason=reason_of(error))) from None
    return 0


def file_name(kind: str) -> str:
    """The file of the schema of ``kind``."""
    return f"{kind}.schema.json"


def text_of(schema: object) -> str:
    """A schema as the text of a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
