"""The records, readiness items and tasks of a project, each with its state and the way to its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlmodel import Session

from bondlife import clock
from bondlife.locale import is_chinese
from bondlife.queries.alert_words import alert_label
from bondlife.queries.approvals import amount_of
from bondlife.queries.steps import href_of, title_of
from bondlife.queries.words import progress_of, role_name, said, state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Kind
from models.registry import RECORDS, Alert, Permit, Project, RecordRow, Task
from models.rules.reserve import READINESS_ITEMS

_MARKS = {"done": "done", "active": "wait", "trouble": "no", "none": "open"}
_ELSEWHERE = frozenset({"project", "bond", "instalment", "budget_sheet"})


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record in a list."""

    title: str
    href: str
    state: str
    mark: str
    amount: str
    since: date | None


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """The records of one type."""

    record: str
    label: str
    track: str
    lines: Sequence[RecordLine]
    new_href: str


@dataclass(frozen=True, slots=True)
class PermitLine:
    """One readiness item."""

    type: str
    label: str
    held: bool
    number: str
    issued_on: str
    expires_on: str
    note: str


@dataclass(frozen=True, slots=True)
class RecordsView:
    """The records tab."""

    groups: Sequence[RecordGroup]
    permits: Sequence[PermitLine]
    permits_held: int
    can_permit: bool
    project_id: str


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task."""

    title: str
    role: str
    due_on: date | None
    done_on: date | None
    mark: str


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One open alert."""

    title: str
    public_id: str
    level: str
    since: date
    owner: str


@dataclass(frozen=True, slots=True)
class TasksView:
    """The tasks tab."""

    tasks: Sequence[TaskLine]
    alerts: Sequence[AlertLine]
    today: date


@dataclass(frozen=True, slots=True)
class PermitForm:
    """The readiness grid to fill in."""

    project: str
    project_id: str
    rows: Sequence[PermitLine]
    idempotency_key: str
    errors: dict[str, str]
    crumbs: Sequence[tuple[str, str]]


def records_view(session: Session, actor: Actor, project: Project, kind: Kind) -> RecordsView:
    """Return every record of a project by type."""
    groups = []
    for lifecycle in kind.lifecycles:
        record = lifecycle.record
        if record in _ELSEWHERE or not actor.can(f"{record}.read"):
            continue
        rows = _rows(session, actor, project, record)
        may = actor.can_on(f"{record}.create", project.region_id, project.unit_id, project.department_id)
        href = f"/records/{record}/new?project={project.public_id}" if may else ""
        lines = [_line(session, kind, row) for row in rows]
        groups.append(RecordGroup(record, said(lifecycle.label), lifecycle.track, lines, href))
    permits = permit_lines(session, actor, project)
    may = actor.can_on("permit.edit", project.region_id, project.unit_id, project.department_id)
    held = sum(line.held for line in permits)
    return RecordsView(groups, permits, held, may, project.public_id)


def _rows(session: Session, actor: Actor, project: Project, record: str) -> list[RecordRow]:
    model = RECORDS[record]
    column = columns(model)
    statement = scoped(actor, model, permission=f"{record}.read").where(
        column.project_id == project.id, column.ended_at.is_(None)
    )
    return list(session.execute(statement.order_by(column.id.desc()).limit(100)).scalars())


def _line(session: Session, kind: Kind, row: RecordRow) -> RecordLine:
    return RecordLine(
        title_of(session, row),
        href_of(row),
        state_name(kind, row.record, row.state),
        _MARKS[progress_of(kind, row)],
        amount_of(row)[1],
        clock.local(row.state_since).date() if row.state_since else None,
    )


def permit_lines(session: Session, actor: Actor, project: Project) -> list[PermitLine]:
    """Return all readiness items, those not entered yet included."""
    permit = columns(Permit)
    statement = scoped(actor, Permit, permission="permit.read").where(
        permit.project_id == project.id, permit.ended_at.is_(None)
    )
    held = {row.type: row for row in session.execute(statement).scalars()}
    return [_permit(key, said(label), held.get(key)) for key, label in READINESS_ITEMS]


def _permit(key: str, label: str, row: Permit | None) -> PermitLine:
    if row is None:
        return PermitLine(key, label, held=False, number="", issued_on="", expires_on="", note="")
    return PermitLine(key, label, row.held, row.number, _day(row.issued_on), _day(row.expires_on), row.note)


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def permit_form(session: Session, actor: Actor, project: Project) -> PermitForm:
    """Return the readiness grid of a project."""
    place = f"/projects/{project.public_id}"
    return PermitForm(
        project.name,
        project.public_id,
        permit_lines(session, actor, project),
        str(uuid4()),
        {},
        [(project.name, place)],
    )


def tasks_view(session: Session, actor: Actor, project: Project) -> TasksView:
    """Return the tasks and open alerts of a project."""
    task, alert, today = columns(Task), columns(Alert), clock.business_date()
    wanted = scoped(actor, Task, permission="task.read").where(
        task.project_id == project.id, task.ended_at.is_(None)
    )
    tasks = session.execute(
        wanted.order_by(task.done_on.is_not(None), task.due_on, task.id).limit(100)
    ).scalars()
    open_alerts = scoped(actor, Alert, permission="alert.read").where(
        alert.project_id == project.id, alert.closed_on.is_(None)
    )
    alerts = session.execute(open_alerts.order_by(alert.since).limit(100)).scalars()
    return TasksView([_task(one, today) for one in tasks], [_alert(one) for one in alerts], today)


def _task(one: Task, today: date) -> TaskLine:
    late = one.done_on is None and one.due_on is not None and one.due_on < today
    mark = "done" if one.done_on is not None else "late" if late else "open"
    return TaskLine(
        one.title_zh if is_chinese() else one.title, role_name(one.role), one.due_on, one.done_on, mark
    )


def _alert(one: Alert) -> AlertLine:
    return AlertLine(alert_label(one.key), one.public_id, one.level, one.since, role_name(one.owner_role))
