"""The yearly tables of a whole region as one file each, in the layout of the form.

They are written by the job process: the file is kept under its digest for its owner, and forgotten after a
week.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import sqlalchemy as sa

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.disclosure.whole_tables import WHOLE, Wanted, write_whole
from bondlife.errors import Invalid, missing
from bondlife.jobs.runner import enqueue
from bondlife.security.actor import Actor
from bondlife.services.documents import Stored, store
from bondlife.services.records import region_by_code
from models.base import columns
from models.registry import Region

FORM = "F3"
"""The form that is written where none is named."""
JOB = "yearly_table"
KEPT = timedelta(days=7)
"""How long a written file waits to be fetched."""
LARGEST = 1 << 30
"""Bytes of the largest file that is kept."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a region: by its code, of which year, in which form."""

    region: str
    year: int
    form: str = FORM


@dataclass(frozen=True, slots=True)
class Written:
    """A table that was written: of which region, how many rows (or sheets, a place each)."""

    region: str
    rows: int


def ask(db: Database, actor: Actor, wanted: Table, *, key: str = "") -> str:
    """Put a table of a region into the queue; returns the public key of the job."""
    if wanted.form not in WHOLE:
        raise Invalid.because(
            "no_form", "No table of the form %(form)s is filled here.", "form", form=wanted.form[:20]
        )

    def work(act: Act) -> str:
        region_id = region_by_code(act, wanted.region)
        act.actor.require("export.run", region_id)
        told = {"region": wanted.region, "year": wanted.year, "form": wanted.form}
        act.detail.update(told)
        return enqueue(act, JOB, told, region_id).public_id

    request = [wanted.region, wanted.year, wanted.form]
    return str(perform(db, actor, "disclosure.export", work, key=key, request=request))


def write_file(
    db: Database, actor: Actor, wanted: Table, folder: Path, *, tell: Tell | None = None
) -> tuple[Written, Stored]:
    """Write a table into the store of exports, what is older than a week out of it first."""
    sweep(folder)
    with TemporaryFile() as file:
        written = write_table(db, actor, wanted, file, tell=tell)
        file.seek(0)
        return written, store(folder, file, LARGEST)


def sweep(folder: Path) -> None:
    """Delete exports nobody fetched in time."""
    oldest = (clock.now() - KEPT).timestamp()
    for path in [*folder.glob("??/*"), *folder.glob(".incoming-*")]:
        if path.exists() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def write_table(
    db: Database, actor: Actor, wanted: Table, out: BinaryIO, *, tell: Tell | None = None
) -> Written:
    """Write a table of everything below a region that the actor sees; an unknown region is missing.

    ``tell`` is told now and then how much is written, of how much.
    """
    place = columns(Region)
    with db.reading() as session:
        found = session.execute(
            sa.select(Region).where(place.code == wanted.region, place.ended_at.is_(None))
        ).scalar_one_or_none()
        if found is None:
            raise missing("region")
        told = Wanted(wanted.form, found, date(wanted.year, 12, 31))
        return Written(found.name, write_whole(session, actor, told, out, tell))
