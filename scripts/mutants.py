"""Change one thing at random in the source, and see whether a test near it notices.

python scripts/mutants.py [--count N] [--seed N] [--at-once N] [--tests FILE…] [PLACE…]

Each change is made in memory, in a process of its own, which runs the tests that are nearest to the changed module:
those that name or import it, then those of the modules that import it, and those by Hypothesis last. Each change is
printed with its place; a place or the beginning of one (``workspace``, ``progress/rates.py:57:``) chooses what is
changed. Exit code 1 where fewer than 90 % are noticed. POSIX only, since it forks: libraries are loaded once. Run it
in a copy of the tree: a changed program may write where it should not.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import itertools
import os
import random
import resource
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
PLACES = ("progress", "analysis", "workspace")
GOAL = 0.9
FILES_A_MUTANT = 16  # test files at most, the nearest
SECONDS_A_MUTANT = 300  # of its own: a loop without end is noticed by them
BYTES_A_MUTANT = 6 << 30  # and so is one that heaps up
HOW = ("-q", "-x", "-n", "0", "-p", "no:cacheprovider", "-W", "ignore:Module already imported")
LIBRARIES = ("hypothesis", "jinja2", "openpyxl", "polars", "pydantic", "pytest", "rich.table", "ruamel.yaml", "typer")

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
    place: str  # file:line:column
    what: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


class Job(NamedTuple):
    """Test files to run until one fails; with a mutant, or as the source is."""

    mutant: Mutant | None
    tests: tuple[str, ...]


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


def changes(tree: ast.Module) -> list[tuple[str, str, Change]]:
    """What could be changed in ``tree``: line and column, what, and the function that does it."""
    return [
        (f"{node.lineno}:{node.col_offset + 1}", what, do)
        for node in _running(tree)
        for what, do in itertools.chain(_in_expression(node), _in_choice(node), _in_call(node), _in_flow(node))
    ]


def _in_expression(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Compare():
            for i, operator in enumerate(node.ops):
                other = _COMPARED[type(operator)]
                yield f"{_name(operator)} -> {other.__name__}", partial(node.ops.__setitem__, i, other())
        case ast.BinOp() if type(node.op) in _COMPUTED:
            another = _COMPUTED[type(node.op)]
            yield f"{_name(node.op)} -> {another.__name__}", partial(setattr, node, "op", another())
            if isinstance(node.op, ast.BitAnd | ast.BitOr):
                yield "left side left out", partial(_become, node, node.right)
                yield "right side left out", partial(_become, node, node.left)
        case ast.UnaryOp(op=ast.Not() | ast.Invert() | ast.USub()):
            yield f"{_name(node.op)} left out", partial(_become, node, node.operand)
        case ast.Constant(value=bool()):
            yield f"{node.value} -> {not node.value}", partial(setattr, node, "value", not node.value)
        case ast.Constant(value=int() | float()):
            yield f"{node.value} -> {node.value + 1}", partial(setattr, node, "value", node.value + 1)


def _in_choice(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.If() | ast.IfExp() | ast.While():
            yield "condition turned round", partial(setattr, node, "test", ast.UnaryOp(ast.Not(), node.test))
        case ast.BoolOp():
            other_way = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield f"{_name(node.op)} -> {_name(other_way)}", partial(setattr, node, "op", other_way)
            for value in node.values:
                yield f"{ast.unparse(value)} left out", partial(node.values.remove, value)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            for loop in node.generators:
                for test in loop.ifs:
                    yield f"if {ast.unparse(test)} left out", partial(loop.ifs.remove, test)
        case ast.Match():
            for case in node.cases:
                if case.guard is not None:
                    yield f"if {ast.unparse(case.guard)} left out", partial(setattr, case, "guard", None)


def _in_call(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) if name in _CALLED:
            yield f"{name} -> {_CALLED[name]}", partial(setattr, node.func, "attr", _CALLED[name])
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield f"{name} -> {_CALLED[name]}", partial(setattr, node.func, "id", _CALLED[name])
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            yield f"{keyword.arg or '**'}= left out", partial(node.keywords.remove, keyword)


def _in_flow(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Return(value=ast.Constant(value=None) | None):
            pass
        case ast.Return():
            yield "returns None", partial(setattr, node, "value", ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.Raise() | ast.Continue() | ast.Break():
            yield f"{ast.unparse(node)} left out", partial(_become, node, ast.Pass())
        case ast.AugAssign() | ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.Delete():
            yield f"{ast.unparse(node)} left out", partial(_become, node, ast.Pass())


def _running(tree: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """The expressions and statements that run: no annotations, decorators, imports or ``TYPE_CHECKING`` blocks."""
    for name, field in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in field if isinstance(field, list) else [field]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Import | ast.ImportFrom):
                continue
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            if isinstance(child, ast.expr | ast.stmt):
                yield child
            yield from _running(child)


def _name(node: ast.AST) -> str:
    return type(node).__name__


def _become(node: ast.AST, other: ast.AST) -> None:
    """Turn ``node`` into ``other`` where it stands."""
    location = {name: getattr(node, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
    node.__class__ = type(other)
    node.__dict__ = {**copy.copy(other.__dict__), **location}


def mutants(places: list[str], chance: random.Random) -> Iterator[Mutant]:
    """The changes whose place begins with one of ``places``, in random order."""
    found = [
        (path, number)
        for path in sorted((SOURCE / "kpitrack").rglob("*.py"))
        for number, (at, _, _) in enumerate(changes(_parsed(path)))
        if f"{_place(path)}:{at}:".startswith(tuple(places))
    ]
    chance.shuffle(found)
    for path, number in found:
        tree = _parsed(path)
        at, what, do = changes(tree)[number]
        do()
        yield Mutant(path, f"{_place(path)}:{at}", " ".join(what.split()), ast.fix_missing_locations(tree))


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _place(path: Path) -> str:
    return path.relative_to(SOURCE / "kpitrack").as_posix()


class Neighbours:
    """Which tests are near a module: those that name or import it, then those of the modules that import it."""

    def __init__(self) -> None:
        self.importers: dict[str, set[str]] = {}
        for path in (SOURCE / "kpitrack").rglob("*.py"):
            for name in _imported(path):
                self.importers.setdefault(name, set()).add(module_of(path))
        here = ROOT / "tests"
        found = [one for one in sorted(here.rglob("test_*.py")) if here / "browser" not in one.parents]  # no process
        self.texts = {path: path.read_text("utf-8") for path in found}

    def of(self, module: str) -> tuple[str, ...]:
        """The test files, at most `FILES_A_MUTANT`, the nearest first, and those that take long last."""
        package = ROOT / "tests" / module.split(".")[1]
        own = self._about(module)
        others = [path for name in sorted(self.importers.get(module, ())) for path in self._about(name)]
        if not (own or others):
            others = [path for path in self.texts if path.parent == package]
        others.sort(key=lambda path: (path.parent != package, self._is_by_hypothesis(path)))
        near = dict.fromkeys([*own, *others])
        chosen = sorted(list(near)[:FILES_A_MUTANT], key=self._is_by_hypothesis)
        return tuple(str(path.relative_to(ROOT)) for path in chosen)

    def _is_by_hypothesis(self, path: Path) -> bool:
        return "hypothesis" in self.texts[path]

    def _about(self, module: str) -> list[Path]:
        """Those that name or import it; else those whose names begin with the first word of its name."""
        name = module.rpartition(".")[2]
        exactly = [path for path, text in self.texts.items() if _of(path, name) or f"{module} import" in text]
        return exactly or [path for path in self.texts if _of(path, name.partition("_")[0])]


def _of(path: Path, name: str) -> bool:
    return path.stem == f"test_{name}" or path.stem.startswith(f"test_{name}_")


def _imported(path: Path) -> Iterator[str]:
    """The modules that a module imports, relative or not."""
    here = ".".join(path.relative_to(SOURCE).parts[:-1])
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.ImportFrom):
            package = here.rsplit(".", node.level - 1)[0] if node.level else ""
            module = ".".join(part for part in (package, node.module) if part)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def module_of(path: Path) -> str:
    """The name of the module in the file at ``path``."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def outcomes(jobs: Iterable[Job], at_once: int) -> Iterator[tuple[Job, int]]:
    """Each job as it ends, with the number of the test file that fails, from one: zero where all pass.

    Below zero where it took too much time.
    """
    running: dict[int, Job] = {}
    for job in jobs:
        if len(running) == at_once:
            yield _ended(running)
        running[_begun(job)] = job
    while running:
        yield _ended(running)


def _begun(job: Job) -> int:
    child = os.fork()
    if child:
        return child
    number = 1
    try:
        signal.setitimer(signal.ITIMER_PROF, SECONDS_A_MUTANT)  # its own time: other programs may be at work
        signal.alarm(12 * SECONDS_A_MUTANT)  # but it does not wait for ever, either
        resource.setrlimit(resource.RLIMIT_DATA, (BYTES_A_MUTANT, BYTES_A_MUTANT))
        if job.mutant is not None:
            sys.meta_path.insert(0, _Loader(module_of(job.mutant.path), job.mutant))
        import pytest

        subprocess.Popen.__init__ = _begin_git_alone
        os.chdir(ROOT)
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
            failing = (number for number, test in enumerate(job.tests, 1) if pytest.main([*HOW, test]) != 0)
            number = next(failing, 0)
    finally:
        os._exit(number)


def _begin_git_alone(
    process: subprocess.Popen[Any], args: Any, *more: Any, begin: Any = subprocess.Popen.__init__, **options: Any
) -> None:
    """Skip the test that begins another program, in which nothing is changed."""
    import pytest

    program = args if isinstance(args, str) else os.fspath(args[0])
    if Path(program).name != "git":
        pytest.skip(f"begins {program}")
    begin(process, args, *more, **options)


def _ended(running: dict[int, Job]) -> tuple[Job, int]:
    child, status = os.wait()
    return running.pop(child), os.waitstatus_to_exitcode(status)


def load_libraries() -> None:
    """Import what the tests need before the forks, and have Hypothesis try the same examples for each mutant."""
    for name in LIBRARIES:
        importlib.import_module(name)
    from hypothesis import Phase, settings

    settings.register_profile(
        "mutants", phases=[Phase.explicit, Phase.generate], derandomize=True, database=None, report_multiple_bugs=False
    )
    settings.load_profile("mutants")  # what tests/conftest.py loads is built on it


def main() -> int:
    """Try the mutants, say which survive, and their share."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("places", nargs="*", default=PLACES, metavar="PLACE")
    options.add_argument("--count", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--at-once", type=int, default=2)
    options.add_argument("--tests", nargs="+", metavar="FILE", help="run these, not the nearest")
    asked = options.parse_args()
    sys.path.insert(0, str(SOURCE))  # of this copy
    catalogues = [sys.executable, str(ROOT / "scripts" / "catalogues.py"), "check"]
    subprocess.run(catalogues, check=True)  # writes the Japanese as the program reads it, which a new copy lacks
    load_libraries()

    near = Neighbours()
    chosen = itertools.islice(mutants(asked.places, random.Random(asked.seed)), asked.count)
    jobs = (Job(each, tuple(asked.tests or near.of(module_of(each.path)))) for each in chosen)
    verdicts, by = Counter[str](), Counter[str]()
    for job, number in outcomes(jobs, asked.at_once):
        test = job.tests[number - 1] if number > 0 else ""
        verdict = "SURVIVES" if number == 0 else "noticed" if test else "took too long"
        verdicts[verdict] += 1
        by[test] += bool(test)
        print(f"{verdict}: {job.mutant}  {test}", flush=True)
    for job, number in outcomes((Job(None, (test,)) for test in +by), asked.at_once):
        if number:
            (test,) = job.tests
            verdicts["noticed"] -= by[test]
            print(f"{by[test]} are not known: {test} fails as the source is")
    share = 1 - verdicts["SURVIVES"] / max(verdicts.total(), 1)
    print(*(f"{verdict}: {count}, " for verdict, count in verdicts.items()), f"{share:.1%} do not survive", sep="")
    return int(share < GOAL)


if __name__ == "__main__":
    sys.exit(main())
