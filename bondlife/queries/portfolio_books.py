"""The books of a region's whole portfolio by year: what falls due, what was paid, what projects earn."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.queries.conditions.debt import OPERATING, TOTAL
from bondlife.queries.conditions.works import newest_plans
from bondlife.security.scope import closure_of
from models.base import columns
from models.registry import Forecast, ForecastCell, Instalment, OperationYear, Project

Years = dict[int, int]
ByProject = dict[int, Years]


@dataclass(frozen=True, slots=True)
class PortfolioBooks:
    """Debt and income of a region's subtree: sums by year, and by project and year (fen)."""

    principal: Years
    interest: Years
    paid: Years
    net_income: ByProject
    debt: ByProject
    building: frozenset[int]

    @property
    def projects(self) -> list[int]:
        """Return the projects that have a plan and debt, in order."""
        return sorted(set(self.net_income) & set(self.debt))


def books_of(session: Session, region_id: int) -> PortfolioBooks:
    """Return the books of everything below a region, itself included."""
    region = closure_of(region_id)
    principal, interest, paid = _sums(session, region)
    income = _by_project(session, _plan(region))
    for project, years in _by_project(session, _actual(region)).items():
        if project in income:
            income[project].update(years)
    debt = _by_project(session, _debt(region))
    return PortfolioBooks(principal, interest, paid, income, debt, _building(session, region))


def _run(session: Session, statement: Any) -> Any:
    return session.execute(statement.execution_options(scoped=True))


def _sums(session: Session, region: Any) -> tuple[Years, Years, Years]:
    own = columns(Instalment)
    year = sa.extract("year", own.payment_date)
    statement = (
        sa.select(
            *(year, sa.func.sum(own.principal), sa.func.sum(own.interest), sa.func.sum(own.paid)),
        )
        .where(own.region_id.in_(region), own.state != "superseded", own.ended_at.is_(None))
        .group_by(year)
        .order_by(year)
    )
    rows = [(int(row[0]), int(row[1]), int(row[2]), int(row[3])) for row in _run(session, statement)]
    return (
        {row[0]: row[1] for row in rows},
        {row[0]: row[2] for row in rows},
        {row[0]: row[3] for row in rows},
    )


def _by_project(session: Session, statement: Any) -> ByProject:
    found: ByProject = {}
    for project, year, amount in _run(session, statement):
        found.setdefault(project, {})[int(year)] = int(amount)
    return found


def _plan(region: Any) -> Any:
    plan, cell, newest = columns(Forecast), columns(ForecastCell), newest_plans()
    plus = tuple(name for name, sign in OPERATING.items() if sign > 0)
    amount = sa.func.sum(sa.case((cell.item.in_(plus), cell.amount), else_=-cell.amount))
    return (
        sa.select(plan.project_id, cell.year, amount)
        .join_from(Forecast, newest, newest.c.project_id == plan.project_id)
        .join(ForecastCell, cell.forecast_id == plan.id)
        .where(plan.number == newest.c.number, plan.region_id.in_(region), cell.item.in_(tuple(OPERATING)))
        .where(cell.bucket != TOTAL)
        .group_by(plan.project_id, cell.year)
        .order_by(plan.project_id, cell.year)
    )


def _actual(region: Any) -> Any:
    own = columns(OperationYear)
    net = own.project_income + own.subsidy + own.land_income - own.operating_cost - own.taxes
    return (
        sa.select(own.project_id, own.year, net)
        .where(own.region_id.in_(region), own.state != "draft", own.ended_at.is_(None))
        .order_by(own.project_id, own.year)
    )


def _debt(region: Any) -> Any:
    own = columns(Instalment)
    year = sa.extract("year", own.payment_date)
    return (
        sa.select(own.project_id, year, sa.func.sum(own.principal + own.interest))
        .where(
            own.region_id.in_(region),
            own.project_id.is_not(None),
            own.state != "superseded",
            own.ended_at.is_(None),
        )
        .group_by(own.project_id, year)
        .order_by(own.project_id, year)
    )


def _building(session: Session, region: Any) -> frozenset[int]:
    own = columns(Project)
    statement = sa.select(own.id).where(own.region_id.in_(region), own.state.not_in(("operating", "closed")))
    return frozenset(_run(session, statement).scalars())
