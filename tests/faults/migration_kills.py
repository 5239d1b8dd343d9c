"""Kill a migration before each of its statements: run as a process of its own, which forks one child a kill.

    python -m tests.faults.migration_kills URL SCRIPTS EVERY

Prints one JSON line: statements of the whole migration, kills tried, and what was left each time.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event, inspect

from bondlife import migrate
from bondlife.db import Database


def schema_of(db: Database) -> list[str]:
    """Return tables, columns, indexes, constraints and revision as lines."""
    inspector, lines = inspect(db.engine), []
    for name in sorted(inspector.get_table_names()):
        lines += [
            f"{name}.{one['name']} {one['type']} {one['nullable']}" for one in inspector.get_columns(name)
        ]
        lines += [f"{name} index {one['name']} {one['unique']}" for one in inspector.get_indexes(name)]
        lines += [f"{name} check {one['name']}" for one in inspector.get_check_constraints(name)]
        lines += [f"{name} key {one['name']}" for one in inspector.get_foreign_keys(name)]
    with db.connection() as connection:
        return [*sorted(lines), f"revision {migrate.current(connection)}"]


def upgrade_until(url: str, last: int) -> None:
    """Run the migration; die by SIGKILL before statement ``last``."""
    db, count = Database(url), 0

    @event.listens_for(db.owner, "before_cursor_execute")
    def _count(*_: Any) -> None:
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

    migrate.upgrade(db)
    db.close()


def killed_before(url: str, statement: int) -> bool:
    """Fork a child that dies before a statement; tell whether it was killed."""
    child = os.fork()
    if child == 0:
        upgrade_until(url, statement)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def look(url: str) -> list[str]:
    """Return the schema as a fresh connection finds it."""
    db = Database(url)
    try:
        return schema_of(db)
    finally:
        db.close()


def main(url: str, scripts: str, every: int) -> None:
    """Kill before every n-th statement until none is left, then let the migration run to its end."""
    migrate.SCRIPTS = Path(scripts)
    before = look(url)
    untouched = partial = tried = 0
    statement = 1
    while killed_before(url, statement):
        tried += 1
        if look(url) == before:
            untouched += 1
        else:
            partial += 1
        statement += every
    after = look(url)
    told = {"tried": tried, "untouched": untouched, "partial": partial, "ran_to_end_at": statement}
    print(json.dumps({**told, "before": before[-1:], "after": after[-1:], "tables": len(after)}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
