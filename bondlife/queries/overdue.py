"""Trouble in repayment: what is overdue with its running penalty, which shortfalls are planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.lifecycle.legs import penalty_on
from bondlife.queries.dues import DueLine, gap_amount, line_columns, line_of, of_actor, with_names
from bondlife.queries.early import OrderLine, orders_of
from bondlife.queries.figures import Figure, Part, sum_figure
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from models.base import columns
from models.kinds.special_bond.repayment_order import WITHHOLDING
from models.lifecycle import Label
from models.registry import Instalment, ShortfallLine

MOST = 500
"""Lines of one page; more trouble than that is looked at region by region."""


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """One overdue instalment: what is late, since when, the penalty so far and what of it was waived."""

    line: DueLine
    days: int
    penalty: int
    waived: int

    @property
    def owed(self) -> int:
        """Return everything owed today: amounts not paid and the penalty that was not waived."""
        return self.line.due + self.line.fee - self.line.paid + max(self.penalty - self.waived, 0)


@dataclass(frozen=True, slots=True)
class ShortfallRow:
    """One instalment short of money: the gap, and what its plan covers with approval."""

    line: DueLine
    planned: int
    approved: int


@dataclass(frozen=True, slots=True)
class TroubleView:
    """Overdue instalments and shortfalls of the actor's regions."""

    region: str
    overdue: Sequence[OverdueLine]
    shortfalls: Sequence[ShortfallRow]
    regions: Sequence[tuple[str, str]]
    today: date
    owed: int
    gap: int
    withheld: Sequence[OrderLine]
    explain: Any = None


def trouble_view(db: Database, actor: Actor, *, region: str = "", explain: str = "") -> TroubleView:
    """Return what is overdue and what will be short within ninety days of its remittance."""
    today = clock.business_date()
    with db.reading() as session:
        overdue = _overdue(session, actor, region, today)
        shortfalls = _shortfalls(session, actor, region, today)
        withheld = orders_of(session, actor, (WITHHOLDING,))
    owed, gap = sum(one.owed for one in overdue), sum(one.line.gap for one in shortfalls)
    asked = _asked(explain, overdue, shortfalls)
    return TroubleView(
        region, overdue, shortfalls, region_choices(db, actor), today, owed, gap, withheld, asked
    )


def _overdue(session: Session, actor: Actor, region: str, today: date) -> list[OverdueLine]:
    own = columns(Instalment)
    statement = of_actor(actor, *line_columns(), Instalment, region=region).where(own.state == "overdue")
    found = session.execute(with_names(statement).order_by(own.payment_date, own.id).limit(MOST)).all()
    return [_late(row[:-1], row[-1], today) for row in found]


def _late(columns_: Any, row: Instalment, today: date) -> OverdueLine:
    days = (today - row.payment_date).days
    return OverdueLine(line_of(columns_), days, penalty_on(row, today), row.waived)


def _shortfalls(session: Session, actor: Actor, region: str, today: date) -> list[ShortfallRow]:
    own, plan = columns(Instalment), columns(ShortfallLine)
    approved = sa.case((plan.approved_on.is_not(None), plan.amount), else_=0)
    sums = (
        sa.select(
            plan.instalment_id.label("key"),
            sa.func.sum(plan.amount).label("planned"),
            sa.func.sum(approved).label("approved"),
        )
        .where(plan.ended_at.is_(None))
        .group_by(plan.instalment_id)
        .subquery()
    )
    chosen = (*line_columns(), sums.c.planned, sums.c.approved)
    statement = with_names(of_actor(actor, *chosen, region=region)).outerjoin(sums, sums.c.key == own.id)
    soon = sa.and_(own.state == "notified", gap_amount() > 0, own.remittance_date <= today)
    statement = statement.where(sa.or_(own.state == "shortfall", soon, sums.c.planned > 0))
    statement = statement.where(own.state.not_in(("paid", "remitted", "overdue", "refinanced")))
    found = session.execute(statement.order_by(own.payment_date, own.id).limit(MOST)).all()
    return [ShortfallRow(line_of(row[:-2]), int(row[-2] or 0), int(row[-1] or 0)) for row in found]


def _asked(key: str, overdue: Sequence[OverdueLine], shortfalls: Sequence[ShortfallRow]) -> Figure | None:
    if key == "owed":
        parts = [Part(Label(one.line.project, one.line.project), one.owed) for one in overdue]
        return sum_figure(key, Label("Owed today with penalties", "今日应补缴本息及罚息"), parts)
    if key == "gap":
        parts = [Part(Label(one.line.project, one.line.project), one.line.gap) for one in shortfalls]
        return sum_figure(key, Label("Money that is missing", "资金缺口合计"), parts)
    return None
