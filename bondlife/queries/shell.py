"""What stands around every page: how much waits for this person, and the regions they may look at."""

from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.security.actor import Actor, Grant
from bondlife.security.scope import scoped
from models.base import columns
from models.registry import Alert, Approval, Notice, Region, Task

MOST = 99
"""Counts above this are shown as this: nobody works off a hundred at a glance."""


def waiting_counts(db: Database, actor: Actor) -> tuple[int, int, int]:
    """Return how many tasks and approvals wait for this person, alerts are open, notices are not read."""
    key = ("waiting", actor.grants, actor.only)
    [(tasks, signs, alerts, notices)] = db.rows(actor, key, lambda: _waiting(actor), {"user": actor.user_id})
    return min(MOST, tasks + signs), alerts, notices


def _waiting(actor: Actor) -> sa.Select[Any]:
    """Select the four counts at once, each only as far as it is shown."""
    roles, user = sorted(actor.roles), sa.bindparam("user", None, sa.BigInteger)
    task, approval, alert, notice = (columns(model) for model in (Task, Approval, Alert, Notice))
    waiting = (
        scoped(actor, Task, task.id).where(task.role.in_(roles), task.done_on.is_(None)),
        scoped(actor, Approval, approval.id).where(
            approval.state == "waiting", approval.waiting_role.in_(roles), approval.prepared_by != user
        ),
        scoped(actor, Alert, alert.id).where(
            alert.closed_on.is_(None), alert.snoozed_until.is_(None), alert.owner_role.in_(roles)
        ),
        sa.select(notice.id).where(notice.user_id == user, notice.read_at.is_(None)),
    )
    return sa.select(
        *(
            sa.select(sa.func.count()).select_from(one.limit(MOST).subquery()).scalar_subquery()
            for one in waiting
        )
    )


Choices = tuple[tuple[str, str], ...]
_CHOICES: dict[tuple[Any, ...], tuple[tuple[Grant, ...], Choices]] = {}
MOST_KEPT = 10_000


def region_choices(db: Database, actor: Actor, most: int = 200) -> Choices:
    """Return the regions of the person's own subtree, by code; the largest first.

    Kept as long as the person's grants are: those are made anew whenever any region changes.
    """
    place = (db.name, actor.grants, actor.only, most)
    held = _CHOICES.get(place)
    if held is None or held[0] is not actor.grants:
        if len(_CHOICES) >= MOST_KEPT:
            _CHOICES.clear()
        found = db.rows(actor, ("regions of", *place[1:]), lambda: _choices(actor, most), {})
        held = _CHOICES[place] = (actor.grants, tuple((code, name) for code, name in found))
    return held[1]


def _choices(actor: Actor, most: int) -> sa.Select[Any]:
    region = columns(Region)
    statement = sa.select(region.code, region.name).where(region.ended_at.is_(None))
    grants = actor.grants_for("project.read")
    if not any(grant.region_ids is None for grant in grants):
        own = set().union(*(grant.region_ids or () for grant in grants))
        statement = statement.where(region.id.in_(sorted(own)))
    else:
        statement = statement.where(region.level.in_(("nation", "province")))
    return statement.order_by(region.code).limit(most)
