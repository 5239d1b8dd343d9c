"""All tasks and alerts of this person's regions, filtered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database
from bondlife.locale import is_chinese
from bondlife.queries.keyset import Order, Page, page_of
from bondlife.queries.users import role_choices, role_label
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.kinds import shipped_kinds
from models.registry import Alert, Project, Region, Task

LEVELS = {"serious": "red", "warning": "orange", "info": "yellow"}
"""Level of an alert → level of risk on the page."""


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What the address of the list says."""

    who: str = "mine"
    state: str = "open"
    role: str = ""
    region: str = ""
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task."""

    public_id: str
    version: int
    title: str
    project: str
    href: str
    region: str
    role: str
    due_on: date | None
    done_on: date | None
    mark: str
    can_do: bool


@dataclass(frozen=True, slots=True)
class TasksView:
    """One page of tasks by their day."""

    filter: TaskFilter
    lines: Sequence[TaskLine]
    page: Page
    late: int
    today_count: int
    open_count: int
    roles: Sequence[tuple[str, str]]
    today: date
    form: Any = None


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert."""

    label: str
    risk: str
    project: str
    href: str
    region: str
    owner: str
    since: date
    closed_on: date | None
    why: str


@dataclass(frozen=True, slots=True)
class AlertsView:
    """One page of alerts, newest first."""

    state: str
    lines: Sequence[AlertLine]
    page: Page
    today: date


def tasks_view(db: Database, actor: Actor, wanted: TaskFilter, form: Any = None) -> TasksView:
    """Return one page of the tasks the actor may see."""
    task, today = columns(Task), clock.business_date()
    project, region = columns(Project), columns(Region)
    chosen = (
        *(task.id, task.due_on, task.public_id, task.version, task.title, task.title_zh, project.name),
        *(project.public_id.label("project_key"), region.name.label("region_name"), task.role, task.done_on),
    )
    statement = scoped(actor, Task, *chosen, permission="task.read").select_from(Task)
    statement = statement.outerjoin(Project, project.id == task.project_id)
    statement = statement.join(Region, region.id == task.region_id).where(*_task_conditions(actor, wanted))
    mine = scoped(actor, Task, task.due_on, permission="task.read").where(
        task.role.in_(sorted(actor.roles)), task.done_on.is_(None), task.ended_at.is_(None)
    )
    with db.reading() as session:
        order = Order(task.due_on, date, task.id)
        rows, page = page_of(session, statement, order, after=wanted.after, before=wanted.before)
        dues = list(session.execute(mine).scalars())
    lines = [_task_line(actor, row, today) for row in rows]
    late = sum(due is not None and due < today for due in dues)
    return TasksView(
        wanted, lines, page, late, sum(due == today for due in dues), len(dues), role_choices(), today, form
    )


def alerts_view(db: Database, actor: Actor, state: str, after: str, before: str) -> AlertsView:
    """Return one page of the alerts the actor may see."""
    alert, project, region = columns(Alert), columns(Project), columns(Region)
    chosen = (
        *(alert.id, alert.since, alert.key, alert.level, project.name, project.public_id),
        *(region.name.label("region_name"), alert.owner_role, alert.closed_on, alert.why),
    )
    statement = scoped(actor, Alert, *chosen, permission="alert.read").select_from(Alert)
    statement = statement.outerjoin(Project, project.id == alert.project_id)
    statement = statement.join(Region, region.id == alert.region_id)
    if state != "all":
        statement = statement.where(alert.closed_on.is_(None))
    with db.reading() as session:
        order = Order(alert.since, date, alert.id, down=True)
        rows, page = page_of(session, statement, order, after=after, before=before)
    return AlertsView(state, [_alert_line(row) for row in rows], page, clock.business_date())


def task_title(title: str, title_zh: str) -> str:
    """Return the title of a task in the language being spoken."""
    return title_zh if is_chinese() else title


def task_mark(due_on: date | None, done_on: date | None, today: date) -> str:
    """Return the mark a task carries."""
    if done_on is not None:
        return "done"
    if due_on is not None and due_on < today:
        return "late"
    return "now" if due_on == today else "open"


def _task_conditions(actor: Actor, wanted: TaskFilter) -> list[Any]:
    task, today = columns(Task), clock.business_date()
    found: list[Any] = [task.ended_at.is_(None)]
    if wanted.who == "mine":
        found.append(task.role.in_(sorted(actor.roles)))
    if wanted.role:
        found.append(task.role == wanted.role)
    if wanted.state == "done":
        found.append(task.done_on.is_not(None))
    elif wanted.state != "all":
        found.append(task.done_on.is_(None))
    if wanted.state == "late":
        found.append(task.due_on < today)
    if wanted.region:
        code = columns(Region)
        root = sa.select(code.id).where(code.code == wanted.region).scalar_subquery()
        found.append(task.region_id.in_(closure_of(root)))
    return found


def _task_line(actor: Actor, row: Any, today: date) -> TaskLine:
    return TaskLine(
        row[2],
        row[3],
        task_title(row[4], row[5]),
        row[6] or "",
        f"/projects/{row[7]}?tab=tasks" if row[7] else "",
        row[8],
        role_label(row[9]),
        row[1],
        row[10],
        task_mark(row[1], row[10], today),
        row[9] in actor.roles and row[10] is None,
    )


def _alert_line(row: Any) -> AlertLine:
    labels = {one.key: one.label for kind in shipped_kinds().values() for one in kind.alerts}
    why = row[9]
    told = (
        "；".join(f"{key}：{value}" for key, value in why.items())
        if isinstance(why, dict)
        else str(why or "")
    )
    return AlertLine(
        said(labels[row[2]]) if row[2] in labels else row[2],
        LEVELS.get(row[3], "yellow"),
        row[4] or "",
        f"/projects/{row[5]}" if row[5] else "",
        row[6],
        role_label(row[7]),
        row[1],
        row[8],
        str(told or "")[:300],
    )
