"""Store a previewed file: read again from its kept bytes, then all of it or nothing."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.jobs.runner import Progress
from bondlife.security.actor import SYSTEM, Actor
from bondlife.security.authenticate import actor_of
from bondlife.services.imports.run import confirm
from bondlife.services.imports.uploads import drop, read_kept
from bondlife.settings import settings
from models.base import columns
from models.registry import ImportFile, User

NAME = "import_file"


def run(db: Database, params: dict[str, Any], progress: Progress, user: int | None) -> dict[str, Any]:
    """Store one upload in the name of who asked for it; asked again, it answers what it answered before."""
    folder = settings().uploads_dir
    row = _upload(db, str(params["upload"]))
    if row.state == "confirmed":
        return _answer(row, "stored", row.summary["stored"])
    progress.tell(0, 0, "reading", now=True)
    report = read_kept(db, folder, row)
    progress.tell(0, len(report.draft.rows), "storing", now=True)
    done = confirm(
        db,
        actor_for(db, user),
        report,
        row.name,
        key=f"import/{row.public_id}",
        progress=progress,
        upload=row.public_id,
    )
    progress.tell(len(report.draft.rows), len(report.draft.rows), "stored", now=True)
    if done.state == "refused":
        raise done.refusal()
    drop(db, folder, row.content_digest)
    return _answer(row, done.state, done.stored or {})


def _answer(row: ImportFile, state: str, counts: Mapping[str, Any]) -> dict[str, Any]:
    return {"upload": row.public_id, "kind": row.kind, "state": state, "counts": dict(counts)}


def _upload(db: Database, public_id: str) -> ImportFile:
    with db.reading() as session:
        statement = sa.select(ImportFile).where(columns(ImportFile).public_id == public_id)
        row: ImportFile | None = session.execute(statement).scalar_one_or_none()
    if row is None:
        raise missing("import")
    return row


def actor_for(db: Database, user: int | None) -> Actor:
    """Return the person a job works for, the installation itself where nobody asked."""
    if user is None:
        return SYSTEM
    with db.reading() as session:
        held = columns(User)
        account = session.execute(sa.select(held.account).where(held.id == user)).scalar_one()
    return actor_of(db, account)
