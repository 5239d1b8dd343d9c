"""The life of alerts after a scan found them: passed on when late, put aside for a while, woken, logged."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.db import Database, insert_rows
from bondlife.errors import Conflict, Forbidden, Invalid, Problem
from bondlife.queries.conditions.found import Look, look_at
from bondlife.security.actor import Actor
from bondlife.services.notices import holders, tell
from models.base import columns, table
from models.registry import Alert, AlertLog

AWAKE: dict[str, Any] = {"snoozed_until": None, "snooze_reason": "", "snoozed_by": None}
"""An alert that is not put aside."""


PASSED_ON_AT_ONCE = 5000

Owned = tuple[str, str, int, int | None, int | None]
"""Alert, owner's role, region, unit, department: whom a count of alerts is told to."""


def note(act: Act, ids: Iterable[int], event: str, detail: Any = None) -> None:
    """Write one line into the log of each alert."""
    shared = {
        "event": event,
        "at": act.now,
        "business_date": act.business_date,
        "actor_id": act.actor.user_id,
        "detail": detail,
    }
    insert_rows(act.session, table(AlertLog), [{"alert_id": one, **shared} for one in ids])


def due_day(act: Act, region_id: int, level: str) -> date | None:
    """Return the day by which an alert of a level is dealt with in a region."""
    rule = _look(act).rules(region_id).get("supervision.alert_days")
    days = rule.value.get(level) if rule is not None else None
    return act.business_date + timedelta(days=int(days)) if days is not None else None


def _look(act: Act) -> Look:
    """Return the rules an act looks with, loaded once an act."""
    held: Look | None = act.session.info.get("look")
    if held is None:
        held = act.session.info["look"] = look_at(act.session, act.business_date)
    return held


def handle(db: Database, actor: Actor) -> dict[str, int]:
    """Wake alerts whose day has come and pass on those whose day has gone by."""
    counts = {"woken": int(perform(db, actor, "alert.wake", _wake_due)), "escalated": 0}
    last: int | None = 0
    while last is not None:
        after = last
        answer = perform(db, actor, "alert.escalate", partial(_pass_on, after=after))
        last, passed = answer
        counts["escalated"] += passed
    return counts


def _wake_due(act: Act) -> int:
    own = columns(Alert)
    woken = act.find(Alert, own.closed_on.is_(None), own.snoozed_until <= act.business_date)
    for row in woken:
        act.change(row, **AWAKE, due_on=due_day(act, row.region_id, row.level))
    note(act, [row.id or 0 for row in woken], "woken")
    act.detail = {"woken": len(woken)}
    return len(woken)


def _pass_on(act: Act, after: int) -> tuple[int | None, int]:
    """Pass on some late alerts beyond a key; returns the last key looked at, None where that was all."""
    late = late_alerts(act, after)
    passed: Counter[Owned] = Counter()
    for row in late:
        following = _escalate(act, row)
        if following:
            passed[row.key, following, row.region_id, row.unit_id, row.department_id] += 1
    tell_owners(act, passed, "%(count)s alerts nobody dealt with in time are yours now: %(alert)s.")
    act.detail = {"escalated": passed.total()}
    return (late[-1].id if len(late) == PASSED_ON_AT_ONCE else None), passed.total()


def late_alerts(act: Act, after: int) -> list[Alert]:
    """Return open alerts whose day has gone by, some at a time, by key."""
    own = columns(Alert)
    statement = (
        sa.select(Alert)
        .where(
            own.id > after,
            own.closed_on.is_(None),
            own.snoozed_until.is_(None),
            own.due_on < act.business_date,
        )
        .order_by(own.id)
        .limit(PASSED_ON_AT_ONCE)
    )
    return list(act.session.execute(statement.execution_options(scoped=True).with_for_update()).scalars())


def _escalate(act: Act, row: Alert) -> str:
    """Hand an alert to the next role by the rule; the last one keeps it and is named empty."""
    rule = _look(act).rules(row.region_id).get("supervision.escalation")
    following = str(rule.value.get(row.owner_role, "")) if rule is not None else ""
    if following:
        before = {"owner_role": row.owner_role, "due_on": row.due_on.isoformat() if row.due_on else None}
        due_on = due_day(act, row.region_id, row.level)
        act.change(row, owner_role=following, due_on=due_on, escalated=row.escalated + 1)
        note(act, [row.id or 0], "escalated", before)
    return following


def tell_owners(
    act: Act, counted: Counter[tuple[str, str, int, int | None, int | None]], message: str
) -> int:
    """Tell each owner once how many alerts of a kind there are, however many; returns the notices written."""
    people: Counter[tuple[str, int]] = Counter()
    for (key, role, region_id, *bodies), count in counted.items():
        for user in holders(act.session, act.business_date, role, region_id, bodies):
            people[key, user] += count
    for (key, user), count in sorted(people.items()):
        tell(act, [user], "alert", message, {"count": count, "alert": key}, f"/alerts?key={key}")
    return len(people)


def snooze(
    db: Database, actor: Actor, public_id: str, version: int, *, until: date, reason: str, key: str = ""
) -> dict[str, Any]:
    """Put an alert aside until a day, with the reason; a scan wakes it then, or when it becomes graver."""

    def work(act: Act) -> dict[str, Any]:
        row = _mine(act, public_id, version)
        rule = _look(act).rules(row.region_id).get("supervision.longest_snooze")
        longest = act.business_date + timedelta(days=rule.whole() if rule is not None else 60)
        if not act.business_date < until <= longest:
            raise Invalid.because(
                "snooze_day",
                "Choose a day after today and not after %(day)s.",
                "until",
                day=longest.isoformat(),
            )
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        act.change(row, snoozed_until=until, snooze_reason=reason[:500], snoozed_by=act.actor.user_id)
        note(act, [row.id or 0], "snoozed", {"until": until.isoformat(), "reason": reason[:500]})
        return {"public_id": public_id, "version": row.version}

    return dict(
        perform(db, actor, "alert.snooze", work, key=key, request=[public_id, version, until, reason])
    )


def wake(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Bring an alert that was put aside back at once."""

    def work(act: Act) -> dict[str, Any]:
        row = _mine(act, public_id, version)
        if row.snoozed_until is None:
            raise Conflict(Problem("not_snoozed", "This alert is not put aside."))
        act.change(row, **AWAKE)
        note(act, [row.id or 0], "woken")
        return {"public_id": public_id, "version": row.version}

    return dict(perform(db, actor, "alert.wake", work, key=key, request=[public_id, version]))


def _mine(act: Act, public_id: str, version: int) -> Alert:
    """Return an open alert that this person's role answers for, or stands above."""
    row = act.fetch(Alert, public_id, "alert.read")
    act.about(row, alert=row.key)
    act.actor.require("alert.snooze", row.region_id, row.unit_id, row.department_id)
    if row.owner_role not in act.actor.roles and "leader" not in act.actor.roles:
        raise Forbidden.because("not_your_task", "This task waits for another role.")
    if row.closed_on is not None:
        raise Conflict(Problem("alert_closed", "This alert is closed: its condition no longer holds."))
    act.require_version(row, version)
    return row
