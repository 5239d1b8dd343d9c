"""What the page of a payment statement reads: plain rows of columns, every statement compiled once.

Statements are read far more often than written, and each reading asks eight tables; as plain rows they cost a
third of whole records.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import told_rows
from bondlife.errors import missing
from bondlife.lifecycle.ppp_runs import DROPPED
from bondlife.queries.ppp_books import looked_at
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.registry import (
    Approval,
    BudgetLine,
    Evaluation,
    PaymentOrder,
    PaymentRun,
    PaymentStatement,
    PPPContract,
    Region,
    ServiceEvent,
)

Row = tuple[Any, ...]


class StatementRow(NamedTuple):
    """A statement as it is shown."""

    id: int
    public_id: str
    contract_id: int
    period: str
    type: str
    frozen: Mapping[str, Any]
    result: Mapping[str, Any]
    payable: int
    difference: int
    digest: str


class RunRow(NamedTuple):
    """The run of a statement."""

    id: int
    public_id: str
    number: str
    state: str
    state_since: datetime | None
    reason: str
    fields: Mapping[str, Any]
    kind: str
    kind_version: int
    region_id: int


class ContractSeen(NamedTuple):
    """The contract of a statement, and the code of its region."""

    public_id: str
    number: str
    name: str
    currency: str
    signed_on: date | None
    region: str


class Earlier(NamedTuple):
    """The statement another one is compared with."""

    period: str
    result: Mapping[str, Any]


class EventSeen(NamedTuple):
    """When a service event was reported, answered and mended."""

    number: str
    reported_at: datetime
    responded_at: datetime | None
    mended_at: datetime | None


class SheetSeen(NamedTuple):
    """The score sheet behind a coefficient."""

    public_id: str
    fields: Mapping[str, Any]
    sheet: Any
    state_since: datetime | None


class OrderSeen(NamedTuple):
    """A payment order with the budget line it is paid from."""

    public_id: str
    payer: str
    amount: int
    due_on: date
    voucher: str
    paid_on: date | None
    account: str | None
    document: str | None
    planned: int | None
    used: int | None


_Found = tuple[StatementRow, RunRow, ContractSeen]


def found(session: Session, actor: Actor, public_id: str) -> _Found:
    """Return a statement this person may see, with its run and contract; any other is missing."""
    key = ("payment statement", actor.grants, actor.only)
    rows = told_rows(session, actor, key, lambda: _found(actor), {"key": public_id})
    if not rows:
        raise missing("payment_statement")
    first, second = len(StatementRow._fields), len(StatementRow._fields) + len(RunRow._fields)
    row = rows[0]
    return (
        StatementRow._make(row[:first]),
        RunRow._make(row[first:second]),
        ContractSeen._make(row[second:]),
    )


def _found(actor: Actor) -> sa.Select[Any]:
    own, run, contract = columns(PaymentStatement), columns(PaymentRun), columns(PPPContract)
    told = [own[name] for name in StatementRow._fields] + [run[name] for name in RunRow._fields]
    told += [contract[name] for name in ContractSeen._fields[:-1]] + [columns(Region).code]
    statement = scoped(actor, PaymentStatement, *told, permission="payment_run.read")
    return (
        statement.select_from(PaymentStatement)
        .join(PaymentRun, run.id == own.run_id)
        .join(PPPContract, contract.id == own.contract_id)
        .join(Region, columns(Region).id == own.region_id)
        .where(own.public_id == sa.bindparam("key", None, sa.String))
    )


def earlier(session: Session, row: StatementRow) -> Earlier | None:
    """Return what a statement is compared with: what it corrects, or the period before."""
    is_correction = row.type == "correction"
    values = {"id": row.id, "contract": row.contract_id, "period": row.period}
    key = ("statement before", is_correction)
    rows = told_rows(session, None, key, lambda: _earlier(is_correction=is_correction), values)
    return Earlier._make(rows[0]) if rows else None


def _earlier(*, is_correction: bool) -> sa.Select[Any]:
    own, run = columns(PaymentStatement), columns(PaymentRun)
    period = sa.bindparam("period", None, sa.String)
    statement = (
        sa.select(own.period, own.result)
        .join(PaymentRun, run.id == own.run_id)
        .where(own.contract_id == sa.bindparam("contract", None, sa.BigInteger), own.ended_at.is_(None))
        .where(run.state.not_in(DROPPED))
        .limit(1)
    )
    if is_correction:
        key = sa.bindparam("id", None, sa.BigInteger)
        return statement.where(own.period == period, own.id < key).order_by(own.id.desc())
    return statement.where(own.period < period, own.type == "regular").order_by(
        own.period.desc(), own.id.desc()
    )


def events(session: Session, row: StatementRow) -> dict[str, EventSeen]:
    """Return the events of the period by number, as their log stands today."""
    values = {"contract": row.contract_id, "period": row.period}
    rows = told_rows(session, None, "events of a statement", _events, values)
    return {one[0]: EventSeen._make(one) for one in rows}


def _events() -> sa.Select[Any]:
    own = columns(ServiceEvent)
    return sa.select(*(own[name] for name in EventSeen._fields)).where(
        own.contract_id == sa.bindparam("contract", None, sa.BigInteger),
        looked_at(own.period) == sa.bindparam("period", None, sa.String),
    )


def sheet(session: Session, public_id: str) -> SheetSeen | None:
    """Return the score sheet of a cycle."""
    rows = told_rows(session, None, "sheet of a statement", _sheet, {"key": public_id})
    return SheetSeen._make(rows[0]) if rows else None


def _sheet() -> sa.Select[Any]:
    own = columns(Evaluation)
    told = (own[name] for name in SheetSeen._fields)
    return sa.select(*told).where(own.public_id == sa.bindparam("key", None, sa.String))


def orders(session: Session, row: StatementRow) -> list[OrderSeen]:
    """Return the payment orders of a statement."""
    rows = told_rows(session, None, "orders of a statement", _orders, {"key": row.id})
    return [OrderSeen._make(one) for one in rows]


def _orders() -> sa.Select[Any]:
    own, line = columns(PaymentOrder), columns(BudgetLine)
    told = [own[name] for name in OrderSeen._fields[:6]]
    return (
        sa.select(*told, line.account, line.document_number, line.amount, line.used)
        .select_from(PaymentOrder)
        .join(BudgetLine, line.id == own.budget_line_id, isouter=True)
        .where(own.statement_id == sa.bindparam("key", None, sa.BigInteger), own.ended_at.is_(None))
        .order_by(own.id)
    )


def budget(session: Session, row: StatementRow) -> str:
    """Return the open budget line of the contract in words; empty where there is none."""
    rows = told_rows(session, None, "budget of a statement", _budget, {"contract": row.contract_id})
    return " ".join(rows[0]).strip() if rows else ""


def _budget() -> sa.Select[Any]:
    own = columns(BudgetLine)
    return (
        sa.select(own.document_number, own.account)
        .where(own.ppp_contract_id == sa.bindparam("contract", None, sa.BigInteger))
        .where(own.state == "open", own.ended_at.is_(None))
        .limit(1)
    )


def is_up_for_signing(session: Session, run: RunRow) -> bool:
    """Tell whether an approval of the run waits: whose, and who may see it, is asked only then."""
    return bool(told_rows(session, None, "approval of a run", _waiting, {"key": run.id}))


def _waiting() -> sa.Select[Any]:
    own = columns(Approval)
    return sa.select(own.id).where(
        own.subject == PaymentRun.record,
        own.subject_id == sa.bindparam("key", None, sa.BigInteger),
        own.state == "waiting",
    )
