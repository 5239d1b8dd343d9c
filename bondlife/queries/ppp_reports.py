"""What the reports of a PPP contract tell of a period: service, payment, trend, changes, tests, photos."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_of
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.ppp_runs import DROPPED
from bondlife.lifecycle.ppp_spending import read_stored
from bondlife.ppp.periods import first_day, last_day, period_holding, shifted
from bondlife.queries.history import HistoryRow, changes_between
from bondlife.queries.ppp_books import looked_at
from bondlife.queries.ppp_period import terms_on
from bondlife.queries.ppp_quantities import asked_for, unit_word
from bondlife.queries.ppp_statement import StatementView, statement_view
from bondlife.queries.ppp_words import TYPES
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns, table
from models.registry import (
    Document,
    Evaluation,
    PaymentRun,
    PaymentStatement,
    PeriodInput,
    PPPContract,
    PPPTerms,
    PriceBasis,
    Rectification,
    ServiceEvent,
    Waiver,
)

TREND = 6
"""Periods side by side, the one reported last."""
MOST_PHOTOS = 12
MOST_PHOTO = 8 << 20


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event of the period: when it was reported, answered and mended, what it weighed."""

    number: str
    type: str
    area: str
    what: str
    reported_at: datetime
    responded_at: datetime | None
    mended_at: datetime | None
    periods: Decimal
    points: Decimal
    was_used: bool
    remark: str


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One period of the trend, fen; None where nothing was stated."""

    period: str
    fee: int | None
    deducted: int | None
    payable: int | None
    score: str


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """A deduction that is not taken."""

    number: str
    amount: int
    reason: str
    state: str


@dataclass(frozen=True, slots=True)
class TestLine:
    """One measured quantity: how often, between what, on average."""

    name: str
    unit: str
    count: int
    least: Decimal
    average: Decimal
    most: Decimal
    evidence: str


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """What was found, by whom it is put right, until when."""

    what: str
    demand: str
    due_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photograph that was attached to the score."""

    caption: str
    digest: str


@dataclass(frozen=True, slots=True)
class ContractReport:
    """One contract in one period."""

    contract: str
    number: str
    agency: str
    company: str
    currency: str
    region_id: int
    operation_from: date | None
    ends_on: date | None
    period: str
    first_day: date
    last_day: date
    statement: StatementView | None
    events: Sequence[EventLine]
    waivers: Sequence[WaiverLine]
    trend: Sequence[TrendLine]
    changes: Sequence[HistoryRow]
    tests: Sequence[TestLine]
    problems: Sequence[ProblemLine]
    photos: Sequence[PhotoLine]


def contract_report(db: Database, actor: Actor, public_id: str, period: str) -> ContractReport:
    """Return what a contract's reports tell of a period; a foreign contract is missing."""
    start, end = first_day(period), last_day(period)
    with db.reading() as session:
        row = _contract(session, actor, public_id)
        stated = _stated(session, row, [shifted(period, -step) for step in range(TREND)])
        held = stated.get(period)
        events, waivers = _events(session, row, period), _waivers(session, row, period)
        trend = [_trend(one, stated.get(one)) for one in sorted({period, *_before(period)})]
        changes = _changes(session, row, start, end)
        tests = _tests(session, row, period)
        sheets = _sheets(session, held)
        problems, photos = _problems(session, sheets), _photos(session, sheets)
    statement = statement_view(db, actor, held.public_id) if held is not None else None
    return ContractReport(
        row.name,
        row.number,
        row.agency,
        row.company,
        row.currency,
        row.region_id,
        row.operation_from,
        row.ends_on,
        period,
        start,
        end,
        statement,
        events,
        waivers,
        trend,
        changes,
        tests,
        problems,
        photos,
    )


def statement_region(db: Database, actor: Actor, public_id: str) -> int:
    """Return the region of a statement this person may see; any other is missing."""
    own = columns(PaymentStatement)
    statement = scoped(actor, PaymentStatement, own.region_id, permission="payment_run.read")
    with db.reading() as session:
        found = session.execute(statement.where(own.public_id == public_id)).scalar_one_or_none()
    if found is None:
        raise missing("payment_statement")
    return int(found)


def last_period(db: Database, actor: Actor, public_id: str) -> str:
    """Return the period a report is about unless one is named: the last stated, else last month."""
    with db.reading() as session:
        row = _contract(session, actor, public_id)
        own = columns(PaymentStatement)
        statement = sa.select(sa.func.max(own.period)).where(own.contract_id == row.id)
        found = session.execute(statement.execution_options(scoped=True)).scalar_one_or_none()
    return str(found) if found else shifted(period_holding(clock.business_date(), 1), -1)


def _before(period: str) -> list[str]:
    return [shifted(period, -step) for step in range(1, TREND)]


def _contract(session: Session, actor: Actor, public_id: str) -> PPPContract:
    own = columns(PPPContract)
    statement = scoped(actor, PPPContract, permission="ppp_contract.read").where(own.public_id == public_id)
    found: PPPContract | None = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise missing("ppp_contract")
    return found


def _stated(session: Session, row: PPPContract, periods: Sequence[str]) -> dict[str, PaymentStatement]:
    """Return the newest statement of each period that no run dropped."""
    own, run = columns(PaymentStatement), columns(PaymentRun)
    statement = (
        sa.select(PaymentStatement)
        .join(PaymentRun, run.id == own.run_id)
        .where(
            own.contract_id == row.id,
            own.period.in_(periods),
            own.ended_at.is_(None),
            run.state.not_in(DROPPED),
        )
        .order_by(own.id)
    )
    found = session.execute(statement.execution_options(scoped=True)).scalars()
    return {one.period: one for one in found}


def _trend(period: str, held: PaymentStatement | None) -> TrendLine:
    if held is None:
        return TrendLine(period, None, None, None, "")
    scores = [str(one["score"]) for one in held.result.get("coefficients", ())]
    return TrendLine(period, held.fee, held.deducted, held.payable, "、".join(scores))


def _events(session: Session, row: PPPContract, period: str) -> list[EventLine]:
    own = columns(ServiceEvent)
    statement = sa.select(ServiceEvent).where(
        own.contract_id == row.id, looked_at(own.period) == period, own.ended_at.is_(None)
    )
    found = session.execute(statement.order_by(own.reported_at, own.id).execution_options(scoped=True))
    return [
        EventLine(
            one.number,
            one.type,
            one.area,
            one.criterion or one.remark or said(TYPES[one.type]),
            clock.local(one.reported_at),
            clock.local(one.responded_at) if one.responded_at else None,
            clock.local(one.mended_at) if one.mended_at else None,
            one.periods,
            one.points,
            one.was_used,
            one.remark,
        )
        for one in found.scalars()
    ]


def _waivers(session: Session, row: PPPContract, period: str) -> list[WaiverLine]:
    own = columns(Waiver)
    statement = sa.select(Waiver).where(own.contract_id == row.id, own.period == period).order_by(own.id)
    found = session.execute(statement.execution_options(scoped=True)).scalars()
    return [WaiverLine(one.number, one.amount, one.reason, one.state) for one in found]


def _changes(session: Session, row: PPPContract, start: date, end: date) -> list[HistoryRow]:
    """Return what was changed after it was first entered, in the days of the period."""
    places: dict[str, list[int | None]] = {table(PPPContract).name: [row.id]}
    for model in (PPPTerms, PriceBasis, PeriodInput, ServiceEvent, Waiver):
        own = columns(model)
        keys = sa.select(own.id).where(own.contract_id == row.id)
        places[table(model).name] = list(session.execute(keys.execution_options(scoped=True)).scalars())
    kind = kind_of(session, row.kind, row.kind_version)
    since = datetime.combine(start, time(), clock.BEIJING)
    until = datetime.combine(end + timedelta(days=1), time(), clock.BEIJING)
    return changes_between(session, kind, {name: ids for name, ids in places.items() if ids}, since, until)


def _tests(session: Session, row: PPPContract, period: str) -> list[TestLine]:
    own = columns(PeriodInput)
    statement = sa.select(PeriodInput).where(
        own.contract_id == row.id, own.period == period, own.ended_at.is_(None)
    )
    found = list(session.execute(statement.order_by(own.name).execution_options(scoped=True)).scalars())
    terms = terms_on(session, row, last_day(period)) if found else None
    asked = asked_for(read_stored(terms) if terms is not None else None)
    return [_test(one, asked[one.name].label if one.name in asked else one.name) for one in found]


def _test(one: PeriodInput, label: str) -> TestLine:
    values = [Decimal(str(value)) for value in _values(one.series)] or [one.value]
    average = sum(values, Decimal(0)) / len(values)
    return TestLine(
        label, unit_word(one.unit), len(values), min(values), round(average, 4), max(values), one.evidence
    )


def _values(series: Any) -> Iterable[Any]:
    if isinstance(series, Mapping):
        return series.values()
    rows = series or ()
    return [one["value"] if isinstance(one, Mapping) else one for one in rows]


def _sheets(session: Session, held: PaymentStatement | None) -> list[Evaluation]:
    """Return the evaluations whose scores a statement was worked out from."""
    if held is None:
        return []
    keys = [one.get("public_id", "") for one in held.frozen.get("scores", ())]
    statement = sa.select(Evaluation).where(columns(Evaluation).public_id.in_(keys))
    return list(session.execute(statement.execution_options(scoped=True)).scalars())


def _problems(session: Session, sheets: Sequence[Evaluation]) -> list[ProblemLine]:
    own = columns(Rectification)
    statement = sa.select(Rectification).where(own.evaluation_id.in_([one.id for one in sheets]))
    found = session.execute(statement.order_by(own.id).execution_options(scoped=True)).scalars()
    return [ProblemLine(one.finding, one.demand, one.due_on, one.state) for one in found]


def _photos(session: Session, sheets: Sequence[Evaluation]) -> list[PhotoLine]:
    own = columns(Document)
    statement = (
        sa.select(own.name, own.content_digest)
        .where(
            own.subject == "evaluation",
            own.subject_id.in_([one.id for one in sheets]),
            own.ended_at.is_(None),
            own.media_type.like("image/%"),
            own.size <= MOST_PHOTO,
        )
        .order_by(own.id)
        .limit(MOST_PHOTOS)
    )
    found = session.execute(statement.execution_options(scoped=True))
    return [PhotoLine(name.rpartition(".")[0], digest) for name, digest in found]
