"""The yearly table of a whole region as one file: a bond a row, in the layout of the form.

It is written by the job process: the file is kept under its digest for its owner, and forgotten after a week.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.disclosure.builders.f3 import rows_at
from bondlife.disclosure.workbook import write_rows
from bondlife.errors import missing
from bondlife.jobs.runner import enqueue
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from bondlife.services.documents import Stored, store
from bondlife.services.records import region_by_code
from models.base import columns
from models.disclosure_forms import forms
from models.registry import BondShare, Project, Region

FORM = "F3"
JOB = "yearly_table"
KEPT = timedelta(days=7)
"""How long a written file waits to be fetched."""
LARGEST = 1 << 30
"""Bytes of the largest file that is kept."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """A table that was written: of which region, how many rows."""

    region: str
    rows: int


def ask(db: Database, actor: Actor, region: str, year: int, *, key: str = "") -> str:
    """Put the yearly table of a region into the queue; returns the public key of the job."""

    def work(act: Act) -> str:
        region_id = region_by_code(act, region)
        act.actor.require("export.run", region_id)
        act.detail.update(region=region, year=year)
        return enqueue(act, JOB, {"region": region, "year": year}, region_id).public_id

    return str(perform(db, actor, "disclosure.export", work, key=key, request=[region, year]))


def write_file(
    db: Database, actor: Actor, region: str, year: int, folder: Path, *, tell: Tell | None = None
) -> tuple[Written, Stored]:
    """Write the table into the store of exports, what is older than a week out of it first."""
    sweep(folder)
    with TemporaryFile() as file:
        written = national_table(db, actor, region, year, file, tell=tell)
        file.seek(0)
        return written, store(folder, file, LARGEST)


def sweep(folder: Path) -> None:
    """Delete exports nobody fetched in time."""
    oldest = (clock.now() - KEPT).timestamp()
    for path in [*folder.glob("??/*"), *folder.glob(".incoming-*")]:
        if path.exists() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def national_table(
    db: Database, actor: Actor, region: str, year: int, out: BinaryIO, *, tell: Tell | None = None
) -> Written:
    """Write the national yearly table of every project with bonds of a region that the actor sees.

    ``tell`` is told now and then how many rows are written, of how many.
    """
    place, on = columns(Region), date(year, 12, 31)
    with db.reading() as session:
        found = session.execute(
            sa.select(Region).where(place.code == region, place.ended_at.is_(None))
        ).scalar_one_or_none()
        if found is None:
            raise missing("region")
        keys, total = _with_bonds(session, actor, found.id)
        rows = (row for _, row in rows_at(session, keys, on))
        told = None if tell is None else lambda count: tell(count, max(count, total))
        count = write_rows(out, forms()[FORM], rows, subject=found.name, cut_off=on, tell=told)
        return Written(found.name, count)


def _with_bonds(session: Session, actor: Actor, region: int) -> tuple[Sequence[int], int]:
    """Return the projects below a region that hold shares of bonds, and how many shares these are."""
    own, share = columns(Project), columns(BondShare)
    held: Any = (
        sa.select(share.project_id, sa.func.count().label("shares")).group_by(share.project_id).subquery()
    )
    statement = (
        scoped(actor, Project, own.id, held.c.shares, permission="project.read")
        .join(held, held.c.project_id == own.id)
        .where(own.region_id.in_(closure_of(region)), own.ended_at.is_(None))
        .order_by(own.id)
    )
    rows = session.execute(statement).all()
    return [int(row.id) for row in rows], sum(int(row.shares) for row in rows)
