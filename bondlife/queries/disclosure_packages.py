"""Packages that left the house: the list, what each carried, what came back, its bytes again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.registry import DisclosurePackage, Publication, Region

MOST = 100


@dataclass(frozen=True, slots=True)
class PackageLine:
    """One package: what it carried, how much of it came back."""

    public_id: str
    number: str
    region: str
    made_on: date
    digest: str
    carried: int
    received: int
    received_on: date | None
    is_received: bool


@dataclass(frozen=True, slots=True)
class PackagesView:
    """Packages of a person's regions, and how much is approved and waits to be carried out."""

    lines: Sequence[PackageLine]
    region: str
    waiting: int
    regions: Sequence[tuple[str, str]]
    can_make: bool
    form: Any


def packages_view(db: Database, actor: Actor, *, region: str, form: Any) -> PackagesView:
    """Return the packages of one's regions, the newest first."""
    own, place = columns(DisclosurePackage), columns(Region)
    statement = (
        scoped(actor, DisclosurePackage, DisclosurePackage, place.name, permission="disclosure.read")
        .join(Region, place.id == own.region_id)
        .where(own.ended_at.is_(None))
        .order_by(own.id.desc())
        .limit(MOST)
    )
    with db.reading() as session:
        lines = [_line(row, name) for row, name in session.execute(statement)]
        choices = region_choices(db, actor)
        chosen = region or next((code for code, _ in choices), "")
        waiting = _waiting(session, actor, chosen)
    return PackagesView(lines, chosen, waiting, choices, actor.can("publication.publish"), form)


def _line(row: DisclosurePackage, region: str) -> PackageLine:
    carried = row.manifest["publications"] if row.manifest else []
    return PackageLine(
        row.public_id,
        row.number,
        region,
        row.made_on,
        row.digest,
        len(carried),
        len(row.receipt or {}),
        row.received_on,
        row.state == "received",
    )


def _waiting(session: Session, actor: Actor, region: str) -> int:
    own, place = columns(Publication), columns(Region)
    root = sa.select(place.id).where(place.code == region).scalar_subquery()
    statement = scoped(actor, Publication, own.id, permission="publication.read").where(
        own.state == "approved", own.ended_at.is_(None), own.region_id.in_(closure_of(root))
    )
    counted = sa.select(sa.func.count()).select_from(statement.subquery())
    return int(session.execute(counted.execution_options(scoped=True)).scalar_one())


def package_parts(
    db: Database, actor: Actor, public_id: str
) -> tuple[DisclosurePackage, Sequence[Publication], str]:
    """Return a package with the publications it carried and its region's name."""
    own, held, place = columns(DisclosurePackage), columns(Publication), columns(Region)
    statement = scoped(actor, DisclosurePackage, permission="disclosure.read").where(
        own.public_id == public_id
    )
    with db.reading() as session:
        row = session.execute(statement).scalar_one_or_none()
        if row is None:
            raise missing("disclosure_package")
        keys = [one["publication"] for one in row.manifest["publications"]]
        rows = scoped(actor, Publication, permission="publication.read").where(held.public_id.in_(keys))
        found = list(session.execute(rows).scalars())
        name = session.execute(sa.select(place.name).where(place.id == row.region_id)).scalar_one()
    return row, found, str(name)
