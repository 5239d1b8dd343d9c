"""Rows and files: each is what its last version says, byte for byte."""

import hashlib
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife.db import Database
from bondlife.seals import REGISTERS, SEALS, all_sealed_texts, register_text
from bondlife.settings import Settings
from bondlife.verify.report import Check
from models.base import columns, kept, table
from models.canonical import canonical_json, digest
from models.registry import BUSINESS, Document, Row, RowVersion

CHUNK = 5000
EMPTY = '"count":0'


def digests(db: Database, _settings: Settings) -> Check:
    """Every business row recomputes to the digest of its version: no value was changed past the product."""
    check = Check("row_digests")
    with db.connection() as connection:
        for model in BUSINESS:
            _table(connection, model, check)
    return check


def seals(db: Database, _settings: Settings) -> Check:
    """What is written once (postings, moves, cells of plans) is what the act that wrote it sealed."""
    check = Check("seals")
    with db.connection() as connection:
        for seal in SEALS.values():
            stood = dict(_sealed_once(connection, seal.name))
            for key, text in all_sealed_texts(connection.execute, seal):
                check.checked += 1
                if stood.pop(key, "") != digest(text):
                    check.wrong(f"{seal.name} of {seal.key} {key} is not what was sealed")
            for key in stood:
                check.wrong(f"{seal.name} of {seal.key} {key} is gone")
    return check


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
    """Every attachment is there, whole and unchanged."""
    check = Check("documents")
    document = columns(Document)
    with db.connection() as connection:
        for key, stored, size in connection.execute(
            sa.select(document.id, document.content_digest, document.size)
        ):
            check.checked += 1
            path = settings.documents_dir / stored.partition(":")[2][:2] / stored.partition(":")[2]
            if not path.is_file():
                check.wrong(f"the file of document {key} is missing")
            elif path.stat().st_size != size or _file_digest(path) != stored:
                check.wrong(f"the file of document {key} was changed")
    return check


def _file_digest(path: Any) -> str:
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _table(connection: Connection, model: type[Row], check: Check) -> None:
    target = table(model)
    names = [column.key for column in target.columns]
    last = 0
    while rows := _chunk(connection, target, last):
        sealed = _sealed(connection, target.name, rows[0].id, rows[-1].id)
        for row in rows:
            check.checked += 1
            data = kept(dict(zip(names, row, strict=True)))
            if sealed.get((row.id, row.version)) != digest(canonical_json(data)):
                check.wrong(f"{target.name} {row.id} is not what version {row.version} says")
        last = rows[-1].id
    _check_lost(connection, target, check)


def _chunk(connection: Connection, target: sa.Table, after: int) -> Any:
    statement = sa.select(target).where(target.c.id > after).order_by(target.c.id).limit(CHUNK)
    return connection.execute(statement).all()


def _sealed(connection: Connection, name: str, first: int, last: int) -> dict[tuple[int, int], str]:
    version = columns(RowVersion)
    statement = sa.select(version.row_id, version.version, version.digest).where(
        version.table_name == name, version.row_id.between(first, last)
    )
    return {(row_id, number): text for row_id, number, text in connection.execute(statement)}


def _sealed_once(connection: Connection, name: str) -> Any:
    version = columns(RowVersion)
    statement = sa.select(version.row_id, version.digest).where(version.table_name == name)
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
