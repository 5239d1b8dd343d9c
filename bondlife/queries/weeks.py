"""The next thirteen weeks on one strip: payments, remittances, duties."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.locale import gettext, is_chinese, ngettext
from bondlife.queries.disclosure_words import form_word
from bondlife.queries.dues import DueLine
from bondlife.queries.lifewords import state_of
from bondlife.queries.tasks import task_title
from bondlife.queries.users import role_label
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.registry import Project, Publication, Region, Task

WEEKS = 13
SHOWN = 4
"""Duties the table shows; the page of tasks shows all."""
IN_A_CELL = 2
"""Points that fit into one week; one label tells how many more there are."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty with its day."""

    due_on: date
    what: str
    href: str
    owner: str
    mark: str
    word: str
    is_mine: bool
    is_prepared: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One mark of the strip."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class StripMonth:
    """A month over its weeks."""

    label: str
    weeks: int


@dataclass(frozen=True, slots=True)
class StripRow:
    """One row of the strip."""

    label: str
    weeks: Sequence[Sequence[Point]]


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip of weeks."""

    caption: str
    months: Sequence[StripMonth]
    weeks: Sequence[str]
    rows: Sequence[StripRow]


def strip_of(
    session: Session, actor: Actor, lines: Sequence[DueLine], today: date, region: str
) -> tuple[Strip, Sequence[Duty]]:
    """Return the strip from this week on, and the duties under it."""
    start = today - timedelta(days=today.weekday())
    mondays = [start + timedelta(weeks=week) for week in range(WEEKS)]
    duties = _duties(session, actor, today, mondays[-1] + timedelta(days=6), region)
    soon = today + timedelta(days=3)
    rows = (
        StripRow(gettext("Debt service"), _cells(mondays, lines, lambda one: one.payment_date, _payment)),
        StripRow(
            gettext("Remit by"),
            _cells(mondays, lines, lambda one: one.remittance_date, lambda one: _remittance(one, soon)),
        ),
        StripRow(gettext("Duties"), _cells(mondays, duties, lambda one: one.due_on, _duty_point)),
    )
    days = [str(monday.day) for monday in mondays]
    return Strip(gettext("What falls due in the next 13 weeks"), _months(mondays), days, rows), duties[:SHOWN]


def _cells(
    mondays: Sequence[date], things: Sequence[Any], day: Callable[[Any], date], point: Callable[[Any], Point]
) -> list[list[Point]]:
    return [_cell([point(one) for one in things if 0 <= (day(one) - monday).days < 7]) for monday in mondays]


def _cell(points: Sequence[Point]) -> list[Point]:
    if len(points) <= IN_A_CELL:
        return list(points)
    worst = next((one.kind for one in points if "now" in one.kind), "")
    worst = worst or next((one.kind for one in points if "hollow" in one.kind), points[0].kind)
    return [Point(worst, "；".join(one.label for one in points[:20]))]


def _payment(line: DueLine) -> Point:
    label = _label(line.payment_date, gettext("pay"), line)
    return Point("hollow" if line.gap else "", label)


def _remittance(line: DueLine, soon: date) -> Point:
    kind = "now" if line.remittance_date <= soon else "hollow" if line.gap else ""
    return Point(kind, _label(line.remittance_date, gettext("remit"), line))


def _label(day: date, what: str, line: DueLine) -> str:
    state = gettext("not secured") if line.gap else gettext("secured")
    return f"{day:%m-%d} {what} {line.project}：{state}"


def _duty_point(duty: Duty) -> Point:
    kind = "round now" if duty.is_mine else "round" if duty.is_prepared else "round hollow"
    return Point(kind, f"{duty.due_on:%m-%d} {duty.what}")


def _months(mondays: Sequence[date]) -> list[StripMonth]:
    found: list[list[date]] = []
    for monday in mondays:
        if found and found[-1][0].month == monday.month:
            found[-1].append(monday)
        else:
            found.append([monday])
    return [StripMonth(_month(group[0]), len(group)) for group in found]


def _month(day: date) -> str:
    return f"{day.month} 月" if is_chinese() else _MONTHS[day.month - 1]


def _duties(session: Session, actor: Actor, today: date, last: date, region: str) -> list[Duty]:
    """Return tasks and publications with a day in the weeks to come."""
    found = [
        *_task_duties(session, actor, today, last, region),
        *_publications(session, actor, today, last, region),
    ]
    return sorted(found, key=lambda duty: (duty.due_on, duty.what))


def _task_duties(session: Session, actor: Actor, today: date, last: date, region: str) -> list[Duty]:
    task, project = columns(Task), columns(Project)
    chosen = (task.due_on, task.title, task.title_zh, task.role, project.name, project.public_id)
    statement = scoped(actor, Task, *chosen, permission="task.read").select_from(Task)
    statement = statement.outerjoin(Project, project.id == task.project_id)
    statement = statement.where(
        task.done_on.is_(None), task.ended_at.is_(None), task.due_on >= today, task.due_on <= last
    )
    rows = session.execute(_in_region(statement, task, region).order_by(task.due_on).limit(100))
    return [_task_duty(actor, row, today) for row in rows]


def _task_duty(actor: Actor, row: Any, today: date) -> Duty:
    mine = row.role in actor.roles and row.due_on <= today
    what = task_title(row.title, row.title_zh)
    if row.name:
        what = f"{what} · {row.name}"
    href = f"/projects/{row.public_id}?tab=tasks" if row.public_id else "/tasks"
    mark = "now" if mine else "open"
    word = gettext("mine now") if mine else gettext("not begun")
    return Duty(row.due_on, what, href, role_label(row.role), mark, word, mine, False)


def _publications(session: Session, actor: Actor, today: date, last: date, region: str) -> list[Duty]:
    own, project = columns(Publication), columns(Project)
    chosen = (own.due_on, own.form, own.state, own.kind, own.public_id, project.name)
    statement = scoped(actor, Publication, *chosen, permission="publication.read").select_from(Publication)
    statement = statement.outerjoin(Project, project.id == own.project_id)
    statement = statement.where(
        own.published_on.is_(None), own.due_on.is_not(None), own.due_on <= last, own.ended_at.is_(None)
    )
    rows = session.execute(_in_region(statement, own, region).order_by(own.due_on).limit(100))
    return [_publication(row, today) for row in rows]


def _publication(row: Any, today: date) -> Duty:
    word, mark = state_of(row.kind, "publication", row.state)
    if row.due_on < today:
        late = (today - row.due_on).days
        mark, word = "no", ngettext("%(num)d day late", "%(num)d days late", late) % {"num": late}
    what = gettext("Publish %(form)s") % {"form": form_word(row.form)}
    if row.name:
        what = f"{what} · {row.name}"
    prepared = row.state not in {"draft", "planned"}
    href = f"/publications/{row.public_id}"
    return Duty(row.due_on, what, href, role_label("publisher"), mark, word, False, prepared)


def _in_region(statement: Any, column: Any, region: str) -> Any:
    if not region:
        return statement
    code = columns(Region)
    root = sa.select(code.id).where(code.code == region).scalar_subquery()
    return statement.where(column.region_id.in_(closure_of(root)))
