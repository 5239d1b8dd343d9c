"""Room of a region for new bonds: from the quota ledger, the applications, the issues, the last statement.

limit    = Σ lines that move the limit, of this year and before, less those given down
quota    = Σ lines of the year that move the quota, less those given down
free     = quota − approved − issued
standing = balance of the last statement + new issues after it + approved
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.base import columns
from models.kinds.special_bond.purposes import REFINANCING
from models.quota import keys_of
from models.registry import Application, Bond, BondShare, LimitStatement, QuotaLine

IN_REVIEW = ("submitted", "reviewed", "reported")
ON_THE_MARKET = ("issued", "redeemed")
_LIMIT, _QUOTA, _CONTROL = keys_of("limit"), keys_of("quota"), keys_of("control")


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that decides whether a region may still apply and issue; fen, one year and type."""

    limit: int = 0
    limit_given: int = 0
    at_start: int = 0
    received: int = 0
    given: int = 0
    control: int | None = None
    control_given: int = 0
    in_review: int = 0
    approved: int = 0
    issued: int = 0
    balance: int | None = None
    as_of: date | None = None
    issued_since: int = 0

    @property
    def own_limit(self) -> int:
        """Return the debt limit left for this level."""
        return self.limit - self.limit_given

    @property
    def kept(self) -> int | None:
        """Return the room kept from before: limit at the start of the year less the balance then told."""
        return None if self.balance is None else self.at_start - self.balance

    @property
    def quota(self) -> int:
        """Return this year's quota left for this level."""
        return self.received - self.given

    @property
    def own_control(self) -> int | None:
        """Return the control figure left for this level, None where none was notified."""
        return None if self.control is None else self.control - self.control_given

    @property
    def free(self) -> int:
        """Return the quota neither approved nor issued."""
        return self.quota - self.approved - self.issued

    @property
    def applied(self) -> int:
        """Return all that was asked for: in review, approved, issued."""
        return self.in_review + self.approved + self.issued

    @property
    def standing(self) -> int | None:
        """Return the balance as it stands with all that is approved, None where no statement is known."""
        return None if self.balance is None else self.balance + self.issued_since + self.approved


def room_of(
    session: Session, region_id: int, year: int, bond_type: str = "special", *, without: int | None = None
) -> Room:
    """Return the room of one region; ``without`` leaves one application out."""
    return rooms(session, [region_id], year, bond_type, without=without)[region_id]


def rooms(
    session: Session,
    region_ids: Sequence[int],
    year: int,
    bond_type: str = "special",
    *,
    without: int | None = None,
) -> dict[int, Room]:
    """Return the room of several regions in a handful of statements."""
    own = _sums(session, "region_id", region_ids, year, bond_type)
    down = _sums(session, "lender_id", region_ids, year, bond_type)
    asked = _asked(session, region_ids, year, bond_type, without)
    issues = _issues(session, region_ids, bond_type)
    held = _balances(session, region_ids, year, bond_type)
    return {key: _room(key, year, own, down, asked, issues, held.get(key)) for key in region_ids}


def _room(
    key: int, year: int, own: Any, down: Any, asked: Any, issues: Any, held: tuple[int, date] | None
) -> Room:
    lines, given = own.get(key, []), down.get(key, [])
    control = _sum(lines, _CONTROL, year)
    balance, as_of = held or (None, None)
    sold = issues.get(key, [])
    states = asked.get(key, {})
    return Room(
        limit=_sum(lines, _LIMIT),
        limit_given=_sum(given, _LIMIT),
        at_start=_at_start(lines, year) - _at_start(given, year),
        received=_sum(lines, _QUOTA, year),
        given=_sum(given, _QUOTA, year),
        control=control if any(entry in _CONTROL and at == year for entry, at, _ in lines) else None,
        control_given=_sum(given, _CONTROL, year),
        in_review=sum(states.get(one, 0) for one in IN_REVIEW),
        approved=states.get("candidate", 0),
        issued=sum(amount for at, _day, amount in sold if at == year),
        balance=balance,
        as_of=as_of,
        issued_since=sum(amount for at, day, amount in sold if as_of and day and at <= year and day > as_of),
    )


def _at_start(lines: Iterable[tuple[str, int, int]], year: int) -> int:
    """Return the limit before anything of the year was notified; an opening line stands for all before it."""
    return sum(
        amount
        for entry, at, amount in lines
        if entry in _LIMIT and (at < year or (at == year and entry == "opening"))
    )


def _sum(lines: Iterable[tuple[str, int, int]], entries: tuple[str, ...], year: int | None = None) -> int:
    return sum(amount for entry, at, amount in lines if entry in entries and year in (None, at))


def _sums(
    session: Session, side: str, region_ids: Sequence[int], year: int, bond_type: str
) -> dict[int, list[tuple[str, int, int]]]:
    line = columns(QuotaLine)
    statement = (
        sa.select(line[side], line.entry, line.year, sa.func.sum(line.amount))
        .where(line[side].in_(region_ids), line.year <= year, line.bond_type == bond_type)
        .group_by(line[side], line.entry, line.year)
    )
    found: dict[int, list[tuple[str, int, int]]] = {}
    for key, entry, at, amount in session.execute(statement.execution_options(scoped=True)):
        found.setdefault(key, []).append((entry, at, int(amount)))
    return found


def _asked(
    session: Session, region_ids: Sequence[int], year: int, bond_type: str, without: int | None
) -> dict[int, dict[str, int]]:
    """Return region → state → amount of applications for new money; they ask for special bonds."""
    if bond_type != "special":
        return {}
    own = columns(Application)
    statement = sa.select(own.region_id, own.state, sa.func.sum(own.amount)).where(
        own.region_id.in_(region_ids),
        own.year == year,
        own.state.in_((*IN_REVIEW, "candidate")),
        own.purpose.not_in(REFINANCING),
        own.ended_at.is_(None),
    )
    if without is not None:
        statement = statement.where(own.id != without)
    found: dict[int, dict[str, int]] = {}
    grouped = statement.group_by(own.region_id, own.state).execution_options(scoped=True)
    for key, state, amount in session.execute(grouped):
        found.setdefault(key, {})[state] = int(amount)
    return found


def _issues(
    session: Session, region_ids: Sequence[int], bond_type: str
) -> dict[int, list[tuple[int, date | None, int]]]:
    """Return region → (year, day, amount) of shares in new bonds that were issued."""
    share, bond = columns(BondShare), columns(Bond)
    statement = (
        sa.select(share.region_id, bond.year, bond.value_date, sa.func.sum(share.amount))
        .join_from(BondShare, Bond, bond.id == share.bond_id)
        .where(
            share.region_id.in_(region_ids),
            share.state != "cancelled",
            share.ended_at.is_(None),
            bond.state.in_(ON_THE_MARKET),
            bond.bond_type == bond_type,
            bond.purpose.not_in(REFINANCING),
        )
        .group_by(share.region_id, bond.year, bond.value_date)
    )
    found: dict[int, list[tuple[int, date | None, int]]] = {}
    for key, year, day, amount in session.execute(statement.execution_options(scoped=True)):
        found.setdefault(key, []).append((year, day, int(amount)))
    return found


def _balances(
    session: Session, region_ids: Sequence[int], year: int, bond_type: str
) -> dict[int, tuple[int, date]]:
    """Return the newest balance that statements up to the year tell, of one's own level where it is told."""
    own = columns(LimitStatement)
    statement = (
        sa.select(own.region_id, own.as_of, own.figures)
        .where(own.region_id.in_(region_ids), own.year <= year, own.basis != "expected")
        .order_by(own.as_of, own.id)
        .execution_options(scoped=True)
    )
    found: dict[int, tuple[int, date]] = {}
    for key, as_of, figures in session.execute(statement):
        name = f"balance_{bond_type}"
        amount = figures.get(f"{name}@own", figures.get(name))
        if amount is not None:
            found[key] = (int(amount), as_of)
    return found
