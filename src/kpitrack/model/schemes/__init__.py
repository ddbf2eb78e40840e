"""The built-in grading schemes, each as it would stand in ``kpitrack.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpitrack.model.settings import Scheme

#: The scheme of a strategy that names none.
DEFAULT_NAME = "default"
#: The names, in the order of `published` and `osaka_library`, which are loaded only for the scheme that is asked for.
BUILT_IN_NAMES: tuple[str, ...] = (
    "default", "ibaraki", "nagano-shinshu", "national-growth", "tama", "fukuoka", "nagayo", "ino", "sano",
    "kofukin-effect", "nagasaki", "gose", "osaka-library-2013", "osaka-library-2013-final", "osaka-library-2016",
    "osaka-library-2016-full", "osaka-library-2016-final",
)  # fmt: skip


class _BuiltIn(Mapping[str, "Scheme"]):
    """Loads a scheme when it is asked for."""

    def __init__(self) -> None:
        self._loaded: dict[str, Scheme] = {}

    def __getitem__(self, name: str) -> Scheme:
        from kpitrack.model.settings import Scheme

        if name not in BUILT_IN_NAMES:
            raise KeyError(name)
        if name not in self._loaded:
            self._loaded[name] = Scheme.model_validate(written(name))
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(BUILT_IN_NAMES)

    def __len__(self) -> int:
        return len(BUILT_IN_NAMES)


def grade(mark: str, japanese: str = "", english: str = "", **when: object) -> dict[str, object]:
    """A grade of a scheme as it is written: its mark, its words if it has any, and when it is given."""
    label = {"label": {"ja": japanese, "en": english}} if japanese else {}
    return {"grade": mark, **label, **({"when": when} if when else {})}


def written(name: str) -> dict[str, object]:
    """A built-in scheme as it is written, to be shown and copied."""
    module = name if name == DEFAULT_NAME else "osaka_library" if name.startswith("osaka-") else "published"
    schemes: dict[str, dict[str, object]] = import_module(f"{__name__}.{module}").SCHEMES
    return schemes[name]


BUILT_IN: Mapping[str, Scheme] = _BuiltIn()
