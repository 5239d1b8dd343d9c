"""Rules of the code that neither imports nor types can show; each yields the faults of one module."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.architecture.sources import Fault, Source, dotted, python_sources

MAX_MODULE_LINES = 500
MAX_FUNCTION_LINES = 60

IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "compile", "breakpoint", "__import__"}
IMPURE_MODULES = {"os", "io", "pathlib", "time", "random", "secrets", "uuid", "socket", "subprocess"}
CLOCK_CALLS = {
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime", "time.strftime"),
}
SQL_MODULES = {"sqlalchemy", "sqlmodel"}
STATEMENTS = {"select", "insert", "update", "delete", "exists", "union", "union_all"}
REEXPORTS = {"select", "text"}
STATEMENT_PLACES = (
    "bondlife/queries",
    "bondlife/services",
    "bondlife/jobs",
    "bondlife/security",
    "bondlife/lifecycle",
    "bondlife/disclosure",  # reads the books as they stood at a cut-off
    "bondlife/verify",  # reads every row, whoever may see it
    "bondlife/migrations",
    "bondlife/acts.py",
    "bondlife/locks.py",  # part of every act
    "bondlife/seals.py",  # part of every act
    "bondlife/wholeness.py",  # part of every act
    "bondlife/books.py",
    "bondlife/calendar.py",
    "bondlife/transfer.py",  # copies whole tables to another database
    "bondlife/db.py",
)
RAW_ATTRIBUTES = {"exec_driver_sql", "raw_connection", "driver_connection", "dbapi_connection"}
RAW_MODULES = {"sqlite3", "pysqlite3", "psycopg"}
RAW_PLACES = (
    "bondlife/db.py",
    "bondlife/migrate.py",
    "bondlife/migrations",
    "bondlife/backup.py",  # the engine's own online backup
    "bondlife/verify/engine.py",
)
COMMIT_PLACES = (*RAW_PLACES, "bondlife/acts.py", "bondlife/jobs", "bondlife/security")
CLOCK = "bondlife/clock.py"

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Rule = Callable[[Source], Iterator[Fault]]


def calculators_are_pure(source: Source) -> Iterator[Fault]:
    """A calculator opens, prints and imports nothing that reaches outside."""
    if not source.under("calculators"):
        return
    for node in source.nodes:
        if isinstance(node, ast.Call) and dotted(node.func) in IMPURE_CALLS:
            yield source.fault(node, "impure calculator", f"{dotted(node.func)}()")
        for module in imported_modules(node):
            if module.split(".")[0] in IMPURE_MODULES:
                yield source.fault(node, "impure calculator", f"import {module}")
    for node, name in source.names:
        if name.startswith("numpy.random."):
            yield source.fault(node, "impure calculator", name)


def the_clock_is_asked(source: Source) -> Iterator[Fault]:
    """Only the clock module reads the system clock, so that a test or a replay can set it."""
    if source.path == CLOCK:
        return
    for node, name in source.names:
        if name in CLOCK_CALLS:
            yield source.fault(node, "system clock", name)


def statements_have_a_place(source: Source) -> Iterator[Fault]:
    """SQL statements are built only where reads are scoped or writes are recorded."""
    if not source.under(*STATEMENT_PLACES):
        yield from sql_uses(source, STATEMENTS, "statement outside its place")


def raw_sql_has_a_place(source: Source) -> Iterator[Fault]:
    """Text statements and driver connections stand only in the database module and migrations."""
    if source.under(*RAW_PLACES):
        return
    yield from sql_uses(source, {"text"}, "raw SQL")
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and node.attr in RAW_ATTRIBUTES:
            yield source.fault(node, "raw SQL", f".{node.attr}")
        for module in imported_modules(node):
            if module.split(".")[0] in RAW_MODULES:
                yield source.fault(node, "raw SQL", f"import {module}")


def commits_have_a_place(source: Source) -> Iterator[Fault]:
    """Business rows are committed by acts alone; jobs and sign-in sessions keep rows of their own."""
    if source.under(*COMMIT_PLACES):
        return
    for node in source.nodes:
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in {"commit", "writing"}:
            yield source.fault(node, "commit outside an act", f".{called.attr}()")


def sizes_are_kept(source: Source) -> Iterator[Fault]:
    """A module or function that outgrows a screenful or two is split; generated migrations are exempt."""
    if source.under("bondlife/migrations"):
        return
    if source.lines > MAX_MODULE_LINES:
        yield source.fault(source.tree, "long module", f"{source.lines} lines")
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                yield source.fault(node, "long function", f"{node.name}, {lines} lines")


def public_names_are_explained(source: Source) -> Iterator[Fault]:
    """Every module, public class, function and method says what it is."""
    if ast.get_docstring(source.tree) is None:
        yield source.fault(source.tree, "no docstring", source.path)
    if not source.under("bondlife/migrations"):
        for node in public_definitions(source.tree):
            if ast.get_docstring(node) is None:
                yield source.fault(node, "no docstring", node.name)


def public_definitions(owner: ast.Module | ast.ClassDef) -> Iterator[Definition]:
    """Yield public definitions of a module or class and of the public classes inside it."""
    for node in owner.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node)


def imported_modules(node: ast.AST) -> Iterator[str]:
    """Yield the modules that an import statement names."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module


def sql_uses(source: Source, names: set[str], rule: str) -> Iterator[Fault]:
    """Yield uses of these names of the SQL libraries, through any alias or a re-export of ours."""
    for node, name in source.names:
        parts = name.split(".")
        passed_on = parts[0] == "bondlife" and parts[-1] in REEXPORTS
        if parts[-1] in names and (parts[0] in SQL_MODULES or passed_on):
            yield source.fault(node, rule, ".".join(parts))


CODE_RULES: tuple[Rule, ...] = (
    calculators_are_pure,
    the_clock_is_asked,
    statements_have_a_place,
    raw_sql_has_a_place,
    commits_have_a_place,
    sizes_are_kept,
    public_names_are_explained,
)


def code_faults(root: Path) -> list[Fault]:
    """Return every fault of the code of a tree."""
    return sorted(fault for source in python_sources(root) for rule in CODE_RULES for fault in rule(source))
