"""What the operator of an installation asks: accounts, jobs, duties, the audit chain; no scope applies."""

from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database
from models.base import columns, table
from models.canonical import canonical_json
from models.registry import AuditRecord, Job, Publication, RoleGrant, User


def users(db: Database) -> list[dict[str, Any]]:
    """Return accounts with their roles in force."""
    user, grant = columns(User), columns(RoleGrant)
    in_force = sa.and_(grant.user_id == user.id, grant.state == "in_force")
    chosen = (user.account, user.display_name.label("name"), user.disabled, grant.role)
    statement = sa.select(*chosen).join_from(User, RoleGrant, in_force, isouter=True).order_by(user.account)
    with db.reading() as session:
        return [dict(row) for row in session.execute(statement).mappings()]


def jobs(db: Database, most: int = 50) -> list[dict[str, Any]]:
    """Return the newest jobs."""
    job = columns(Job)
    names = ("public_id", "name", "state", "done", "total", "attempt", "message", "error")
    statement = sa.select(*(job[name] for name in names)).order_by(job.id.desc()).limit(most)
    with db.reading() as session:
        return [dict(row) for row in session.execute(statement).mappings()]


def duties(db: Database) -> dict[str, Any]:
    """Return publications that are not out yet, with how late they are."""
    today, duty = clock.business_date(), columns(Publication)
    chosen = (duty.public_id.label("publication"), duty.form, duty.due_on, duty.state)
    open_ones = sa.select(*chosen).where(duty.published_on.is_(None), duty.ended_at.is_(None))
    with db.reading() as session:
        rows = session.execute(open_ones.order_by(duty.due_on), execution_options={"scoped": True}).mappings()
        found = [
            {**row, "late_days": max(0, (today - row["due_on"]).days) if row["due_on"] else 0} for row in rows
        ]
    return {"duties": found, "late": sum(1 for one in found if one["late_days"])}


def chain_lines(db: Database) -> list[str]:
    """Return the audit chain, one record a line, for the offline checker."""
    record = table(AuditRecord)
    with db.connection() as connection:
        rows = connection.execute(sa.select(record).order_by(record.c.seq)).mappings()
        return [canonical_json(dict(row)) for row in rows]
