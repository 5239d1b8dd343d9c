"""Documents of a record: what is there in which version, and what the next gate still asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.situation import Situation, situation
from bondlife.queries.steps import href_of
from bondlife.queries.words import document_name, said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Kind
from models.registry import RECORDS, Document, Filing, Project, RecordRow, RowVersion, ScopedRow, User

SUBJECTS: dict[str, type[ScopedRow]] = {**RECORDS, "filing": Filing}
"""What a document may belong to: records, and files of the year."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One version of a document."""

    public_id: str
    type: str
    name: str
    number: str
    size: str
    added_at: datetime | None
    by: str
    is_ended: bool
    is_newest: bool
    version: int
    digest: str
    href: str


@dataclass(frozen=True, slots=True)
class GateLine:
    """One document the next gates ask for."""

    step: str
    document: str
    key: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """The documents of one record, what is missing, and the upload form."""

    action: str
    end_action: str
    back: str
    record: str
    public_id: str
    lines: Sequence[DocumentLine]
    gates: Sequence[GateLine]
    types: Sequence[tuple[str, str]]
    can_add: bool
    idempotency_key: str
    limit_mib: int
    data: dict[str, str]
    errors: dict[str, str]

    @property
    def missing_count(self) -> int:
        """Return how many documents the next gates still ask for."""
        return len({gate.key for gate in self.gates if not gate.is_there})


@dataclass(frozen=True, slots=True)
class UploadView:
    """The page that shows a refused upload again."""

    title: str
    documents: DocumentsView
    crumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What a download needs."""

    name: str
    media_type: str
    content_digest: str


def documents_of(
    session: Session, actor: Actor, row: RecordRow, here: Situation, *, limit: int = 20 << 20
) -> DocumentsView:
    """Return the documents of a record for its page."""
    kind = here.kind
    lines = _lines(session, actor, row, kind)
    held = {line.type for line in lines if not line.is_ended}
    return DocumentsView(
        "/documents",
        "/documents/{}/end",
        f"{href_of(row)}?tab=documents" if isinstance(row, Project) else href_of(row),
        row.record,
        row.public_id,
        lines,
        gates(here, held),
        [(one.key, said(one.label)) for one in kind.documents],
        actor.can_on("document.add", row.region_id, row.unit_id, row.department_id),
        str(uuid4()),
        limit >> 20,
        {},
        {},
    )


def gates(here: Situation, held: set[str]) -> list[GateLine]:
    """Return every document the transitions from here ask for."""
    found: list[GateLine] = []
    for transition in here.lifecycle.transitions:
        if here.row.state not in transition.sources or transition.needs_reason:
            continue
        for key in _asked(here, transition.documents, transition.guards):
            name = document_name(here.kind, key)
            found.append(GateLine(said(transition.label), name, key, name in held))
    return found


def _asked(here: Situation, named: Iterable[str], guards: Iterable[object]) -> list[str]:
    keys = list(named)
    for guard in guards:
        applies = not guard.purposes or here.purpose in guard.purposes  # type: ignore[attr-defined]
        if guard.name == "documents_present" and applies:  # type: ignore[attr-defined]
            keys += [str(one) for one in listed(here, guard.params, "documents")]  # type: ignore[attr-defined]
    return list(dict.fromkeys(keys))


def _lines(session: Session, actor: Actor, row: RecordRow, kind: Kind) -> list[DocumentLine]:
    document = columns(Document)
    statement = (
        scoped(actor, Document, permission="document.read")
        .where(document.subject == row.record, document.subject_id == row.id)
        .order_by(document.type, document.id.desc())
    )
    rows = list(session.execute(statement).scalars())
    people = authors(session, rows)
    newest: set[str] = set()
    lines = []
    for one in rows:
        is_newest = one.ended_at is None and one.type not in newest
        if is_newest:
            newest.add(one.type)
        lines.append(_line(one, kind, people.get(one.id or 0, ""), is_newest))
    return lines


def _line(one: Document, kind: Kind, by: str, is_newest: bool) -> DocumentLine:
    return DocumentLine(
        one.public_id,
        document_name(kind, one.type),
        one.name,
        one.number,
        size_words(one.size),
        one.created_at,
        by,
        one.ended_at is not None,
        is_newest,
        one.version,
        one.content_digest.removeprefix("sha256:")[:12],
        f"/documents/{one.public_id}",
    )


def size_words(size: int) -> str:
    """Return a size as people read it.

    >>> size_words(900), size_words(1536), size_words(5 * 1024 * 1024)
    ('900 B', '1.5 KiB', '5.0 MiB')
    """
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.1f} KiB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MiB"


def authors(session: Session, rows: Iterable[Document]) -> dict[int, str]:
    """Return who stored each document."""
    ids = [row.id for row in rows]
    version, user = columns(RowVersion), columns(User)
    statement = (
        sa.select(version.row_id, user.display_name)
        .join_from(RowVersion, User, user.id == version.author_id)
        .where(version.table_name == "document", version.version == 1, version.row_id.in_(ids))
    )
    return {int(key): name for key, name in session.execute(statement)} if ids else {}


def stored_document(db: Database, actor: Actor, public_id: str) -> StoredDocument:
    """Return a document this person may see; any other is missing."""
    document = columns(Document)
    statement = scoped(actor, Document, permission="document.read").where(document.public_id == public_id)
    with db.reading() as session:
        row = session.execute(statement).scalar_one_or_none()
        if row is None or not _may_see_subject(session, actor, row):
            raise missing("document")
        return StoredDocument(row.name, row.media_type, row.content_digest)


def _may_see_subject(session: Session, actor: Actor, row: Document) -> bool:
    model = SUBJECTS.get(row.subject)
    if model is None:
        return False
    statement = scoped(actor, model, columns(model).id, permission=f"{row.subject}.read")
    found = session.execute(statement.where(columns(model).id == row.subject_id)).scalar_one_or_none()
    return found is not None


def upload_view(db: Database, actor: Actor, record: str, public_id: str, limit: int) -> UploadView:
    """Return the upload page of a record, for a refused file."""
    from bondlife import clock
    from bondlife.queries.record import row_of
    from bondlife.queries.steps import title_of

    with db.reading() as session:
        row = row_of(session, actor, record, public_id)
        here = situation(session, row, clock.business_date(), actor=actor)
        title = title_of(session, row)
        view = documents_of(session, actor, row, here, limit=limit)
    return UploadView(title, view, [(title, href_of(row))])
