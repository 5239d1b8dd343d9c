"""One payment statement as the approver sees it: the way from the full fee to the payable, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_of
from bondlife.db import Database
from bondlife.lifecycle.ppp_scores import items_of
from bondlife.locale import gettext
from bondlife.ppp.periods import first_day, last_day
from bondlife.queries import ppp_stated
from bondlife.queries.approvals import BarView, bar_of
from bondlife.queries.figures import Figure
from bondlife.queries.ppp_footing import FootingView, footing_of
from bondlife.queries.ppp_rows import Row, explained, identity_of, picture_start, reasons_of, rows_of
from bondlife.queries.ppp_stated import EventSeen, RunRow, StatementRow
from bondlife.queries.ppp_words import TYPES, figure, percent, yuan
from bondlife.queries.record import MoveLine, moves_about
from bondlife.queries.words import said, state_name
from bondlife.security.actor import Actor
from models.lifecycle import Label
from models.registry import PaymentRun


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
    currency: str
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


def _run_href(actor: Actor, run: ppp_stated.RunRow) -> str:
    """Return the page of the run for those who may see it: a unit sees its statements alone."""
    return f"/ppp/runs/{run.public_id}" if actor.can_on("payment_run.read", run.region_id, None, None) else ""


def statement_view(db: Database, actor: Actor, public_id: str, explain: str = "") -> StatementView:
    """Return a statement this person may see."""
    with db.reading() as session:
        row, run, contract = ppp_stated.found(session, actor, public_id)
        before = ppp_stated.earlier(session, row)
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
            contract.currency,
            row.period,
            first_day(row.period),
            last_day(row.period),
            run.number,
            _run_href(actor, run),
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
            next((one.budget for one in orders if one.budget), "") or ppp_stated.budget(session, row),
            row.digest,
            moves_about(session, PaymentRun.record, run.id, kind),
            _bar(session, actor, run),
            identity_of(rows),
            picture_start([one.fen for one in rows]),
            footing_of(session, row, contract),
            explained(explain, rows, row),
        )


def _bar(session: Session, actor: Actor, run: RunRow) -> BarView | None:
    """Return the bar of a run that waits for a signature."""
    if not ppp_stated.is_up_for_signing(session, run):
        return None
    return bar_of(session, actor, session.get_one(PaymentRun, run.id, execution_options={"scoped": True}))


def _charges(session: Session, row: StatementRow) -> list[ChargeLine]:
    live = ppp_stated.events(session, row)
    frozen = {one["number"]: one for one in row.frozen["events"]}
    waivers = {one["event"]: one for one in row.frozen["waivers"]}
    return [
        _charge(one, frozen[one["events"][0]], live.get(one["events"][0]), waivers)
        for one in row.result["charges"]
    ]


def _charge(
    one: Mapping[str, Any], event: Mapping[str, Any], live: EventSeen | None, waivers: Mapping[str, Any]
) -> ChargeLine:
    waived = [waivers[name] for name in one["events"] if name in waivers]
    told = "；".join(f"{w['number']}：{w['reason']}" for w in waived)
    what = event["criterion"] or event["area"] or said(TYPES[event["type"]])
    names = "、".join(one["events"])
    responded, mended = (_span(live, name) for name in ("responded_at", "mended_at"))
    return ChargeLine(names, what, event["on"], responded, mended, one["amount"], one["waived"], told)


def _span(live: EventSeen | None, name: str) -> str:
    """Return how long after the report something happened."""
    at = None if live is None else getattr(live, name)
    if live is None or at is None:
        return "—"
    minutes = int((at - live.reported_at).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": rest}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def _scores(session: Session, row: StatementRow) -> list[ScoreBlock]:
    found = {one["cycle"]: one for one in row.frozen["scores"]}
    return [_score(session, one, found[one["cycle"]]) for one in row.result["coefficients"]]


def _score(session: Session, one: Mapping[str, Any], frozen: Mapping[str, Any]) -> ScoreBlock:
    sheet = ppp_stated.sheet(session, str(frozen.get("public_id", "")))
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


def _conditions(run: RunRow, scores: Sequence[ScoreBlock], orders: Sequence[OrderLine]) -> list[Condition]:
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


def _orders(session: Session, row: StatementRow) -> list[OrderLine]:
    return [
        OrderLine(
            one.public_id,
            one.payer,
            one.amount,
            one.due_on,
            one.voucher,
            one.paid_on,
            f"{one.document} {one.account}：{yuan(str(one.planned))} − {yuan(str(one.used))}"
            if one.account
            else "",
        )
        for one in ppp_stated.orders(session, row)
    ]
