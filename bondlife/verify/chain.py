"""The audit chain: every link, and the heads kept outside."""

import hmac
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife.acts import GENESIS, record_hash
from bondlife.anchors import read_heads, seal
from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify.report import Check
from models.base import columns
from models.registry import AuditHead, AuditRecord


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


def heads(db: Database, settings: Settings) -> Check:
    """Heads written down outside the database are links of this chain: nothing was cut or rewritten."""
    check = Check("audit_heads")
    record = columns(AuditRecord)
    secret = settings.secret()
    with db.connection() as connection:
        for line in read_heads(settings.heads_file):
            check.checked += 1
            if "line" in line:
                check.wrong(f"line {line['line']} of the heads is none: it was torn or changed")
                continue
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
