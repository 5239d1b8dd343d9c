"""Investments, valuations, exits, fees: each is booked in the capital accounts in the act that stores it."""

from datetime import date
from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Invalid, Problem
from bondlife.lifecycle.effects.funds import by_weight, move, source_of
from bondlife.lifecycle.facts import pair, wan
from bondlife.lifecycle.funds.book import FundBook
from bondlife.lifecycle.funds.values import (
    MANAGEMENT,
    Carried,
    agreed_fee,
    carried,
    last_event_on,
    part_out,
)
from bondlife.security.actor import Actor
from bondlife.services.fund_inputs import ExitInput, FeeInput, HoldingInput, ValuationInput
from bondlife.services.funds.common import book_for, fund_for, holding_by, key_of, require_past, scope_of
from models.fund_labels import FEE_RELIEFS
from models.registry import Fund, FundExit, FundHolding, FundValuation


def invest(db: Database, actor: Actor, fund_id: str, form: HoldingInput, *, key: str = "") -> dict[str, Any]:
    """Store an investment; it is paid out of the cash of the fund."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id)
        row = put_holding(act, fund, form)
        act.about(fund, holding=row.public_id, cost=row.cost)
        return {"public_id": row.public_id, "number": row.number}

    request = [fund_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "fund.invest", work, key=key, request=request))


def put_holding(act: Act, fund: Fund, form: HoldingInput, *, is_stated: bool = False) -> FundHolding:
    """Store an investment inside an open act; ``is_stated``: a statement of accounts holds its money."""
    require_past(act, form.invested_on, "invested_on")
    book = book_for(act, fund)
    if not is_stated:
        require_cash(book, form.cost, "cost")
    row = FundHolding(
        **scope_of(fund), fund_id=key_of(fund), number=len(book.holdings) + 1, **form.model_dump()
    )
    act.add(row)
    act.flush()
    if not is_stated:
        move(act, book, "investment", form.invested_on, source_of(row), {None: form.cost}, form.name)
    act.flush()
    return row


def require_cash(book: FundBook, amount: int, field: str) -> None:
    """Refuse to spend what the fund does not hold."""
    if amount > book.cash:
        raise Invalid(
            Problem(
                "above_fund_cash",
                "%(left)s 10k yuan are to be paid; the fund holds %(right)s 10k yuan of cash.",
                field,
                pair(amount, book.cash),
            )
        )


def value(db: Database, actor: Actor, fund_id: str, form: ValuationInput, *, key: str = "") -> dict[str, Any]:
    """Store a valuation; the change of value reaches the capital accounts."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id)
        row = put_valuation(act, fund, form)
        act.about(fund, valuation=row.public_id, value=row.value)
        return {"public_id": row.public_id}

    request = [fund_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "fund.value", work, key=key, request=request))


def put_valuation(act: Act, fund: Fund, form: ValuationInput, *, is_stated: bool = False) -> FundValuation:
    """Store a valuation inside an open act; one a day, in the order of time."""
    require_past(act, form.on, "on")
    book = book_for(act, fund)
    holding = holding_by(book, form.holding)
    if any(one.holding_id == holding.id and one.on == form.on for one in book.valuations):
        raise Conflict(
            Problem(
                "valued_already",
                "%(name)s was valued on %(day)s already; a day has one valuation.",
                "on",
                {"name": holding.name, "day": f"{form.on}"},
            )
        )
    before = _held(book, holding, form.on)
    row = FundValuation(
        **scope_of(fund),
        fund_id=key_of(fund),
        holding_id=key_of(holding),
        **form.model_dump(exclude={"holding"}),
    )
    act.add(row)
    act.flush()
    if not is_stated:
        _result(act, book, form.on, source_of(row), form.value - before.value, holding.name)
    return row


def _held(book: FundBook, holding: FundHolding, on: date) -> Carried:
    """Return a holding that something happens to on a day; what happened later is not overtaken."""
    last = last_event_on(book, holding)
    if on < last:
        raise Invalid.because(
            "out_of_order",
            "%(name)s has an entry of %(day)s already; later entries follow it in time.",
            "on",
            name=holding.name,
            day=f"{last}",
        )
    found = carried(book, holding)
    if found.is_out:
        raise Invalid.because(
            "exited", "%(name)s was exited; nothing is left of it.", "holding", name=holding.name
        )
    return found


def _result(act: Act, book: FundBook, on: date, source: str, amount: int, text: str) -> None:
    if amount:
        move(act, book, "result", on, source, by_weight(book, amount, _weights(book, on)), text)
    act.flush()


def _weights(book: FundBook, on: date) -> tuple[int, ...]:
    paid = book.paid_in_on(on)
    if not any(paid):
        raise Invalid.because("nothing_paid_in_yet", "Nothing was paid in by this day.", "on")
    return paid


def leave(db: Database, actor: Actor, fund_id: str, form: ExitInput, *, key: str = "") -> dict[str, Any]:
    """Store an exit or income: cash comes in, gain or loss reaches the capital accounts."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id)
        row = put_exit(act, fund, form)
        act.about(fund, exit=row.public_id, proceeds=row.proceeds)
        return {"public_id": row.public_id, "number": row.number}

    request = [fund_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "fund.leave", work, key=key, request=request))


def put_exit(act: Act, fund: Fund, form: ExitInput, *, is_stated: bool = False) -> FundExit:
    """Store an exit inside an open act."""
    require_past(act, form.on, "on")
    book = book_for(act, fund)
    holding = holding_by(book, form.holding)
    held = _held(book, holding, form.on)
    _check_exit(book, form, holding, held)
    own = [one for one in book.exits if one.holding_id == holding.id]
    row = FundExit(
        **scope_of(fund),
        fund_id=key_of(fund),
        holding_id=key_of(holding),
        number=len(own) + 1,
        **form.model_dump(exclude={"holding"}),
    )
    act.add(row)
    act.flush()
    if is_stated:
        return row
    if form.proceeds:
        move(act, book, "proceeds", form.on, source_of(row), {None: form.proceeds}, holding.name)
    gone = part_out(held.value, held.cost_left, form.cost_out)
    _result(act, book, form.on, source_of(row), form.proceeds - gone, holding.name)
    return row


def _check_exit(book: FundBook, form: ExitInput, holding: FundHolding, held: Carried) -> None:
    if form.cost_out > held.cost_left:
        raise Invalid.because(
            "above_cost",
            "%(name)s has %(amount)s 10k yuan of cost left.",
            "cost_out",
            name=holding.name,
            amount=wan(held.cost_left),
        )
    if (form.method == "income") is not (form.cost_out == 0):
        raise Invalid.because(
            "cost_of_exit", "A sale takes cost away; income while held takes none.", "cost_out"
        )
    if any(one.holding_id == holding.id and one.on == form.on for one in book.valuations):
        raise Invalid.because(
            "valued_that_day",
            "%(name)s was valued at the end of %(day)s; the exit comes on a later day.",
            "on",
            name=holding.name,
            day=f"{form.on}",
        )


def pay_fee(db: Database, actor: Actor, fund_id: str, form: FeeInput, *, key: str = "") -> dict[str, Any]:
    """Store a fee, or what lowers one; partners bear it by what they promised."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id)
        put_fee(act, fund, form)
        act.about(fund, fee=form.amount)
        return {"public_id": fund.public_id}

    request = [fund_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "fund.fee", work, key=key, request=request))


def put_fee(act: Act, fund: Fund, form: FeeInput) -> None:
    """Book a fee inside an open act."""
    require_past(act, form.on, "on")
    book = book_for(act, fund)
    book_it = {**dict.fromkeys(FEE_RELIEFS, _lower_fee), "fee_rebate": _give_back}.get(form.category, _pay)
    book_it(act, book, form)
    act.flush()


def _pay(act: Act, book: FundBook, form: FeeInput) -> None:
    require_cash(book, form.amount, "amount")
    _share(act, book, form, form.amount)


def _give_back(act: Act, book: FundBook, form: FeeInput) -> None:
    """Book a fee below zero: the cash comes back and partners get it as they bore the fee."""
    paid = sum(one.amount for one in book.moves if one.entry == "fee" and one.category in MANAGEMENT)
    if form.amount > paid:
        raise Invalid(
            Problem(
                "above_fee_paid",
                "%(left)s 10k yuan are to be given back; %(right)s 10k yuan of management fee were paid.",
                "amount",
                pair(form.amount, paid),
            )
        )
    _share(act, book, form, -form.amount)


def _share(act: Act, book: FundBook, form: FeeInput, amount: int) -> None:
    sign = 1 if amount > 0 else -1
    weights = [book.committed(one.id) for one in book.partners]
    parts = {who: sign * part for who, part in by_weight(book, abs(amount), weights).items()}
    move(act, book, "fee", form.on, source_of(book.fund), parts, form.note, category=form.category)


def _lower_fee(act: Act, book: FundBook, form: FeeInput) -> None:
    """Note why an agreed fee is not paid; a year's notes stay within the fee agreed for it."""
    terms = book.terms_on(form.on)
    agreed = agreed_fee(book, terms, form.on) if terms else 0
    year = [one for one in book.moves if one.entry == "relief" and one.on.year == form.on.year]
    left = agreed - sum(one.amount for one in year)
    if form.amount > left:
        raise Invalid(
            Problem(
                "above_fee_agreed",
                "%(left)s 10k yuan are to be waived or offset; the year's fee has %(right)s 10k yuan left.",
                "amount",
                pair(form.amount, left),
            )
        )
    source = source_of(book.fund)
    move(act, book, "relief", form.on, source, {None: form.amount}, form.note, category=form.category)
