"""Who stands in for whom: one's own, and those one may decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bondlife import clock
from bondlife.db import Database
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from models.base import columns, table
from models.lifecycle import Label
from models.registry import Delegation, User

STATES = {
    "proposed": ("wait", Label("waits for approval", "待批准")),
    "in_force": ("done", Label("in force", "生效")),
    "refused": ("no", Label("refused", "未批准")),
    "ended": ("open", Label("ended", "已结束")),
}


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """One substitution."""

    public_id: str
    version: int
    person: str
    substitute: str
    valid_from: date
    valid_to: date
    reason: str
    mark: str
    state: str
    word: str
    can_decide: bool
    can_end: bool


@dataclass(frozen=True, slots=True)
class DelegationsView:
    """Substitutions a person has to do with, and whom one may name."""

    lines: Sequence[DelegationLine]
    people: Sequence[tuple[str, str]]
    can_propose: bool
    today: date
    form: Any


def delegations_view(db: Database, actor: Actor, form: Any) -> DelegationsView:
    """Return one's own substitutions and those of regions in which one may approve them."""
    own, me = columns(Delegation), columns(User)
    person, other = aliased(table(User)), aliased(table(User))
    mine = sa.or_(own.user_id == actor.user_id, own.substitute_id == actor.user_id)
    grants = actor.grants_for("delegation.approve")
    regions = sorted(set().union(*(grant.region_ids or () for grant in grants))) if grants else []
    seen = sa.true() if any(grant.region_ids is None for grant in grants) else own.region_id.in_(regions)
    statement = (
        sa.select(Delegation, person.c.display_name, other.c.display_name)
        .join_from(Delegation, person, person.c.id == own.user_id)
        .join(other, other.c.id == own.substitute_id)
        .where(own.ended_at.is_(None), sa.or_(mine, seen))
        .order_by(own.valid_from.desc(), own.id.desc())
        .limit(200)
    )
    with db.reading() as session:
        rows = session.execute(statement).all()
        self_row = session.execute(sa.select(User).where(me.id == actor.user_id)).scalar_one_or_none()
        people = _colleagues(session, self_row) if self_row is not None else []
    today = clock.business_date()
    lines = [_line(row, actor) for row in rows]
    return DelegationsView(lines, people, actor.can("delegation.propose"), today, form)


def _colleagues(session: Any, me: User) -> list[tuple[str, str]]:
    user = columns(User)
    statement = (
        sa.select(user.account, user.display_name)
        .where(
            user.region_id == me.region_id,
            user.organisation_id == me.organisation_id
            if me.organisation_id is not None
            else user.organisation_id.is_(None),
            user.disabled.is_(False),
            user.id != me.id,
        )
        .order_by(user.display_name)
    )
    return [(row.account, row.display_name) for row in session.execute(statement)]


def _line(row: Any, actor: Actor) -> DelegationLine:
    one: Delegation = row[0]
    mark, word = STATES[one.state]
    is_mine = actor.user_id in (one.user_id, one.substitute_id)
    may = actor.can_on("delegation.approve", one.region_id)
    return DelegationLine(
        one.public_id,
        one.version,
        row[1],
        row[2],
        one.valid_from,
        one.valid_to,
        one.reason,
        mark,
        one.state,
        said(word),
        may and not is_mine and one.state == "proposed",
        (is_mine or may) and one.state in {"proposed", "in_force"},
    )
