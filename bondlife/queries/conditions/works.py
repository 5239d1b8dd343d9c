"""Works and operation: income kept back, no asset, revenue below the forecast, delay, pledge."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa

from bondlife.books import Rule
from bondlife.queries.conditions.found import Found, Look, plain
from bondlife.queries.works_delay import delay_of, milestones_of, reports_of
from calculators.kernel.dates import add_months
from calculators.risk.levels import LevelBand
from calculators.risk.revenue_drift import revenue_drift
from models.base import columns
from models.limit_items import whole
from models.registry import Asset, FinalAccounts, Forecast, ForecastCell, Movement, OperationYear, Project

INCOME_ITEMS = ("project_income", "land_income")
HANDED_IN = ("income_handed_in",)
"""Types of movement by which project income reaches the treasury."""

TOGETHER = 500
"""Projects whose months and milestones are read at once."""

LEVELS = {"yellow": "info", "orange": "warning", "red": "serious"}


def income_not_handed_in(look: Look) -> Iterator[Found]:
    """Yield years of operation whose income was not all handed in by the day of the rule."""
    for row in look.rows(_earned(look)):
        rule = look.rules(row.region_id).get("budget.income_handed_in")
        due = date(row.year, 12, 31) + timedelta(days=rule.whole()) if rule is not None else None
        if due is not None and due < look.today:
            figures = {
                "year": row.year,
                "earned": row.earned,
                "handed_in": row.handed_in,
                "kept_back": row.earned - row.handed_in,
                "due_on": due.isoformat(),
            }
            where = (row.project_id, row.unit_id, row.department_id)
            yield Found("operation_year", row.id, row.region_id, figures, *where, since=due)


def _earned(look: Look) -> Any:
    own, move = columns(OperationYear), columns(Movement)
    into = (
        sa.select(sa.func.coalesce(sa.func.sum(move.amount), 0))
        .where(
            move.project_id == own.project_id,
            move.type.in_(HANDED_IN),
            move.state == "booked",
            sa.extract("year", move.moved_on) == own.year,
        )
        .scalar_subquery()
    )
    earned = own.project_income + own.land_income
    return (
        sa.select(
            *(own.id, own.region_id, own.project_id, own.unit_id, own.department_id, own.year),
            earned.label("earned"),
            into.label("handed_in"),
        )
        .where(own.state != "draft", own.ended_at.is_(None), own.year < look.today.year, earned > into)
        .order_by(own.id)
    )


def completed_without_asset(look: Look) -> Iterator[Found]:
    """Yield projects completed longer ago than the rule allows without an asset on record."""
    project, accounts, asset = columns(Project), columns(FinalAccounts), columns(Asset)
    done = sa.func.coalesce(sa.func.max(accounts.completed_on), project.construction_end)
    least = min((int(value) for value in look.every("risk.asset_months")), default=0)
    recorded = sa.select(asset.id).where(
        asset.project_id == project.id, asset.state != "draft", asset.ended_at.is_(None)
    )
    statement = (
        sa.select(
            project.id, project.region_id, project.unit_id, project.department_id, done.label("done_on")
        )
        .outerjoin_from(
            Project,
            FinalAccounts,
            sa.and_(accounts.project_id == project.id, accounts.ended_at.is_(None)),
        )
        .where(project.state == "operating", project.ended_at.is_(None), ~recorded.exists())
        .group_by(project.id)
        .having(done <= add_months(look.today, -least))
        .order_by(project.id)
    )
    for row in look.rows(statement):
        rule, done_on = look.rules(row.region_id).get("risk.asset_months"), _day(row.done_on)
        if rule is None or done_on is None:
            continue
        due = add_months(done_on, rule.whole())
        if due < look.today:
            figures = {"completed_on": done_on.isoformat(), "due_on": due.isoformat()}
            where = (row.id, row.unit_id, row.department_id)
            yield Found("project", row.id, row.region_id, figures, *where, since=due)


def _day(value: date | str | None) -> date | None:
    """Return a day that a function of the database may have answered as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def revenue_below_forecast(look: Look) -> Iterator[Found]:
    """Yield projects whose revenue so far falls into a band of the rule."""
    for (project_id, *who), rows in groupby(look.rows(_years()), key=lambda row: tuple(row[:4])):
        years = [row for row in rows if row.forecast]
        rule = look.rules(who[0]).get("risk.revenue_drift_bands")
        if rule is None or not years:
            continue
        actual = [max(0, int(row.actual)) for row in years]
        found = revenue_drift([int(row.forecast) for row in years], actual, bands=_bands(rule))
        if found.level.name != "none":
            figures = {
                "years": f"{years[0].year}–{years[-1].year}" if len(years) > 1 else str(years[0].year),
                "forecast": found.forecast_total,
                "actual": found.actual_total,
                "drift": plain(found.drift),
            }
            where = (project_id, who[1], who[2])
            yield Found("project", project_id, who[0], figures, *where, level=LEVELS[found.level.name])


def _bands(rule: Rule) -> list[LevelBand]:
    """Return bands from below: each begins where the graver one ends."""
    graver = [Decimal(0), *sorted(Decimal(one["below"]) for one in rule.value)]
    names = [one["key"] for one in sorted(rule.value, key=lambda one: Decimal(one["below"]))] + ["none"]
    return [LevelBand(name, name, lowest) for name, lowest in zip(names, graver, strict=True)]


def _years() -> Any:
    """Return forecast and actual income of each project and finished year, side by side."""
    own, plan, cell = columns(OperationYear), columns(Forecast), columns(ForecastCell)
    newest = newest_plans()
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
            *(own.project_id, own.region_id, own.unit_id, own.department_id, own.year),
            (own.project_income + own.land_income).label("actual"),
            forecast.c.amount.label("forecast"),
        )
        .join_from(
            OperationYear,
            forecast,
            sa.and_(forecast.c.project_id == own.project_id, forecast.c.year == own.year),
        )
        .where(own.state != "draft", own.ended_at.is_(None))
        .order_by(own.project_id, own.year)
    )


def newest_plans() -> Any:
    """Return the number of the newest plan of each project, scenarios and actual figures apart."""
    plan = columns(Forecast)
    return (
        sa.select(plan.project_id, sa.func.max(plan.number).label("number"))
        .where(plan.purpose == "plan", plan.ended_at.is_(None))
        .group_by(plan.project_id)
        .subquery("newest")
    )


def works_behind_plan(look: Look) -> Iterator[Found]:
    """Yield projects under construction that head for a completion later than the rule allows."""
    for part in chunked(look.rows(_building()), TOGETHER):
        keys = [row.Project.id for row in part]
        reports, steps = reports_of(look.session, keys), milestones_of(look.session, keys)
        for project in (row.Project for row in part):
            rules = look.rules(project.region_id)
            rule = rules.get("operation.delay_days")
            told, own = reports.get(project.id, []), steps.get(project.id, [])
            if rule is None or not (told or own):
                continue
            delay = delay_of(project, told, own, rules, look.today)
            if delay.days_late is not None and delay.days_late > rule.whole() and delay.finish:
                figures = {
                    "days_late": delay.days_late,
                    "finish": delay.finish.isoformat(),
                    "allowed_days": rule.whole(),
                }
                where = (project.id, project.unit_id, project.department_id)
                yield Found("project", project.id, project.region_id, figures, *where)


def _building() -> Any:
    project = columns(Project)
    return (
        sa.select(Project)
        .where(project.state.in_(("building", "suspended")), project.ended_at.is_(None))
        .order_by(project.id)
    )


def asset_pledged(look: Look) -> Iterator[Found]:
    """Yield assets that secure other borrowing where the rule forbids it."""
    asset = columns(Asset)
    statement = (
        sa.select(Asset)
        .where(
            asset.pledged > 0,
            asset.state.not_in(("disposed", "none_formed")),
            asset.ended_at.is_(None),
        )
        .order_by(asset.id)
    )
    for (one,) in look.rows(statement):
        rule = look.rules(one.region_id).get("reserve.no_pledge")
        if rule is not None and rule.value:
            figures = {"asset": one.name, "pledged": one.pledged}
            where = (one.project_id, one.unit_id, one.department_id)
            yield Found("asset", one.id, one.region_id, figures, *where)


def chunked(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Yield rows in lists of at most this many, so that what belongs to them is read together."""
    while part := list(islice(rows, size)):
        yield part


def own_level(figures: Mapping[str, int], family: str) -> int | None:
    """Return a printed figure of the region's own level, else of the whole region; None if not printed.

    >>> own_level({"balance_total": 9, "balance_total@own": 4}, "balance")
    4
    """
    own = {name.removesuffix("@own"): value for name, value in figures.items() if name.endswith("@own")}
    found = whole(own, family)
    return whole(figures, family) if found is None else found


CONDITIONS = {
    "works_behind_plan": works_behind_plan,
    "asset_pledged": asset_pledged,
    "income_not_handed_in": income_not_handed_in,
    "completed_without_asset": completed_without_asset,
    "revenue_drift": revenue_below_forecast,
}
