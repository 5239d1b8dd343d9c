"""How a fund did: multiples, internal rates and market equivalents, of the whole and of each partner.

A rate that is not the only one is not told as if it were; what cannot be computed says why.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.lifecycle.funds.book import Flow, FundBook
from bondlife.lifecycle.funds.values import worth
from calculators.funds.irr import InternalRates, xirr
from calculators.funds.multiples import FundMultiples, fund_multiples
from calculators.funds.pme import (
    DirectAlpha,
    KsPme,
    LnPme,
    ModifiedPme,
    PmePlus,
    direct_alpha,
    ks_pme,
    ln_pme,
    modified_pme,
    pme_plus,
)
from calculators.kernel.errors import CalculationError


@dataclass(frozen=True, slots=True)
class Level:
    """The level of an index on a day."""

    on: date
    level: Decimal


@dataclass(frozen=True, slots=True)
class Returns:
    """Multiples and internal rates of one side; what could not be computed is None with its reason."""

    nav: int
    multiples: FundMultiples | None
    rates: InternalRates | None
    why_not: str


@dataclass(frozen=True, slots=True)
class Markets:
    """Market equivalents beside one index; None with a reason where one cannot be computed."""

    ks: KsPme | None
    ln: LnPme | None
    plus: PmePlus | None
    modified: ModifiedPme | None
    alpha: DirectAlpha | None
    why_not: str


def returns_of(flows: Sequence[Flow], nav: int, on: date, *, committed: int | None = None) -> Returns:
    """Return multiples and rates of dated flows (paid in below zero) that end in a worth on a day."""
    paid = [-one.amount for one in flows if one.amount < 0]
    got = [one.amount for one in flows if one.amount > 0]
    try:
        multiples = fund_multiples(paid, got, nav=max(0, nav), commitment=committed)
    except CalculationError as error:
        return Returns(nav, None, None, error.message)
    ends = [*flows, Flow(max(on, flows[-1].on), max(0, nav))]
    try:
        rates = xirr([one.amount for one in ends], [one.on for one in ends])
    except CalculationError as error:
        return Returns(nav, multiples, None, error.message)
    return Returns(nav, multiples, rates, "")


def of_fund(book: FundBook, on: date) -> Returns:
    """Return how the whole fund did up to a day."""
    flows = [one for one in book.flows() if one.on <= on]
    return returns_of(flows, worth(book, on), on, committed=book.committed())


def of_partner(book: FundBook, partner_id: int, on: date) -> Returns:
    """Return how one partner did: its flows and its capital account."""
    flows = [one for one in book.flows([partner_id]) if one.on <= on]
    promised = book.committed(partner_id)
    return returns_of(flows, book.account(partner_id, on), on, committed=promised)


def levels_at(levels: Sequence[Level], days: Sequence[date]) -> list[Decimal] | None:
    """Return the last level on or before each day; None where the series begins later than one of them."""
    known = [one.on for one in levels]
    places = [bisect_right(known, day) - 1 for day in days]
    return None if any(place < 0 for place in places) else [levels[place].level for place in places]


def market_inputs(
    flows: Sequence[Flow], nav: int, on: date, levels: Sequence[Level], navs: Sequence[int] = ()
) -> dict[str, Any] | None:
    """Return what market equivalents ask; None where the index does not reach back to the first call.

    ``navs`` are the worths after each flow; without them there is no modified equivalent.
    """
    days = [*(one.on for one in flows), on]
    index = levels_at(levels, days)
    if not flows or index is None:
        return None
    return {
        "calls": [max(0, -one.amount) for one in flows] + [0],
        "distributions": [max(0, one.amount) for one in flows] + [0],
        "index": index,
        "dates": days,
        "nav": nav,
        "navs": [*navs, nav],
    }


def markets_of(given: Mapping[str, Any] | None) -> Markets:
    """Return the market equivalents of dated flows beside an index; the last entry is the valuation."""
    if given is None:
        return Markets(None, None, None, None, None, "the index does not reach back to the first call")
    flows = (given["calls"], given["distributions"], given["index"])
    days, nav = given["dates"], given["nav"]
    try:
        return Markets(
            ks_pme(*flows, nav=nav),
            ln_pme(*flows, dates=days),
            pme_plus(*flows, nav=nav, dates=days) if any(given["distributions"]) else None,
            modified_pme(*flows, given["navs"], dates=days) if len(given["navs"]) == len(days) else None,
            direct_alpha(*flows, nav=nav, dates=days),
            "",
        )
    except CalculationError as error:
        return Markets(None, None, None, None, None, error.message)
