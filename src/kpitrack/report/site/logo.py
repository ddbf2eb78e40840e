"""The publisher's picture."""

from __future__ import annotations

from pathlib import Path

from kpitrack.language import Text, say
from kpitrack.repository.opener import Refusal, read_regular

_LARGEST = 500_000  # bytes; it stands on every page
_KINDS = {
    b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF87a": "gif", b"GIF89a": "gif",
}  # fmt: skip


def logo_of(root: Path, path: str) -> tuple[str, bytes] | Text:
    """The name and the content of the picture at ``path`` below ``root``, or why there is none.

    It is taken for what its first bytes say. SVG is left out: opened by itself, it may run scripts.
    """
    data = read_regular(root, path, _LARGEST)
    if isinstance(data, Refusal):
        return say("the publisher's logo {path} is left out: {reason}", path=path, reason=data.message)
    kind = next((kind for beginning, kind in _KINDS.items() if data.startswith(beginning)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "webp"
    if not kind:
        return say("the publisher's logo {path} is left out: it is no PNG, JPEG, GIF or WebP picture", path=path)
    return f"logo.{kind}", data
