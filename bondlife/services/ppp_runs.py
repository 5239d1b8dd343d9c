"""Payment runs: opened over any contracts, worked out by the job process, paid order by order."""

from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bondlife.acts import ONCE, Act, perform
from bondlife.books import lifecycle_of, newest_kind
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Problem
from bondlife.jobs.runner import enqueue
from bondlife.lifecycle import engine
from bondlife.lifecycle.effects.common import locked, require_room
from bondlife.lifecycle.four_eyes import same_person
from bondlife.lifecycle.history import enter
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services import ledger
from bondlife.services.input_base import Input
from bondlife.services.ledger import Line as Side
from bondlife.services.ppp_inputs import Period
from bondlife.services.records import receipt, region_by_code
from bondlife.services.values import Day, Line, MaybeId, Prose, PublicId
from models.base import columns
from models.registry import (
    Arrear,
    BudgetLine,
    LedgerEntry,
    PaymentOrder,
    PaymentRun,
    PaymentStatement,
    PPPContract,
)

MOST_CONTRACTS = 50_000
MOST_RECEIPTS = 20_000


class PaymentRunInput(Input):
    """What a run is to be over: a region and period, all contracts or those named; or a correction."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    period: Period
    type: Literal["regular", "correction"] = "regular"
    corrects: MaybeId = None
    contracts: list[PublicId] = Field(default_factory=list, max_length=MOST_CONTRACTS)
    reason: Prose = Field("", max_length=1000)

    @model_validator(mode="after")
    def _whole(self) -> "PaymentRunInput":
        if (self.type == "correction") != (self.corrects is not None):
            raise PydanticCustomError("value_error", "a correction names the run it corrects, no other does")
        if self.type == "correction" and not self.reason.strip():
            raise PydanticCustomError("value_error", "a correction says why in words")
        return self


class ReceiptInput(Input):
    """The treasury's receipt of one payment order."""

    order: PublicId
    voucher: Line = Field(min_length=1, max_length=60)
    paid_on: Day


class ReceiptsInput(Input):
    """Receipts of several orders, recorded together or not at all."""

    receipts: list[ReceiptInput] = Field(min_length=1, max_length=MOST_RECEIPTS)


def open_run(db: Database, actor: Actor, form: PaymentRunInput, *, key: str = "") -> dict[str, Any]:
    """Open a run and put its computation into the queue."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("payment_run.create", region_id)
        corrected = _corrected(act, form)
        kind = newest_kind(act.session, "ppp")
        run = PaymentRun(
            number=_number(act, form),
            period=form.period,
            type=form.type,
            corrects_id=None if corrected is None else corrected.id,
            reason=form.reason,
            region_id=region_id,
            kind=kind.key,
            kind_version=kind.version,
            state="",
            fields={"contracts": _chosen(act, form)},
        )
        enter(act, run, lifecycle_of(kind, run.record))
        act.add(run)
        act.flush()
        job = enqueue(act, "payment_run", {"run": run.public_id}, region_id)
        act.change(run, job_id=job.id)
        act.about(run, period=form.period, type=form.type)
        return {**receipt(run), "number": run.number, "job": job.public_id}

    return dict(perform(db, actor, "payment_run.create", work, key=key, request=form.model_dump(mode="json")))


def _corrected(act: Act, form: PaymentRunInput) -> PaymentRun | None:
    if form.corrects is None:
        return None
    found = act.fetch(PaymentRun, form.corrects, "payment_run.read")
    if found.period != form.period:
        raise Invalid.because(
            "other_period", "A correction is for the period of the run it corrects.", "period"
        )
    if found.state not in ("approved", "ordered", "paid", "disclosed"):
        raise Blocked(
            Problem("not_settled", "A run that is not approved yet is cancelled and run again.", "corrects")
        )
    return found


def _chosen(act: Act, form: PaymentRunInput) -> list[str]:
    """Return the contracts named, each seen by who asks; none named means all of the region."""
    if not form.contracts:
        return []
    own = columns(PPPContract)
    names = sorted(set(form.contracts))
    statement = scoped(act.actor, PPPContract, own.public_id, permission="ppp_contract.read")
    found = set(act.session.execute(statement.where(own.public_id.in_(names))).scalars())
    for name in names:
        if name not in found:
            raise Invalid.because("no_contract", "There is no such contract in your regions.", "contracts")
    return names


def _number(act: Act, form: PaymentRunInput) -> str:
    own = columns(PaymentRun)
    begin = f"PF-{form.region}-{form.period}-"
    statement = sa.select(sa.func.count()).where(own.number.startswith(begin, autoescape=True))
    count = act.session.execute(statement.execution_options(scoped=True)).scalar_one()
    return f"{begin}{count + 1:03}"


def again(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Put the computation of a run that has no statements yet into the queue once more."""

    def work(act: Act) -> dict[str, Any]:
        run = _run(act, public_id, "payment_run.calculate")
        act.require_version(run, version)
        if run.state != "draft":
            raise Conflict(Problem("moved_on", "The statements of this run are stored already.", law=ONCE))
        job = enqueue(act, "payment_run", {"run": run.public_id}, run.region_id)
        act.change(run, job_id=job.id)
        return {**receipt(run), "job": job.public_id}

    return dict(perform(db, actor, "payment_run.again", work, key=key, request=[public_id, version]))


def record_receipts(
    db: Database, actor: Actor, public_id: str, form: ReceiptsInput, *, key: str = ""
) -> dict[str, Any]:
    """Record treasury receipts: each order is paid once, in the ledger and on its budget line.

    The run moves on to paid with the receipt of its last order.
    """

    def work(act: Act) -> dict[str, Any]:
        run = _run(act, public_id, "payment_run.pay")
        if run.state != "ordered":
            raise Conflict(
                Problem("moved_on", "The run does not stand at its payments; nothing was paid.", law=ONCE)
            )
        _require_other_person(act, run)
        for one in form.receipts:
            _pay(act, run, one)
        act.flush()
        _finish(act, run)
        return {**receipt(run), "paid": len(form.receipts)}

    request = [public_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "payment_run.pay_orders", work, key=key, request=request))


def _require_other_person(act: Act, run: PaymentRun) -> None:
    """Refuse receipts from who prepared the run or wrote its orders."""
    here = situation(act.session, run, act.business_date, actor=act.actor)
    problem = same_person(act.session, run, here.lifecycle, engine.find(here, "pay"), act.actor)
    if problem is not None:
        raise Forbidden(problem)


def _run(act: Act, public_id: str, permission: str) -> PaymentRun:
    run: PaymentRun = act.fetch(PaymentRun, public_id, "payment_run.read")
    act.actor.require(permission, run.region_id, run.unit_id, run.department_id)
    act.about(run)
    return run


def _pay(act: Act, run: PaymentRun, one: ReceiptInput) -> None:
    order: PaymentOrder = act.fetch(PaymentOrder, one.order, "payment_run.read")
    statement: PaymentStatement = act.get(PaymentStatement, order.statement_id)
    if statement.run_id != run.id:
        raise Invalid.because("other_run", "This order belongs to another run.", "order")
    if order.paid_on is not None:
        raise Conflict(
            Problem(
                "paid_already",
                "This order was paid on %(day)s with receipt %(voucher)s.",
                "order",
                {"day": order.paid_on.isoformat(), "voucher": order.voucher},
                law=ONCE,
            )
        )
    if one.paid_on > act.business_date:
        raise Invalid.because("future_day", "A receipt is never dated after today.", "paid_on")
    contract: PPPContract = act.get(PPPContract, statement.contract_id)
    line: BudgetLine = locked(act, act.get(BudgetLine, order.budget_line_id))
    require_room(line.used + order.amount, line.amount)
    act.change(line, used=line.used + order.amount)
    act.change(order, voucher=one.voucher, paid_on=one.paid_on)
    _settle(act, order, statement)
    _post(act, order, contract, line)


def _settle(act: Act, order: PaymentOrder, statement: PaymentStatement) -> None:
    """Note the payment in the arrears ledger."""
    own = columns(Arrear)
    held = act.find(
        Arrear,
        own.contract_id == statement.contract_id,
        own.period == statement.period,
        own.ended_at.is_(None),
    )
    if held:
        assert order.paid_on is not None
        told = {"on": order.paid_on.isoformat(), "amount": order.amount, "voucher": order.voucher}
        act.change(held[0], paid=held[0].paid + order.amount, payments=[*(held[0].payments or []), told])


def _post(act: Act, order: PaymentOrder, contract: PPPContract, line: BudgetLine) -> LedgerEntry:
    book = order.payer_id or contract.region_id
    shared: dict[str, Any] = {"project_id": contract.project_id, "budget_account": line.account}
    sides = [
        Side(book, "ppp_service", order.amount, payee=contract.company, **shared),
        Side(book, "budget_funds", -order.amount, payee=contract.company, **shared),
    ]
    return ledger.post(act, "ppp_payment", sides, source=f"payment_order/{order.public_id}", on=order.paid_on)


def _finish(act: Act, run: PaymentRun) -> None:
    """Move the run on when its last order is paid."""
    here = situation(act.session, run, act.business_date, actor=act.actor)
    transition = engine.find(here, "pay")
    if not engine.unmet(here, transition):
        engine.require(here, act.actor, transition)
        engine.move(act, here, transition)
