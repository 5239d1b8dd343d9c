"""What stands around every page: how much waits for this person, and the regions they may look at."""

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.queries.notices import unread_count
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.registry import Alert, Approval, Region, Task

MOST = 99
"""Counts above this are shown as this: nobody works off a hundred at a glance."""


def waiting_counts(db: Database, actor: Actor) -> tuple[int, int, int]:
    """Return how many tasks and approvals wait for this person, alerts are open, notices are not read."""
    roles = sorted(actor.roles)
    task, approval, alert = columns(Task), columns(Approval), columns(Alert)
    tasks = scoped(actor, Task, task.id).where(task.role.in_(roles), task.done_on.is_(None))
    signs = scoped(actor, Approval, approval.id).where(
        approval.state == "waiting", approval.waiting_role.in_(roles), approval.prepared_by != actor.user_id
    )
    alerts = scoped(actor, Alert, alert.id).where(
        alert.closed_on.is_(None), alert.snoozed_until.is_(None), alert.owner_role.in_(roles)
    )
    with db.reading() as session:
        found = [
            session.execute(
                sa.select(sa.func.count()).select_from(one.limit(MOST).subquery()),
                execution_options={"scoped": True},
            ).scalar_one()
            for one in (tasks, signs, alerts)
        ]
        notices = unread_count(session, actor)
    return min(MOST, found[0] + found[1]), found[2], notices


def region_choices(db: Database, actor: Actor, most: int = 200) -> list[tuple[str, str]]:
    """Return the regions of the person's own subtree, by code; the largest first."""
    region = columns(Region)
    statement = sa.select(region.code, region.name).where(region.ended_at.is_(None))
    grants = actor.grants_for("project.read")
    if not any(grant.region_ids is None for grant in grants):
        own = set().union(*(grant.region_ids or () for grant in grants))
        statement = statement.where(region.id.in_(sorted(own)))
    else:
        statement = statement.where(region.level.in_(("nation", "province")))
    with db.reading() as session:
        rows = session.execute(statement.order_by(region.code).limit(most))
        return [(code, name) for code, name in rows]
