"""The board of disclosure at one look: what is late and whose it is, by kind of duty, region or owner."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.locale import gettext
from bondlife.queries.disclosure_words import duty_name
from bondlife.queries.words import role_name
from bondlife.security.actor import Actor
from models.base import columns, table
from models.registry import DisclosureDuty, RegionClosure, RoleGrant, User

SOON_DAYS = 30
VIEWS = ("open", "late", "done", "all")
"""What the board may show, as its address says it."""
GROUPS = ("kind", "region", "owner")
"""What its counts may stand by."""
ABLE = ("officer", "publisher")
"""Roles whose holders may bear a duty."""
MINE, NOBODY, ROLE = "mine", "nobody", "role:"
"""Owners that are no account: who asks, nobody, and a role as a whole."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the board is asked for: which state, kind of duty, form, region, owner; counted by what."""

    shown: str = "open"
    what: str = ""
    form: str = ""
    region: str = ""
    owner: str = ""
    group: str = "kind"


@dataclass(frozen=True, slots=True)
class Group:
    """Duties of one kind, region or owner; ``most_late`` is in days, ``key`` is the filter they stand by."""

    key: str
    name: str
    late: int
    soon: int
    open: int
    on_time: int
    done_late: int
    most_late: int


def sums(own: Any, today: date) -> list[Any]:
    """Return the sums over a subquery of duties: late, due soon, open, done on time, done late."""
    is_open, is_done = own.c.state == "open", own.c.state == "done"
    soon = own.c.due_on.between(today, today + timedelta(days=SOON_DAYS))
    counted = (
        sa.and_(is_open, own.c.due_on < today),
        sa.and_(is_open, soon),
        is_open,
        sa.and_(is_done, sa.or_(own.c.due_on.is_(None), own.c.done_on <= own.c.due_on)),
        sa.and_(is_done, own.c.done_on > own.c.due_on),
    )
    return [sa.func.sum(sa.case((one, 1), else_=0)) for one in counted]


def groups_of(session: Session, statement: Any, by: str, today: date) -> list[Group]:
    """Return the counts of every kind, region or owner of the filter, the latest first."""
    own = statement.subquery()
    names = _BY[by]
    first = sa.func.min(sa.case((own.c.state == "open", own.c.due_on)))
    told = sa.select(*(own.c[name] for name in names), *sums(own, today), first).group_by(
        *(own.c[name] for name in names)
    )
    found = [
        _group(by, row, len(names), today) for row in session.execute(told.execution_options(scoped=True))
    ]
    return sorted(found, key=lambda one: (-one.late, -one.open, one.name))


_BY = {
    "kind": ("what",),
    "region": ("region_code", "region_name"),
    "owner": ("owner_account", "owner_name", "owner_role"),
}
"""The columns that make a group."""


def _group(by: str, row: Any, width: int, today: date) -> Group:
    (key, name), first = _NAMED[by](row[:width]), row[-1]
    late, soon, is_open, on_time, done_late = (int(one or 0) for one in row[width:-1])
    most = (today - date.fromisoformat(str(first))).days if first is not None else 0
    return Group(key, name, late, soon, is_open, on_time, done_late, max(0, most))


def _owner(account: str | None, name: str | None, role: str) -> tuple[str, str]:
    if account:
        return account, name or account
    return f"{ROLE}{role}", gettext("%(role)s, given to nobody yet") % {"role": role_name(role)}


_NAMED: Any = {
    "kind": lambda parts: (parts[0], duty_name(parts[0])),
    "region": lambda parts: (parts[0], parts[1]),
    "owner": lambda parts: _owner(*parts),
}
"""Key and name of a group by what it was made of."""


def owner_choices(session: Session, statement: Any) -> list[tuple[str, str]]:
    """Return everybody who owes something in the filter: what the address says, and the words."""
    own = statement.subquery()
    names = _BY["owner"]
    told = sa.select(*(own.c[name] for name in names)).where(own.c.state == "open").distinct()
    found = {_owner(*row) for row in session.execute(told.execution_options(scoped=True))}
    return sorted(found, key=lambda one: (one[0].startswith(ROLE), one[1]))


def borne_by(statement: Any, actor: Actor, owner: str, today: date) -> Any:
    """Return the duties of one owner: oneself, a role as a whole, nobody, or the person of an account."""
    own, user = columns(DisclosureDuty), columns(User)
    if owner == MINE:
        of_role = sa.and_(own.owner_id.is_(None), own.owner_role.in_(sorted(actor.roles)))
        return statement.where(sa.or_(own.owner_id == actor.user_id, of_role))
    if owner.startswith(ROLE):
        return statement.where(own.owner_id.is_(None), own.owner_role == owner.removeprefix(ROLE))
    if owner == NOBODY:
        held = _held(own.region_id, own.owner_role, today)
        return statement.where(own.owner_id.is_(None), own.state == "open", ~held)
    return statement.where(user.account == owner)


def able(session: Session, region_id: int, today: date) -> list[tuple[str, str]]:
    """Return who may bear a duty of a region: account and name of every officer and publisher over it."""
    user = columns(User)
    held = [_held(region_id, role, today, user.id) for role in ABLE]
    statement = sa.select(user.account, user.display_name).where(sa.or_(*held)).order_by(user.account)
    return [(account, name or account) for account, name in session.execute(statement)]


def uncovered(session: Session, statement: Any, today: date) -> Counter[tuple[int, str]]:
    """Return how many open duties of the filter nobody could do, by region and role."""
    own = statement.subquery()
    where = (own.c.region_id, own.c.owner_role)
    told = (
        sa.select(*where, sa.func.count())
        .where(own.c.state == "open", own.c.owner_id.is_(None), ~_held(*where, today))
        .group_by(*where)
    )
    rows = session.execute(told.execution_options(scoped=True))
    return Counter({(region_id, role): count for region_id, role, count in rows})


def _held(region: Any, role: Any, today: date, who: Any = None) -> Any:
    """Return whether anybody, or somebody named, holds a role over a region as a whole on a day."""
    grant, closure, user = (sa.alias(table(m)).c for m in (RoleGrant, RegionClosure, User))
    return sa.exists().where(
        closure.descendant_id == region,
        closure.ancestor_id == grant.region_id,
        user.id == grant.user_id,
        grant.role == role,
        grant.state == "in_force",
        grant.organisation_id.is_(None),
        grant.ended_at.is_(None),
        grant.valid_from <= today,
        sa.or_(grant.valid_to.is_(None), grant.valid_to >= today),
        user.disabled.is_(False),
        *([] if who is None else [grant.user_id == who]),
    )
