"""Databases for tests: one template a session, one copy a test, on SQLite and on PostgreSQL."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.demo.accounts import add_people
from bondlife.demo.people import PEOPLE
from bondlife.security.actor import Actor
from bondlife.security.authenticate import actor_of
from bondlife.services.seeding import prepare
from bondlife.settings import settings

People = Mapping[str, Actor]


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hash cheaply: tests are about what passwords do, not how long they take."""
    settings().argon2_cheap = True
    yield
    settings().argon2_cheap = False


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated and seeded SQLite file for all processes of a run: the first that asks makes it."""
    base = tmp_path_factory.getbasetemp()
    path = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "template.db"
    with path.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not path.exists():
            _make(path)
    return path


def _make(path: Path) -> None:
    making = path.with_suffix(".making")
    for left in (making, Path(f"{making}-wal"), Path(f"{making}-shm")):
        left.unlink(missing_ok=True)
    db = Database(f"sqlite:///{making}")
    fill(db)
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    making.rename(path)


@pytest.fixture
def db(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """Return a fresh seeded SQLite database."""
    path = tmp_path / "bondlife.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Any) -> sa.URL:
    """Make one migrated and seeded PostgreSQL database to copy from."""
    url = sa.make_url(postgres_server.get_uri()).set(drivername="postgresql+psycopg")
    template = url.set(database="bondlife_template")
    _administer(url, "CREATE DATABASE bondlife_template")
    database = Database(template.render_as_string(hide_password=False))
    fill(database)
    database.close()
    return template


@pytest.fixture
def postgres_db(postgres_template: sa.URL) -> Iterator[Database]:
    """Return a fresh seeded PostgreSQL database."""
    yield from _copied_postgres(postgres_template)


def empty_postgres(template: sa.URL) -> Iterator[Database]:
    """Open a PostgreSQL database without anything in it, beside the template."""
    yield from _copied_postgres(template, source="template0")


def _copied_postgres(template: sa.URL, source: str = "bondlife_template") -> Iterator[Database]:
    name = f"t_{uuid4().hex}"
    home = template.set(database="postgres")
    _administer(home, f"CREATE DATABASE {name} TEMPLATE {source}")
    database = Database(template.set(database=name).render_as_string(hide_password=False))
    yield database
    database.close()
    _administer(home, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_db(request: pytest.FixtureRequest) -> Database:
    """Return a fresh database of each kind in turn."""
    found: Database = request.getfixturevalue("db" if request.param == "sqlite" else "postgres_db")
    return found


@contextmanager
def copied_database(request: pytest.FixtureRequest, kind: str, folder: Path) -> Iterator[Database]:
    """Open a fresh seeded database that lives longer than one test: for fixtures of a module."""
    if kind == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / "bondlife.db")
        database = Database(f"sqlite:///{folder / 'bondlife.db'}")
        yield database
        database.close()
        return
    yield from _copied_postgres(request.getfixturevalue("postgres_template"))


@pytest.fixture
def people(db: Database) -> People:
    """Return the actors of the demo accounts in ``db``."""
    return people_of(db)


def people_of(db: Database) -> People:
    """Return the actors of the demo accounts of a database."""
    return {person.account: actor_of(db, person.account) for person in PEOPLE}


def fill(db: Database) -> None:
    """Bring an empty database to life, with the people of the demo."""
    prepare(db)
    add_people(db)


def _administer(url: sa.URL, statement: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
