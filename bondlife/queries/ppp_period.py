"""What a period of a contract brought: quantities the terms ask for, events, waivers, budget, statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_of
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.ppp_spending import read_stored
from bondlife.ppp.frozen import plain
from bondlife.ppp.periods import last_day, period_holding, shifted
from bondlife.queries.ppp_books import looked_at
from bondlife.queries.ppp_quantities import Asked, asked_for, unit_word
from bondlife.queries.ppp_words import TYPES
from bondlife.queries.words import said, state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.registry import (
    BudgetLine,
    PaymentRun,
    PaymentStatement,
    PeriodInput,
    PPPContract,
    PPPTerms,
    ServiceEvent,
    Waiver,
)


@dataclass(frozen=True, slots=True)
class QuantityLine:
    """One quantity of the period; without a value the terms still ask for it."""

    name: str
    label: str
    value: str
    unit: str
    evidence: str
    days: int


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event of the log."""

    public_id: str
    number: str
    type: str
    what: str
    reported_at: datetime
    responded_at: datetime | None
    mended_at: datetime | None
    periods: str
    points: str
    amount: int | None
    waiver: str
    waived: int


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One budget line of the contract."""

    href: str
    year: int
    account: str
    amount: int
    used: int
    state: str
    document_number: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement of the contract."""

    href: str
    period: str
    run: str
    payable: int
    state: str


@dataclass(frozen=True, slots=True)
class PeriodView:
    """The page of one contract and period."""

    public_id: str
    contract: str
    number: str
    contract_href: str
    period: str
    before_period: str
    after_period: str
    quantities: Sequence[QuantityLine]
    asked: Sequence[tuple[str, str]]
    events: Sequence[EventLine]
    areas: Sequence[tuple[str, str]]
    types: Sequence[tuple[str, str]]
    budgets: Sequence[BudgetRow]
    statements: Sequence[StatementRow]
    is_stated: bool
    can_edit: bool
    can_budget: bool
    can_waive: bool
    form: Any


def period_view(db: Database, actor: Actor, public_id: str, period: str, form: Any) -> PeriodView:
    """Return a contract's period; without one named, the last that has ended."""
    with db.reading() as session:
        contract = _contract(session, actor, public_id)
        today = clock.business_date()
        row = terms_on(session, contract, today)
        terms = None if row is None else read_stored(row)
        months = 3 if terms is None else terms.period_months
        chosen = period or shifted(period_holding(today, months), -1)
        last = last_day(chosen)
        statements = _statements(session, contract)
        place = (contract.region_id, contract.unit_id, contract.department_id)
        asked = asked_for(terms)
        areas = () if terms is None else terms.deductions.areas
        view = PeriodView(
            public_id,
            contract.name,
            contract.number,
            f"/ppp/contracts/{public_id}",
            chosen,
            shifted(chosen, -1),
            shifted(chosen, 1),
            _quantities(session, contract, chosen, asked),
            [(name, _offered(one)) for name, one in asked.items()],
            _events(session, contract, chosen),
            [(one.key, one.name) for one in areas],
            [(key, said(label)) for key, label in TYPES.items()],
            _budgets(session, contract),
            statements,
            any(one.period == chosen for one in statements),
            actor.can_on("ppp_period.edit", *place),
            actor.can_on("budget_line.create", *place),
            actor.can_on("waiver.create", *place),
            form,
        )
        return replace(view, form=replace(form, data={"year": str(last.year), **form.data}))


def terms_on(session: Session, contract: PPPContract, day: date) -> PPPTerms | None:
    """Return the newest terms in force that have begun by a day."""
    own = columns(PPPTerms)
    statement = sa.select(PPPTerms).where(
        own.contract_id == contract.id, own.state == "in_force", own.valid_from <= day, own.ended_at.is_(None)
    )
    ordered = statement.order_by(own.valid_from.desc()).limit(1).execution_options(scoped=True)
    found: PPPTerms | None = session.execute(ordered).scalar_one_or_none()
    return found


def _contract(session: Session, actor: Actor, public_id: str) -> PPPContract:
    own = columns(PPPContract)
    statement = scoped(actor, PPPContract, permission="ppp_contract.read").where(
        own.public_id == public_id, own.ended_at.is_(None)
    )
    found: PPPContract | None = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise missing("ppp_contract")
    return found


def _quantities(
    session: Session, contract: PPPContract, period: str, asked: Mapping[str, Asked]
) -> list[QuantityLine]:
    own = columns(PeriodInput)
    statement = sa.select(PeriodInput).where(
        own.contract_id == contract.id, own.period == period, own.ended_at.is_(None)
    )
    held = {one.name: one for one in session.execute(statement.execution_options(scoped=True)).scalars()}
    names = [*asked, *(name for name in sorted(held) if name not in asked)]
    return [_quantity(name, asked.get(name, Asked(name, "")), held.get(name)) for name in names]


def _quantity(name: str, asked: Asked, row: PeriodInput | None) -> QuantityLine:
    if row is None:
        return QuantityLine(name, asked.label, "", unit_word(asked.unit), "", 0)
    value, days = f"{plain(row.value)}", len(row.series or ())
    return QuantityLine(name, asked.label, value, unit_word(row.unit), row.evidence, days)


def _offered(asked: Asked) -> str:
    return f"{asked.label}（{unit_word(asked.unit)}）" if asked.unit else asked.label


def _events(session: Session, contract: PPPContract, period: str) -> list[EventLine]:
    own, waiver = columns(ServiceEvent), columns(Waiver)
    statement = (
        sa.select(ServiceEvent, Waiver)
        .join(Waiver, sa.and_(waiver.event_id == own.id, waiver.ended_at.is_(None)), isouter=True)
        .where(own.contract_id == contract.id, looked_at(own.period) == period, own.ended_at.is_(None))
        .order_by(own.reported_at, own.id)
    )
    rows = session.execute(statement.execution_options(scoped=True))
    return [_event(session, event, held) for event, held in rows]


def _event(session: Session, event: ServiceEvent, held: Waiver | None) -> EventLine:
    state = ""
    if held is not None:
        kind = kind_of(session, held.kind, held.kind_version)
        state = f"{held.number} {state_name(kind, 'waiver', held.state)}"
    return EventLine(
        event.public_id,
        event.number,
        said(TYPES[event.type]),
        " ".join(one for one in (event.area, event.criterion) if one) or event.remark[:60],
        event.reported_at,
        event.responded_at,
        event.mended_at,
        _shown(event.periods),
        _shown(event.points),
        event.amount,
        state,
        0 if held is None or held.state != "granted" else held.amount,
    )


def _shown(value: Decimal) -> str:
    return plain(value) if value else "—"


def _budgets(session: Session, contract: PPPContract) -> list[BudgetRow]:
    own = columns(BudgetLine)
    statement = sa.select(BudgetLine).where(own.ppp_contract_id == contract.id, own.ended_at.is_(None))
    found = session.execute(statement.order_by(own.year.desc(), own.id).execution_options(scoped=True))
    return [
        BudgetRow(
            f"/records/budget_line/{one.public_id}",
            one.year,
            one.account,
            one.amount,
            one.used,
            state_name(kind_of(session, one.kind, one.kind_version), "budget_line", one.state),
            one.document_number,
        )
        for one in found.scalars()
    ]


def _statements(session: Session, contract: PPPContract) -> list[StatementRow]:
    own, run = columns(PaymentStatement), columns(PaymentRun)
    statement = (
        sa.select(own.public_id, own.period, own.payable, PaymentRun)
        .join(PaymentRun, run.id == own.run_id)
        .where(own.contract_id == contract.id, own.ended_at.is_(None), run.state != "cancelled")
        .order_by(own.period.desc(), own.id.desc())
        .limit(24)
    )
    rows = session.execute(statement.execution_options(scoped=True))
    return [
        StatementRow(
            f"/ppp/statements/{key}",
            period,
            found.number,
            payable,
            state_name(kind_of(session, found.kind, found.kind_version), "payment_run", found.state),
        )
        for key, period, payable, found in rows
    ]
