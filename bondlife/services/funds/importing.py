"""A running fund brought in from a file: its register, partners, terms and history, in the order of time.

Every row goes the way a typed one goes: promises, cash, one valuation a day and the terms are asked of
history too. What differs is that records stand at their state at once, with the gates they skipped written
down as not examined here, and that past payments enter no budget line: the ledger opens with what is left.
Where the history is not known row by row, the capital accounts come in as the custodian states them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bondlife.acts import Act, perform
from bondlife.books import kind_of, lifecycle_of
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Invalid, Problem, Refusal
from bondlife.lifecycle import engine
from bondlife.lifecycle.effects.funds import book_accounts, post_own, source_of, stake_left
from bondlife.lifecycle.funds.example import example_lines
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.fund_inputs import (
    MOST_ROWS,
    CallInput,
    CallReceiptInput,
    DistributionInput,
    ExitInput,
    FeeInput,
    FundGoalInput,
    HoldingInput,
    PartnerInput,
    PlanInput,
    RegisterInput,
    TermsInput,
    ValuationInput,
)
from bondlife.services.funds import calls, distributions, holdings, register, terms
from bondlife.services.funds.common import book_for
from bondlife.services.funds.statement import (
    BalanceLine,
    StatementLine,
    book_statement,
    event_days,
    last_day,
    require_agreement,
    require_apart,
    require_balances,
)
from bondlife.services.input_base import Input
from bondlife.services.values import Line, MaybeDay, MaybeMoney
from models.base import columns
from models.registry import Fund, FundTerms, Project, RecordRow

MOST_EVENTS = 20_000


class FundHead(RegisterInput):
    """The register of a running fund."""

    manager_code: Line = Field("", max_length=40)
    custody_account: Line = Field("", max_length=60)
    filing_number: Line = Field("", max_length=60)
    plan_confirmed_on: MaybeDay = None
    registered_on: MaybeDay = None
    investment_ends_on: MaybeDay = None
    term_ends_on: MaybeDay = None
    state: Literal["draft", "set_up", "investing", "exiting"] = "investing"


class PastCall(CallInput):
    """A call that was paid, on one day by everybody; a day left out means it still waits."""

    paid_on: MaybeDay = None


class PastDistribution(DistributionInput):
    """A distribution that was paid; the carry, where the file says it, must be what the terms give."""

    to_manager: MaybeMoney = None


class FundFile(Input):
    """Everything a file says about one fund."""

    fund: FundHead
    partners: list[PartnerInput] = Field(default_factory=list, max_length=MOST_ROWS)
    terms: list[TermsInput] = Field(default_factory=list, max_length=20)
    calls: list[PastCall] = Field(default_factory=list, max_length=MOST_EVENTS)
    fees: list[FeeInput] = Field(default_factory=list, max_length=MOST_EVENTS)
    holdings: list[HoldingInput] = Field(default_factory=list, max_length=MOST_ROWS)
    valuations: list[ValuationInput] = Field(default_factory=list, max_length=MOST_EVENTS)
    exits: list[ExitInput] = Field(default_factory=list, max_length=MOST_EVENTS)
    distributions: list[PastDistribution] = Field(default_factory=list, max_length=MOST_EVENTS)
    goals: list[FundGoalInput] = Field(default_factory=list, max_length=100)
    contributions: list[PlanInput] = Field(default_factory=list, max_length=200)
    accounts: list[StatementLine] = Field(default_factory=list, max_length=MOST_EVENTS)
    balances: list[BalanceLine] = Field(default_factory=list, max_length=MOST_ROWS)

    @model_validator(mode="after")
    def _terms_before_distributions(self) -> "FundFile":
        if self.distributions and not self.terms:
            raise PydanticCustomError("value_error", "distributions need the terms they went by")
        return self


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the file in time: its place in the file, its day, and the work it is."""

    place: str
    on: date
    rank: int
    work: Callable[[], Any]


def bring_in(db: Database, actor: Actor, form: FundFile, *, source: str, key: str = "") -> dict[str, Any]:
    """Store a running fund with its whole history in one act, or refuse it with the row at fault."""
    reason = source[:200] or "file"

    def work(act: Act) -> dict[str, Any]:
        fund = put(act, form, reason)
        act.about(fund, source=reason, calls=len(form.calls), distributions=len(form.distributions))
        return records.receipt(fund)

    request = [form.model_dump(mode="json"), reason]
    return dict(perform(db, actor, "fund.import", work, key=key, request=request))


def put(act: Act, form: FundFile, reason: str) -> Fund:
    """Store a running fund inside an open act."""
    head = form.fund
    fund = register.add(act, RegisterInput.model_validate(_register(head)))
    act.change(fund, **{name: getattr(head, name) for name in _LATER})
    if head.state != "draft":
        act.actor.require("project.take_on", fund.region_id, fund.unit_id, fund.department_id)
    for number, partner in enumerate(form.partners):
        _placed(f"partners.{number}", partial(register.put_partner, act, fund, partner))
    for number, version in enumerate(form.terms):
        _placed(f"terms.{number}", partial(_terms, act, fund, version, reason))
    _history(act, fund, form, reason)
    require_balances(act, fund, form.balances)
    for number, goal in enumerate(form.goals):
        _placed(f"goals.{number}", partial(register.put_goal, act, fund, goal))
    for number, plan in enumerate(form.contributions):
        _placed(f"contributions.{number}", partial(register.put_plan, act, fund, plan))
    if head.state != "draft":
        _stand(act, act.get(Project, fund.project_id), "running", reason)
        _stand(act, fund, head.state, reason)
        _open_stake(act, fund, reason)
    return fund


def _history(act: Act, fund: Fund, form: FundFile, reason: str) -> None:
    """Book what happened, in the order of time: the statement of accounts first, then the rows after it."""
    last = last_day(form.accounts)
    require_apart(form.accounts, event_days(form))
    book_statement(act, fund, form.accounts, _placed)
    events = sorted(_events(act, fund, form, reason, last), key=lambda one: (one.on, one.rank))
    for event in events:
        if last is not None and event.on > last:
            require_agreement(act, fund)
            last = None
        _placed(event.place, event.work)
    if last is not None:
        require_agreement(act, fund)


def _open_stake(act: Act, fund: Fund, reason: str) -> None:
    """Open the ledger with what the own government has paid in and not got back."""
    book = book_for(act, fund)
    own = book.own_government
    left = stake_left(book, own) if own is not None else 0
    if own is not None and left:
        post_own(act, book, own, "fund_opening", source_of(fund), act.business_date, stake=left, text=reason)


_LATER = (
    "manager_code",
    "custody_account",
    "filing_number",
    "plan_confirmed_on",
    "registered_on",
    "investment_ends_on",
    "term_ends_on",
)


def _register(head: FundHead) -> dict[str, Any]:
    own = head.model_dump(mode="json")
    return {name: own[name] for name in RegisterInput.model_fields}


def _placed(place: str, work: Callable[[], Any]) -> None:
    """Do the work of one row; a refusal names the row."""
    try:
        work()
    except (Invalid, Blocked, Conflict) as refusal:
        raise _at(place, refusal) from None


def _at(place: str, refusal: Refusal) -> Invalid:
    return Invalid(
        *(
            Problem(
                one.code,
                one.message,
                f"{place}.{one.field}" if one.field else place,
                one.params,
                one.who,
                one.href,
                one.law,
            )
            for one in refusal.problems
        )
    )


def _terms(act: Act, fund: Fund, form: TermsInput, reason: str) -> None:
    row = terms.put(act, fund, form)
    for line in example_lines(row, row.example):
        if not line.agrees:
            raise Invalid.because(
                "example_differs_file",
                "The worked example does not come out by these terms: %(name)s.",
                "example",
                name=line.name,
            )
    for old in act.find(FundTerms, *_in_force(fund)):
        engine.take_on(act, old, _life(act, old), "superseded", reason)
    _stand(act, row, "in_force", reason)


def _in_force(fund: Fund) -> tuple[Any, ...]:
    return (columns(FundTerms).fund_id == fund.id, columns(FundTerms).state == "in_force")


def _events(act: Act, fund: Fund, form: FundFile, reason: str, last: date | None) -> Iterator[Event]:
    def stated(on: date) -> bool:
        return last is not None and on <= last

    for n, call in enumerate(form.calls):
        on = call.paid_on or call.called_on
        yield Event(f"calls.{n}", on, 0, partial(_call, act, fund, call, reason))
    for n, holding in enumerate(form.holdings):
        on = holding.invested_on
        yield Event(
            f"holdings.{n}", on, 1, partial(holdings.put_holding, act, fund, holding, is_stated=stated(on))
        )
    for n, out in enumerate(form.exits):
        work = partial(holdings.put_exit, act, fund, out, is_stated=stated(out.on))
        yield Event(f"exits.{n}", out.on, 2, work)
    for n, fee in enumerate(form.fees):
        yield Event(f"fees.{n}", fee.on, 3, partial(holdings.put_fee, act, fund, fee))
    for n, given in enumerate(form.distributions):
        yield Event(f"distributions.{n}", given.on, 4, partial(_give, act, fund, given, reason))
    for n, value in enumerate(form.valuations):
        put = partial(holdings.put_valuation, act, fund, value, is_stated=stated(value.on))
        yield Event(f"valuations.{n}", value.on, 5, put)


def _call(act: Act, fund: Fund, form: PastCall, reason: str) -> None:
    row = calls.put(act, fund, CallInput.model_validate(_only(form, CallInput)))
    if form.paid_on is None:
        _stand(act, row, "noticed", reason)
        return
    book = book_for(act, fund)
    numbers = {one.id: one.number for one in book.partners}
    for line in book.lines_of(row):
        receipt = CallReceiptInput(partner=numbers[line.partner_id], paid_on=form.paid_on)
        calls.take(act, row, receipt, is_history=True)
    _stand(act, row, "paid", reason)


def _give(act: Act, fund: Fund, form: PastDistribution, reason: str) -> None:
    row = distributions.put(act, fund, DistributionInput.model_validate(_only(form, DistributionInput)))
    if form.to_manager is not None and form.to_manager != row.to_manager:
        raise Invalid.because(
            "carry_differs",
            "The file says the manager got %(left)s fen; by the terms it gets %(right)s fen.",
            "to_manager",
            left=form.to_manager,
            right=row.to_manager,
        )
    book_accounts(act, row)
    _stand(act, row, "paid", reason)


def _only(form: Input, model: type[Input]) -> dict[str, Any]:
    own = form.model_dump(mode="json")
    return {name: own[name] for name in model.model_fields}


def _stand(act: Act, row: RecordRow, state: str, reason: str) -> None:
    """Put a record at its state of today; the gates it skipped are written down."""
    engine.take_on(act, row, _life(act, row), state, reason)
    act.flush()
    records.after_change(act, row)


def _life(act: Act, row: RecordRow) -> Any:
    return lifecycle_of(kind_of(act.session, row.kind, row.kind_version), row.record)
