"""All tasks of this person's regions, filtered."""

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
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.registry import Project, Region, Task


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


def tasks_view(db: Database, actor: Actor, wanted: TaskFilter, form: Any = None) -> TasksView:
    """Return one page of the tasks the actor may see."""
    task, today = columns(Task), clock.business_date()
    project, region = columns(Project), columns(Region)
    chosen = (
        *(task.id, task.due_on, task.public_id, task.version, task.title, task.title_zh, project.name),
        *(project.public_id.label("project_key"), region.name.label("region_name"), task.role, task.done_on),
        *(task.subject, task.params, region.code.label("region_code")),
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


def task_title(title: str, title_zh: str) -> str:
    """Return the title of a task in the language being spoken."""
    return title_zh if is_chinese() else title


PLACES = {
    "collection": "/collections",
    "money_account": "/statements",
    "platform_line": "/platform?region={region}&state=unmatched",
    "ppp_contract": "/ppp/scores",
    "filing_line": "/year?region={region}",
    "filing_step": "/year/{step}?region={region}&period={period}",
}
"""What a task is about → the page where it is done, where that is not its project."""


def task_href(subject: str, project: str | None, params: Any, region: str) -> str:
    """Return where a task is done: the page of its subject, else of its project; empty where there is none.

    >>> task_href("filing_step", None, {"step": "debt_monthly", "period": "2036-04"}, "330304")
    '/year/debt_monthly?region=330304&period=2036-04'
    """
    place = next((page for name, page in PLACES.items() if subject.startswith(name)), "")
    if place and (not project or "{" in place):
        told = params if isinstance(params, dict) else {}
        named = {name: str(told.get(name, "")) for name in ("step", "period")}
        return place.format(**named, region=region)
    return f"/projects/{project}?tab=tasks" if project else ""


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
        task_href(row.subject, row[7], row.params, row.region_code),
        row[8],
        role_label(row[9]),
        row[1],
        row[10],
        task_mark(row[1], row[10], today),
        row[9] in actor.roles and row[10] is None,
    )
