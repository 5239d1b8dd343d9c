"""Uploaded files on their way to being confirmed: kept by digest, with their preview, for one day."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import sqlalchemy as sa

from bondlife import clock
from bondlife.acts import Act, perform, record_refusal
from bondlife.db import Database
from bondlife.errors import Conflict, Invalid, Problem, Refusal, missing
from bondlife.jobs.runner import enqueue
from bondlife.security.actor import Actor
from bondlife.services.documents import place_of
from bondlife.services.imports.reading import SOURCES
from bondlife.services.imports.report import Report
from bondlife.services.imports.run import COUNTRY, preview
from models.base import columns
from models.registry import ImportFile, Job


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


KEPT = timedelta(days=1)
"""How long an upload waits to be confirmed."""
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file is to be read: unit, columns (None: as remembered), published totals beside it."""

    kind: str
    unit: str = ""
    mapping: Mapping[str, str] | None = None
    totals: bytes | None = None


def bring(
    db: Database,
    actor: Actor,
    folder: Path,
    source: BinaryIO,
    name: str,
    wanted: Wanted,
    *,
    limit: int,
    key: str,
) -> str:
    """Keep a file and its preview; returns the public id of the upload."""
    sweep(db, folder)
    digest = keep(folder, source, limit)
    try:
        report = _read(db, actor, place_of(folder, digest), wanted)
    except Refusal as refusal:
        record_refusal(db, actor, "import.preview", refusal)
        raise

    def work(act: Act) -> str:
        act.actor.require("import.run", act.actor.region_id)
        totals = wanted.totals.decode("utf-8", "replace") if wanted.totals is not None else None
        row = ImportFile(
            kind=report.kind,
            region_id=act.actor.region_id or COUNTRY,
            name=name[:200],
            content_digest=digest,
            options={**_options(report), "totals": totals},
            summary=report.as_kept(),
            user_id=act.actor.user_id,
            created_at=act.now,
        )
        act.session.add(row)
        act.subject, act.region_id = f"import_file/{row.public_id}", row.region_id
        act.detail.update({"file": row.name, "sha256": digest})
        return row.public_id

    return str(perform(db, actor, "import.preview", work, key=key, request=[wanted.kind, digest, name[:200]]))


def read_again(
    db: Database,
    actor: Actor,
    folder: Path,
    public_id: str,
    unit: str,
    mapping: Mapping[str, str],
    *,
    key: str = "",
) -> None:
    """Read a kept file with another unit or other columns, and keep the new preview."""
    row = own_upload(db, actor, public_id)
    wanted = Wanted(row.kind, unit, mapping or None, totals_of(row))
    report = _read(db, actor, file_of(folder, row), wanted)

    def work(act: Act) -> str:
        held = _waiting(act, actor, public_id)
        held.options = {**held.options, **_options(report)}
        held.summary = report.as_kept()
        return public_id

    perform(db, actor, "import.map", work, key=key, request=[public_id, unit, dict(mapping)])


def ask(db: Database, actor: Actor, folder: Path, public_id: str, *, key: str = "") -> str:
    """Ask the job process to store a previewed file, once; returns the public id of the job."""

    def work(act: Act) -> str:
        row = _waiting(act, actor, public_id)
        act.actor.require("import.run", row.region_id)
        if not row.summary.get("importable"):
            raise Invalid.because(
                "file_has_errors", _("The file has errors; mend them and send it again."), "file"
            )
        file_of(folder, row)
        job = enqueue(act, "import_file", {"upload": public_id}, row.region_id)
        job.total = int(row.summary["counts"]["good"])
        row.job_id = job.id
        act.subject, act.region_id = f"import_file/{row.public_id}", row.region_id
        return job.public_id

    return str(perform(db, actor, "import.ask", work, key=key, request=public_id))


def own_upload(db: Database, actor: Actor, public_id: str) -> ImportFile:
    """Return an upload of this person; anybody else's is missing."""
    with db.reading() as session:
        row: ImportFile | None = session.execute(_mine(actor, public_id)).scalar_one_or_none()
    if row is None:
        raise missing("import")
    return row


def read_kept(db: Database, folder: Path, row: ImportFile) -> Report:
    """Read a kept file as its preview was read."""
    wanted = Wanted(row.kind, row.options["unit"], row.options["mapping"] or None, totals_of(row))
    return _read_as(db, row.region_id, file_of(folder, row), wanted)


def totals_of(row: ImportFile) -> bytes | None:
    """Return the published totals that came with a file."""
    text = (row.options or {}).get("totals")
    return text.encode() if isinstance(text, str) else None


def file_of(folder: Path, row: ImportFile) -> Path:
    """Return where a kept file lies; after a day it is gone."""
    path = place_of(folder, row.content_digest)
    if not path.is_file():
        raise Invalid.because(
            "upload_gone", _("The file is kept for one day before it is confirmed; send it again."), "file"
        )
    return path


def keep(folder: Path, source: BinaryIO, limit: int) -> str:
    """Write a file under its digest, safe on disk, and return the digest."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / f".incoming-{uuid4().hex}"
    try:
        digest = _write(waiting, source, limit)
        place = place_of(folder, digest)
        place.parent.mkdir(exist_ok=True)
        waiting.replace(place)
    finally:
        waiting.unlink(missing_ok=True)
    return digest


def drop(db: Database, folder: Path, digest: str) -> None:
    """Delete a kept file that no preview waits for."""
    held = columns(ImportFile)
    waits = sa.select(held.id).where(held.content_digest == digest, held.state == "previewed")
    with db.reading() as session:
        if session.execute(waits.limit(1)).first() is None:
            place_of(folder, digest).unlink(missing_ok=True)


def sweep(db: Database, folder: Path) -> None:
    """Delete files older than a day, unless a job still has to store them."""
    oldest = (clock.now() - KEPT).timestamp()
    held = columns(ImportFile)
    for path in [*folder.glob("??/*"), *folder.glob(".incoming-*")]:
        try:
            is_old = path.stat().st_mtime < oldest
        except FileNotFoundError:
            continue
        asked = sa.select(held.id).where(
            held.content_digest == path.name, held.state == "previewed", held.job_id.is_not(None)
        )
        with db.reading() as session:
            if is_old and session.execute(asked.limit(1)).first() is None:
                path.unlink(missing_ok=True)


def _write(path: Path, source: BinaryIO, limit: int) -> str:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        while block := source.read(CHUNK):
            size += len(block)
            if size > limit:
                raise Invalid.because(
                    "file_too_big", _("The file is larger than %(mib)d MiB."), "file", mib=max(1, limit >> 20)
                )
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _read(db: Database, actor: Actor, path: Path, wanted: Wanted) -> Report:
    return _read_as(db, actor.region_id or COUNTRY, path, wanted)


def _read_as(db: Database, region_id: int, path: Path, wanted: Wanted) -> Report:
    return preview(
        db,
        wanted.kind,
        path,
        unit=wanted.unit,
        mapping=wanted.mapping,
        totals=wanted.totals,
        region_id=region_id,
    )


def _options(report: Report) -> dict[str, Any]:
    mapping = dict(report.draft.mapping) if SOURCES[report.kind].mapped else {}
    return {"unit": report.draft.unit, "mapping": mapping}


def _mine(actor: Actor, public_id: str) -> Any:
    held = columns(ImportFile)
    return sa.select(ImportFile).where(held.public_id == public_id, held.user_id == actor.user_id)


def _is_asked(act: Act, row: ImportFile) -> bool:
    """Tell whether a job has this file in hand; one that failed has let it go."""
    job = act.session.get(Job, row.job_id) if row.job_id is not None else None
    return job is not None and job.state in {"waiting", "running"}


def _waiting(act: Act, actor: Actor, public_id: str) -> ImportFile:
    statement = _mine(actor, public_id).with_for_update()
    row: ImportFile | None = act.session.execute(statement).scalar_one_or_none()
    if row is None:
        raise missing("import")
    if row.state != "previewed" or _is_asked(act, row):
        raise Conflict(Problem("already_asked", _("This file is already being stored, or has been.")))
    return row
