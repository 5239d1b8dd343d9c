"""The scan of alerts: opens, changes, raises and closes them by what the conditions find.

A scan first looks without a lock and keeps only what differs from what is stored; then it writes the
differences in acts of limited size. Looking again at the same books changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.db import Database, chunks, hold_name
from bondlife.queries.conditions import CONDITIONS, Found, Look, look_at
from bondlife.security.actor import SYSTEM, Actor
from bondlife.services.alerts import AWAKE, due_day, handle, note, tell_owners
from models.base import columns
from models.kinds import shipped_kinds
from models.lifecycle import AlertSpec
from models.registry import Alert

WRITTEN_AT_ONCE = 5000
"""Alerts written in one act: a scan neither holds the books for long nor fills the memory."""

Tell = Callable[[int, int, str], None]
Place = tuple[str, int]


class Held(NamedTuple):
    """An open alert as the scan compares it."""

    id: int
    level: str
    why: Any


@dataclass(slots=True)
class Difference:
    """What one condition changes: alerts to open, to change, to close."""

    spec: AlertSpec
    new: list[Found] = field(default_factory=list)
    changed: list[tuple[int, Found]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    found: int = 0


def alert_specs() -> list[AlertSpec]:
    """Return every alert of every kind that a condition can find, each key once."""
    found = {
        one.key: one for kind in shipped_kinds().values() for one in kind.alerts if one.scan in CONDITIONS
    }
    return sorted(found.values(), key=lambda one: int(one.key.removeprefix("A")))


def scan(db: Database, actor: Actor = SYSTEM, *, tell_progress: Tell | None = None) -> dict[str, Any]:
    """Look for every condition in every region and bring alerts up to date; returns counts by alert."""
    specs, counts = alert_specs(), {}
    fresh: Counter[tuple[str, str, int, int | None, int | None]] = Counter()
    for number, spec in enumerate(specs):
        if tell_progress is not None:
            tell_progress(number, len(specs), spec.key)
        with db.reading() as session:
            difference = _compare(look_at(session, clock.business_date()), session, spec)
        counts[spec.key] = _write(db, actor, difference, fresh)
    counts["handled"] = handle(db, actor)
    _tell(db, actor, fresh)
    return counts


def _compare(look: Look, session: Session, spec: AlertSpec) -> Difference:
    """Return how what is found differs from what is open; what agrees is forgotten at once."""
    held = _open(session, spec.key)
    difference = Difference(spec)
    for found in CONDITIONS[spec.scan](look):
        difference.found += 1
        before = held.pop((found.subject, found.subject_id), None)
        if before is None:
            difference.new.append(found)
        elif (before.level, before.why) != (found.level or spec.level, dict(found.figures)):
            difference.changed.append((before.id, found))
    difference.gone = sorted(one.id for one in held.values())
    return difference


def _open(session: Session, key: str) -> dict[Place, Held]:
    own = columns(Alert)
    statement = sa.select(own.subject, own.subject_id, own.id, own.level, own.why).where(
        own.key == key, own.closed_on.is_(None), own.ended_at.is_(None)
    )
    rows = session.execute(statement.execution_options(scoped=True, yield_per=5000))
    return {(row[0], row[1]): Held(*row[2:]) for row in rows}


def _write(db: Database, actor: Actor, difference: Difference, fresh: Counter[Any]) -> dict[str, int]:
    spec = difference.spec
    opened = 0
    for part in chunks(difference.new, WRITTEN_AT_ONCE):
        opened += _perform(db, actor, partial(_add, spec=spec, found=part, fresh=fresh))
    for pairs in chunks(difference.changed, WRITTEN_AT_ONCE):
        _perform(db, actor, partial(_change, spec=spec, found=dict(pairs)))
    for ids in chunks(difference.gone, WRITTEN_AT_ONCE):
        _perform(db, actor, partial(_close, spec=spec, ids=ids))
    return {
        "found": difference.found,
        "opened": opened,
        "changed": len(difference.changed),
        "closed": len(difference.gone),
    }


def _perform(db: Database, actor: Actor, work: Callable[[Act], int]) -> int:
    def alone(act: Act) -> int:
        hold_name(act.session, "alert.scan")
        return work(act)

    return int(perform(db, actor, "alert.scan", alone))


def _add(act: Act, spec: AlertSpec, found: Sequence[Found], fresh: Counter[Any]) -> int:
    """Open alerts; those another scan has opened meanwhile are left as they are."""
    held = _open(act.session, spec.key)
    new = [one for one in found if (one.subject, one.subject_id) not in held]
    new = _not_repeated(act, spec, new)
    rows = [_row(act, spec, one) for one in new]
    ids = act.insert_many(Alert, rows) if rows else range(0)
    note(act, ids, "opened")
    act.detail = {"alert": spec.key, "opened": len(rows)}
    for row in rows:
        fresh[spec.key, row["owner_role"], row["region_id"], row["unit_id"], row["department_id"]] += 1
    return len(rows)


def _not_repeated(act: Act, spec: AlertSpec, found: Sequence[Found]) -> list[Found]:
    """Give a condition that comes back on the day it began before a new beginning: today."""
    own, kept = columns(Alert), []
    known: set[tuple[str, int, date]] = set()
    for part in chunks(found, 400):
        ids = [one.subject_id for one in part]
        statement = sa.select(own.subject, own.subject_id, own.since).where(
            own.key == spec.key, own.subject_id.in_(ids)
        )
        known |= {tuple(row) for row in act.session.execute(statement.execution_options(scoped=True))}
    for one in found:
        since = one.since or act.business_date
        while (one.subject, one.subject_id, since) in known:
            since = act.business_date if since < act.business_date else since + timedelta(days=1)
        kept.append(replace(one, since=since))
    return kept


def _row(act: Act, spec: AlertSpec, found: Found) -> dict[str, Any]:
    level = found.level or spec.level
    return {
        "key": spec.key,
        "subject": found.subject,
        "subject_id": found.subject_id,
        "project_id": found.project_id,
        "region_id": found.region_id,
        "unit_id": found.unit_id,
        "department_id": found.department_id,
        "level": level,
        "since": found.since,
        "why": dict(found.figures),
        "owner_role": spec.owner_role,
        "due_on": due_day(act, found.region_id, level),
    }


def _change(act: Act, spec: AlertSpec, found: Mapping[int, Found]) -> int:
    for part in chunks(sorted(found), 400):
        for row in act.find(Alert, columns(Alert).id.in_(part), columns(Alert).closed_on.is_(None)):
            assert row.id is not None
            now = found[row.id]
            level = now.level or spec.level
            before = {"level": row.level, "why": row.why}
            graver = _rank(level) > _rank(row.level)
            act.change(row, level=level, why=dict(now.figures))
            if graver:
                act.change(row, due_on=due_day(act, row.region_id, level), **AWAKE)
            note(act, [row.id], "raised" if graver else "changed", before)
    act.detail = {"alert": spec.key, "changed": len(found)}
    return len(found)


def _rank(level: str) -> int:
    return ("info", "warning", "serious").index(level)


def _close(act: Act, spec: AlertSpec, ids: Sequence[int]) -> int:
    for part in chunks(ids, 400):
        for row in act.find(Alert, columns(Alert).id.in_(part), columns(Alert).closed_on.is_(None)):
            act.change(row, closed_on=act.business_date)
        note(act, part, "closed")
    act.detail = {"alert": spec.key, "closed": len(ids)}
    return len(ids)


def _tell(db: Database, actor: Actor, fresh: Counter[Any]) -> None:
    def work(act: Act) -> int:
        act.detail = {"told": tell_owners(act, fresh, "%(count)s new alerts: %(alert)s.")}
        return 0

    if fresh:
        perform(db, actor, "alert.tell", work)
