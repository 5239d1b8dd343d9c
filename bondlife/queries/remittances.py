"""Remittances level by level: what I have to send, what I have to receive, what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bondlife import clock
from bondlife.db import Database
from bondlife.exchange.xlsx_out import Column
from bondlife.locale import gettext
from bondlife.queries.keyset import Order, Page, in_order, page_of
from bondlife.queries.lifewords import state_of, states
from bondlife.queries.shell import region_choices
from bondlife.queries.tables import Table
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.registry import Bond, Instalment, Project, Region, Remittance


@dataclass(frozen=True, slots=True)
class LegFilter:
    """What the address of the list says; ``whose`` is all, send, receive or late."""

    whose: str = "all"
    region: str = ""
    state: str = ""
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class LegLine:
    """One leg of the chain."""

    public_id: str
    due_on: date
    bond: str
    bond_id: str
    project: str
    instalment_id: str
    payer: str
    payee: str
    principal: int
    interest: int
    fee: int
    penalty: int
    sent_on: date | None
    voucher: str
    received_on: date | None
    receipt_number: str
    state: str
    mark: str
    days_late: int

    @property
    def whole(self) -> int:
        """Return everything the leg carries."""
        return self.principal + self.interest + self.fee + self.penalty


@dataclass(frozen=True, slots=True)
class LegsView:
    """One page of remittances."""

    filter: LegFilter
    lines: Sequence[LegLine]
    page: Page
    count: int
    whole: int
    late: int
    regions: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str]]
    today: date


def legs_view(db: Database, actor: Actor, wanted: LegFilter) -> LegsView:
    """Return the remittances the actor may see."""
    own = columns(Remittance)
    whole = own.principal + own.interest + own.fee + own.penalty
    today = clock.business_date()
    sums = (
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(whole), 0),
        sa.func.coalesce(sa.func.sum(sa.case((_is_late(today), 1), else_=0)), 0),
    )
    with db.reading() as session:
        rows, page = page_of(
            session, _lines(actor, wanted), _order(), after=wanted.after, before=wanted.before
        )
        count, total, late = session.execute(_filtered(actor, wanted, sums)).one()
    lines = [_line(row, today) for row in rows]
    totals = (int(count), int(total), int(late))
    return LegsView(wanted, lines, page, *totals, region_choices(db, actor), states("remittance"), today)


def legs_table(db: Database, actor: Actor, wanted: LegFilter) -> Table:
    """Return every remittance of the filter for an export."""
    with db.reading() as session:
        found = session.execute(in_order(_lines(actor, wanted), _order())).all()
    today = clock.business_date()
    heads = (
        (gettext("Due on"), "date", 12),
        (gettext("Bond"), "text", 40),
        (gettext("Project"), "text", 36),
        (gettext("Payer"), "text", 14),
        (gettext("Payee"), "text", 14),
        (gettext("Principal"), "fen", 18),
        (gettext("Interest"), "fen", 18),
        (gettext("Fee"), "fen", 14),
        (gettext("Penalty"), "fen", 14),
        (gettext("Sent on"), "date", 12),
        (gettext("Voucher"), "text", 18),
        (gettext("Received on"), "date", 12),
        (gettext("Receipt number"), "text", 18),
        (gettext("State"), "text", 12),
    )
    rows = (
        (
            *(one.due_on, one.bond, one.project, one.payer, one.payee, one.principal, one.interest, one.fee),
            *(one.penalty, one.sent_on, one.voucher, one.received_on, one.receipt_number, one.state),
        )
        for one in (_line(row, today) for row in found)
    )
    return Table(gettext("Remittances"), [Column(*head) for head in heads], rows)  # type: ignore[arg-type]


def _order() -> Order:
    own = columns(Remittance)
    return Order(own.due_on, date, own.id)


def _is_late(today: date) -> Any:
    own = columns(Remittance)
    waiting = sa.and_(own.state == "planned", own.due_on < today)
    return sa.or_(waiting, own.sent_on > own.due_on)


def _filtered(actor: Actor, wanted: LegFilter, chosen: Sequence[Any]) -> Any:
    own = columns(Remittance)
    statement = scoped(actor, Remittance, *chosen, permission="remittance.read").select_from(Remittance)
    statement = statement.where(own.ended_at.is_(None))
    if wanted.region:
        code = columns(Region)
        root = sa.select(code.id).where(code.code == wanted.region).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    if wanted.state:
        statement = statement.where(own.state == wanted.state)
    return statement.where(*_whose(actor, wanted.whose))


def _whose(actor: Actor, whose: str) -> tuple[Any, ...]:
    own = columns(Remittance)
    if whose == "send":
        return (own.payer_id == actor.region_id, own.state == "planned")
    if whose == "receive":
        mine = sa.or_(
            own.payee_id == actor.region_id,
            sa.and_(own.payee_id.is_(None), own.payer_id == actor.region_id),
        )
        return (mine, own.state == "sent")
    if whose == "late":
        return (_is_late(clock.business_date()), own.state != "cancelled")
    return (own.state != "cancelled",)


def _lines(actor: Actor, wanted: LegFilter) -> Any:
    own, bond, project = columns(Remittance), columns(Bond), columns(Project)
    row, payer, payee = columns(Instalment), aliased(Region), aliased(Region)
    chosen = (
        *(own.id, own.due_on, own.public_id, bond.name, bond.public_id, project.name, row.public_id),
        *(payer.name, payee.name, own.principal, own.interest, own.fee, own.penalty),
        *(own.sent_on, own.voucher, own.received_on, own.receipt_number, own.kind, own.state),
    )
    statement = _filtered(actor, wanted, chosen)
    statement = statement.join(Bond, bond.id == own.bond_id).join(Instalment, row.id == own.instalment_id)
    statement = statement.outerjoin(Project, project.id == own.project_id)
    return statement.join(payer, payer.id == own.payer_id).outerjoin(payee, payee.id == own.payee_id)


def _line(row: Any, today: date) -> LegLine:
    state, mark = state_of(row[17], "remittance", row[18])
    due, sent = row[1], row[13]
    late = max(((sent or today) - due).days, 0) if row[18] != "cancelled" else 0
    payee = row[8] or gettext("registrar")
    values: list[Any] = [row[2], due, row[3], row[4], row[5] or "", row[6], row[7], payee, *row[9:13]]
    values += [sent, row[14], row[15], row[16], state, mark, late]
    return LegLine(*values)
