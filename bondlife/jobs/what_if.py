"""Work out a scenario over the whole portfolio of a region with the portfolio calculators."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Invalid, missing
from bondlife.jobs.runner import Progress
from bondlife.queries.portfolio_books import ByProject, PortfolioBooks, Years, books_of
from bondlife.services import what_if
from calculators.kernel.money import split
from models.base import columns
from models.canonical import canonical_json, digest
from models.registry import PortfolioScenario

NAME = "what_if"
MOST_YEARS = 60
PROJECTS_AT_ONCE = 10_000
MOST_TOLD = 100
"""Projects a result names; the counts are of all."""


def run(db: Database, params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, Any]:
    """Compute one scenario and keep its result."""
    public_id = str(params["scenario"])
    progress.tell(0, 3, "reading", now=True)
    with db.reading() as session:
        own = columns(PortfolioScenario)
        found = session.execute(
            sa.select(own.region_id, own.terms).where(own.public_id == public_id),
            execution_options={"scoped": True},
        ).one_or_none()
        if found is None:
            raise missing("scenario")
        books = books_of(session, found.region_id)
        rules = rule_book(session, region_code(session, found.region_id), clock.business_date())
        bound = rules["coverage.lower_bond"].decimal()
    progress.tell(1, 3, "storing", now=True)
    try:
        result = compute(books, found.terms, bound=bound, today=clock.business_date())
    except Exception:
        what_if.fail(db, public_id)
        raise
    return what_if.store(db, public_id, _sign(books), result)


def _sign(books: PortfolioBooks) -> str:
    told = {**asdict(books), "building": sorted(books.building)}
    return digest(canonical_json(_plain(told)))


def _plain(value: Any) -> Any:
    return {str(key): _plain(one) for key, one in value.items()} if isinstance(value, Mapping) else value


def compute(
    books: PortfolioBooks, terms: Mapping[str, Any], *, bound: Decimal, today: date
) -> dict[str, Any]:
    """Return plan, actual and scenario by year (fen), and how many projects fall below the bound in each."""
    if not books.principal and not terms.get("issue_amount"):
        raise Invalid.because("empty_portfolio", "This region has no debt to compute with.", "region")
    principal, interest = dict(books.principal), dict(books.interest)
    refinanced, fresh = _refinance(principal, terms, today), _issue(terms)
    added = refinanced + fresh
    for year, kind, amount in _schedules(added):
        into = principal if kind == "principal" else interest
        into[year] = into.get(year, 0) + amount
    income = {key: _income(books, key, terms, today) for key in books.projects}
    years = _span(books, principal, interest)
    rows = [_row(books, income, principal, interest, year) for year in years]
    debt = spread(books, refinanced, fresh)
    before = multiples(books.net_income, books.debt, books.projects)
    after = multiples(income, debt, books.projects)
    return {
        "years": rows,
        "projects": len(books.projects),
        "below": sum(one < bound for one in before.values()),
        "below_then": sum(one < bound for one in after.values()),
        "moved": _moved_most(before, after),
        "bound": str(bound),
    }


Issue = tuple[int, Decimal, int, int]
"""A bond the scenario adds: face, rate, year of issue, tenor."""


def _moved(rate: str | None, terms: Mapping[str, Any]) -> Decimal:
    return max(Decimal(0), Decimal(rate or "0") + Decimal(terms.get("rate_move_percent") or "0"))


def _issue(terms: Mapping[str, Any]) -> list[Issue]:
    if not terms.get("issue_amount"):
        return []
    rate = _moved(terms["issue_percent"], terms)
    return [(int(terms["issue_amount"]), rate, int(terms["issue_year"]), int(terms["issue_tenor"]))]


def _refinance(principal: Years, terms: Mapping[str, Any], today: date) -> list[Issue]:
    """Take the refinanced part out of the principal of its years; what fell due before today stays."""
    share = Decimal(terms.get("refinance_percent") or "0")
    if not share:
        return []
    rate, found = _moved(terms["refinance_rate_percent"], terms), []
    for year in range(max(today.year, int(terms["refinance_from"])), int(terms["refinance_to"]) + 1):
        part = int(principal.get(year, 0) * share)
        if part:
            principal[year] -= part
            found.append((part, rate, year, int(terms["refinance_tenor"])))
    return found


def _schedules(issues: Sequence[Issue]) -> list[tuple[int, str, int]]:
    """Return what the added bonds pay by year: bullets with interest once a year."""
    if not issues:
        return []
    from calculators.portfolio.schedules import debt_schedules

    table = debt_schedules(
        [one[0] for one in issues],
        coupon_rate=[one[1] for one in issues],
        value_date=[date(one[2], 12, 31) for one in issues],
        tenor_years=[one[3] for one in issues],
        coupon_frequency=[1] * len(issues),
        first_principal_year=[one[3] for one in issues],
    )
    found = []
    days = table.nominal_date.tolist()
    for kind, amounts in (("interest", table.interest), ("principal", table.principal)):
        found += [
            (day.year, kind, amount) for day, amount in zip(days, amounts.tolist(), strict=True) if amount
        ]
    return found


def _income(books: PortfolioBooks, key: int, terms: Mapping[str, Any], today: date) -> Years:
    """Return a project's income as assumed: projects not in operation come later, all move by a share."""
    years = books.net_income[key]
    delay = int(terms.get("delay_years") or 0) if key in books.building else 0
    factor = 1 + Decimal(terms.get("income_percent") or "0")
    moved: Years = {}
    for year, amount in years.items():
        is_ahead = year >= today.year
        place = year + delay if is_ahead else year
        changed = int(amount * factor) if is_ahead and amount > 0 else amount
        moved[place] = moved.get(place, 0) + changed
    return moved


def _span(books: PortfolioBooks, principal: Years, interest: Years) -> list[int]:
    years = {*principal, *interest, *books.paid}
    first = min(years)
    return list(range(first, min(max(years), first + MOST_YEARS - 1) + 1))


def _row(
    books: PortfolioBooks, income: ByProject, principal: Years, interest: Years, year: int
) -> dict[str, int]:
    return {
        "year": year,
        "plan_principal": books.principal.get(year, 0),
        "plan_interest": books.interest.get(year, 0),
        "paid": books.paid.get(year, 0),
        "principal": principal.get(year, 0),
        "interest": interest.get(year, 0),
        "plan_income": sum(books.net_income[key].get(year, 0) for key in books.projects),
        "income": sum(one.get(year, 0) for one in income.values()),
    }


def spread(books: PortfolioBooks, refinanced: Sequence[Issue], fresh: Sequence[Issue]) -> ByProject:
    """Return the debt service of every project in the scenario (fen); the parts foot to the whole.

    What is refinanced leaves its year, and its bonds are served, in proportion to what each project owes that
    year; a new issue is served by projects under construction in proportion to their debt, or by all.
    """
    keys, debt = books.projects, {key: dict(books.debt[key]) for key in books.projects}
    for issue in refinanced:
        weights = [max(books.debt[key].get(issue[2], 0), 0) for key in keys]
        if any(weights):
            _add(debt, keys, issue[2], -issue[0], weights)
            _serve(debt, keys, issue, weights)
    building = [key for key in keys if key in books.building] or keys
    whole = [max(sum(books.debt[key].values()), 0) for key in building]
    for issue in fresh if any(whole) else ():
        _serve(debt, building, issue, whole)
    return debt


def _serve(debt: ByProject, keys: Sequence[int], issue: Issue, weights: Sequence[int]) -> None:
    for year, _kind, amount in _schedules([issue]):
        _add(debt, keys, year, amount, weights)


def _add(debt: ByProject, keys: Sequence[int], year: int, amount: int, weights: Sequence[int]) -> None:
    """Add an amount to a year of several projects, split by weight to the fen."""
    sign = -1 if amount < 0 else 1
    for key, part in zip(keys, split(abs(amount), weights), strict=True):
        debt[key][year] = debt[key].get(year, 0) + sign * part


def multiples(income: ByProject, debt: ByProject, keys: Sequence[int]) -> dict[int, Decimal]:
    """Return income over the life of the debt ÷ debt service, by project, to four decimals."""
    from calculators.portfolio.coverage import coverage

    told: dict[int, Decimal] = {}
    for start in range(0, len(keys), PROJECTS_AT_ONCE):
        part = keys[start : start + PROJECTS_AT_ONCE]
        first = min(min(debt[key]) for key in part)
        width = min(max(max(debt[key]) for key in part) - first + 1, MOST_YEARS)
        cash = [[income[key].get(first + place, 0) for place in range(width)] for key in part]
        service = [[debt[key].get(first + place, 0) for place in range(width)] for key in part]
        opening = [[0] * width for _ in part]
        found = coverage(cash, debt_service=service, debt_opening=opening, period_rate=Decimal(0))
        told |= {key: _exact(one) for key, one in zip(part, found.multiple.tolist(), strict=True)}
    return told


def _exact(multiple: float) -> Decimal:
    """Return a multiple to four decimals; a project that owes nothing misses no bound."""
    return Decimal("Infinity") if math.isnan(multiple) else Decimal(f"{multiple:.4f}")


def _moved_most(before: Mapping[int, Decimal], after: Mapping[int, Decimal]) -> list[list[Any]]:
    """Return the projects whose multiple moved, those that fell most first: key, before, after."""
    moved = [key for key in before if before[key].is_finite() and before[key] != after[key]]
    moved.sort(key=lambda key: (after[key] - before[key], key))
    return [[key, str(before[key]), str(after[key])] for key in moved[:MOST_TOLD]]
