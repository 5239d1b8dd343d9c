"""What others changed since this person was here last, in the records this person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.locale import gettext
from bondlife.queries.audit import href_of
from bondlife.queries.words import act_name, done_to, kind_holding, record_name
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.registry import RECORDS, AuditRecord, Project, Region, User, UserSession

READ_BACK = 300
"""Audit records looked through; older ones are on the pages of the records."""
MOST_SHOWN = 60
_TITLES = ("name", "number", "cycle", "document_number")
"""What a record without a project is called by, the first that it has."""


@dataclass(frozen=True, slots=True)
class Change:
    """One act of somebody else on a record."""

    what: str
    href: str
    note: str
    at: Any
    who: str


def changes_since(
    session: Session, actor: Actor, session_id: int | None, region: str
) -> tuple[Any, list[Change]]:
    """Return since when, and what others did to the records this person may see, newest first."""
    since = last_visit(session, actor, session_id)
    record = columns(AuditRecord)
    statement = sa.select(AuditRecord).where(
        record.at > since,
        record.outcome == "done",
        record.subject != "",
        sa.or_(record.actor_id.is_(None), record.actor_id != actor.user_id),
    )
    if region:
        code = columns(Region)
        root = sa.select(code.id).where(code.code == region).scalar_subquery()
        statement = statement.where(record.region_id.in_(closure_of(root)))
    found = list(session.execute(statement.order_by(record.seq.desc()).limit(READ_BACK)).scalars())
    names = _visible(session, actor, found)
    people = _people(session, found)
    shown = [row for row in found if row.subject in names][:MOST_SHOWN]
    return since, [_change(row, names[row.subject], people) for row in shown]


def last_visit(session: Session, actor: Actor, session_id: int | None) -> Any:
    """Return when this person was here last before this session; for a first visit a day before it began."""
    held = columns(UserSession)
    statement = sa.select(sa.func.max(held.seen_at)).where(held.user_id == actor.user_id)
    if session_id is None:
        return session.execute(statement).scalar_one() or clock.now() - timedelta(days=1)
    seen = session.execute(statement.where(held.id < session_id)).scalar_one()
    begun = sa.select(held.created_at).where(held.id == session_id)
    return seen or session.execute(begun).scalar_one() - timedelta(days=1)


def _visible(session: Session, actor: Actor, found: Sequence[AuditRecord]) -> dict[str, str]:
    """Return the subjects this person may see, each with the name of its project, or its own."""
    keys: dict[str, set[str]] = {}
    for row in found:
        place, _, key = row.subject.partition("/")
        if place in RECORDS:
            keys.setdefault(place, set()).add(key)
    names: dict[str, str] = {}
    for place, wanted in keys.items():
        names |= _names(session, actor, place, sorted(wanted))
    return names


def _names(session: Session, actor: Actor, place: str, wanted: Sequence[str]) -> dict[str, str]:
    model = RECORDS[place]
    own, project = columns(model), columns(Project)
    named = place in {"project", "bond"}
    title = next((sa.cast(own[name], sa.String) for name in _TITLES if name in own), sa.literal(""))
    chosen = (own.public_id, own.name if named else sa.func.coalesce(project.name, title))
    statement = scoped(actor, model, *chosen, permission=f"{place}.read").select_from(model)
    if not named:
        statement = statement.outerjoin(Project, project.id == own.project_id)
    rows = session.execute(statement.where(own.public_id.in_(wanted)))
    return {f"{place}/{key}": name or "" for key, name in rows}


def _people(session: Session, found: Sequence[AuditRecord]) -> dict[int, str]:
    user = columns(User)
    keys = sorted({row.actor_id for row in found if row.actor_id is not None})
    return {
        one[0]: one[1]
        for one in session.execute(sa.select(user.id, user.display_name).where(user.id.in_(keys)))
    }


def _change(row: AuditRecord, name: str, people: dict[int, str]) -> Change:
    place = row.subject.partition("/")[0]
    kind = kind_holding(place)
    detail = row.detail or {}
    reason = str(detail.get("reason", ""))[:80]
    fields = detail.get("changed")
    told = reason or (gettext("%(count)d fields") % {"count": len(fields)} if fields else "")
    note = " · ".join(part for part in (name, told) if part)
    what = done_to(record_name(kind, place), act_name(kind, row.act))
    return Change(what, href_of(row.subject), note, row.at, people.get(row.actor_id or 0, row.actor))
