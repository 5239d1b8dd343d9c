"""Finds every calculator, its spec and the tests that mirror it."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import calculators
from calculators.kernel.spec import CalculatorSpec
from tests.golden import golden_cases

TESTS = Path(__file__).parent
KINDS = ("golden", "oracle", "law", "refuses")


@dataclass(frozen=True, slots=True)
class Calculator:
    """One spec, the module it stands in and the file that tests it."""

    spec: CalculatorSpec
    module: str

    @property
    def test_file(self) -> Path:
        """tests/calculators/<area>/test_<module>.py."""
        *areas, name = self.module.split(".")[1:]
        return TESTS.joinpath(*areas, f"test_{name}.py")


@cache
def module_names() -> tuple[str, ...]:
    """Name every module of the calculators, packages left out."""
    found = walk_packages(calculators.__path__, "calculators.")
    return tuple(one.name for one in found if not one.ispkg)


@cache
def load() -> tuple[dict[str, ModuleType], dict[str, str]]:
    """Import every module; give those that came and the reasons of those that did not."""
    modules, failures = {}, {}
    for name in module_names():
        try:
            modules[name] = import_module(name)
        except Exception as error:
            failures[name] = f"{type(error).__name__}: {error}"
    return modules, failures


@cache
def calculators_found() -> tuple[Calculator, ...]:
    """Give every calculator in the order of its key."""
    found = [
        Calculator(spec, name)
        for name, module in load()[0].items()
        for spec in getattr(module, "SPECS", None) or (getattr(module, "SPEC", None),)
        if isinstance(spec, CalculatorSpec)
    ]
    return tuple(sorted(found, key=lambda one: one.spec.key))


@cache
def count_by_kind(path: Path, function: str) -> dict[str, int]:
    """Count the tests of each kind that speak of a function, themselves or through helpers of their file."""
    parts = _parts(path)
    counts = dict.fromkeys(KINDS, 0)
    for name in parts:
        for kind in KINDS:
            is_kind = name == f"test_{kind}" or name.startswith(f"test_{kind}_")
            counts[kind] += is_kind and function in _reached(name, parts)
    return counts


def _parts(path: Path) -> dict[str, frozenset[str]]:
    """Give each function, class and constant of a file with the names it speaks of."""
    parts: dict[str, frozenset[str]] = {}
    for node in _tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            parts[node.name] = _names(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts |= {target.id: _names(node) for target in targets if isinstance(target, ast.Name)}
    return parts


def _names(tree: ast.AST) -> frozenset[str]:
    nodes = list(ast.walk(tree))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return frozenset(names | {node.attr for node in nodes if isinstance(node, ast.Attribute)})


def _reached(name: str, parts: Mapping[str, frozenset[str]]) -> set[str]:
    reached, waiting = {name}, [name]
    while waiting:
        new = parts.get(waiting.pop(), frozenset()) - reached
        reached |= new
        waiting += new
    return reached


def golden_rows(one: Calculator) -> int:
    """Count the rows of the golden files that the tests of a calculator's module read."""
    texts = (node.value for node in ast.walk(_tree(one.test_file)) if isinstance(node, ast.Constant))
    files = {text for text in texts if isinstance(text, str) and text.endswith(".csv")}
    return sum(len(golden_cases(file)) for file in files)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8") if path.exists() else "")
