"""Put the work of each night into the queue: once a day, whichever worker looks first."""

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database, hold_name
from models.base import columns
from models.registry import Job


def enqueue_due(db: Database) -> list[str]:
    """Queue the nightly jobs whose hour has come and that were not queued today; return their names."""
    from bondlife.jobs import every_night

    here = clock.local(clock.now())
    wanted = [name for hour, name in every_night() if hour <= here.hour]
    if not wanted or not _missing(db, wanted):
        return []
    with db.writing() as session:
        hold_name(session, "nightly")
        names = [name for name in wanted if name not in _queued(session)]
        day = clock.business_date().isoformat()
        session.add_all(Job(name=name, params={"night": day}, created_at=clock.now()) for name in names)
        session.commit()
    return names


def _missing(db: Database, wanted: list[str]) -> bool:
    with db.reading() as session:
        return bool(set(wanted) - _queued(session))


def _queued(session: Session) -> set[str]:
    """Return the nightly jobs that were queued for today."""
    job = columns(Job)
    today = {"night": clock.business_date().isoformat()}
    return set(session.execute(sa.select(job.name).where(job.params == today)).scalars())
