"""The amounts behind the ratios of many regions in one year, each from where it is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.queries.conditions.works import INCOME_ITEMS, newest_plans, own_level
from models.base import columns
from models.kinds.special_bond.purposes import REFINANCING
from models.lifecycle import Label
from models.registry import (
    Bond,
    BondShare,
    FiscalYear,
    Forecast,
    ForecastCell,
    Instalment,
    LimitStatement,
    OperationYear,
)

PARTS: Mapping[str, Label] = {
    "general_balance": Label("Balance of general debt", "一般债务余额"),
    "special_balance": Label("Balance of special debt", "专项债务余额"),
    "opening_balance": Label("Balance a year before", "上年末债务余额"),
    "limit": Label("Debt limit", "债务限额"),
    "general_revenue": Label("General public budget revenue", "一般公共预算收入"),
    "transfers": Label("Transfers from above", "上级转移支付"),
    "fund_revenue": Label("Government-fund revenue", "政府性基金收入"),
    "state_capital": Label("State-capital revenue", "国有资本经营收入"),
    "general_spending": Label("General-budget spending", "一般公共预算支出"),
    "fund_spending": Label("Fund-budget spending", "政府性基金支出"),
    "general_interest": Label("Interest on general debt", "一般债务利息支出"),
    "special_interest": Label("Interest on special debt", "专项债务利息支出"),
    "gross_product": Label("Gross regional product", "地区生产总值"),
    "principal_due": Label("Principal due in the year", "当年到期本金"),
    "interest_due": Label("Interest due in the year", "当年应付利息"),
    "refinanced": Label("Principal refinanced", "再融资偿还本金"),
    "overdue": Label("Overdue", "逾期本息"),
    "new_debt": Label("New bonds of the year", "当年新增债券"),
    "received": Label("Bond money received", "债券资金到位"),
    "spent": Label("Bond money spent", "债券资金支出"),
    "actual_income": Label("Income earned", "实际收益"),
    "forecast_income": Label("Income forecast", "预期收益"),
}
"""Every part of a ratio in words."""

FISCAL = (
    *("general_revenue", "transfers", "fund_revenue", "state_capital", "general_spending", "fund_spending"),
    *("general_interest", "special_interest", "gross_product"),
)
"""Parts that are entered or imported as fiscal figures."""

ByRegion = dict[int, dict[str, int | None]]


def parts_of(session: Session, year: int, region_ids: list[int], today: date) -> ByRegion:
    """Return the parts of each region that has any, for one year; None is not known, zero is zero."""
    found: ByRegion = {}
    _statements(session, year, region_ids, found)
    for statement in (
        _fiscal(year),
        _due(year),
        _refinanced(year),
        _overdue(today),
        _raised(year),
        _moved(),
        _earned(year),
    ):
        _take(session, statement, region_ids, found)
    return found


def _take(session: Session, statement: Any, region_ids: list[int], found: ByRegion) -> None:
    """Put the columns of a statement, each named by its part, into the regions they are of."""
    chosen = statement.subquery("parts")
    limited = sa.select(chosen).where(chosen.c.region_id.in_(region_ids)) if region_ids else sa.select(chosen)
    for row in session.execute(limited.execution_options(scoped=True)).mappings():
        parts = found.setdefault(row["region_id"], {})
        for name, value in row.items():
            if name != "region_id":
                parts[str(name)] = None if value is None else int(value)


def _fiscal(year: int) -> Any:
    own = columns(FiscalYear)
    return sa.select(own.region_id, *(own[name] for name in FISCAL)).where(
        own.year == year, own.ended_at.is_(None)
    )


def _statements(session: Session, year: int, region_ids: list[int], found: ByRegion) -> None:
    """Put limits and balances of the own level in, as reported, else as published."""
    own = columns(LimitStatement)
    statement = (
        sa.select(own.region_id, own.year, own.figures)
        .where(own.year.in_((year - 1, year)), own.basis != "expected", own.ended_at.is_(None))
        .order_by(own.region_id, own.year, own.basis)
    )
    if region_ids:
        statement = statement.where(own.region_id.in_(region_ids))
    for row in session.execute(statement.execution_options(scoped=True)):
        parts, figures = found.setdefault(row.region_id, {}), row.figures or {}
        if row.year == year - 1:
            parts["opening_balance"] = own_level(figures, "balance")
            continue
        parts["limit"] = own_level(figures, "limit")
        for kind in ("general", "special"):
            name = f"balance_{kind}"
            parts[f"{kind}_balance"] = figures.get(f"{name}@own", figures.get(name))


def _due(year: int) -> Any:
    own = columns(Instalment)
    return (
        sa.select(
            own.region_id,
            sa.func.sum(own.principal).label("principal_due"),
            sa.func.sum(own.interest).label("interest_due"),
        )
        .where(
            own.payment_date.between(date(year, 1, 1), date(year, 12, 31)),
            own.state != "superseded",
            own.ended_at.is_(None),
        )
        .group_by(own.region_id)
    )


def _refinanced(year: int) -> Any:
    own = columns(Instalment)
    renewed = sa.or_(own.state == "refinanced", own.principal_source == "refinancing_bond")
    return (
        sa.select(own.region_id, sa.func.sum(sa.case((renewed, own.principal), else_=0)).label("refinanced"))
        .where(
            own.payment_date.between(date(year, 1, 1), date(year, 12, 31)),
            own.state != "superseded",
            own.ended_at.is_(None),
        )
        .group_by(own.region_id)
    )


def _overdue(today: date) -> Any:
    own = columns(Instalment)
    owed = own.principal + own.interest - own.paid
    late = sa.and_(
        own.payment_date < today,
        own.state.in_(("planned", "budgeted", "notified", "shortfall", "overdue", "refinancing")),
        owed > 0,
    )
    return (
        sa.select(own.region_id, sa.func.sum(sa.case((late, owed), else_=0)).label("overdue"))
        .where(own.ended_at.is_(None))
        .group_by(own.region_id)
    )


def _raised(year: int) -> Any:
    share, bond = columns(BondShare), columns(Bond)
    return (
        sa.select(share.region_id, sa.func.sum(share.amount).label("new_debt"))
        .join_from(BondShare, Bond, bond.id == share.bond_id)
        .where(
            bond.year == year,
            bond.purpose.not_in(REFINANCING),
            share.state.not_in(("planned", "cancelled")),
            share.ended_at.is_(None),
        )
        .group_by(share.region_id)
    )


def _moved() -> Any:
    own = columns(BondShare)
    return (
        sa.select(
            own.region_id,
            sa.func.sum(own.received).label("received"),
            sa.func.sum(own.paid).label("spent"),
        )
        .where(own.ended_at.is_(None), own.received > 0)
        .group_by(own.region_id)
    )


def _earned(year: int) -> Any:
    """Return income up to a year beside its forecast, for years of projects that have both."""
    own, plan, cell, newest = columns(OperationYear), columns(Forecast), columns(ForecastCell), newest_plans()
    forecast = (
        sa.select(plan.project_id, cell.year, sa.func.sum(cell.amount).label("amount"))
        .join_from(Forecast, ForecastCell, cell.forecast_id == plan.id)
        .join(newest, sa.and_(newest.c.project_id == plan.project_id, newest.c.number == plan.number))
        .where(cell.item.in_(INCOME_ITEMS))
        .group_by(plan.project_id, cell.year)
        .subquery("forecast")
    )
    return (
        sa.select(
            own.region_id,
            sa.func.sum(own.project_income + own.land_income).label("actual_income"),
            sa.func.sum(forecast.c.amount).label("forecast_income"),
        )
        .join_from(
            OperationYear,
            forecast,
            sa.and_(forecast.c.project_id == own.project_id, forecast.c.year == own.year),
        )
        .where(own.state != "draft", own.ended_at.is_(None), own.year <= year)
        .group_by(own.region_id)
    )
