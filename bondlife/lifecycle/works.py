"""Money against certified work of contracts: typed exceptions, signed exceptions, the gap that is left."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import RuleBook
from calculators.risk.work_against_money import Excused, WorkAgainstMoney, work_against_money
from models.base import columns
from models.registry import Contract, Disbursement, PaymentException

LIMIT_RULE, EXCEPTION_RULE = "use.ahead_of_work", "use.work_exceptions"
PAID = ("paid", "settled")
_CLAIMED = ("approved",)


def standing(
    session: Session,
    contracts: Sequence[Contract],
    rules: RuleBook,
    today: date,
    *,
    asking: Disbursement | None = None,
) -> dict[int, WorkAgainstMoney]:
    """Return payments against certified work for each contract; empty where no rule is in force.

    ``asking`` is a payment not made yet that is counted in, with all others already approved.
    """
    rule = rules.get(LIMIT_RULE)
    if rule is None:
        return {}
    keys = [one.id or 0 for one in contracts]
    table = rules.get(EXCEPTION_RULE)
    exceptions: Sequence[Mapping[str, Any]] = table.value or () if table is not None else ()
    parts = _by_purpose(session, keys, asking)
    leave = leaves(session, keys, today)
    base = rule.decimal() / 100
    found = {}
    for one in contracts:
        key = one.id or 0
        extra = sum(parts.get((key, purpose), (0, 0))[1] for purpose in _purposes(parts, key))
        excused = list(_excused(one, extra, parts, exceptions))
        limit = max(base, leave.get(key, Decimal(0)))
        found[key] = work_against_money(
            one.paid + extra, one.certified, one.amount, gap_limit=limit, excused=excused
        )
    return found


def leaves(session: Session, contract_ids: Iterable[int], today: date) -> dict[int, Decimal]:
    """Return the widest gap signed for each contract, of exceptions in force on the day."""
    one = columns(PaymentException)
    statement = (
        sa.select(one.contract_id, sa.func.max(one.gap))
        .where(
            one.contract_id.in_(list(contract_ids)),
            one.state == "in_force",
            one.expires_on >= today,
            one.ended_at.is_(None),
        )
        .group_by(one.contract_id)
        .execution_options(scoped=True)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


Parts = Mapping[tuple[int, str], tuple[int, int]]
"""Contract and purpose → fen paid, fen approved or asked for."""


def _by_purpose(session: Session, keys: Sequence[int], asking: Disbursement | None) -> Parts:
    one = columns(Disbursement)
    states = (*PAID, *_CLAIMED) if asking is not None else PAID
    statement = (
        sa.select(one.contract_id, one.purpose, one.state, sa.func.sum(one.amount))
        .where(one.contract_id.in_(keys), one.state.in_(states), one.ended_at.is_(None))
        .group_by(one.contract_id, one.purpose, one.state)
        .execution_options(scoped=True)
    )
    if asking is not None:
        statement = statement.where(one.id != asking.id)
    found: dict[tuple[int, str], tuple[int, int]] = {}
    for contract, purpose, state, amount in session.execute(statement):
        _count(found, (contract, purpose), int(amount), is_paid=state in PAID)
    if asking is not None:
        _count(found, (asking.contract_id, asking.purpose), asking.amount, is_paid=False)
    return found


def _count(
    found: dict[tuple[int, str], tuple[int, int]], place: tuple[int, str], amount: int, *, is_paid: bool
) -> None:
    paid, claimed = found.get(place, (0, 0))
    found[place] = (paid + amount, claimed) if is_paid else (paid, claimed + amount)


def _purposes(parts: Parts, key: int) -> list[str]:
    return [purpose for contract, purpose in parts if contract == key]


def _excused(
    contract: Contract, extra: int, parts: Parts, exceptions: Iterable[Mapping[str, Any]]
) -> Iterable[Excused]:
    """Yield what each typed exception leaves out, within its share of the contract; together at most all."""
    left = contract.paid + extra
    for row in exceptions:
        amount = sum(sum(parts.get((contract.id or 0, purpose), (0, 0))) for purpose in row["purposes"])
        if contract.type in row["contract_types"]:
            amount = left
        if row["most"]:
            amount = min(amount, int(Decimal(str(row["most"])) * contract.amount))
        amount = min(amount, left)
        if amount > 0:
            left -= amount
            yield Excused(str(row["key"]), amount)
