"""What PPP contracts will cost the budget of a region, year by year, and what the caps say to it.

For each contract and year, the first of these that is known counts: the approved plan of the contract, its
terms in force, its newest estimate. Of each year, every payer named in the terms bears its share.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import RuleBook
from bondlife.errors import Invalid
from bondlife.lifecycle.facts import rows
from bondlife.ppp.estimate import is_estimate, read_estimate
from bondlife.ppp.parts import Terms
from bondlife.ppp.terms import read_terms
from bondlife.ppp.years import start_of, year_cost
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import split
from calculators.ppp.caps import CapCheck, CapLines, cap_check, expenditure_forecast
from models.base import columns
from models.registry import FiscalYear, PPPContract, PPPTerms, Region

LIVE = ("in_force", "operating")
MOST_YEARS = 60


@dataclass(frozen=True, slots=True)
class ContractCost:
    """One contract's cost by year, where each figure comes from, and which part each region bears."""

    contract: PPPContract
    by_year: Mapping[int, int]
    sources: Mapping[int, str]
    open_parts: tuple[str, ...]
    payers: tuple[tuple[str, Fraction], ...]

    def borne(self, region: str, year: int) -> int:
        """Return what a region pays in a year; the last payer takes what rounding leaves over."""
        amount = self.by_year.get(year, 0)
        scale = lcm(*(part.denominator for _region, part in self.payers))
        parts = split(amount, [int(part * scale) for _region, part in self.payers])
        return sum(part for (code, _), part in zip(self.payers, parts, strict=True) if code == region)


@dataclass(frozen=True, slots=True)
class RegionYears:
    """The PPP spending of a region over a run of years beside its caps; ``check`` is None without a base."""

    region: str
    years: tuple[int, ...]
    costs: tuple[ContractCost, ...]
    spending: tuple[int, ...]
    expenditure: tuple[int, ...]
    base_year: int | None
    growth: Any
    lines: CapLines
    check: CapCheck | None


def read_stored(row: PPPTerms) -> Terms | None:
    """Return stored terms as read, or None where they cannot be (a draft, an estimate)."""
    try:
        return None if is_estimate(row.body) else read_terms(row.body, row.formula)
    except (Invalid, CalculationError):
        return None


def cost_of(
    contract: PPPContract, versions: Sequence[PPPTerms], years: Sequence[int], home: str
) -> ContractCost:
    """Return what one contract costs in each of these years."""
    planned = {int(one["year"]): int(one["amount"]) for one in contract.spending or ()}
    held = [one for one in versions if one.state == "in_force"]
    estimated = _estimated(versions)
    by_year: dict[int, int] = {}
    sources: dict[int, str] = {}
    open_parts: dict[str, None] = {}
    for year in years:
        if contract.ends_on is not None and contract.ends_on.year < year:
            continue
        found = _of_year(planned, held, estimated, year)
        if found is not None:
            by_year[year], sources[year], parts = found
            open_parts.update(dict.fromkeys(parts))
    return ContractCost(contract, by_year, sources, tuple(open_parts), _payers(held, home))


def _of_year(
    planned: Mapping[int, int], held: Sequence[PPPTerms], estimated: Mapping[int, int], year: int
) -> tuple[int, str, tuple[str, ...]] | None:
    if planned:
        return (planned[year], "plan", ()) if year in planned else None
    row = _holding(held, year)
    terms = read_stored(row) if row is not None else None
    if row is not None and terms is not None:
        cost = year_cost(terms, year, start=start_of(terms, row.valid_from.year))
        return cost.fen, "terms", cost.open
    return (estimated[year], "estimate", ()) if year in estimated else None


def _holding(held: Sequence[PPPTerms], year: int) -> PPPTerms | None:
    """Return the newest version that holds at the end of a year, or ends within it."""
    fitting = [
        one
        for one in held
        if one.valid_from.year <= year and (one.valid_to is None or one.valid_to.year >= year)
    ]
    return max(fitting, key=lambda one: one.number, default=None)


def _estimated(versions: Sequence[PPPTerms]) -> Mapping[int, int]:
    newest = max(
        (one for one in versions if is_estimate(one.body) and one.state == "draft"),
        key=lambda one: one.number,
        default=None,
    )
    try:
        return {} if newest is None else read_estimate(newest.body).by_year()
    except (Invalid, CalculationError):
        return {}


def _payers(held: Sequence[PPPTerms], home: str) -> tuple[tuple[str, Fraction], ...]:
    newest = max(held, key=lambda one: one.number, default=None)
    terms = None if newest is None else read_stored(newest)
    if terms is None or not terms.payers:
        return ((home, Fraction(1)),)
    return tuple((one.region or home, one.share) for one in terms.payers)


def versions_of(session: Session, keys: Sequence[int | None]) -> Mapping[int, Sequence[PPPTerms]]:
    """Return every version of the terms of these contracts, by contract."""
    found: dict[int, list[PPPTerms]] = {}
    wanted = columns(PPPTerms).contract_id.in_(keys)
    for row in rows(session, PPPTerms, wanted) if keys else ():
        found.setdefault(row.contract_id, []).append(row)
    return found


def costs_of(
    session: Session, contracts: Iterable[PPPContract], years: Sequence[int]
) -> tuple[ContractCost, ...]:
    """Return what each contract costs by year."""
    found = list(contracts)
    region = columns(Region)
    versions = versions_of(session, [one.id for one in found])
    homes = sa.select(region.id, region.code).where(region.id.in_({one.region_id for one in found}))
    codes = {int(key): str(code) for key, code in session.execute(homes)}
    return tuple(cost_of(one, versions.get(one.id or 0, ()), years, codes[one.region_id]) for one in found)


def cap_lines(rules: RuleBook) -> CapLines:
    """Return the three lines in force."""
    names = ("ppp.cap_government_pay", "ppp.cap_warning", "ppp.cap_admission")
    return CapLines(*(rules[name].decimal() for name in names))


def region_years(
    session: Session, region: str, rules: RuleBook, years: Sequence[int], contracts: Iterable[PPPContract]
) -> RegionYears:
    """Return the PPP spending of a region by year beside its expenditure and the caps."""
    costs = costs_of(session, contracts, years)
    spending = tuple(sum(one.borne(region, year) for one in costs) for year in years)
    growth = rules["ppp.expenditure_growth"].decimal()
    base_year, expenditure = _expenditure(session, region, years, growth)
    check = cap_check(spending, expenditure, lines=cap_lines(rules)) if expenditure else None
    return RegionYears(
        region, tuple(years), costs, spending, expenditure, base_year, growth, cap_lines(rules), check
    )


def _expenditure(
    session: Session, region: str, years: Sequence[int], growth: Any
) -> tuple[int | None, tuple[int, ...]]:
    """Return general public budget spending by year: as stored, later years grown from the last stored."""
    fiscal, place = columns(FiscalYear), columns(Region)
    statement = (
        sa.select(fiscal.year, fiscal.general_spending)
        .join_from(FiscalYear, Region, place.id == fiscal.region_id)
        .where(place.code == region, fiscal.general_spending > 0, fiscal.ended_at.is_(None))
        .execution_options(scoped=True)
    )
    stored = {int(year): int(amount) for year, amount in session.execute(statement)}
    base = max((year for year in stored if year <= years[0]), default=min(stored, default=None))
    if base is None:
        return None, ()
    grown = expenditure_forecast(stored[base], growth_rate=growth, years=years[-1] - base + 1)
    after = {base + 1 + place: amount for place, amount in enumerate(grown)}
    return base, tuple(stored.get(year, after.get(year, stored[base])) for year in years)


def live_contracts(session: Session) -> list[PPPContract]:
    """Return every contract in force that a budget here pays, for sums that a guard asks."""
    own = columns(PPPContract)
    return rows(session, PPPContract, own.state.in_(LIVE), own.currency == "CNY")
