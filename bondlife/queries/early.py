"""Early money, three different things: paid in ahead, an on-lending repaid early, redemption by option."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from bondlife import clock
from bondlife.books import rule_book
from bondlife.db import Database
from bondlife.lifecycle.guards.repayment_order import option_days
from bondlife.queries.dues import DueLine, line_columns, line_of, of_actor, with_names
from bondlife.queries.figures import Figure, cited, worked
from bondlife.queries.lifewords import choices, named, state_of
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.kernel.explain import ExplainedQuantity
from calculators.kernel.money import round_fen
from models.base import columns
from models.kinds.special_bond.repayment_order import ORDERS
from models.registry import (
    Bond,
    BondShare,
    Instalment,
    LedgerBalance,
    OnLending,
    Project,
    Region,
    RepaymentOrder,
)

MOST = 300
NAMES = dict(ORDERS)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order beside the schedule."""

    public_id: str
    purpose: str
    purpose_key: str
    about: str
    region: str
    amount: int
    effective_on: date
    document_number: str
    state: str
    mark: str


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One day on which a bond may be called or put."""

    bond: str
    bond_id: str
    pattern: str
    day: date
    face: int
    days_left: int


@dataclass(frozen=True, slots=True)
class EarlyView:
    """The three things, each with its own list, and the form of a new order."""

    today: date
    ahead: Sequence[DueLine]
    orders: Sequence[OrderLine]
    options: Sequence[OptionLine]
    shares: Sequence[tuple[str, str]]
    bonds: Sequence[tuple[str, str]]
    overdue: Sequence[tuple[str, str]]
    regions: Sequence[tuple[str, str]]
    purposes: Sequence[tuple[str, str]]
    may_order: bool
    form: Any
    key: str
    explain: Any = None


def early_view(db: Database, actor: Actor, form: Any) -> EarlyView:
    """Return what is paid ahead of its day, in each of the three ways."""
    today = clock.business_date()
    with db.reading() as session:
        options = _options(session, actor, today)
        return EarlyView(
            today,
            _ahead(session, actor),
            orders_of(session, actor, ("repay_onlending", "call", "put", "waiver", "withholding")),
            options,
            _shares(session, actor),
            list(dict.fromkeys((one.bond_id, f"{one.bond}（{one.pattern}）") for one in options)),
            _overdue(session, actor),
            region_choices(db, actor),
            [(key, label) for key, label in choices(NAMES) if not key.startswith("reserve")],
            actor.can("repayment_order.create"),
            form,
            str(uuid4()),
        )


def _ahead(session: Session, actor: Actor) -> list[DueLine]:
    """Return what was remitted before its day and waits above."""
    own = columns(Instalment)
    statement = with_names(of_actor(actor, *line_columns()))
    statement = statement.where(own.state == "remitted", own.payment_date > clock.business_date())
    return [line_of(row) for row in session.execute(statement.order_by(own.payment_date).limit(MOST))]


def orders_of(session: Session, actor: Actor, purposes: Sequence[str]) -> list[OrderLine]:
    """Return the orders of some purposes, newest first."""
    own, bond, share, project = columns(RepaymentOrder), columns(Bond), columns(BondShare), columns(Project)
    of_share = aliased(Bond)
    chosen = (
        *(own.public_id, own.purpose, sa.func.coalesce(bond.name, of_share.name, project.name, "")),
        *(columns(Region).name, own.amount, own.effective_on, own.document_number, own.kind, own.state),
    )
    statement = scoped(actor, RepaymentOrder, *chosen, permission="repayment_order.read")
    statement = statement.select_from(RepaymentOrder).join(Region, columns(Region).id == own.region_id)
    statement = statement.outerjoin(Bond, bond.id == own.bond_id)
    statement = statement.outerjoin(BondShare, share.id == own.share_id)
    statement = statement.outerjoin(of_share, of_share.id == share.bond_id)
    statement = statement.outerjoin(Project, project.id == own.project_id)
    statement = statement.where(own.purpose.in_(purposes), own.ended_at.is_(None))
    return [_order(row) for row in session.execute(statement.order_by(own.id.desc()).limit(MOST))]


def _order(row: Any) -> OrderLine:
    state, mark = state_of(row[7], "repayment_order", row[8])
    values: list[Any] = [row[0], named(NAMES, row[1]), row[1], *row[2:7], state, mark]
    return OrderLine(*values)


def _options(session: Session, actor: Actor, today: date) -> list[OptionLine]:
    own = columns(Bond)
    statement = scoped(actor, Bond, permission="bond.read").where(
        own.state == "issued",
        sa.or_(own.option_pattern != "", own.repayment_form == "early_redemption"),
        sa.or_(own.maturity_date.is_(None), own.maturity_date > today),
    )
    found = [
        OptionLine(bond.name, bond.public_id, bond.option_pattern or "—", day, bond.face, (day - today).days)
        for bond in session.execute(statement.order_by(own.maturity_date, own.id).limit(MOST)).scalars()
        for day in option_days(bond)
        if day >= today
    ]
    return sorted(found, key=lambda one: one.day)[:MOST]


def _shares(session: Session, actor: Actor) -> list[tuple[str, str]]:
    own, bond, project, link = columns(BondShare), columns(Bond), columns(Project), columns(OnLending)
    lent = sa.select(link.share_id).where(link.ended_at.is_(None))
    statement = scoped(
        actor, BondShare, own.public_id, bond.name, project.name, permission="bond_share.read"
    ).select_from(BondShare)
    statement = statement.join(Bond, bond.id == own.bond_id).join(Project, project.id == own.project_id)
    statement = statement.where(own.state.in_(("received", "used_up")), own.id.in_(lent))
    found = session.execute(statement.order_by(own.id).limit(MOST))
    return [(key, f"{name} · {held}") for key, name, held in found]


def _overdue(session: Session, actor: Actor) -> list[tuple[str, str]]:
    own = columns(Instalment)
    statement = with_names(of_actor(actor, *line_columns())).where(own.state == "overdue")
    lines = [line_of(row) for row in session.execute(statement.order_by(own.payment_date).limit(MOST))]
    return [(one.public_id, f"{one.payment_date.isoformat()} {one.project}") for one in lines]


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """The reserve fund of one region: held, aimed at by the rule, and whether the rule asks for it."""

    region: str
    region_code: str
    held: int
    outstanding: int
    target: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class ReserveView:
    """Reserve funds of the actor's regions, and the orders that moved them."""

    lines: Sequence[ReserveLine]
    orders: Sequence[OrderLine]
    regions: Sequence[tuple[str, str]]
    may_order: bool
    today: date
    form: Any
    key: str
    explain: Any = None


def reserve_view(db: Database, actor: Actor, form: Any, explain: str = "") -> ReserveView:
    """Return the reserve funds: balance from the ledger, target from the rule and what is outstanding."""
    with db.reading() as session:
        lines = _reserves(session, actor)
        orders = orders_of(session, actor, ("reserve_in", "reserve_out"))
        asked = _target(session, explain, lines)
    today, regions = clock.business_date(), region_choices(db, actor)
    may = actor.can("repayment_order.create")
    return ReserveView(lines, orders, regions, may, today, form, str(uuid4()), asked)


def _reserves(session: Session, actor: Actor) -> list[ReserveLine]:
    own, region, cell = columns(Instalment), columns(Region), columns(LedgerBalance)
    statement = of_actor(actor, own.region_id, sa.func.sum(own.principal))
    statement = statement.where(own.state.not_in(("paid", "refinanced", "superseded")))
    owed = {int(key): int(sum_) for key, sum_ in session.execute(statement.group_by(own.region_id))}
    balances = sa.select(cell.book_id, sa.func.sum(cell.amount)).where(cell.account == "reserve_fund")
    scoped_balances = balances.group_by(cell.book_id).execution_options(scoped=True)
    held = {int(key): int(sum_) for key, sum_ in session.execute(scoped_balances)}
    seen = [key for key in held if actor.can_on("repayment_order.read", key)]
    found = session.execute(
        sa.select(region.id, region.code, region.name)
        .where(region.id.in_(sorted({*owed, *seen})))
        .order_by(region.code)
        .limit(MOST)
    )
    return [_reserve(session, code, name, held.get(key, 0), owed.get(key, 0)) for key, code, name in found]


def _reserve(session: Session, code: str, name: str, held: int, owed: int) -> ReserveLine:
    rule = rule_book(session, code).get("repayment.reserve_fund")
    value = rule.value if rule is not None else {}
    on = bool(value.get("enabled"))
    target = round_fen(owed * _ratio(value)) if on else 0
    return ReserveLine(name, code, held, owed, target, on)


def _ratio(value: Any) -> Decimal:
    return Decimal(str(value.get("ratio", "0")))


def _target(session: Session, key: str, lines: Sequence[ReserveLine]) -> Figure | None:
    found = next((one for one in lines if key == f"target{one.region_code}"), None)
    if found is None:
        return None
    rule = rule_book(session, found.region_code).get("repayment.reserve_fund")
    ratio = _ratio(rule.value if rule is not None else {})
    inputs = (
        ExplainedQuantity("outstanding", "Principal outstanding", "未偿本金", "fen", found.outstanding),
        ExplainedQuantity("ratio", "Ratio of the rule", "规则比例", "share", ratio),
    )
    output = ExplainedQuantity(
        *("target", "Target of the reserve", "备付金目标", "fen", found.target),
        *("outstanding × ratio", "未偿本金 × 规则比例", "", "{outstanding} × {ratio}"),
    )
    return worked(key, output, inputs, rules=[cited(rule)] if rule is not None else [])
