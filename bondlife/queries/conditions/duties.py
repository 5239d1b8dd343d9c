"""Days that come: instalments, publications, goals and self-evaluations (A9 to A11)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bondlife.books import RuleBook
from bondlife.queries.conditions.found import Found, Look, days
from calculators.kernel.dates import add_working_days
from models.base import ScopedRow, columns
from models.registry import (
    Bond,
    BondShare,
    DisclosureDuty,
    Evaluation,
    Instalment,
    Project,
    Publication,
)

OPEN_INSTALMENT = ("planned", "budgeted", "notified", "shortfall", "refinancing", "overdue")
OPEN_PUBLICATION = ("due", "drafted", "approved", "packaged")
ACTIVE = ("building", "operating")
BEFORE_ISSUE = frozenset({"F1", "F2"})
AHEAD_DAYS = 60
"""No rule warns of a disclosure earlier than so many days ahead."""
SERIOUS_DAYS = 15
"""An instalment so near is grave; a longer notice warns, the first ones inform."""


def instalment_due(look: Look) -> Iterator[Found]:
    """Yield instalments whose notice has begun, and those that are overdue."""
    own = columns(Instalment)
    widest = max((max(days(value), default=0) for value in look.every("repayment.notices")), default=0)
    statement = (
        sa.select(
            *(
                own.id,
                own.region_id,
                own.project_id,
                own.unit_id,
                own.department_id,
                own.principal,
                own.interest,
            ),
            *(own.secured, own.paid, own.payment_date, own.remittance_date, own.state),
        )
        .where(
            own.state.in_(OPEN_INSTALMENT),
            own.ended_at.is_(None),
            own.payment_date <= look.today + timedelta(days=widest),
        )
        .order_by(own.id)
    )
    for row in look.rows(statement):
        found = _instalment(look, row)
        if found is not None:
            yield found


def _instalment(look: Look, row: Any) -> Found | None:
    rule = look.rules(row.region_id).get("repayment.notices")
    left = (row.payment_date - look.today).days
    begun = [one for one in days(rule.value if rule is not None else ()) if left <= one]
    if not begun:
        return None
    held, due = max(row.secured, row.paid), row.principal + row.interest
    is_late = left < 0 or row.state == "overdue" or row.remittance_date < look.today
    level = "serious" if is_late or left <= SERIOUS_DAYS else "warning" if left <= 30 else "info"
    figures = {
        "due": due,
        "secured": held,
        "missing": max(0, due - held),
        "payment_date": row.payment_date.isoformat(),
        "remittance_date": row.remittance_date.isoformat(),
        "notice_days": min(begun),
        "is_overdue": is_late,
    }
    since = row.payment_date - timedelta(days=max(begun))
    where = (row.project_id, row.unit_id, row.department_id)
    return Found("instalment", row.id, row.region_id, figures, *where, level=level, since=since)


def disclosure_due(look: Look) -> Iterator[Found]:
    """Yield publications, and duties nobody has taken up, whose first warning day has come."""
    own, duty = columns(Publication), columns(DisclosureDuty)
    yield from _due(look, Publication, own.state.in_(OPEN_PUBLICATION))
    untaken = sa.and_(duty.state == "open", duty.publication_id.is_(None))
    yield from _due(look, DisclosureDuty, untaken)


def _due(look: Look, model: type[ScopedRow], is_open: Any) -> Iterator[Found]:
    own = columns(model)
    names = ("id", "region_id", "project_id", "unit_id", "department_id", "form", "due_on")
    statement = (
        sa.select(*(own[name] for name in names))
        .where(is_open, own.ended_at.is_(None), own.due_on <= look.today + timedelta(days=AHEAD_DAYS))
        .order_by(own.id)
    )
    for row in look.rows(statement):
        begun = [day for day in warning_days(look, row) if day <= look.today]
        if begun:
            level = "serious" if look.today >= row.due_on else "warning" if len(begun) > 1 else "info"
            figures = {
                "form": row.form,
                "due_on": row.due_on.isoformat(),
                "is_overdue": row.due_on < look.today,
            }
            where = (row.project_id, row.unit_id, row.department_id)
            subject = own.id.table.name
            yield Found(subject, row.id, row.region_id, figures, *where, level=level, since=min(begun))


def warning_days(look: Look, row: Any) -> list[date]:
    """Return the days a warning falls on: by working day before a tender, else by day before the due day.

    ``row`` has region_id, form and due_on; the due day itself is always one of them.
    """
    rules = look.rules(row.region_id)
    if row.form in BEFORE_ISSUE:
        rule = rules.get("disclosure.pre_issue_warnings")
        counts = days(rule.value if rule is not None else ())
        return [add_working_days(row.due_on, -count, look.calendar) for count in counts] + [row.due_on]
    rule = rules.get("disclosure.annual_warnings")
    offsets = _offsets(rule.value if rule is not None else ["06-30"])
    return [row.due_on - timedelta(days=offset) for offset in offsets]


def _offsets(month_days: Any) -> list[int]:
    """Return how many days before the last one each warning of a year falls."""
    falls = sorted(date(2001, *(int(part) for part in str(one).split("-"))) for one in month_days)
    return [(falls[-1] - day).days for day in falls]


def evaluation_missing(look: Look) -> Iterator[Found]:
    """Yield projects with bond money that have no goals, or no self-evaluation of last year by its day."""
    year = look.today.year - 1
    for row in look.rows(_with_money(year)):
        due = _evaluation_day(look.rules(row.region_id), look.today.year)
        late = (
            due if due is not None and due < look.today and row.has_old_money and not row.evaluated else None
        )
        if late is not None or not row.has_goals:
            figures = {
                "goals_missing": not row.has_goals,
                "year": year if late is not None else None,
                "due_on": late.isoformat() if late is not None else None,
            }
            where = (row.id, row.unit_id, row.department_id)
            yield Found("project", row.id, row.region_id, figures, *where, since=late)


def _with_money(year: int) -> Any:
    project, done, share, bond = columns(Project), columns(Evaluation), columns(BondShare), columns(Bond)
    evaluated = sa.select(done.id).where(
        done.project_id == project.id,
        done.type == "self",
        done.year == year,
        done.state.not_in(("draft", "withdrawn")),
    )
    money = sa.select(
        share.project_id, sa.func.min(bond.value_date).label("first"), sa.func.count().label("shares")
    ).join_from(BondShare, Bond, bond.id == share.bond_id)
    held = (
        money.where(share.received > 0, share.ended_at.is_(None)).group_by(share.project_id).subquery("held")
    )
    goals = sa.type_coerce(project.fields, sa.Text).like('%"goal_output":"_%')
    old = sa.and_(held.c.first.is_not(None), held.c.first <= date(year, 12, 31))
    return (
        sa.select(
            *(project.id, project.region_id, project.unit_id, project.department_id),
            goals.label("has_goals"),
            old.label("has_old_money"),
            evaluated.exists().label("evaluated"),
        )
        .join_from(Project, held, held.c.project_id == project.id)
        .where(
            project.state.in_(ACTIVE),
            project.ended_at.is_(None),
            sa.or_(~goals, sa.and_(old, ~evaluated.exists())),
        )
        .order_by(project.id)
    )


def _evaluation_day(rules: RuleBook, year: int) -> date | None:
    rule = rules.get("performance.self_evaluation_date")
    if rule is None:
        return None
    month, day = (int(part) for part in str(rule.value).split("-"))
    return date(year, month, day)


CONDITIONS = {
    "instalment_due": instalment_due,
    "disclosure_due": disclosure_due,
    "evaluation_missing": evaluation_missing,
}
