"""From a cookie or a token to an actor: one query a request, grants cached until rights or regions change."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.security.actor import Actor, Grant
from bondlife.security.sessions import is_alive, token_digest, touch
from models.base import columns
from models.registry import ApiToken, Epoch, Region, RegionClosure, RoleGrant, User, UserSession


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends a request: the actor, and for browsers the session with its token against forged forms."""

    actor: Actor
    session_id: int | None = None
    csrf: str = ""
    must_change_password: bool = False


def by_session(db: Database, token: str) -> Visitor | None:
    """Return the visitor behind a session cookie, or None."""
    with db.reading() as session:
        row = session.execute(_session_query(), {"token": token_digest(token)}).one_or_none()
        now = clock.now()
        if row is None or row.disabled or not is_alive(row, now):
            return None
        actor = _actor(session, row, clock.business_date().toordinal())
    touch(db, row, now)
    return Visitor(actor, row.id, row.csrf, row.must_change_password)


def by_api_token(db: Database, token: str) -> Visitor | None:
    """Return the visitor behind an API token, or None."""
    with db.reading() as session:
        row = session.execute(_token_query(), {"token": token_digest(token)}).one_or_none()
        if row is None or row.disabled or row.ended_at is not None or row.expires_at <= clock.now():
            return None
        actor = _actor(session, row, clock.business_date().toordinal())
    only = frozenset(row.permissions.split()) if row.permissions else None
    return Visitor(
        Actor(
            actor.user_id,
            actor.account,
            actor.name,
            actor.grants,
            actor.region_id,
            actor.section,
            actor.locale,
            actor.unit,
            only,
        )
    )


def actor_of(db: Database, account: str) -> Actor:
    """Return the actor of an account: for the command line and jobs, which act with its rights."""
    with db.reading() as session:
        user = columns(User)
        statement = sa.select(*_user_columns(), _epoch("regions").label("regions")).where(
            user.account == account
        )
        return _actor(session, session.execute(statement).one(), clock.business_date().toordinal())


@lru_cache(maxsize=1)
def _session_query() -> Any:
    held, user = columns(UserSession), columns(User)
    return (
        sa.select(
            held.id,
            held.csrf,
            held.created_at,
            held.seen_at,
            held.ended_at,
            user.must_change_password,
            user.disabled,
            *_user_columns(),
            _epoch("regions").label("regions"),
        )
        .join_from(UserSession, User, held.user_id == user.id)
        .where(held.token_hash == sa.bindparam("token"))
    )


@lru_cache(maxsize=1)
def _token_query() -> Any:
    held, user = columns(ApiToken), columns(User)
    return (
        sa.select(
            held.permissions,
            held.ended_at,
            held.expires_at,
            user.disabled,
            *_user_columns(),
            _epoch("regions").label("regions"),
        )
        .join_from(ApiToken, User, held.user_id == user.id)
        .where(held.token_hash == sa.bindparam("token"))
    )


def _user_columns() -> tuple[Any, ...]:
    user = columns(User)
    return (
        user.id.label("user_id"),
        user.account,
        user.display_name,
        user.region_id,
        user.section,
        user.locale,
        user.unit,
        user.rights_version,
    )


def _epoch(name: str) -> Any:
    epoch = columns(Epoch)
    return sa.select(epoch.value).where(epoch.name == name).scalar_subquery()


_ACTORS: dict[tuple[str, int], tuple[tuple[Any, ...], Actor]] = {}


def _actor(session: Session, row: Any, today: int) -> Actor:
    """Return the actor, from the cache while nothing it rests on has changed."""
    place = (str(session.get_bind().url), row.user_id)  # type: ignore[union-attr]
    stamp = (row.rights_version, row.regions, today, row.locale, row.unit, row.section, row.display_name)
    held = _ACTORS.get(place)
    if held is None or held[0] != stamp:
        held = (stamp, _build(session, row, date.fromordinal(today)))
        if len(_ACTORS) > 10_000:
            _ACTORS.clear()
        _ACTORS[place] = held
    return held[1]


def _build(session: Session, row: Any, day: date) -> Actor:
    grant = columns(RoleGrant)
    statement = sa.select(grant.role, grant.region_id, grant.organisation_id).where(
        grant.user_id == row.user_id,
        grant.state == "in_force",
        grant.ended_at.is_(None),
        grant.valid_from <= day,
        sa.or_(grant.valid_to.is_(None), grant.valid_to >= day),
    )
    grants = tuple(
        Grant(role, subtree(session, region_id), organisation_id, issuers_above(session, region_id))
        for role, region_id, organisation_id in session.execute(statement)
    )
    return Actor(
        row.user_id, row.account, row.display_name, grants, row.region_id, row.section, row.locale, row.unit
    )


def issuers_above(session: Session, region_id: int) -> frozenset[int]:
    """Return the governments above a region that issue bonds for it."""
    region, closure = columns(Region), columns(RegionClosure)
    statement = (
        sa.select(closure.ancestor_id)
        .join_from(RegionClosure, Region, region.id == closure.ancestor_id)
        .where(closure.descendant_id == region_id, closure.depth > 0, region.is_issuer)
    )
    return frozenset(session.execute(statement).scalars())


def subtree(session: Session, region_id: int) -> frozenset[int] | None:
    """Return the regions under one, itself included; None for the whole country."""
    region, closure = columns(Region), columns(RegionClosure)
    level = session.execute(sa.select(region.level).where(region.id == region_id)).scalar_one()
    if level == "nation":
        return None
    statement = sa.select(closure.descendant_id).where(closure.ancestor_id == region_id)
    return frozenset(session.execute(statement).scalars())
