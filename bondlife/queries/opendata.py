"""Published projects one by one, with their newest content of each form: what open data is made from."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.disclosure.opendata import PublishedProject
from bondlife.errors import missing
from bondlife.queries.disclosure_words import form_name
from bondlife.security.scope import closure_of
from models.base import columns
from models.registry import Project, Publication, Region

STREAM = 1000
NEWEST = 100


def published_projects(session: Session, public_id: str = "") -> Iterator[PublishedProject]:
    """Yield projects with published contents, in the order of their keys; memory does not grow with them."""
    own, project, place = columns(Publication), columns(Project), columns(Region)
    statement = (
        sa.select(
            *(project.id, project.public_id, project.code, place.name, place.code.label("region_code")),
            *(own.public_id.label("key"), own.form, own.content, own.published_on, own.cut_off),
        )
        .select_from(Publication)
        .join(Project, project.id == own.project_id)
        .join(Region, place.id == own.region_id)
        .where(own.state == "published", own.ended_at.is_(None))
        .order_by(project.id, own.cut_off, own.id)
        .execution_options(scoped=True, yield_per=STREAM)
    )
    if public_id:
        statement = statement.where(project.public_id == public_id)
    for _, rows in groupby(session.execute(statement), key=lambda row: row.id):
        yield _project(list(rows))


def _project(rows: Sequence[Any]) -> PublishedProject:
    newest = {row.form: row.content for row in rows if row.content}
    last = rows[-1]
    return PublishedProject(
        last.public_id,
        last.code,
        last.name,
        last.region_code,
        list(newest.values()),
        [(row.key, row.form, row.published_on) for row in rows],
    )


def published_project(db: Database, public_id: str) -> PublishedProject:
    """Return one project with published contents; any other is missing."""
    with db.reading() as session:
        found = next(published_projects(session, public_id), None)
    if found is None:
        raise missing("project")
    return found


def feed_entries(db: Database, code: str) -> tuple[str, list[tuple[str, str, date]]]:
    """Return the name of a region and its newest contents: key, title, day."""
    own, place = columns(Publication), columns(Region)
    with db.reading() as session:
        region = session.execute(
            sa.select(Region).where(place.code == code, place.ended_at.is_(None))
        ).scalar_one_or_none()
        if region is None:
            raise missing("region")
        statement = (
            sa.select(own.public_id, own.form, own.content, own.published_on)
            .where(
                own.state == "published",
                own.published_on.is_not(None),
                own.ended_at.is_(None),
                own.region_id.in_(closure_of(region.id)),
            )
            .order_by(own.published_on.desc(), own.id.desc())
            .limit(NEWEST)
        )
        rows = session.execute(statement.execution_options(scoped=True)).all()
        told = [
            (
                row.public_id,
                f"{form_name(row.form)} {(row.content or {}).get('subject') or ''}".strip(),
                row.published_on,
            )
            for row in rows
        ]
        return region.name, told
