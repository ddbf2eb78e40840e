"""What is kept of a repository between runs, and when it still holds: under the hashes of all that it was made from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kpitrack.diagnostics import Diagnostic
from kpitrack.model.in_force import in_force
from kpitrack.repository.cache import Store, digest, program

from .codec import NotPlain, decode, dumps, encode, loads

if TYPE_CHECKING:
    from kpitrack.repository.repository import Listing

    from .pieces import Checked, Question
    from .sheaf import Sheaf

_FEW = 100
"""Of how many pieces at least earlier states are kept, too."""


def with_settings_in_force(listing: Listing, store: Store | None) -> Listing:
    """``listing`` with its settings in force, which are kept by the bytes of their file where it is sound."""
    if store is None or listing.settings_file is None:
        return listing
    about = (b"settings", program(), listing.settings_file)
    data = store.get(*about)
    if data is not None:
        try:
            return replace(listing, known=in_force(loads(data)))
        except (ValueError, TypeError, KeyError, AttributeError):
            store.damaged()
    if listing.settings_failed or listing.settings_findings:
        return listing
    stated = listing.configuration.stated()
    store.put(*about, payload=dumps(stated))
    return replace(listing, known=in_force(stated))


class Kept:
    """The results of earlier runs about one repository.

    Args:
        store: where they are; None keeps nothing.
        listing: the repository.
        question: what is asked of it.
    """

    def __init__(self, store: Store | None, listing: Listing, question: Question) -> None:
        self._store = store
        self._root = os.fsencode(listing.root)
        around = (listing.settings_file, listing.outside)
        settings = listing.in_force
        asked = (
            program() if store else b"",
            repr((question.as_of, question.first_month, question.new_year, sorted(question.asked))).encode(),
        )
        self._findings = digest(*asked, repr(around).encode("utf-8", "replace"))
        self._excerpts = digest(*asked).hex()
        self._tables = digest(asked[0], repr((settings.grading, settings.fiscal_year_start)).encode()).hex()
        self._pieces: dict[str, Any] = {}
        self._packed = b""
        self._head: dict[str, Any] = {}

    def findings(self, keys: Iterable[str]) -> tuple[Diagnostic, ...] | None:
        """Everything that was found in these very pieces, where it is known."""
        found = self._json("findings")
        if not isinstance(found, dict) or found.get("of") != self._whole(keys):
            return None
        known: tuple[Diagnostic, ...] | None = self._decoded(found.get("findings"), tuple)
        return known

    def checked(self, keys: Iterable[str]) -> dict[str, Checked]:
        """What is known of each of the pieces ``keys``."""
        from .pieces import Checked

        found = self._json("checked")
        self._pieces = found if isinstance(found, dict) else {}
        known: dict[str, Checked] = {}
        for key in keys:
            parts = self._decoded(self._pieces.get(self._name(key)), tuple)
            if parts is not None:
                known[key] = Checked(*parts)
        return known

    def keep_checked(self, checked: Mapping[str, Checked]) -> None:
        """Keep what each piece came to.

        Of pieces of earlier states as many are kept, too, so that a change that is taken back costs nothing.
        """
        if self._store is None:
            return
        used, new = {}, False
        for key, piece in checked.items():
            name = self._name(key)
            if name in self._pieces:
                used[name] = self._pieces[name]
                continue
            try:
                used[name] = encode(tuple(piece))
            except NotPlain:
                continue
            new = True
        if new:
            earlier = [(name, piece) for name, piece in self._pieces.items() if name not in used]
            self._put("checked", dumps({**dict(earlier[-max(len(used), _FEW) :]), **used}))

    def keep_findings(self, keys: Iterable[str], found: Sequence[Diagnostic]) -> None:
        """Keep everything that was found in these pieces."""
        try:
            self._put("findings", dumps({"of": self._whole(keys), "findings": encode(tuple(found))}))
        except NotPlain:
            return

    def tables(self, keys: Iterable[str]) -> frozenset[str]:
        """Of which of the pieces ``keys`` the columns are known. Does not load Polars."""
        self._packed = self._get("tables") or b""
        size = int.from_bytes(self._packed[:8], "little")
        try:
            head = loads(self._packed[8 : 8 + size]) if size else {}
            known = frozenset(head["keys"]) & frozenset(keys) if head.get("of") == self._tables else frozenset()
        except (ValueError, TypeError, KeyError, AttributeError):
            self._damaged()
            known = frozenset()
        self._head = head if known else {}
        return known

    def owned(self, keys: Iterable[str]) -> dict[str, tuple[Iterable[str], Iterable[str]]]:
        """Of each of ``keys``, whose columns are known, its strategies and those that only its actuals name."""
        wanted, head = frozenset(keys), self._head
        return {
            key: (own, others)
            for key, own, others in zip(*(head.get(name, ()) for name in ("keys", "bundles", "strays")), strict=True)
            if key in wanted
        }

    def bound(self, order: Sequence[str], sheaves: Sequence[Sheaf]) -> Sheaf:
        """The columns of the pieces ``order``: those that are known and ``sheaves``, which are kept from now on.

        Raises:
            NotKept: what was kept is not what it seemed.
        """
        from .sheaf import bound, pack, unpack

        sheaf = bound(order, [*sheaves, *([unpack(self._packed, self._head)] if self._head else [])])
        if self._store and sheaves:
            self._put("tables", pack(sheaf, self._tables))
        return sheaf

    def _whole(self, keys: Iterable[str]) -> str:
        return digest(self._findings, *(key.encode() for key in keys)).hex()

    def _name(self, key: str) -> str:
        return f"{key}{self._excerpts}"

    def _get(self, kind: str) -> bytes | None:
        return self._store.get(self._root, kind.encode()) if self._store else None

    def _put(self, kind: str, payload: bytes) -> None:
        if self._store:
            self._store.put(self._root, kind.encode(), payload=payload)

    def _json(self, kind: str) -> Any:
        data = self._get(kind)
        try:
            return None if data is None else loads(data)
        except ValueError:
            self._damaged()
            return None

    def _decoded(self, value: Any, kind: type[tuple[Any, ...]]) -> Any:
        """What ``value`` stands for, where that is of ``kind``."""
        if value is None:
            return None
        try:
            found = decode(value)
        except (ValueError, TypeError, KeyError, IndexError, ArithmeticError):
            found = None
        if not isinstance(found, kind):
            self._damaged()
            return None
        return found

    def _damaged(self) -> None:
        if self._store:
            self._store.damaged()
