"""A8: a migration killed before any of its statements leaves the old schema whole; the next one runs.

Every step is looked at from outside, with the files a kill would leave; real kills are tried at every n-th
statement and before the commit. The full ring kills before each.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife import migrate
from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.services.seeding import prepare
from bondlife.settings import Settings
from bondlife.verify import verify
from models.base import columns
from models.registry import RowVersion
from tests.database import empty_postgres
from tests.faults.counting import say
from tests.faults.migration_kills import Onlooker, look
from tests.faults.pair import at_once
from tests.requirements import PROJECT

GATE_EVERY, FULL_EVERY = 211, 1
FILLED_EVERY = {"sqlite": 5, "postgresql": 17}
"""PostgreSQL has the fence to raise again as well: ten times the statements."""

LATER = '''"""A later release: a filled column, a rebuilt table, an index, a new table."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("note", sa.Text()))
    with op.batch_alter_table("organisation", recreate="auto") as batch:
        batch.add_column(sa.Column("later_code", sa.String(length=40), nullable=False, server_default=""))
    op.execute("UPDATE organisation SET later_code = name")
    with op.batch_alter_table("holiday", recreate="always") as batch:
        batch.alter_column("name", type_=sa.String(length=200), existing_nullable=False)
    op.create_index("ix_organisation_later_code", "organisation", ["later_code"])
    op.execute("INSERT INTO later (id, note) SELECT id, name FROM organisation")
'''


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Return a database without anything in it, of each kind in turn."""
    if request.param == "postgres":
        yield from empty_postgres(request.getfixturevalue("postgres_template"))
        return
    db = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    yield db
    db.close()


def kill_all_the_way(db: Database, scripts: Path, every: int) -> dict[str, Any]:
    """Kill a migration at its statements, in processes of its own, and return the counts."""
    url = db.url.render_as_string(hide_password=False)
    db.engine.dispose()
    command = [sys.executable, "-m", "tests.faults.migration_kills", url, str(scripts), str(every)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=3_000)
    assert done.returncode == 0, done.stderr[-3_000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    name = db.url.get_backend_name()
    say(
        f"A8 {name}: looked at before {told['looked']} steps, files opened {told['files']}, "
        f"killed {told['tried']}, untouched {told['untouched']}, partial {told['partial']}"
    )
    return told


def later_release(folder: Path) -> Path:
    """Return the migrations of this release with one more."""
    scripts = folder / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9001_later.py").write_text(LATER.replace("{before}", migrate.latest()))
    return scripts


def digests(db: Database) -> list[tuple[Any, ...]]:
    version = columns(RowVersion)
    with db.reading() as session:
        statement = sa.select(version.table_name, version.row_id, version.version, version.digest)
        return [tuple(row) for row in session.execute(statement.order_by(*statement.selected_columns))]


def fresh(db: Database, every: int) -> None:
    told = kill_all_the_way(db, migrate.SCRIPTS, every)
    assert told["before"] == ["revision "]
    assert told["after"] == [f"revision {migrate.latest()}"]
    assert told["partial"] == 0
    assert told["tried"] == told["untouched"] > 3
    with db.connection() as connection:
        assert migrate.differences(connection) == []


def filled(db: Database, folder: Path, every: int) -> None:
    before = digests(db)
    told = kill_all_the_way(db, later_release(folder), every)
    assert told["before"] == [f"revision {migrate.latest()}"]
    assert told["after"] == ["revision 9001"]
    assert told["partial"] == 0
    assert told["tried"] == told["untouched"] > 3
    assert digests(db) == before
    report = verify(db, Settings(data_dir=folder))
    wrong = [one["id"] for one in report["checks"] if one["problems"]]
    assert set(wrong) <= {"schema"}, report
    with pytest.raises(Refusal):
        migrate.upgrade(db)


def test_the_onlooker_sees_what_is_committed_and_nothing_else(any_db: Database, tmp_path: Path) -> None:
    url = any_db.url.render_as_string(hide_password=False)
    (tmp_path / "left").mkdir()
    onlooker = Onlooker(url, look(url), tmp_path / "left")
    with closing(onlooker.db):
        with any_db.connection(write=True) as connection:
            connection.execute(sa.text("CREATE TABLE unexpected (id INTEGER)"))
            onlooker.look()
            assert onlooker.tally["partial"] == 0
        onlooker.look()
        assert onlooker.tally["partial"] > 0


def test_a_fresh_database(empty_db: Database) -> None:
    fresh(empty_db, GATE_EVERY)


def test_an_older_database_with_content(any_db: Database, tmp_path: Path) -> None:
    filled(any_db, tmp_path, FILLED_EVERY[any_db.url.get_backend_name()])


@pytest.mark.full
def test_servers_that_start_at_once_bring_a_database_up_once(empty_db: Database) -> None:
    url = empty_db.url.render_as_string(hide_password=False)

    def start() -> dict[str, Any]:
        with closing(Database(url)) as own:
            return prepare(own)

    told = at_once([start] * 3)
    assert sorted(one["from"] for one in told) == ["", migrate.latest(), migrate.latest()]
    for what in ("regions", "kinds", "rules"):
        *idle, busy = sorted(one[what] for one in told)
        assert idle == [0, 0], what
        assert busy > 0, what


@pytest.mark.full
@pytest.mark.timeout(3_600)
def test_every_statement_of_a_fresh_database(empty_db: Database) -> None:
    fresh(empty_db, FULL_EVERY)


@pytest.mark.full
@pytest.mark.timeout(3_600)
def test_every_statement_of_an_older_database(any_db: Database, tmp_path: Path) -> None:
    filled(any_db, tmp_path, FULL_EVERY)
