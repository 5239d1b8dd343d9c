"""One migration set: models and schema agree on both databases, whole or not at all."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from bondlife import migrate
from bondlife.db import Database
from bondlife.errors import Refusal
from models.registry import metadata


def test_models_and_schema_agree(any_db: Database) -> None:
    with any_db.connection() as connection:
        assert migrate.differences(connection) == []
        assert migrate.current(connection) == migrate.latest()


def test_every_check_of_the_models_is_in_the_schema(any_db: Database) -> None:
    inspector = sa.inspect(any_db.engine)
    for table in metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if isinstance(c, sa.CheckConstraint) and c.name}
        found = {str(check["name"]) for check in inspector.get_check_constraints(table.name)}
        assert wanted <= found, table.name


def test_history_tables_have_their_triggers(any_db: Database) -> None:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if any_db.is_sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with any_db.connection() as connection:
        found = set(connection.execute(sa.text(query)).scalars())
    for table in ("audit_record", "row_version", "ledger_entry", "posting", "state_move"):
        assert {f"{table}_no_update", f"{table}_no_delete"} <= found


def test_a_migration_that_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = Database(f"sqlite:///{tmp_path / 'half.db'}")
    from bondlife.migrations import guards

    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(guards, "_create", fail)
    with pytest.raises(RuntimeError):
        migrate.upgrade(db)
    assert sa.inspect(db.engine).get_table_names() == []
    monkeypatch.undo()
    assert migrate.upgrade(db) == ("", migrate.latest())


def test_a_database_of_a_newer_release_is_refused(any_db: Database) -> None:
    with any_db.connection(write=True) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refusal, match="newer release"):
        migrate.upgrade(any_db)


def test_up_and_down_and_up_again(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'round.db'}")
    migrate.upgrade(db)
    before = _schema(db)
    migrate.downgrade(db, "base")
    assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(db)
    assert _schema(db) == before


def _schema(db: Database) -> list[str]:
    with db.connection() as connection:
        found = connection.execute(
            sa.text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        )
        return [_told(re.sub(r"\s+", " ", text)) for text in found.scalars()]


def _told(text: str) -> str:
    """Return a table's text with its constraints in order: a rebuilt table names them in any."""
    columns, *constraints = text.rstrip(" )").split(", CONSTRAINT ")
    return ", CONSTRAINT ".join([columns, *sorted(constraints)])
