"""Python sources and templates of a tree, and how a fault in them is told."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("bondlife", "models", "calculators")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One broken rule: where, which, and what was found."""

    path: str
    line: int
    rule: str
    found: str

    def __str__(self) -> str:
        """Say it as editors read it."""
        return f"{self.path}:{self.line}: {self.rule}: {self.found}"


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed Python module; the path is relative to the tree and uses forward slashes."""

    path: str
    lines: int
    tree: ast.Module
    nodes: Sequence[ast.AST]
    names: Sequence[tuple[ast.AST, str]]
    """Names and attributes, dotted, with the import behind the first part put in, so no alias hides one."""

    def under(self, *places: str) -> bool:
        """Tell whether the module is one of the places or lies in one of them."""
        return any(self.path == place or self.path.startswith(place + "/") for place in places)

    def fault(self, node: ast.AST, rule: str, found: str) -> Fault:
        """Tell a fault at a node of this module."""
        return Fault(self.path, getattr(node, "lineno", 1), rule, found)


def python_sources(root: Path) -> Iterator[Source]:
    """Yield every module that ships."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            tree = ast.parse(text)
            nodes = tuple(ast.walk(tree))
            names = full_names(nodes, imported_names(nodes))
            yield Source(path.relative_to(root).as_posix(), text.count("\n"), tree, nodes, names)


def full_names(nodes: Sequence[ast.AST], imports: Mapping[str, str]) -> list[tuple[ast.AST, str]]:
    """Return every name and attribute with its dotted name, its first part as it was imported."""
    told: list[tuple[ast.AST, str]] = []
    for node in nodes:
        if isinstance(node, ast.Name | ast.Attribute):
            first, dot, rest = dotted(node).partition(".")
            told.append((node, imports.get(first, first) + dot + rest))
    return told


def imported_names(nodes: Sequence[ast.AST]) -> dict[str, str]:
    """Return local name → dotted origin of everything a module imports, wherever it does so."""
    names = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                names[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def dotted(node: ast.AST) -> str:
    """Return ``a.b.c`` for a name or a chain of attributes, or an empty text for anything else.

    >>> dotted(ast.parse("datetime.date.today()").body[0].value.func)
    'datetime.date.today'
    """
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""
