"""A whole SQLite database moves to PostgreSQL with equal digests, and the product goes on there."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.services import records
from bondlife.settings import Settings
from bondlife.transfer import transfer
from bondlife.verify import verify
from models.registry import metadata
from tests.database import people_of
from tests.storage.test_acts import form


@pytest.fixture
def empty_postgres(postgres_db: Database) -> Database:
    with postgres_db.connection(write=True) as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    return postgres_db


def test_every_table_arrives_with_its_digest(db: Database, empty_postgres: Database, tmp_path: Path) -> None:
    officer = people_of(db)["officer"]
    records.create(db, officer, "project", form())
    report = transfer(db, empty_postgres)
    assert report["equal"]
    assert set(report["tables"]) == {table.name for table in metadata.sorted_tables}
    assert report["rows"] > 10_000
    made = records.create(empty_postgres, people_of(empty_postgres)["officer"], "project", form("P-2"))
    assert made["version"] == 1
    assert verify(empty_postgres, Settings(data_dir=tmp_path))["ok"]


def test_a_target_with_data_is_refused(db: Database, postgres_db: Database) -> None:
    with pytest.raises(Refusal, match="already holds data"):
        transfer(db, postgres_db)
