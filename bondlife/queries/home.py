"""The home of a person who works on projects: what must be done, what falls due, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.locale import is_chinese
from bondlife.queries.changes import Change, changes_since
from bondlife.queries.dues import (
    SETTLED,
    DueLine,
    gap_amount,
    instalment_figure,
    line_columns,
    line_of,
    of_actor,
    with_names,
)
from bondlife.queries.figures import Figure, Part, sum_figure
from bondlife.queries.todo import Todo, todo_of
from bondlife.queries.weeks import Duty, Strip, strip_of
from bondlife.security.actor import Actor
from models.base import columns
from models.lifecycle import Label
from models.registry import Instalment

DAYS = 90
LINES = 6
"""Instalments the home shows one by one; the calendar shows the rest."""
PLOTTED = 200
"""Instalments that enter the strip of weeks."""


@dataclass(frozen=True, slots=True)
class DueSums:
    """Everything that falls due in the next 90 days, overdue instalments included."""

    count: int
    principal: int
    interest: int
    gap: int
    short_count: int

    @property
    def due(self) -> int:
        """Return principal and interest together."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    today: date
    weekday: str
    until: date
    sums: DueSums
    first: DueLine | None
    remit: DueLine | None
    lines: Sequence[DueLine]
    strip: Strip
    duties: Sequence[Duty]
    todo: Todo
    changes: Sequence[Change]
    change_count: int
    since: Any
    region: str
    explain: Any = None


def home_view(
    db: Database, actor: Actor, session_id: int | None, *, region: str = "", explain: str = ""
) -> HomeView:
    """Return the home of this person, for a region's subtree where one is named."""
    today = clock.business_date()
    until = today + timedelta(days=DAYS)
    with db.reading() as session:
        sums = _sums(session, actor, until, region)
        lines = _lines(session, actor, until, region)
        todo = todo_of(session, actor, today, region)
        since, changes = changes_since(session, actor, session_id, region)
        asked = _asked(session, actor, explain, lines) if explain else None
        strip, duties = strip_of(session, actor, lines, today, region)
    open_lines = [line for line in lines if not line.is_settled]
    return HomeView(
        today,
        weekday(today),
        until,
        sums,
        open_lines[0] if open_lines else None,
        min(open_lines, key=lambda line: line.remittance_date, default=None),
        open_lines[:LINES],
        strip,
        duties,
        todo,
        changes[:LINES],
        len(changes),
        since,
        region,
        asked,
    )


def weekday(day: date) -> str:
    """Return the day of the week in words."""
    if is_chinese():
        return "星期" + "一二三四五六日"[day.weekday()]
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day.weekday()]


def _window(actor: Actor, until: date, region: str, *chosen: Any) -> Any:
    own = columns(Instalment)
    statement = of_actor(actor, *chosen, region=region)
    return statement.where(own.payment_date <= until, own.state.not_in(SETTLED))


def _sums(session: Session, actor: Actor, until: date, region: str) -> DueSums:
    own = columns(Instalment)
    short = sa.case((gap_amount() > 0, 1), else_=0)
    sums = [
        sa.func.count(),
        *(sa.func.sum(one) for one in (own.principal, own.interest, gap_amount(), short)),
    ]
    row = session.execute(_window(actor, until, region, *sums)).one()
    return DueSums(*(int(value or 0) for value in row))


def _lines(session: Session, actor: Actor, until: date, region: str) -> list[DueLine]:
    own = columns(Instalment)
    statement = with_names(_window(actor, until, region, *line_columns()))
    found = session.execute(statement.order_by(own.payment_date, own.id).limit(PLOTTED))
    return [line_of(row) for row in found]


def _asked(session: Session, actor: Actor, key: str, lines: Sequence[DueLine]) -> Figure | None:
    if key in {"due", "gap"}:
        label = Label("Due within 90 days", "未来 90 天应付本息")
        if key == "gap":
            label = Label("Money that is missing", "未落实资金")
        parts = [
            Part(_part_label(line), line.due if key == "due" else line.gap)
            for line in lines
            if key == "due" or line.gap
        ]
        return sum_figure(key, label, parts)
    return instalment_figure(session, actor, key, key.removeprefix("i-"))


def _part_label(line: DueLine) -> Label:
    text = f"{line.payment_date.isoformat()} {line.project}"
    return Label(text, text)
