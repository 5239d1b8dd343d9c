"""The books of funds: capital accounts are cash and what is held; notices foot and agree with accounts."""

from collections.abc import Iterator

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.lifecycle.funds.book import FundBook, books
from bondlife.lifecycle.funds.values import worth
from bondlife.settings import Settings
from bondlife.verify.report import Check
from models.base import columns
from models.registry import Fund

AT_ONCE = 50


def accounts(db: Database, _settings: Settings) -> Check:
    """Per fund: accounts = cash + carrying values; lines foot; what notices say is what accounts hold."""
    check = Check("fund_books")
    with db.reading(patient=True) as session:
        own = columns(Fund)
        keys = list(
            session.execute(sa.select(own.id).order_by(own.id).execution_options(scoped=True)).scalars()
        )
        for first in range(0, len(keys), AT_ONCE):
            for book in books(session, keys[first : first + AT_ONCE]).values():
                check.checked += 1
                for problem in wrong(book):
                    check.wrong(f"fund {book.fund.id}: {problem}")
    return check


def wrong(book: FundBook) -> Iterator[str]:
    """Yield what does not hold in the books of one fund, amounts in fen."""
    held = sum(book.account(one.id or 0) for one in book.partners)
    if held != worth(book):
        yield f"capital accounts hold {held}, cash and holdings {worth(book)}"
    if book.cash < 0:
        yield f"cash is {book.cash}"
    yield from _calls(book)
    yield from _distributions(book)


def _calls(book: FundBook) -> Iterator[str]:
    for call in book.calls:
        lines = book.lines_of(call)
        if sum(one.amount for one in lines) != call.amount or sum(one.paid for one in lines) != call.paid:
            yield f"lines of call {call.number} do not foot"
        entry = "call" if call.type == "capital" else "clawback"
        booked = _booked(book, f"capital_call/{call.public_id}", entry)
        if booked != call.paid:
            yield f"call {call.number} says {call.paid} paid, the accounts hold {booked}"


def _distributions(book: FundBook) -> Iterator[str]:
    for row in book.distributions:
        lines = book.lines_of(row)
        if sum(one.amount for one in lines) != row.amount or sum(one.concession for one in lines):
            yield f"lines of distribution {row.number} do not foot"
        booked = _booked(book, f"fund_distribution/{row.public_id}", "distribution")
        if booked != (row.amount if row.state == "paid" else 0):
            yield f"distribution {row.number} is {row.amount}, the accounts hold {booked}"


def _booked(book: FundBook, source: str, entry: str) -> int:
    return sum(one.amount for one in book.moves if one.source == source and one.entry == entry)
