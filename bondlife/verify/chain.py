"""The audit chain: every link, every root, and the heads kept outside."""

import hmac
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife.acts import GENESIS, record_hash, version_line
from bondlife.anchors import read_heads, seal
from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify.report import Check
from models.base import columns
from models.canonical import digest
from models.registry import AuditHead, AuditRecord, RowVersion


def links(db: Database, _settings: Settings) -> Check:
    """The chain is gapless, each hash recomputes and carries its predecessor's; the head is its end."""
    check = Check("audit_links")
    with db.connection() as connection:
        previous, seq = GENESIS, 0
        for row in _records(connection):
            check.checked += 1
            if row.seq != seq + 1:
                check.wrong(f"audit {seq + 1} is missing")
            if row.previous != previous:
                check.wrong(f"audit {row.seq} does not follow its predecessor")
            if record_hash(row) != row.hash:
                check.wrong(f"audit {row.seq} was changed")
            previous, seq = row.hash, row.seq
        _check_head(connection, check, seq, previous)
    return check


def roots(db: Database, _settings: Settings) -> Check:
    """Each act's root covers exactly the row versions it wrote, and each version's text has its digest."""
    check = Check("audit_roots")
    version = columns(RowVersion)
    chosen = (version.act, version.known_at, version.author_id, version.table_name, version.row_id)
    written = (version.version, version.digest, version.data)
    with db.connection() as connection:
        records = {row.seq: row for row in _records(connection)}
        wanted = {seq: (row.rows, row.root) for seq, row in records.items()}
        found = connection.execution_options(yield_per=5000).execute(
            sa.select(*chosen, *written).order_by(version.act)
        )
        for act, rows in groupby(found.mappings(), key=itemgetter("act")):
            versions = [dict(row) for row in rows]
            check.checked += len(versions)
            for one in versions:
                if digest(one["data"]) != one["digest"] or not _said_by(one, records.get(act)):
                    check.wrong(f"version {one['table_name']} {one['row_id']}/{one['version']} was changed")
            count, root = wanted.pop(act, (0, ""))
            if count != len(versions) or root != root_of(versions):
                check.wrong(f"the row versions of audit {act} are not those it was sealed with")
        for seq, (count, _) in wanted.items():
            if count:
                check.wrong(f"the row versions of audit {seq} are gone")
    return check


def _said_by(version: dict[str, Any], record: Any) -> bool:
    """Say whether instant and author of a version are those of its act."""
    return record is not None and (version["known_at"], version["author_id"]) == (record.at, record.actor_id)


def root_of(versions: list[dict[str, Any]]) -> str:
    """Return the root over row versions, in an order that does not depend on how they were stored."""
    return digest("\n".join(sorted(version_line(version) for version in versions)))


def heads(db: Database, settings: Settings) -> Check:
    """Heads written down outside the database are links of this chain: nothing was cut or rewritten."""
    check = Check("audit_heads")
    record = columns(AuditRecord)
    secret = settings.secret()
    with db.connection() as connection:
        for line in read_heads(settings.heads_file):
            check.checked += 1
            if not hmac.compare_digest(line.get("seal", ""), seal(line, secret)):
                check.wrong(f"the head {line['seq']} of {line['at']} was not written by this installation")
                continue
            found = connection.execute(sa.select(record.hash).where(record.seq == line["seq"])).scalar()
            if found != line["hash"] and line["seq"]:
                check.wrong(f"audit {line['seq']} is not what it was on {line['at']}")
    return check


def _records(connection: Connection) -> Any:
    table = AuditRecord.__table__  # type: ignore[attr-defined]
    return connection.execution_options(yield_per=5000).execute(sa.select(table).order_by(table.c.seq))


def _check_head(connection: Connection, check: Check, seq: int, last: str) -> None:
    head = connection.execute(sa.select(columns(AuditHead).seq, columns(AuditHead).hash)).one_or_none()
    if head is not None and tuple(head) != (seq, last):
        check.wrong(f"the chain ends at {seq}, its head says {head.seq}")
