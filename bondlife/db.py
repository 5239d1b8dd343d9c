"""The database: engines, sessions, pragmas, and the only raw SQL of the house."""

import math
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, orm
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql import util as sql_util
from sqlmodel import Session

from bondlife.errors import Unavailable
from bondlife.migrations.guards import APPLICATION_ROLE
from bondlife.prepared import Prepared, prepared
from bondlife.security.actor import EVERYWHERE, Actor, Reach
from bondlife.store_trouble import BUSY, TOO_LONG
from models.canonical import are_encoded
from models.columns import Cents, are_cents
from models.registry import metadata

LOWEST_SQLITE = (3, 51, 3)
"""First SQLite without the WAL-reset fault."""

BUSY_SECONDS = 10
"""How long a writer waits for its turn."""
READ_SECONDS = 30
"""How long one reading may last: while it does, SQLite's log keeps everything written meanwhile."""
LONG_LOG = 16 << 20
"""From this length on, in bytes, the log is begun anew at once; SQLite alone waits until nobody reads."""
ROOM_OF_LOG = 256 << 20
"""So much room, in bytes, the file of the log may keep: giving room back can take longer than writing it."""
PAGE = 4096
"""Bytes of a page of SQLite."""
Build = Callable[[], Any]
Values = Mapping[str, Any]
Told = list[tuple[Any, ...]]
"""How a statement is built, the values of its parameters, and what it told."""
_ROOM = {"cached_statements": 1000}
"""So many statements a connection of SQLite keeps ready: a page asks fifty, and there are many pages."""

_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": str(BUSY_SECONDS * 1000),
    "trusted_schema": "OFF",
    "temp_store": "MEMORY",
    "cache_size": "-32768",
    "journal_size_limit": str(ROOM_OF_LOG),
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the start-up check: what was found, what is wanted, whether it will do."""

    name: str
    found: str
    wanted: str
    ok: bool


class Database:
    """One database with a reading and a writing side that share a pool.

    On PostgreSQL the application's sessions run under a role behind row security; ``owner`` is the door of
    migrations, verify, backup and transfer, which see everything.
    """

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.name = str(self.url)
        if self.is_sqlite:
            self.engine = self.owner = _sqlite_engine(self.url)
        else:
            self.engine = _postgres_engine(self.url, APPLICATION_ROLE)
            self.owner = _postgres_engine(self.url)
        self._writing = self.engine.execution_options(bondlife_write=True)
        self._writer = Lock()
        self._log = Path(f"{self.url.database}-wal") if self.is_sqlite else None
        self._log_tried = 0.0

    @property
    def is_sqlite(self) -> bool:
        """Tell which of the two databases this is."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self, *, patient: bool = False) -> Iterator[Session]:
        """Open a session that only reads, for a while; ``patient`` is for proofs of the whole database."""
        with ReadSession(self.engine, expire_on_commit=False, autoflush=False) as session:
            if not patient:
                session.info["until"] = time.monotonic() + READ_SECONDS
            session.info["only_reads"] = self.name
            session.info["store"] = self
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session that holds the write lock from its first statement on SQLite.

        Threads of one process come in turn: SQLite's own waiting is a lottery that somebody loses.
        """
        with self._turn():
            with ReadSession(self._writing, expire_on_commit=False, autoflush=False) as session:
                session.info["store"] = self
                yield session
            self._keep_log_short()

    def _keep_log_short(self) -> None:
        """Write a long log back and begin it anew, unless somebody reads what it holds; once a second.

        Its file keeps its size and is written over; a length is what was written since it was last begun.
        """
        now = time.monotonic()
        if self._log is None or now - self._log_tried < 1 or not self._log.exists():
            return
        if self._log.stat().st_size < LONG_LOG:
            return
        self._log_tried = now
        with closing(self.engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
            if log_length(cursor) < LONG_LOG:
                return
            cursor.execute("PRAGMA busy_timeout=100")
            cursor.execute("PRAGMA wal_checkpoint(RESTART)")
            cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        if not self._writer.acquire(timeout=BUSY_SECONDS):
            raise Unavailable(BUSY)
        try:
            yield
        finally:
            self._writer.release()

    @contextmanager
    def connection(self, *, write: bool = False) -> Iterator[Connection]:
        """Open a bare connection in a transaction: for migrations, verify, backup and transfer."""
        with self.owner.execution_options(bondlife_write=write).begin() as connection:
            if not self.is_sqlite:
                connection.execute(_hold(EVERYWHERE))
            yield connection

    def rows(self, actor: Actor | None, key: Hashable, build: Build, values: Values) -> Told:
        """Run an already scoped select of plain columns for an actor; return the driver's own tuples.

        The fast path of hot reads: compiled once per ``key``, which must name everything the shape of the
        select depends on, the grants of the actor included; ``values`` fill its named parameters. One
        statement sees one moment, so no session is opened. Dates come as each driver gives them.
        """
        raw = self.engine.raw_connection()
        try:
            if not self.is_sqlite:
                _hold_raw(raw, actor)
            return _fetched(raw, self.engine.dialect, prepared(self.engine.dialect, key, build), values)
        finally:
            raw.close()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
        self.owner.dispose()

    def check(self) -> tuple[CheckLine, ...]:
        """Judge the settings that durability and the fence between regions rest on."""
        with self.owner.connect() as connection:
            return tuple(_check_sqlite(connection) if self.is_sqlite else _check_postgres(connection))


def log_length(cursor: Any) -> int:
    """Return how much of the log, in bytes, was written since it was last begun."""
    _is_busy, pages, _written_back = cursor.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    return int(pages) * PAGE


def quick_rows(session: Session, actor: Actor | None, key: Hashable, build: Build, values: Values) -> Told:
    """Ask the driver for an already scoped select of plain columns, in a session, compiled once a ``key``."""
    raw, dialect = _driver(session, actor)
    return _fetched(raw, dialect, prepared(dialect, key, build), values)


def told_rows(session: Session, actor: Actor | None, key: Hashable, build: Build, values: Values) -> Told:
    """Run what ``quick_rows`` does, with values of every column and parameter as their types say."""
    return _told(*_driver(session, actor), key, build, values)


def told_by(connection: Connection, key: Hashable, build: Build, values: Values) -> Told:
    """Run what ``told_rows`` does on a bare connection, which sees everything."""
    return _told(connection.connection, connection.dialect, key, build, values)


def _told(raw: Any, dialect: sa.Dialect, key: Hashable, build: Build, values: Values) -> Told:
    hot = prepared(dialect, key, build)
    return hot.told(_fetched(raw, dialect, hot, hot.bound(values)))


def _driver(session: Session, actor: Actor | None) -> tuple[Any, sa.Dialect]:
    """Return the driver's connection of a session's transaction; one that only reads looks it up once."""
    stand(session, actor)
    held: tuple[Any, sa.Dialect] | None = session.info.get("driver")
    if held is None:
        connection = session.connection()
        held = connection.connection, connection.dialect
        if "only_reads" in session.info:
            session.info["driver"] = held
    return held


class ReadSession(Session):
    """A session that refuses reads of scoped rows without a scope."""


class UnscopedReadError(RuntimeError):
    """A query on scoped rows that names no actor: a fault of the program, found before it leaks."""


SCOPED = frozenset(
    one.name for one in metadata.sorted_tables if {"public_id", "region_id", "unit_id"} <= set(one.c.keys())
)
"""Every table of scoped rows: they stand behind row security on PostgreSQL."""


@event.listens_for(ReadSession, "do_orm_execute")
def _require_scope(state: ORMExecuteState) -> None:
    if time.monotonic() > state.session.info.get("until", math.inf):
        raise Unavailable(TOO_LONG)
    scope = state.execution_options.get("scoped")
    if scope is None and state.is_select and not (state.is_relationship_load or state.is_column_load):
        _refuse_scoped_tables(state.statement)
        return
    stand(state.session, scope if isinstance(scope, Actor) else None)


def _refuse_scoped_tables(statement: Any) -> None:
    for one in sql_util.find_tables(
        statement, include_selects=True, include_joins=True, include_aliases=True, include_crud=True
    ):
        if getattr(one, "name", "") in SCOPED:
            message = f"a read of {one.name} goes through scoped()"
            raise UnscopedReadError(message)


def stand(session: orm.Session, actor: Actor | None) -> None:
    """Tell PostgreSQL, for this transaction alone, for whom rows are read; None: no person is the measure.

    Rows reached from one already allowed (its bond, the other shares of a limit) and what an act writes are
    judged by the act: a sum over half of the shares would be a wrong figure, not a safe one.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    reach = actor.reach if actor is not None else EVERYWHERE
    connection = session.connection()
    if session.info.get("reach") != reach:
        connection.execute(_hold(reach))
        session.info["reach"] = reach


def _hold(reach: Reach) -> sa.Select[Any]:
    return sa.select(
        sa.func.set_config("bondlife.regions", reach.regions, sa.true()),
        sa.func.set_config("bondlife.issuers", reach.issuers, sa.true()),
    )


@event.listens_for(ReadSession, "before_flush")
def _write_as_the_act(session: Session, *_: Any) -> None:
    stand(session, None)


@event.listens_for(ReadSession, "after_begin")
@event.listens_for(ReadSession, "after_soft_rollback")
@event.listens_for(ReadSession, "after_transaction_end")
def _forget(session: Session, *_: Any) -> None:
    for name in ("reach", "driver"):
        session.info.pop(name, None)


def _sqlite_engine(url: sa.URL) -> Engine:
    import pysqlite3.dbapi2 as driver  # type: ignore[import-untyped]

    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, module=driver, pool_size=20, max_overflow=20, pool_use_lifo=True, connect_args=_ROOM
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for name, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("bondlife_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _postgres_engine(url: sa.URL, role: str = "") -> Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET TIME ZONE 'UTC'")
            cursor.execute("SET lock_timeout = '10s'")
            if role:
                cursor.execute(f"SET ROLE {role}")
        connection.commit()

    return engine


def _check_sqlite(connection: Connection) -> Iterator[CheckLine]:
    version = str(connection.exec_driver_sql("SELECT sqlite_version()").scalar())
    fit = tuple(int(part) for part in version.split(".")) >= LOWEST_SQLITE
    yield CheckLine("sqlite", version, ">= " + ".".join(map(str, LOWEST_SQLITE)), fit)
    for name, wanted in (("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")):
        found = str(connection.exec_driver_sql(f"PRAGMA {name}").scalar())
        yield CheckLine(name, found, wanted, found == wanted)


def _check_postgres(connection: Connection) -> Iterator[CheckLine]:
    version = str(connection.exec_driver_sql("SHOW server_version").scalar())
    yield CheckLine(
        "postgresql", version, ">= 14", int(version.split(".", maxsplit=1)[0].split(maxsplit=1)[0]) >= 14
    )
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        found = str(connection.exec_driver_sql(f"SHOW {name}").scalar())
        yield CheckLine(name, found, "on", found == "on")
    yield _check_fence(connection)


def _check_fence(connection: Connection) -> CheckLine:
    """Say how many tables of scoped rows stand open, and whether the application's role is a plain one."""
    catalog = sa.table("pg_class", sa.column("relname"), sa.column("relkind"), sa.column("relrowsecurity"))
    roles = sa.table("pg_roles", *map(sa.column, ("rolname", "rolsuper", "rolbypassrls")))
    unfenced = sa.select(sa.func.count()).where(
        catalog.c.relname.in_(sorted(SCOPED)), catalog.c.relkind == "r", sa.not_(catalog.c.relrowsecurity)
    )
    mighty = sa.select(sa.func.count()).where(
        roles.c.rolname == APPLICATION_ROLE, sa.or_(roles.c.rolsuper, roles.c.rolbypassrls)
    )
    faults = connection.execute(unfenced).scalar_one() + connection.execute(mighty).scalar_one()
    return CheckLine("row_security", f"{faults} gaps", "0 gaps", faults == 0)


def _hold_raw(raw: Any, actor: Actor | None) -> None:
    """Tell PostgreSQL for whom the one statement of this connection's transaction reads."""
    reach = actor.reach if actor is not None else EVERYWHERE
    with raw.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('bondlife.regions', %s, true), set_config('bondlife.issuers', %s, true)",
            (reach.regions, reach.issuers),
        )


def _fetched(raw: Any, dialect: sa.Dialect, hot: Prepared, values: Mapping[str, Any]) -> list[Any]:
    cursor = raw.cursor()
    try:
        cursor.execute(hot.text, hot.parameters(values))
        return list(cursor.fetchall())
    except dialect.loaded_dbapi.Error as error:
        raise sa.exc.DBAPIError("a hot read", None, error) from error
    finally:
        cursor.close()


FEW_ROWS = 50
"""Up to here the general way is quick enough."""


def insert_rows(session: Session, table: sa.Table, values: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows of one table in one statement; every row names the same columns."""
    if not values:
        return
    stand(session, None)
    given = values[0].keys()
    if len(values) <= FEW_ROWS or any(c.default is not None and c.key not in given for c in table.c):
        session.connection().execute(sa.insert(table), values)
        return
    dialect = session.get_bind().dialect
    cells = {name: bound(dialect, table.c[name], [row[name] for row in values]) for name in given}
    insert_columns(session, table, cells, {})


def insert_columns(
    session: Session, table: sa.Table, varying: Mapping[str, Sequence[Any]], shared: Mapping[str, Any]
) -> None:
    """Insert many rows given by columns of bound values: those that differ, and those all rows share."""
    stand(session, None)
    connection = session.connection()
    statement = _insert_statement(connection, table, (*varying, *shared), _in_bytes(varying, shared))
    names = statement.order or (*varying, *shared)
    cells = [varying[name] if name in varying else repeat(shared[name]) for name in names]
    rows: list[Any] = list(zip(*cells, strict=False))
    if statement.order is None:
        rows = [dict(zip(names, row, strict=True)) for row in rows]
    connection.exec_driver_sql(statement.text, rows)


def _in_bytes(varying: Mapping[str, Sequence[Any]], shared: Mapping[str, Any]) -> frozenset[str]:
    """Return the columns whose text comes encoded: SQLite stores the bytes as they are."""
    firsts = {**shared, **{name: column[0] for name, column in varying.items() if len(column)}}
    return frozenset(name for name, value in firsts.items() if type(value) is bytes)


def _insert_statement(
    connection: Connection, table: sa.Table, names: tuple[str, ...], encoded: frozenset[str]
) -> Prepared:
    def build() -> Any:
        return sa.insert(table).values({name: _parameter(name, name in encoded) for name in names})

    return prepared(connection.dialect, ("insert", table.name, names, encoded), build)


def _parameter(name: str, is_encoded: bool) -> sa.ColumnElement[Any]:
    given: sa.BindParameter[Any] = sa.bindparam(name)
    return sa.cast(given, sa.Text) if is_encoded else given


def bound(dialect: sa.Dialect, column: sa.Column[Any], values: Sequence[Any]) -> Sequence[Any]:
    """Turn the values of one column into what the driver takes; one that many rows share is bound once."""
    if are_encoded(values):
        return [one.data if dialect.name == "sqlite" else one.text for one in values]
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    if bind is None or (isinstance(column.type, Cents) and are_cents(values)):
        return values
    done = {id(value): bind(value) for value in {id(value): value for value in values}.values()}
    return [done[id(value)] for value in values]


def upsert_add(session: Session, table: sa.Table, keys: Mapping[str, Any], column: str, amount: int) -> None:
    """Add an amount to one cell of a table, making its row if there is none."""
    connection = session.connection()
    statement = _upsert(connection.dialect.name, table, tuple(keys), column)
    connection.execute(statement, {**keys, column: amount})


@cache
def _upsert(dialect: str, table: sa.Table, keys: tuple[str, ...], column: str) -> Any:
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    statement = insert(table)
    return statement.on_conflict_do_update(
        index_elements=list(keys), set_={column: table.c[column] + statement.excluded[column]}
    )


def next_ids(session: Session, table: sa.Table, count: int) -> range:
    """Reserve a run of keys for rows inserted in bulk, inside the writing transaction."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        top = connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0))).scalar_one()
        return range(top + 1, top + 1 + count)
    sequence = f"{table.name}_id_seq"
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": sequence})
    last = connection.execute(
        sa.text(f"SELECT setval('{sequence}', nextval('{sequence}') + :count - 1)"),
        {"count": count},
    ).scalar_one()
    return range(last - count + 1, last + 1)


def hold_name(session: Session, name: str) -> None:
    """Let one transaction at a time go on under a name; on SQLite the writing transaction is alone anyway."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(
            sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
        )


def chunks(values: Sequence[Any], size: int = 500) -> Iterable[Sequence[Any]]:
    """Cut a sequence into pieces that fit one statement."""
    return (values[start : start + size] for start in range(0, len(values), size))
