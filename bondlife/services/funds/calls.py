"""Calls for capital: lines by commitment, receipts that are booked as they come in."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.lifecycle import engine
from bondlife.lifecycle.effects.funds import move, post_own, source_of
from bondlife.lifecycle.facts import pair
from bondlife.lifecycle.funds.book import FundBook
from bondlife.lifecycle.funds.tiers import clawback
from bondlife.lifecycle.guards.funds import asked, open_lines
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.fund_inputs import CallInput, CallReceiptInput
from bondlife.services.funds.common import (
    book_for,
    fund_for,
    key_of,
    partner_by,
    record_scope,
    require_past,
    scope_of,
    start,
)
from calculators.kernel.money import split
from models.registry import BudgetLine, CapitalCall, CapitalCallLine, Fund, FundPartner


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def prepare(db: Database, actor: Actor, fund_id: str, form: CallInput, *, key: str = "") -> dict[str, Any]:
    """Store a call as a draft with its lines."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id, "capital_call.create")
        row = put(act, fund, form)
        act.about(row, number=row.number, amount=row.amount)
        return records.receipt(row)

    request = [fund_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "capital_call.create", work, key=key, request=request))


def put(act: Act, fund: Fund, form: CallInput) -> CapitalCall:
    """Store a call with its lines inside an open act; nobody is asked for more than was promised."""
    book = book_for(act, fund)
    parts = parts_of(book, form.type, form.amount, form.called_on)
    row = CapitalCall(
        **record_scope(fund),
        state="",
        number=len(book.calls) + 1,
        type=form.type,
        called_on=form.called_on,
        due_on=form.due_on,
        amount=form.amount,
        for_fees=form.for_fees,
        for_investment=form.amount - form.for_fees if form.type == "capital" else 0,
        purpose=form.purpose,
    )
    start(act, row)
    own = scope_of(fund)
    for partner, amount in parts:
        if amount:
            act.add(CapitalCallLine(**own, call_id=key_of(row), partner_id=key_of(partner), amount=amount))
    act.flush()
    return row


def parts_of(book: FundBook, type: str, amount: int, day: date) -> list[tuple[FundPartner, int]]:  # noqa: A002
    """Return what every partner is asked for; a call above what is promised is refused with the partner."""
    if type == "clawback":
        return _from_manager(book, amount, day)
    weights = [book.committed(one.id) for one in book.partners]
    if not any(weight > 0 for weight in weights):
        raise Invalid.because("nothing_promised_at_all", "No partner has promised money yet.", "amount")
    parts = list(zip(book.partners, split(amount, weights), strict=True))
    for partner, part in parts:
        left = book.committed(partner.id) - asked(book, key_of(partner))
        if part > left:
            raise Invalid(
                Problem(
                    "above_commitment",
                    "%(name)s is asked for %(left)s 10k yuan; its commitment has %(right)s 10k yuan left.",
                    "amount",
                    {"name": partner.name, **pair(part, left)},
                )
            )
    return parts


def _from_manager(book: FundBook, amount: int, day: date) -> list[tuple[FundPartner, int]]:
    terms, manager = book.terms_on(day), book.manager
    found = clawback(book, terms, day) if terms is not None else None
    if manager is None or found is None or amount > found.due:
        raise Invalid(
            Problem(
                "above_clawback",
                "%(left)s 10k yuan are asked back; the manager owes %(right)s 10k yuan.",
                "amount",
                pair(amount, found.due if found is not None else 0),
            )
        )
    return [(manager, amount)]


def receive(
    db: Database, actor: Actor, call_id: str, receipts: Sequence[CallReceiptInput], *, key: str = ""
) -> dict[str, Any]:
    """Record what partners paid on a call; when all have paid the call is complete."""

    def work(act: Act) -> dict[str, Any]:
        call = act.fetch(CapitalCall, call_id, "capital_call.read")
        act.actor.require("capital_call.receive", call.region_id, call.unit_id, call.department_id)
        if call.state != "noticed":
            raise Blocked(Problem("not_noticed", "Money is received on a call whose notices were sent."))
        for one in receipts:
            take(act, call, one)
        complete(act, call)
        act.about(call, paid=call.paid)
        return records.receipt(call)

    request = [call_id, [one.model_dump(mode="json") for one in receipts]]
    return dict(perform(db, actor, "capital_call.receive", work, key=key, request=request))


def take(act: Act, call: CapitalCall, form: CallReceiptInput, *, is_history: bool = False) -> None:
    """Book one receipt: the line, the capital account, the budget line and the ledger of the government."""
    act.flush()
    fund = act.get(Fund, call.fund_id)
    book = book_for(act, fund)
    partner = partner_by(book, form.partner)
    line = next((one for one in book.lines_of(call) if one.partner_id == partner.id), None)
    if line is None:
        raise Invalid.because("no_line", "%(name)s is not asked on this call.", "partner", name=partner.name)
    amount = line.amount - line.paid if form.amount is None else form.amount
    if not 0 < amount <= line.amount - line.paid:
        raise Invalid(
            Problem(
                "above_line",
                "%(name)s pays %(left)s 10k yuan; %(right)s 10k yuan of this call are missing.",
                "amount",
                {"name": partner.name, **pair(amount, line.amount - line.paid)},
            )
        )
    require_past(act, form.paid_on, "paid_on")
    held: CapitalCallLine = act.get(CapitalCallLine, line.id)
    act.change(held, paid=held.paid + amount, paid_on=form.paid_on)
    act.change(call, paid=call.paid + amount)
    entry = "call" if call.type == "capital" else "clawback"
    move(act, book, entry, form.paid_on, source_of(call), {partner.id: amount}, call.purpose)
    if partner.government_id == fund.region_id and call.type == "capital" and not is_history:
        _from_budget(act, call, book, partner, held, amount, form.paid_on)
    act.flush()


def _from_budget(
    act: Act,
    call: CapitalCall,
    book: FundBook,
    partner: FundPartner,
    line: CapitalCallLine,
    amount: int,
    paid_on: date,
) -> None:
    """Use the government's budget line and post its stake."""
    here = situation(act.session, call, act.business_date, actor=act.actor)
    text = _("No budget line of %(year)s is open for this; open it by the opening budget or an adjustment.")
    fitting = [one for one in open_lines(here, book, paid_on.year) if one.amount - one.used >= amount]
    if not fitting:
        raise Blocked(Problem("no_budget_line", text, "paid_on", {"year": paid_on.year}, "officer"))
    budget: BudgetLine = act.get(BudgetLine, fitting[0].id)
    act.change(budget, used=budget.used + amount)
    act.change(line, budget_line_id=budget.id)
    post_own(
        act, book, partner, "fund_call", source_of(call), paid_on,
        stake=amount, budget_account=budget.account, text=call.purpose,
    )  # fmt: skip


def complete(act: Act, call: CapitalCall) -> None:
    """Move a call on when everybody has paid."""
    act.flush()
    if call.paid < call.amount:
        return
    here = situation(act.session, call, act.business_date, actor=act.actor)
    transition = engine.find(here, "complete")
    engine.require_guards(here, transition)
    engine.move(act, here, transition)
    records.after_change(act, call)
