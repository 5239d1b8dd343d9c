"""Move a whole database to another, table by table, and prove that both hold the same."""

import hashlib
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife import migrate
from bondlife.db import Database
from bondlife.errors import Refusal
from models.canonical import canonical_json
from models.registry import metadata

CHUNK = 2000


def transfer(source: Database, target: Database) -> dict[str, Any]:
    """Copy every row into an empty database of this release; refuse unless every table's digest is equal."""
    with source.connection() as reading:
        if migrate.current(reading) != migrate.latest():
            raise Refusal.because("old_schema", "Migrate the source to this release first.")
        migrate.upgrade(target)
        with target.connection(write=True) as writing:
            _require_empty(writing)
            for table in metadata.sorted_tables:
                _copy(reading, writing, table)
            _set_sequences(writing)
            return _compare(reading, writing)


def table_digest(connection: Connection, table: sa.Table) -> tuple[int, str]:
    """Return the number of rows of a table and the digest over their canonical text, in key order."""
    running, count = hashlib.sha256(), 0
    keys = list(table.primary_key.columns)
    rows = connection.execution_options(yield_per=CHUNK).execute(
        sa.select(table).order_by(*_binary(connection, keys))
    )
    for row in rows:
        running.update(canonical_json(list(row)).encode())
        running.update(b"\n")
        count += 1
    return count, running.hexdigest()


def _binary(connection: Connection, keys: list[sa.Column[Any]]) -> list[Any]:
    """Order text keys by their bytes: databases differ in how they sort words."""
    if connection.dialect.name == "sqlite":
        return list(keys)
    return [sa.collate(key, "C") if isinstance(key.type, sa.String) else key for key in keys]


def _copy(reading: Connection, writing: Connection, table: sa.Table) -> None:
    order = list(table.primary_key.columns)
    rows = reading.execution_options(yield_per=CHUNK).execute(sa.select(table).order_by(*order))
    for part in rows.mappings().partitions(CHUNK):
        writing.execute(sa.insert(table), [dict(row) for row in part])


def _require_empty(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise Refusal.because("not_empty", "The target already holds data; give an empty database.")


def _set_sequences(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.c.get("id")
        if column is None or column.autoincrement is False:
            continue
        name = connection.execute(sa.select(sa.func.pg_get_serial_sequence(table.name, "id"))).scalar()
        if name:
            top = connection.execute(sa.select(sa.func.max(column))).scalar()
            connection.execute(sa.select(sa.func.setval(name, top or 1, top is not None)))


def _compare(reading: Connection, writing: Connection) -> dict[str, Any]:
    tables, different = {}, []
    for table in metadata.sorted_tables:
        ours, theirs = table_digest(reading, table), table_digest(writing, table)
        tables[table.name] = {"rows": ours[0], "digest": ours[1]}
        if ours != theirs:
            different.append(table.name)
    if different:
        raise Refusal.because(
            "unequal", "These tables differ after the copy: %(names)s.", names=", ".join(different)
        )
    return {"tables": tables, "rows": sum(one["rows"] for one in tables.values()), "equal": True}
