"""The balance plan of a project as forms need it: income, cost and debt by item and year."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bondlife.lifecycle.facts import rows
from bondlife.lifecycle.plan import plan_of
from models.base import columns
from models.registry import ForecastCell, Project

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
