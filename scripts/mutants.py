"""Change one thing at random in the source, and see whether a test near it notices.

python scripts/mutants.py [--count N] [--seed N] [--seconds N] [--without TEST…] [PACKAGE…]

Each change is made in memory, in a process of its own, which runs the tests that are nearest to the changed module:
those that name or import it, then those of the modules that import it. A change that no test notices is printed
with its place. Exit code 1 where fewer than 90 % are noticed. POSIX only, since it forks: libraries are loaded once.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
PACKAGES = ("progress", "analysis", "workspace")
GOAL = 0.9
FILES_A_MUTANT = 7  # test files at most, the nearest
SECONDS_A_MUTANT = 120

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.Mod: ast.Mult, ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult,
}  # fmt: skip
_CALLED = {
    "min": "max", "max": "min", "any": "all", "all": "any", "is_null": "is_not_null", "is_not_null": "is_null",
    "first": "last", "last": "first", "min_horizontal": "max_horizontal", "max_horizontal": "min_horizontal",
    "any_horizontal": "all_horizontal", "all_horizontal": "any_horizontal", "forward_fill": "backward_fill",
    "backward_fill": "forward_fill", "floor": "ceil", "ceil": "floor",
}  # fmt: skip


Change = Callable[[], None]


class Mutant(NamedTuple):
    """A changed module."""

    path: Path
    line: int
    what: str
    tree: ast.Module


class _Loader(importlib.abc.MetaPathFinder, importlib.machinery.SourceFileLoader):
    """Gives the mutated tree of one module, and leaves the others alone."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        super().__init__(name, str(mutant.path))
        self._tree = mutant.tree

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The module, where it is the one that was changed."""
        del path, target
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def get_code(self, fullname: str) -> object:
        """Its changed code."""
        del fullname
        return compile(self._tree, self.path, "exec")


def changes(tree: ast.Module) -> list[tuple[int, str, Change]]:
    """What could be changed in ``tree``: where, what, and the function that does it."""
    return [
        (getattr(node, "lineno", 0), what, do)
        for node in _running(tree)
        for what, do in (*_in_expression(node), *_in_flow(node))
    ]


def _in_expression(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Compare():
            for i, operator in enumerate(node.ops):
                other = _COMPARED[type(operator)]
                yield f"{_name(operator)} -> {other.__name__}", partial(node.ops.__setitem__, i, other())
        case ast.BoolOp():
            other_way = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield f"{_name(node.op)} -> {_name(other_way)}", partial(setattr, node, "op", other_way)
        case ast.BinOp() if type(node.op) in _COMPUTED:
            another = _COMPUTED[type(node.op)]
            yield f"{_name(node.op)} -> {another.__name__}", partial(setattr, node, "op", another())
        case ast.UnaryOp(op=ast.Not() | ast.Invert()):
            yield f"{_name(node.op)} left out", partial(_become, node, node.operand)
        case ast.Constant(value=bool()):
            yield f"{node.value} -> {not node.value}", partial(setattr, node, "value", not node.value)
        case ast.Constant(value=int() | float()):
            yield f"{node.value} -> {node.value + 1}", partial(setattr, node, "value", node.value + 1)


def _in_flow(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.If() | ast.IfExp() | ast.While():
            yield "condition turned round", partial(setattr, node, "test", ast.UnaryOp(ast.Not(), node.test))
        case ast.Call(func=ast.Attribute(attr=name)) if name in _CALLED:
            yield f"{name} -> {_CALLED[name]}", partial(setattr, node.func, "attr", _CALLED[name])
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield f"{name} -> {_CALLED[name]}", partial(setattr, node.func, "id", _CALLED[name])
        case ast.Return(value=ast.Constant(value=None)):
            pass
        case ast.Return(value=ast.expr()):
            yield "returns None", partial(setattr, node, "value", ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield "call left out", partial(setattr, node, "value", ast.Constant(None))


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run: no annotations, decorators, imports or ``TYPE_CHECKING`` blocks."""
    for name, field in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in field if isinstance(field, list) else [field]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Import | ast.ImportFrom):
                continue
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            yield child
            yield from _running(child)


def _name(node: ast.AST) -> str:
    return type(node).__name__


def _become(node: ast.AST, other: ast.AST) -> None:
    """Turn ``node`` into ``other`` where it stands."""
    location = {name: getattr(node, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
    node.__class__ = type(other)
    node.__dict__ = {**copy.copy(other.__dict__), **location}


def mutants(packages: list[str], chance: random.Random) -> Iterator[Mutant]:
    """Changes of these packages in random order, each line as likely as any other."""
    places = [
        (path, number)
        for package in packages
        for path in sorted((SOURCE / "kpitrack" / package).rglob("*.py"))
        for number in range(len(changes(ast.parse(path.read_text("utf-8")))))
    ]
    chance.shuffle(places)
    for path, number in places:
        tree = ast.parse(path.read_text("utf-8"))
        line, what, do = changes(tree)[number]
        do()
        yield Mutant(path, line, what, ast.fix_missing_locations(tree))


class Neighbours:
    """Which tests are near a module: those that name or import it, then those of the modules that import it."""

    def __init__(self, without: frozenset[str]) -> None:
        self.importers: dict[str, set[str]] = {}
        for path in (SOURCE / "kpitrack").rglob("*.py"):
            for name in _imported(path):
                self.importers.setdefault(name, set()).add(module_of(path))
        self.tests = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if path.stem not in without]
        self.texts = {path: path.read_text("utf-8") for path in self.tests}

    def of(self, module: str) -> tuple[str, ...]:
        """The test files, at most `FILES_A_MUTANT`, the nearest first."""
        package = ROOT / "tests" / module.split(".")[1]
        own = self._about(module)
        others = [path for name in sorted(self.importers.get(module, ())) for path in self._about(name)]
        if not (own or others):
            others = [path for path in self.tests if path.parent == package]
        near = dict.fromkeys([*own, *sorted(others, key=lambda path: path.parent != package)])
        return tuple(str(path) for path in list(near)[:FILES_A_MUTANT])

    def _about(self, module: str) -> list[Path]:
        name = f"test_{module.rpartition('.')[2]}"
        return [path for path, text in self.texts.items() if path.stem == name or f"{module} import" in text]


def _imported(path: Path) -> Iterator[str]:
    """The modules that a module imports, relative or not."""
    here = ".".join(path.relative_to(SOURCE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            package = here.rsplit(".", node.level - 1)[0] if node.level else ""
            module = ".".join(part for part in (package, node.module) if part)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def module_of(path: Path) -> str:
    """The name of the module in the file at ``path``."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def run(mutant: Mutant | None, *tests: str) -> int:
    """Pytest's exit code for ``tests``, with ``mutant`` where one is given; below zero where it takes too long."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            signal.setitimer(signal.ITIMER_PROF, SECONDS_A_MUTANT)  # its own time: other programs may be at work
            signal.alarm(10 * SECONDS_A_MUTANT)
            if mutant is not None:
                sys.meta_path.insert(0, _Loader(module_of(mutant.path), mutant))
            import pytest

            os.chdir(ROOT)
            with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
                code = pytest.main(["-q", "-x", "-n", "0", "-p", "no:cacheprovider", *tests])
        finally:
            os._exit(int(code))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


@cache
def is_sound(test: str) -> bool:
    """Whether the file ``test`` passes as the source is; else it tells nothing of a mutant."""
    return run(None, test) == 0


def main() -> int:
    """Try the mutants, say which survive, and their share."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("packages", nargs="*", default=PACKAGES)
    options.add_argument("--count", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--seconds", type=float, default=float("inf"), help="begin no further one after this time")
    options.add_argument("--without", nargs="*", default=[], metavar="TEST", help="names of test files to leave out")
    asked = options.parse_args()
    import polars as pl  # noqa: F401  # loaded once, before the forks
    import pydantic  # noqa: F401
    import pytest  # noqa: F401

    near, end = Neighbours(frozenset(asked.without)), time.monotonic() + asked.seconds
    tried, surviving, unsound = 0, [], set()
    for mutant in mutants(list(asked.packages), random.Random(asked.seed)):
        if tried == asked.count or time.monotonic() > end:
            break
        tests = near.of(module_of(mutant.path))
        if not all(map(is_sound, tests)):
            unsound.add(str(mutant.path.relative_to(ROOT)))
            continue
        tried += 1
        if run(mutant, *tests) == 0:
            surviving.append(mutant)
            names = " ".join(Path(test).name for test in tests)
            print(f"{mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.what}  ({names})", flush=True)
    if unsound:
        print("not tried, since their tests fail as it is:", *sorted(unsound))
    if not tried:
        print("none tried")
        return 1
    share = 1 - len(surviving) / tried
    print(f"{tried - len(surviving)} of {tried} noticed: {share:.1%}")
    return int(share < GOAL)


if __name__ == "__main__":
    sys.exit(main())
