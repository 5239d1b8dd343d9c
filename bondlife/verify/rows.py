"""Rows and files: each is what its last version says, byte for byte."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife.db import Database, chunks, told_by
from bondlife.seals import REGISTERS, SEALS, Seal, all_sealed_texts, register_text, sealed_texts
from bondlife.settings import Settings
from bondlife.verify.report import Check
from bondlife.verify.texts import doubtful, framed, row_text
from bondlife.wholeness import differing
from models.base import columns, table
from models.canonical import digest
from models.registry import BUSINESS, Document, PaperTemplate, Row, RowVersion

CHUNK = 5000
FEW = 100
"""Up to here rows are read sooner than the comparison is written."""
EMPTY = '"count":0'


def digests(db: Database, _settings: Settings) -> Check:
    """Every business row recomputes to the digest of its version: no value was changed past the product."""
    check = Check("row_digests")
    with db.connection() as connection:
        counts, versioned = _counts(connection), _versioned(connection)
        for target in map(table, BUSINESS):
            if counts[target.name] or target.name in versioned:
                _table(connection, target, counts[target.name], check)
    return check


def _counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each business table holds, asked in one statement."""
    counts = [
        sa.select(sa.literal(target.name), sa.func.count()).select_from(target)
        for target in map(table, BUSINESS)
    ]
    return dict(connection.execute(sa.union_all(*counts)).all())


def _versioned(connection: Connection) -> set[str]:
    """Return the tables of which any version is kept."""
    return set(connection.execute(sa.select(columns(RowVersion).table_name).distinct()).scalars())


def seals(db: Database, _settings: Settings) -> Check:
    """What is written once (postings, moves, cells of plans) is what the act that wrote it sealed."""
    check = Check("seals")
    with db.connection() as connection:
        for seal in SEALS.values():
            if seal.is_single:
                _single(connection, seal, check)
            else:
                _wholes(connection, seal, check)
    return check


def _single(connection: Connection, seal: Seal, check: Check) -> None:
    """Rows sealed one by one: the database compares them, those that differ are read and judged here."""
    rows, name = table(seal.rows), connection.dialect.name
    check.checked += connection.execute(sa.select(sa.func.count()).select_from(rows)).scalar_one()
    text = framed(row_text(rows, name), seal.frame)
    keys = connection.execute(doubtful(rows, text, rows.c.id, sa.literal(1))).scalars().all()
    stood = {key: text for part in chunks(keys) for key, text in _sealed_once(connection, seal.name, part)}
    for key, told in sealed_texts(connection.execute, seal, keys):
        if stood.get(key) != digest(told):
            check.wrong(f"{seal.name} of {seal.key} {key} is not what was sealed")
    _check_lost(connection, rows, check)


def _wholes(connection: Connection, seal: Seal, check: Check) -> None:
    stood = dict(_sealed_once(connection, seal.name))
    for key, text in all_sealed_texts(connection.execute, seal):
        check.checked += 1
        if stood.pop(key, "") != digest(text):
            check.wrong(f"{seal.name} of {seal.key} {key} is not what was sealed")
    for key in stood:
        check.wrong(f"{seal.name} of {seal.key} {key} is gone")


def registers(db: Database, _settings: Settings) -> Check:
    """Small tables without versions are what the last act that wrote them sealed."""
    check, version = Check("registers"), columns(RowVersion)
    with db.connection() as connection:
        for model in REGISTERS:
            name = table(model).name
            of_table = sa.select(version.digest).where(version.table_name == name, version.row_id == 0)
            last = connection.execute(of_table.order_by(version.version.desc()).limit(1)).scalar()
            check.checked += 1
            text = register_text(connection.execute, model)
            if last != digest(text) and (last is not None or EMPTY not in text):
                check.wrong(f"{name} is not what was sealed")
    return check


def documents(db: Database, settings: Settings) -> Check:
    """Every attachment and every template of documents is there, whole and unchanged."""
    check = Check("documents")
    with db.connection() as connection:
        for model, what in ((Document, "document"), (PaperTemplate, "template")):
            _files(connection, settings, model, what, check)
    return check


def _files(connection: Connection, settings: Settings, model: type[Row], what: str, check: Check) -> None:
    own = columns(model)
    for key, stored, size in connection.execute(sa.select(own.id, own.content_digest, own.size)):
        check.checked += 1
        path = settings.documents_dir / stored.partition(":")[2][:2] / stored.partition(":")[2]
        if not path.is_file():
            check.wrong(f"the file of {what} {key} is missing")
        elif path.stat().st_size != size or _file_digest(path) != stored:
            check.wrong(f"the file of {what} {key} was changed")


def _file_digest(path: Any) -> str:
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _table(connection: Connection, target: sa.Table, count: int, check: Check) -> None:
    """Let the database compare all rows with their versions; those that differ are read and judged here.

    That a version's own text has its digest is proven by ``audit_roots``.
    """
    check.checked += count
    for keys in chunks(_doubtful(connection, target, count), CHUNK):
        _judge(connection, target, keys, check)
    _check_lost(connection, target, check)


def _doubtful(connection: Connection, target: sa.Table, count: int) -> Sequence[int]:
    """Return the keys of rows to be read: those that differ; all where the database cannot compare."""
    text = row_text(target, connection.dialect.name) if count > FEW else None
    if text is not None:
        with suppress(sa.exc.OperationalError):
            return connection.execute(doubtful(target, text, target.c.id, target.c.version)).scalars().all()
    return connection.execute(sa.select(target.c.id).order_by(target.c.id)).scalars().all()


def _judge(connection: Connection, target: sa.Table, keys: Sequence[int], check: Check) -> None:
    for key, number in differing(partial(told_by, connection), target, keys):
        check.wrong(f"{target.name} {key} is not what version {number} says")


def _sealed_once(connection: Connection, name: str, keys: Sequence[int] | None = None) -> Any:
    version = columns(RowVersion)
    statement = sa.select(version.row_id, version.digest).where(version.table_name == name)
    if keys is not None:
        statement = statement.where(version.row_id.in_(keys))
    return ((row_id, text) for row_id, text in connection.execute(statement))


def _check_lost(connection: Connection, target: sa.Table, check: Check) -> None:
    """A row that has versions but is gone was deleted past the product."""
    version = columns(RowVersion)
    statement = (
        sa.select(version.row_id)
        .where(version.table_name == target.name, version.version == 1)
        .where(version.row_id.not_in(sa.select(target.c.id)))
        .limit(100)
    )
    for row_id in connection.execute(statement).scalars():
        check.wrong(f"{target.name} {row_id} is gone")
