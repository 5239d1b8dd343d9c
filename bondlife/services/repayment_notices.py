"""What the house does about days: notices before an instalment is due, overdue from the day after.

``open_due`` is one scan. It may be repeated: a notice is opened once for each number of days.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.books import region_code, rule_book
from bondlife.db import Database, chunks
from bondlife.lifecycle.effects import EFFECTS
from bondlife.lifecycle.guards.repayment import due_of
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.rail import refresh_rail
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import SYSTEM
from models.base import columns
from models.registry import Instalment, Task

OPEN = ("planned", "budgeted", "notified", "shortfall")
LEAD = 0
"""The notice of the very day on which the money must leave."""
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """What one scan did."""

    notices: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Due:
    """An open instalment, as far as its days matter."""

    id: int
    payment_date: date
    remittance_date: date
    scope: Mapping[str, Any]


def open_due(db: Database, today: date | None = None) -> Opened:
    """Open the notices of a day and record what fell overdue, in acts of the house."""
    day = today or clock.business_date()
    late = _overdue_keys(db, day)
    for part in chunks(late, CHUNK):
        perform(db, SYSTEM, "instalment.fall_overdue", _falling(part), business_date=day)
    notices = 0
    for part in chunks(_due(db, day), CHUNK):
        answer = perform(db, SYSTEM, "instalment.remind", _reminding(part, day), business_date=day)
        notices += int(answer["notices"])
    return Opened(notices, len(late))


def _overdue_keys(db: Database, day: date) -> list[int]:
    own = columns(Instalment)
    statement = sa.select(own.id).where(own.payment_date < day, own.state.in_(OPEN), own.ended_at.is_(None))
    with db.reading() as session:
        found = session.execute(statement.order_by(own.id).execution_options(scoped=True)).scalars()
        return [int(key) for key in found]


def _falling(keys: Sequence[int]) -> Any:
    def work(act: Act) -> dict[str, int]:
        own, projects = columns(Instalment), set()
        for row in act.find(Instalment, own.id.in_(keys), own.state.in_(OPEN)):
            if due_of(row) > 0:
                fall_overdue(act, row)
                projects.add(row.project_id)
        for project_id in sorted(key for key in projects if key is not None):
            refresh_rail(act, project_id)
        return {"overdue": len(keys)}

    return work


def fall_overdue(act: Act, row: Instalment) -> None:
    """Record an instalment as overdue: the penalty runs, the legs are planned, a task is opened."""
    here = situation(act.session, row, act.business_date)
    transition = next(one for one in here.lifecycle.transitions if one.key == "fall_overdue")
    source = row.state
    set_state(act, row, transition.target)
    note(act, row, transition.key, source)
    for effect in transition.effects:
        EFFECTS[effect.name](act, here, effect.params)
    EFFECTS["open_task"](act, here, _OVERDUE)


_OVERDUE = {
    "role": "officer",
    "title": "Instalment overdue: settle it with penalty or report a shortfall plan",
    "title_zh": "还本付息已逾期：补缴本息及罚息，或上报缺口方案",
    "due": "payment_date",
}


def _due(db: Database, day: date) -> list[Due]:
    """Return the open instalments within the country's longest notice; a region's own days come after."""
    own = columns(Instalment)
    with db.reading() as session:
        rule = rule_book(session, "", day).get("repayment.notices")
        longest = max((int(one) for one in rule.value), default=0) if rule is not None else 0
        names = ("region_id", "unit_id", "department_id", "project_id")
        chosen = (own.id, own.payment_date, own.remittance_date, *(own[name] for name in names))
        statement = sa.select(*chosen).where(
            own.payment_date >= day,
            own.payment_date <= day + timedelta(days=longest),
            own.state.in_(OPEN),
            own.ended_at.is_(None),
        )
        found = session.execute(statement.order_by(own.id).execution_options(scoped=True)).all()
    return [Due(row[0], row[1], row[2], dict(zip(names, row[3:], strict=True))) for row in found]


def _reminding(part: Sequence[Due], day: date) -> Any:
    def work(act: Act) -> dict[str, int]:
        held = _opened(act, [one.id for one in part])
        days: dict[int, list[int]] = {}
        values = []
        for one in part:
            region = int(one.scope["region_id"])
            if region not in days:
                days[region] = _days(act, region, day)
            number = reached(one, days[region], day)
            if number is not None and (one.id, number) not in held:
                values.append(_notice(one, number))
        act.insert_many(Task, values)
        return {"notices": len(values)}

    return work


def reached(one: Due, days: Iterable[int], day: date) -> int | None:
    """Return the closest notice that a day has reached: its number of days, zero on the day of remittance."""
    if day >= one.remittance_date:
        return LEAD
    return min((number for number in days if one.payment_date - timedelta(days=number) <= day), default=None)


def _days(act: Act, region_id: int, day: date) -> list[int]:
    rule = rule_book(act.session, region_code(act.session, region_id), day).get("repayment.notices")
    return [int(number) for number in rule.value] if rule is not None else []


def _opened(act: Act, keys: Sequence[int]) -> set[tuple[int, int]]:
    task = columns(Task)
    statement = sa.select(task.subject_id, task.origin).where(
        task.subject == "instalment", task.subject_id.in_(keys), task.origin.startswith("notice.")
    )
    found = act.session.execute(statement.execution_options(scoped=True))
    return {(int(key), int(origin.removeprefix("notice."))) for key, origin in found}


def _notice(one: Due, number: int) -> dict[str, Any]:
    title, title_zh = _LEAD_WORDS if number == LEAD else _WORDS
    return {
        **one.scope,
        "subject": "instalment",
        "subject_id": one.id,
        "role": "project_unit" if one.scope["unit_id"] is not None and number != LEAD else "officer",
        "title": title,
        "title_zh": title_zh,
        "params": {"days": number, "payment_date": one.payment_date.isoformat()},
        "due_on": one.remittance_date,
        "origin": f"notice.{number}",
    }


_WORDS = ("Principal and interest fall due: have the money ready", "还本付息即将到期，请筹措资金")
_LEAD_WORDS = ("Money for principal and interest must leave today", "还本付息资金今日须上缴")
