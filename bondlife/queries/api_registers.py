"""Registers as the API tells them: regions, organisations, bonds' parts, documents, jobs, search, changes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries import finding
from bondlife.queries.api import Told, row_of, tell, told_value
from bondlife.queries.organisations import in_sight
from bondlife.queries.paging import decode, encode
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns, table
from models.registry import (
    RECORDS,
    AuditRecord,
    Bond,
    BondShare,
    Document,
    Instalment,
    Job,
    Organisation,
    Project,
    RecordRow,
    Region,
    Row,
    RowVersion,
    ScopedRow,
)

SEARCHED: Mapping[str, type[Row]] = {
    "project": Project,
    "bond": Bond,
    "organisation": Organisation,
    "region": Region,
}
MOST_HITS = 20


def regions(db: Database, under: str, after: str, limit: int) -> Told:
    """Return one page of a region's subtree, by key."""
    own, above = columns(Region), sa.alias(table(Region), "above")
    statement = sa.select(
        own.id, own.public_id, own.code, own.name, own.level, own.is_issuer, own.is_zone, above.c.code
    ).outerjoin(above, above.c.id == own.parent_id)
    statement = statement.where(own.ended_at.is_(None))
    if under:
        root = sa.select(own.id).where(own.code == under).correlate(None).scalar_subquery()
        statement = statement.where(own.id.in_(closure_of(root)))
    names = ("public_id", "code", "name", "level", "is_issuer", "is_zone", "parent")
    return _page(db, statement, own.id, names, after, limit)


def organisations(db: Database, actor: Actor, q: str, after: str, limit: int) -> Told:
    """Return one page of the organisations within the person's sight, by key."""
    own = columns(Organisation)
    skipped = {"id", "created_at", "ended_at", "sort_key"}
    names = [one.key for one in table(Organisation).columns if one.key not in skipped]
    names = [name for name in names if not name.endswith("_id") or name == "public_id"]
    statement = sa.select(own.id, *(own[name] for name in names)).where(
        own.ended_at.is_(None), in_sight(actor)
    )
    if q:
        statement = statement.where(own.id.in_(finding.matching("organisation", q)))
    return _page(db, statement, own.id, names, after, limit, finding.values(q))


def bond_parts(db: Database, actor: Actor, public_id: str, part: str) -> list[dict[str, Any]]:
    """Return the shares or the schedule of a bond, as far as the actor may see them."""
    model: type[RecordRow] = BondShare if part == "bond_share" else Instalment
    own = columns(model)
    with db.reading() as session:
        bond = row_of(session, actor, "bond", public_id)
        statement = scoped(actor, model, permission=f"{part}.read")
        statement = statement.where(own.bond_id == bond.id, own.ended_at.is_(None))
        order = (own.number, own.id) if part == "instalment" else (own.id,)
        return tell(session, session.execute(statement.order_by(*order)).scalars().all())


def documents(db: Database, actor: Actor, record: str, public_id: str) -> list[dict[str, Any]]:
    """Return the documents of a record, the newest first, ended ones said as such."""
    own = columns(Document)
    with db.reading() as session:
        row = row_of(session, actor, record, public_id)
        statement = scoped(actor, Document, permission="document.read")
        statement = statement.where(own.subject == record, own.subject_id == row.id)
        return [_document(one) for one in session.execute(statement.order_by(own.id.desc())).scalars()]


def document(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return one document of a record the actor may see."""
    statement = scoped(actor, Document, permission="document.read")
    with db.reading() as session:
        found = session.execute(
            statement.where(columns(Document).public_id == public_id)
        ).scalar_one_or_none()
        if found is None or not _sees(session, actor, found):
            raise missing("document")
        return _document(found)


def jobs(db: Database, actor: Actor, after: str, limit: int) -> Told:
    """Return one page of the actor's own jobs, or of all for who runs the house, the oldest first."""
    own = columns(Job)
    names = ("public_id", "name", "state", "done", "total", "message", "created_at", "ended_at")
    statement = sa.select(own.id, *(own[name] for name in names)).where(*_own_jobs(actor))
    return _page(db, statement, own.id, names, after, limit)


def job(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return one job with what came of it."""
    statement = sa.select(Job).where(columns(Job).public_id == public_id, *_own_jobs(actor))
    with db.reading() as session:
        found = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise missing("job")
    names = ("public_id", "name", "state", "done", "total", "message", "created_at", "ended_at")
    told = {name: told_value(None, getattr(found, name)) for name in names}
    return {**told, "result": found.result, "error": found.error}


def search(db: Database, actor: Actor, q: str) -> list[dict[str, Any]]:
    """Return what a text finds among projects, bonds, organisations and regions."""
    if not q.strip():
        return []
    found: list[dict[str, Any]] = []
    with db.reading() as session:
        for subject, model in SEARCHED.items():
            found += _hits(session, actor, subject, model, q)
    return found


def changes(db: Database, actor: Actor, since: int, limit: int) -> dict[str, Any]:
    """Return what was done after a number of the audit chain on records the actor may see."""
    own = columns(AuditRecord)
    chosen = (own.seq, own.at, own.act, own.subject)
    statement = sa.select(*chosen).where(own.seq > since, own.outcome == "done").order_by(own.seq)
    with db.reading() as session:
        rows = session.execute(statement.limit(limit)).all()
        seen = _visible_subjects(session, actor, {row.subject for row in rows})
        items = [_change(session, row, seen) for row in rows if row.subject in seen]
        head = session.execute(sa.select(sa.func.max(own.seq))).scalar_one() or 0
    reached = rows[-1].seq if rows else since
    return {"items": items, "next": reached, "head": head}


def _visible_subjects(
    session: Session, actor: Actor, subjects: Iterable[str]
) -> dict[str, tuple[str, int, str]]:
    """Return, of the subjects of acts, those the actor may see: record, inner key, public key."""
    held: dict[str, set[str]] = {}
    for subject in subjects:
        name, _, key = subject.partition("/")
        held.setdefault(name, set()).add(key)
    found: dict[str, tuple[str, int, str]] = {}
    for record, model in RECORDS.items():
        name, own = table(model).name, columns(model)
        if name in held and actor.can(f"{record}.read"):
            statement = scoped(actor, model, own.id, own.public_id, permission=f"{record}.read")
            for key, public_id in session.execute(statement.where(own.public_id.in_(sorted(held[name])))):
                found[f"{name}/{public_id}"] = (record, key, public_id)
    return found


def _change(session: Session, row: Any, seen: Mapping[str, tuple[str, int, str]]) -> dict[str, Any]:
    record, key, public_id = seen[row.subject]
    version = columns(RowVersion)
    statement = sa.select(sa.func.max(version.version)).where(
        version.table_name == table(RECORDS[record]).name, version.row_id == key, version.act <= row.seq
    )
    return {
        "seq": row.seq,
        "at": row.at.isoformat(),
        "act": row.act,
        "record": record,
        "public_id": public_id,
        "version": session.execute(statement).scalar_one(),
    }


def _own_jobs(actor: Actor) -> tuple[Any, ...]:
    own = columns(Job)
    return () if "system_admin" in actor.roles else (own.user_id == actor.user_id,)


def _hits(session: Session, actor: Actor, subject: str, model: type[Row], q: str) -> list[dict[str, Any]]:
    own = columns(model)
    code = own.credit_code if subject == "organisation" else own.code
    right = f"{subject}.read" if issubclass(model, ScopedRow) else ""
    statement = scoped(actor, model, own.public_id, code, own.name, permission=right)
    statement = statement.where(own.ended_at.is_(None), own.id.in_(finding.matching(subject, q)))
    rows = session.execute(statement.order_by(own.id).limit(MOST_HITS), finding.values(q))
    return [{"type": subject, "public_id": key, "code": text, "name": name} for key, text, name in rows]


def _document(row: Document) -> dict[str, Any]:
    names = ("public_id", "version", "type", "name", "number", "media_type", "size")
    told = {name: getattr(row, name) for name in names}
    return {
        **told,
        "record": row.subject,
        "digest": row.content_digest,
        "created_at": told_value(None, row.created_at),
        "ended_at": told_value(None, row.ended_at),
    }


def _sees(session: Session, actor: Actor, row: Document) -> bool:
    model = RECORDS[row.subject]
    statement = scoped(actor, model, columns(model).id, permission=f"{row.subject}.read")
    return session.execute(statement.where(columns(model).id == row.subject_id)).first() is not None


def _page(
    db: Database,
    statement: Any,
    key: Any,
    names: Sequence[str],
    after: str,
    limit: int,
    values: Mapping[str, Any] | None = None,
) -> Told:
    """Return one page of plain columns whose first is the inner key."""
    cursor = decode(after, int)
    if cursor is not None:
        statement = statement.where(key > cursor.row_id)
    with db.reading() as session:
        rows = session.execute(statement.order_by(key).limit(limit + 1), dict(values or {})).all()
    more = encode(rows[limit - 1][0], rows[limit - 1][0]) if len(rows) > limit else ""
    told = [
        {name: told_value(None, value) for name, value in zip(names, row[1:], strict=True)}
        for row in rows[:limit]
    ]
    return Told(told, more)
