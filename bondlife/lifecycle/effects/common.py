"""What effects share: days by a rule, rows that inherit, amounts changed under lock."""

from datetime import date, timedelta
from typing import Any, TypeVar

from bondlife.acts import Act
from bondlife.books import Rule, lifecycle_of
from bondlife.calendar import work_calendar
from bondlife.errors import Blocked, Problem
from bondlife.lifecycle.facts import by_key
from bondlife.lifecycle.history import enter
from bondlife.lifecycle.situation import Situation
from calculators.kernel.dates import add_months, add_working_days
from models.registry import Project, RecordRow

RowT = TypeVar("RowT", bound=RecordRow)


def due_by(act: Act, rule: Rule | None) -> date | None:
    """Return the day a rule sets, counted from today; None where no rule is in force."""
    if rule is None:
        return None
    if rule.unit == "month_day":
        return _next(act.business_date, str(rule.value))
    count = rule.whole()
    if rule.unit == "working_days":
        return add_working_days(act.business_date, count, work_calendar(act.session))
    if rule.unit == "months":
        return add_months(act.business_date, count)
    return act.business_date + timedelta(days=count)


def _next(today: date, month_day: str) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    this = date(today.year, month, day)
    return this if this > today else date(today.year + 1, month, day)


def started(act: Act, here: Situation, row: RowT) -> RowT:
    """Put a record made by the house at the start of its lifecycle and store it."""
    enter(act, row, lifecycle_of(here.kind, row.record))
    act.add(row)
    act.flush()
    return row


def taken_over(row: RecordRow) -> dict[str, Any]:
    """Return what a record made by the house takes over from the one it follows from."""
    names = ("region_id", "unit_id", "department_id", "project_id", "kind", "kind_version")
    return {name: getattr(row, name) for name in names}


def project_of(act: Act, row: RecordRow) -> Project | None:
    """Return the project of a record."""
    return by_key(act.session, Project, row.project_id)


def locked(act: Act, row: Any) -> Any:
    """Return a row as it stands now, locked and whole, with what this act changed written first."""
    act.flush()
    act.session.refresh(row, with_for_update=True)
    act.require_whole(row)
    return row


def require_room(used: int, whole: int) -> None:
    """Refuse an amount that another payment took meanwhile."""
    if used > whole:
        raise Blocked(Problem("taken_meanwhile", "The money was used by another payment meanwhile."))
