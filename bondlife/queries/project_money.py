"""The money of a project: shares, on-lending, contracts, payments, the repayment schedule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import kind_of
from bondlife.db import told_rows
from bondlife.queries.fund_use import PlanLine, plan_lines
from bondlife.queries.project_grid import ratio_text
from bondlife.queries.words import state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import hot, scoped
from calculators.risk.use_rates import use_rates
from models.base import columns, table
from models.kinds.special_bond.purposes import REFINANCING
from models.lifecycle import Kind
from models.registry import (
    Bond,
    BondShare,
    Contract,
    Disbursement,
    Instalment,
    OnLending,
    Project,
    Region,
)

_GONE = ("cancelled", "superseded")
RELEASED_UNPAID = ("approved", "bounced")
"""States of payments that were released to the unit and have not reached their payee."""
_SETTLED = ("paid", "refinanced", "superseded")


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One bond share of the project."""

    public_id: str
    bond: str
    bond_href: str
    tenor_years: int
    coupon: Decimal | None
    amount: int
    as_capital: int
    received: int
    paid: int
    idle: int
    state: str
    is_refinancing: bool


class Sums(NamedTuple):
    """Fen of some shares: allotted, received, paid."""

    held: int
    received: int
    paid: int


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link of an on-lending chain."""

    public_id: str
    bond: str
    lender: str
    borrower: str
    amount: int
    number: str
    signed_on: date | None
    lead_days: int
    late_rate_multiple: int


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One contract with what was certified and paid."""

    public_id: str
    number: str
    name: str
    payee: str
    amount: int
    certified: int
    paid: int
    is_ahead: bool
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment to a final payee."""

    public_id: str
    number: str
    payee: str
    amount: int
    state: str
    paid_on: date | None
    contract: str
    bond: str


@dataclass(frozen=True, slots=True)
class MoneyView:
    """The money tab, and the sums the page speaks of.

    ``total`` counts every share; what follows counts new money alone: a refinancing pays the bond before it.
    """

    project_id: str
    total: Sums
    held: int
    as_capital: int
    received: int
    released: int
    paid: int
    idle: int
    arrival_rate: str
    disbursement_rate: str
    payment_rate: str
    arrival_share: Decimal | None
    disbursement_share: Decimal | None
    payment_share: Decimal | None
    shares: Sequence[ShareLine]
    links: Sequence[LinkLine]
    contracts: Sequence[ContractLine]
    contract_sum: int
    certified_sum: int
    contract_paid: int
    payments: Sequence[PaymentLine]
    plans: Sequence[PlanLine]
    next_due: date | None
    next_amount: int
    can_contract: bool
    can_share: bool
    can_lend: bool
    can_pay: bool
    can_plan: bool


@dataclass(frozen=True, slots=True)
class InstalmentLine:
    """One payment of principal and interest."""

    public_id: str
    bond: str
    number: int
    payment_date: date
    nominal_date: date
    remittance_date: date
    principal: int
    interest: int
    total: int
    source: str
    state: str
    mark: str
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class YearSum:
    """What falls due in one year."""

    year: int
    principal: int
    interest: int


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """The repayment tab."""

    lines: Sequence[InstalmentLine]
    years: Sequence[YearSum]
    principal: int
    interest: int
    paid: int
    next: InstalmentLine | None
    today: date


def money_view(session: Session, actor: Actor, project: Project, today: date, unit: str) -> MoneyView:  # noqa: ARG001
    """Return the money of a project with its sums."""
    kind = kind_of(session, project.kind, project.kind_version)
    shares = _shares(session, actor, project, kind)
    contracts = _contracts(session, actor, project)
    held, received, paid = _sums([one for one in shares if not one.is_refinancing])
    released = paid + _released_unpaid(session, actor, project)
    rates = use_rates(held, arrived=received, released=released, paid=paid)
    due, amount = _next_due(session, actor, project)

    def may(permission: str) -> bool:
        return actor.can_on(permission, project.region_id, project.unit_id, project.department_id)

    return MoneyView(
        project.public_id,
        _sums(shares),
        held,
        sum(share.as_capital for share in shares),
        received,
        released,
        paid,
        rates.idle,
        _percent(rates.arrival_rate),
        _percent(rates.disbursement_rate),
        _percent(rates.payment_rate),
        rates.arrival_rate,
        rates.disbursement_rate,
        rates.payment_rate,
        shares,
        _links(session, actor, project),
        contracts,
        sum(line.amount for line in contracts),
        sum(line.certified for line in contracts),
        sum(line.paid for line in contracts),
        _payments(session, actor, project, kind),
        plan_lines(session, actor, project),
        due,
        amount,
        may("contract.edit"),
        may("bond_share.create"),
        may("onlending.edit"),
        may("disbursement.create"),
        may("fund_use_plan.create"),
    )


def _sums(shares: Sequence[ShareLine]) -> Sums:
    return Sums(*(sum(getattr(one, name) for one in shares) for name in ("amount", "received", "paid")))


PROJECT = sa.bindparam("project", None, sa.BigInteger())
"""The project whose money is asked for, by inner key."""


def _told(
    session: Session, actor: Actor, project: Project, build: Callable[[Actor], sa.Select[Any]]
) -> list[tuple[Any, ...]]:
    """Run a statement about the money of a project as far as this person may see it; compiled once."""
    place = hot(actor, build.__module__, build.__qualname__)
    return told_rows(session, actor, place, lambda: build(actor), {"project": project.id})


def _released_unpaid(session: Session, actor: Actor, project: Project) -> int:
    """Return what was released to the unit out of shares and has not reached its payee."""
    return int(_told(session, actor, project, _unpaid)[0][0] or 0)


def _unpaid(actor: Actor) -> sa.Select[Any]:
    payment = columns(Disbursement)
    return scoped(actor, Disbursement, sa.func.sum(payment.amount), permission="disbursement.read").where(
        payment.project_id == PROJECT,
        payment.share_id.is_not(None),
        payment.state.in_(RELEASED_UNPAID),
        payment.ended_at.is_(None),
    )


def _percent(share: Decimal | None) -> str:
    return "—" if share is None else f"{ratio_text(share * 100, Decimal(100))}%"


def _shares(session: Session, actor: Actor, project: Project, kind: Kind) -> list[ShareLine]:
    return [
        ShareLine(
            *(key, name, f"/bonds/{bond}", tenor, coupon, amount, capital, received, paid, received - paid),
            state_name(kind, "bond_share", state),
            purpose in REFINANCING,
        )
        for key, name, bond, tenor, coupon, purpose, amount, capital, received, paid, state in _told(
            session, actor, project, _share_rows
        )
    ]


def _share_rows(actor: Actor) -> sa.Select[Any]:
    share, bond = columns(BondShare), columns(Bond)
    told = (share.public_id, bond.name, bond.public_id, bond.tenor_years, bond.coupon_rate, bond.purpose)
    sums = (share.amount, share.as_capital, share.received, share.paid, share.state)
    return (
        scoped(actor, BondShare, *told, *sums, permission="bond_share.read")
        .join(table(Bond), bond.id == share.bond_id)
        .where(share.project_id == PROJECT, share.ended_at.is_(None), share.state.not_in(_GONE))
        .order_by(bond.issue_date, share.id)
    )


def _links(session: Session, actor: Actor, project: Project) -> list[LinkLine]:
    return [LinkLine(*row) for row in _told(session, actor, project, _link_rows)]


def _link_rows(actor: Actor) -> sa.Select[Any]:
    link, share, bond = columns(OnLending), columns(BondShare), columns(Bond)
    lender, borrower = sa.alias(table(Region), "lender"), sa.alias(table(Region), "borrower")
    told = (link.public_id, bond.name, lender.c.name, borrower.c.name, link.amount, link.agreement_number)
    terms = (link.signed_on, link.lead_days, link.late_rate_multiple)
    return (
        scoped(actor, OnLending, *told, *terms, permission="onlending.read")
        .join(table(BondShare), share.id == link.share_id)
        .join(table(Bond), bond.id == share.bond_id)
        .join(lender, lender.c.id == link.lender_id)
        .join(borrower, borrower.c.id == link.borrower_id)
        .where(share.project_id == PROJECT, link.ended_at.is_(None))
        .order_by(link.share_id, link.id)
    )


def _contracts(session: Session, actor: Actor, project: Project) -> list[ContractLine]:
    return [
        ContractLine(
            *(key, number, name, payee, amount, certified, paid),
            is_ahead=paid > certified and kind != "land",
            signed_on=signed_on,
        )
        for key, number, name, payee, amount, certified, paid, kind, signed_on in _told(
            session, actor, project, _contract_rows
        )
    ]


def _contract_rows(actor: Actor) -> sa.Select[Any]:
    own = columns(Contract)
    told = (own.public_id, own.number, own.name, own.payee, own.amount, own.certified, own.paid)
    return (
        scoped(actor, Contract, *told, own.type, own.signed_on, permission="contract.read")
        .where(own.project_id == PROJECT, own.ended_at.is_(None))
        .order_by(own.number)
    )


def _payments(session: Session, actor: Actor, project: Project, kind: Kind) -> list[PaymentLine]:
    return [
        PaymentLine(
            *(key, number, payee, amount, state_name(kind, "disbursement", state), on, contract, bond or "")
        )
        for key, number, payee, amount, state, on, contract, bond in _told(
            session, actor, project, _payment_rows
        )
    ]


def _payment_rows(actor: Actor) -> sa.Select[Any]:
    payment, contract, share, bond = (columns(m) for m in (Disbursement, Contract, BondShare, Bond))
    told = (payment.public_id, payment.number, payment.payee, payment.amount, payment.state, payment.paid_on)
    return (
        scoped(actor, Disbursement, *told, contract.name, bond.name, permission="disbursement.read")
        .join(table(Contract), contract.id == payment.contract_id)
        .outerjoin(table(BondShare), share.id == payment.share_id)
        .outerjoin(table(Bond), bond.id == share.bond_id)
        .where(payment.project_id == PROJECT, payment.ended_at.is_(None))
        .order_by(payment.id.desc())
        .limit(200)
    )


def _next_due(session: Session, actor: Actor, project: Project) -> tuple[date | None, int]:
    rows = _told(session, actor, project, _due_rows)
    if not rows:
        return None, 0
    day = rows[0][0]
    return day, sum(principal + interest - paid for on, principal, interest, paid in rows if on == day)


def _due_rows(actor: Actor) -> sa.Select[Any]:
    due = columns(Instalment)
    told = (due.payment_date, due.principal, due.interest, due.paid)
    return (
        scoped(actor, Instalment, *told, permission="instalment.read")
        .where(due.project_id == PROJECT, due.ended_at.is_(None), due.state.not_in(_SETTLED))
        .order_by(due.payment_date)
    )


def schedule_view(session: Session, actor: Actor, project: Project, today: date) -> ScheduleView:
    """Return every payment of principal and interest of a project."""
    kind = kind_of(session, project.kind, project.kind_version)
    due, bond = columns(Instalment), columns(Bond)
    statement = (
        scoped(actor, Instalment, Instalment, bond.name, permission="instalment.read")
        .join(Bond, bond.id == due.bond_id)
        .where(due.project_id == project.id, due.ended_at.is_(None), due.state.not_in(("superseded",)))
        .order_by(due.payment_date, due.id)
    )
    lines = [_instalment(kind, one, name, today) for one, name in session.execute(statement)]
    years = sorted({line.payment_date.year for line in lines})
    return ScheduleView(
        lines,
        [_year(lines, year) for year in years],
        sum(line.principal for line in lines),
        sum(line.interest for line in lines),
        sum(line.total for line in lines if line.mark == "done"),
        next((line for line in lines if line.mark != "done"), None),
        today,
    )


def _instalment(kind: Kind, one: Instalment, bond: str, today: date) -> InstalmentLine:
    settled = one.state in _SETTLED
    late = not settled and one.payment_date < today
    mark = "done" if settled else "late" if late else "draft" if one.provisional else "open"
    return InstalmentLine(
        one.public_id,
        bond,
        one.number,
        one.payment_date,
        one.nominal_date,
        one.remittance_date,
        one.principal,
        one.interest,
        one.principal + one.interest,
        source_words(one),
        state_name(kind, "instalment", one.state),
        mark,
        one.provisional,
    )


def source_words(one: Instalment) -> str:
    """Return where the money of an instalment comes from."""
    from bondlife.queries.record_fields import COLUMN_FIELDS
    from bondlife.queries.words import choice_name

    spec = next(spec for spec in COLUMN_FIELDS["instalment"] if spec.name == "interest_source")
    found: list[Any] = [one.interest_source, one.principal_source]
    return "、".join(dict.fromkeys(choice_name(spec.choices, key) for key in found if key))


def _year(lines: Sequence[InstalmentLine], year: int) -> YearSum:
    own = [line for line in lines if line.payment_date.year == year]
    return YearSum(year, sum(line.principal for line in own), sum(line.interest for line in own))
