from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from kpitrack.cli.context import note
from kpitrack.cli.options import choice, option
from kpitrack.cli.streams import write_utf8
from kpitrack.language import mark, say

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
        str | None, option("--output-dir", "Write the schemas to files in this folder.", "DIR")
    ] = None,
) -> int:
    from kpitrack.model.json_schema import NAMES, schema_of

    schemas = {name: schema_of(name) for name in NAMES if kind in {None, name}}
    if output_dir is None:
        write_utf8()
        print(text_of(schemas if kind is None else next(iter(schemas.values()))), end="")
        return 0
    from kpitrack.cli.output_file import write_own

    for name, schema in schemas.items():
        path = Path(output_dir) / file_name(name)
        write_own(path, text_of(schema).encode(), kind=say("a schema of kpitrack"), is_ours=_is_ours)
        note(say("wrote {path}", path=str(path)))
    return 0


def _is_ours(content: bytes) -> bool:
    """Whether this is a schema that any version of `kpitrack` has written."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and str(document.get("title")).startswith("kpitrack ")


def file_name(kind: str) -> str:
    """The file of the schema of ``kind``."""
    return f"{kind}.schema.json"


def text_of(schema: object) -> str:
    """A schema as the text of a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
