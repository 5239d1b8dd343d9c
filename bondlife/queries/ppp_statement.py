"""One payment statement as the approver sees it: the way from the full fee to the payable, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_of
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.ppp_runs import DROPPED
from bondlife.lifecycle.ppp_scores import items_of
from bondlife.locale import gettext
from bondlife.ppp.periods import first_day, last_day
from bondlife.queries.approvals import BarView, bar_of
from bondlife.queries.figures import Figure
from bondlife.queries.ppp_footing import FootingView, footing_of
from bondlife.queries.ppp_rows import Row, explained, identity_of, picture_start, reasons_of, rows_of
from bondlife.queries.ppp_words import TYPES, figure, percent, yuan
from bondlife.queries.record import MoveLine, moves_of
from bondlife.queries.words import said, state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import (
    BudgetLine,
    Evaluation,
    PaymentOrder,
    PaymentRun,
    PaymentStatement,
    PPPContract,
    ServiceEvent,
)


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One deduction with its times, what was waived, and why."""

    event: str
    what: str
    on: str
    responded: str
    mended: str
    amount: int
    waived: int
    waiver: str


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One item of the sheet behind the score."""

    first: str
    name: str
    points: str
    score: str
    reason: str
    applies: bool


@dataclass(frozen=True, slots=True)
class ScoreBlock:
    """One cycle's score with its sheet."""

    cycle: str
    score: str
    coefficient: str
    raw: str
    maximum: str
    items: Sequence[ScoreItem]
    href: str
    approved_on: str
    objection_until: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the payment and how it stands."""

    name: str
    text: str
    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One payer's part with its receipt."""

    public_id: str
    payer: str
    amount: int
    due_on: date
    voucher: str
    paid_on: date | None
    budget: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """The page of one statement."""

    public_id: str
    code: str
    contract: str
    contract_number: str
    contract_href: str
    agency: str
    company: str
    period: str
    first_day: date
    last_day: date
    run_number: str
    run_href: str
    state: str
    since: datetime | None
    is_correction: bool
    reason: str
    payable: int
    fee: int
    share: Fraction
    change: int | None
    before_period: str
    reasons: Sequence[tuple[str, int]]
    rows: Sequence[Row]
    charges: Sequence[ChargeLine]
    deducted: int
    waived: int
    scores: Sequence[ScoreBlock]
    conditions: Sequence[Condition]
    orders: Sequence[OrderLine]
    budget: str
    digest: str
    moves: Sequence[MoveLine]
    bar: BarView | None
    identity: str
    start: int
    footing: FootingView
    explain: Figure | None = None


def statement_view(db: Database, actor: Actor, public_id: str, explain: str = "") -> StatementView:
    """Return a statement this person may see."""
    with db.reading() as session:
        row, run, contract = _found(session, actor, public_id)
        before = _before(session, row)
        rows = rows_of(row.result, None if before is None else before.result, row)
        charges = _charges(session, row)
        orders = _orders(session, row)
        kind = kind_of(session, run.kind, run.kind_version)
        scores = _scores(session, row)
        change = None if before is None else row.result["payable"] - before.result["payable"]
        fee = sum(one.fen for one in rows if one.key == "fee")
        return StatementView(
            row.public_id,
            f"{run.number}-{contract.number}",
            contract.name,
            contract.number,
            f"/ppp/contracts/{contract.public_id}",
            row.frozen["contract"]["agency"],
            row.frozen["contract"]["company"],
            row.period,
            first_day(row.period),
            last_day(row.period),
            run.number,
            f"/ppp/runs/{run.public_id}",
            state_name(kind, "payment_run", run.state),
            run.state_since,
            row.type == "correction",
            run.reason,
            row.payable,
            fee,
            Fraction(row.result["payable"], fee) if fee else Fraction(0),
            change,
            "" if before is None else before.period,
            reasons_of(rows),
            rows,
            charges,
            sum(one.amount for one in charges),
            sum(one.waived for one in charges),
            scores,
            _conditions(run, scores, orders),
            orders,
            next((one.budget for one in orders if one.budget), "") or _budget(session, row),
            row.digest,
            moves_of(session, run, kind),
            bar_of(session, actor, run),
            identity_of(rows),
            picture_start([one.fen for one in rows]),
            footing_of(session, row, contract),
            explained(explain, rows, row),
        )


def _found(
    session: Session, actor: Actor, public_id: str
) -> tuple[PaymentStatement, PaymentRun, PPPContract]:
    own, run, contract = columns(PaymentStatement), columns(PaymentRun), columns(PPPContract)
    statement = scoped(
        actor, PaymentStatement, PaymentStatement, PaymentRun, PPPContract, permission="payment_run.read"
    )
    joined = statement.join(PaymentRun, run.id == own.run_id).join(
        PPPContract, contract.id == own.contract_id
    )
    found = session.execute(joined.where(own.public_id == public_id)).one_or_none()
    if found is None:
        raise missing("payment_statement")
    return found[0], found[1], found[2]


def _before(session: Session, row: PaymentStatement) -> PaymentStatement | None:
    """Return what a statement is compared with: what it corrects, or the period before."""
    own, run = columns(PaymentStatement), columns(PaymentRun)
    statement = (
        sa.select(PaymentStatement)
        .join(PaymentRun, run.id == own.run_id)
        .where(own.contract_id == row.contract_id, own.ended_at.is_(None), run.state.not_in(DROPPED))
    )
    if row.type == "correction":
        statement = statement.where(own.period == row.period, own.id < row.id).order_by(own.id.desc())
    else:
        statement = statement.where(own.period < row.period, own.type == "regular")
        statement = statement.order_by(own.period.desc(), own.id.desc())
    found: PaymentStatement | None = session.execute(
        statement.limit(1).execution_options(scoped=True)
    ).scalar_one_or_none()
    return found


def _charges(session: Session, row: PaymentStatement) -> list[ChargeLine]:
    own = columns(ServiceEvent)
    statement = sa.select(ServiceEvent).where(own.contract_id == row.contract_id, own.period == row.period)
    live = {one.number: one for one in session.execute(statement.execution_options(scoped=True)).scalars()}
    frozen = {one["number"]: one for one in row.frozen["events"]}
    waivers = {one["event"]: one for one in row.frozen["waivers"]}
    return [
        _charge(one, frozen[one["events"][0]], live.get(one["events"][0]), waivers)
        for one in row.result["charges"]
    ]


def _charge(
    one: Mapping[str, Any], event: Mapping[str, Any], live: ServiceEvent | None, waivers: Mapping[str, Any]
) -> ChargeLine:
    waived = [waivers[name] for name in one["events"] if name in waivers]
    told = "；".join(f"{w['number']}：{w['reason']}" for w in waived)
    what = event["criterion"] or event["area"] or said(TYPES[event["type"]])
    names = "、".join(one["events"])
    responded, mended = (_span(live, name) for name in ("responded_at", "mended_at"))
    return ChargeLine(names, what, event["on"], responded, mended, one["amount"], one["waived"], told)


def _span(live: ServiceEvent | None, name: str) -> str:
    """Return how long after the report something happened."""
    at = None if live is None else getattr(live, name)
    if live is None or at is None:
        return "—"
    minutes = int((at - live.reported_at).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": rest}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def _scores(session: Session, row: PaymentStatement) -> list[ScoreBlock]:
    found = {one["cycle"]: one for one in row.frozen["scores"]}
    return [_score(session, one, found[one["cycle"]]) for one in row.result["coefficients"]]


def _score(session: Session, one: Mapping[str, Any], frozen: Mapping[str, Any]) -> ScoreBlock:
    own = columns(Evaluation)
    statement = sa.select(Evaluation).where(own.public_id == frozen.get("public_id", ""))
    sheet: Evaluation | None = session.execute(statement.execution_options(scoped=True)).scalar_one_or_none()
    fields: Mapping[str, Any] = {} if sheet is None else sheet.fields
    return ScoreBlock(
        one["cycle"],
        one["score"],
        figure(one["coefficient"]),
        str(fields.get("raw", "")),
        str(fields.get("applicable_maximum", "")),
        [_item(item) for item in items_of(None if sheet is None else sheet.sheet)],
        "" if sheet is None else f"/ppp/scores/{sheet.public_id}",
        ""
        if sheet is None or sheet.state_since is None
        else clock.local(sheet.state_since).date().isoformat(),
        str(fields.get("objection_until", "")),
    )


FIRST = {
    "output": Label("Output", "产出"),
    "effect": Label("Effect", "效果"),
    "management": Label("Management", "管理"),
}
"""First level of the PPP frame."""


def _item(item: Mapping[str, Any]) -> ScoreItem:
    first = said(FIRST[item["first"]]) if item["first"] in FIRST else item["first"]
    score = item["score"] if item["applies"] and item["score"] is not None else gettext("does not apply")
    return ScoreItem(first, item["name"], item["points"], score, item["reason"] or "—", item["applies"])


def _conditions(
    run: PaymentRun, scores: Sequence[ScoreBlock], orders: Sequence[OrderLine]
) -> list[Condition]:
    met = ("done", gettext("met"))
    found = []
    for one in scores:
        text = gettext("cycle %(cycle)s: %(score)s") % {"cycle": one.cycle, "score": one.score}
        found.append(Condition(gettext("Score approved"), text, *met))
        if one.objection_until:
            until = gettext("until %(day)s") % {"day": one.objection_until}
            found.append(Condition(gettext("Objection window closed"), until, *met))
    found.append(
        Condition(
            gettext("Budget line covers it"),
            next((o.budget for o in orders if o.budget), gettext("checked at every step")),
            *met,
        )
    )
    for warning in run.fields.get("warnings") or ():
        ratio = percent(warning["ratio"])
        text = gettext("%(year)s: %(ratio)s; told only, a due fee is paid") % {
            "year": warning["year"],
            "ratio": ratio,
        }
        found.append(Condition(gettext("Fiscal affordability"), text, "open", gettext("told")))
    return found


def _orders(session: Session, row: PaymentStatement) -> list[OrderLine]:
    own, line = columns(PaymentOrder), columns(BudgetLine)
    statement = (
        sa.select(PaymentOrder, line.account, line.document_number, line.amount, line.used)
        .join(BudgetLine, line.id == own.budget_line_id, isouter=True)
        .where(own.statement_id == row.id, own.ended_at.is_(None))
        .order_by(own.id)
    )
    return [
        OrderLine(
            order.public_id,
            order.payer,
            order.amount,
            order.due_on,
            order.voucher,
            order.paid_on,
            f"{document} {account}：{yuan(str(amount))} − {yuan(str(used))}" if account else "",
        )
        for order, account, document, amount, used in session.execute(
            statement.execution_options(scoped=True)
        )
    ]


def _budget(session: Session, row: PaymentStatement) -> str:
    own = columns(BudgetLine)
    statement = sa.select(own.document_number, own.account).where(
        own.ppp_contract_id == row.contract_id, own.state == "open", own.ended_at.is_(None)
    )
    found = session.execute(statement.limit(1).execution_options(scoped=True)).one_or_none()
    return "" if found is None else f"{found[0]} {found[1]}".strip()
