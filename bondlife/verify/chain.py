"""The audit chain: every link, every root, and the heads kept outside."""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife.acts import GENESIS, record_hash, root_of
from bondlife.anchors import read_heads, seal
from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify.report import Check
from models.base import columns
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
    record = columns(AuditRecord)
    with db.connection() as connection:
        wanted = {
            seq: (count, root)
            for seq, count, root in connection.execute(sa.select(record.seq, record.rows, record.root))
        }
        found = connection.execution_options(yield_per=5000).execute(_versions(connection.dialect.name))
        for act, rows in groupby(found, key=itemgetter(0)):
            lines = _lines(rows, check)
            check.checked += len(lines)
            if wanted.pop(act, None) != (len(lines), root_of(lines)):
                check.wrong(f"the row versions of audit {act} are not those it was sealed with")
        for seq, (count, _) in wanted.items():
            if count:
                check.wrong(f"the row versions of audit {seq} are gone")
        _check_said(connection, check)
    return check


def _versions(dialect: str) -> sa.Select[Any]:
    """Select the versions by act: its line as ``acts.version_line`` writes it, its text as bytes."""
    version = columns(RowVersion)
    parts = (version.table_name, sa.cast(version.row_id, sa.Text), sa.cast(version.version, sa.Text))
    line = sa.func.concat_ws("/", *parts, version.digest)
    is_sqlite = dialect == "sqlite"
    text = sa.cast(version.data, sa.LargeBinary) if is_sqlite else sa.func.convert_to(version.data, "UTF8")
    return sa.select(version.act, line, sa.type_coerce(text, sa.types.NullType())).order_by(version.act)


def _lines(rows: Iterable[Any], check: Check) -> list[str]:
    """Return the line of each version in the root of its act, its text held against its digest."""
    lines = []
    for _act, line, text in rows:
        if not line.endswith(f"/sha256:{sha256(text).hexdigest()}"):
            check.wrong(f"version {line.rpartition('/')[0]} was changed")
        lines.append(line)
    return lines


def _check_said(connection: Connection, check: Check) -> None:
    """Instant and author of a version are those of its act."""
    version, record = columns(RowVersion), columns(AuditRecord)
    same = sa.and_(
        record.seq == version.act,
        record.at == version.known_at,
        record.actor_id.is_not_distinct_from(version.author_id),
    )
    other = sa.select(version.table_name, version.row_id, version.version).where(
        sa.not_(sa.select(record.seq).where(same).exists())
    )
    for table_name, row_id, number in connection.execute(other):
        check.wrong(f"version {table_name} {row_id}/{number} was changed")


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
