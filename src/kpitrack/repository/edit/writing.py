"""Values as YAML, on one line, with quotes only where they are needed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from kpitrack.language.visible import HIDDEN
from kpitrack.repository.yaml.exact_nodes import Scalar
from kpitrack.repository.yaml.exact_scalars import plain_value

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LIKE_NUMBER = r"[-+.]?[0-9][-+0-9_,.:a-fA-FoxX]*"
_LEADING = frozenset("-?:,[]{}#&*!|>'\"%@`=<~.+ ")
# Words that readers of YAML 1.1 take for a truth value.
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_UNSAFE = r":$|:[ ,\[\]{}]| #|[,\[\]{}]| $"
_UNPRINTABLE = f"{HIDDEN}|[\xa0\ufffc\ufffd]"  # spaces that are none, and what stands for lost characters
_ESCAPED = f'{_UNPRINTABLE}|["\\\\]'
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class EditedMapping(dict[str | int, object]):
    """A mapping on the path to edited values."""

    def in_order(self) -> list[tuple[str | int, object]]:
        """The entries, years first and in their order."""
        return sorted(self.items(), key=lambda entry: entry[0] if isinstance(entry[0], int) else math.inf)


def write_scalar(value: Scalar, style: str = "") -> str:  # noqa: PLR0911  one a type
    """A scalar as YAML that every reader of YAML 1.2 reads as this value.

    Args:
        value: the value.
        style: the quotes that a text had before and keeps.

    Raises:
        ValueError: a number that is not finite, or a text with half a character.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(value)
    if isinstance(value, int | float):
        return repr(value)
    value.encode()  # refuses lone surrogates
    if re.search(_UNPRINTABLE, value):
        return _double(value)
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    if style == '"' or _needs_quotes(value):
        return _double(value)
    return value


def _needs_quotes(text: str) -> bool:
    if not text or text[0] in _LEADING or re.search(_UNSAFE, text) or text.lower() in _WORDS:
        return True
    if re.fullmatch(_DATE, text):
        return False
    return not isinstance(plain_value(text), str) or re.fullmatch(_LIKE_NUMBER, text) is not None


def _double(text: str) -> str:
    return '"' + re.sub(_ESCAPED, _escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    return _SHORT.get(character) or (f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}")


def write_literal(text: str, indent: str) -> list[str] | None:
    """A text of several lines as people write it, below ``|``; None where its blanks or characters would be lost so.

    Args:
        text: the text.
        indent: before each of its lines; the first line, the sign, has none.
    """
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if len(lines) == 1 or lines[0][:1] in ("", " ", "\t") or not lines[-1]:
        return None
    if any(re.search(_UNPRINTABLE, line) or (line and not line.strip()) for line in lines):
        return None
    return ["|-" if body == text else "|", *(indent + line if line else "" for line in lines)]


def write_key(key: str | int) -> str:
    """A key as YAML."""
    return write_scalar(key)


def write_flow(value: object) -> str:
    """A value on one line: ``{value: 6, status: provisional}``.

    Raises:
        ValueError: it can't be written.
    """
    if isinstance(value, Mapping):
        entries = value.in_order() if isinstance(value, EditedMapping) else value.items()
        return "{" + ", ".join(write_entries(entries)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(write_flow(item) for item in value) + "]"
    if value is None or isinstance(value, str | int | float):
        return write_scalar(value)
    raise ValueError(value)


def write_entries(entries: Iterable[tuple[str | int, object]]) -> list[str]:
    """Entries of a flow mapping, each ``key: value``."""
    return [f"{write_key(key)}: {write_flow(value)}" for key, value in entries]


def write_block(key: str | int, value: object, column: int, step: int) -> list[str]:
    """The lines of a new entry in a block mapping, the first without its indentation.

    A `dict` that leads to the edited values becomes a block, as does a text of several lines; any other value stays on
    its key's line.
    """
    if isinstance(value, str) and (literal := write_literal(value, " " * (column + step))):
        return [f"{write_key(key)}: {literal[0]}", *literal[1:]]
    if not isinstance(value, EditedMapping):
        return [f"{write_key(key)}: {write_flow(value)}"]
    lines = [f"{write_key(key)}:"]
    indent = " " * (column + step)
    for name, below in value.in_order():
        first, *rest = write_block(name, below, column + step, step)
        lines += [indent + first, *rest]
    return lines
