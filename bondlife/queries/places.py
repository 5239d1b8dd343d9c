"""The region a page is about: the one named, or the person's own; a foreign one is missing."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database, told_rows
from bondlife.errors import missing
from bondlife.security.actor import Actor
from models.base import columns
from models.registry import Region


def region_of(session: Session, actor: Actor, code: str, permission: str) -> Region:
    """Return a region inside this person's right; without a code, their own."""
    region = columns(Region)
    wanted = region.code == code if code else region.id == actor.region_id
    statement = sa.select(Region).where(wanted, region.ended_at.is_(None))
    found: Region | None = session.execute(statement).scalar_one_or_none()
    grants = actor.grants_for(permission)
    if found is None or not any(one.region_ids is None or found.id in one.region_ids for one in grants):
        raise missing("region")
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A region by its row, code and name."""

    id: int
    code: str
    name: str


def place_of(db: Database, actor: Actor, code: str, permission: str) -> Place:
    """Return a region inside this person's right; without a code, their own."""
    with db.reading() as session:
        found = region_of(session, actor, code, permission)
        return Place(found.id or 0, found.code, found.name)


def region_name(session: Session, region_id: int) -> str:
    """Return the name of a region."""
    rows = told_rows(session, None, "name of a region", _name_of_region, {"region": region_id})
    return str(rows[0][0]) if rows else ""


def _name_of_region() -> sa.Select[Any]:
    own = columns(Region)
    return sa.select(own.name).where(own.id == sa.bindparam("region", None, sa.BigInteger()))
