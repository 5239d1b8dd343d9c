"""What changed in public, in the order of acts: for cursors, feeds and the sitemap.

Acts are numbered while the head of the audit chain is held, so that no lower number appears after a higher
one: who has read up to a mark has missed nothing. A content that changes again moves behind the mark.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.disclosure.choices import is_shown
from bondlife.disclosure.opendata.feeds import Change
from bondlife.errors import missing
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.public.page import FOLDERS
from bondlife.security.scope import closure_of
from models.base import columns
from models.registry import Project, Publication, PublicEntry, Region, RowVersion

SHOWN = ("published", "superseded", "withdrawn")
NEWEST = 100
MOST = 500
PART = 20_000
"""Keys of rows that one part of the sitemap spans."""


def changes_after(db: Database, mark: tuple[int, int], limit: int) -> tuple[list[Change], bool]:
    """Return the changes after a mark in their order, and whether there are more."""
    version = columns(RowVersion)
    after = sa.or_(version.act > mark[0], sa.and_(version.act == mark[0], version.row_id > mark[1]))
    with db.reading() as session:
        statement = _changes().where(version.act >= mark[0], after).order_by(version.act, version.row_id)
        found = [_change(row) for row in _run(session, statement.limit(limit + 1))]
    return found[:limit], len(found) > limit


def _changes() -> Any:
    """Return the statement of every public content with the version that stands now."""
    own, version, place, project = (columns(one) for one in (Publication, RowVersion, Region, Project))
    names = ("public_id", "form", "state", "cut_off", "published_on", "digest")
    return (
        sa.select(
            *(own[name] for name in names),
            own.content,
            version.act,
            version.row_id,
            version.known_at,
            place.name,
            place.code,
            project.public_id.label("project"),
        )
        .select_from(RowVersion)
        .join(
            Publication,
            sa.and_(
                version.table_name == "publication", version.row_id == own.id, version.version == own.version
            ),
        )
        .join(Region, place.id == own.region_id)
        .outerjoin(Project, project.id == own.project_id)
        .where(own.state.in_(SHOWN), own.ended_at.is_(None), is_shown())
    )


def _run(session: Session, statement: Any) -> Any:
    return session.execute(statement.execution_options(scoped=True))


def _subject(row: Any) -> str:
    return str((row.content or {}).get("subject") or "")


def _change(row: Any) -> Change:
    is_gone = row.state == "withdrawn"
    about = row.name if is_gone else _subject(row) or row.name
    return Change(
        (row.act, row.row_id),
        row.public_id,
        row.form,
        f"{form_name(row.form)} {about}".strip(),
        row.state,
        row.cut_off,
        row.published_on,
        row.digest,
        row.known_at,
        row.code,
        row.project or "",
    )


def region_changes(db: Database, code: str) -> tuple[str, list[Change]]:
    """Return the name of a region and the newest changes in it and below."""
    own, place, version = columns(Publication), columns(Region), columns(RowVersion)
    with db.reading() as session:
        region = session.execute(
            sa.select(place.id, place.name).where(place.code == code, place.ended_at.is_(None))
        ).one_or_none()
        if region is None:
            raise missing("region")
        statement = _changes().where(own.region_id.in_(closure_of(region.id)))
        newest = statement.order_by(version.act.desc(), version.row_id.desc()).limit(NEWEST)
        return region.name, [_change(row) for row in _run(session, newest)]


def project_changes(db: Database, public_id: str) -> tuple[str, list[Change]]:
    """Return the published name of a project and its newest changes; without any it is missing."""
    project, version = columns(Project), columns(RowVersion)
    with db.reading() as session:
        statement = _changes().where(project.public_id == public_id)
        newest = statement.order_by(version.act.desc(), version.row_id.desc()).limit(NEWEST)
        rows = _run(session, newest).all()
    if not rows:
        raise missing("project")
    named = (_subject(row) for row in rows if row.state != "withdrawn")
    return next((name for name in named if name), rows[0].name), [_change(row) for row in rows]


_PUBLICATIONS, _REGIONS = "publications", "regions"
_KINDS = {folder: kind for kind, folder in FOLDERS.items() if kind != "region"}


def sitemap_parts(db: Database) -> list[str]:
    """Return the names of the parts of the sitemap: pages of regions, and spans of keys of the others."""
    found = [f"{_REGIONS}-0"]
    with db.reading() as session:
        for folder in (*_KINDS, _PUBLICATIONS):
            key, where = _place(folder)
            spans = sa.select(key // PART).where(*where).distinct()
            found += [f"{folder}-{int(span)}" for span in sorted(_run(session, spans).scalars())]
    return found


def _place(folder: str) -> tuple[Any, tuple[Any, ...]]:
    """Return the key that spans a folder of pages, and the conditions of being there."""
    entry = columns(PublicEntry)
    if folder in _KINDS:
        return entry.subject_id, (entry.kind == _KINDS[folder],)
    return columns(Publication).id, _on_the_map()


def _on_the_map() -> tuple[Any, ...]:
    own = columns(Publication)
    return own.state.in_(SHOWN), own.ended_at.is_(None), is_shown()


def sitemap_part(db: Database, part: str) -> Sequence[tuple[str, date | None]]:
    """Return the addresses of one part of the sitemap, each with its day; an unknown part is missing."""
    folder, _, span = part.partition("-")
    if not (span.isascii() and span.isdigit() and len(span) < 10):
        raise missing("page")
    if folder not in (*_KINDS, _PUBLICATIONS, _REGIONS):
        raise missing("page")
    with db.reading() as session:
        found = list(_regions(session) if folder == _REGIONS else _things(session, folder, int(span)))
    if not found:
        raise missing("page")
    return found


def _regions(session: Session) -> Iterator[tuple[str, date | None]]:
    own, place = columns(Publication), columns(Region)
    statement = (
        sa.select(place.code, sa.func.max(own.published_on))
        .join_from(Region, Publication, own.region_id == place.id)
        .where(*_on_the_map(), place.code != "", place.ended_at.is_(None))
        .group_by(place.code)
        .order_by(place.code)
    )
    yield from (("/public", None), ("/public/data", None))
    yield from ((f"/public/regions/{code}", day) for code, day in _run(session, statement))


def _things(session: Session, folder: str, span: int) -> Iterator[tuple[str, date | None]]:
    own, entry = columns(Publication), columns(PublicEntry)
    key, where = _place(folder)
    told = (entry.public_id, entry.last_on) if folder in _KINDS else (own.public_id, own.published_on)
    within = key.between(span * PART, (span + 1) * PART - 1)
    statement = sa.select(*told).where(within, *where).order_by(key)
    yield from ((f"/public/{folder}/{name}", day) for name, day in _run(session, statement))
