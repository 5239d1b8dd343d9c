"""Small tables sealed whole, and files: each is what was sealed, byte for byte."""

import hashlib
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from bondlife.db import Database
from bondlife.seals import REGISTERS, register_text
from bondlife.settings import Settings
from bondlife.verify.report import DAMAGED, Check
from bondlife.verify.texts import NEITHER, neither
from models.base import columns, table
from models.canonical import digest
from models.registry import Document, PaperTemplate, Row, RowVersion

EMPTY = '"count":0'


def registers(db: Database, _settings: Settings) -> Check:
    """Small tables without versions are what the last act that wrote them sealed."""
    check = Check("registers")
    with db.connection() as connection:
        for model in REGISTERS:
            check.checked += 1
            try:
                is_sealed = _is_sealed(connection, model)
            except DAMAGED as error:
                check.wrong(f"{table(model).name} cannot be read: {getattr(error, 'orig', None) or error}")
            else:
                if not is_sealed:
                    check.wrong(f"{table(model).name} is not what was sealed")
                if _has_strange_flags(connection, table(model)):
                    check.wrong(f"{table(model).name} {NEITHER}")
    return check


def _is_sealed(connection: Connection, model: type[SQLModel]) -> bool:
    version, name = columns(RowVersion), table(model).name
    of_table = sa.select(version.digest).where(version.table_name == name, version.row_id == 0)
    last = connection.execute(of_table.order_by(version.version.desc()).limit(1)).scalar()
    text = register_text(connection.execute, model)
    return last == digest(text) or (last is None and EMPTY in text)


def _has_strange_flags(connection: Connection, target: sa.Table) -> bool:
    strange = neither(target, connection.dialect.name)
    if strange is None:
        return False
    count = sa.select(sa.func.count()).select_from(target).where(strange)
    return bool(connection.execute(count).scalar_one())


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
