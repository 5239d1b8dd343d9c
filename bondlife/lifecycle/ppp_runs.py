"""What a payment run is signed by: the digests of its statements, in one digest over all of them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import chunks
from calculators.kernel.dates import WorkCalendar, add_working_days
from models.base import columns
from models.canonical import Encoded, canonical_json, digest, digest_bytes
from models.registry import BudgetLine, PaymentRun, PaymentStatement, Region

DROPPED = ("cancelled",)
"""States in which a run has let go of its claims."""

CARRIED = "carried_forward"
"""What the statements of a run carry forward in all, in fen, among its fields; never above zero."""
NOTHING_CARRIED = f'"{CARRIED}":0'
"""How the canonical fields of a run say that none of its statements carries anything forward."""


def statement_digest(frozen: Mapping[str, Any] | Encoded, result: Mapping[str, Any] | Encoded) -> str:
    """Return the digest of one statement: its frozen inputs and its result."""
    told = [one if isinstance(one, Encoded) else Encoded(one) for one in (frozen, result)]
    return digest_bytes(b"[%b,%b]" % (told[0].data, told[1].data))


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


class OpenLine(NamedTuple):
    """An open budget line of a contract: its amount and what of it is used."""

    id: int
    account: str
    amount: int
    used: int


def open_lines(session: Session, contracts: Iterable[int], year: int) -> dict[tuple[int, int], OpenLine]:
    """Return the open budget lines of a year that pay these contracts, by contract and paying region."""
    own = columns(BudgetLine)
    told = (own.ppp_contract_id, own.region_id, *(own[name] for name in OpenLine._fields))
    found: dict[tuple[int, int], OpenLine] = {}
    for keys in chunks(sorted(contracts)):
        statement = sa.select(*told).where(
            own.ppp_contract_id.in_(keys), own.year == year, own.state == "open", own.ended_at.is_(None)
        )
        rows = session.execute(statement.order_by(own.id).execution_options(scoped=True))
        found |= {(row[0], row[1]): OpenLine._make(row[2:]) for row in rows}
    return found


def region_keys(session: Session, codes: Iterable[str]) -> dict[str, int]:
    """Return the keys of regions by code."""
    own = columns(Region)
    statement = sa.select(own.code, own.id).where(own.code.in_(sorted(set(codes))), own.ended_at.is_(None))
    return {str(code): int(key) for code, key in session.execute(statement)}
