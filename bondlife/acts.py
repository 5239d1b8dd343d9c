"""The one write path: an act is one transaction with its row versions and its link in the audit chain.

    answer = perform(db, actor, "project.create", work, key=form_key, request=form)

``work`` gets an Act, checks, changes rows through it and returns a JSON-ready answer. Commit happens here,
before anybody is told that it is done. A refusal is rolled back, then recorded in a transaction of its own.
"""

import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from bondlife import clock, locks
from bondlife.composed import Composed, Known, Version, Versions, compose_rows
from bondlife.db import (
    Database,
    bound,
    chunks,
    hold_name,
    insert_columns,
    next_ids,
    told_rows,
)
from bondlife.errors import Conflict, Forbidden, Invalid, Missing, Problem, Refusal, Unavailable, missing
from bondlife.seals import SEALS, register_text, sealed_texts
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.store_trouble import is_retryable, unavailable
from bondlife.wholeness import require_whole
from models.base import columns, kept, table
from models.canonical import canonical_json, digest, digest_lines
from models.lifecycle import Label
from models.periods import DATED
from models.registry import (
    AuditHead,
    AuditRecord,
    IdempotencyKey,
    LedgerEntry,
    Posting,
    RecordRow,
    Row,
    RowVersion,
    User,
)

RowT = TypeVar("RowT", bound=Row)


Work = Callable[["Act"], Any]
ATTEMPTS = 5
BULK = 2000
"""Rows written at once; more would only take memory."""
GENESIS = digest("bondlife")
ONCE = Label("a step is taken once and booked once, 会计法", "每一环节只办理一次、记账只记一次，会计法")
"""A rule of the house behind every act, as refusals cite it."""


def row_data(row: Row) -> dict[str, Any]:
    """Return every stored column of a row, by name."""
    names = (column.key for column in table(type(row)).columns)
    return kept({name: getattr(row, name) for name in names})


class Act:
    """One unit of work: the rows it touches, and what the audit record will say about it."""

    def __init__(self, session: Session, actor: Actor, name: str, business_date: date) -> None:
        self.session = session
        self.actor = actor
        self.name = name
        self.business_date = business_date
        self.now: datetime = clock.now()
        self.subject = ""
        self.region_id: int | None = None
        self.detail: dict[str, Any] = {}
        self._touched: dict[int, Row] = {}
        self._bulk: list[tuple[Composed, Known]] = []
        self._entries: list[tuple[LedgerEntry, Sequence[Posting]]] = []
        self._days: locks.Days = {}
        self._sealed: dict[type[SQLModel], set[int]] = defaultdict(set)
        self._registers: dict[type[SQLModel], None] = {}

    def about(self, row: Row, **detail: Any) -> None:
        """Name the record this act is about, for the audit record."""
        self.subject = f"{table(type(row)).name}/{row.public_id}"
        self.region_id = getattr(row, "region_id", self.region_id)
        self.detail.update(detail)

    def add(self, row: RowT) -> RowT:
        """Store a new row."""
        row.created_at = self.now
        row.version = 1
        self.session.add(row)
        self._touch(row)
        self._dated(row, type(row).model_fields)
        return row

    def change(self, row: RowT, **values: Any) -> RowT:
        """Change a row that was fetched for writing; its version rises once an act."""
        if all(getattr(row, name) == value for name, value in values.items()):
            return row
        if id(row) not in self._touched:
            row.version += 1
            self._touch(row)
        self._dated(row, values)
        for name, value in values.items():
            setattr(row, name, value)
        self._dated(row, values)
        return row

    def require_whole(self, *rows: Row) -> None:
        """Refuse to book on rows that were changed past the product; those this act has changed are its own.

        Raises:
            Blocked: with each row that is not what its history says.
        """
        require_whole(self.session, [row for row in rows if id(row) not in self._touched])

    def _touch(self, row: Row) -> None:
        """Keep what this act writes; its session knows of which tables: nothing kept answers for those."""
        self._touched[id(row)] = row
        self.session.info.setdefault("touched", set()).add(type(row))

    def _dated(self, row: Row, changed: Iterable[str]) -> None:
        """Keep the months a change of these columns touches: none of them may be locked in the end."""
        name, region_id = table(type(row)).name, getattr(row, "region_id", None)
        self._days.update(locks.touched(name, region_id, row.__dict__, changed))

    def end(self, row: RowT) -> RowT:
        """End a row; nothing is ever deleted."""
        return self.change(row, ended_at=self.now)

    def fetch(self, model: type[RowT], public_id: str, permission: str = "") -> RowT:
        """Return a row this actor may see, locked for writing; any other is missing."""
        statement = scoped(self.actor, model, permission=permission)
        statement = statement.where(columns(model).public_id == public_id)
        row: RowT | None = self.session.execute(statement.with_for_update()).scalar_one_or_none()
        if row is None:
            raise missing(table(model).name)
        return row

    def get(self, model: type[RowT], row_id: int | None) -> RowT:
        """Return a row by its inner key, locked for writing: for rows reached from one already allowed."""
        statement = sa.select(model).where(columns(model).id == row_id).execution_options(scoped=True)
        row: RowT = self.session.execute(statement.with_for_update()).scalar_one()
        return row

    def find(self, model: type[RowT], *conditions: Any) -> list[RowT]:
        """Return rows by conditions, locked for writing: for rows reached from one already allowed."""
        statement = sa.select(model).where(*conditions).execution_options(scoped=True).with_for_update()
        return list(self.session.execute(statement).scalars())

    def post(self, entry: LedgerEntry, postings: Sequence[Posting]) -> None:
        """Keep a ledger entry for the end of the act, when its number is known."""
        self._entries.append((entry, postings))

    def seal(self, rows: type[SQLModel], key: int) -> None:
        """Cover rows that are written once by a seal at the end of the act."""
        self._sealed[rows].add(key)

    def seal_register(self, model: type[SQLModel]) -> None:
        """Cover a small table without versions by a seal of the whole at the end of the act."""
        self._registers[model] = None

    def insert_many(self, model: type[Row], values: Sequence[Mapping[str, Any]]) -> range:
        """Store new rows of one table at once, each with its version; returns their keys."""
        if not values:
            return range(0)
        name = table(model).name
        for row in values if name in DATED else ():
            self._days.update(locks.touched(name, row["region_id"], row, row))
        return self.insert(compose_rows(self.session.get_bind().dialect, model, values))

    def insert(self, rows: Composed, of: Sequence[int] = ()) -> range:
        """Store rows composed before, each with its version; ``of`` are the keys of what each is about.

        Rows of tables whose dates belong to a period come by ``insert_many``, which asks for locked months.
        """
        ids = next_ids(self.session, rows.target, len(rows.texts))
        known = Known(ids, self.now, self.business_date, of)
        insert_columns(self.session, rows.target, *rows.cells(known))
        self._bulk.append((rows, known))
        return ids

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Try a part of the act: a refusal inside leaves nothing of it, and the act may go on."""
        self.session.flush()
        touched, bulk, entries = dict(self._touched), len(self._bulk), len(self._entries)
        days = dict(self._days)
        sealed = {rows: set(keys) for rows, keys in self._sealed.items()}
        savepoint = self.session.begin_nested()
        try:
            yield
            self.session.flush()
        except BaseException:
            savepoint.rollback()
            self._touched, self._sealed = touched, defaultdict(set, sealed)
            self._days = days
            del self._bulk[bulk:], self._entries[entries:]
            raise
        savepoint.commit()

    def flush(self) -> None:
        """Send what is pending, so that new rows have their keys."""
        self.session.flush()

    def require_version(self, row: Row, version: int) -> None:
        """Refuse a form that was opened before somebody else saved."""
        if row.version != version:
            problem = Problem("stale", "Somebody saved this record after you opened it.", "version", law=ONCE)
            raise Conflict(problem, theirs=row_data(row))

    def require_open(self, region_id: int, on: date | None = None) -> None:
        """Refuse an act dated in a locked month."""
        locks.require_open(self.session, {(region_id, f"{on or self.business_date:%Y-%m}"): "date"})

    def _require_months(self) -> None:
        """Refuse an act that touches a locked month: by a date it writes, or by a record it moves today."""
        today = f"{self.business_date:%Y-%m}"
        moved = {row.region_id for row in self._touched.values() if isinstance(row, RecordRow)}
        locks.require_open(
            self.session, {**dict.fromkeys(((one, today) for one in moved), "date"), **self._days}
        )

    def _write_versions(self, number: int) -> list[str]:
        """Store the versions of all rows of this act; return their lines in its root."""
        target = table(RowVersion)
        dialect = self.session.get_bind().dialect
        known_at = bound(dialect, target.c.known_at, [self.now])[0]
        shared = {"act": number, "known_at": known_at, "author_id": self.actor.user_id}
        lines: list[str] = []
        for versions in self._versions():
            insert_columns(self.session, target, versions._asdict(), shared)
            lines.extend(
                map(version_line, versions.table_name, versions.row_id, versions.version, versions.digest)
            )
        return lines

    def _versions(self) -> Iterator[Versions]:
        """Give all versions of this act in runs that fit one statement."""
        touched = [_version(table(type(row)).name, row_data(row)) for row in self._touched.values()]
        for some in chunks([*touched, *self._seals()], BULK):
            yield Versions(*zip(*some, strict=True))
        for rows, known in self._bulk:
            yield rows.versions(known)

    def _write_entries(self, number: int) -> None:
        for entry, postings in self._entries:
            entry.act = number
            self.session.add(entry)
            self.session.flush()
            assert entry.id is not None
            for posting in postings:
                posting.entry_id = entry.id
                self.session.add(posting)
            self.seal(Posting, entry.id)
        self.session.flush()

    def _seals(self) -> Iterator[Version]:
        """Give the versions of what was written once, as the tables now hold it."""
        for rows, keys in self._sealed.items():
            seal = SEALS[rows]
            for key, text in sealed_texts(self.session.connection().execute, seal, sorted(keys)):
                yield Version(seal.name, key, 1, text, digest(text))
        for model in self._registers:
            yield self._register_seal(model)

    def _register_seal(self, model: type[SQLModel]) -> Version:
        version, name = columns(RowVersion), table(model).name
        last = sa.select(sa.func.max(version.version)).where(version.table_name == name, version.row_id == 0)
        number = (self.session.execute(last).scalar_one() or 0) + 1
        text = register_text(self.session.connection().execute, model)
        return Version(name, 0, number, text, digest(text))

    def finish(self, outcome: str = "done") -> None:
        """Write the row versions and the audit record; the caller commits."""
        self.session.flush()
        head = _lock_head(self.session)
        self._require_months()  # only now: a month may have been closed by the act that held the head before
        self._write_entries(head.seq + 1)
        _append(self, head, outcome, self._write_versions(head.seq + 1))
        self.session.flush()


def perform(
    db: Database,
    actor: Actor,
    name: str,
    work: Work,
    *,
    key: str = "",
    request: Any = None,
    business_date: date | None = None,
) -> Any:
    """Carry out one act in one transaction and return its answer; the same key gives the same answer."""
    asked = digest(canonical_json([name, request])) if key else ""
    for attempt in range(ATTEMPTS):
        try:
            with db.writing() as session:
                act = Act(session, actor, name, business_date or clock.business_date())
                return _once(act, work, key, asked)
        except Unavailable:
            raise
        except Refusal as refusal:
            record_refusal(db, actor, name, refusal)
            raise
        except sa.exc.IntegrityError as error:
            broken = _integrity_refusal(error)
            record_refusal(db, actor, name, broken)
            raise broken from error
        except sa.exc.DBAPIError as error:
            if not is_retryable(error) or attempt == ATTEMPTS - 1:
                raise unavailable(error) from error
            time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))  # noqa: S311
    raise AssertionError


def record_refusal(db: Database, actor: Actor, name: str, refusal: Refusal) -> None:
    """Write down an attempt that was refused, after its rollback."""
    with db.writing() as session:
        act = Act(session, actor, name, clock.business_date())
        act.detail = {
            "code": refusal.code,
            "problems": [[p.code, p.field, p.text()[:300]] for p in refusal.problems[:20]],
        }
        act.finish("refused")
        session.commit()


def _once(act: Act, work: Work, key: str, asked: str) -> Any:
    if key:
        hold_name(act.session, key)
    _require_account(act)
    stored = act.session.get(IdempotencyKey, key) if key else None
    if stored is not None:
        return _replay(stored, act.actor, asked)
    answer = work(act)
    if key:
        answer = json.loads(canonical_json(answer))
        user = act.actor.user_id
        act.session.add(
            IdempotencyKey(key=key, user_id=user, act=act.name, request=asked, answer=answer, at=act.now)
        )
    act.finish()
    act.session.commit()
    return answer


def _require_account(act: Act) -> None:
    """Refuse a person whose account was closed after the door let them in; closing waits for acts begun."""
    user = columns(User)
    statement = sa.select(user.disabled).where(user.id == act.actor.user_id).with_for_update(read=True)
    if act.actor.user_id is not None and act.session.execute(statement).scalar_one_or_none():
        raise Forbidden.because("account_closed", "Your role does not allow this step.")


def _replay(stored: IdempotencyKey, actor: Actor, asked: str) -> Any:
    if stored.user_id != actor.user_id:
        raise Missing(Problem("not_found", "There is no such record.", "key"))
    if stored.request != asked:
        raise Invalid.because("key_reused", "This key was used for something else.", "key")
    return stored.answer


def _integrity_refusal(error: sa.exc.IntegrityError) -> Refusal:
    """Say a broken constraint without telling what other people's rows hold."""
    text = str(error.orig)
    if "UNIQUE" in text or "unique" in text:
        return Conflict(Problem("duplicate", "A record with this key already exists."))
    return Invalid(Problem("constraint", "The values contradict each other, so nothing was stored."))


class _Head(NamedTuple):
    """The last link of the audit chain."""

    seq: int
    hash: str


def _lock_head(session: Session) -> _Head:
    """Return the last link, held against every other act until this one ends."""
    found = told_rows(session, None, "audit head", lambda: _HEAD, {})
    if found:
        return _Head(*found[0])
    session.connection().execute(sa.insert(_HEADS), {"id": 1, "seq": 0, "hash": GENESIS})
    return _Head(0, GENESIS)


_RECORDS, _HEADS = table(AuditRecord), table(AuditHead)
_HEAD = sa.select(_HEADS.c.seq, _HEADS.c.hash).where(_HEADS.c.id == 1).with_for_update()
_APPEND, _ADVANCE = sa.insert(_RECORDS), sa.update(_HEADS).where(_HEADS.c.id == 1)


def _append(act: Act, head: _Head, outcome: str, lines: Sequence[str]) -> None:
    record = AuditRecord(
        seq=head.seq + 1,
        at=act.now,
        business_date=act.business_date,
        actor_id=act.actor.user_id,
        actor=act.actor.account,
        act=act.name,
        outcome=outcome,
        subject=act.subject,
        region_id=act.region_id,
        detail=act.detail or None,
        rows=len(lines),
        root=root_of(lines),
        previous=head.hash,
        hash="",
    )
    record.hash = record_hash(record)
    connection = act.session.connection()
    connection.execute(_APPEND, {column.key: getattr(record, column.key) for column in _RECORDS.c})
    connection.execute(_ADVANCE, {"seq": record.seq, "hash": record.hash})


def record_hash(record: AuditRecord) -> str:
    """Return the hash of an audit record over every field of it, its predecessor's hash included."""
    fields = (
        record.seq,
        record.at,
        record.business_date,
        record.actor_id,
        record.actor,
        record.act,
        record.outcome,
        record.subject,
        record.region_id,
        record.detail,
        record.rows,
        record.root,
        record.previous,
    )
    return digest(canonical_json(fields))


def version_line(table_name: str, row_id: int, number: int, sealed: str) -> str:
    """Return the line by which a row version enters the root of its act."""
    return f"{table_name}/{row_id}/{number}/{sealed}"


def root_of(lines: Iterable[str]) -> str:
    """Return the root over row versions, in an order that does not depend on how they were stored."""
    return digest_lines(sorted(lines))


def _version(table: str, data: Mapping[str, Any]) -> Version:
    text = canonical_json(data)
    return Version(table, data["id"], data["version"], text, digest(text))
