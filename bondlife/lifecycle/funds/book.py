"""One fund as its rows stand: partners, promises, terms, calls, distributions, holdings, movements.

    capital account of a partner = paid in − fees ± results ± carry and concession − distributed + given back
    cash of the fund             = paid in − fees − invested + proceeds − distributed + given back
    Σ capital accounts           = cash + carrying value of what is held

Amounts are fen. The books are loaded for several funds at once; a fund has a few hundred rows, the movements
come as plain tuples.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.errors import missing
from bondlife.lifecycle.facts import rows
from models.base import Row, columns
from models.fund_money import ENTRY_BY_KEY
from models.registry import (
    CapitalCall,
    CapitalCallLine,
    Fund,
    FundCommitment,
    FundContribution,
    FundDistribution,
    FundDistributionLine,
    FundExit,
    FundFinding,
    FundGoal,
    FundHolding,
    FundMovement,
    FundPartner,
    FundTerms,
    FundValuation,
)

RowT = TypeVar("RowT", bound=Row)
STATED = "statement"
"""Source of the lines that came with a fund's capital accounts, before this product kept its books."""


class Move(NamedTuple):
    """One line of the books of a fund."""

    id: int
    partner_id: int | None
    on: date
    entry: str
    amount: int
    source: str
    category: str = ""


class Flow(NamedTuple):
    """Money of one day between a partner (or all of them) and the fund; below zero: paid in."""

    on: date
    amount: int


@dataclass(frozen=True)
class FundBook:
    """Everything stored of one fund, oldest first."""

    fund: Fund
    partners: Sequence[FundPartner]
    commitments: Sequence[FundCommitment]
    terms: Sequence[FundTerms]
    calls: Sequence[CapitalCall]
    call_lines: Sequence[CapitalCallLine]
    distributions: Sequence[FundDistribution]
    distribution_lines: Sequence[FundDistributionLine]
    holdings: Sequence[FundHolding]
    valuations: Sequence[FundValuation]
    exits: Sequence[FundExit]
    contributions: Sequence[FundContribution]
    goals: Sequence[FundGoal]
    findings: Sequence[FundFinding]
    moves: Sequence[Move]

    @cached_property
    def by_entry(self) -> Mapping[tuple[int | None, str], int]:
        """Return the sum of every entry by partner."""
        sums: dict[tuple[int | None, str], int] = defaultdict(int)
        for move in self.moves:
            sums[move.partner_id, move.entry] += move.amount
        return sums

    @cached_property
    def stated(self) -> Sequence[Move]:
        """Return the lines taken over from the statement a running fund came in with."""
        return [move for move in self.moves if move.source == STATED]

    def stated_total(self, entry: str, partner_id: int | None = None) -> int:
        """Return what the statement says of one entry, of one partner or of all."""
        own = (one for one in self.stated if one.entry == entry and partner_id in (None, one.partner_id))
        return sum(one.amount for one in own)

    def total(self, entry: str, partner_id: int | None = None) -> int:
        """Return the sum of one entry, of one partner or of all."""
        if partner_id is not None:
            return self.by_entry.get((partner_id, entry), 0)
        return sum(amount for (_partner, name), amount in self.by_entry.items() if name == entry)

    def committed(self, partner_id: int | None = None) -> int:
        """Return what a partner, or all of them, promised."""
        return sum(one.amount for one in self.commitments if partner_id in (None, one.partner_id))

    def account(self, partner_id: int, day: date | None = None) -> int:
        """Return the capital account of a partner at the end of a day, or now."""
        if day is None:
            sums = self.by_entry.items()
            return sum(
                ENTRY_BY_KEY[name].account * amount for (who, name), amount in sums if who == partner_id
            )
        own = (one for one in self.moves if one.partner_id == partner_id and one.on <= day)
        return sum(ENTRY_BY_KEY[one.entry].account * one.amount for one in own)

    @cached_property
    def cash(self) -> int:
        """Return the cash of the fund now."""
        return sum(ENTRY_BY_KEY[name].cash * amount for (_who, name), amount in self.by_entry.items())

    def cash_on(self, day: date) -> int:
        """Return the cash of the fund at the end of a day."""
        return sum(ENTRY_BY_KEY[one.entry].cash * one.amount for one in self.moves if one.on <= day)

    @cached_property
    def paid_in(self) -> tuple[int, ...]:
        """Return what every partner has paid in, in the order of partners."""
        return tuple(self.total("call", _key(one)) for one in self.partners)

    def paid_in_on(self, day: date) -> tuple[int, ...]:
        """Return what every partner had paid in by the end of a day."""
        sums: dict[int | None, int] = defaultdict(int)
        for move in self.moves:
            if move.entry == "call" and move.on <= day:
                sums[move.partner_id] += move.amount
        return tuple(sums[_key(one)] for one in self.partners)

    @property
    def manager(self) -> FundPartner | None:
        """Return the partner that earns the carry."""
        return next((one for one in self.partners if one.is_manager), None)

    def partner(self, partner_id: int) -> FundPartner:
        """Return a partner by its inner key."""
        return next(one for one in self.partners if one.id == partner_id)

    @property
    def governments(self) -> tuple[FundPartner, ...]:
        """Return the partners whose money comes from a budget."""
        return tuple(one for one in self.partners if one.government_id is not None)

    @property
    def own_government(self) -> FundPartner | None:
        """Return the government of the fund's own region among the partners."""
        return next((one for one in self.partners if one.government_id == self.fund.region_id), None)

    def terms_on(self, day: date) -> FundTerms | None:
        """Return the terms in force on a day: the newest that began."""
        known = [
            one for one in self.terms if one.state in ("in_force", "superseded") and one.valid_from <= day
        ]
        return max(known, key=lambda one: (one.valid_from, one.number), default=None)

    def lines_of(self, row: CapitalCall | FundDistribution) -> list[Any]:
        """Return the lines of a call or distribution."""
        if isinstance(row, CapitalCall):
            return [one for one in self.call_lines if one.call_id == row.id]
        return [one for one in self.distribution_lines if one.distribution_id == row.id]

    def flows(self, partner_ids: Iterable[int] | None = None) -> list[Flow]:
        """Return what partners paid in (below zero) and got, day by day; all of them where none is named."""
        chosen = None if partner_ids is None else set(partner_ids)
        sums: dict[date, int] = defaultdict(int)
        for move in self.moves:
            if chosen is None or move.partner_id in chosen:
                sums[move.on] += _FLOW.get(move.entry, 0) * move.amount
        return [Flow(day, amount) for day, amount in sorted(sums.items()) if amount]


_APPROVED = ("in_force", "superseded")
_FLOW = {"call": -1, "distribution": 1, "clawback": -1}
"""What partners see of the books: paying in and giving back below zero, distributions above."""


def books(session: Session, fund_ids: Sequence[int]) -> dict[int, FundBook]:
    """Return the books of funds reached from ones already allowed, by their inner keys."""
    if not fund_ids:
        return {}
    parts = {name: _grouped(session, model, fund_ids) for name, model in _PARTS.items()}
    parts["call_lines"] = _lines(session, CapitalCallLine, "call_id", parts["calls"])
    parts["distribution_lines"] = _lines(
        session, FundDistributionLine, "distribution_id", parts["distributions"]
    )
    parts["moves"] = _moves(session, fund_ids)
    return {
        _key(fund): FundBook(fund=fund, **{name: part.get(_key(fund), []) for name, part in parts.items()})
        for fund in rows(session, Fund, columns(Fund).id.in_(fund_ids))
    }


def book_of(session: Session, fund_id: int | None) -> FundBook:
    """Return the books of one fund."""
    found = books(session, [] if fund_id is None else [fund_id])
    if not found:
        raise missing("fund")
    return next(iter(found.values()))


_PARTS: Mapping[str, type[Row]] = {
    "partners": FundPartner,
    "commitments": FundCommitment,
    "terms": FundTerms,
    "calls": CapitalCall,
    "distributions": FundDistribution,
    "holdings": FundHolding,
    "valuations": FundValuation,
    "exits": FundExit,
    "contributions": FundContribution,
    "goals": FundGoal,
    "findings": FundFinding,
}
"""What names its fund, by the part of the book it makes up."""

_ORDER = {
    FundPartner: "number",
    FundTerms: "number",
    FundHolding: "number",
    FundGoal: "number",
    CapitalCall: "number",
    FundDistribution: "number",
    FundValuation: "on",
    FundExit: "on",
    FundContribution: "year",
}


def _grouped(session: Session, model: type[RowT], fund_ids: Sequence[int]) -> dict[int, list[Any]]:
    found = rows(session, model, columns(model).fund_id.in_(fund_ids))
    by = _ORDER.get(model, "id")
    found.sort(key=lambda one: (getattr(one, by), one.id))
    grouped: dict[int, list[Any]] = defaultdict(list)
    for one in found:
        grouped[one.fund_id].append(one)  # type: ignore[attr-defined]
    return grouped


def _lines(
    session: Session, model: type[RowT], name: str, owners: Mapping[int, Sequence[Any]]
) -> dict[int, list[Any]]:
    fund_of = {one.id: fund for fund, several in owners.items() for one in several}
    grouped: dict[int, list[Any]] = defaultdict(list)
    for one in rows(session, model, columns(model)[name].in_(sorted(fund_of))) if fund_of else ():
        grouped[fund_of[getattr(one, name)]].append(one)
    return grouped


def _moves(session: Session, fund_ids: Sequence[int]) -> dict[int, list[Any]]:
    own = columns(FundMovement)
    chosen = (own.fund_id, own.id, own.partner_id, own.on, own.entry, own.amount, own.source, own.category)
    statement = sa.select(*chosen).where(own.fund_id.in_(fund_ids)).order_by(own.fund_id, own.on, own.id)
    told = session.execute(statement.execution_options(scoped=True))
    return {
        key: [Move(*one[1:]) for one in several]
        for key, several in groupby(told, key=lambda one: int(one[0]))
    }


def _key(row: Row) -> int:
    assert row.id is not None
    return row.id
