"""Income of a project: what its plan expects by year, what its confirmed years brought in so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.disclosure.projects_at import state_at
from bondlife.lifecycle.facts import rows
from bondlife.lifecycle.plan import plan_of
from models.base import columns
from models.registry import ForecastCell, LedgerEntry, OperationYear, Posting, Project

GAINS = ("project_income", "subsidy", "land_income", "net_revenue")
COSTS = ("operating_cost", "taxes")
BOND_INTEREST = ("construction_bond_interest", "operating_bond_interest")
MARKET_INTEREST = ("construction_market_interest", "operating_market_interest")
EARNING = ("operating", "closed")


@dataclass(frozen=True, slots=True)
class PlanSums:
    """The plan of a project: fen by item and year; empty where there is no plan."""

    cells: Mapping[tuple[str, int], int]

    def total(self, *items: str, after: int = 0) -> int:
        """Return the sum of items over the years after one."""
        return sum(amount for (item, year), amount in self.cells.items() if item in items and year > after)

    def net(self, after: int = 0) -> int:
        """Return income less running cost over the years after one."""
        return self.total(*GAINS, after=after) - self.total(*COSTS, after=after)

    def net_by_year(self) -> dict[int, int]:
        """Return income less running cost of every year that has either."""
        found: dict[int, int] = {}
        for (item, year), amount in self.cells.items():
            if item in GAINS or item in COSTS:
                found[year] = found.get(year, 0) + (amount if item in GAINS else -amount)
        return dict(sorted(found.items()))

    def has(self, *items: str) -> bool:
        """Tell whether the plan says anything of these items."""
        return any(item in items for item, _ in self.cells)


def plan_sums(session: Session, project: Project) -> PlanSums:
    """Return the newest plan of a project."""
    plan = plan_of(session, project)
    if plan is None:
        return PlanSums({})
    found: dict[tuple[str, int], int] = {}
    for cell in rows(session, ForecastCell, columns(ForecastCell).forecast_id == plan.id):
        found[cell.item, cell.year] = found.get((cell.item, cell.year), 0) + cell.amount
    return PlanSums(found)


@dataclass(frozen=True, slots=True)
class Earned:
    """What confirmed years brought in net of cost: of the year, so far; None where the year is not told."""

    year: int | None
    total: int | None


def earned_at(session: Session, project: Project, on: date) -> Earned:
    """Return the net income of a project up to the year of a day; one that does not earn yet has none."""
    own = columns(OperationYear)
    told = rows(
        session,
        OperationYear,
        own.project_id == project.id,
        own.year <= on.year,
        own.state == "confirmed",
    )
    by_year = {one.year: _net(one) for one in told}
    if on.year not in by_year and state_at(session, project, on) in EARNING:
        return Earned(None, None)
    return Earned(by_year.get(on.year, 0), sum(by_year.values()))


def _net(one: OperationYear) -> int:
    return one.project_income + one.subsidy + one.land_income - one.operating_cost - one.taxes


def paid_at(session: Session, project_id: int | None, on: date) -> int:
    """Return what was paid to payees of a project out of all sources up to a day."""
    posting, entry = columns(Posting), columns(LedgerEntry)
    statement = (
        sa.select(sa.func.sum(posting.amount))
        .join_from(Posting, LedgerEntry, entry.id == posting.entry_id)
        .where(posting.project_id == project_id, posting.account == "works", entry.business_date <= on)
    )
    return int(session.execute(statement.execution_options(scoped=True)).scalar_one() or 0)
