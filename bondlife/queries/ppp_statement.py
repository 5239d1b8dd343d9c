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
from bondlife.queries.figures import Figure, Part, Ref, sum_figure, worked
from bondlife.queries.ppp_words import FORMULAS, LINES, TYPES, figure, percent, yuan
from bondlife.queries.record import MoveLine, moves_of
from bondlife.queries.words import said, state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.kernel.explain import ExplainedQuantity
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
class Row:
    """One row of the way down: its amount, how it came about, the clause, and the period before."""

    key: str
    name: str
    fen: int
    formula: str
    clause: str
    before: int | None
    is_sum: bool = False

    @property
    def change(self) -> int | None:
        """Return the change on the period before."""
        return None if self.before is None else self.fen - self.before


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
    explain: Figure | None = None


def statement_view(db: Database, actor: Actor, public_id: str, explain: str = "") -> StatementView:
    """Return a statement this person may see."""
    with db.reading() as session:
        row, run, contract = _found(session, actor, public_id)
        before = _before(session, row)
        rows = _rows(row.result, None if before is None else before.result, row)
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
            _reasons(rows),
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
            _identity(rows),
            picture_start([one.fen for one in rows]),
            _explained(explain, rows, row),
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


_GROUPED = ("deduction", "waiver", "relief", "cap", "offset", "sharing", "carried_in", "carried_forward")


def _rows(result: Mapping[str, Any], before: Mapping[str, Any] | None, row: PaymentStatement) -> list[Row]:
    """Return the rows from the full fee to the payable, each beside the same row of the period before."""
    old = {} if before is None else {one.key: one.fen for one in _plain_rows(before)}
    rows = [
        Row(
            one.key,
            one.name,
            one.fen,
            one.formula,
            one.clause,
            None if before is None else old.get(one.key, 0),
            one.is_sum,
        )
        for one in _plain_rows(result)
    ]
    if row.type == "correction":
        rows.append(
            Row(
                "stated",
                gettext(LINES["already"]),
                -row.frozen["already"],
                gettext(FORMULAS["already"]),
                "",
                None,
            )
        )
        rows.append(
            Row(
                "difference",
                gettext("Difference"),
                row.difference,
                gettext("paid above zero, carried below"),
                "",
                None,
                True,
            )
        )
    return rows


def _plain_rows(result: Mapping[str, Any]) -> list[Row]:
    lines = result["lines"]
    bases = [one for one in lines if one["kind"] == "base"]
    told = " + ".join(f"{one['name']} {yuan(one['exact'])}" for one in bases)
    clause = "、".join(dict.fromkeys(one["clause"] for one in bases if one["clause"]))
    rows = [Row("fee", gettext(LINES["fee"]), sum(one["fen"] for one in bases), told, clause, None, True)]
    for one in lines:
        if one["kind"] in {"indexation", "performance"}:
            rows.append(_own_row(one))
    for kind in _GROUPED:
        same = [one for one in lines if one["kind"] == kind]
        if same:
            formula = (
                gettext(FORMULAS[kind]) % {"count": len(same)}
                if "%(" in FORMULAS[kind]
                else gettext(FORMULAS[kind])
            )
            total = sum(one["fen"] for one in same)
            rows.append(Row(kind, gettext(LINES[kind]), total, formula, same[0]["clause"], None))
    words = gettext(FORMULAS["payable"]) % {"last": len(rows)}
    rows.append(Row("payable", gettext(LINES["payable"]), result["payable"], words, "", None, True))
    return rows


def _own_row(one: Mapping[str, Any]) -> Row:
    of, kind = one["of"], str(one["kind"])
    params = {"base": yuan(of["base"])}
    if kind == "indexation":
        params["factor"] = figure(of["factor"])
        words = FORMULAS[kind]
    else:
        params |= {"share": percent(of["share"]), "coefficient": figure(of["coefficient"])}
        words = FORMULAS["performance_whole" if of["share"] == "1" else "performance"]
    name = gettext(LINES[kind]) % {"name": one["name"]}
    return Row(f"{kind}:{one['name']}", name, one["fen"], gettext(words) % params, one["clause"], None)


def picture_start(amounts: Sequence[int]) -> int:
    """Return where the picture's axis begins: near the lowest level where all of them lie high.

    >>> picture_start([1620000000, 8652000, -14000000, 1614652000]), picture_start([100, -90, 10])
    (1610000000, 0)
    """
    levels, reached = [amounts[-1]], 0
    for amount in amounts[:-1]:
        reached += amount
        levels.append(reached)
    low, high = min(levels), max(levels)
    if low * 2 < high:
        return 0
    step = int(10 ** max(len(str(high)) - 3, 0))
    return max((low - (high - low) // 6) // step * step, 0)


def _reasons(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """Return the rows that moved most against the period before, three at most."""
    moved = [(one.name, one.change) for one in rows if one.change and one.key != "payable"]
    return sorted(moved, key=lambda pair: -abs(pair[1]))[:3]


def _identity(rows: Sequence[Row]) -> str:
    parts = [one for one in rows if one.key not in {"payable", "stated", "difference"}]
    told = "".join(
        (yuan(str(one.fen)) if not place else (" + " if one.fen >= 0 else " − ") + yuan(str(abs(one.fen))))
        for place, one in enumerate(parts)
    )
    total = next(one.fen for one in rows if one.key == "payable")
    return f"{told} = {yuan(str(total))}"


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


def _explained(key: str, rows: Sequence[Row], row: PaymentStatement) -> Figure | None:
    """Return how one row came about, in words and numbers."""
    found = next((one for one in rows if one.key == key), None)
    if found is None:
        return None
    refs = [Ref(gettext("Contract"), f"/ppp/contracts/{row.frozen['contract']['public_id']}")]
    if key in {"payable", "fee"}:
        parts = (
            [Part(Label(one.name, one.name), one.fen) for one in rows if one.key not in _TOTALS]
            if key == "payable"
            else [
                Part(Label(o["name"], o["name"]), o["fen"])
                for o in row.result["lines"]
                if o["kind"] == "base"
            ]
        )
        return sum_figure(key, Label(found.name, found.name), parts, refs=refs)
    line = next((o for o in row.result["lines"] if f"{o['kind']}:{o['name']}" == key), None)
    inputs = [] if line is None else [_quantity(name, text) for name, text in line["of"].items()]
    template = "" if line is None else _TEMPLATES.get(line["kind"], "")
    output = ExplainedQuantity(
        "result", found.name, found.name, "fen", found.fen, found.formula, found.formula, "", template
    )
    return worked(key, output, inputs, refs=refs)


_TEMPLATES = {
    "indexation": "{base} × ({factor} − 1)",
    "performance": "{base} × {share} × ({coefficient} − 1)",
}
"""How a row is worked out, with the names of its quantities."""
_TOTALS = frozenset({"payable", "stated", "difference"})
_OF = {
    "base": (Label("Base", "基数"), "fen"),
    "factor": (Label("Price factor", "调价系数"), "ratio"),
    "share": (Label("Share that performance moves", "绩效挂钩比例"), "ratio"),
    "coefficient": (Label("Coefficient", "付费系数"), "ratio"),
}


def _quantity(name: str, text: str) -> ExplainedQuantity:
    label, unit = _OF[name]
    value: int | Fraction = Fraction(text)
    return ExplainedQuantity(name, label.en, label.zh, unit, round(value) if unit == "fen" else value)
