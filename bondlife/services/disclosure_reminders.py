"""Each night: who owes a disclosure is reminded by name, what stays undone is passed on to the next role.

A duty is told once for each warning day of the rule. Once its day is past by as many days as a serious alert
gives, the role that follows by the rule of escalation is told as well; a duty nobody can bear goes there at
once. However many duties there are, a person gets one notice of each sort in a night.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.db import Database, chunks
from bondlife.queries.conditions.duties import AHEAD_DAYS, warning_days
from bondlife.queries.conditions.found import Look, look_at
from bondlife.security.actor import SYSTEM, Actor
from bondlife.services.disclosure_owners import Owners, owners
from bondlife.services.notices import tell
from models.base import columns
from models.registry import DisclosureDuty

REMINDED = "%(count)s disclosure duties of yours fall due or are late."
PASSED_ON = "%(count)s disclosure duties stayed undone past their day."
NOBODYS = "%(count)s disclosure duties have nobody who could do them."
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of one duty tonight: its key, the days stamped on it, who is told what."""

    id: int
    stamps: Mapping[str, date]
    notices: tuple[tuple[int, str], ...]


def remind(db: Database, actor: Actor = SYSTEM) -> dict[str, int]:
    """Tell everybody what they owe; returns duties told and passed on, none where it ran today."""
    today = clock.business_date()
    with db.reading() as session:
        found = list(_due(session, today))
    for part in chunks(found, AT_ONCE):
        perform(db, actor, "disclosure.remind", partial(_tell, part=part))
    return {
        "reminded": sum("reminded_on" in one.stamps for one in found),
        "passed_on": sum("escalated_on" in one.stamps for one in found),
    }


def _due(session: Session, today: date) -> Iterable[Told]:
    look = look_at(session, today)
    following = _following(look)
    people = owners(session, today, {*following, *following.values(), "officer", "publisher"})
    own = columns(DisclosureDuty)
    names = ("id", "region_id", "form", "due_on", "owner_id", "owner_role", "reminded_on", "escalated_on")
    statement = sa.select(*(own[name] for name in names)).where(
        own.state == "open", own.ended_at.is_(None), own.due_on <= today + timedelta(days=AHEAD_DAYS)
    )
    for row in look.rows(statement.order_by(own.id)):
        told = _told(look, people, following, row)
        if told is not None:
            yield told


def _following(look: Look) -> dict[str, str]:
    """Return whom each role is followed by, as the rule of the country has it."""
    found: dict[str, str] = {}
    for value in look.every("supervision.escalation"):
        found |= {str(role): str(after) for role, after in value.items()}
    return found


def _told(look: Look, people: Owners, following: Mapping[str, str], row: Any) -> Told | None:
    begun = [day for day in warning_days(look, row) if day <= look.today]
    bearers = people.bearers(row.owner_id, row.owner_role, row.region_id)
    stamps: dict[str, date] = {}
    notices: list[tuple[int, str]] = []
    if begun and (row.reminded_on is None or row.reminded_on < max(begun)):
        stamps["reminded_on"] = look.today
        notices += [(user, REMINDED) for user in bearers]
    if row.escalated_on is None and begun and (not bearers or _is_past(look, row)):
        stamps["escalated_on"] = look.today
        message = PASSED_ON if bearers else NOBODYS
        notices += [(user, message) for user in _next(people, following, row) - bearers]
    return Told(row.id, stamps, tuple(notices)) if stamps else None


def _is_past(look: Look, row: Any) -> bool:
    """Tell whether the day of a duty is past by as many days as a serious alert gives."""
    rule = look.rules(row.region_id).get("supervision.alert_days")
    days = int(rule.value.get("serious", 0)) if rule is not None else 0
    return bool(row.due_on + timedelta(days=days) < look.today)


def _next(people: Owners, following: Mapping[str, str], row: Any) -> set[int]:
    """Return the nearest holders of the first role up the line that anybody holds."""
    role, seen = following.get(row.owner_role, ""), {row.owner_role}
    while role and role not in seen:
        found = people.bearers(None, role, row.region_id)
        if found:
            return found
        seen.add(role)
        role = following.get(role, "")
    return set()


def _tell(act: Act, part: Sequence[Told]) -> int:
    stamps, counted = {one.id: one.stamps for one in part}, Counter[tuple[int, str]]()
    for ids in chunks(sorted(stamps), 400):
        for row in act.find(DisclosureDuty, columns(DisclosureDuty).id.in_(ids)):
            act.change(row, **stamps[row.id or 0])
    for one in part:
        counted.update(one.notices)
    for (user, message), count in sorted(counted.items()):
        place = "/disclosure?owner=mine" if message == REMINDED else "/disclosure?shown=late&group=owner"
        tell(act, [user], "disclosure", message, {"count": count}, place)
    act.detail = {"told": len(part), "people": len({user for user, _ in counted})}
    return len(part)
