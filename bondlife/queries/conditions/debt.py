"""Regions near their limit or pressed by interest, and plans that no longer carry their debt (A12, A13)."""

from collections.abc import Iterator, Sequence
from datetime import date
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from bondlife.queries.conditions.found import Found, Look, plain
from bondlife.queries.conditions.works import newest_plans, own_level
from calculators.risk.interest_burden import interest_burden
from calculators.risk.limit_use import limit_use
from models.base import columns
from models.registry import (
    FiscalYear,
    Forecast,
    ForecastCell,
    Instalment,
    LimitStatement,
    OfficialResult,
    OperationYear,
    Project,
)

if TYPE_CHECKING:
    from calculators.portfolio.coverage import CoverageTable

OPERATING = {
    "project_income": 1,
    "subsidy": 1,
    "land_income": 1,
    "operating_cost": -1,
    "taxes": -1,
}
"""What a year of operation earns and costs, with its sign."""

BUILDING = {
    "own_funds": 1,
    "bond_proceeds": 1,
    "market_proceeds": 1,
    "other_funding": 1,
    "construction_cost": -1,
    "construction_market_interest": -1,
    "operating_market_interest": -1,
    "market_principal": -1,
}
"""Money for the works, what they cost, and other debt; the bonds' own debt comes from instalments."""

TOTAL = "total"
"""Bucket of a figure over the whole life, as published sheets print it: no year of a plan."""

PROJECTS_AT_ONCE = 400
MOST_YEARS = 80


def region_debt(look: Look) -> Iterator[Found]:
    """Yield regions whose limit use, interest burden or official level calls for attention."""
    figures: dict[int, dict[str, Any]] = {}
    for region_id, found in (*_limit_use(look), *_interest(look), *_level_change(look)):
        figures.setdefault(region_id, {}).update(found)
    for region_id in sorted(figures):
        told = figures[region_id]
        level = "serious" if told.get("is_over_limit") or told.get("is_over_line") else "warning"
        yield Found("region", region_id, region_id, told, level=level)


def _limit_use(look: Look) -> Iterator[tuple[int, dict[str, Any]]]:
    own = columns(LimitStatement)
    statement = (
        sa.select(own.region_id, own.year, own.figures)
        .where(own.ended_at.is_(None), own.basis != "expected", own.year >= look.today.year - 2)
        .order_by(own.region_id, own.year, own.basis)
    )
    for row in _newest(look.rows(statement)):
        rule = look.rules(row.region_id).get("risk.limit_use_warning")
        balance, limit = (own_level(row.figures or {}, name) for name in ("balance", "limit"))
        if rule is None or balance is None or not limit:
            continue
        found = limit_use(balance, limit, warning_line=rule.decimal())
        if found.is_warned or found.is_over:
            told = {"balance": found.used, "limit": found.limit, "limit_use": plain(found.use)}
            yield row.region_id, {**told, "year": row.year, "is_over_limit": found.is_over}


def _newest(rows: Iterator[Any]) -> Iterator[Any]:
    """Yield the last row of each region: the newest year that is known."""
    for _region, group in groupby(rows, key=lambda row: row.region_id):
        yield list(group)[-1]


def _interest(look: Look) -> Iterator[tuple[int, dict[str, Any]]]:
    own = columns(FiscalYear)
    statement = (
        sa.select(
            *(own.region_id, own.year, own.general_interest, own.general_spending, own.special_interest),
            own.fund_spending,
        )
        .where(own.ended_at.is_(None), own.year >= look.today.year - 1)
        .order_by(own.region_id, own.year)
    )
    for row in _newest(look.rows(statement)):
        told: dict[str, Any] = {}
        pairs = (
            ("general", row.general_interest, row.general_spending),
            ("special", row.special_interest, row.fund_spending),
        )
        for name, interest, spending in pairs:
            told.update(_burden(look, row.region_id, name, interest, spending))
        if told:
            yield row.region_id, {"fiscal_year": row.year, **told}


def _burden(
    look: Look, region_id: int, name: str, interest: int | None, spending: int | None
) -> dict[str, Any]:
    rules = look.rules(region_id)
    line, warning = rules.get("risk.interest_burden_line"), rules.get("risk.interest_burden_warning")
    if interest is None or not spending or line is None or warning is None:
        return {}
    found = interest_burden(interest, spending, prewarning_line=warning.decimal(), line=line.decimal())
    if not found.is_prewarned:
        return {}
    told = {f"{name}_interest": interest, f"{name}_spending": spending, f"{name}_burden": plain(found.ratio)}
    return {**told, **({"is_over_line": True} if found.is_over_line else {})}


def _level_change(look: Look) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield regions whose official level differs from that of the year before."""
    now, before = columns(OfficialResult), sa.alias(sa.inspect(OfficialResult).local_table, "before")
    statement = (
        sa.select(now.region_id, now.year, now.level, before.c.level.label("was"))
        .where(
            before.c.region_id == now.region_id,
            before.c.year == now.year - 1,
            before.c.level != now.level,
            now.year >= look.today.year - 1,
            now.ended_at.is_(None),
        )
        .order_by(now.region_id, now.year)
    )
    for row in _newest(look.rows(statement)):
        yield row.region_id, {"official_level": row.level, "official_before": row.was}


class _Line(NamedTuple):
    """One amount of a project and year: 0 plan of operation, 1 actual, 2 money for the works, 3 debt due."""

    project_id: int
    year: int
    sort: int
    amount: int


class _Series(NamedTuple):
    """Cash and debt of one project by year."""

    project_id: int
    first: int
    operating: list[int]
    building: list[int]
    debt: list[int]


def coverage_below_bound(look: Look) -> Iterator[Found]:
    """Yield projects whose income and instalments as they are miss the bound, or whose cash ends soon.

    The database sums each project once; only those that may fall short are worked out year by year.
    """
    doubtful = (row.project_id for row in look.rows(_doubtful(look)))
    while part := list(islice(doubtful, PROJECTS_AT_ONCE)):
        streams = (_plan(part, 0, OPERATING), _actual(look, part), _plan(part, 2, BUILDING), _debt(part))
        lines = merge(*(_lines(look, one) for one in streams), key=lambda line: line.project_id)
        grouped = groupby(lines, key=lambda line: line.project_id)
        series = [one for one in (_series(key, list(group)) for key, group in grouped) if one is not None]
        if series:
            yield from _judged(look, series)


def _lines(look: Look, statement: Any) -> Iterator[_Line]:
    return (_Line(row[0], int(row[1]), row[2], int(row[3])) for row in look.rows(statement))


def _doubtful(look: Look) -> Any:
    """Return projects whose sums miss the highest bound, or whose cash is below zero in a year to come soon.

    A superset in floating point: whom it lets through is judged exactly.
    """
    bound = max((float(value) for value in look.every("coverage.lower_bond")), default=0.0) * 1.0001
    ahead = max((int(one) for one in look.every("coverage.negative_cash_warning_years")), default=0)
    years = range(look.today.year, look.today.year + ahead + 1)
    debt, actual = _debt_sums(years), _actual_sums(look)
    plan = _plan_sums(look, debt, years)
    earned = plan.c.operating + sa.func.coalesce(actual.c.net, 0)
    short = [
        plan.c[f"cash{year}"] + sa.func.coalesce(actual.c.net, 0) < debt.c[f"due{year}"] for year in years
    ]
    return (
        sa.select(plan.c.project_id)
        .join_from(plan, debt, debt.c.project_id == plan.c.project_id)
        .outerjoin(actual, actual.c.project_id == plan.c.project_id)
        .where(sa.or_(sa.cast(earned, sa.Float) < bound * sa.cast(debt.c.due, sa.Float), *short))
        .order_by(plan.c.project_id)
    )


def _debt_sums(years: range) -> Any:
    own = columns(Instalment)
    due = own.principal + own.interest
    by_year = [
        sa.func.sum(sa.case((own.payment_date <= date(year, 12, 31), due), else_=0)).label(f"due{year}")
        for year in years
    ]
    last = sa.extract("year", sa.func.max(own.payment_date)).label("last")
    return (
        sa.select(own.project_id, sa.func.sum(due).label("due"), last, *by_year)
        .where(own.state != "superseded", own.ended_at.is_(None), own.project_id.is_not(None))
        .group_by(own.project_id)
        .subquery("debt_sums")
    )


def _actual_sums(look: Look) -> Any:
    own = columns(OperationYear)
    return (
        sa.select(own.project_id, sa.func.sum(_net(own)).label("net"))
        .where(*_known(look, own))
        .group_by(own.project_id)
        .subquery("actual_sums")
    )


def _plan_sums(look: Look, debt: Any, years: range) -> Any:
    """Return what each plan earns until its last instalment, years with actual figures left out."""
    plan, cell, newest, own = columns(Forecast), columns(ForecastCell), newest_plans(), columns(OperationYear)
    plus = tuple(name for name, sign in {**OPERATING, **BUILDING}.items() if sign > 0)
    signed = sa.case((cell.item.in_(plus), cell.amount), else_=-cell.amount)
    operating = cell.item.in_(tuple(OPERATING))
    planned = sa.or_(own.id.is_(None), ~operating)
    earns = sa.and_(operating, own.id.is_(None), cell.year <= debt.c.last)
    by_year = [
        sa.func.sum(sa.case((sa.and_(planned, cell.year <= year), signed), else_=0)).label(f"cash{year}")
        for year in years
    ]
    known = sa.and_(own.project_id == plan.project_id, own.year == cell.year, *_known(look, own))
    return (
        sa.select(
            plan.project_id, sa.func.sum(sa.case((earns, signed), else_=0)).label("operating"), *by_year
        )
        .join_from(Forecast, newest, newest.c.project_id == plan.project_id)
        .join(debt, debt.c.project_id == plan.project_id)
        .join(ForecastCell, cell.forecast_id == plan.id)
        .outerjoin(OperationYear, known)
        .where(plan.number == newest.c.number, cell.item.in_((*OPERATING, *BUILDING)), cell.bucket != TOTAL)
        .group_by(plan.project_id)
        .subquery("plan_sums")
    )


def _net(own: Any) -> Any:
    return own.project_income + own.subsidy + own.land_income - own.operating_cost - own.taxes


def _known(look: Look, own: Any) -> tuple[Any, ...]:
    """Return when a year of operation counts as actual."""
    return own.state != "draft", own.ended_at.is_(None), own.year < look.today.year


def _plan(part: list[int], sort: int, items: dict[str, int]) -> Any:
    plan, cell, newest = columns(Forecast), columns(ForecastCell), newest_plans()
    plus = tuple(name for name, sign in items.items() if sign > 0)
    amount = sa.func.sum(sa.case((cell.item.in_(plus), cell.amount), else_=-cell.amount))
    return (
        sa.select(plan.project_id, cell.year, sa.literal(sort), amount)
        .join_from(Forecast, newest, newest.c.project_id == plan.project_id)
        .join(ForecastCell, cell.forecast_id == plan.id)
        .where(plan.number == newest.c.number, plan.project_id.in_(part), cell.item.in_(tuple(items)))
        .where(cell.bucket != TOTAL)
        .group_by(plan.project_id, cell.year)
        .order_by(plan.project_id, cell.year)
    )


def _actual(look: Look, part: list[int]) -> Any:
    own = columns(OperationYear)
    return (
        sa.select(own.project_id, own.year, sa.literal(1), _net(own))
        .where(own.project_id.in_(part), *_known(look, own))
        .order_by(own.project_id, own.year)
    )


def _debt(part: list[int]) -> Any:
    own = columns(Instalment)
    year = sa.extract("year", own.payment_date)
    return (
        sa.select(own.project_id, year, sa.literal(3), sa.func.sum(own.principal + own.interest))
        .where(own.project_id.in_(part), own.state != "superseded", own.ended_at.is_(None))
        .group_by(own.project_id, year)
        .order_by(own.project_id, year)
    )


def _series(project_id: int, lines: list[_Line]) -> _Series | None:
    """Return a project's years; None without a plan or without debt. Actual years replace planned ones."""
    kinds = {line.sort for line in lines}
    if not {0, 3} <= kinds:
        return None
    first, last = min(line.year for line in lines), max(line.year for line in lines if line.sort == 3)
    width = min(last - first + 1, MOST_YEARS)
    sums: dict[int, list[int]] = {0: [0] * width, 2: [0] * width, 3: [0] * width}
    actual: dict[int, int] = {}
    for line in lines:
        place = line.year - first
        if 0 <= place < width and line.sort == 1:
            actual[place] = line.amount
        elif 0 <= place < width:
            sums[line.sort][place] += line.amount
    for place, amount in actual.items():
        sums[0][place] = amount
    return _Series(project_id, first, sums[0], sums[2], sums[3])


def _judged(look: Look, part: Sequence[_Series]) -> Iterator[Found]:
    where = _where(look, [one.project_id for one in part])
    carried, cash = _tables(part)
    for place, one in enumerate(part):
        row = where.get(one.project_id)
        if row is None:
            continue
        rules = look.rules(row.region_id)
        bound, ahead = rules.get("coverage.lower_bond"), rules.get("coverage.negative_cash_warning_years")
        gap = int(cash.first_gap[place])
        gap_year = one.first + gap if gap >= 0 else None
        is_soon = (
            ahead is not None
            and gap_year is not None
            and look.today.year <= gap_year <= look.today.year + ahead.whole()
        )
        net, debt = sum(one.operating), sum(one.debt)
        is_low = bound is not None and net < bound.decimal() * debt
        if is_low or is_soon:
            figures = {
                "net_revenue": net,
                "debt_service": debt,
                "coverage": f"{carried.multiple[place]:.4f}",
                "bound": str(bound.value) if bound is not None else None,
                "gap_year": gap_year if is_soon else None,
            }
            key = one.project_id
            yield Found("project", key, row.region_id, figures, key, row.unit_id, row.department_id)


def _tables(part: Sequence[_Series]) -> tuple["CoverageTable", "CoverageTable"]:
    """Return coverage by operation alone, and running cash with the money for the works in it."""
    # The web process reads this module for its words; arrays are loaded where a scan runs.
    from decimal import Decimal

    from calculators.portfolio.coverage import coverage

    width = max(len(one.debt) for one in part)
    pad = [[0] * (width - len(one.debt)) for one in part]
    debt = [one.debt + more for one, more in zip(part, pad, strict=True)]
    net = [one.operating + more for one, more in zip(part, pad, strict=True)]
    whole = [
        [a + b for a, b in zip(one.operating, one.building, strict=True)] + more
        for one, more in zip(part, pad, strict=True)
    ]
    opening = [[0] * width for _ in part]
    terms: dict[str, Any] = {"debt_service": debt, "debt_opening": opening, "period_rate": Decimal(0)}
    return coverage(net, **terms), coverage(whole, **terms)


def _where(look: Look, ids: list[int]) -> dict[int, Any]:
    """Return region, unit and department of the running projects among these, by key."""
    project = columns(Project)
    statement = sa.select(project.id, project.region_id, project.unit_id, project.department_id).where(
        project.id.in_(ids),
        project.state.in_(("building", "operating")),
        project.ended_at.is_(None),
    )
    return {row.id: row for row in look.rows(statement)}


CONDITIONS = {"region_debt": region_debt, "coverage_below_bound": coverage_below_bound}
