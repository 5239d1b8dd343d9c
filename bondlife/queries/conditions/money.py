"""Bond money that does not move, moves to the wrong hands, or runs ahead of the works (A1 to A5)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife.lifecycle.batches import Batch, Standing, batches
from bondlife.lifecycle.batches import standing as batch_standing
from bondlife.lifecycle.works import standing
from bondlife.queries.conditions.found import Found, Look, plain
from calculators.kernel.dates import add_months
from calculators.risk.spend_progress import ProgressList
from calculators.risk.work_against_money import WorkAgainstMoney
from models.base import columns
from models.registry import BondShare, Contract, Disbursement, MoneyFlow, Organisation, Project

HOLDING = ("received", "adjusting")
"""States in which a share has money that should be spent."""

POINT = Decimal("0.01")
TAKEN = ("paid", "settled")
AT_ONCE = 400
"""Rows asked for by their keys in one statement."""


def below_line(look: Look) -> Iterator[Found]:
    """Yield shares with a batch that is spent more slowly than the line of its stage asks."""
    yield from _listed(look, ProgressList.BELOW_STANDARD)


def below_line_long(look: Look) -> Iterator[Found]:
    """Yield shares that have been below the line for the months of the rule."""
    yield from _listed(look, ProgressList.WARNING)


def idle_money(look: Look) -> Iterator[Found]:
    """Yield shares with money unspent longer than the months after which recall is proposed."""
    yield from _listed(look, ProgressList.RECALL)


def _listed(look: Look, wanted: ProgressList) -> Iterator[Found]:
    """Yield each share once whose oldest batch with money left stands on a list."""
    told: set[int] = set()
    late: list[tuple[Batch, Standing]] = []
    for batch in batches(look.session, _with_money(look), look.today):
        if batch.share_id in told or not batch.unspent:
            continue
        told.add(batch.share_id)
        found = batch_standing(look.rules(batch.region_id), batch, look.today)
        if found is not None and found.listed is wanted:
            late.append((batch, found))
    for start in range(0, len(late), AT_ONCE):
        part = late[start : start + AT_ONCE]
        bodies = _bodies(look, [batch.share_id for batch, _standing in part])
        yield from (_found(batch, standing, bodies[batch.share_id]) for batch, standing in part)


def _with_money(look: Look) -> Any:
    """Return the shares with money that came in before the first stage of any rule began."""
    flow, share = columns(MoneyFlow), columns(BondShare)
    earliest = [int(one["from_month"]) for value in look.every("use.spend_progress") for one in value]
    latest = add_months(look.today, -min(earliest, default=0))
    old = sa.select(flow.share_id).where(
        flow.step.in_(("raised", "moved")), flow.book_id == flow.region_id, flow.on <= latest
    )
    return sa.select(share.id).where(
        share.state.in_(HOLDING), share.received > share.paid, share.ended_at.is_(None), share.id.in_(old)
    )


def _bodies(look: Look, shares: list[int]) -> dict[int, tuple[int | None, int | None]]:
    share = columns(BondShare)
    statement = sa.select(share.id, share.unit_id, share.department_id).where(share.id.in_(shares))
    return {row.id: (row.unit_id, row.department_id) for row in look.rows(statement)}


def _found(batch: Batch, standing: Standing, bodies: tuple[int | None, int | None]) -> Found:
    progress = standing.progress
    figures = {
        "received": progress.received,
        "spent": progress.spent,
        "unspent": progress.unspent,
        "progress": plain(progress.progress),
        "required": plain(progress.required) if progress.required is not None else None,
        "received_on": progress.received_on.isoformat(),
    }
    where = (batch.project_id, *bodies)
    since = standing.below_since
    return Found("bond_share", batch.share_id, batch.region_id, figures, *where, since=since)


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
    """Yield contracts paid ahead of their certified work by more than the rule and its exceptions allow."""
    late: dict[str, list[Any]] = {}
    for row in look.rows(_contracts()):
        rule = look.rules(row.region_id).get("use.ahead_of_work")
        if rule is not None and row.paid - max(0, row.certified) > rule.decimal() * POINT * row.amount:
            late.setdefault(look.codes[row.region_id], []).append(row)
    for rows in late.values():
        for start in range(0, len(rows), AT_ONCE):
            yield from _judged(look, rows[start : start + AT_ONCE])


def _judged(look: Look, rows: list[Any]) -> Iterator[Found]:
    """Judge contracts of one region together, exceptions and payments under way counted in."""
    own = columns(Contract)
    keys = [row.id for row in rows]
    contracts = look.session.execute(
        sa.select(Contract).where(own.id.in_(keys)).execution_options(scoped=True)
    ).scalars()
    found = standing(look.session, list(contracts), look.rules(rows[0].region_id), look.today)
    yield from (_ahead(row, found[row.id]) for row in rows if found[row.id].is_ahead)


def _ahead(row: Any, found: WorkAgainstMoney) -> Found:
    figures = {
        "contract": row.number,
        "contract_amount": found.contract_amount,
        "paid": found.paid,
        "certified": found.certified,
        "payment_rate": plain(found.payment_rate),
        "work_rate": plain(found.work_rate),
        "gap": plain(found.gap),
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
