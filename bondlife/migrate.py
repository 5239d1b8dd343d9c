"""Bring a database to this release's schema, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy.engine import Connection

from bondlife.db import SCOPED, Database
from bondlife.errors import Refusal
from bondlife.migrations import guards

SCRIPTS = Path(__file__).resolve().parent / "migrations"


def upgrade(db: Database, target: str = "head") -> tuple[str, str]:
    """Run the missing migrations in one transaction; returns the revisions before and after."""
    with _transaction(db) as connection:
        before = current(connection)
        _refuse_unknown(before)
        command.upgrade(_config(connection), target)
        if not db.is_sqlite:
            guards.fence(connection, SCOPED)
        return before, current(connection)


def downgrade(db: Database, target: str) -> None:
    """Undo migrations in one transaction: for development only."""
    with _transaction(db) as connection:
        command.downgrade(_config(connection), target)


def current(connection: Connection) -> str:
    """Return the revision of a database, empty if it is new."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def latest() -> str:
    """Return the newest revision of this release."""
    return _scripts().get_current_head() or ""


def is_current(db: Database) -> bool:
    """Tell whether the schema is this release's."""
    with db.connection() as connection:
        return current(connection) == latest()


def revisions() -> list[Script]:
    """Return every migration of this release, newest first."""
    return list(_scripts().walk_revisions())


def differences(connection: Connection) -> list[str]:
    """Return what autogenerate would still change: empty when models and schema agree."""
    config = _config(connection)
    config.attributes["quiet"] = True
    try:
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
                yield connection
                if db.is_sqlite:
                    _check_foreign_keys(connection)
        finally:
            if db.is_sqlite:
                raw.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


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


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(SCRIPTS))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config
