"""Bond money that does not move, moves to the wrong hands, or runs ahead of the works (A1 to A5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from bondlife.books import Rule
from bondlife.lifecycle.facts import by_key
from bondlife.lifecycle.works import standing
from bondlife.queries.conditions.found import Found, Look, text
from calculators.kernel.dates import add_months
from calculators.risk.spend_progress import (
    ProgressList,
    SpendProgress,
    StageLine,
    progress_list,
    spend_progress,
)
from calculators.risk.work_against_money import WorkAgainstMoney
from models.base import columns
from models.registry import (
    BondShare,
    Contract,
    Disbursement,
    MoneyFlow,
    Organisation,
    Project,
)

HOLDING = ("received", "adjusting")
"""States in which a share has money that should be spent."""

POINT = Decimal("0.01")
TAKEN = ("paid", "settled")


@dataclass(frozen=True, slots=True)
class Batch:
    """What came in of a share on one day, and what of it was spent, the oldest money first."""

    share_id: int
    region_id: int
    project_id: int | None
    unit_id: int | None
    department_id: int | None
    bond_id: int
    received_on: date
    received: int
    spent: int
    progress: SpendProgress
    below_on: date | None


def below_line(look: Look) -> Iterator[Found]:
    """Yield shares whose oldest batch is spent more slowly than the line of its stage asks."""
    for batch in _late_batches(look):
        if _standing(look, batch) is ProgressList.BELOW_STANDARD:
            yield _found(batch)


def below_line_long(look: Look) -> Iterator[Found]:
    """Yield shares that have been below the line for the months of the rule."""
    for batch in _late_batches(look):
        if _standing(look, batch) is ProgressList.WARNING:
            yield _found(batch)


def idle_money(look: Look) -> Iterator[Found]:
    """Yield shares with money unspent longer than the months after which recall is proposed."""
    for batch in _late_batches(look):
        if _standing(look, batch) is ProgressList.RECALL:
            yield _found(batch)


def _standing(look: Look, batch: Batch) -> ProgressList:
    rules = look.rules(batch.region_id)
    long, recall = rules.get("use.below_standard_months"), rules.get("use.recall_months")
    return progress_list(
        batch.progress,
        below_since=batch.below_on,
        warning_after_months=long.whole() if long else 10**4,
        recall_after_months=recall.whole() if recall else 10**4,
    )


def _late_batches(look: Look) -> Iterator[Batch]:
    """Yield the oldest unspent batch of each share that is below its line or past its recall."""
    for (share_id, *_rest), rows in groupby(look.rows(_flows(look)), key=lambda row: tuple(row[:6])):
        batch = _oldest(look, (share_id, *_rest), list(rows))
        if batch is not None:
            yield batch


def _oldest(look: Look, who: tuple[Any, ...], rows: list[Any]) -> Batch | None:
    spent = sum(row.paid for row in rows)
    stages = look.rules(who[1]).get("use.spend_progress")
    if stages is None:
        return None
    for row in rows:
        if row.raised <= 0 or row.on > look.today:
            continue
        used, spent = min(row.raised, spent), spent - min(row.raised, spent)
        if used < row.raised:
            return _batch(look, who, stages, row.on, row.raised, used)
    return None


def _batch(
    look: Look, who: tuple[Any, ...], rule: Rule, received_on: date, received: int, spent: int
) -> Batch | None:
    share_id, region_id, project_id, unit_id, department_id, bond_id = who
    lines = [StageLine(int(one["from_month"]), Decimal(one["ratio"])) for one in rule.value]
    found = spend_progress(received, spent, received_on=received_on, as_of=look.today, stages=lines)
    if not found.is_below_line:
        return None
    short = [line.from_months for line in lines if spent < received * line.least_share]
    below_on = add_months(received_on, min(short)) if short else None
    return Batch(
        share_id,
        region_id,
        project_id,
        unit_id,
        department_id,
        bond_id,
        received_on,
        received,
        spent,
        found,
        below_on,
    )


def _flows(look: Look) -> Any:
    flow, share = columns(MoneyFlow), columns(BondShare)
    earliest = [int(one["from_month"]) for value in look.every("use.spend_progress") for one in value]
    latest = add_months(look.today, -min(earliest, default=0))
    old = sa.select(flow.share_id).where(
        flow.step == "raised", flow.book_id == flow.region_id, flow.on <= latest
    )
    raised = sa.case((sa.and_(flow.step == "raised", flow.book_id == flow.region_id), flow.amount), else_=0)
    paid = sa.case((flow.step == "paid", flow.amount), else_=0)
    return (
        sa.select(
            *(share.id, share.region_id, share.project_id, share.unit_id, share.department_id, share.bond_id),
            flow.on,
            sa.func.sum(raised).label("raised"),
            sa.func.sum(paid).label("paid"),
        )
        .join_from(BondShare, MoneyFlow, flow.share_id == share.id)
        .where(
            share.state.in_(HOLDING),
            share.received > share.paid,
            share.ended_at.is_(None),
            flow.step.in_(("raised", "paid")),
            share.id.in_(old),
        )
        .group_by(share.id, flow.on)
        .order_by(share.id, flow.on)
    )


def _found(batch: Batch) -> Found:
    progress = batch.progress
    figures = {
        "received": progress.received,
        "spent": progress.spent,
        "unspent": progress.unspent,
        "progress": text(progress.progress),
        "required": text(progress.required) if progress.required is not None else None,
        "received_on": progress.received_on.isoformat(),
    }
    return Found(
        "bond_share",
        batch.share_id,
        batch.region_id,
        figures,
        batch.project_id,
        batch.unit_id,
        batch.department_id,
        since=batch.below_on,
    )


def payee_not_final(look: Look) -> Iterator[Found]:
    """Yield payments that went to the unit that asked for them, or not to the party of the contract."""
    pay, contract, unit = columns(Disbursement), columns(Contract), columns(Organisation)
    own = pay.payee == unit.name
    statement = (
        sa.select(
            *(pay.id, pay.region_id, pay.project_id, pay.unit_id, pay.department_id, pay.amount, pay.paid_on),
            *(pay.payee, contract.payee.label("agreed"), own.label("is_own")),
        )
        .join_from(Disbursement, Contract, contract.id == pay.contract_id)
        .outerjoin(Organisation, unit.id == pay.unit_id)
        .where(
            pay.state.in_(TAKEN),
            pay.ended_at.is_(None),
            sa.or_(own, pay.payee == "", pay.payee != contract.payee),
        )
        .order_by(pay.id)
    )
    for row in look.rows(statement):
        if look.rules(row.region_id).get("use.final_payee") is not None:
            figures = {
                "amount": row.amount,
                "paid_on": row.paid_on.isoformat() if row.paid_on else None,
                "payee": row.payee,
                "agreed_payee": row.agreed,
                "is_own_unit": bool(row.is_own),
            }
            yield Found(
                "disbursement",
                row.id,
                row.region_id,
                figures,
                row.project_id,
                row.unit_id,
                row.department_id,
                since=row.paid_on,
            )


def paid_ahead_of_work(look: Look) -> Iterator[Found]:
    """Yield projects whose contract payments run ahead of certified work by more than the rule allows."""
    for row in look.rows(_contracts()):
        rule = look.rules(row.region_id).get("use.ahead_of_work")
        if rule is None or row.paid - max(0, row.certified) <= rule.decimal() * POINT * row.amount:
            continue
        contract = by_key(look.session, Contract, row.id)
        assert contract is not None
        rules = look.rules(row.region_id)
        found = standing(look.session, [contract], rules, look.today)[row.id]
        if found.is_ahead:
            yield _ahead(row, found)


def _ahead(row: Any, found: WorkAgainstMoney) -> Found:
    figures = {
        "contract": row.number,
        "contract_amount": found.contract_amount,
        "paid": found.paid,
        "certified": found.certified,
        "payment_rate": text(found.payment_rate),
        "work_rate": text(found.work_rate),
        "gap": text(found.gap),
    }
    where = (row.project_id, row.unit_id, row.department_id)
    return Found("contract", row.id, row.region_id, figures, *where)


def _contracts() -> Any:
    """Return contracts paid beyond their certified work; exceptions are told apart one by one."""
    own, project = columns(Contract), columns(Project)
    chosen = (own.id, own.region_id, own.project_id, own.unit_id, own.department_id, own.number)
    return (
        sa.select(*chosen, own.paid, own.certified, own.amount)
        .join_from(Contract, Project, project.id == own.project_id)
        .where(own.paid > own.certified, own.amount > 0, own.ended_at.is_(None))
        .order_by(own.id)
    )


CONDITIONS = {
    "spend_below_line": below_line,
    "spend_below_line_long": below_line_long,
    "idle_money": idle_money,
    "payee_not_final": payee_not_final,
    "paid_ahead_of_work": paid_ahead_of_work,
}
