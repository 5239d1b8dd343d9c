"""The yearly table of a whole region as one file: a bond a row, in the layout of the form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.disclosure.builders.f3 import rows_at
from bondlife.disclosure.workbook import write_rows
from bondlife.errors import missing
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.disclosure_forms import forms
from models.registry import Project, Region

FORM = "F3"


@dataclass(frozen=True, slots=True)
class Written:
    """A table that was written: of which region, how many rows."""

    region: str
    rows: int


def national_table(
    db: Database,
    actor: Actor,
    region: str,
    year: int,
    out: BinaryIO,
    *,
    tell: Callable[[int], None] | None = None,
) -> Written:
    """Write the national yearly table of every project of a region that the actor sees."""
    own, place = columns(Project), columns(Region)
    with db.reading() as session:
        found = session.execute(
            sa.select(Region).where(place.code == region, place.ended_at.is_(None))
        ).scalar_one_or_none()
        if found is None:
            raise missing("region")
        statement = scoped(actor, Project, own.id, permission="project.read").where(
            own.region_id.in_(closure_of(found.id)), own.ended_at.is_(None)
        )
        keys = [int(key) for key in session.execute(statement.order_by(own.id)).scalars()]
        rows = (row for _, row in rows_at(session, keys, date(year, 12, 31)))
        count = write_rows(
            out, forms()[FORM], rows, subject=found.name, cut_off=date(year, 12, 31), tell=tell
        )
        return Written(found.name, count)
