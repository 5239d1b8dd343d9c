"""What every yearly form says of projects at a year end: realised, received, earned, still expected.

One reading serves one project and a whole province: each figure comes from one grouped statement. Realised
is what was paid for works out of the books, or the work certified to date where its months tell more: what a
project spends of its own money is not in the books of the bureau.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import chunks
from bondlife.disclosure.income_at import COSTS, EARNING, GAINS
from bondlife.disclosure.projects_at import TOLD
from models.base import columns
from models.registry import (
    BondShare,
    Forecast,
    ForecastCell,
    LedgerEntry,
    MoneyFlow,
    OperationYear,
    Posting,
    ProgressReport,
    Project,
    StateMove,
)

AT_ONCE = 5000
"""Projects asked for in one statement."""

_CAME = ("raised", "moved")
"""Steps that bring a project money; what a refinancing brings pays the bond before it."""


@dataclass(frozen=True, slots=True)
class Annual:
    """Fen of a project up to a day: realised from all sources and from bonds, bond money received, income.

    ``earned`` and ``earned_year`` are None where a project earns and its year is not told; ``expected``
    counts the years after the day, None where there is no plan.
    """

    realised: int = 0
    realised_bonds: int = 0
    received: int = 0
    earned: int | None = 0
    earned_year: int | None = 0
    expected: int | None = None


def annual_of(session: Session, project_id: int, on: date) -> Annual:
    """Return the figures of one project at a day."""
    return annuals(session, [project_id], on)[project_id]


def annuals(session: Session, projects: Iterable[int], on: date) -> dict[int, Annual]:
    """Return the figures of each project named at a day."""
    found: dict[int, Annual] = {}
    for keys in chunks(sorted(set(projects)), AT_ONCE):
        found.update(_annuals(session, keys, on))
    return found


def _annuals(session: Session, keys: Sequence[int], on: date) -> dict[int, Annual]:
    paid, money = _paid(session, keys, on), _money(session, keys, on)
    certified = _certified(session, keys, on)
    told, expected = earned(session, keys, on), _expected(session, keys, on)
    silent = [key for key in keys if on.year not in told.get(key, {})]
    earning = {key for key, state in states_at(session, silent, on).items() if state in EARNING}
    return {
        key: Annual(
            max(paid.get(key, 0), certified.get(key, 0)),
            money.get(key, {}).get("paid", 0),
            sum(money.get(key, {}).get(step, 0) for step in _CAME),
            None if key in earning else sum(told.get(key, {}).values()),
            None if key in earning else told.get(key, {}).get(on.year, 0),
            expected.get(key),
        )
        for key in keys
    }


def _rows(session: Session, statement: Any) -> Any:
    return session.execute(statement.execution_options(scoped=True))


def _paid(session: Session, keys: Sequence[int], on: date) -> dict[int, int]:
    posting, entry = columns(Posting), columns(LedgerEntry)
    statement = (
        sa.select(posting.project_id, sa.func.sum(posting.amount))
        .join_from(Posting, LedgerEntry, entry.id == posting.entry_id)
        .where(posting.project_id.in_(keys), posting.account == "works", entry.business_date <= on)
        .group_by(posting.project_id)
    )
    return {key: int(amount) for key, amount in _rows(session, statement)}


def _certified(session: Session, keys: Sequence[int], on: date) -> dict[int, int]:
    """Return the work certified to date, as the months of each project tell it up to a day."""
    own = columns(ProgressReport)
    statement = (
        sa.select(own.project_id, sa.func.max(own.certified_work))
        .where(
            own.project_id.in_(keys),
            own.month <= f"{on:%Y-%m}",
            own.state.in_(TOLD),
            own.ended_at.is_(None),
        )
        .group_by(own.project_id)
    )
    return {key: int(amount) for key, amount in _rows(session, statement)}


def _money(session: Session, keys: Sequence[int], on: date) -> dict[int, dict[str, int]]:
    flow, share = columns(MoneyFlow), columns(BondShare)
    statement = (
        sa.select(share.project_id, flow.step, sa.func.sum(flow.amount))
        .join_from(BondShare, MoneyFlow, flow.share_id == share.id)
        .where(share.project_id.in_(keys), flow.on <= on, flow.step.in_((*_CAME, "paid")))
        .group_by(share.project_id, flow.step)
    )
    found: dict[int, dict[str, int]] = {}
    for key, step, amount in _rows(session, statement):
        found.setdefault(key, {})[step] = int(amount)
    return found


def earned(session: Session, keys: Sequence[int], on: date) -> dict[int, dict[int, int]]:
    """Return net income of confirmed years up to that of a day, by project and year."""
    own = columns(OperationYear)
    net = own.project_income + own.subsidy + own.land_income - own.operating_cost - own.taxes
    statement = sa.select(own.project_id, own.year, net).where(
        own.project_id.in_(keys), own.year <= on.year, own.state == "confirmed", own.ended_at.is_(None)
    )
    found: dict[int, dict[int, int]] = {}
    for key, year, amount in _rows(session, statement):
        found.setdefault(key, {})[year] = int(amount)
    return found


def _expected(session: Session, keys: Sequence[int], on: date) -> dict[int, int]:
    """Return what the newest plan of each project expects after a year; projects without a plan have none."""
    own, cell = columns(Forecast), columns(ForecastCell)
    newest = (
        sa.select(own.project_id, sa.func.max(own.number).label("number"))
        .where(own.project_id.in_(keys), own.purpose == "plan", own.ended_at.is_(None))
        .group_by(own.project_id)
        .subquery()
    )
    side = sa.case((cell.item.in_(GAINS), cell.amount), (cell.item.in_(COSTS), -cell.amount), else_=0)
    ahead = sa.case((cell.year > on.year, side), else_=0)
    statement = (
        sa.select(own.project_id, sa.func.sum(ahead))
        .join_from(
            Forecast, newest, sa.and_(newest.c.project_id == own.project_id, newest.c.number == own.number)
        )
        .join(ForecastCell, cell.forecast_id == own.id)
        .where(own.purpose == "plan", own.ended_at.is_(None))
        .group_by(own.project_id)
    )
    return {key: int(amount) for key, amount in _rows(session, statement)}


def states_at(session: Session, projects: Sequence[int], on: date) -> Mapping[int, str]:
    """Return where each project stood at the end of a day; before its first move where that began."""
    own, move = columns(Project), columns(StateMove)
    found: dict[int, str] = dict(
        tuple(row) for row in _rows(session, sa.select(own.id, own.state).where(own.id.in_(projects)))
    )
    moves = (
        sa.select(move.record_id, move.business_date, move.source, move.target)
        .where(move.record == "project", move.record_id.in_(projects))
        .order_by(move.record_id, move.number.desc())
    )
    settled: set[int] = set()
    for key, day, source, target in session.execute(moves):
        if key not in settled:
            found[key] = target if day <= on else source
            if day <= on:
                settled.add(key)
    return found
