"""The strategies of a repository by their ids, each opened when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, cast

from kpitrack.model.actuals import Actuals
from kpitrack.model.strategy import Strategy
from kpitrack.repository.discovery import Kind
from kpitrack.repository.loading import Loaded, load
from kpitrack.repository.repository import Bundle

from .contents import Changed


class Readable(Protocol):
    """Where the bytes of files come from."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or nothing where they cannot be had.

        Raises:
            Changed: they are not what they were when the repository was opened.
        """


@dataclass(frozen=True)
class Strategies:
    """The strategies, in the order of their files. They can be sent to another process.

    Args:
        contents: the bytes of the files.
        files: by the id of a strategy, the path of its file and those of its actuals.
        ties: by the id of a strategy, those that it says it contributes to and those that say so of it, in order.
    """

    contents: Readable
    files: Mapping[str, tuple[str, ...]]
    ties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def ids(self) -> list[str]:
        """The ids."""
        return list(self.files)

    def __contains__(self, name: str) -> bool:
        return name in self.files

    def bundle(self, name: str) -> Bundle:
        """A strategy and its actuals.

        Raises:
            Changed: a file is not any more what it was.
        """
        own, *others = self.files[name]
        actuals = []
        for path in others:
            loaded = load(Kind.ACTUALS, path, self.read(path) or b"")
            if not isinstance(loaded.model, Actuals) or loaded.model.strategy != name:
                raise Changed(path)
            actuals.append(cast("Loaded[Actuals]", loaded))
        return Bundle(Loaded(own, self.strategy(name)), tuple(actuals))

    def bundles(self, names: Iterable[str] | None = None) -> list[Bundle]:
        """Those called ``names``, or all, with their actuals."""
        return [self.bundle(name) for name in (self.ids if names is None else names)]

    def strategy(self, name: str) -> Strategy:
        """A strategy without its actuals.

        Raises:
            Changed: its file is not any more what it was.
        """
        path = self.files[name][0]
        model = load(Kind.STRATEGY, path, self.read(path) or b"").model
        if not isinstance(model, Strategy) or model.id != name:
            raise Changed(path)
        return model

    def find(self, name: str) -> Bundle | None:
        """A strategy and its actuals, where it is in the repository."""
        return self.bundle(name) if name in self else None

    def read(self, path: str) -> bytes | None:
        """The bytes of one of its files."""
        return self.contents.read(path)
