"""Duties of disclosure kept up to date with the books: opened, moved to another day, done, no longer needed.

A scan looks without a lock and writes the differences in acts of limited size; looking again at the same
books changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.books import lifecycle_of, newest_kind
from bondlife.db import Database, chunks, hold_name
from bondlife.disclosure.duties import finders
from bondlife.disclosure.duties.wanted import Wanted
from bondlife.disclosure.things import BY_SHEET
from bondlife.errors import Blocked, Forbidden, Invalid, Problem
from bondlife.lifecycle.facts import by_key
from bondlife.lifecycle.history import enter
from bondlife.queries.conditions.found import Look, look_at
from bondlife.queries.disclosure_groups import ABLE
from bondlife.security.actor import SYSTEM, Actor
from bondlife.services import records
from bondlife.services.disclosure_owners import Owners, owners
from bondlife.services.notices import holders, tell
from models.base import columns
from models.disclosure_duties import BY_KEY
from models.registry import (
    BondShare,
    DisclosureDuty,
    Publication,
    PublicationSheet,
    User,
)

Tell = Callable[[int, int, str], None]
WRITTEN_AT_ONCE = 5000
OUT = ("published", "superseded")
ENDED = ("withdrawn", "cancelled")
GIVEN = "A disclosure duty was given to you: %(duty)s."
_Place = tuple[Any, ...]
"""What a publication is about: project, bond, region, cut-off, and the record its sheet names."""


@dataclass(slots=True)
class Change:
    """What one kind of duty changes: new ones, others with what is new of them, those no longer there."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)


def scan(db: Database, actor: Actor = SYSTEM, *, tell_progress: Tell | None = None) -> dict[str, int]:
    """Bring every duty up to date; returns how many were opened and changed."""
    counts = {"opened": 0, "changed": 0}
    kinds = finders()
    for number, what in enumerate(sorted(kinds)):
        if tell_progress is not None:
            tell_progress(number, len(kinds), what)
        with db.reading() as session:
            change = _compare(session, what)
        for part in chunks(change.new, WRITTEN_AT_ONCE):
            counts["opened"] += _perform(db, actor, partial(_open, rows=part))
        for ids in chunks(sorted(change.changed), WRITTEN_AT_ONCE):
            counts["changed"] += _perform(db, actor, partial(_change, ids=ids, values=change.changed))
    counts["changed"] += _perform(db, actor, _close_told)
    counts["changed"] += _perform(db, actor, _name_owners)
    return counts


TOLD = ("event", "ppp_payment")
"""Kinds of duty that people open, not the books: done once their publication is out."""


def _name_owners(act: Act) -> int:
    """Name who bears the duties no finder tells: those people opened, and corrections."""
    people, own = owners(act.session, act.business_date), columns(DisclosureDuty)
    found = act.find(DisclosureDuty, own.what.in_((*TOLD, "correction")), own.state == "open")
    named = 0
    for row in found:
        if people.stays(row.owner_id, row.region_id, row.project_id):
            continue
        owner = people.of(row.owner_role, row.region_id, row.project_id)
        named += owner != row.owner_id
        act.change(row, owner_id=owner)
    act.detail["changed"] = named
    return named


def _close_told(act: Act) -> int:
    """Close the duties people opened whose publication is out."""
    own, out = columns(DisclosureDuty), columns(Publication)
    statement = (
        sa.select(own.id, out.published_on)
        .join_from(DisclosureDuty, Publication, out.id == own.publication_id)
        .where(own.what.in_(TOLD), own.state == "open", out.state.in_(OUT))
    )
    found = act.session.execute(statement.execution_options(scoped=True)).all()
    values = {key: {"state": "done", "done_on": day} for key, day in found}
    return _change(act, sorted(values), values) if values else 0


def _perform(db: Database, actor: Actor, work: Callable[[Act], int]) -> int:
    def alone(act: Act) -> int:
        hold_name(act.session, "disclosure.scan")
        return work(act)

    return int(perform(db, actor, "disclosure.scan", alone))


def _compare(session: Session, what: str) -> Change:
    """Return how the duties of a kind differ from what the books tell."""
    look, change = look_at(session, clock.business_date()), Change()
    wanted = {one.key: one for one in finders()[what](look)}
    held = _held(session, what, {one.period for one in wanted.values()})
    made, people = _publications(session, BY_KEY[what].form), owners(session, look.today)
    for key, one in wanted.items():
        row = held.pop(key, None)
        values = _values(one, made, people, row)
        if row is None:
            change.new.append(values)
        elif row.state != "not_needed":
            differing = {name: value for name, value in values.items() if getattr(row, name) != value}
            if differing:
                change.changed[row.id] = differing
    by_id, periods = {one.id: one for one in made.values()}, {one.period for one in wanted.values()}
    for row in held.values():
        change.changed.update(_left(look, row, by_id.get(row.publication_id), periods))
    return change


def _left(look: Look, row: Any, out: Any, periods: set[str]) -> dict[int, dict[str, Any]]:
    """Return what becomes of an open duty the finder does not tell: done, owed, or gone."""
    if row.state != "open":
        return {}
    if out is not None and out.state in OUT:
        return {row.id: {"state": "done", "done_on": out.published_on}}
    if out is not None or not _in_view(look, row, periods):
        return {}
    return {row.id: {"state": "not_needed"}}


def _in_view(look: Look, row: Any, periods: set[str]) -> bool:
    """Tell whether the finder looks at the period of a duty: what was owed in an earlier year stays owed."""
    if row.what != "payment_notice":
        return not row.period or row.period in periods
    widest = max((int(value) for value in look.every("disclosure.notice_horizon")), default=0)
    return abs((date.fromisoformat(row.period) - look.today).days) <= widest


def _held(session: Session, what: str, periods: Iterable[str]) -> dict[Any, Any]:
    """Return the duties of a kind that are open or of the periods looked at."""
    own = columns(DisclosureDuty)
    names = [own[name] for name in ("id", "subject", "subject_id", *_COMPARED)]
    statement = sa.select(*names).where(
        own.what == what,
        own.ended_at.is_(None),
        sa.or_(own.state == "open", own.period.in_(sorted(periods))),
    )
    rows = session.execute(statement.execution_options(scoped=True))
    return {(row.what, row.subject, row.subject_id, row.period): row for row in rows}


_COMPARED = (
    *("what", "period", "form", "project_id", "region_id", "unit_id", "department_id", "cut_off", "due_on"),
    *("rule", "platform", "owner_role", "owner_id", "publication_id", "state", "done_on"),
)


def _publications(session: Session, form: str) -> dict[_Place, Any]:
    """Return the publications of a form by what they are about; a correction stands for what it corrects."""
    own, sheet = columns(Publication), columns(PublicationSheet)
    names = ("id", "form", "project_id", "bond_id", "region_id", "cut_off", "state", "published_on")
    statement = (
        sa.select(*(own[name] for name in names), sheet.subject, sheet.subject_id)
        .outerjoin_from(Publication, PublicationSheet, sheet.publication_id == own.id)
        .where(own.form == form, own.ended_at.is_(None), own.state.not_in(ENDED))
    )
    found: dict[_Place, Any] = {}
    for row in session.execute(statement.order_by(own.id).execution_options(scoped=True)):
        place = _place(row)
        before = found.get(place)
        if before is None or before.state not in OUT:
            found[place] = row
    return found


def _place(one: Any) -> _Place:
    """Return what a publication, or one that is wanted, is about."""
    named = one.subject_id if one.subject in BY_SHEET else None
    return one.project_id, one.bond_id, one.region_id, one.cut_off, named


def _values(one: Wanted, made: Mapping[_Place, Any], people: Owners, row: Any) -> dict[str, Any]:
    kind = BY_KEY[one.what]
    owner = row.owner_id if row is not None else None
    if not people.stays(owner, one.region_id, one.project_id):
        owner = people.of(kind.owner_role, one.region_id, one.project_id)
    found = made.get(_place(one))
    is_out = found is not None and found.state in OUT
    return {
        "what": one.what,
        "subject": one.subject,
        "subject_id": one.subject_id,
        "period": one.period,
        "form": kind.form,
        "project_id": one.project_id,
        "region_id": one.region_id,
        "unit_id": one.unit_id,
        "department_id": one.department_id,
        "cut_off": one.cut_off,
        "due_on": one.due_on,
        "rule": kind.rule,
        "platform": kind.platform,
        "owner_role": kind.owner_role,
        "owner_id": owner,
        "publication_id": found.id if found is not None else None,
        "state": "done" if is_out else "open",
        "done_on": found.published_on if found is not None and is_out else None,
    }


def _open(act: Act, rows: Sequence[Mapping[str, Any]]) -> int:
    """Store duties; those another scan stored meanwhile are left as they are."""
    own = columns(DisclosureDuty)
    known: set[tuple[Any, ...]] = set()
    for part in chunks(sorted({row["subject_id"] for row in rows}), 400):
        statement = sa.select(own.what, own.subject, own.subject_id, own.period).where(
            own.subject_id.in_(part)
        )
        known |= {tuple(row) for row in act.session.execute(statement.execution_options(scoped=True))}
    names = ("what", "subject", "subject_id", "period")
    new = [row for row in rows if tuple(row[name] for name in names) not in known]
    act.insert_many(DisclosureDuty, new)
    act.detail["opened"] = len(new)
    return len(new)


def _change(act: Act, ids: Sequence[int], values: Mapping[int, Mapping[str, Any]]) -> int:
    for part in chunks(ids, 400):
        for row in act.find(DisclosureDuty, columns(DisclosureDuty).id.in_(part)):
            act.change(row, **values[row.id or 0])
    act.detail["changed"] = len(ids)
    return len(ids)


def take_up(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Open the publication that fulfils a duty, if nobody has; returns its key."""

    def work(act: Act) -> dict[str, Any]:
        duty = act.fetch(DisclosureDuty, public_id, "disclosure.read")
        act.require_version(duty, version)
        act.actor.require("publication.create", duty.region_id, duty.unit_id, duty.department_id)
        if duty.state != "open":
            raise Blocked(Problem("duty_done", "This duty is done already."))
        if duty.publication_id is not None:
            return records.receipt(act.get(Publication, duty.publication_id))
        row = publication_for(act, duty)
        act.change(duty, publication_id=row.id)
        act.about(row, duty=duty.public_id)
        return records.receipt(row)

    return dict(perform(db, actor, "publication.create", work, key=key, request=[public_id, version]))


def publication_for(act: Act, duty: DisclosureDuty) -> Publication:
    """Store the publication of a duty, inside an open act; its way is the house's, whatever it is about."""
    kind = newest_kind(act.session, "special_bond")
    row = Publication(
        region_id=duty.region_id,
        unit_id=duty.unit_id,
        department_id=duty.department_id,
        project_id=duty.project_id,
        kind=kind.key,
        kind_version=kind.version,
        state="",
        form=duty.form,
        bond_id=_bond_id(act, duty),
        cut_off=duty.cut_off,
        due_on=duty.due_on,
    )
    enter(act, row, lifecycle_of(kind, "publication"))
    act.add(row)
    act.flush()
    records.after_change(act, row)
    sheet = PublicationSheet(
        publication_id=row.id or 0,
        region_id=row.region_id,
        unit_id=row.unit_id,
        department_id=row.department_id,
        subject=duty.subject,
        subject_id=duty.subject_id,
        answers={},
        explanations={},
    )
    act.add(sheet)
    act.flush()
    return row


def _bond_id(act: Act, duty: DisclosureDuty) -> int | None:
    if duty.subject == "bond":
        return duty.subject_id
    if duty.subject == "bond_share":
        share = by_key(act.session, BondShare, duty.subject_id)
        return share.bond_id if share is not None else None
    return None


def hand_to(
    db: Database, actor: Actor, public_id: str, version: int, account: str, *, key: str = ""
) -> dict[str, Any]:
    """Give a duty to a person of its region by name."""

    def work(act: Act) -> dict[str, Any]:
        duty = act.fetch(DisclosureDuty, public_id, "disclosure.read")
        act.require_version(duty, version)
        act.actor.require("disclosure.assign", duty.region_id, duty.unit_id, duty.department_id)
        user = act.session.execute(
            sa.select(User).where(columns(User).account == account)
        ).scalar_one_or_none()
        able = {one for role in ABLE for one in holders(act.session, act.business_date, role, duty.region_id)}
        if user is None or user.id not in able:
            raise Invalid.because("no_such_officer", "Nobody of this region has this account.", "account")
        act.change(duty, owner_id=user.id)
        act.about(duty, owner=account)
        tell(act, [user.id or 0], "disclosure", GIVEN, {"duty": duty.what}, f"/disclosure/duties/{public_id}")
        return {"public_id": public_id, "version": duty.version}

    return dict(perform(db, actor, "disclosure.assign", work, key=key, request=[public_id, version, account]))


def not_needed(
    db: Database, actor: Actor, public_id: str, version: int, reason: str, *, key: str = ""
) -> dict[str, Any]:
    """Record that a duty does not apply, with the reason; never by the officer who owns it."""

    def work(act: Act) -> dict[str, Any]:
        duty = act.fetch(DisclosureDuty, public_id, "disclosure.read")
        act.require_version(duty, version)
        act.actor.require("disclosure.waive", duty.region_id, duty.unit_id, duty.department_id)
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        if act.actor.user_id == duty.owner_id:
            raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
        if duty.state != "open":
            raise Blocked(Problem("duty_done", "This duty is done already."))
        act.change(duty, state="not_needed", reason=reason[:500])
        act.about(duty, reason=reason[:300])
        return {"public_id": public_id, "state": duty.state, "version": duty.version}

    return dict(perform(db, actor, "disclosure.waive", work, key=key, request=[public_id, version, reason]))
