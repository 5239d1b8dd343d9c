"""Whose duty a duty is: the officer of its project, else the only one who holds the role there.

A name stands until the duty is handed to another person, or until who bears it may no longer act for the
region. Where several hold the role the duty is the role's; where nobody does it is told as nobody's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.queries.disclosure_groups import ABLE
from models.base import columns
from models.registry import Assignment, RegionClosure, RoleGrant, User


@dataclass(frozen=True, slots=True)
class Owners:
    """Who may bear duties: by region and role how near a grant is to whom, and the officers of projects."""

    near: Mapping[tuple[int, str], Mapping[int, int]]
    now: Mapping[int, int]
    before: Mapping[int, set[int]]

    def of(self, role: str, region_id: int, project_id: int | None) -> int | None:
        """Return the person a new duty falls to, None where no single one can be named."""
        officer = self.now.get(project_id or 0)
        if officer is not None:
            return officer
        held = self.near.get((region_id, role), {})
        nearest = [user for user, depth in held.items() if depth == min(held.values())]
        return nearest[0] if len(nearest) == 1 else None

    def stays(self, owner_id: int | None, region_id: int, project_id: int | None) -> bool:
        """Tell whether who bears a duty goes on bearing it."""
        if owner_id is None or owner_id in self.before.get(project_id or 0, ()):
            return False
        known = self.now.get(project_id or 0) == owner_id
        return known or any(owner_id in self.near.get((region_id, role), {}) for role in ABLE)

    def bearers(self, owner_id: int | None, role: str, region_id: int) -> set[int]:
        """Return who is told of a duty: its owner, else the nearest who hold the role."""
        if owner_id is not None:
            return {owner_id}
        held = self.near.get((region_id, role), {})
        return {user for user, depth in held.items() if depth == min(held.values())}


def owners(session: Session, today: date, roles: Iterable[str] = ABLE) -> Owners:
    """Return who may bear duties on a day."""
    now, before = _assigned(session)
    return Owners(_near(session, today, roles), now, before)


def _near(session: Session, today: date, roles: Iterable[str]) -> dict[tuple[int, str], dict[int, int]]:
    found: dict[tuple[int, str], dict[int, int]] = {}
    rows = session.execute(in_force(today, roles).execution_options(scoped=True))
    for region_id, role, user_id, depth in rows:
        held = found.setdefault((region_id, role), {})
        held[user_id] = min(depth, held.get(user_id, depth))
    return found


def in_force(today: date, roles: Iterable[str]) -> Any:
    """Return the statement of region, role, user and distance of every grant of a whole region in force."""
    grant, closure, user = columns(RoleGrant), columns(RegionClosure), columns(User)
    return (
        sa.select(closure.descendant_id, grant.role, grant.user_id, closure.depth)
        .join_from(RoleGrant, RegionClosure, closure.ancestor_id == grant.region_id)
        .join(User, user.id == grant.user_id)
        .where(
            grant.role.in_(sorted(roles)),
            grant.state == "in_force",
            grant.organisation_id.is_(None),
            grant.ended_at.is_(None),
            grant.valid_from <= today,
            sa.or_(grant.valid_to.is_(None), grant.valid_to >= today),
            user.disabled.is_(False),
        )
    )


def _assigned(session: Session) -> tuple[dict[int, int], dict[int, set[int]]]:
    """Return the officer who looks after each project, and those who did before."""
    own = columns(Assignment)
    statement = sa.select(own.project_id, own.user_id, own.ended_at).order_by(own.id)
    now: dict[int, int] = {}
    before: dict[int, set[int]] = {}
    for project_id, user_id, ended_at in session.execute(statement.execution_options(scoped=True)):
        if project_id in now and ended_at is None:
            before.setdefault(project_id, set()).add(now[project_id])
        if ended_at is None:
            now[project_id] = user_id
        else:
            before.setdefault(project_id, set()).add(user_id)
    for project_id, user_id in now.items():
        before.get(project_id, set()).discard(user_id)
    return now, before
