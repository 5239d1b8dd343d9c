"""Duties for projects with bonds: the yearly forms, performance results, changes of use."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife.disclosure.duties.wanted import Wanted, after, in_year
from bondlife.queries.conditions.found import Look
from models.base import columns
from models.disclosure_duties import BY_KEY
from models.registry import (
    Bond,
    BondShare,
    ChangeOfUse,
    Evaluation,
    PerformanceGoal,
    Project,
    StateMove,
)

ON_THE_MARKET = ("issued", "redeemed")


def annual_national(look: Look) -> Iterator[Wanted]:
    """Yield the special bonds each project held at the end of the last year."""
    yield from _shares(look, "annual_national", "special")


def annual_general(look: Look) -> Iterator[Wanted]:
    """Yield the general bonds each project held at the end of the last year."""
    yield from _shares(look, "annual_general", "general")


def _shares(look: Look, what: str, bond_type: str) -> Iterator[Wanted]:
    for row in look.rows(_held(look, bond_type)):
        if asked(look, row.region_id, BY_KEY[what].form):
            yield _wanted(look, what, "bond_share", row.share_id, row, bond_id=row.bond_id)


def annual_table(look: Look) -> Iterator[Wanted]:
    """Yield each project that held bonds at the end of the last year, where its table is asked."""
    yield from _projects(look, "annual_table", "F4")


def annual_report(look: Look) -> Iterator[Wanted]:
    """Yield each project that held bonds at the end of the last year, where a report is asked."""
    yield from _projects(look, "annual_report", "F5")


def _projects(look: Look, what: str, form: str) -> Iterator[Wanted]:
    before: int | None = None
    for row in look.rows(_held(look, "special")):
        if row.project_id != before and asked(look, row.region_id, form):
            yield _wanted(look, what, "project", row.project_id, row)
        before = row.project_id


def asked(look: Look, region_id: int, form: str) -> bool:
    """Tell whether the rules of a region ask for a yearly form, of special bonds or of general ones."""
    rules = (
        look.rules(region_id).get(key) for key in ("disclosure.annual_forms", "disclosure.general_forms")
    )
    return any(rule is not None and form in rule.value for rule in rules)


def _held(look: Look, bond_type: str) -> Any:
    """Return the shares of a type held at the end of the last year, of bonds not all repaid before it."""
    share, bond, project = columns(BondShare), columns(Bond), columns(Project)
    first, last = date(look.today.year - 1, 1, 1), date(look.today.year - 1, 12, 31)
    issued = sa.func.coalesce(bond.issue_date, bond.value_date, sa.literal(first))
    return (
        sa.select(
            share.id.label("share_id"),
            share.bond_id,
            share.project_id,
            share.region_id,
            share.unit_id,
            share.department_id,
        )
        .join_from(BondShare, Bond, bond.id == share.bond_id)
        .join(Project, project.id == share.project_id)
        .where(
            share.state != "cancelled",
            share.ended_at.is_(None),
            project.ended_at.is_(None),
            bond.state.in_(ON_THE_MARKET),
            bond.bond_type == bond_type,
            bond.year < look.today.year,
            issued <= last,
            sa.or_(bond.maturity_date.is_(None), bond.maturity_date >= first),
        )
        .order_by(share.project_id, share.id)
    )


def _wanted(look: Look, what: str, subject: str, key: int, row: Any, **more: Any) -> Wanted:
    year = look.today.year - 1
    due = in_year(look.rules(row.region_id).get(BY_KEY[what].rule), look.today.year)
    own = {name: getattr(row, name) for name in ("project_id", "unit_id", "department_id")}
    return Wanted(what, subject, key, str(year), row.region_id, date(year, 12, 31), due, **own, **more)


def performance(look: Look) -> Iterator[Wanted]:
    """Yield projects whose evaluation of the last year is concluded."""
    own, year = columns(Evaluation), look.today.year - 1
    statement = (
        sa.select(own.project_id, own.region_id, own.unit_id, own.department_id)
        .where(
            own.year == year,
            own.type == "self",
            own.state == "concluded",
            own.ended_at.is_(None),
            own.project_id.is_not(None),
        )
        .order_by(own.project_id)
    )
    for row in look.rows(statement):
        yield _wanted(look, "performance", "project", row.project_id, row)


def performance_goals(look: Look) -> Iterator[Wanted]:
    """Yield projects whose goals of this year or the last were approved, from the first approval on."""
    own, move = columns(PerformanceGoal), columns(StateMove)
    approved = sa.and_(move.record == "goal", move.record_id == own.id, move.transition == "approve")
    who = (own.project_id, own.year, own.region_id, own.unit_id, own.department_id)
    statement = (
        sa.select(*who, sa.func.min(move.business_date).label("day"))
        .join_from(PerformanceGoal, StateMove, approved)
        .where(
            own.layer == "project",
            own.year >= look.today.year - 1,
            own.project_id.is_not(None),
            own.ended_at.is_(None),
        )
        .group_by(*who)
        .order_by(own.project_id, own.year)
    )
    for row in look.rows(statement):
        due = after(look, look.rules(row.region_id).get(BY_KEY["performance_goals"].rule), row.day)
        cut_off = max(row.day, date(row.year, 1, 1))
        place = (row.project_id, str(row.year), row.region_id, cut_off, due, row.project_id)
        bodies = {"unit_id": row.unit_id, "department_id": row.department_id}
        yield Wanted("performance_goals", "project", *place, **bodies)


def change_of_use(look: Look) -> Iterator[Wanted]:
    """Yield changes of use that the province approved."""
    own, move = columns(ChangeOfUse), columns(StateMove)
    statement = (
        sa.select(
            own.id,
            own.region_id,
            own.project_id,
            own.unit_id,
            own.department_id,
            move.business_date.label("day"),
        )
        .join_from(
            ChangeOfUse,
            StateMove,
            sa.and_(move.record == "change_of_use", move.record_id == own.id, move.transition == "approve"),
        )
        .where(own.state == "approved", own.ended_at.is_(None))
        .order_by(own.id)
    )
    for row in look.rows(statement):
        due = after(look, look.rules(row.region_id).get(BY_KEY["change_of_use"].rule), row.day)
        where = (row.project_id, None, row.unit_id, row.department_id)
        yield Wanted("change_of_use", "change_of_use", row.id, "", row.region_id, row.day, due, *where)


FINDERS = {
    "annual_national": annual_national,
    "annual_general": annual_general,
    "annual_table": annual_table,
    "annual_report": annual_report,
    "performance": performance,
    "performance_goals": performance_goals,
    "change_of_use": change_of_use,
}
