"""The capital accounts a running fund comes in with: booked as stated, or held against the rows of its file.

A statement is the account of each partner and of the cash, line by line with days, as the custodian keeps it.
Up to its last day the money of the books is the statement alone: holdings, exits and valuations of those days
stand beside it and must tell the same sums. Balances are what each account, and the cash, must hold at the
end of a day; they are compared to the fen and nothing is adjusted to make them agree.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bondlife.acts import Act
from bondlife.errors import Invalid
from bondlife.lifecycle.effects.funds import move
from bondlife.lifecycle.facts import pair
from bondlife.lifecycle.funds.book import STATED, FundBook
from bondlife.lifecycle.funds.values import all_carried
from bondlife.services.funds.common import book_for, partner_by, require_past
from bondlife.services.input_base import Input
from bondlife.services.values import Day, Line, SignedMoney
from models.fund_money import FUND_ENTRIES
from models.registry import Fund

SIGNED = ("result", "carry", "concession")
"""Entries that may stand below zero."""
OF_THE_FUND = ("investment", "proceeds")
"""Entries no partner is named with."""


class StatementLine(Input):
    """One line of the statement: a partner's entry, or money the fund invested or got (no partner)."""

    partner: int | None = Field(None, ge=1, le=10_000)
    on: Day
    entry: Literal[
        "call", "fee", "investment", "proceeds", "result", "carry", "concession", "distribution", "clawback"
    ]
    amount: SignedMoney
    note: Line = Field("", max_length=300)

    @model_validator(mode="after")
    def _entry_fits(self) -> "StatementLine":
        if (self.partner is None) is not (self.entry in OF_THE_FUND):
            raise PydanticCustomError("value_error", "this entry names a partner, or none, the other way")
        if self.amount == 0 or (self.amount < 0 and self.entry not in SIGNED):
            raise PydanticCustomError("value_error", "this entry is told with an amount above zero")
        return self


class BalanceLine(Input):
    """What the account of a partner, or the fund's cash (no partner), holds at the end of a day."""

    partner: int | None = Field(None, ge=1, le=10_000)
    on: Day
    amount: SignedMoney


def book_statement(act: Act, fund: Fund, lines: Sequence[StatementLine], placed: Callable[..., None]) -> None:
    """Book the lines of a statement as they stand, each at its place in the file."""
    book = book_for(act, fund)
    for number, line in enumerate(lines):
        placed(f"accounts.{number}", lambda line=line: _book(act, book, line))
    act.flush()


def _book(act: Act, book: FundBook, line: StatementLine) -> None:
    require_past(act, line.on, "on")
    key = None if line.partner is None else partner_by(book, line.partner).id
    move(act, book, line.entry, line.on, STATED, {key: line.amount}, line.note)


def require_apart(lines: Sequence[StatementLine], rows: Iterator[tuple[str, date]]) -> None:
    """Refuse calls, fees and distributions of days the statement covers: they would be booked twice."""
    last = last_day(lines)
    for place, on in rows:
        if last is not None and on <= last:
            raise Invalid.because(
                "within_statement",
                "The statement of accounts goes up to %(last)s; this row of %(day)s is part of it.",
                place,
                last=f"{last}",
                day=f"{on}",
            )


def last_day(lines: Sequence[StatementLine]) -> date | None:
    """Return the last day of a statement; None without one."""
    return max((one.on for one in lines), default=None)


def require_agreement(act: Act, fund: Fund) -> None:
    """Ask that a statement tells the same sums as the holdings beside it, and that its accounts foot."""
    book = book_for(act, fund)
    for partner in book.partners:
        paid, promised = book.total("call", partner.id), book.committed(partner.id)
        if paid > promised:
            raise Invalid.because(
                "stated_above_promise",
                "%(name)s has paid in %(left)s 10k yuan by the statement and promised %(right)s.",
                "accounts",
                name=partner.name,
                **pair(paid, promised),
            )
    for what, stated, found in _sums(book):
        if stated != found:
            raise _differs("accounts", what, stated, found)
    _require_carry_within(book)


def _sums(book: FundBook) -> Iterator[tuple[str, int, int]]:
    accounts = sum(book.account(one.id or 0) for one in book.partners)
    yield _label("investment"), book.total("investment"), sum(one.cost for one in book.holdings)
    yield _label("proceeds"), book.total("proceeds"), sum(one.proceeds for one in book.exits)
    yield "资本账户合计", accounts, book.cash + sum(one.value for one in all_carried(book))
    for entry in ("carry", "concession"):
        yield _label(entry), book.total(entry), 0


def _require_carry_within(book: FundBook) -> None:
    """Ask that carry was paid on a day of a distribution that holds it: the waterfall goes by both."""
    for day in sorted({one.on for one in book.stated if one.entry == "carry"}):
        own = [one for one in book.stated if one.on == day]
        carry = sum(one.amount for one in own if one.entry == "carry" and one.amount > 0)
        paid = sum(one.amount for one in own if one.entry == "distribution")
        if carry > paid:
            raise _differs("accounts", f"{_label('carry')} {day}", carry, paid)


def require_balances(act: Act, fund: Fund, balances: Sequence[BalanceLine]) -> None:
    """Ask that accounts and cash hold what the file says they hold, to the fen."""
    book = book_for(act, fund)
    for number, one in enumerate(balances):
        place = f"balances.{number}"
        partner = None if one.partner is None else partner_by(book, one.partner, f"{place}.partner")
        found = book.cash_on(one.on) if partner is None else book.account(partner.id or 0, one.on)
        if found != one.amount:
            name = partner.name if partner is not None else "现金"
            raise _differs(f"{place}.amount", f"{name} {one.on}", one.amount, found)


def _label(entry: str) -> str:
    return next(one.label.zh for one in FUND_ENTRIES if one.key == entry)


def _differs(place: str, what: str, stated: int, found: int) -> Invalid:
    return Invalid.because(
        "statement_differs",
        "%(what)s: the file says %(left)s yuan, the books hold %(right)s yuan; they differ by %(gap)s.",
        place,
        what=what,
        left=_yuan(stated),
        right=_yuan(found),
        gap=_yuan(stated - found),
    )


def _yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def event_days(form: Any) -> Iterator[tuple[str, date]]:
    """Yield place and day of every row of a file that moves a partner's money."""
    for n, call in enumerate(form.calls):
        if call.paid_on is not None:
            yield f"calls.{n}.paid_on", call.paid_on
    for n, fee in enumerate(form.fees):
        yield f"fees.{n}.on", fee.on
    for n, given in enumerate(form.distributions):
        yield f"distributions.{n}.on", given.on
