"""Triggers that keep history: append-only tables refuse UPDATE and DELETE on both databases."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection


def append_only(connection: Connection, *tables: str) -> None:
    """Make tables append-only."""
    for name in tables:
        for statement in _create(connection.dialect.name, name):
            connection.execute(sa.text(statement))


def drop_append_only(connection: Connection, *tables: str) -> None:
    """Take the triggers away again."""
    for name in tables:
        for verb in ("update", "delete"):
            on = f" ON {name}" if connection.dialect.name == "postgresql" else ""
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {name}_no_{verb}{on}"))
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("DROP FUNCTION IF EXISTS refuse_change()"))


def _create(dialect: str, name: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    refuse = (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
    )
    triggers = [
        f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for verb in ("UPDATE", "DELETE")
    ]
    return [refuse, *triggers]
