"""What one distribution pays to whom: the terms in force, run over the fund's own calls and distributions.

European: the whole fund through the tiers. Deal by deal: carry of every exit, less what was paid before.
Total return: carry on every new high of the worth, realised or not; it is another method, not a variant.
The government's concession comes out of its own realised gain and goes to the other investors.
Every split is by largest remainder, so that lines foot to the fen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from bondlife.lifecycle.funds.book import FundBook, Move
from bondlife.lifecycle.funds.values import worth
from calculators.funds.clawback import WholeFundClawback, whole_fund_clawback
from calculators.funds.deal_by_deal import Deal, DealByDeal, deal_by_deal
from calculators.funds.profit_concession import ConcessionBand, ProfitConcession, profit_concession
from calculators.funds.total_return import TotalReturnCarry, total_return_carry
from calculators.funds.waterfall import Compounding, Waterfall, european_waterfall
from calculators.kernel.money import split
from models.registry import FundDistributionLine, FundPartner, FundTerms


class Terms(Protocol):
    """What a waterfall asks of the terms of a fund."""

    waterfall: str
    hurdle_rate: Decimal
    compounding: str
    catch_up_share: Decimal
    carry_rate: Decimal
    clawback_tax_rate: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """What one partner gets of a distribution, in fen."""

    partner: FundPartner
    capital: int
    gain: int
    carry: int
    concession: int

    @property
    def amount(self) -> int:
        """Return all of it."""
        return self.capital + self.gain + self.carry + self.concession


@dataclass(frozen=True, slots=True)
class Tiers:
    """One distribution before it is split: return of capital, the investors' gain, the manager's carry."""

    capital: int
    gain: int
    carry: int
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One distribution as the terms have it: tiers, parts of the partners, concession."""

    amount: int
    tiers: Tiers
    parts: tuple[Part, ...]
    conceded: int

    @property
    def steps(self) -> dict[str, Any]:
        """Return what is kept of the way through the tiers, JSON-ready."""
        tiers = self.tiers
        return {
            "capital": tiers.capital,
            "gain": tiers.gain,
            "carry": tiers.carry,
            "conceded": self.conceded,
            **tiers.detail,
        }


def european(
    terms: Terms, calls: Sequence[tuple[date, int]], distributions: Sequence[tuple[date, int]]
) -> Waterfall:
    """Return the whole-fund waterfall of dated amounts."""
    return european_waterfall(
        [amount for _day, amount in calls],
        [day for day, _amount in calls],
        [amount for _day, amount in distributions],
        [day for day, _amount in distributions],
        hurdle_rate=terms.hurdle_rate,
        compounding=Compounding(terms.compounding),
        carry_rate=terms.carry_rate,
        catch_up_share=terms.catch_up_share,
    )


def by_deal(terms: Terms, deals: Sequence[Deal]) -> DealByDeal:
    """Return the carry of every exit and what the manager has to give back as the fund stands."""
    return deal_by_deal(
        deals,
        hurdle_rate=terms.hurdle_rate,
        compounding=Compounding(terms.compounding),
        carry_rate=terms.carry_rate,
        catch_up_share=terms.catch_up_share,
        tax_rate=terms.clawback_tax_rate,
    )


def deals_of(book: FundBook, day: date | None = None) -> list[Deal]:
    """Return every exit by a day as a deal of its own, and the rest of each holding as one not exited."""
    deals: list[Deal] = []
    for holding in book.holdings:
        if day is not None and holding.invested_on > day:
            continue
        exits = [one for one in book.exits if one.holding_id == holding.id and (day is None or one.on <= day)]
        deals += [
            Deal(f"{holding.name} {one.number}", one.cost_out, holding.invested_on, one.proceeds, one.on)
            for one in exits
        ]
        left = holding.cost - sum(one.cost_out for one in exits)
        if left:
            deals.append(Deal(holding.name, left, holding.invested_on))
    return deals


def total_return(book: FundBook, terms: FundTerms, day: date) -> TotalReturnCarry:
    """Return the carry on every new high of the worth, before what was distributed that day."""
    days = sorted({one.on for one in book.valuations if one.on <= day} | {day})
    paid = dict.fromkeys(days, 0)
    for move in book.moves:
        if move.entry == "distribution" and move.on in paid:
            paid[move.on] += move.amount
    return total_return_carry(
        [worth(book, one) + paid[one] for one in days],
        committed=book.committed(),
        carry_rate=terms.carry_rate,
    )


def tiers_of(book: FundBook, terms: FundTerms, day: date, amount: int) -> Tiers:
    """Return one more distribution through the tiers of the fund's terms."""
    return _METHODS[terms.waterfall](book, terms, day, amount)


def _european(book: FundBook, terms: FundTerms, day: date, amount: int) -> Tiers:
    calls = [(one.on, one.amount) for one in called(book)]
    paid = [(one.on, one.amount) for one in paid_out(book)]
    result = european(terms, calls, [*paid, (day, amount)])
    step = result.steps[-1]
    detail = {
        "preferred": step.preferred,
        "catch_up": step.catch_up,
        "catch_up_to_manager": step.catch_up_to_manager,
        "split": step.split,
        "split_to_manager": step.split_to_manager,
        "capital_outstanding": step.capital_outstanding,
        "preferred_outstanding": step.preferred_outstanding,
    }
    return Tiers(step.capital, step.to_investors - step.capital, step.to_manager, detail)


def _deal_by_deal(book: FundBook, terms: FundTerms, day: date, amount: int) -> Tiers:
    result = by_deal(terms, deals_of(book, day))
    earned = result.carry_paid - _carry_before(book)
    carry = max(0, min(amount, earned))
    returned = sum(one.waterfall.capital for one in result.carries) - _capital_before(book)
    capital = max(0, min(amount - carry, returned))
    detail = {
        "carry_of_exits": result.carry_paid,
        "carry_before": _carry_before(book),
        "whole_fund_carry": result.whole_fund_carry,
        "clawback_due": result.clawback_due,
        "deals": len(result.carries),
    }
    return Tiers(capital, amount - carry - capital, carry, detail)


def _total_return(book: FundBook, terms: FundTerms, day: date, amount: int) -> Tiers:
    result = total_return(book, terms, day)
    before = _carry_before(book)
    carry = max(0, min(amount, result.total_carry - before))
    capital = max(0, min(amount - carry, sum(book.paid_in) - _capital_before(book)))
    detail = {
        "carry_of_highs": result.total_carry,
        "carry_before": before,
        "high_water": result.high_water[-1],
    }
    return Tiers(capital, amount - carry - capital, carry, detail)


_METHODS = {"european": _european, "deal_by_deal": _deal_by_deal, "total_return": _total_return}


@dataclass(frozen=True, slots=True)
class Dated:
    """All money of one act: its day and sum."""

    on: date
    amount: int


def called(book: FundBook) -> list[Dated]:
    """Return what was paid in, day by day."""
    sums: dict[date, int] = {}
    for move in book.moves:
        if move.entry == "call":
            sums[move.on] = sums.get(move.on, 0) + move.amount
    return [Dated(day, amount) for day, amount in sorted(sums.items())]


def paid_out(book: FundBook) -> list[Dated]:
    """Return the distributions that were paid, oldest first; those of the statement by day."""
    stated: dict[date, int] = {}
    for move in book.stated:
        if move.entry == "distribution":
            stated[move.on] = stated.get(move.on, 0) + move.amount
    own = [Dated(one.on, one.amount) for one in book.distributions if one.state == "paid"]
    return [*(Dated(day, amount) for day, amount in sorted(stated.items())), *own]


def paid_lines(book: FundBook) -> list[FundDistributionLine]:
    """Return the lines of distributions that were paid."""
    paid = {one.id for one in book.distributions if one.state == "paid"}
    return [one for one in book.distribution_lines if one.distribution_id in paid]


def carry_paid(book: FundBook, day: date | None = None) -> list[Dated]:
    """Return the carry the manager was paid: by distribution, and what the statement gives it."""
    paid = [one for one in book.distributions if one.state == "paid"]
    own = [Dated(one.on, one.to_manager) for one in paid if one.to_manager]
    stated = [Dated(one.on, one.amount) for one in book.stated if one.entry == "carry" and one.amount > 0]
    return [one for one in (*stated, *own) if day is None or one.on <= day]


def _carry_before(book: FundBook) -> int:
    return sum(one.amount for one in carry_paid(book))


def _capital_before(book: FundBook) -> int:
    """Return the capital that was given back; what the statement paid out is capital first."""
    stated = book.stated_total("distribution") - sum(one.amount for one in _stated_carry(book))
    own = sum(one.capital for one in paid_lines(book))
    return own + max(0, min(stated, book.stated_total("call")))


def _stated_carry(book: FundBook) -> list[Move]:
    return [one for one in book.stated if one.entry == "carry" and one.amount > 0]


@dataclass(frozen=True, slots=True)
class Clawback:
    """What the manager was paid as carry, what it has given back, and what it still has to give back.

    ``earned`` is the carry the whole fund earns it, ``by_terms`` what has to come back of what was paid.
    """

    result: DealByDeal | WholeFundClawback
    earned: int
    by_terms: int
    paid: int
    given_back: int
    due: int


def clawback(book: FundBook, terms: FundTerms, day: date | None = None) -> Clawback | None:
    """Return the clawback as the fund stands; None before an exit (deal by deal) or before any carry."""
    paid, given_back = sum(one.amount for one in carry_paid(book, day)), book.total("clawback")
    if terms.waterfall == "deal_by_deal":
        if not book.exits:
            return None
        found = by_deal(terms, deals_of(book, day))
        due = max(0, min(found.clawback_due, paid) - given_back)
        return Clawback(found, found.whole_fund_carry, found.clawback_due, paid, given_back, due)
    if not paid:
        return None
    whole = whole_fund_clawback(**clawback_inputs(book, terms, day))
    by_terms = min(whole.clawback, whole.clawback_cap)
    return Clawback(whole, whole.entitled, by_terms, paid, given_back, whole.clawback_due)


def clawback_inputs(book: FundBook, terms: FundTerms, day: date | None) -> dict[str, Any]:
    """Return what the whole-fund clawback asks: the fund as if its worth were paid out on the day."""
    on = day or max(one.on for one in book.moves)
    calls = [one for one in called(book) if one.on <= on]
    carried = {one.on: 0 for one in carry_paid(book, on)}
    for one in carry_paid(book, on):
        carried[one.on] += one.amount
    paid = [Dated(one.on, one.amount) for one in paid_out(book) if one.on <= on]
    # What a day's distributions gave the manager as carry never reached the investors.
    got = [*paid, *(Dated(one, -amount) for one, amount in carried.items())]
    return {
        "calls": [one.amount for one in calls],
        "call_dates": [one.on for one in calls],
        "to_investors": [sum(one.amount for one in got if one.on == when) for when in _days(got)],
        "investor_dates": _days(got),
        "carry_paid": sum(carried.values()),
        "given_back": book.total("clawback"),
        "nav": max(0, worth(book, on)),
        "as_of": on,
        "hurdle_rate": terms.hurdle_rate,
        "compounding": Compounding(terms.compounding),
        "carry_rate": terms.carry_rate,
        "catch_up_share": terms.catch_up_share,
        "tax_rate": terms.clawback_tax_rate,
    }


def _days(flows: Sequence[Dated]) -> list[date]:
    return sorted({one.on for one in flows})


def propose(
    book: FundBook, terms: FundTerms, day: date, amount: int, score: Decimal | None = None
) -> Proposal:
    """Return what a distribution pays to every partner; it foots to the fen."""
    tiers = tiers_of(book, terms, day, amount)
    weights = book.paid_in_on(day)
    capital, gain = split(tiers.capital, weights), split(tiers.gain, weights)
    parts = [
        Part(partner, own, more, tiers.carry if partner.is_manager else 0, 0)
        for partner, own, more in zip(book.partners, capital, gain, strict=True)
    ]
    given = concession(book, terms, parts, score)
    return Proposal(amount, tiers, _conceded(book, parts, weights, given), given)


def concession(book: FundBook, terms: FundTerms, parts: Sequence[Part], score: Decimal | None) -> int:
    """Return what the governments give up of this distribution; nothing without bands and a score."""
    bands = bands_of(terms)
    keys = {one.id for one in book.governments}
    if not bands or score is None or not keys:
        return 0
    result = concession_of(book, parts, score, bands)
    before = -sum(one.concession for one in paid_lines(book) if one.partner_id in keys)
    before -= sum(book.stated_total("concession", one) for one in keys)
    gain = sum(one.gain for one in parts if one.partner.id in keys)
    return max(0, min(result.conceded - before, gain))


def concession_of(
    book: FundBook, parts: Sequence[Part], score: Decimal, bands: Sequence[ConcessionBand]
) -> ProfitConcession:
    """Return the concession on all the governments have got, with a distribution that is proposed."""
    keys = {one.id for one in book.governments}
    earlier = [one for one in paid_lines(book) if one.partner_id in keys]
    received = sum(one.capital + one.gain for one in earlier)
    received += sum(
        book.stated_total("distribution", key) - book.stated_total("concession", key) for key in keys
    )
    received += sum(one.capital + one.gain for one in parts if one.partner.id in keys)
    paid_in = sum(book.total("call", one.id) for one in book.governments)
    return profit_concession(received, paid_in, score=score, bands=bands)


def bands_of(terms: FundTerms) -> list[ConcessionBand]:
    """Return the bands of the concession."""
    return [
        ConcessionBand(Decimal(one["lowest_score"]), Decimal(one["share"])) for one in terms.concession or ()
    ]


def _conceded(book: FundBook, parts: Sequence[Part], weights: Sequence[int], given: int) -> tuple[Part, ...]:
    if not given:
        return tuple(parts)
    keys = {one.id for one in book.governments}
    giving = split(given, [one.gain if one.partner.id in keys else 0 for one in parts])
    others = [0 if one.partner.id in keys else paid for one, paid in zip(parts, weights, strict=True)]
    getting = split(given, others) if any(others) else giving
    return tuple(
        Part(one.partner, one.capital, one.gain, one.carry, got - gave)
        for one, gave, got in zip(parts, giving, getting, strict=True)
    )
