"""What waits for this person, by urgency, and what this person waits for from others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.locale import gettext, ngettext
from bondlife.queries.alert_words import alert_label
from bondlife.queries.tasks import task_href, task_title
from bondlife.queries.users import role_label
from bondlife.queries.words import act_name, kind_holding, record_name, said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import Alert, Approval, Opinion, Project, Region, Task

EACH = 4
"""Entries a group shows; the page of tasks shows all."""
CHANGE = Label("change of figures", "数据变更")


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One entry: what, where, how urgent, the button."""

    what: str
    href: str
    action: str
    action_href: str
    is_first: bool
    mark: str
    word: str
    note: str
    why_not: str = ""
    why_not_href: str = ""


@dataclass(frozen=True, slots=True)
class TodoGroup:
    """Entries of one urgency; ``count`` counts those not shown as well."""

    title: str
    count: int
    tasks: Sequence[TodoItem]


@dataclass(frozen=True, slots=True)
class Todo:
    """Everything that must be done."""

    groups: Sequence[TodoGroup]
    late: int
    due_today: int
    total: int


def todo_of(session: Session, actor: Actor, today: date, region: str) -> Todo:
    """Return tasks, signatures and alerts that wait for this person, then what others owe.

    Each group is cut to a few entries in the database; the counts are of all.
    """
    task = columns(Task)
    spans = (task.due_on < today, task.due_on == today, sa.or_(task.due_on.is_(None), task.due_on > today))
    counts = _task_counts(session, actor, region, spans)
    late, now, later = (_tasks(session, actor, region, span) for span in spans)
    signs = _approvals(session, actor, region, mine=False)
    owed = _approvals(session, actor, region, mine=True)
    alert_count, alerts = _alerts(session, actor, region)
    found = [
        TodoGroup(gettext("Late"), counts[0], [_task(row, today) for row in late]),
        TodoGroup(gettext("Due today"), counts[1], [_task(row, today) for row in now]),
        _group(gettext("Waits for my signature"), [_sign(row, is_mine=False) for row in signs]),
        TodoGroup(gettext("Alerts of mine"), alert_count, [_alert(row, today) for row in alerts]),
        TodoGroup(gettext("Next"), counts[2], [_task(row, today) for row in later]),
        _group(gettext("Waiting for others"), [_sign(row, is_mine=True) for row in owed]),
    ]
    groups = _first_marked([group for group in found if group.count])
    return Todo(groups, counts[0], counts[1], sum(counts) + len(signs))


def _group(title: str, items: Sequence[TodoItem]) -> TodoGroup:
    return TodoGroup(title, len(items), items[:EACH])


def _first_marked(groups: list[TodoGroup]) -> list[TodoGroup]:
    """Make the first button of the page the blue one."""
    for place, group in enumerate(groups):
        if group.tasks and group.tasks[0].action:
            first = group.tasks[0]
            marked = TodoItem(first.what, first.href, first.action, first.action_href, True, *_rest(first))
            changed = TodoGroup(group.title, group.count, [marked, *group.tasks[1:]])
            return [*groups[:place], changed, *groups[place + 1 :]]
    return groups


def _rest(item: TodoItem) -> tuple[str, str, str]:
    return item.mark, item.word, item.note


def _my_tasks(actor: Actor, region: str, *chosen: Any) -> Any:
    task = columns(Task)
    statement = scoped(actor, Task, *chosen, permission="task.read").select_from(Task)
    statement = statement.where(
        task.role.in_(sorted(actor.roles)), task.done_on.is_(None), task.ended_at.is_(None)
    )
    return _in_region(statement, task, region)


def _task_counts(session: Session, actor: Actor, region: str, spans: Sequence[Any]) -> list[int]:
    sums = [sa.func.coalesce(sa.func.sum(sa.case((span, 1), else_=0)), 0) for span in spans]
    return [int(one) for one in session.execute(_my_tasks(actor, region, *sums)).one()]


def _tasks(session: Session, actor: Actor, region: str, span: Any) -> Sequence[Any]:
    task, project = columns(Task), columns(Project)
    place = columns(Region)
    chosen = (task.due_on, task.title, task.title_zh, project.name, project.public_id, task.subject)
    more = (task.params, place.code)
    statement = _my_tasks(actor, region, *chosen, *more).outerjoin(Project, project.id == task.project_id)
    statement = statement.join(Region, place.id == task.region_id)
    return session.execute(statement.where(span).order_by(task.due_on, task.id).limit(EACH)).all()


def _alerts(session: Session, actor: Actor, region: str) -> tuple[int, Sequence[Any]]:
    """Return how many open alerts are this person's role's, and the first few by their day."""
    own, project = columns(Alert), columns(Project)
    conditions = (
        own.owner_role.in_(sorted(actor.roles)),
        own.closed_on.is_(None),
        own.snoozed_until.is_(None),
        own.ended_at.is_(None),
    )
    count = scoped(actor, Alert, sa.func.count(), permission="alert.read").where(*conditions)
    chosen = (own.public_id, own.key, own.level, own.due_on, own.since, project.name)
    statement = scoped(actor, Alert, *chosen, permission="alert.read").select_from(Alert)
    statement = statement.outerjoin(Project, project.id == own.project_id).where(*conditions)
    grave = sa.case((own.level == "serious", 0), else_=1)
    rows = session.execute(
        _in_region(statement, own, region).order_by(grave, own.due_on, own.id).limit(EACH)
    ).all()
    return int(session.execute(_in_region(count, own, region)).scalar_one()), rows


def _alert(row: Any, today: date) -> TodoItem:
    href, note = f"/alerts/{row.public_id}", row.name or ""
    if row.due_on is not None and row.due_on < today:
        days = (today - row.due_on).days
        word = ngettext("%(num)d day late", "%(num)d days late", days) % {"num": days}
        return TodoItem(alert_label(row.key), href, "", "", False, "late", word, note)
    due = gettext("due on %(day)s") % {"day": f"{row.due_on:%m-%d}"} if row.due_on else ""
    return TodoItem(alert_label(row.key), href, "", "", False, "open", due, note)


def _task(row: Any, today: date) -> TodoItem:
    what = task_title(row.title, row.title_zh)
    href = task_href(row.subject, row.public_id, row.params, row.code) or "/tasks"
    note = row.name or ""
    if row.due_on is not None and row.due_on < today:
        days = (today - row.due_on).days
        word = ngettext("%(num)d day late", "%(num)d days late", days) % {"num": days}
        due = gettext("due on %(day)s") % {"day": f"{row.due_on:%m-%d}"}
        told = f"{due} · {note}" if note else due
        return TodoItem(what, href, gettext("Do it"), href, False, "late", word, told)
    if row.due_on is not None and row.due_on > today:
        due = gettext("due on %(day)s") % {"day": f"{row.due_on:%m-%d}"}
        return TodoItem(what, href, "", "", False, "open", due, note)
    return TodoItem(what, href, gettext("Do it"), href, False, "", "", note)


def _approvals(session: Session, actor: Actor, region: str, *, mine: bool) -> list[Approval]:
    approval, opinion = columns(Approval), columns(Opinion)
    statement = scoped(actor, Approval, permission="approval.read").where(approval.state == "waiting")
    if mine:
        statement = statement.where(approval.prepared_by == actor.user_id)
    else:
        signed = sa.select(opinion.approval_id).where(opinion.user_id == actor.user_id)
        statement = statement.where(
            approval.waiting_role.in_(sorted(actor.roles)),
            approval.prepared_by != actor.user_id,
            approval.id.not_in(signed),
        )
    statement = _in_region(statement, approval, region).order_by(approval.waiting_since, approval.id)
    found = session.execute(statement).scalars().all()
    return [one for one in found if mine or _is_my_section(actor, one)]


def _is_my_section(actor: Actor, approval: Approval) -> bool:
    """Tell whether the step that waits is of this person's section."""
    section = approval.steps[approval.current_step].get("section", "")
    lent = {grant.section for grant in actor.grants if grant.for_user_id is not None}
    return not section or not actor.section or section in {actor.section, *lent}


def _sign(approval: Approval, *, is_mine: bool) -> TodoItem:
    kind = kind_holding(approval.subject)
    act = f"{approval.subject}.{approval.transition}"
    what = said(CHANGE) if approval.transition == "@change" else act_name(kind, act)
    href = f"/approvals/{approval.public_id}"
    since = approval.waiting_since or approval.created_at
    days = (clock.now() - since).days if since else 0
    waited = ngettext("%(num)d day", "%(num)d days", days) % {"num": days}
    note = f"{record_name(kind, approval.subject)} · {approval.reason}" if approval.reason else ""
    note = note or record_name(kind, approval.subject)
    if is_mine:
        word = f"{role_label(approval.waiting_role)} · {waited}"
        return TodoItem(what, href, "", "", False, "wait", word, note)
    return TodoItem(what, href, gettext("Look and sign"), href, False, "", "", f"{note} · {waited}")


def _in_region(statement: Any, column: Any, region: str) -> Any:
    if not region:
        return statement
    code = columns(Region)
    root = sa.select(code.id).where(code.code == region).scalar_subquery()
    return statement.where(column.region_id.in_(closure_of(root)))
