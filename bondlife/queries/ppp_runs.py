"""Payment runs: the list, one run with its statements and those left out, the form of a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_of
from bondlife.db import Database
from bondlife.errors import Missing, missing
from bondlife.locale import gettext
from bondlife.ppp.periods import period_holding, shifted
from bondlife.queries.approvals import BarView, bar_of
from bondlife.queries.jobs import JobView, job_view
from bondlife.queries.ppp_words import figure, lacking, percent, place_of_lack
from bondlife.queries.record import MoveLine, moves_of
from bondlife.queries.shell import region_choices
from bondlife.queries.steps import NextBlock, next_block
from bondlife.queries.words import said, state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import (
    Job,
    PaymentOrder,
    PaymentRun,
    PaymentStatement,
    PPPContract,
    Region,
)

PAGE = 100
MOST_RUNS = 200
STEPS = (
    ("draft", Label("Gather and freeze", "取数冻结")),
    ("calculated", Label("Calculate", "计算")),
    ("reviewed", Label("Review", "核对")),
    ("approved", Label("Approve", "审批")),
    ("ordered", Label("Order", "付款令")),
    ("paid", Label("Pay", "支付")),
    ("disclosed", Label("Disclose", "公开")),
)
"""The way of a run, by the state each step leads to."""
MARKS = {"draft": "now", "cancelled": "no", "paid": "done", "disclosed": "done"}


@dataclass(frozen=True, slots=True)
class StepMark:
    """One step across the top: done, now, still to come."""

    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run of the list."""

    href: str
    number: str
    period: str
    region: str
    is_correction: bool
    contracts: int
    left_out: int
    payable: int
    mark: str
    state: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class RunsView:
    """The runs of one's regions, newest first."""

    lines: Sequence[RunLine]
    can_create: bool


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement of a run."""

    href: str
    number: str
    contract: str
    fee: int
    deducted: int
    payable: int
    change: int | None
    coefficient: str
    score: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One contract without a statement and everything it lacks, with where to enter it."""

    number: str
    contract: str
    href: str
    missing: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class UnpaidOrder:
    """One payment order that waits for its receipt."""

    public_id: str
    contract: str
    payer: str
    amount: int
    due_on: date


@dataclass(frozen=True, slots=True)
class RunView:
    """The page of one run."""

    public_id: str
    version: int
    number: str
    period: str
    region: str
    reason: str
    is_correction: bool
    corrects_href: str
    corrects_number: str
    state: str
    state_key: str
    since: datetime | None
    steps: Sequence[StepMark]
    contracts: int
    payable: int
    digest: str
    statements: Sequence[StatementLine]
    page: int
    is_last_page: bool
    left_out: Sequence[LeftOut]
    warnings: Sequence[str]
    orders: Sequence[UnpaidOrder]
    unpaid: int
    unpaid_amount: int
    job: JobView | None
    next: NextBlock
    moves: Sequence[MoveLine]
    bar: BarView | None
    can_pay: bool
    can_correct: bool
    form: Any


@dataclass(frozen=True, slots=True)
class RunFormView:
    """The form of a new run, or of a correction."""

    regions: Sequence[tuple[str, str]]
    contracts: Sequence[tuple[str, str, str]]
    corrects: str
    corrects_number: str
    form: Any


def runs_view(db: Database, actor: Actor, contract: str = "") -> RunsView:
    """Return the runs of one's regions, newest first; of one contract where it is named."""
    own, region = columns(PaymentRun), columns(Region)
    statement = scoped(actor, PaymentRun, PaymentRun, region.name, permission="payment_run.read")
    statement = statement.join(Region, region.id == own.region_id).where(own.ended_at.is_(None))
    if contract:
        held, named = columns(PaymentStatement), columns(PPPContract)
        inside = (
            sa.select(held.run_id)
            .join(PPPContract, named.id == held.contract_id)
            .where(named.public_id == contract)
        )
        statement = statement.where(own.id.in_(inside))
    with db.reading() as session:
        rows = session.execute(statement.order_by(own.id.desc()).limit(MOST_RUNS)).all()
        lines = [_run_line(session, row[0], row[1]) for row in rows]
    return RunsView(lines, actor.can("payment_run.create"))


def _run_line(session: Session, run: PaymentRun, region: str) -> RunLine:
    kind = kind_of(session, run.kind, run.kind_version)
    return RunLine(
        f"/ppp/runs/{run.public_id}",
        run.number,
        run.period,
        region,
        run.type == "correction",
        run.contracts,
        len(run.left_out or ()),
        run.payable,
        MARKS.get(run.state, "wait"),
        state_name(kind, "payment_run", run.state),
        run.state_since,
    )


def run_view(db: Database, actor: Actor, public_id: str, page: int, form: Any) -> RunView:
    """Return one run with a page of its statements."""
    with db.reading() as session:
        run, region = run_row(session, actor, public_id)
        kind = kind_of(session, run.kind, run.kind_version)
        statements = _statements(session, run, page)
        corrected = (
            session.get(PaymentRun, run.corrects_id, execution_options={"scoped": True})
            if run.corrects_id
            else None
        )
        job = session.get(Job, run.job_id) if run.job_id else None
        orders, unpaid, amount = _unpaid(session, run)
        block = next_block(session, actor, run, clock.business_date())
        place = (run.region_id, run.unit_id, run.department_id)
        view = RunView(
            public_id,
            run.version,
            run.number,
            run.period,
            region,
            run.reason,
            run.type == "correction",
            "" if corrected is None else f"/ppp/runs/{corrected.public_id}",
            "" if corrected is None else corrected.number,
            state_name(kind, "payment_run", run.state),
            run.state,
            run.state_since,
            _steps(run),
            run.contracts,
            run.payable,
            run.digest,
            statements[:PAGE],
            page,
            len(statements) <= PAGE,
            [_left_out(one, run.period) for one in run.left_out or ()][: 2 * PAGE],
            [_warning(one) for one in run.fields.get("warnings") or ()],
            orders,
            unpaid,
            amount,
            None,
            replace(block, action=f"/ppp/runs/{public_id}/move", ready=_without_pay(block)),
            moves_of(session, run, kind),
            bar_of(session, actor, run),
            run.state == "ordered" and actor.can_on("payment_run.pay", *place),
            run.state in ("approved", "ordered", "paid", "disclosed")
            and actor.can_on("payment_run.create", *place),
            form,
        )
    return view if job is None else replace(view, job=_job(db, actor, job))


def _without_pay(block: NextBlock) -> list[Any]:
    """Return the steps that stand open; paid is where the last receipt leads, no button does."""
    return [one for one in block.ready if one.key not in {"pay", "calculate"}]


def _job(db: Database, actor: Actor, job: Job) -> JobView | None:
    try:
        return job_view(db, actor, job.public_id)
    except Missing:
        return None


def run_row(session: Session, actor: Actor, public_id: str) -> tuple[PaymentRun, str]:
    """Return a run this person may see and the name of its region."""
    own, region = columns(PaymentRun), columns(Region)
    statement = scoped(actor, PaymentRun, PaymentRun, region.name, permission="payment_run.read")
    statement = statement.join(Region, region.id == own.region_id).where(own.public_id == public_id)
    found = session.execute(statement).one_or_none()
    if found is None:
        raise missing("payment_run")
    return found[0], found[1]


def _steps(run: PaymentRun) -> list[StepMark]:
    keys = [key for key, _label in STEPS]
    reached = keys.index(run.state) if run.state in keys else -1
    if run.state == "cancelled":
        return [StepMark("no", gettext("Cancelled"))]
    return [
        StepMark("done" if place <= reached else "now" if place == reached + 1 else "open", said(label))
        for place, (_key, label) in enumerate(STEPS)
    ]


def _statements(session: Session, run: PaymentRun, page: int) -> list[StatementLine]:
    own, contract = columns(PaymentStatement), columns(PPPContract)
    statement = (
        sa.select(PaymentStatement, contract.number, contract.name)
        .join(PPPContract, contract.id == own.contract_id)
        .where(own.run_id == run.id, own.ended_at.is_(None))
        .order_by(own.id)
        .offset(page * PAGE)
        .limit(PAGE + 1)
    )
    rows = session.execute(statement.execution_options(scoped=True)).all()
    before = _payable_before(session, run, [row[0].contract_id for row in rows])
    return [_statement_line(row, number, name, before) for row, number, name in rows]


def _payable_before(session: Session, run: PaymentRun, keys: Sequence[int]) -> dict[int, int]:
    own, other = columns(PaymentStatement), columns(PaymentRun)
    period = run.period if run.type == "correction" else shifted(run.period, -1)
    statement = (
        sa.select(own.contract_id, own.payable)
        .join(PaymentRun, other.id == own.run_id)
        .where(own.contract_id.in_(keys), own.period == period, own.type == "regular")
        .where(other.state != "cancelled", own.run_id != run.id)
    )
    return {int(key): int(value) for key, value in session.execute(statement.execution_options(scoped=True))}


def _statement_line(
    row: PaymentStatement, number: str, name: str, before: Mapping[int, int]
) -> StatementLine:
    scored = row.result["coefficients"]
    fee = sum(one["fen"] for one in row.result["lines"] if one["kind"] == "base")
    change = row.difference if row.type == "correction" else None
    if change is None and row.contract_id in before:
        change = row.payable - before[row.contract_id]
    return StatementLine(
        f"/ppp/statements/{row.public_id}",
        number,
        name,
        fee,
        row.deducted,
        row.payable,
        change,
        "、".join(figure(one["coefficient"]) for one in scored) or "—",
        "、".join(one["score"] for one in scored) or "—",
    )


def _left_out(one: Mapping[str, Any], period: str) -> LeftOut:
    key = one["contract"]
    told = [(lacking(lack), place_of_lack(lack, key, period)) for lack in one["missing"]]
    return LeftOut(one["number"], one["name"], f"/ppp/contracts/{key}", told)


def _warning(one: Mapping[str, Any]) -> str:
    return gettext(
        "PPP spending of %(year)s is %(ratio)s of the budget; this is told, a due fee is paid."
    ) % {
        "year": one["year"],
        "ratio": percent(one["ratio"]),
    }


def _unpaid(session: Session, run: PaymentRun) -> tuple[list[UnpaidOrder], int, int]:
    order, own, contract = columns(PaymentOrder), columns(PaymentStatement), columns(PPPContract)
    waiting = (own.run_id == run.id, order.paid_on.is_(None), order.ended_at.is_(None))
    if run.state != "ordered":
        return [], 0, 0
    totals = (
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(order.amount), 0))
        .select_from(PaymentOrder)
        .join(PaymentStatement, own.id == order.statement_id)
        .where(*waiting)
    )
    count, amount = session.execute(totals.execution_options(scoped=True)).one()
    statement = (
        sa.select(order.public_id, contract.number, order.payer, order.amount, order.due_on)
        .select_from(PaymentOrder)
        .join(PaymentStatement, own.id == order.statement_id)
        .join(PPPContract, contract.id == own.contract_id)
        .where(*waiting)
        .order_by(order.due_on, order.id)
        .limit(PAGE)
    )
    rows = session.execute(statement.execution_options(scoped=True))
    return [UnpaidOrder(*row) for row in rows], int(count), int(amount)


def run_form_view(db: Database, actor: Actor, corrects: str, form: Any) -> RunFormView:
    """Return what the form of a run offers: regions and contracts; or the contracts of what it corrects."""
    regions = region_choices(db, actor)
    own, region = columns(PPPContract), columns(Region)
    with db.reading() as session:
        corrected = run_row(session, actor, corrects)[0] if corrects else None
        statement = scoped(
            actor, PPPContract, own.public_id, own.number, own.name, permission="ppp_contract.read"
        )
        statement = statement.where(own.state.in_(("in_force", "operating")), own.ended_at.is_(None))
        if corrected is not None:
            held = columns(PaymentStatement)
            inside = sa.select(held.contract_id).where(held.run_id == corrected.id)
            statement = statement.where(own.id.in_(inside))
        contracts = [tuple(row) for row in session.execute(statement.order_by(own.number).limit(500))]
        data = {"period": shifted(period_holding(clock.business_date(), 3), -1)}
        if corrected is not None:
            code = session.execute(
                sa.select(region.code).where(region.id == corrected.region_id)
            ).scalar_one()
            data = {"period": corrected.period, "region": code}
    shown = replace(form, data={**data, **form.data})
    number = "" if corrected is None else corrected.number
    return RunFormView(regions, contracts, corrects, number, shown)
