"""What a payment run is signed by: the digests of its statements, in one digest over all of them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from calculators.kernel.dates import WorkCalendar, add_working_days
from models.base import columns
from models.canonical import Encoded, canonical_json, digest
from models.registry import BudgetLine, PaymentRun, PaymentStatement, Region

DROPPED = ("cancelled",)
"""States in which a run has let go of its claims."""


def statement_digest(frozen: Mapping[str, Any] | Encoded, result: Mapping[str, Any] | Encoded) -> str:
    """Return the digest of one statement: its frozen inputs and its result."""
    return digest(f"[{canonical_json(frozen)},{canonical_json(result)}]")


def run_digest(period: str, kind: str, digests: Iterable[str], left_out: Any) -> str:
    """Return the digest people sign: period, type, every statement, and who was left out and why."""
    return digest(canonical_json([period, kind, sorted(digests), left_out or []]))


def stored_digests(session: Session, run_id: int | None) -> list[str]:
    """Return the digests of the statements of a run."""
    own = columns(PaymentStatement)
    statement = sa.select(own.digest).where(own.run_id == run_id, own.ended_at.is_(None))
    return list(session.execute(statement.execution_options(scoped=True)).scalars())


def is_intact(session: Session, run: PaymentRun) -> bool:
    """Tell whether the digest of the run covers exactly its statements."""
    digests = stored_digests(session, run.id)
    return run.digest == run_digest(run.period, run.type, digests, run.left_out)


def due_day(period_end: date, days: int, *, is_working: bool, calendar: WorkCalendar) -> date:
    """Return the day a payment falls due: so many days after the end of its period."""
    if is_working:
        return add_working_days(period_end, days, calendar)
    return period_end + timedelta(days=days)


Payment = tuple[int, str, int]
"""Contract, code of the paying region (empty: the contract's own), amount in fen."""


def payments_of(session: Session, run_id: int | None) -> list[Payment]:
    """Return who pays what for which contract in a run."""
    own = columns(PaymentStatement)
    statement = sa.select(own.contract_id, own.payable, own.result).where(
        own.run_id == run_id, own.ended_at.is_(None), own.payable > 0
    )
    found: list[Payment] = []
    for contract, payable, result in session.execute(statement.execution_options(scoped=True)):
        found += [(contract, one["region"], one["amount"]) for one in result["payers"] if payable]
    return found


Lines = Mapping[tuple[int, int], BudgetLine]
"""Contract and paying region → the open budget line of the year."""


def open_lines(session: Session, contracts: Iterable[int], year: int) -> dict[tuple[int, int], BudgetLine]:
    """Return the open budget lines of a year that pay these contracts."""
    own = columns(BudgetLine)
    statement = sa.select(BudgetLine).where(
        own.ppp_contract_id.in_(sorted(contracts)),
        own.year == year,
        own.state == "open",
        own.ended_at.is_(None),
    )
    rows = session.execute(statement.order_by(own.id).execution_options(scoped=True)).scalars()
    return {(row.ppp_contract_id or 0, row.region_id): row for row in rows}


def region_keys(session: Session, codes: Iterable[str]) -> dict[str, int]:
    """Return the keys of regions by code."""
    own = columns(Region)
    statement = sa.select(own.code, own.id).where(own.code.in_(sorted(set(codes))), own.ended_at.is_(None))
    return {str(code): int(key) for code, key in session.execute(statement)}
