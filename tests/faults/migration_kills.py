"""Kill a migration before its statements, and look on from outside before every one of them.

    python -m tests.faults.migration_kills URL SCRIPTS EVERY

First a run is looked on at: before each of its statements a second connection reads the schema, and on SQLite
the files that a kill would leave are copied and opened whenever they were written to; it is killed before its
commit. Then one child is killed before every n-th statement. Prints one JSON line: what was seen and left.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from bondlife import migrate
from bondlife.db import Database

SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
POSTGRES = """
    SELECT 'column', c.relname::text, a.attname::text, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
        a.attnotnull, c.relrowsecurity, i.indisunique, i.indkey, i.indpred)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_index i ON i.indexrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL SELECT 'constraint', c.relname::text, conname::text, concat_ws(' ', conkey, confrelid, conbin)
    FROM pg_constraint JOIN pg_class c ON c.oid = conrelid WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'trigger', c.relname::text, tgname::text, concat_ws(' ', tgtype, tgfoid)
    FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal
    UNION ALL SELECT 'policy', c.relname::text, polname::text, concat_ws(' ', polqual, polwithcheck)
    FROM pg_policy JOIN pg_class c ON c.oid = polrelid
"""
"""The catalogue as it lies: the functions that draw it in words wait for tables that are being changed."""
DIGEST = f"""
    SELECT md5(string_agg(line, '|' ORDER BY line COLLATE "C")) FROM (
        SELECT concat_ws('|', kind, place, name, told) FROM ({POSTGRES}) AS seen (kind, place, name, told)
    ) AS lines (line)
"""
"""All of it as one sum: ten thousand lines, looked at some hundred times, need not leave the server."""
CATALOGUES = {"pg_attribute": "attrelid", "pg_index": "indexrelid"}
CATALOGUES |= dict.fromkeys(("pg_class", "pg_constraint", "pg_trigger", "pg_policy", "pg_proc"), "oid")
SEEN = "count(*) || '/' || coalesce(sum(hashtextextended(ctid::text || xmin::text, 0)), 0)"
MARK = "SELECT " + " || ' ' || ".join(
    f"(SELECT {SEEN} FROM {name} WHERE {key} >= 16384)" for name, key in CATALOGUES.items()
)
"""Every row of the catalogue that is not PostgreSQL's own, by its place and its writer: any change shows."""
BEGUN = "SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)"
COMMITTED = f"""
    SELECT count(*) FROM generate_series(:since, ({BEGUN}) - 1) AS one (number)
    WHERE pg_xact_status(CAST(CAST(number AS text) AS xid8)) = 'committed'
"""
"""Transactions of the server that were committed since: without one nothing of its catalogue has changed."""
Schema = list[str]
Step = Callable[[int], None]


def schema_of(db: Database) -> Schema:
    """Return tables, columns, indexes, constraints, triggers as lines or as their sum, and the revision."""
    with db.connection() as connection:
        rows = connection.execute(sa.text(SQLITE if db.is_sqlite else DIGEST)).fetchall()
        return [*sorted("|".join(map(str, row)) for row in rows), f"revision {migrate.current(connection)}"]


def mark_of(db: Database) -> Schema:
    """Return what changes whenever anything of the schema does: quicker to read than the schema."""
    statement = "PRAGMA schema_version" if db.is_sqlite else MARK
    with db.connection() as connection:
        told = connection.execute(sa.text(statement)).scalar_one()
        return [str(told), f"revision {migrate.current(connection)}"]


def begun(db: Database) -> int:
    """Return the number of PostgreSQL's next transaction; SQLite has none and gives 0."""
    if db.is_sqlite:
        return 0
    with db.connection() as connection:
        return int(connection.execute(sa.text(BEGUN)).scalar_one())


def is_untouched(db: Database, since: int) -> bool:
    """Tell whether PostgreSQL committed nothing since a transaction; SQLite does not tell."""
    if db.is_sqlite:
        return False
    with db.connection() as connection:
        committed: int = connection.execute(sa.text(COMMITTED), {"since": since}).scalar_one()
        return committed == 0


def look(url: str) -> Schema:
    """Return the schema as a fresh connection finds it."""
    db = Database(url)
    try:
        return schema_of(db)
    finally:
        db.close()


def upgrade(url: str, before_each: Step, before_commit: Callable[[], None] = lambda: None) -> None:
    """Run the migration; call a function before each statement with its number, and one before the commit."""
    db, count = Database(url), 0

    @event.listens_for(db.owner, "before_cursor_execute")
    def _count(*_: Any) -> None:
        nonlocal count
        count += 1
        before_each(count)

    event.listen(db.owner, "commit", lambda _connection: before_commit())
    migrate.upgrade(db)
    db.close()


def die() -> None:
    """Be killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(last: int, number: int) -> None:
    """Be killed at a statement."""
    if number == last:
        die()


def killed(work: Callable[[], None]) -> bool:
    """Fork a child that does a work; tell whether it was killed at it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


class Onlooker:
    """Somebody with a connection of their own, and with the files that a kill at this moment would leave."""

    def __init__(self, url: str, before: Schema, folder: Path) -> None:
        self.db, self.before, self.folder = Database(url), before, folder
        self.since = begun(self.db)
        self.mark = mark_of(self.db)
        self.tally = Counter[str](looked=0, files=0, partial=0)
        path = Path(self.db.url.database or "")
        self.files = [path, Path(f"{path}-wal")] if self.db.is_sqlite else []
        self.seen: list[tuple[int, int]] = []

    def look(self, _statement: int = 0) -> None:
        """Look at the schema; open what is in the files where they were written to."""
        self.tally["looked"] += 1
        if not is_untouched(self.db, self.since):
            self.since = begun(self.db)
            self.tally["partial"] += mark_of(self.db) != self.mark
        written = [(one.st_size, one.st_mtime_ns) for one in map(os.stat, filter(Path.exists, self.files))]
        if written != self.seen:
            self.seen = written
            self.tally["files"] += 1
            self.tally["partial"] += self._left() != self.before

    def _left(self) -> Schema:
        """Copy the files by another process: to open and close them here would drop SQLite's locks."""
        there = [str(path) for path in self.files if path.exists()]
        subprocess.run(["cp", *there, str(self.folder)], check=True)
        return look(f"sqlite:///{self.folder / self.files[0].name}")


def watched(url: str, before: Schema) -> Counter[str]:
    """Look on at a whole migration that is killed before its commit; returns what was seen."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"

        def work() -> None:
            onlooker = Onlooker(url, before, Path(folder))

            def end() -> None:
                onlooker.look()
                told.write_text(json.dumps(onlooker.tally))
                die()

            upgrade(url, onlooker.look, end)

        assert killed(work)
        return Counter(json.loads(told.read_text()))


def main(url: str, scripts: str, every: int) -> None:
    """Look on at every statement, kill before the commit and before every n-th statement, run to the end."""
    migrate.SCRIPTS = Path(scripts)
    before = look(url)
    seen = watched(url, before)
    tally = Counter({**seen, "tried": 0, "untouched": 0})
    tally["untouched" if look(url) == before else "partial"] += 1  # the one killed before its commit
    for statement in range(1, seen["looked"], every):
        assert killed(partial(upgrade, url, partial(die_at, statement)))
        tally["untouched" if look(url) == before else "partial"] += 1
    tally["tried"] = len(range(1, seen["looked"], every)) + 1
    upgrade(url, lambda _: None)
    after = look(url)
    print(json.dumps({**tally, "before": before[-1:], "after": after[-1:]}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
