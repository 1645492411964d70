"""Changes one module in one small way after the other, and asks the tests whether they notice.

    .venv/bin/python tools/mutate.py MODULE TEST ... [--jobs 2] [--at-most PERCENT] [--list]
                                                     [-- PYTEST OPTION ...]

A mutant is the module with one change: a comparison turned or moved by its bound, an operand left
out, a constant changed, a statement dropped. Tests that fail kill it; tests that pass although the
module is wrong have a gap, unless the change makes no difference to anybody. Survivors are printed
with their lines, and the share of them at the end. With `--at-most` it fails above that share.

No file is changed: each mutant lives in a process of its own, into which it is loaded in place of
the module. Tests run in the order in which they are named, up to the first that fails, so the
quickest go first. For tests of the domain `-- --confcutdir=tests/domain` leaves the web out:

    tools/mutate.py src/assessment/domain/scoring.py tests/domain -- --confcutdir=tests/domain
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import CodeType, ModuleType
from typing import TypeVar

import pytest
from hypothesis import settings

QUIETLY = ("-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
MEMORY = 2 * 1024**3
PATIENCE = 5
"""A mutant may take so many times as long as the module itself; then it counts as killed."""

DROPPED = object()
"""Stands for a part of a list that is left out."""

Node = TypeVar("Node", bound=ast.AST)
_UNTOUCHED = {"annotation", "returns", "decorator_list", "bases"}
_TURNED: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """The module with one change: where, from what to what, and the code."""

    line: int
    before: str
    after: str
    code: CodeType


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse(path.read_text("utf-8"))
    found = []
    for number, parent in enumerate(_walk(tree)):
        for field, place, child in _children(parent):
            for other in _alternatives(parent, field, child):
                found.append(_mutant(path, tree, number, field, place, other))
    yield from sorted((one for one in found if one), key=lambda one: one.line)


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that may be changed, each before its parts."""
    yield tree
    for _field, _place, child in _children(tree):
        yield from _walk(child)


def _children(parent: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    """The parts of a node: field, place in the field's list, part."""
    for field, value in ast.iter_fields(parent):
        if field in _UNTOUCHED or _is_told(parent):
            continue
        if isinstance(value, list):
            parts = [(i, part) for i, part in enumerate(value) if isinstance(part, ast.AST)]
            yield from ((field, i, part) for i, part in parts)
        elif isinstance(value, ast.AST):
            yield field, None, value


def _is_told(parent: ast.AST) -> bool:
    """Whether this is for readers alone: a docstring, the name of a type variable."""
    is_docstring = isinstance(parent, ast.Expr) and isinstance(parent.value, ast.Constant)
    name = (
        parent.func.id if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) else ""
    )
    return is_docstring or name == "TypeVar"


def _alternatives(parent: ast.AST, field: str, child: ast.AST) -> Iterator[object]:
    """What could stand there instead."""
    if isinstance(child, ast.stmt):
        yield from _statements(child)
    elif isinstance(child, ast.expr):
        yield from _expressions(child)
    yield from (turned() for turned in _TURNED.get(type(child), ()))
    siblings = getattr(parent, field)
    is_condition = isinstance(parent, ast.comprehension) and field == "ifs"
    is_one_of_many = isinstance(child, ast.match_case) and len(siblings) > 1
    if is_condition or is_one_of_many or isinstance(child, ast.keyword):
        yield DROPPED


def _statements(node: ast.stmt) -> Iterator[ast.stmt]:
    match node:
        case ast.If() | ast.While():
            for outcome in (True, False):
                yield _with(node, test=ast.Constant(outcome))
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield ast.Pass()
        case ast.Break() | ast.Continue() | ast.AugAssign() | ast.Raise():
            yield ast.Pass()


def _expressions(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.BoolOp(values=values):
            for i in range(len(values)):
                rest = [value for j, value in enumerate(values) if j != i]
                yield _with(node, values=rest) if len(rest) > 1 else rest[0]
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.IfExp(body=body, orelse=orelse):
            yield from (body, orelse)
        case ast.Call(func=ast.Name(id=name)) if name in _NAMES:
            yield _with(node, func=ast.Name(_NAMES[name], ast.Load()))
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Constant(value=str() as value):
            yield ast.Constant(f"{value}~")


def _with(node: Node, **fields: object) -> Node:
    changed = copy.copy(node)
    for field, value in fields.items():
        setattr(changed, field, value)
    return changed


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _mutant(
    path: Path, tree: ast.Module, number: int, field: str, place: int | None, other: object
) -> Mutant | None:
    """The tree with one part replaced; None for one that is no Python any more."""
    changed = copy.deepcopy(tree)
    original = _nth(tree, number)
    parent = _nth(changed, number)
    if place is None:
        child, old = getattr(parent, field), getattr(original, field)
        setattr(parent, field, other)
    else:
        parts, old = getattr(parent, field), getattr(original, field)[place]
        child = parts[place]
        parts[place : place + 1] = [] if other is DROPPED else [other]
    if isinstance(other, ast.AST) and isinstance(child, ast.stmt | ast.expr):
        ast.copy_location(other, child)
    is_whole = isinstance(old, ast.stmt | ast.expr)
    before = old if is_whole else original
    after = other if is_whole else parent
    line = getattr(before, "lineno", 0) or getattr(old, "lineno", 0)
    try:
        code = compile(ast.fix_missing_locations(changed), str(path), "exec")
    except (SyntaxError, ValueError):
        return None
    return Mutant(line, _words(before), _words(after), code)


def _nth(tree: ast.AST, number: int) -> ast.AST:
    return next(islice(_walk(tree), number, None))


def _words(node: object) -> str:
    """The code of a node in one line."""
    if isinstance(node, ast.comprehension | ast.match_case | ast.keyword):
        return ast.unparse(node) if not isinstance(node, ast.keyword) else f"{node.arg}="
    lines = ast.unparse(node).splitlines() if isinstance(node, ast.AST) else ["(nothing)"]
    return lines[0] if len(lines) == 1 else f"{lines[0]} …"


class InPlaceOf(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the mutant when the module is imported."""

    def __init__(self, path: Path, code: CodeType) -> None:
        self.path, self.name, self.code = path, _module_name(path), code

    def find_spec(
        self, fullname: str, _path: object = None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The specification of the one module that this is for."""
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        """Runs the mutant's code."""
        exec(self.code, module.__dict__)  # noqa: S102  # that is what a loader does


def _module_name(path: Path) -> str:
    names = [path.stem]
    for folder in path.resolve().parents:
        if not (folder / "__init__.py").exists():
            break
        names.append(folder.name)
    return ".".join(reversed(names))


def start(path: Path, code: CodeType | None, arguments: Sequence[str]) -> int:
    """Starts the tests in a process of their own; its id."""
    if pid := os.fork():
        return pid
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        if code is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            sys.meta_path.insert(0, InPlaceOf(path, code))
        os._exit(int(pytest.main([*QUIETLY, *arguments])))
    finally:
        os._exit(99)


def passes(status: int) -> bool:
    """Whether a process ended with all tests passed."""
    return os.waitstatus_to_exitcode(status) == 0


def baseline(path: Path, arguments: Sequence[str]) -> float:
    """The seconds that the tests take with the module as it is; ends here, telling why, if they fail."""
    began = time.monotonic()
    _pid, status = os.waitpid(start(path, None, arguments), 0)
    if not passes(status):
        sys.exit("the tests do not pass with the module as it is")
    return time.monotonic() - began


def survivors(
    path: Path, found: Sequence[Mutant], arguments: Sequence[str], jobs: int
) -> Iterator[Mutant]:
    """The mutants that the tests do not notice."""
    limit = PATIENCE * baseline(path, arguments) + PATIENCE
    waiting, running = list(reversed(found)), dict[int, tuple[Mutant, float]]()
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            pid = start(path, mutant.code, arguments)
            running[pid] = mutant, time.monotonic() + limit
        time.sleep(0.02)
        for pid, (mutant, deadline) in list(running.items()):
            if time.monotonic() > deadline:
                os.killpg(pid, signal.SIGKILL)
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del running[pid]
                if passes(status):
                    yield mutant


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options, and those that are for pytest."""
    cut = list(arguments).index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("module", type=Path)
    parser.add_argument("tests", nargs="+")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--at-most", type=float, metavar="PERCENT")
    parser.add_argument("--list", action="store_true", help="show the mutants, run nothing")
    return parser.parse_args(arguments[:cut]), list(arguments[cut + 1 :])


def tell(path: Path, mutant: Mutant) -> None:
    print(f"{path}:{mutant.line}: {mutant.before}  ->  {mutant.after}", flush=True)


def main(arguments: Sequence[str]) -> int:
    options, for_pytest = parse(arguments)
    found = list(mutants(options.module))
    if options.list:
        for mutant in found:
            tell(options.module, mutant)
        return 0
    settings.register_profile("mutants", deadline=None, database=None)
    settings.load_profile("mutants")
    alive = 0
    for mutant in survivors(options.module, found, [*options.tests, *for_pytest], options.jobs):
        alive += 1
        tell(options.module, mutant)
    share = 100 * alive / len(found) if found else 0.0
    print(f"{options.module}: {alive} of {len(found)} mutants are alive ({share:.1f} %)")
    return int(options.at_most is not None and share > options.at_most)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
