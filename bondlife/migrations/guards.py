"""Guards inside the database: history that cannot be changed, and a fence between regions on PostgreSQL."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

APPLICATION_ROLE = "bondlife_app"
"""Whom pages, programs and jobs run as on PostgreSQL: no owner of tables, no superuser."""
FOR_ALL = "(SELECT current_setting('bondlife.regions', true)) = 'all'"
LISTED = (
    "region_id = ANY ((SELECT string_to_array("
    "nullif(current_setting('{name}', true), 'all'), ',')::bigint[])::bigint[])"
)
OWN, ABOVE = LISTED.format(name="bondlife.regions"), LISTED.format(name="bondlife.issuers")
VISIBLE = {"bond": " OR ".join((FOR_ALL, OWN, ABOVE, "id IN (SELECT bond_id FROM bond_share)"))}
"""Tables whose rows more people see than those of their region: bonds of the governments above, bonds held."""


def append_only(connection: Connection, *tables: str) -> None:
    """Make tables append-only."""
    for name in tables:
        for statement in _create(connection.dialect.name, name):
            connection.execute(sa.text(statement))


def drop_append_only(connection: Connection, *tables: str) -> None:
    """Take the triggers away again; the function they call stays for other tables."""
    for name in tables:
        for verb in ("update", "delete"):
            on = f" ON {name}" if connection.dialect.name == "postgresql" else ""
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {name}_no_{verb}{on}"))


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


def fence(connection: Connection, tables: Iterable[str]) -> None:
    """Put tables behind row security and let the application in by its role; safe to repeat.

    Without a region told to the transaction a table shows no row at all. Rows are told apart by region; what
    a role may do inside its regions is asked by the application.
    """
    _make_role(connection)
    here = set(sa.inspect(connection).get_table_names())
    for name in sorted(here & set(tables)):
        seen = VISIBLE.get(name, f"{FOR_ALL} OR {OWN}")
        connection.execute(sa.text(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"))
        connection.execute(sa.text(f"DROP POLICY IF EXISTS regions ON {name}"))
        rule = f"CREATE POLICY regions ON {name} USING ({seen}) WITH CHECK ({FOR_ALL} OR {OWN})"
        connection.execute(sa.text(rule))


def _make_role(connection: Connection) -> None:
    """Make the role if the cluster has none; two databases may be made at the same time."""
    role = APPLICATION_ROLE
    make = f"CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS"
    again = "WHEN duplicate_object OR unique_violation THEN NULL"
    allowed = (
        f"GRANT {role} TO CURRENT_USER",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}",
    )
    known = sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    if connection.execute(known, {"role": role}).first() is None:
        connection.execute(sa.text(f"DO $$ BEGIN {make}; EXCEPTION {again}; END $$"))
    for statement in allowed:
        connection.execute(sa.text(statement))
