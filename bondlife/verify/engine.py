"""What the database itself can say: schema, pages, references."""

import sqlalchemy as sa

from bondlife import migrate
from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify.report import Check


def schema(db: Database, _settings: Settings) -> Check:
    """The schema is exactly this release's."""
    check = Check("schema")
    with db.connection() as connection:
        check.checked = 1
        found = migrate.current(connection)
        if found != migrate.latest():
            check.wrong(f"schema {found or 'empty'}, this release is {migrate.latest()}")
    return check


def storage(db: Database, _settings: Settings) -> Check:
    """The pages of the file are sound."""
    check = Check("storage")
    if not db.is_sqlite:
        return check
    with db.connection() as connection:
        for line in connection.exec_driver_sql("PRAGMA integrity_check(50)").scalars():
            check.checked += 1
            if line != "ok":
                check.wrong(str(line))
    return check


def references(db: Database, _settings: Settings) -> Check:
    """Every reference points at a row."""
    check = Check("references")
    if not db.is_sqlite:
        return check
    with db.connection() as connection:
        for table, row, target, _ in connection.execute(sa.text("PRAGMA foreign_key_check")):
            check.wrong(f"{table} {row} points at a missing {target}")
        check.checked = 1
    return check
