"""Plan and actual of a project year by year: funding beside payments, net income beside debt service."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session

from bondlife.disclosure.annual import earned
from bondlife.disclosure.flow_at import CAME, flow_by_year, paid_by_year
from bondlife.disclosure.income_at import BOND_INTEREST, MARKET_INTEREST, PlanSums
from bondlife.disclosure.page_parts import NONE, two
from bondlife.lifecycle.facts import rows
from calculators.coverage.dscr import dscr
from models.base import columns
from models.registry import FundingPlan, Project

_FUNDING = ("own_funds", "bond_proceeds", "market_proceeds", "other_funding")
DEBT = ("bond_principal", "market_principal", *BOND_INTEREST, *MARKET_INTEREST)


def money_years(
    session: Session, project: Project, plan: PlanSums, shares: Iterable[int], on: date
) -> list[dict[str, Any]]:
    """Return planned funding beside what came and what was paid, by year."""
    planned, bonds = _planned(session, project, plan)
    columns_of = {
        "planned": planned,
        "paid": paid_by_year(session, project, on),
        "planned_bonds": bonds,
        "came_bonds": flow_by_year(session, shares, on, CAME),
        "paid_bonds": flow_by_year(session, shares, on, ("paid",)),
    }
    years = sorted({year for found in columns_of.values() for year, amount in found.items() if amount})
    return [
        {"year": str(year), **{name: found.get(year, 0) for name, found in columns_of.items()}}
        for year in years
    ]


def _planned(session: Session, project: Project, plan: PlanSums) -> tuple[dict[int, int], dict[int, int]]:
    """Return all planned money and that of special bonds: by the funding plan, else by the balance plan."""
    told = rows(session, FundingPlan, columns(FundingPlan).project_id == project.id)
    cells = (
        [(one.source, one.year, one.amount) for one in told]
        if told
        else [(item, year, amount) for (item, year), amount in plan.cells.items() if item in _FUNDING]
    )
    whole: dict[int, int] = {}
    bonds: dict[int, int] = {}
    for source, year, amount in cells:
        whole[year] = whole.get(year, 0) + amount
        if source in ("special_bond", "bond_proceeds"):
            bonds[year] = bonds.get(year, 0) + amount
    return whole, bonds


def coverage_years(session: Session, project: Project, plan: PlanSums, on: date) -> list[dict[str, Any]]:
    """Return planned and actual net income over the debt service of each year of the plan."""
    planned, actual = plan.net_by_year(), earned(session, [project.id or 0], on).get(project.id or 0, {})
    due: dict[int, int] = {}
    for (item, year), amount in plan.cells.items():
        if item in DEBT:
            due[year] = due.get(year, 0) + amount
    years = sorted({*planned, *actual, *(year for year, amount in due.items() if amount)})
    return [_coverage_year(year, planned.get(year, 0), actual.get(year), due.get(year, 0)) for year in years]


def _coverage_year(year: int, planned: int, actual: int | None, due: int) -> dict[str, Any]:
    return {
        "year": str(year),
        "planned": planned,
        "actual": NONE if actual is None else actual,
        "service": due,
        "multiple": two(dscr([planned], [due]).ratios[0]),
        "reached": NONE if actual is None else two(dscr([actual], [due]).ratios[0]),
    }
