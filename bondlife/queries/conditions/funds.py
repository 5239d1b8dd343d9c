"""Funds that call somebody: clocks of exit, breaches, late calls, idle cash, concentration, clawback."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife.lifecycle.funds import policy
from bondlife.lifecycle.funds.book import FundBook, books
from bondlife.lifecycle.funds.tiers import clawback
from bondlife.queries.conditions.found import Found, Look, plain
from calculators.funds.exit_triggers import DateCounter, ExitTriggers, TriggerState
from calculators.kernel.errors import CalculationError
from models.base import columns
from models.registry import Fund

RUNNING = ("draft", "set_up", "investing", "exiting")
ALARMING = {TriggerState.EARLY_WARNING: "warning", TriggerState.REACHED: "serious"}


def _books(look: Look) -> list[FundBook]:
    """Return the books of every running fund, read once a scan."""
    held: list[FundBook] | None = look.session.info.get("fund_books")
    if held is None:
        own = columns(Fund)
        statement = sa.select(own.id).where(own.state.in_(RUNNING), own.ended_at.is_(None)).order_by(own.id)
        keys = [row[0] for row in look.rows(statement)]
        held = look.session.info["fund_books"] = list(books(look.session, keys).values())
    return held


def _found(book: FundBook, figures: dict[str, Any], level: str = "") -> Found:
    fund = book.fund
    return Found(
        "fund",
        fund.id or 0,
        fund.region_id,
        figures,
        fund.project_id,
        fund.unit_id,
        fund.department_id,
        level=level,
    )


def _triggers(look: Look, book: FundBook) -> ExitTriggers | None:
    try:
        return policy.triggers(book, look.rules(book.fund.region_id), look.today)
    except CalculationError:
        return None


def _clock(look: Look, choose: Callable[[ExitTriggers], DateCounter | None]) -> Iterator[Found]:
    for book in _books(look):
        found = _triggers(look, book)
        counter = choose(found) if found is not None else None
        if counter is not None and counter.state in ALARMING:
            figures = {"since": counter.start.isoformat(), "due_on": counter.limit_on.isoformat()}
            yield _found(book, figures, ALARMING[counter.state])


def set_up_late(look: Look) -> Iterator[Found]:
    """Yield funds whose set-up is not finished as the clock runs out."""
    yield from _clock(look, lambda found: found.set_up)


def not_investing(look: Look) -> Iterator[Found]:
    """Yield funds that hold money for long without an investment."""
    yield from _clock(look, lambda found: found.first_investment)


def in_breach(look: Look) -> Iterator[Found]:
    """Yield funds with a breach that was found and not put right."""
    for book in _books(look):
        open_ones = [one for one in book.findings if one.cleared_on is None]
        if open_ones:
            yield _found(book, {"found_on": min(one.found_on for one in open_ones).isoformat()})


def call_late(look: Look) -> Iterator[Found]:
    """Yield funds with called capital that was not paid by its day."""
    for book in _books(look):
        late = [one for one in book.calls if one.state == "noticed" and one.due_on < look.today]
        if late:
            figures = {
                "amount": sum(one.amount for one in late),
                "paid": sum(one.paid for one in late),
                "missing": sum(one.amount - one.paid for one in late),
                "due_on": min(one.due_on for one in late).isoformat(),
            }
            yield _found(book, figures)


def cash_idle(look: Look) -> Iterator[Found]:
    """Yield investing funds whose cash is above the rule's share of what was paid in."""
    for book in _books(look):
        rule = look.rules(book.fund.region_id).get("fund.idle_cash")
        paid = sum(book.paid_in)
        if rule is None or not paid or book.fund.state != "investing":
            continue
        if book.cash > paid * rule.decimal():
            figures = {"fund_cash": book.cash, "paid_in": paid, "allowed": plain(rule.decimal())}
            yield _found(book, figures)


def concentrated(look: Look) -> Iterator[Found]:
    """Yield funds with more in one company than their terms or the rule allow."""
    for book in _books(look):
        rule = look.rules(book.fund.region_id).get("fund.concentration")
        terms = book.terms_on(look.today)
        line = terms.most_in_one if terms is not None and terms.most_in_one is not None else None
        if line is None and rule is not None:
            line = rule.decimal()
        above = [
            one
            for one in policy.concentration(book)
            if line is not None and one.share > line and one.carried.holding.instrument == "equity"
        ]
        if above and line is not None:
            figures = {
                "company": above[0].carried.holding.name,
                "cost": above[0].cost,
                "share": plain(above[0].share),
                "allowed": plain(line),
            }
            yield _found(book, figures)


def clawback_due(look: Look) -> Iterator[Found]:
    """Yield funds whose manager was paid carry that it has to give back."""
    for book in _books(look):
        terms = book.terms_on(look.today)
        try:
            found = clawback(book, terms) if terms is not None else None
        except CalculationError:
            found = None
        if found is not None and found.due and book.fund.state == "exiting":
            figures = {"carry_paid": found.paid, "given_back": found.given_back, "missing": found.due}
            yield _found(book, figures)


def off_direction(look: Look) -> Iterator[Found]:
    """Yield funds with investments outside the directions that their terms name."""
    for book in _books(look):
        named = policy.directions(book, book.terms_on(look.today))
        whole = policy.invested(book)
        outside = whole - sum(one.invested for one in named)
        if named and outside > 0:
            yield _found(book, {"outside": outside, "share": plain(round(Decimal(outside) / whole, 4))})


def term_over(look: Look) -> Iterator[Found]:
    """Yield funds that stand after the end of their term."""
    for book in _books(look):
        ends = book.fund.term_ends_on
        if ends is not None and ends < look.today:
            yield _found(book, {"due_on": ends.isoformat()})


CONDITIONS = {
    "fund_set_up_late": set_up_late,
    "fund_not_investing": not_investing,
    "fund_in_breach": in_breach,
    "fund_call_late": call_late,
    "fund_cash_idle": cash_idle,
    "fund_concentrated": concentrated,
    "fund_clawback_due": clawback_due,
    "fund_term_over": term_over,
    "fund_off_direction": off_direction,
}
