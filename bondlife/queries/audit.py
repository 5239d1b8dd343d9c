"""Audit records: who did what, when, on which record, with which outcome; one record with what it changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.clock import BEIJING
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.keyset import Order, Page, page_of
from bondlife.queries.rule_values import column_word, entry_word
from bondlife.queries.words import act_name, said
from bondlife.security.actor import Actor
from models.base import columns
from models.kinds import shipped_kinds
from models.lifecycle import Label
from models.registry import RECORDS, AuditRecord, Region, RowVersion

HIDDEN = frozenset({"password_hash", "totp_secret", "token_hash"})
"""Columns whose values no page shows."""
DETAILS = {
    "account": Label("Account", "账号"),
    "added": Label("Added", "新增"),
    "approval": Label("Approval", "审批"),
    "calculator": Label("Calculator", "计算器"),
    "changed": Label("Changed", "变更"),
    "code": Label("Code", "代码"),
    "content": Label("Content", "内容"),
    "digest": Label("Digest", "摘要值"),
    "disabled": Label("Disabled", "停用"),
    "document": Label("Document", "资料"),
    "expires": Label("Expires", "到期"),
    "file": Label("File", "文件"),
    "forecast": Label("Balance plan", "收支平衡表"),
    "index_later": Label("Search index follows", "检索索引随后更新"),
    "key": Label("Key", "标识"),
    "name": Label("Name", "名称"),
    "number": Label("Number", "编号"),
    "outcome": Label("Outcome", "结果"),
    "parent": Label("Parent", "上级"),
    "permissions": Label("Rights", "权限"),
    "permits": Label("Readiness", "前期手续"),
    "problems": Label("Refused because", "拒绝原因"),
    "role": Label("Role", "角色"),
    "sha256": Label("Digest of the file", "文件摘要值"),
    "title": Label("Title", "标题"),
    "transition": Label("Step", "办理步骤"),
    "type": Label("Type", "类型"),
    "unchanged": Label("Unchanged", "未变"),
    "value": Label("Value", "取值"),
}
"""What the particulars of an act are called."""
SILENT = frozenset({"id", "public_id", "version", "created_at", "sort_key"})
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the address of the list says."""

    act: str = ""
    actor: str = ""
    day: date | None = None
    subject: str = ""
    outcome: str = ""
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One record of the chain."""

    seq: int
    at: Any
    actor: str
    act: str
    act_word: str
    outcome: str
    subject: str
    href: str
    region: str
    rows: int
    detail: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AuditView:
    """One page of records, newest first."""

    filter: AuditFilter
    lines: Sequence[AuditLine]
    page: Page
    acts: Sequence[str]
    is_filtered: bool


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that an act wrote."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that an act wrote, with what changed."""

    place: str
    version: int
    digest: str
    changes: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class AuditRecordView:
    """One record with the rows it wrote and its links."""

    line: AuditLine
    business_date: date
    root: str
    previous: str
    hash: str
    rows: Sequence[RowChange]
    is_cut: bool


def audit_view(db: Database, actor: Actor, wanted: AuditFilter) -> AuditView:
    """Return one page of the records of this person's regions."""
    record = columns(AuditRecord)
    with db.reading() as session:
        order = Order(record.seq, int, record.seq, down=True)
        statement = sa.select(record.seq, record.seq.label("place"), AuditRecord)
        statement = statement.where(*_seen_by(actor), *_conditions(wanted))
        # the key is the sort value itself, so ties cannot happen
        rows, page = page_of(session, statement, order, after=wanted.after, before=wanted.before)
        regions = _regions(session, [row[2] for row in rows])
        known = session.execute(sa.select(record.act).where(*_seen_by(actor)).distinct().order_by(record.act))
        acts = list(known.scalars())
    lines = [_line(row[2], regions) for row in rows]
    asked = (wanted.act, wanted.actor, wanted.subject, wanted.outcome, wanted.day)
    return AuditView(wanted, lines, page, acts, any(asked))


def audit_record_view(db: Database, actor: Actor, seq: int) -> AuditRecordView:
    """Return one record with the rows it wrote."""
    record, version = columns(AuditRecord), columns(RowVersion)
    with db.reading() as session:
        statement = sa.select(AuditRecord).where(record.seq == seq, *_seen_by(actor))
        row = session.execute(statement).scalar_one_or_none()
        if row is None:
            raise missing("audit")
        written = sa.select(RowVersion).where(version.act == seq)
        written = written.order_by(version.table_name, version.row_id).limit(MOST_ROWS + 1)
        found = list(session.execute(written).scalars())
        rows = [_row_change(session, one) for one in found[:MOST_ROWS]]
        line = _line(row, _regions(session, [row]))
    return AuditRecordView(
        line, row.business_date, row.root, row.previous, row.hash, rows, len(found) > MOST_ROWS
    )


def _seen_by(actor: Actor) -> list[Any]:
    """Return the condition under which a record is this person's to read; none means every record."""
    grants = actor.grants_for("audit.read")
    if any(grant.region_ids is None for grant in grants):
        return []
    own = set[int]().union(*(grant.region_ids or () for grant in grants))
    return [columns(AuditRecord).region_id.in_(sorted(own))]


def _conditions(wanted: AuditFilter) -> list[Any]:
    record = columns(AuditRecord)
    found: list[Any] = []
    for name in ("act", "actor", "outcome"):
        if getattr(wanted, name):
            found.append(record[name] == getattr(wanted, name))
    if wanted.subject:
        text = wanted.subject.replace("%", "").replace("_", r"\_")
        found.append(record.subject.like(f"%{text}%", escape="\\"))
    if wanted.day is not None:
        start = datetime.combine(wanted.day, time(), BEIJING)
        found += [record.at >= start, record.at < start + timedelta(days=1)]
    return found


def _line(row: AuditRecord, regions: dict[int, str]) -> AuditLine:
    return AuditLine(
        row.seq,
        row.at,
        row.actor,
        row.act,
        act_word(row.act),
        row.outcome,
        row.subject,
        href_of(row.subject),
        regions.get(row.region_id or 0, ""),
        row.rows,
        _pairs(row.detail),
    )


def _pairs(detail: Any) -> list[tuple[str, str]]:
    """Return the particulars of an act as names and values in words."""
    return [
        (said(DETAILS[key]) if key in DETAILS else column_word(key), entry_word(value)[:200])
        for key, value in (detail or {}).items()
    ]


def act_word(act: str) -> str:
    """Return what an act is called; one without a name stands as it is."""
    words = (act_name(kind, act) for kind in shipped_kinds().values())
    return next((word for word in words if word != act), act)


def href_of(subject: str) -> str:
    """Return the page of a record, with its history."""
    place, _, key = subject.partition("/")
    if place == "project":
        return f"/projects/{key}?tab=history"
    if place == "rule_version":
        return f"/rules/{key}"
    return f"/records/{place}/{key}#history" if place in RECORDS else ""


def _regions(session: Session, rows: Sequence[AuditRecord]) -> dict[int, str]:
    region = columns(Region)
    keys = sorted({row.region_id for row in rows if row.region_id})
    return {
        one[0]: one[1]
        for one in session.execute(sa.select(region.id, region.name).where(region.id.in_(keys)))
    }


def _row_change(session: Session, row: RowVersion) -> RowChange:
    earlier = session.get(RowVersion, (row.table_name, row.row_id, row.version - 1))
    before = json.loads(earlier.data) if earlier else {}
    after = json.loads(row.data)
    changes = [
        FieldChange(name, _text(name, before.get(name)), _text(name, value))
        for name, value in after.items()
        if name not in SILENT and before.get(name) != value and value not in (None, "", {}, [])
    ]
    return RowChange(f"{row.table_name} {after.get('public_id', '')}", row.version, row.digest, changes)


def _text(name: str, value: Any) -> str:
    if name in HIDDEN:
        return "•••" if value else "—"
    if value is None:
        return "—"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return text[:200]
