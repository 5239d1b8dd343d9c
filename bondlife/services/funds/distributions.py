"""Distributions: the terms in force run over the books, and what they give is kept as lines."""

from decimal import Decimal
from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.lifecycle.funds.tiers import Proposal, propose
from bondlife.lifecycle.guards.funds import above_cash
from bondlife.lifecycle.scores import concluded
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.fund_inputs import DistributionInput
from bondlife.services.funds.common import (
    book_for,
    fund_for,
    key_of,
    record_scope,
    require_past,
    scope_of,
    start,
)
from calculators.kernel.errors import CalculationError
from models.registry import Fund, FundDistribution, FundDistributionLine, FundTerms


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def prepare(
    db: Database, actor: Actor, fund_id: str, form: DistributionInput, *, key: str = ""
) -> dict[str, Any]:
    """Store a distribution as a draft with its lines."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id, "fund_distribution.create")
        row = put(act, fund, form)
        act.about(row, number=row.number, amount=row.amount)
        return records.receipt(row)

    request = [fund_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "fund_distribution.create", work, key=key, request=request))


def put(act: Act, fund: Fund, form: DistributionInput) -> FundDistribution:
    """Store a distribution with its lines inside an open act."""
    require_past(act, form.on, "on")
    book = book_for(act, fund)
    terms = book.terms_on(form.on)
    if terms is None:
        raise Blocked(Problem("no_terms", "No terms of the fund are in force.", "on"))
    if any(one.state in ("draft", "noticed") for one in book.distributions):
        raise Blocked(
            Problem("distribution_open", "Another distribution is under way; finish or cancel it first.")
        )
    if form.amount > book.cash:
        raise Invalid(above_cash(form.amount, book.cash))
    last = max((one.on for one in book.distributions if one.state == "paid"), default=form.on)
    if form.on < last:
        raise Invalid.because(
            "before_last",
            "The last distribution was on %(day)s; the next one follows it.",
            "on",
            day=f"{last}",
        )
    score = score_of(act, fund)
    try:
        found = propose(book, terms, form.on, form.amount, score)
    except CalculationError as error:
        raise Invalid(Problem(error.code, error.message, "amount")) from None
    return _stored(act, fund, form, terms, found, score)


def score_of(act: Act, fund: Fund) -> Decimal | None:
    """Return the score of the newest concluded evaluation of the fund: concessions go by it."""
    found = concluded(act.session, "fund", key_of(fund))
    return found.score if found is not None else None


def _stored(
    act: Act,
    fund: Fund,
    form: DistributionInput,
    terms: FundTerms,
    found: Proposal,
    score: Decimal | None,
) -> FundDistribution:
    number = len(book_for(act, fund).distributions) + 1
    row = FundDistribution(
        **record_scope(fund),
        state="",
        number=number,
        on=form.on,
        amount=form.amount,
        origin=form.origin,
        terms_id=key_of(terms),
        score=score,
        to_investors=form.amount - found.tiers.carry,
        to_manager=found.tiers.carry,
        conceded=found.conceded,
        steps=found.steps,
    )
    start(act, row)
    for part in found.parts:
        act.add(
            FundDistributionLine(
                **scope_of(fund),
                distribution_id=key_of(row),
                partner_id=key_of(part.partner),
                capital=part.capital,
                gain=part.gain,
                carry=part.carry,
                concession=part.concession,
                amount=part.amount,
            )
        )
    act.flush()
    return row
