"""The balance plan of a project in force: its newest version, read year by year and computed."""

from dataclasses import fields

from sqlmodel import Session

from bondlife.lifecycle.facts import rows
from calculators.coverage.balance_table import BalanceTable, BalanceYear, balance_table
from models.base import columns
from models.registry import Forecast, ForecastCell, Project

ITEMS = frozenset(part.name for part in fields(BalanceYear)) - {"year"}
"""Names of the cells a plan may hold; others are shown but not summed."""


def plan_of(session: Session, project: Project | None) -> Forecast | None:
    """Return the newest plan of a project, scenarios and actual figures apart."""
    if project is None:
        return None
    forecast = columns(Forecast)
    found = rows(session, Forecast, forecast.project_id == project.id, forecast.purpose == "plan")
    return max(found, key=lambda one: one.number, default=None)


def plan_years(session: Session, plan: Forecast) -> list[BalanceYear]:
    """Return every year of a plan, years without figures included; a bucket counts in its year."""
    sums: dict[int, dict[str, int]] = {year: {} for year in range(plan.first_year, plan.last_year + 1)}
    for cell in rows(session, ForecastCell, columns(ForecastCell).forecast_id == plan.id):
        if cell.item in ITEMS:
            amounts = sums.setdefault(cell.year, {})
            amounts[cell.item] = amounts.get(cell.item, 0) + cell.amount
    span = range(min(sums), max(sums) + 1)
    return [BalanceYear(year, **sums.get(year, {})) for year in span]


def table_of(
    session: Session, project: Project | None, *, has_income_account: bool = True
) -> BalanceTable | None:
    """Return the computed plan of a project, or None where there is none."""
    plan = plan_of(session, project)
    if plan is None or project is None:
        return None
    years = plan_years(session, plan)
    last = project.operation_end.year if project.operation_end else years[-1].year
    start = min(project.start_year, last - 1)
    return balance_table(
        years, start_year=start, life_years=last - start, has_income_account=has_income_account
    )
