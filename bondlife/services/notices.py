"""Notices to persons: who gets them follows from roles and regions; reading and mail are each one's own."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.acts import Act, perform
from bondlife.db import Database, insert_rows
from bondlife.errors import Invalid, missing
from bondlife.security.actor import Actor
from models.base import columns, new_public_id, table
from models.registry import MailChoice, Notice, RegionClosure, RoleGrant, User

ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
MOST_AT_ONCE = 500


def tell(
    act: Act, users: Iterable[int], kind: str, message: str, params: Mapping[str, Any], href: str = ""
) -> int:
    """Put a notice into the box of each person, once each; the one who acts needs none."""
    wanted = sorted({one for one in users if one != act.actor.user_id})
    blank = {"read_at": None, "mailed_at": None}
    rows = [
        {
            "public_id": new_public_id(),
            "user_id": user,
            "kind": kind,
            "message": message,
            "params": dict(params),
            "href": href,
            "at": act.now,
            **blank,
        }
        for user in wanted
    ]
    insert_rows(act.session, table(Notice), rows)
    return len(rows)


def holders(
    session: Session, today: Any, role: str, region_id: int, organisations: Iterable[int | None] = ()
) -> set[int]:
    """Return who holds a role over a region today; a grant for one organisation counts for its rows alone."""
    grant, closure, user = columns(RoleGrant), columns(RegionClosure), columns(User)
    above = sa.select(closure.ancestor_id).where(closure.descendant_id == region_id)
    own = [one for one in organisations if one is not None]
    statement = (
        sa.select(grant.user_id)
        .join_from(RoleGrant, User, user.id == grant.user_id)
        .where(
            grant.role == role,
            grant.state == "in_force",
            grant.ended_at.is_(None),
            grant.valid_from <= today,
            sa.or_(grant.valid_to.is_(None), grant.valid_to >= today),
            grant.region_id.in_(above),
            sa.or_(grant.organisation_id.is_(None), grant.organisation_id.in_(own)),
            user.disabled.is_(False),
        )
    )
    return set(session.execute(statement).scalars())


def mark_read(db: Database, actor: Actor, public_id: str, *, key: str = "") -> dict[str, Any]:
    """Mark one of one's own notices as read; an empty key means all of them."""

    def work(act: Act) -> dict[str, Any]:
        own = columns(Notice)
        statement = sa.select(Notice).where(own.user_id == act.actor.user_id, own.read_at.is_(None))
        if public_id:
            statement = statement.where(own.public_id == public_id)
        found = list(act.session.execute(statement.with_for_update()).scalars())
        if public_id and not found and not _is_mine(act, public_id):
            raise missing("notice")
        for row in found:
            row.read_at = act.now
        act.detail["read"] = len(found)
        return {"read": len(found)}

    return dict(perform(db, actor, "notice.read", work, key=key, request=[public_id]))


def _is_mine(act: Act, public_id: str) -> bool:
    own = columns(Notice)
    statement = sa.select(own.id).where(own.public_id == public_id, own.user_id == act.actor.user_id)
    return act.session.execute(statement).first() is not None


def choose_mail(db: Database, actor: Actor, address: str, *, wanted: bool, key: str = "") -> dict[str, Any]:
    """Keep where one wants one's notices mailed to, or that one does not."""
    address = address.strip()
    if wanted and not ADDRESS.fullmatch(address):
        raise Invalid.because("bad_address", "Write a mail address such as name@example.org.", "address")

    def work(act: Act) -> dict[str, Any]:
        found = act.find(MailChoice, columns(MailChoice).user_id == act.actor.user_id)
        if found:
            act.change(found[0], address=address[:200], wanted=wanted)
        else:
            act.add(MailChoice(user_id=act.actor.user_id or 0, address=address[:200], wanted=wanted))
        return {"wanted": wanted}

    return dict(perform(db, actor, "notice.mail", work, key=key, request=[address, wanted]))
