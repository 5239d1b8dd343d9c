"""What holdings are carried at, and the worth of a fund and of each partner on a day.

    carrying value = cost, until a valuation; the last valuation after it; an exit takes its part of cost away
    worth          = cash + Σ carrying values

A valuation says what is held at the end of its day. Amounts are fen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bondlife.lifecycle.funds.book import FundBook
from calculators.kernel.money import mul_div, round_fen
from models.registry import FundExit, FundHolding, FundTerms, FundValuation

MANAGEMENT = ("", "management_fee", "fee_rebate")
"""Fees of before their kinds were kept count as the management fee; what came back lowers it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A holding on a day: cost still in it, what it is carried at, its last valuation, money it brought."""

    holding: FundHolding
    cost_left: int
    value: int
    valued_on: date | None
    proceeds: int

    @property
    def is_out(self) -> bool:
        """Tell whether nothing is left."""
        return self.cost_left == 0


def carried(book: FundBook, holding: FundHolding, day: date | None = None) -> Carried:
    """Return a holding at the end of a day, or now."""
    left = value = holding.cost
    valued: date | None = None
    brought = 0
    for event in events_of(book, holding):
        if day is not None and event.on > day:
            break
        if isinstance(event, FundValuation):
            value, valued = event.value, event.on
        else:
            value -= part_out(value, left, event.cost_out)
            left -= event.cost_out
            brought += event.proceeds
    return Carried(holding, left, value if left else 0, valued, brought)


def part_out(value: int, cost_left: int, cost_out: int) -> int:
    """Return the part of a value that leaves with a part of the cost.

    >>> part_out(150, 100, 40), part_out(150, 100, 100)
    (60, 150)
    """
    return mul_div(value, cost_out, cost_left) if cost_left else 0


def events_of(book: FundBook, holding: FundHolding) -> list[FundExit | FundValuation]:
    """Return exits and valuations of a holding in time; on one day the exit comes first."""
    found: list[FundExit | FundValuation] = [one for one in book.exits if one.holding_id == holding.id]
    found += [one for one in book.valuations if one.holding_id == holding.id]
    return sorted(found, key=lambda one: (one.on, isinstance(one, FundValuation), one.id))


def all_carried(book: FundBook, day: date | None = None) -> list[Carried]:
    """Return every holding made by a day, as it then stood."""
    made = [one for one in book.holdings if day is None or one.invested_on <= day]
    return [carried(book, one, day) for one in made]


def worth(book: FundBook, day: date | None = None) -> int:
    """Return cash and carrying values at the end of a day, or now."""
    cash = book.cash if day is None else book.cash_on(day)
    return cash + sum(one.value for one in all_carried(book, day))


def last_event_on(book: FundBook, holding: FundHolding) -> date:
    """Return the day of the last thing that happened to a holding."""
    days: Iterable[date] = (one.on for one in events_of(book, holding))
    return max(days, default=holding.invested_on)


def fee_base(book: FundBook, terms: FundTerms, day: date) -> int:
    """Return what the management fee of a year is reckoned on, at the end of a day."""
    if terms.fee_base == "committed":
        return book.committed()
    if terms.fee_base == "paid_in":
        return sum(book.paid_in_on(day))
    return sum(one.cost_left for one in all_carried(book, day))


def agreed_fee(book: FundBook, terms: FundTerms, day: date) -> int:
    """Return the management fee of a year by its terms, on the base as it stands at the end of a day."""
    return round_fen(fee_base(book, terms, day) * terms.management_fee_rate)
