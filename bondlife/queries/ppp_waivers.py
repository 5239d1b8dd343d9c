"""The register of waived deductions: what was not taken, why, who asked and signed, the public's line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from bondlife.db import Database
from bondlife.queries.lifewords import state_of
from bondlife.queries.places import region_of
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.kinds import shipped_kind
from models.registry import Approval, Opinion, PPPContract, Region, ServiceEvent, User, Waiver

MOST = 300


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """One waiver: the event behind it, the amount in fen, the reason, the public's line, the signatures."""

    href: str
    number: str
    contract: str
    contract_href: str
    period: str
    period_href: str
    event: str
    amount: int
    reason: str
    public_line: str
    state: str
    mark: str
    asked_by: str
    signed_by: Sequence[str]
    since: datetime | None


@dataclass(frozen=True, slots=True)
class WaiversView:
    """The register, newest first; ``granted`` sums what was granted of the lines shown, fen."""

    region: str
    regions: Sequence[tuple[str, str]]
    state: str
    states: Sequence[tuple[str, str]]
    lines: Sequence[WaiverLine]
    granted: int
    count: int
    is_cut: bool


def waivers_view(
    db: Database, actor: Actor, *, region: str = "", state: str = "", contract: str = ""
) -> WaiversView:
    """Return the waivers of the contracts this person may see; a region out of reach is missing."""
    with db.reading() as session:
        if region:
            region_of(session, actor, region, "waiver.read")
        rows = _rows(session, actor, region, state, contract)
        signed = _signed(session, [row[0].id for row in rows])
        lines = [_line(row, *signed.get(row[0].id, ("", ()))) for row in rows[:MOST]]
    granted = sum(row[0].amount for row in rows[:MOST] if row[0].state == "granted")
    lifecycle = shipped_kind("ppp").lifecycle("waiver")
    return WaiversView(
        region,
        region_choices(db, actor),
        state,
        [(one.key, said(one.label)) for one in lifecycle.states],
        lines,
        granted,
        len(lines),
        len(rows) > MOST,
    )


def _rows(session: Session, actor: Actor, region: str, state: str, contract: str) -> Sequence[Any]:
    own, held, event = columns(Waiver), columns(PPPContract), columns(ServiceEvent)
    chosen = (Waiver, held.name, held.public_id, event.number, event.criterion)
    statement = scoped(actor, Waiver, *chosen, permission="waiver.read")
    statement = statement.join(PPPContract, held.id == own.contract_id)
    statement = statement.join(ServiceEvent, event.id == own.event_id, isouter=True)
    statement = statement.where(own.ended_at.is_(None))
    if region:
        place = columns(Region)
        root = sa.select(place.id).where(place.code == region).correlate(None).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    if state:
        statement = statement.where(own.state == state)
    if contract:
        statement = statement.where(held.public_id == contract)
    return list(session.execute(statement.order_by(own.id.desc()).limit(MOST + 1)))


def _signed(session: Session, keys: Sequence[int]) -> Mapping[int, tuple[str, Sequence[str]]]:
    """Return waiver → who asked for it and who signed it, by name and in order."""
    approval, opinion = columns(Approval), columns(Opinion)
    signer: Any = aliased(User)
    asked = columns(User)
    statement = (
        sa.select(approval.subject_id, asked.display_name, signer.display_name)
        .join_from(Approval, User, asked.id == approval.prepared_by)
        .outerjoin(Opinion, sa.and_(opinion.approval_id == approval.id, opinion.outcome == "approve"))
        .outerjoin(signer, signer.id == opinion.user_id)
        .where(
            approval.subject == "waiver",
            approval.subject_id.in_(keys),
            approval.transition == "grant",
            approval.state.in_(("approved", "waiting")),
        )
        .order_by(approval.id, opinion.step, opinion.id)
    )
    found: dict[int, tuple[str, list[str]]] = {}
    for key, who, name in session.execute(statement.execution_options(scoped=True)):
        held = found.setdefault(int(key), (str(who), []))
        held[1].extend([str(name)] if name else [])
    return found


def _line(row: Any, asked_by: str, signed_by: Sequence[str]) -> WaiverLine:
    own, name, key, number, criterion = row
    state, mark = state_of(own.kind, "waiver", own.state)
    return WaiverLine(
        f"/records/waiver/{own.public_id}",
        own.number,
        name,
        f"/ppp/contracts/{key}",
        own.period,
        f"/ppp/period/{key}?period={own.period}",
        " ".join(one for one in (number, criterion) if one),
        own.amount,
        own.reason,
        own.public_line,
        state,
        mark,
        asked_by,
        signed_by,
        own.state_since,
    )
