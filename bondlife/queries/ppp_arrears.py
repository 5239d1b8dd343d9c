"""The ledger of PPP arrears: due, paid, overdue, default interest by contract, clearing plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.ppp_spending import read_stored, versions_of
from bondlife.queries.figures import Figure, calculated
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.bonds.late_penalty import SPEC, late_penalty
from models.base import columns
from models.registry import Arrear, PaymentOrder, PaymentRun, PaymentStatement, PPPContract, Region

MOST = 500
ORDERED = ("ordered", "paid", "disclosed")


@dataclass(frozen=True, slots=True)
class ArrearLine:
    """One period of one contract; ``href`` is empty where the line comes from payment orders."""

    href: str
    public_id: str
    version: int
    contract: str
    contract_href: str
    region: str
    period: str
    due_on: date
    due: int
    paid: int
    owed: int
    days_late: int
    late_rate: Decimal
    interest: int
    plan: Sequence[tuple[str, int]]
    plan_number: str
    payments: Sequence[tuple[str, int, str]]
    remark: str
    mark: str


@dataclass(frozen=True, slots=True)
class ArrearsView:
    """The ledger; ``plan`` foots to ``planned`` by month."""

    region: str
    regions: Sequence[tuple[str, str]]
    lines: Sequence[ArrearLine]
    due: int
    paid: int
    owed: int
    overdue: int
    interest: int
    planned: int
    months: Sequence[tuple[str, int]]
    only_open: bool
    explain: Figure | None = None


@dataclass(frozen=True, slots=True)
class ArrearView:
    """One arrear with its payments and plan."""

    line: ArrearLine
    may_edit: bool
    explain: Figure | None = None


def arrears_view(
    db: Database, actor: Actor, *, region: str = "", only_open: bool = True, contract: str = ""
) -> ArrearsView:
    """Return the ledger of the contracts this person may see, what is longest overdue first."""
    today = clock.business_date()
    with db.reading() as session:
        stored = [_stored(row, today) for row in _rows(session, actor, region, contract)]
        held = {(one.contract_href, one.period) for one in stored}
        ordered = _ordered(session, actor, region, contract, today)
    lines = [*stored, *(one for one in ordered if (one.contract_href, one.period) not in held)]
    shown = [one for one in lines if one.owed or not only_open]
    months: dict[str, int] = {}
    for day, amount in (part for one in lines for part in one.plan):
        months[day[:7]] = months.get(day[:7], 0) + amount
    return ArrearsView(
        region,
        region_choices(db, actor),
        sorted(shown, key=lambda one: (one.due_on, one.contract))[:MOST],
        sum(one.due for one in lines),
        sum(one.paid for one in lines),
        sum(one.owed for one in lines),
        sum(one.owed for one in lines if one.days_late),
        sum(one.interest for one in lines),
        sum(months.values()),
        sorted(months.items()),
        only_open,
    )


def arrear_view(db: Database, actor: Actor, public_id: str, *, explain: str = "") -> ArrearView:
    """Return one arrear this person may see."""
    today = clock.business_date()
    with db.reading() as session:
        own = columns(Arrear)
        statement = _joined(scoped(actor, Arrear, *_CHOSEN, permission="arrear.read"))
        row = session.execute(statement.where(own.public_id == public_id)).one_or_none()
        if row is None or row[0].ended_at is not None:
            raise missing("arrear")
        line = _stored(row, today)
        arrear: Arrear = row[0]
        may = actor.can_on("arrear.edit", arrear.region_id, arrear.unit_id, arrear.department_id)
    return ArrearView(line, may, _asked(explain, line, today))


_CHOSEN: tuple[Any, ...] = (
    Arrear,
    columns(PPPContract).name,
    columns(PPPContract).public_id,
    columns(Region).name,
)


def _joined(statement: Any) -> Any:
    own, contract, place = columns(Arrear), columns(PPPContract), columns(Region)
    return statement.join(PPPContract, contract.id == own.contract_id).join(Region, place.id == own.region_id)


def _rows(session: Session, actor: Actor, region: str, contract: str) -> Iterable[Any]:
    own = columns(Arrear)
    statement = _joined(scoped(actor, Arrear, *_CHOSEN, permission="arrear.read"))
    statement = statement.where(own.ended_at.is_(None), *_within(own, region))
    if contract:
        statement = statement.where(columns(PPPContract).public_id == contract)
    return list(session.execute(statement.order_by(own.due_on)))


def _within(own: Any, region: str) -> Sequence[Any]:
    if not region:
        return ()
    place = columns(Region)
    root = sa.select(place.id).where(place.code == region).correlate(None).scalar_subquery()
    return (own.region_id.in_(closure_of(root)),)


def _stored(row: Any, today: date) -> ArrearLine:
    own: Arrear = row[0]
    payments = [(str(one["on"]), int(one["amount"]), str(one["voucher"])) for one in own.payments or ()]
    return _line(
        href=f"/ppp/arrears/{own.public_id}",
        row=own,
        contract=(row[1], row[2]),
        region=row[3],
        amounts=(own.due, own.paid),
        payments=payments,
        today=today,
    )


def _line(
    *,
    href: str,
    row: Any,
    contract: tuple[str, str],
    region: str,
    amounts: tuple[int, int],
    payments: Sequence[tuple[str, int, str]],
    today: date,
) -> ArrearLine:
    due, paid = amounts
    owed = due - paid
    late = (today - row.due_on).days if owed and today > row.due_on else 0
    plan = [(str(one["on"]), int(one["amount"])) for one in getattr(row, "plan", None) or ()]
    return ArrearLine(
        href,
        getattr(row, "public_id", ""),
        getattr(row, "version", 0),
        contract[0],
        f"/ppp/contracts/{contract[1]}",
        region,
        row.period,
        row.due_on,
        due,
        paid,
        owed,
        late,
        row.late_rate,
        interest_of(row.due_on, owed, payments, row.late_rate, today),
        plan,
        getattr(row, "plan_number", ""),
        payments,
        getattr(row, "remark", ""),
        "done" if not owed else "no" if late and not plan else "late" if late else "wait",
    )


def interest_of(
    due_on: date, owed: int, payments: Sequence[tuple[str, int, str]], rate: Decimal, today: date
) -> int:
    """Return default interest: each late payment up to its day, what is still owed up to today."""
    parts = [(amount, date.fromisoformat(on)) for on, amount, _voucher in payments]
    parts.append((owed, today))
    return sum(_penalty(amount, rate, due_on, on) for amount, on in parts if amount and on > due_on)


def _penalty(amount: int, rate: Decimal, due_on: date, on: date) -> int:
    return late_penalty(
        amount, coupon_rate=rate, multiplier=Decimal(1), due_date=due_on, paid_date=on
    ).penalty


def _asked(explain: str, line: ArrearLine, today: date) -> Figure | None:
    if explain != "penalty" or not line.owed or today <= line.due_on:
        return None
    inputs = {
        "overdue": line.owed,
        "coupon_rate": line.late_rate,
        "multiplier": Decimal(1),
        "due_date": line.due_on,
        "paid_date": today,
        "base_days": 365,
    }
    result = late_penalty(
        line.owed,
        coupon_rate=line.late_rate,
        multiplier=Decimal(1),
        due_date=line.due_on,
        paid_date=today,
    )
    return calculated(explain, SPEC, inputs, result, "penalty")


@dataclass(frozen=True, slots=True)
class _Ordered:
    period: str
    due_on: date
    late_rate: Decimal


def _ordered(session: Session, actor: Actor, region: str, contract: str, today: date) -> list[ArrearLine]:
    """Return the periods of payment orders: what is due by them and what has its receipt."""
    order, statement, run = columns(PaymentOrder), columns(PaymentStatement), columns(PaymentRun)
    own, place = columns(PPPContract), columns(Region)
    chosen = (order.amount, order.due_on, order.paid_on, order.voucher, statement.period)
    wanted = scoped(
        actor,
        PaymentOrder,
        *(*chosen, own.id, own.name, own.public_id, place.name),
        permission="payment_run.read",
    )
    wanted = (
        wanted.join(PaymentStatement, statement.id == order.statement_id)
        .join(PaymentRun, run.id == statement.run_id)
        .join(PPPContract, own.id == statement.contract_id)
        .join(Region, place.id == own.region_id)
        .where(order.ended_at.is_(None), run.state.in_(ORDERED), *_within(order, region))
        .order_by(order.due_on)
    )
    if contract:
        wanted = wanted.where(own.public_id == contract)
    groups: dict[tuple[str, str], list[Any]] = {}
    for row in session.execute(wanted):
        groups.setdefault((row[7], row[4]), []).append(row)
    rates = _late_rates(session, {rows[0][5] for rows in groups.values()})
    return [_of_orders(rows, rates, today) for rows in groups.values()]


def _of_orders(rows: Sequence[Any], rates: Mapping[int, Decimal], today: date) -> ArrearLine:
    first = rows[0]
    payments = [(row[2].isoformat(), row[0], row[3]) for row in rows if row[2] is not None]
    return _line(
        href="",
        row=_Ordered(first[4], min(row[1] for row in rows), rates.get(first[5], Decimal(0))),
        contract=(first[6], first[7]),
        region=first[8],
        amounts=(sum(row[0] for row in rows), sum(amount for _on, amount, _voucher in payments)),
        payments=payments,
        today=today,
    )


def _late_rates(session: Session, keys: Iterable[int]) -> Mapping[int, Decimal]:
    """Return the default interest each contract agreed in its newest terms in force."""
    found: dict[int, Decimal] = {}
    for key, versions in versions_of(session, sorted(keys)).items():
        held = [one for one in versions if one.state == "in_force"]
        newest = max(held, key=lambda one: one.number, default=None)
        terms = read_stored(newest) if newest is not None else None
        found[key] = terms.late_rate if terms is not None else Decimal(0)
    return found
