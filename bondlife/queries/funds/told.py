"""The books of funds as programs read them: amounts in yuan as text, ratios and rates exact."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.lifecycle.funds import policy
from bondlife.lifecycle.funds.book import FundBook, books
from bondlife.lifecycle.funds.returns import Returns, of_fund, of_partner
from bondlife.lifecycle.funds.tiers import clawback
from bondlife.lifecycle.funds.values import worth
from bondlife.queries.funds.reading import funds_of, read_book, rules_of
from bondlife.security.actor import Actor
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import to_yuan


def fund_told(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return the books of one fund."""
    with db.reading() as session:
        return told(session, read_book(session, actor, public_id), clock.business_date())


def portfolio_told(db: Database, actor: Actor) -> dict[str, Any]:
    """Return the books of every fund a person may read."""
    today = clock.business_date()
    with db.reading() as session:
        found = funds_of(session, actor)
        held = books(session, [fund.id for fund, _name, _code in found if fund.id is not None])
        return {"items": [told(session, held[fund.id or 0], today) for fund, _name, _code in found]}


def told(session: Session, book: FundBook, on: date) -> dict[str, Any]:
    """Return the books of a fund on a day."""
    found = of_fund(book, on)
    return {
        "public_id": book.fund.public_id,
        "name": book.fund.name,
        "state": book.fund.state,
        "on": on.isoformat(),
        "committed": _yuan(book.committed()),
        "paid_in": _yuan(sum(book.paid_in)),
        "cash": _yuan(book.cash),
        "nav": _yuan(worth(book)),
        "distributed": _yuan(book.total("distribution")),
        **_ratios(found, "rvpi"),
        "rate_is_ambiguous": found.rates is not None and found.rates.is_ambiguous,
        "exit_is_open": _exit_is_open(session, book, on),
        "clawback_due": _yuan(_clawback(book, on)),
        "partners": [
            {
                "number": one.number,
                "name": one.name,
                "tier": one.tier,
                "committed": _yuan(book.committed(one.id)),
                "paid_in": _yuan(book.total("call", one.id)),
                "distributed": _yuan(book.total("distribution", one.id)),
                "account": _yuan(book.account(one.id or 0)),
                **_ratios(of_partner(book, one.id or 0, on)),
            }
            for one in book.partners
        ],
    }


def _yuan(fen: int) -> str:
    return f"{to_yuan(fen):f}"


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _ratios(found: Returns, *more: str) -> dict[str, Any]:
    names = ("dpi", *more, "tvpi")
    ratios = {name: _text(getattr(found.multiples, name)) if found.multiples else None for name in names}
    return {**ratios, "rates": [f"{one:f}" for one in found.rates.rates] if found.rates is not None else []}


def _exit_is_open(session: Session, book: FundBook, on: date) -> bool:
    found = policy.triggers(book, rules_of(session, book.fund), on)
    return found is not None and found.is_exit_open


def _clawback(book: FundBook, on: date) -> int:
    terms = book.terms_on(on)
    try:
        found = clawback(book, terms) if terms is not None else None
    except CalculationError:
        return 0
    return found.due if found is not None else 0
