"""What the operator of an installation asks: accounts, jobs, duties, the audit chain; no scope applies."""

from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from models.base import columns, table
from models.canonical import canonical_json
from models.registry import AuditRecord, Job, RoleGrant, User


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


def chain_lines(db: Database) -> list[str]:
    """Return the audit chain, one record a line, for the offline checker."""
    record = table(AuditRecord)
    with db.connection() as connection:
        rows = connection.execute(sa.select(record).order_by(record.c.seq)).mappings()
        return [canonical_json(dict(row)) for row in rows]
