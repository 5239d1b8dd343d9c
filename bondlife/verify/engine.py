"""What the database itself can say: schema, pages, references."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife import migrate
from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify.report import DAMAGED, Check
from models.registry import metadata


def schema(db: Database, _settings: Settings) -> Check:
    """The schema is exactly this release's."""
    check = Check("schema")
    with db.connection() as connection:
        check.checked = 1
        found = migrate.current(connection)
        if found != migrate.latest():
            check.wrong(f"schema {found or 'empty'}, this release is {migrate.latest()}")
        elif db.is_sqlite:
            _tables(connection, check)
    return check


def _tables(connection: Connection, check: Check) -> None:
    """Each table has the columns of this release: SQLite keeps them as text, which may be damaged too."""
    told = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
    found: dict[str, set[str]] = defaultdict(set)
    try:
        for table, column in connection.exec_driver_sql(told):
            found[table].add(column)
    except sa.exc.OperationalError as error:
        check.wrong(f"the schema cannot be read: {error.orig}")
        return
    for one in metadata.sorted_tables:
        if found[one.name] != set(one.c.keys()):
            check.wrong(f"the columns of {one.name} are not those of this release")


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


def readable(db: Database, _settings: Settings) -> Check:
    """Every row can be read: asked where another check was cut off, to name the row that did it."""
    check = Check("readable")
    with db.connection() as connection:
        for target in metadata.sorted_tables:
            check.checked += 1
            if _fails(connection, sa.select(target)):
                _name_unreadable(connection, target, check)
    return check


def _name_unreadable(connection: Connection, target: sa.Table, check: Check) -> None:
    place: sa.ColumnElement[int] = sa.literal_column("rowid", sa.BigInteger)
    try:
        places = connection.execute(sa.select(place).select_from(target)).scalars().all()
    except DAMAGED as error:
        check.wrong(f"{target.name} cannot be read: {getattr(error, 'orig', None) or error}")
        return
    for one in places:
        if _fails(connection, sa.select(target).where(place == one)):
            check.wrong(f"{target.name} {one} cannot be read")


def _fails(connection: Connection, statement: sa.Select[Any]) -> bool:
    try:
        for row in connection.execute(statement):
            tuple(row)
    except DAMAGED:
        return True
    return False
