"""From a cookie or a token to an actor: one plain read a request, grants kept until rights change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.security.actor import Actor, Grant
from bondlife.security.sessions import is_alive, is_due, token_digest
from models.base import columns
from models.registry import ApiToken, Delegation, Epoch, Region, RegionClosure, RoleGrant, User, UserSession

NEVER_LENT = frozenset({"system_admin", "security_admin", "audit_admin"})
"""Roles of administrators stay with the person."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends a request: the actor, and for browsers the session with its token against forged forms."""

    actor: Actor
    session_id: int | None = None
    csrf: str = ""
    must_change_password: bool = False
    is_to_be_noted: bool = False


class _Person(NamedTuple):
    """What every request asks of a person: the columns their actor is made of, and both epochs of rights."""

    user_id: int
    account: str
    display_name: str
    region_id: int | None
    section: str
    locale: str
    unit: str
    rights_version: int
    regions: int


class _Session(NamedTuple):
    """A session as it stands in its table, and the person it belongs to."""

    id: int
    csrf: str
    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    must_change_password: bool
    disabled: bool
    person: _Person


class _Token(NamedTuple):
    """An API token as it stands in its table, and the person it belongs to."""

    permissions: str
    ended_at: datetime | None
    expires_at: datetime
    disabled: bool
    person: _Person


def by_session(db: Database, token: str) -> Visitor | None:
    """Return the visitor behind a session cookie, or None."""
    found = db.rows(None, "session", _session_query, {"token": token_digest(token)})
    row, now = (_session(found[0]) if found else None), clock.now()
    if row is None or row.disabled or not is_alive(row, now):
        return None
    actor = _actor(db, row.person, clock.business_date().toordinal())
    return Visitor(actor, row.id, row.csrf, row.must_change_password, is_due(row, now))


@lru_cache(maxsize=4096)
def _session(row: tuple[Any, ...]) -> _Session:
    """Read a row; the whole of it is the key, so what changed in the table is read anew."""
    key, csrf, created_at, seen_at, ended_at, must_change, disabled = row[:7]
    moments = (_instant(created_at), _instant(seen_at), _instant(ended_at) if ended_at else None)
    return _Session(key, csrf, *moments, bool(must_change), bool(disabled), _Person._make(row[7:]))


@lru_cache(maxsize=4096)
def _token(row: tuple[Any, ...]) -> _Token:
    permissions, ended_at, expires_at, disabled = row[:4]
    ended = _instant(ended_at) if ended_at else None
    return _Token(permissions, ended, _instant(expires_at), bool(disabled), _Person._make(row[4:]))


def _instant(value: str | datetime) -> datetime:
    """Return an instant as the columns give it: SQLite's driver hands over text, PostgreSQL's a datetime."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def by_api_token(db: Database, token: str) -> Visitor | None:
    """Return the visitor behind an API token, or None."""
    found = db.rows(None, "api token", _token_query, {"token": token_digest(token)})
    row = _token(found[0]) if found else None
    if row is None or row.disabled or row.ended_at is not None or row.expires_at <= clock.now():
        return None
    actor = _actor(db, row.person, clock.business_date().toordinal())
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
    """Return the actor of an account, for the command line and jobs that act with its rights."""
    found = db.rows(None, "account", _account_query, {"account": account})
    if not found:
        raise Invalid.because(
            "unknown_account", "There is no account “%(account)s”.", "account", account=account[:60]
        )
    return _actor(db, _Person._make(found[0]), clock.business_date().toordinal())


def _account_query() -> Any:
    return sa.select(*_user_columns()).where(columns(User).account == sa.bindparam("account"))


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
        )
        .join_from(UserSession, User, held.user_id == user.id)
        .where(held.token_hash == sa.bindparam("token"))
    )


def _token_query() -> Any:
    held, user = columns(ApiToken), columns(User)
    return (
        sa.select(
            held.permissions,
            held.ended_at,
            held.expires_at,
            user.disabled,
            *_user_columns(),
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
        _epoch("regions").label("regions"),
    )


def _epoch(name: str) -> Any:
    epoch = columns(Epoch)
    return sa.select(epoch.value).where(epoch.name == name).scalar_subquery()


_ACTORS: dict[tuple[str, int], tuple[tuple[Any, ...], Actor]] = {}


def _actor(db: Database, person: _Person, today: int) -> Actor:
    """Return the actor, from the cache while nothing it rests on has changed."""
    place = (db.name, person.user_id)
    held = _ACTORS.get(place)
    if held is None or held[0] != (person, today):
        with db.reading() as session:
            held = ((person, today), _build(session, person, date.fromordinal(today)))
        if len(_ACTORS) > 10_000:
            _ACTORS.clear()
        _ACTORS[place] = held
    return held[1]


def _build(session: Session, person: _Person, day: date) -> Actor:
    grants = _grants(session, person.user_id, day)
    for other in _stood_in_for(session, person.user_id, day):
        lent = _grants(session, other.user_id, day)
        grants += tuple(
            replace(one, for_user_id=other.user_id, section=other.section)
            for one in lent
            if one.role not in NEVER_LENT
        )
    return Actor(
        person.user_id,
        person.account,
        person.display_name,
        grants,
        person.region_id,
        person.section,
        person.locale,
        person.unit,
    )


def _grants(session: Session, user_id: int, day: date) -> tuple[Grant, ...]:
    grant = columns(RoleGrant)
    statement = sa.select(grant.role, grant.region_id, grant.organisation_id).where(
        grant.user_id == user_id,
        grant.state == "in_force",
        grant.ended_at.is_(None),
        grant.valid_from <= day,
        sa.or_(grant.valid_to.is_(None), grant.valid_to >= day),
    )
    return tuple(
        Grant(role, subtree(session, region_id), organisation_id, issuers_above(session, region_id))
        for role, region_id, organisation_id in session.execute(statement)
    )


def _stood_in_for(session: Session, user_id: int, day: date) -> Sequence[Any]:
    """Return whom a person stands in for on a day; what was lent to them is not lent on."""
    lent, user = columns(Delegation), columns(User)
    statement = (
        sa.select(lent.user_id, user.section)
        .join_from(Delegation, User, user.id == lent.user_id)
        .where(
            lent.substitute_id == user_id,
            lent.state == "in_force",
            lent.ended_at.is_(None),
            lent.valid_from <= day,
            lent.valid_to >= day,
            user.disabled.is_(False),
        )
        .order_by(lent.id)
    )
    return session.execute(statement).all()


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
