"""Bring a database to this release's schema, whole or not at all.

Alembic is read only where something is migrated: whether a database is current is seen without it, for a
server starts more often than it migrates.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife.db import SCOPED, Database
from bondlife.errors import Refusal
from bondlife.migrations import guards

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import Script, ScriptDirectory

SCRIPTS = Path(__file__).resolve().parent / "migrations"
TURN_SECONDS, LOCK_SECONDS = 600, 10
"""So long a migration waits for another one to end, and for a lock of anybody who uses the tables."""
_ALONE = Lock()
"""Alembic keeps what it works on in one place of the process: threads come in turn."""
_LINK = re.compile(r'^(revision|down_revision) = "(\w+)"', re.MULTILINE)
"""How a migration names itself and the one before it."""


def upgrade(db: Database, target: str = "head") -> tuple[str, str]:
    """Run the missing migrations in one transaction; returns the revisions before and after."""
    from alembic import command

    with _transaction(db) as connection:
        before = current(connection)
        _refuse_unknown(before)
        with _ALONE:
            command.upgrade(_config(connection), target)
        if not db.is_sqlite:
            guards.fence(connection, SCOPED)
        return before, current(connection)


def downgrade(db: Database, target: str) -> None:
    """Undo migrations in one transaction: for development only."""
    from alembic import command

    with _transaction(db) as connection, _ALONE:
        command.downgrade(_config(connection), target)


def current(connection: Connection) -> str:
    """Return the revision of a database, empty if it is new."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return str(found or "")


def latest() -> str:
    """Return the newest revision of this release: the one that no other follows."""
    links = [
        link
        for path in sorted((SCRIPTS / "versions").glob("*.py"))
        for link in _LINK.findall(path.read_text(encoding="utf-8"))
    ]
    followed = {revision for name, revision in links if name == "down_revision"}
    heads = [revision for name, revision in links if name == "revision" and revision not in followed]
    if len(heads) != 1:
        raise LookupError(f"the migrations end in {len(heads)} places")
    head: str = heads[0]
    return head


UNPREPARED = "The database is not prepared for this release. Run: bondlife migrate"


def is_of_a_release(db: Database) -> bool:
    """Tell whether the schema is that of some release: an older one is saved before it is migrated."""
    with db.connection() as connection:
        return bool(current(connection))


def is_current(db: Database) -> bool:
    """Tell whether the schema is this release's."""
    with db.connection() as connection:
        return current(connection) == latest()


def revisions() -> "list[Script]":
    """Return every migration of this release, newest first."""
    return list(_scripts().walk_revisions())


def differences(connection: Connection) -> list[str]:
    """Return what autogenerate would still change: empty when models and schema agree."""
    from alembic import command

    config = _config(connection)
    config.attributes["quiet"] = True
    try:
        with _ALONE:
            command.check(config)
    except Exception as error:  # alembic's own type differs by release
        return [str(error)]
    return []


@contextmanager
def _transaction(db: Database) -> Iterator[Connection]:
    """Open one writing transaction; on SQLite foreign keys rest meanwhile and are checked before commit."""
    with db.owner.connect() as raw:
        if db.is_sqlite:
            raw.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        connection = raw.execution_options(bondlife_write=True)
        try:
            with connection.begin():
                _come_in_turn(connection)
                yield connection
                if db.is_sqlite:
                    _check_foreign_keys(connection)
        finally:
            if db.is_sqlite:
                raw.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def _come_in_turn(connection: Connection) -> None:
    """Let servers that start at once migrate one after the other; SQLite's write lock does so anyway."""
    if connection.dialect.name == "sqlite":
        return
    connection.execute(sa.text(f"SET LOCAL lock_timeout = '{TURN_SECONDS}s'"))
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtextextended('bondlife.migrate', 0))"))
    connection.execute(sa.text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.execute(sa.text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise Refusal.because(
            "broken_reference", "The migration would break %(count)d references.", count=len(broken)
        )


def _refuse_unknown(revision: str) -> None:
    known = {script.revision for script in revisions()}
    if revision and revision not in known:
        raise Refusal.because(
            "newer_database", "This database was written by a newer release; install that release to open it."
        )


def _scripts() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(SCRIPTS))


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config
