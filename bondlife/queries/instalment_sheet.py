"""One instalment as a sheet: its way up with days and receipts, notices, penalty, shortfall, refinancing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.calendar import work_calendar
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.facts import by_key, rows, shares_of_project
from bondlife.lifecycle.guards.repayment import gap_of
from bondlife.lifecycle.legs import legs_of, penalty_on, planned_legs
from bondlife.lifecycle.lineage import is_refinancing, lines_of, taken_over
from bondlife.lifecycle.situation import Situation, situation
from bondlife.locale import gettext
from bondlife.queries.amounts import exact_figure
from bondlife.queries.dues import DueLine, instalment_figure, line_columns, line_of, with_names
from bondlife.queries.figures import Figure, calculated, cited
from bondlife.queries.lifewords import SOURCES, choices, named, state_of
from bondlife.queries.tasks import task_title
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.bonds.late_penalty import SPEC, late_penalty
from calculators.kernel.dates import add_working_days
from models.base import columns
from models.lifecycle import Label
from models.registry import Bond, BondShare, Instalment, Region, RepaymentOrder, ShortfallLine, Task


@dataclass(frozen=True, slots=True)
class WayLine:
    """One level on the way up: who pays whom, by which day, and what was done."""

    payer: str
    payee: str
    due_on: date
    sent_on: date | None
    voucher: str
    received_on: date | None
    receipt_number: str
    state: str
    mark: str
    href: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice that was opened."""

    title: str
    days: int
    opened_on: Any
    done_on: date | None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of a grid as it is typed: source or share, year, amount, approval."""

    key: str
    label: str
    year: str
    amount: str
    fen: int
    approval_number: str
    approved_on: str
    note: str


@dataclass(frozen=True, slots=True)
class KinLine:
    """One other row of the same share and nominal day: what was replaced, or what took its place."""

    public_id: str
    number: int
    origin: str
    principal: int
    interest: int
    state: str
    mark: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """Everything about one instalment."""

    line: DueLine
    origin: str
    version: int
    key: str
    today: date
    way: Sequence[WayLine]
    notices: Sequence[NoticeLine]
    penalty: int
    waived: int
    days_late: int
    gap: int
    is_overdue: bool
    may_edit: bool
    may_plan: bool
    may_map: bool
    plan: Sequence[PlanLine]
    planned: int
    sources: Sequence[tuple[str, str]]
    mapping: Sequence[PlanLine]
    mapped: int
    shares: Sequence[tuple[str, str]]
    kin: Sequence[KinLine]
    orders: Sequence[tuple[str, str, int, date, str]]
    errors: Sequence[str] = ()
    explain: Any = None


PLANNABLE = ("planned", "budgeted", "notified", "shortfall", "overdue")
"""States in which money may still be missing."""

ORIGINS = {
    "schedule": ("By the schedule", "按计划"),
    "early": ("Early repayment of the on-lending", "提前偿还转贷"),
    "carried": ("Carried by the issuer since an early repayment", "提前偿还后由发行人承担"),
    "rest": ("Left after refinancing", "再融资后剩余"),
    "call": ("Called by the issuer", "发行人赎回"),
    "put": ("Put by the holders", "投资者回售"),
}
"""Where an instalment comes from, in both languages."""


def sheet_view(
    db: Database, actor: Actor, public_id: str, *, explain: str = "", errors: Sequence[str] = ()
) -> SheetView:
    """Return the sheet of one instalment the actor may see."""
    today = clock.business_date()
    with db.reading() as session:
        row, line = _found(session, actor, public_id)
        here = situation(session, row, today, actor=actor)
        may_edit = actor.can_on("instalment.edit", row.region_id, row.unit_id, row.department_id)
        plan, mapping = _plan(session, row), _mapping(session, row)
        return SheetView(
            line,
            origin_name(row.origin),
            row.version,
            str(uuid4()),
            today,
            _way(here, row),
            _notices(session, row),
            penalty_on(row, today),
            row.waived,
            max((today - row.payment_date).days, 0) if row.state == "overdue" else 0,
            gap_of(row) if row.state in PLANNABLE else 0,
            row.state == "overdue",
            may_edit,
            may_edit and row.state in PLANNABLE,
            may_edit and row.state == "refinancing",
            plan,
            sum(one.fen for one in plan),
            _sources(here),
            mapping,
            sum(one.fen for one in mapping),
            _shares(here, row),
            _kin(session, row),
            _orders(session, row),
            errors,
            _asked(session, actor, here, row, explain),
        )


def origin_name(key: str) -> str:
    """Return where an instalment comes from, in the language being spoken."""
    return said(Label(*ORIGINS[key])) if key in ORIGINS else key


def _found(session: Session, actor: Actor, public_id: str) -> tuple[Instalment, DueLine]:
    own = columns(Instalment)
    chosen = (*line_columns(), Instalment)
    statement = scoped(actor, Instalment, *chosen, permission="instalment.read").select_from(Instalment)
    statement = with_names(statement).where(own.public_id == public_id, own.ended_at.is_(None))
    found = session.execute(statement).one_or_none()
    if found is None:
        raise missing("instalment")
    return found[-1], line_of(found[:-1])


def _way(here: Situation, row: Instalment) -> list[WayLine]:
    """Return the unit's own day first, then each level: as it was sent, or as it is planned."""
    session, calendar = here.session, work_calendar(here.session)
    lead = here.rules.get("repayment.unit_lead_days")
    day = row.remittance_date
    if lead is not None:
        day = add_working_days(day, -lead.whole(), calendar)
    words, mark = state_of(row.kind, "remittance", "planned")
    unit = _level(session, row.region_id)
    first = WayLine(gettext("project unit"), unit, day, None, "", None, "", "—", "open", "")
    made = legs_of(session, row)
    if made:
        return [first, *(_made(session, row.kind, one) for one in made)]
    legs = planned_legs(here, row, calendar)
    return [
        first,
        *(
            WayLine(
                _level(session, leg.payer_id),
                _level(session, leg.payee_id),
                *(leg.due_on, None, "", None, "", words, mark, ""),
            )
            for leg in legs
        ),
    ]


def _made(session: Session, kind: str, leg: Any) -> WayLine:
    words, mark = state_of(kind, "remittance", leg.state)
    return WayLine(
        *(_level(session, leg.payer_id), _level(session, leg.payee_id), leg.due_on, leg.sent_on),
        *(leg.voucher, leg.received_on, leg.receipt_number, words, mark),
        f"/records/remittance/{leg.public_id}",
    )


def _level(session: Session, key: int | None) -> str:
    region = by_key(session, Region, key)
    return region.name if region is not None else gettext("registrar")


def _notices(session: Session, row: Instalment) -> list[NoticeLine]:
    task = columns(Task)
    found = rows(
        session,
        Task,
        task.subject == "instalment",
        task.subject_id == row.id,
        task.origin.startswith("notice."),
    )
    return [
        NoticeLine(
            task_title(one.title, one.title_zh),
            int(one.origin.removeprefix("notice.")),
            one.created_at,
            one.done_on,
        )
        for one in found
    ]


def _plan(session: Session, row: Instalment) -> list[PlanLine]:
    lines = rows(session, ShortfallLine, columns(ShortfallLine).instalment_id == row.id)
    return [
        PlanLine(
            one.source,
            named(SOURCES, one.source),
            str(one.year),
            _typed(one.amount),
            one.amount,
            one.approval_number,
            one.approved_on.isoformat() if one.approved_on else "",
            one.note,
        )
        for one in lines
    ]


def _sources(here: Situation) -> list[tuple[str, str]]:
    """Return the sources that the rule allows for a shortfall; all of them where no rule is in force."""
    rule = here.rules.get("repayment.shortfall_sources")
    allowed = [str(one) for one in rule.value] if rule is not None else list(SOURCES)
    return [(key, label) for key, label in choices(SOURCES) if key in allowed]


def _mapping(session: Session, row: Instalment) -> list[PlanLine]:
    found = []
    for line in lines_of(session, row):
        share = by_key(session, BondShare, line.new_share_id)
        bond = by_key(session, Bond, share.bond_id) if share is not None else None
        if share is not None and bond is not None:
            done = line.done_on.isoformat() if line.done_on else ""
            amount = _typed(line.amount)
            found.append(
                PlanLine(share.public_id, bond.name, "", amount, line.amount, "", done, bond.public_id)
            )
    return found


def _typed(fen: int) -> str:
    return exact_figure(fen, "yuan").replace(",", "")


def _shares(here: Situation, row: Instalment) -> list[tuple[str, str]]:
    """Return the refinancing shares of the project with what they have left."""
    found = []
    for share in shares_of_project(here.session, row.project_id):
        bond = by_key(here.session, Bond, share.bond_id)
        if bond is not None and is_refinancing(here.session, share):
            room = share.amount - taken_over(here.session, share, beside=row)
            found.append(
                (share.public_id, f"{bond.short_name or bond.name}（{exact_figure(room, 'wan')} 万元）")
            )
    return found


def _kin(session: Session, row: Instalment) -> list[KinLine]:
    """Return every version of this day of the share: replaced rows stay beside those in force."""
    own = columns(Instalment)
    found = rows(
        session,
        Instalment,
        own.share_id == row.share_id,
        own.nominal_date == row.nominal_date,
        own.id != row.id,
    )
    return [
        KinLine(
            *(one.public_id, one.number, origin_name(one.origin), one.principal, one.interest),
            *state_of(one.kind, "instalment", one.state),
        )
        for one in found
    ]


def _orders(session: Session, row: Instalment) -> list[tuple[str, str, int, date, str]]:
    own = columns(RepaymentOrder)
    about = sa.or_(own.instalment_id == row.id, own.share_id == row.share_id, own.bond_id == row.bond_id)
    found = rows(session, RepaymentOrder, about, own.state != "withdrawn")
    return [
        (
            f"/records/repayment_order/{one.public_id}",
            one.purpose,
            one.amount,
            one.effective_on,
            state_of(one.kind, "repayment_order", one.state)[0],
        )
        for one in found
    ]


def _asked(session: Session, actor: Actor, here: Situation, row: Instalment, key: str) -> Figure | None:
    running = row.fields.get("_penalty")
    if key != "penalty" or not running:
        return instalment_figure(session, actor, key, row.public_id) if key == "due" else None
    since = date.fromisoformat(running["since"])
    inputs: dict[str, Any] = {
        "overdue": int(running["overdue"]),
        "coupon_rate": Decimal(running["coupon_rate"]),
        "multiplier": Decimal(running["multiplier"]),
        "due_date": since,
        "paid_date": max(here.today, since),
        "base_days": int(running["base_days"]),
    }
    keys = ("repayment.penalty_multiplier", "repayment.penalty_days_base")
    rules = [cited(rule) for name in keys if (rule := here.rules.get(name)) is not None]
    return calculated(key, SPEC, inputs, late_penalty(**inputs), "penalty", rules=rules)
