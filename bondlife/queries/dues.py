"""What instalments come to: the amounts that are summed, the open ones, and the figure behind one of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.locale import gettext
from bondlife.queries.figures import Figure, Ref, worked
from bondlife.queries.lifewords import SOURCES, named, state_of
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.kernel.explain import ExplainedQuantity
from calculators.kernel.spec import Clause
from models.base import columns
from models.registry import Bond, BondShare, Instalment, Project, Region

SETTLED = ("paid", "refinanced", "superseded")
"""States in which nothing is owed on an instalment any more."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """One instalment of a share, with what it is part of."""

    id: int
    public_id: str
    bond: str
    bond_id: str
    project: str
    project_id: str
    region: str
    number: int
    nominal_date: date
    payment_date: date
    remittance_date: date
    is_provisional: bool
    principal: int
    interest: int
    fee: int
    secured: int
    paid: int
    principal_source: str
    interest_source: str
    state: str
    mark: str
    is_settled: bool

    @property
    def due(self) -> int:
        """Return principal and interest together."""
        return self.principal + self.interest

    @property
    def gap(self) -> int:
        """Return what is neither secured nor paid, nothing where the instalment is settled."""
        return 0 if self.is_settled else max(0, self.due - max(self.secured, self.paid))


def due_amount() -> Any:
    """Return principal and interest of an instalment as an expression."""
    own = columns(Instalment)
    return own.principal + own.interest


def gap_amount() -> Any:
    """Return what is neither secured nor paid of an open instalment as an expression."""
    own = columns(Instalment)
    held = sa.case((own.secured > own.paid, own.secured), else_=own.paid)
    owed = sa.and_(due_amount() > held, own.state.not_in(SETTLED))
    return sa.case((owed, due_amount() - held), else_=0)


def of_actor(actor: Actor, *chosen: Any, region: str = "") -> Any:
    """Return a select over the instalments the actor may see, in a region's subtree where one is named."""
    own = columns(Instalment)
    statement = scoped(actor, Instalment, *chosen, permission="instalment.read").select_from(Instalment)
    statement = statement.where(own.ended_at.is_(None), own.state != "superseded")
    if region:
        code = columns(Region)
        root = sa.select(code.id).where(code.code == region).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    return statement


def with_names(statement: Any) -> Any:
    """Join what an instalment is part of."""
    own = columns(Instalment)
    return (
        statement.join(Bond, columns(Bond).id == own.bond_id)
        .join(Project, columns(Project).id == own.project_id)
        .join(Region, columns(Region).id == own.region_id)
    )


def line_columns() -> tuple[Any, ...]:
    """Return the columns of a line; its first two are key and payment date."""
    own, bond, project = columns(Instalment), columns(Bond), columns(Project)
    return (
        *(own.id, own.payment_date, own.public_id, bond.name, bond.public_id, project.name),
        *(project.public_id, columns(Region).name, own.number, own.nominal_date, own.remittance_date),
        *(own.provisional, own.principal, own.interest, own.fee, own.secured, own.paid),
        *(own.principal_source, own.interest_source, own.kind, own.state),
    )


def line_of(row: Any) -> DueLine:
    """Return a row of ``line_columns`` as a line."""
    state, mark = state_of(row[19], "instalment", row[20])
    sources = (named(SOURCES, row[17]), named(SOURCES, row[18]))
    dates = (row[9], row[1], row[10])
    values: list[Any] = [row[0], *row[2:9], *dates, *row[11:17], *sources, state, mark, row[20] in SETTLED]
    return DueLine(*values)


def instalment_figure(session: Session, actor: Actor, key: str, public_id: str) -> Figure | None:
    """Return how one instalment comes about: interest on what is still owed, and the principal."""
    own, bond, share = columns(Instalment), columns(Bond), columns(BondShare)
    chosen = (
        *(own.number, own.share_id, own.principal, own.interest, share.amount, bond.coupon_rate),
        *(bond.coupon_frequency, bond.name, bond.public_id),
    )
    statement = of_actor(actor, *chosen).where(own.public_id == public_id)
    statement = statement.join(Bond, bond.id == own.bond_id).join(BondShare, share.id == own.share_id)
    row = session.execute(statement).one_or_none()
    if row is None:
        return None
    earlier = of_actor(actor, sa.func.coalesce(sa.func.sum(own.principal), 0)).where(
        own.share_id == row[1], own.number < row[0]
    )
    repaid = int(session.execute(earlier).scalar_one())
    return _told(key, row, repaid)


def _told(key: str, row: Any, repaid: int) -> Figure:
    number, _share, principal, interest, amount, rate, frequency, name, bond_id = row
    opening = amount - repaid
    inputs = (
        ExplainedQuantity("amount", "Share of the bond", "债券份额", "fen", amount),
        ExplainedQuantity("repaid", "Principal repaid before", "此前已还本金", "fen", repaid),
        ExplainedQuantity("opening", "Still owed", "期初余额", "fen", opening),
        ExplainedQuantity("coupon_rate", "Coupon", "票面利率", "rate", rate or Decimal(0)),
        ExplainedQuantity("frequency", "Payments a year", "年付息次数", "count", frequency),
        ExplainedQuantity("number", "Instalment", "期次", "count", number),
        ExplainedQuantity("interest", "Interest", "利息", "fen", interest),
        ExplainedQuantity("principal", "Principal", "本金", "fen", principal),
    )
    output = ExplainedQuantity(
        "due",
        "Due on this instalment",
        "本期应付本息",
        "fen",
        principal + interest,
        "principal + still owed × coupon ÷ payments a year",
        "本金 + 期初余额 × 票面利率 ÷ 年付息次数",
        "",
        "{principal} + {opening} × {coupon_rate} ÷ {frequency}",
    )
    source = Clause("bonds.schedule, bonds.split_schedule", gettext("rounded half up to the fen"), "1")
    return worked(key, output, inputs, sources=(source,), refs=(Ref(name, f"/bonds/{bond_id}"),))
