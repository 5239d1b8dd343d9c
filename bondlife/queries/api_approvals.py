"""Approvals as the API tells them: what is to be signed, by whom, and what was signed so far."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.api import Told, told_value
from bondlife.queries.paging import decode, encode
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services.approvals import steps_of
from models.base import columns, table
from models.columns import Cents, Rate
from models.registry import RECORDS, Approval, Opinion, User

OPEN = "waiting"


def approval_list(db: Database, actor: Actor, after: str, limit: int, *, mine: bool) -> Told:
    """Return one page of what waits in the actor's regions, or only what waits for this person."""
    own = columns(Approval)
    cursor = decode(after, int)
    statement = scoped(actor, Approval, permission="approval.read").where(own.state == OPEN)
    if mine:
        statement = statement.where(own.waiting_role.in_(sorted(actor.roles)))
        statement = statement.where(own.prepared_by != (actor.user_id or 0))
    if cursor is not None:
        statement = statement.where(own.id > cursor.row_id)
    with db.reading() as session:
        found = session.execute(statement.order_by(own.id).limit(limit + 1)).scalars().all()
        told = [_told(session, actor, row) for row in found[:limit]]
    last = found[limit - 1] if len(found) > limit else None
    return Told(
        [one for one in told if one["is_mine"] or not mine],
        encode(last.id, last.id) if last else "",
    )


def approval_one(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return one approval the actor may see."""
    statement = scoped(actor, Approval, permission="approval.read")
    with db.reading() as session:
        found = session.execute(
            statement.where(columns(Approval).public_id == public_id)
        ).scalar_one_or_none()
        if found is None:
            raise missing("approval")
        return _told(session, actor, found)


def _told(session: Session, actor: Actor, row: Approval) -> dict[str, Any]:
    step = steps_of(row)[row.current_step]
    opinions = _opinions(session, row)
    signed = {one["user_id"] for one in opinions}
    return {
        "public_id": row.public_id,
        "version": row.version,
        "record": row.subject,
        "subject": _subject(session, row),
        "transition": row.transition,
        "state": row.state,
        "step": step.key,
        "role": step.role,
        "section": step.section,
        "digest": row.subject_digest,
        "subject_version": row.subject_version,
        "reason": row.reason,
        "prepared_by": _account(session, row.prepared_by),
        "since": told_value(None, row.waiting_since),
        "is_mine": row.state == OPEN and _is_mine(actor, row, step) and actor.user_id not in signed,
        "proposed": _proposed(row),
        "opinions": [{name: one[name] for name in one if name != "user_id"} for one in opinions],
    }


def _is_mine(actor: Actor, row: Approval, step: Any) -> bool:
    """Tell whether this person signs next: role, section, place, and not who prepared it."""
    held = [grant for grant in actor.grants_for("approval.decide") if grant.role == step.role]
    inside = any(grant.covers(row.region_id, (row.unit_id, row.department_id)) for grant in held)
    section = not step.section or not actor.section or actor.section == step.section
    return inside and section and actor.user_id != row.prepared_by


def _subject(session: Session, row: Approval) -> str:
    own = columns(RECORDS[row.subject])
    statement = sa.select(own.public_id).where(own.id == row.subject_id)
    return str(session.execute(statement.execution_options(scoped=True)).scalar_one())


def _proposed(row: Approval) -> dict[str, Any] | None:
    """Return proposed values as people write them; keys of other records are left out."""
    if not row.proposed:
        return None
    kinds = {one.key: one.type for one in table(RECORDS[row.subject]).columns}
    return {
        name: told_value(kinds[name], value, name)
        if isinstance(kinds[name], Cents)
        else _text(kinds[name], value)
        for name, value in row.proposed.items()
        if not name.endswith("_id")
    }


def _text(kind: Any, value: Any) -> Any:
    if isinstance(kind, Rate) and isinstance(value, str):
        from decimal import Decimal

        return told_value(kind, Decimal(value))
    return value


def _opinions(session: Session, row: Approval) -> list[dict[str, Any]]:
    own, user = columns(Opinion), columns(User)
    statement = (
        sa.select(own.step, own.outcome, own.text, own.minutes_number, own.at, own.user_id, user.account)
        .join(User, user.id == own.user_id)
        .where(own.approval_id == row.id)
        .order_by(own.id)
    )
    rows = session.execute(statement.execution_options(scoped=True)).mappings()
    return [{name: told_value(None, value) for name, value in one.items()} for one in rows]


def _account(session: Session, user_id: int) -> str:
    own = columns(User)
    return str(session.execute(sa.select(own.account).where(own.id == user_id)).scalar_one())
