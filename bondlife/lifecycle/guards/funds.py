"""Funds: partners, terms, calls within promises and budget, distributions within cash, results by rule."""

from collections.abc import Iterable, Mapping
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import by_key, pair, place, rows, wan
from bondlife.lifecycle.funds.book import FundBook, book_of
from bondlife.lifecycle.funds.example import example_lines
from bondlife.lifecycle.funds.result import outcome
from bondlife.lifecycle.funds.tiers import clawback, propose
from bondlife.lifecycle.funds.values import all_carried
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.fund_labels import fund_word
from models.registry import (
    BudgetLine,
    CapitalCall,
    Fund,
    FundDecision,
    FundDistribution,
    FundTerms,
)


def own_book(here: Situation) -> FundBook:
    """Return the books of the fund a record belongs to."""
    key = here.row.id if isinstance(here.row, Fund) else getattr(here.row, "fund_id", None)
    return book_of(here.session, key)


def fund_place(here: Situation, tab: str) -> str:
    """Return the address of a tab of the fund's page."""
    key = here.row.id if isinstance(here.row, Fund) else getattr(here.row, "fund_id", None)
    fund = by_key(here.session, Fund, key)
    return f"/funds/{fund.public_id}?tab={tab}" if fund is not None else ""


def fund_partners_stand(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask for a manager, a government, and money promised by everybody."""
    book, where = own_book(here), fund_place(here, "partners")
    if book.manager is None:
        yield Problem(
            "no_manager", "No partner is marked as the manager.", "partners", None, "officer", where
        )
    if not book.governments:
        yield Problem(
            "no_government", "No government stands among the partners.", "partners", None, "officer", where
        )
    for partner in book.partners:
        if book.committed(partner.id) <= 0:
            yield Problem(
                "nothing_promised",
                "%(name)s has promised nothing yet.",
                "partners",
                {"name": partner.name},
                "officer",
                where,
            )


def fund_terms_in_force(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask for terms that a second person put into force."""
    if own_book(here).terms_on(here.today) is None:
        where = fund_place(here, "terms")
        yield Problem("no_terms", "No terms of the fund are in force.", "terms", None, "officer", where)


def charter_lawful(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for every exit clause, and refuse a promise of principal or return."""
    terms = here.row
    if not isinstance(terms, FundTerms):
        return
    written = set(terms.exit_clauses or ())
    for key in listed(here, params, "clauses"):
        if key not in written:
            yield Problem(
                "clause_missing",
                "The charter lacks the exit clause: %(clause)s.",
                "exit_clauses",
                {"clause": fund_word(str(key))},
            )
    promise = here.rules.get("fund.no_promises")
    if terms.promises_return and promise is not None and promise.value:
        yield Problem(
            "promises_return",
            "The charter promises principal or a minimum return; the government must not promise either.",
            "promises_return",
        )


def example_reproduces(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the example worked by hand comes out by these terms."""
    rule, terms = here.rules.get(str(params["rule"])), here.row
    if rule is None or not rule.value or not isinstance(terms, FundTerms):
        return
    lines = example_lines(terms, terms.example)
    if not lines:
        yield Problem("no_example", "Enter an example worked by hand with its results.", "example")
    for line in lines:
        if not line.agrees:
            yield Problem(
                "example_differs",
                "The example says %(name)s %(left)s 10k yuan; by these terms it is %(right)s 10k yuan.",
                "example",
                {
                    "name": fund_word(line.name),
                    "left": wan(line.expected),
                    "right": "—" if line.found is None else wan(line.found),
                },
            )


def fund_paid_in(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask for capital that was paid in."""
    if not any(own_book(here).paid_in):
        where = fund_place(here, "calls")
        yield Problem("nothing_paid_in", "No capital has been paid in yet.", "calls", None, "officer", where)


def fund_emptied(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that everything is exited and all cash distributed."""
    book = own_book(here)
    for one in all_carried(book):
        if not one.is_out:
            where = fund_place(here, "holdings")
            yield Problem(
                "still_held",
                "%(name)s is still held.",
                "holdings",
                {"name": one.holding.name},
                "officer",
                where,
            )
    if book.cash:
        where = fund_place(here, "distributions")
        yield Problem(
            "cash_left",
            "%(amount)s 10k yuan of cash are not distributed.",
            "cash",
            {"amount": wan(book.cash)},
            "officer",
            where,
        )


def call_foots(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that lines foot and no partner is asked for more than it promised."""
    call = here.row
    if not isinstance(call, CapitalCall):
        return
    book = own_book(here)
    lines = book.lines_of(call)
    if sum(one.amount for one in lines) != call.amount:
        told = pair(sum(one.amount for one in lines), call.amount)
        yield Problem(
            "lines_differ",
            "The lines sum to %(left)s 10k yuan, the call is %(right)s 10k yuan.",
            "amount",
            told,
        )
    if call.type == "clawback":
        yield from _clawback_due(here, book, call)
        return
    for line in lines:
        partner = book.partner(line.partner_id)
        left = book.committed(partner.id) - asked(book, line.partner_id, without=call.id)
        if line.amount > left:
            told = {"name": partner.name, **pair(line.amount, left)}
            yield Problem(
                "above_commitment",
                "%(name)s is asked for %(left)s 10k yuan; its commitment has %(right)s 10k yuan left.",
                "amount",
                told,
                "officer",
                fund_place(here, "calls"),
            )


def asked(book: FundBook, partner_id: int, *, without: int | None = None) -> int:
    """Return what a partner was asked for by calls under way or paid."""
    live = {one.id for one in book.calls if one.type == "capital" and one.state in ("noticed", "paid")}
    lines = (one for one in book.call_lines if one.partner_id == partner_id)
    called = sum(one.amount for one in lines if one.call_id in live and one.call_id != without)
    return book.stated_total("call", partner_id) + called


def _clawback_due(here: Situation, book: FundBook, call: CapitalCall) -> Iterable[Problem]:
    terms = book.terms_on(call.called_on)
    found = clawback(book, terms, call.called_on) if terms is not None else None
    due = found.due if found is not None else 0
    if call.amount > due:
        where = fund_place(here, "waterfall")
        yield Problem(
            "above_clawback",
            "%(left)s 10k yuan are asked back; the manager owes %(right)s 10k yuan.",
            "amount",
            pair(call.amount, due),
            "officer",
            where,
        )


def call_budgeted(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for room on an open budget line of the year for the own government's part."""
    call = here.row
    if here.rules.get(str(params["rule"])) is None or not isinstance(call, CapitalCall):
        return
    book = own_book(here)
    own = book.own_government
    amount = sum(one.amount for one in book.lines_of(call) if own is not None and one.partner_id == own.id)
    if call.type == "clawback" or not amount:
        return
    year = call.called_on.year
    room = budget_room(here, book, year, without=call.id)
    if amount > room:
        told = {**pair(amount, room), "year": year}
        yield Problem(
            "no_budget_room",
            "The government's part is %(left)s 10k yuan; open budget lines of %(year)s have %(right)s left.",
            "amount",
            told,
            "officer",
            place(here, "budget"),
        )


def open_lines(here: Situation, book: FundBook, year: int) -> list[BudgetLine]:
    """Return the open budget lines of the fund in a year, the one with most room first."""
    own = columns(BudgetLine)
    found = rows(
        here.session,
        BudgetLine,
        own.project_id == book.fund.project_id,
        own.state == "open",
        own.year == year,
    )
    return sorted(found, key=lambda one: one.used - one.amount)


def budget_room(here: Situation, book: FundBook, year: int, *, without: int | None = None) -> int:
    """Return what open lines of a year have left, less what was called and is not paid yet."""
    room = sum(one.amount - one.used for one in open_lines(here, book, year))
    own = book.own_government
    waiting = {
        one.id
        for one in book.calls
        if one.state == "noticed" and one.called_on.year == year and one.id != without
    }
    lines = (one for one in book.call_lines if own is not None and one.partner_id == own.id)
    return room - sum(one.amount - one.paid for one in lines if one.call_id in waiting)


def call_paid(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that everybody has paid."""
    call = here.row
    if isinstance(call, CapitalCall) and call.paid < call.amount:
        yield Problem(
            "not_paid_in",
            "%(left)s of %(right)s 10k yuan were paid in.",
            "paid",
            pair(call.paid, call.amount),
            "officer",
        )


def call_untouched(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that nothing was paid."""
    if isinstance(here.row, CapitalCall) and here.row.paid:
        yield Problem(
            "paid_on_call",
            "%(amount)s 10k yuan were paid on this call; it can no longer be cancelled.",
            "paid",
            {"amount": wan(here.row.paid)},
        )


def distribution_stands(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the cash is there and the lines are those the terms give now."""
    row = here.row
    if not isinstance(row, FundDistribution):
        return
    book = own_book(here)
    if row.amount > book.cash:
        yield above_cash(row.amount, book.cash)
        return
    terms = next(one for one in book.terms if one.id == row.terms_id)
    found = propose(book, terms, row.on, row.amount, row.score)
    stored = {one.partner_id: _parts(one) for one in book.lines_of(row)}
    if stored != {one.partner.id: _parts(one) for one in found.parts}:
        yield Problem(
            "books_moved",
            "The books have changed since this was prepared; cancel it and prepare it again.",
            "amount",
            None,
            "officer",
            fund_place(here, "distributions"),
        )


def _parts(one: Any) -> tuple[int, ...]:
    return (one.capital, one.gain, one.carry, one.concession)


def above_cash(amount: int, cash: int) -> Problem:
    """Return the refusal of a distribution above the cash of the fund."""
    return Problem(
        "above_cash",
        "The distribution is %(left)s 10k yuan; the fund holds %(right)s 10k yuan of cash.",
        "amount",
        pair(amount, cash),
    )


def decision_stands(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the decision is what the rule gives now."""
    row, rule = here.row, here.rules.get(str(params["rule"]))
    if rule is None or not isinstance(row, FundDecision):
        return
    found = outcome(own_book(here), rule, row.year, row.grade, grades_before(here, row))
    if found is None or (found.action, found.contribution, found.fee_share, found.reward) != (
        row.action,
        row.contribution,
        row.fee_share,
        row.reward,
    ):
        yield Problem(
            "books_moved",
            "The books or the rule have changed since the decision was drawn up; draw it up again.",
            "contribution",
            None,
            "officer",
            fund_place(here, "results"),
        )


def grades_before(here: Situation, row: FundDecision) -> list[str]:
    """Return the grades of the fund in the years before, the latest first."""
    own = columns(FundDecision)
    found = rows(here.session, FundDecision, own.fund_id == row.fund_id, own.year < row.year)
    signed = [one for one in found if one.state == "signed"]
    return [one.grade for one in sorted(signed, key=lambda one: -one.year)]


GUARDS = {
    "fund_partners_stand": fund_partners_stand,
    "fund_terms_in_force": fund_terms_in_force,
    "charter_lawful": charter_lawful,
    "example_reproduces": example_reproduces,
    "fund_paid_in": fund_paid_in,
    "fund_emptied": fund_emptied,
    "call_foots": call_foots,
    "call_budgeted": call_budgeted,
    "call_paid": call_paid,
    "call_untouched": call_untouched,
    "distribution_stands": distribution_stands,
    "decision_stands": decision_stands,
}
